//! Reads all content files, in parallel, with the memo of the last load, and keeps parsed articles on disk from build to build,
//! so that after an edit one file is parsed.
//!
//! Articles are kept in parts by the hashes of their paths; a part in which nothing changed is not written again. It
//! is stored under a key of the settings and of the paths and hashes of its files, which is all that parsing depends
//! on. What is missing, damaged or of another program or site is parsed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use rayon::prelude::*;

use super::article::{self, Article};
use super::facts::Indexed;
use super::folders::{OUTLETS, PAGES, TOPICS, is_content, is_private, misspelt};
use super::front_matter::ContentContext;
use super::page::{self, Page};
use super::per_article::PerArticle;
use super::picture::{self, ImageSize, bitmap_size, svg_size};
use super::term_file::{Outlet, Topic, parse_outlet, parse_topic};
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::{self, Hasher, Key};
use crate::base::set_aside::AsideFile;
use crate::base::store;
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;
use crate::pipeline::inputs::{InputFile, Inputs, text_of};
use crate::pipeline::markdown::Body;

/// The number of parts.
const PARTS: usize = 64;

/// Everything an editor wrote, each kind in order of its paths.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Articles, unpublished ones among them.
    pub articles: PerArticle<Indexed<Article>>,
    /// Topics.
    pub topics: Vec<Indexed<Topic>>,
    /// Outlets.
    pub outlets: Vec<Indexed<Outlet>>,
    /// Pages.
    pub pages: Vec<Indexed<Page>>,
    /// Files beside articles, topics, outlets and pages, with the size of those that are images.
    pub assets: BTreeMap<RelPath, ImageSize>,
}

impl Content {
    /// Returns the path and the text of each topic, outlet and page, in this order.
    pub(crate) fn other_texts(&self) -> impl Iterator<Item = (&RelPath, &Body)> {
        let topics = self.topics.iter().map(|it| (&it.path, &it.body));
        let outlets = self.outlets.iter().map(|it| (&it.path, &it.body));
        topics.chain(outlets).chain(self.pages.iter().map(|it| (&it.path, &it.body)))
    }
}

/// One content file, read.
#[derive(Clone, Debug)]
enum ParsedContent {
    Article(Indexed<Article>),
    Topic(Indexed<Topic>),
    Outlet(Indexed<Outlet>),
    Page(Indexed<Page>),
}

/// The content files of the last load with their faults, and the sizes of images. A memo is never changed; each load
/// makes the next one.
#[derive(Clone, Default)]
pub struct ContentMemo {
    /// Cache key of everything that all files depend on.
    settings: Key,
    /// In order of their paths.
    files: Vec<ParsedFile>,
    /// The files beside content files: their hashes, and their sizes where they are images.
    sizes: HashMap<RelPath, (Key, ImageSize)>,
    /// The file in which the texts of articles are set aside once they are parsed; none if they stay in memory.
    aside: Option<Arc<AsideFile>>,
}

/// A content file that was read: its path and its hash.
#[derive(Clone)]
struct ParsedFile {
    path: RelPath,
    hash: Key,
    parsed: Arc<Checked<ParsedContent>>,
    /// The time that parsing took; none if it was not parsed.
    time: Duration,
}

/// The settings that articles were parsed with, and the articles of a part: the path, hash, contents and faults of each.
type KeptPart = (Key, Vec<(RelPath, Key, Indexed<Article>, Vec<Diagnostic>)>);

impl ContentMemo {
    /// Sets the texts of articles that are parsed from now on aside in `file`: what reads few of them needs less memory.
    pub(crate) fn setting_aside(self, file: AsideFile) -> Self {
        Self { aside: Some(Arc::new(file)), ..self }
    }

    /// Returns whether texts are set aside.
    pub(crate) fn sets_aside(&self) -> bool {
        self.aside.is_some()
    }

    /// Returns the faults that a content file has by itself.
    pub(crate) fn faults_of(&self, path: &RelPath) -> &[Diagnostic] {
        let found = self.files.binary_search_by(|file| file.path.cmp(path));
        found.map_or(&[], |number| &self.files[number].parsed.faults)
    }

    /// Lists the content files that were parsed, with the time that each took.
    pub(crate) fn times(&self) -> impl Iterator<Item = (&RelPath, Duration)> {
        self.files.iter().filter(|file| !file.time.is_zero()).map(|file| (&file.path, file.time))
    }

    /// Loads the articles kept in `folder`.
    ///
    /// # Errors
    /// When a file there cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let parts = (0..PARTS).into_par_iter().map(|number| store::load_keyed(&part_file(folder, number)));
        let parts: Vec<Option<KeptPart>> = parts.collect::<Result<_>>()?;
        let parts: Vec<KeptPart> = parts.into_iter().flatten().collect();
        // After an interruption some may be of other settings.
        let settings = parts.first().map(|(settings, _)| *settings).unwrap_or_default();
        let articles = parts.into_iter().filter(|part| part.0 == settings).flat_map(|(_, articles)| articles);
        let files = articles.map(|(path, hash, value, faults)| {
            let parsed = Arc::new(Checked { value: ParsedContent::Article(value), faults });
            ParsedFile { path, hash, parsed, time: Duration::ZERO }
        });
        let mut files: Vec<ParsedFile> = files.collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { settings, files, ..Self::default() })
    }

    /// Keeps the articles in `folder`.
    ///
    /// # Errors
    /// When a file there cannot be written.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let mut parts: Vec<Vec<(&ParsedFile, &Indexed<Article>)>> = vec![Vec::new(); PARTS];
        for file in &self.files {
            if let ParsedContent::Article(article) = &file.parsed.value {
                parts[part_of(&file.path)].push((file, article));
            }
        }
        parts.par_iter().enumerate().try_for_each(|(number, part)| {
            let file = part_file(folder, number);
            if part.is_empty() {
                return store::remove(&file);
            }
            let start = Hasher::new().key(self.settings);
            let key = |hasher: Hasher, (file, _): &(&ParsedFile, _)| {
                hasher.bytes(file.path.as_str().as_bytes()).key(file.hash)
            };
            let key = part.iter().fold(start, key).finish();
            store::save_keyed(&file, key, || {
                let articles = part.iter().map(|(file, article)| (&file.path, file.hash, article, &file.parsed.faults));
                (self.settings, articles.collect::<Vec<_>>())
            })
        })
    }
}

/// Reads every content file that the memo does not know, and makes the memo for the next time.
pub fn read(inputs: &Inputs, config: &Config, memo: &ContentMemo) -> Checked<(Content, ContentMemo)> {
    let files = inputs.inside("content").filter(|(path, _)| is_content(path));
    read_files(inputs, files.map(|(_, file)| file.clone()).collect(), config, memo)
}

/// Reads every content file that the memo does not know, as [`read`] does. `files` are all content files in order of their
/// paths; each is dropped when it is read.
pub(crate) fn read_files(
    inputs: &Inputs,
    files: Vec<InputFile>,
    config: &Config,
    memo: &ContentMemo,
) -> Checked<(Content, ContentMemo)> {
    let mut faults = Vec::new();
    let mut content = Content::default();
    let mut articles = Vec::new();
    let settings = Hasher::new().key(inputs.program).key(config.content_key()).finish();
    let known = if settings == memo.settings { &memo.files[..] } else { &[] };
    let aside = memo.aside.clone();
    let mut next = ContentMemo { settings, files: Vec::new(), sizes: sizes(inputs, memo), aside };
    for known in parse_all(inputs, files, config, known, memo.aside.as_ref()) {
        match &known.parsed.value {
            ParsedContent::Article(article) => articles.push(article.clone()),
            ParsedContent::Topic(topic) => content.topics.push(topic.clone()),
            ParsedContent::Outlet(outlet) => content.outlets.push(outlet.clone()),
            ParsedContent::Page(page) => content.pages.push(page.clone()),
        }
        faults.extend(known.parsed.faults.iter().cloned());
        next.files.push(known);
    }
    content.articles = articles.into();
    let misspelt = misspelt(inputs);
    // What is wrong with a folder is wrong with all that is in it.
    let apart = |path: &RelPath| misspelt.keys().any(|name| path.strip(&format!("content/{name}")).is_some());
    let assets = next.sizes.iter().filter(|(path, _)| !apart(path));
    content.assets = assets.map(|(path, (_, size))| (path.clone(), *size)).collect();
    faults.extend(misspelt.into_values());
    let pictures = content.assets.keys().filter_map(|path| picture::check(path, inputs.files.get(path)?));
    faults.extend(pictures);
    Checked { value: (content, next), faults }
}

/// Every content file, in order of paths. `known` is in the same order.
fn parse_all(
    inputs: &Inputs,
    files: Vec<InputFile>,
    config: &Config,
    known: &[ParsedFile],
    aside: Option<&Arc<AsideFile>>,
) -> Vec<ParsedFile> {
    let mut known = known.iter().peekable();
    let paths = inputs.inside("content").map(|(path, _)| path).filter(|path| is_content(path));
    let files = paths.zip(files).map(|(path, file)| {
        // That two paths are the same one is known without comparing their letters.
        let same = known.next_if(|known| known.path == *path).or_else(|| {
            while known.next_if(|known| known.path < *path).is_some() {}
            known.next_if(|known| known.path == *path)
        });
        same.filter(|known| known.hash == file.hash).cloned().ok_or((path, file))
    });
    let parse_new = |(path, file)| parse_file(&ContentContext { path, config }, &file, aside);
    files.collect::<Vec<_>>().into_par_iter().map(|file| file.unwrap_or_else(parse_new)).collect()
}

fn parse_file(reading: &ContentContext<'_>, file: &InputFile, aside: Option<&Arc<AsideFile>>) -> ParsedFile {
    let started = Instant::now();
    let parsed = Arc::new(parse(reading, text_of(reading.path, file), aside));
    ParsedFile { path: reading.path.clone(), hash: file.hash, parsed, time: started.elapsed() }
}

/// Returns the faults that a content file with this text has by itself; `None` if it is no content file.
pub(crate) fn faults_of_text(path: &RelPath, text: &str, config: &Config) -> Option<Vec<Diagnostic>> {
    is_content(path).then(|| parse(&ContentContext { path, config }, Ok(text), None).faults)
}

fn parse(
    reading: &ContentContext<'_>,
    text: Result<&str, Diagnostic>,
    aside: Option<&Arc<AsideFile>>,
) -> Checked<ParsedContent> {
    let (text, unreadable) = match text {
        Ok(text) => (text, None),
        Err(fault) => ("", Some(fault)),
    };
    let mut parsed = match reading.path.as_str() {
        path if path.starts_with(TOPICS) => parse_topic(reading, text).map(Indexed::new).map(ParsedContent::Topic),
        path if path.starts_with(OUTLETS) => parse_outlet(reading, text).map(Indexed::new).map(ParsedContent::Outlet),
        path if path.starts_with(PAGES) => page::parse(reading, text).map(Indexed::new).map(ParsedContent::Page),
        _ => {
            let mut article = article::parse(reading, text);
            if let Some(file) = aside {
                article.value.body.set_aside(file);
            }
            article.map(Indexed::new).map(ParsedContent::Article)
        }
    };
    if let Some(fault) = unreadable {
        // Nothing was read, so nothing else that is said of the file is true.
        parsed.faults = vec![fault];
    }
    parsed
}

fn sizes(inputs: &Inputs, memo: &ContentMemo) -> HashMap<RelPath, (Key, ImageSize)> {
    let files: Vec<_> = inputs.inside("content").filter(|(path, _)| !is_content(path) && !is_private(path)).collect();
    files
        .into_par_iter()
        .map(|(path, file)| {
            if let Some((hash, size)) = memo.sizes.get(path).filter(|(hash, _)| *hash == file.hash) {
                return (path.clone(), (*hash, *size));
            }
            let size = bitmap_size(file.head());
            (path.clone(), (file.hash, size.or_else(|| svg_size(path, inputs.text(path).ok()?))))
        })
        .collect()
}

/// Returns the number of the part that an article belongs to.
fn part_of(path: &RelPath) -> usize {
    usize::from(hash::bytes(path.as_str().as_bytes()).to_le_bytes()[0]) % PARTS
}

fn part_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:02}"))
}
