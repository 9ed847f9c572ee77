//! Everything a build depends on: the files of the site, the clock, the program, the options. Only this part of the
//! pipeline reads them; the rest is a pure function of [`Inputs`].

mod built_in;
pub(crate) mod environment;
mod file;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::hash::{Hasher, Key};
use crate::base::media_type::binary_format;
use crate::base::text::path::RelPath;
use built_in::add_built_in;
use file::{TEXT_LIMIT, read_all, read_at_once};
use walk::{FoundFiles, find_files, is_wanted, name_in_site};

pub(crate) use built_in::{BUILT_IN, built_in};
pub(crate) use environment::{archive_key, clock, editor, program};
pub use file::{ChangedInput, InputFile};
pub(crate) use walk::{IMPORTS, SITE_ROOTS, SNAPSHOTS};

/// The file with the results of following external links, in the site's folder.
pub(crate) const LINKS: &str = ".margent/links.json";

/// Choices made on the command line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BuildOptions {
    /// True if drafts are published, too.
    pub drafts: bool,
    /// True if articles dated in the future are published, too.
    pub future: bool,
    /// Replaces the configured `base_url`.
    pub base_url: Option<String>,
}

/// Everything that a build depends on.
#[derive(Clone)]
pub struct Inputs {
    /// `site.toml`, and the files under `content/` and `themes/`.
    pub files: BTreeMap<RelPath, InputFile>,
    /// Choices made on the command line.
    pub options: BuildOptions,
    /// The time of the build, in seconds since 1970 in UTC.
    pub now: i64,
    /// The identity of the program, so that no version trusts the memo of another.
    pub program: Key,
    /// The files that cannot be used.
    pub faults: Vec<Diagnostic>,
}

/// Folders beside `site.toml` that belong into `content/`.
fn stray_folders<'a>(files: &BTreeMap<RelPath, InputFile>, folders: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    const INSIDE: [&str; 6] = ["articles", "topics", "outlets", "pages", "snapshots", "static"];
    let mut names: Vec<&str> = folders.filter(|name| INSIDE.contains(name)).collect();
    names.sort_unstable();
    names.dedup();
    let is_there = |name: &str| files.keys().any(|path| path.strip(&format!("content/{name}")).is_some());
    let stray = names.into_iter().filter(|name| *name == "static" || !is_there(name));
    stray.filter_map(stray_folder).collect()
}

fn stray_folder(name: &str) -> Option<Diagnostic> {
    let message = format!("the folder `{name}/` beside site.toml is not read");
    let fault = Diagnostic::new(codes::STRAY_FOLDER, message).hint(format!("move it to content/{name}/"));
    Some(fault.at(Span::file(&RelPath::new(name)?)))
}

impl Inputs {
    /// Reads the site in the folder `root`.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn read(root: &Path, options: BuildOptions) -> Result<Self> {
        if !root.is_dir() {
            bail!("there is no folder {}", root.display());
        }
        let mut faults = Vec::new();
        let mut files = FoundFiles::new();
        for top in SITE_ROOTS {
            let top = root.join(top);
            if top.exists() {
                find_files(root, &top, &mut files, &mut faults)?;
            }
        }
        files.sort_unstable();
        for pair in files.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let message = format!("two files are named `{}`, in two Unicode forms", pair[0].0);
            let fault = Diagnostic::new(codes::BAD_FILE_NAME, message).at(Span::file(&pair[0].0));
            faults.push(fault.hint("rename one of them"));
        }
        let mut files = read_all(files)?;
        add_built_in(&mut files);
        let folders = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
        let folders =
            folders.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok());
        let folders: Vec<String> = folders.collect();
        faults.extend(stray_folders(&files, folders.iter().map(String::as_str)));
        if let Some(name) = RelPath::new(LINKS).filter(|_| root.join(LINKS).is_file()) {
            let bytes = fs::read(root.join(LINKS)).with_context(|| format!("cannot read {LINKS}"))?;
            files.insert(name, InputFile::new(bytes));
        }
        Ok(Self { files, options, now: clock()?, program: program(), faults })
    }

    /// Creates the inputs of a site from its files, for tests and previews: path → content.
    pub fn in_memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let files = files.into_iter().filter_map(|(path, bytes)| Some((RelPath::new(path)?, InputFile::new(bytes))));
        let mut files: BTreeMap<RelPath, InputFile> = files.collect();
        add_built_in(&mut files);
        let faults =
            stray_folders(&files, files.keys().filter_map(|path| path.as_str().split_once('/')).map(|(top, _)| top));
        Self { files, options: BuildOptions::default(), now: 0, program: 0, faults }
    }

    /// Returns the text of a file; empty if there is no such file.
    ///
    /// # Errors
    /// When the file is not plain text in UTF-8, or too long.
    pub fn text(&self, path: &RelPath) -> Result<&str, Diagnostic> {
        self.files.get(path).map_or(Ok(""), |file| text_of(path, file))
    }

    /// Returns the key of everything but the time of the build.
    pub(crate) fn key(&self) -> Key {
        let hasher = Hasher::new().key(self.program).data(&(&self.options, &self.faults));
        self.files.iter().fold(hasher, |hasher, (path, file)| hasher.data(path).key(file.hash)).finish()
    }

    /// Gives the contents of the `chosen` files away, in order of their paths: on a large site they are a third of all memory.
    /// Their hashes stay, and who asks for one of them reads it from the disk.
    pub(super) fn give_away(&mut self, chosen: impl Fn(&RelPath) -> bool) -> Vec<InputFile> {
        let chosen = self.files.iter_mut().filter(|(path, _)| chosen(path));
        chosen.map(|(_, file)| file.give_away()).collect()
    }

    /// Returns the files inside a folder, in order of their paths.
    pub(crate) fn inside(&self, folder: &str) -> impl Iterator<Item = (&RelPath, &InputFile)> {
        // `0` is the character after the slash.
        let (first, end) = (format!("{folder}/"), format!("{folder}0"));
        self.files.range::<str, _>((Bound::Included(first.as_str()), Bound::Excluded(end.as_str())))
    }

    /// Returns the names of the folders directly inside `folder`, without looking at each of their files.
    pub(crate) fn folders(&self, folder: &str) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = format!("{folder}/");
        while let Some((path, _)) =
            self.files.range::<str, _>((Bound::Included(next.as_str()), Bound::Unbounded)).next()
        {
            let Some(inner) = path.strip(folder) else { break };
            next = match inner.split_once('/') {
                Some((name, _)) => {
                    names.push(name);
                    format!("{folder}/{name}0")
                }
                None => format!("{path}\0"),
            };
        }
        names
    }

    /// Reads the files and folders at `paths`, below `root`, and the clock again. The result is that of reading the
    /// whole site, as long as nothing else changed. If anything is unusual, the whole site is read. A file that is just
    /// being written is read as it is, since its next change will be reported too.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn reread(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> Result<Self> {
        let mut next = Self { now: clock()?, ..self.clone() };
        // Any of the files may have resolved a fault.
        let mut is_plain = self.faults.is_empty();
        for path in paths {
            is_plain = is_plain && next.reread_path(root, path)?;
        }
        add_built_in(&mut next.files);
        if is_plain { Ok(next) } else { Self::read(root, self.options.clone()) }
    }

    /// Reads `path` again; returns `false` if the whole site has to be read instead.
    fn reread_path(&mut self, root: &Path, path: &Path) -> Result<bool> {
        let Ok(relative) = path.strip_prefix(root) else { return Ok(true) };
        if !SITE_ROOTS.iter().any(|top| relative.starts_with(top)) {
            return Ok(true);
        }
        if relative.ancestors().any(|inner| root.join(inner).is_symlink()) {
            return Ok(false);
        }
        let inside: Vec<_> = relative.ancestors().filter(|inner| *inner != Path::new("")).collect();
        if !inside.into_iter().all(is_wanted) {
            return Ok(true);
        }
        // There may be another file whose name differs only in its Unicode form.
        let Some(name) = name_in_site(relative).ok().filter(|name| Path::new(name.as_str()) == relative) else {
            return Ok(false);
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(_) => return Ok(false),
        };
        // Whatever was there before, a file or a folder.
        let near = self.files.range(name.clone()..).map(|(other, _)| other);
        let near = near.take_while(|other| other.as_str().starts_with(name.as_str()));
        let gone: Vec<_> =
            near.filter(|other| **other == name || other.strip(name.as_str()).is_some()).cloned().collect();
        gone.iter().for_each(|path| drop(self.files.remove(path)));
        let (mut found, mut faults) = (FoundFiles::new(), Vec::new());
        match metadata {
            None => {}
            Some(metadata) if metadata.is_dir() => find_files(root, path, &mut found, &mut faults)?,
            Some(metadata) if metadata.is_file() => found.push((name, path.to_owned())),
            Some(_) => return Ok(false),
        }
        // A file that is gone by now will be reported as another change.
        for (name, file) in read_at_once(found)? {
            if self.files.insert(name, file).is_some() {
                return Ok(false);
            }
        }
        Ok(faults.is_empty())
    }

    /// Returns the files that differ in `after`, or that exist only there or only here.
    pub fn changes(&self, after: &Self) -> Vec<RelPath> {
        let mut changed = Vec::new();
        let mut theirs = after.files.iter().peekable();
        for (path, file) in &self.files {
            while let Some((added, _)) = theirs.next_if(|(other, _)| *other < path) {
                changed.push(added.clone());
            }
            if theirs.next_if(|(other, _)| *other == path).is_none_or(|(_, other)| other.hash != file.hash) {
                changed.push(path.clone());
            }
        }
        changed.extend(theirs.map(|(path, _)| path.clone()));
        changed
    }
}

/// The text of the file at `path`.
///
/// # Errors
/// When it is not plain text in UTF-8, or too long.
pub(crate) fn text_of<'a>(path: &RelPath, file: &'a InputFile) -> Result<&'a str, Diagnostic> {
    if file.len() > TEXT_LIMIT {
        let message = format!("this text is {} MB long; the limit is 16 MB", file.len().div_ceil(1 << 20));
        let fault = Diagnostic::new(codes::LONG_TEXT, message).at(Span::file(path));
        return Err(fault.hint("divide it, or put it in content/static/, which is published as it is"));
    }
    let head = file.head();
    let fault = |message: String| Diagnostic::new(codes::NOT_UTF8, message).at(Span::file(path));
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(fault("this file is UTF-16, not UTF-8".to_owned()).hint("save it as UTF-8"));
    }
    let format = binary_format(head).or_else(|| is_web_page(path, head).then_some(WEB_PAGE));
    if let Some(format) = format {
        let hint = match path.strip(SNAPSHOTS) {
            Some(_) if format == WEB_PAGE => "give it a name that ends in .html",
            Some(_) if format == "a PDF" => "give it a name that ends in .pdf",
            Some(_) => "copy its text into a file of its own, such as NAME.txt, and name that instead",
            None => "put a text in its place",
        };
        return Err(fault(format!("this file is {format}, not plain text")).hint(hint));
    }
    // Of what XML does not allow, these occur: they come with text pasted from a PDF, for instance.
    let is_control = |byte: &u8| (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
    // Without a branch for each byte, since there is hardly ever one.
    if head.iter().fold(false, |found, byte| found | is_control(byte)) {
        let at = head.iter().position(is_control).unwrap_or_default();
        let message = format!("this file contains the invisible control character {:#04x}", head[at]);
        let fault = fault(message).at(Span::new(path, at..at + 1));
        return Err(fault.hint("remove it; if there are many, save the file as plain text in UTF-8"));
    }
    std::str::from_utf8(head).map_err(|error| {
        let at = error.valid_up_to();
        let byte = head.get(at).copied().unwrap_or_default();
        fault(format!("this file is not UTF-8: it contains the byte {byte:#04x}"))
            .at(Span::new(path, at..at + 1))
            .hint("save the file as UTF-8; an old Korean text is usually EUC-KR")
    })
}

/// The name of the format of saved pages.
const WEB_PAGE: &str = "a web page in HTML";

/// Returns whether a snapshot, a text that a browser may have saved, begins as HTML does.
fn is_web_page(path: &RelPath, bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()));
    path.strip(SNAPSHOTS).is_some() && ["<!doctype html", "<html", "<head>", "<body"].into_iter().any(starts)
}
