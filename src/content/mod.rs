//! Content files → [`Content`]: each file alone and in parallel, so that what a file says never depends on
//! another. What was read before is taken from the memo.

pub mod article;
pub mod front_matter;
pub mod imported;
pub mod outlet;
pub mod page;
pub mod topic;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

pub use article::{Article, Correction, Source};
pub use imported::Imported;
pub use outlet::Outlet;
pub use page::Page;
pub use topic::Topic;

use crate::config::Config;
use crate::diag::{Checked, Diagnostic};
use crate::hash::{Hasher, Key};
use crate::inputs::Inputs;
use crate::text::path::RelPath;

/// The folders of content files, and of what else `content/` holds.
pub const ARTICLES: &str = "content/articles";
/// Topics.
pub const TOPICS: &str = "content/topics";
/// Outlets.
pub const OUTLETS: &str = "content/outlets";
/// Pages.
pub const PAGES: &str = "content/pages";
/// Private copies of sources, never published.
pub const SNAPSHOTS: &str = "content/snapshots";
/// Files copied as they are to the root of the site.
pub const STATIC: &str = "content/static";

/// Everything an editor wrote, each kind in order of its paths.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Articles, unpublished ones among them.
    pub articles: Vec<Arc<Article>>,
    /// Topics.
    pub topics: Vec<Arc<Topic>>,
    /// Outlets.
    pub outlets: Vec<Arc<Outlet>>,
    /// Pages.
    pub pages: Vec<Arc<Page>>,
    /// Files beside articles, topics, outlets and pages, with the size of those that are images.
    pub assets: BTreeMap<RelPath, Option<(usize, usize)>>,
}

/// One content file, read.
#[derive(Clone, Debug)]
enum Parsed {
    Article(Arc<Article>),
    Topic(Arc<Topic>),
    Outlet(Arc<Outlet>),
    Page(Arc<Page>),
}

/// What was read before: content files by all that their reading depends on, faults included, and highlighted
/// code. A memo is never changed; each build makes the next one of what it used.
#[derive(Clone, Default)]
pub struct Memo {
    files: HashMap<Key, Checked<Parsed>>,
    /// Highlighted code, by language and text. This part is worth keeping on disk.
    pub highlights: HashMap<Key, Arc<str>>,
}

impl Memo {
    /// A memo that remembers only code.
    pub fn of_highlights(highlights: HashMap<Key, Arc<str>>) -> Self {
        Self { files: HashMap::new(), highlights }
    }
}

/// What a content file is read with, besides its own text: nothing but the configuration, and a memo that
/// cannot change the result.
pub struct Reading<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The configuration.
    pub config: &'a Config,
    /// Code highlighted before.
    pub highlights: &'a HashMap<Key, Arc<str>>,
}

/// Reads every content file, and makes the memo for the next time.
pub fn read(inputs: &Inputs, config: &Config, memo: &Memo) -> Checked<(Content, Memo)> {
    let mut faults = Vec::new();
    let mut content = Content::default();
    let mut next = Memo::default();
    for (key, parsed) in parse_all(inputs, config, memo) {
        match parsed.value.clone() {
            Parsed::Article(article) => {
                next.highlights.extend(article.body.highlights.iter().cloned());
                content.articles.push(article);
            }
            Parsed::Topic(topic) => {
                next.highlights.extend(topic.body.highlights.iter().cloned());
                content.topics.push(topic);
            }
            Parsed::Outlet(outlet) => content.outlets.push(outlet),
            Parsed::Page(page) => {
                next.highlights.extend(page.body.highlights.iter().cloned());
                content.pages.push(page);
            }
        }
        faults.extend(parsed.faults.iter().cloned());
        next.files.insert(key, parsed);
    }
    content.assets = assets(inputs);
    Checked { value: (content, next), faults }
}

fn parse_all(inputs: &Inputs, config: &Config, memo: &Memo) -> Vec<(Key, Checked<Parsed>)> {
    let settings = Hasher::new().key(inputs.program).key(config.content_key()).finish();
    let files: Vec<_> = inputs.inside("content").filter(|(path, _)| is_content(path)).collect();
    files
        .into_par_iter()
        .map(|(path, file)| {
            let key = Hasher::new().key(settings).bytes(path.as_str().as_bytes()).key(file.hash).finish();
            if let Some(known) = memo.files.get(&key) {
                return (key, known.clone());
            }
            let reading = Reading { path, config, highlights: &memo.highlights };
            (key, parse(&reading, inputs.text(path)))
        })
        .collect()
}

fn parse(reading: &Reading<'_>, text: Result<&str, Diagnostic>) -> Checked<Parsed> {
    let (text, unreadable) = match text {
        Ok(text) => (text, None),
        Err(fault) => ("", Some(fault)),
    };
    let mut parsed = match reading.path.as_str() {
        path if path.starts_with(TOPICS) => topic::parse(reading, text).map(|topic| Parsed::Topic(topic.into())),
        path if path.starts_with(OUTLETS) => outlet::parse(reading, text).map(|it| Parsed::Outlet(it.into())),
        path if path.starts_with(PAGES) => page::parse(reading, text).map(|page| Parsed::Page(page.into())),
        _ => article::parse(reading, text).map(|article| Parsed::Article(article.into())),
    };
    if let Some(fault) = unreadable {
        // Nothing was read, so nothing else that is said of the file is true.
        parsed.faults = vec![fault];
    }
    parsed
}

/// Tells whether the file is an article, a topic, an outlet or a page.
pub fn is_content(path: &RelPath) -> bool {
    let inside = [ARTICLES, TOPICS, OUTLETS, PAGES].iter().any(|folder| path.strip(folder).is_some());
    inside && path.extension() == "md"
}

fn assets(inputs: &Inputs) -> BTreeMap<RelPath, Option<(usize, usize)>> {
    let files: Vec<_> =
        inputs.inside("content").filter(|(path, _)| !is_content(path) && path.strip(SNAPSHOTS).is_none()).collect();
    files
        .into_par_iter()
        .map(|(path, file)| {
            let size = imagesize::blob_size(file.head()).ok().map(|size| (size.width, size.height));
            (path.clone(), size.or_else(|| svg_size(path, inputs.text(path).ok()?)))
        })
        .collect()
}

/// The `width` and `height` of an SVG's root element, where they are plain numbers of pixels.
fn svg_size(path: &RelPath, text: &str) -> Option<(usize, usize)> {
    if path.extension() != "svg" {
        return None;
    }
    let root = &text[text.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let pixels = |name: &str| {
        let value = &root[root.find(&format!(" {name}=\""))? + name.len() + 3..];
        value[..value.find('"')?].trim_end_matches("px").parse().ok()
    };
    Some((pixels("width")?, pixels("height")?))
}
