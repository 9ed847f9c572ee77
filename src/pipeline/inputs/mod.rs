//! Everything a build depends on: the files of the site, the clock, the program, the options. This is the
//! only module that reads the site's files; what follows is a pure function of [`Inputs`].

mod change;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;

/// Files larger than this that are not text for margent are hashed and copied without being held.
const HOLD: u64 = 1 << 20;
/// How much of such a file is held, for an image's size.
const HEAD: u64 = 256 << 10;
/// Text that an editor or a theme wrote: always held.
const TEXT: [&str; 5] = ["md", "toml", "html", "txt", "xml"];

/// The file and the folders that a site is made of.
pub const TOPS: [&str; 3] = ["site.toml", "content", "themes"];

/// What came of following links that leave the site, below the site's folder.
pub const LINKS: &str = ".margent/links.json";

/// The theme that is part of the program.
pub const BUILT_IN: &str = "broadsheet";
static BROADSHEET: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet");

/// Choices made on the command line.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Publish drafts too.
    pub drafts: bool,
    /// Publish articles of the future too.
    pub future: bool,
    /// Replaces the configured `base_url`.
    pub base_url: Option<String>,
}

/// The sum of what a build depends on.
#[derive(Clone)]
pub struct Inputs {
    /// `site.toml`, and what is under `content/` and `themes/`.
    pub files: BTreeMap<RelPath, InputFile>,
    /// Choices made on the command line.
    pub options: BuildOptions,
    /// The clock, or `SOURCE_DATE_EPOCH`: seconds since 1970 in UTC.
    pub now: i64,
    /// Stands for the program itself, so that another version trusts nothing this one remembered.
    pub program: Key,
    /// Files that could not be used.
    pub faults: Vec<Diagnostic>,
}

/// One file.
#[derive(Clone)]
pub struct InputFile {
    /// Stands for the whole content.
    pub hash: Key,
    bytes: FileBytes,
}

#[derive(Clone)]
enum FileBytes {
    Held(Arc<Vec<u8>>),
    OnDisk {
        head: Arc<Vec<u8>>,
        path: PathBuf,
    },
    /// Read, and needed no more.
    Gone,
}

impl InputFile {
    /// Holds `bytes`.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self { hash: hash::bytes(&bytes), bytes: FileBytes::Held(Arc::new(bytes)) }
    }

    /// The content, or its beginning where the file is a large asset.
    pub fn head(&self) -> &[u8] {
        match &self.bytes {
            FileBytes::Held(bytes) => bytes,
            FileBytes::OnDisk { head, .. } => head,
            FileBytes::Gone => &[],
        }
    }

    /// The whole content.
    ///
    /// # Errors
    /// When a large asset can no longer be read.
    pub fn content(&self) -> Result<std::borrow::Cow<'_, [u8]>> {
        match &self.bytes {
            FileBytes::Held(bytes) => Ok(std::borrow::Cow::Borrowed(bytes)),
            FileBytes::Gone => Ok(std::borrow::Cow::Borrowed(&[])),
            FileBytes::OnDisk { path, .. } => {
                let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                Ok(std::borrow::Cow::Owned(bytes))
            }
        }
    }
}

impl Inputs {
    /// Reads the site in the folder `root`.
    ///
    /// # Errors
    /// When the folder or one of its files can't be read.
    pub fn read(root: &Path, options: BuildOptions) -> Result<Self> {
        if !root.is_dir() {
            bail!("there is no folder {}", root.display());
        }
        let mut faults = Vec::new();
        let mut paths = Vec::new();
        for top in TOPS {
            let top = root.join(top);
            if top.exists() {
                list(root, &top, &mut paths, &mut faults)?;
            }
        }
        paths.sort_unstable();
        for pair in paths.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let message = format!("two files are called `{}`, in two Unicode forms", pair[0].0);
            let fault = Diagnostic::new(codes::BAD_FILE_NAME, message).at(Span::file(&pair[0].0));
            faults.push(fault.hint("rename one of them"));
        }
        let mut files = paths
            .into_par_iter()
            .map(|(name, path)| {
                let file = load(&name, &path).with_context(|| format!("cannot read {}", path.display()))?;
                Ok((name, file))
            })
            .collect::<Result<BTreeMap<_, _>>>()?;
        add_built_in(&BROADSHEET, &mut files);
        if let Some(name) = RelPath::new(LINKS).filter(|_| root.join(LINKS).is_file()) {
            let bytes = fs::read(root.join(LINKS)).with_context(|| format!("cannot read {LINKS}"))?;
            files.insert(name, InputFile::new(bytes));
        }
        Ok(Self { files, options, now: clock()?, program: program()?, faults })
    }

    /// A site of the files given, for tests and for previews: path → content.
    pub fn in_memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let files = files.into_iter().filter_map(|(path, bytes)| Some((RelPath::new(path)?, InputFile::new(bytes))));
        let mut files = files.collect();
        add_built_in(&BROADSHEET, &mut files);
        Self { files, options: BuildOptions::default(), now: 0, program: 0, faults: Vec::new() }
    }

    /// The text of a file, or a fault that says why it is none.
    pub fn text(&self, path: &RelPath) -> Result<&str, Diagnostic> {
        let Some(file) = self.files.get(path) else { return Ok("") };
        let head = file.head();
        let fault = |message: String| Diagnostic::new(codes::NOT_UTF8, message).at(Span::file(path));
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(fault("this file is UTF-16, not UTF-8".to_owned()).hint("save it as UTF-8"));
        }
        // Neither XML nor a reader knows what to do with these; they come with text pasted from a PDF, for instance.
        let control = |byte: &u8| (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
        // All are looked at, without a branch for each, since there is hardly ever one.
        if head.iter().fold(false, |found, byte| found | control(byte)) {
            let at = head.iter().position(control).unwrap_or_default();
            let message = format!("this file holds the control character {:#04x}, which nobody can see", head[at]);
            let fault = fault(message).at(Span::new(path, at..at + 1));
            return Err(fault.hint("remove it; if there are many, save the file as plain text in UTF-8"));
        }
        std::str::from_utf8(head).map_err(|error| {
            let at = error.valid_up_to();
            let byte = head.get(at).copied().unwrap_or_default();
            fault(format!("this file is not UTF-8: it holds the byte {byte:#04x}"))
                .at(Span::new(path, at..at + 1))
                .hint("save the file as UTF-8; an old Korean text is usually EUC-KR")
        })
    }

    /// Lets go of the texts of files for which `needed` is false; their hashes stay. On a large site they are a fifth
    /// of all memory.
    pub fn forget(&mut self, needed: impl Fn(&RelPath) -> bool) {
        for (_, file) in self.files.iter_mut().filter(|(path, _)| !needed(path)) {
            file.bytes = FileBytes::Gone;
        }
    }

    /// The files inside a folder, in order of their paths.
    pub fn inside(&self, folder: &str) -> impl Iterator<Item = (&RelPath, &InputFile)> {
        // `0` is the character after the slash.
        let (first, end) = (format!("{folder}/"), format!("{folder}0"));
        self.files.range::<str, _>((Bound::Included(first.as_str()), Bound::Excluded(end.as_str())))
    }
}

/// The built-in theme's own text at a path that a file of the site may have taken.
pub fn built_in(path: &RelPath) -> Option<&'static str> {
    BROADSHEET.get_file(path.strip("themes")?.strip_prefix(BUILT_IN)?.strip_prefix('/')?)?.contents_utf8()
}

/// Adds the built-in theme where the site has no file of its own at the same path.
fn add_built_in(folder: &Dir<'_>, files: &mut BTreeMap<RelPath, InputFile>) {
    for file in folder.files() {
        let name = file.path().to_str().map(|name| format!("themes/{BUILT_IN}/{}", name.replace('\\', "/")));
        if let Some(path) = name.and_then(|name| RelPath::new(&name)) {
            files.entry(path).or_insert_with(|| InputFile::new(file.contents()));
        }
    }
    folder.dirs().for_each(|folder| add_built_in(folder, files));
}

fn list(root: &Path, top: &Path, paths: &mut Vec<(RelPath, PathBuf)>, faults: &mut Vec<Diagnostic>) -> Result<()> {
    let walk = WalkDir::new(top).follow_links(true);
    for entry in walk.into_iter().filter_entry(|entry| wanted(root, entry)) {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) if entry.file_type().is_file() => entry,
            Ok(entry) => {
                faults.push(unusable(root, entry.path(), "is neither a file nor a folder"));
                continue;
            }
            // A link into nothing or into itself is the site's fault; a disk that fails is the environment's.
            Err(error) if error.path().is_some_and(Path::is_symlink) => {
                let path = error.path().unwrap_or(top);
                faults.push(unusable(root, path, "is a link that leads nowhere, or in a circle"));
                continue;
            }
            Err(error) => {
                let reading = format!("cannot read {}", error.path().unwrap_or(top).display());
                let cause = error.into_io_error().map_or_else(|| anyhow!("it leads in a circle"), anyhow::Error::from);
                return Err(cause.context(reading));
            }
        };
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        match relative.to_str().and_then(|name| RelPath::new(&name.replace('\\', "/"))) {
            Some(name) => paths.push((name, entry.into_path())),
            None => {
                let message = format!("the name `{}` is not valid Unicode", relative.display());
                faults.push(Diagnostic::new(codes::BAD_FILE_NAME, message).hint("rename the file"));
            }
        }
    }
    Ok(())
}

fn unusable(root: &Path, path: &Path, why: &str) -> Diagnostic {
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let fault = Diagnostic::new(codes::BAD_FILE_NAME, format!("`{name}` {why}"))
        .hint("remove it, or put the file itself there");
    match RelPath::new(&name) {
        Some(path) => fault.at(Span::file(&path)),
        None => fault,
    }
}

/// Leaves out what editors, systems and version control hide, except under `content/static`, where
/// `.well-known` is meant.
fn wanted(root: &Path, entry: &DirEntry) -> bool {
    entry.depth() == 0 || is_wanted(entry.path().strip_prefix(root).unwrap_or(entry.path()))
}

fn is_wanted(inner: &Path) -> bool {
    let name = inner.file_name().unwrap_or_default().to_string_lossy();
    let hidden = name.starts_with('.') || name.ends_with('~') || name == "Thumbs.db";
    let meant = inner.components().any(|part| part.as_os_str() == "static") && name != ".DS_Store";
    !hidden || (meant && name != ".git")
}

fn load(name: &RelPath, path: &Path) -> io::Result<InputFile> {
    let mut reader = fs::File::open(path)?;
    let len = reader.metadata()?.len();
    let mut head = Vec::with_capacity(usize::try_from(len.min(HOLD)).unwrap_or_default() + 1);
    if len <= HOLD || TEXT.contains(&name.extension()) {
        reader.read_to_end(&mut head)?;
        head.shrink_to_fit();
        return Ok(InputFile::new(head));
    }
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.update(&head);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match reader.read(&mut buffer)? {
            0 => break,
            n => hasher.update(&buffer[..n]),
        }
    }
    Ok(InputFile { hash: hasher.digest128(), bytes: FileBytes::OnDisk { head: Arc::new(head), path: path.to_owned() } })
}

/// Seconds since 1970 in UTC: `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org), else the clock.
///
/// # Errors
/// When either tells no such number.
#[allow(clippy::disallowed_methods, reason = "the one place where clock and environment enter")]
pub fn clock() -> Result<i64> {
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        return epoch.trim().parse().context("SOURCE_DATE_EPOCH is not a number of seconds");
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
    Ok(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// The editor that the user has chosen, with its options.
#[allow(clippy::disallowed_methods, reason = "the one place where clock and environment enter")]
pub fn editor() -> Option<String> {
    let chosen = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    chosen.map(|editor| editor.trim().to_owned()).find(|editor| !editor.is_empty())
}

/// Stands for the program by the size and time of its file: hashing it would cost more than a small build.
///
/// # Errors
/// When that file can't be found.
pub fn program() -> Result<Key> {
    let path = std::env::current_exe().context("cannot find the running program")?;
    let metadata = fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    Ok(hash::Hasher::new().data(&(env!("CARGO_PKG_VERSION"), metadata.len(), modified)).finish())
}
