//! Content files → [`Content`]: each file alone and in parallel, so that what a file says never depends on
//! another. Files that have not changed are taken from the memo.

pub mod article;
mod facts;
mod folder;
pub mod front_matter;
pub mod imported;
pub mod outlet;
pub mod page;
mod per_article;
pub mod topic;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

pub use article::{Article, Correction, Source};
pub use facts::Indexed;
pub use imported::ImportRecord;
pub use outlet::Outlet;
pub use page::Page;
pub use per_article::{ArticleId, PerArticle};
pub use topic::Topic;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;
use crate::pipeline::inputs::Inputs;

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

/// One content file, read.
#[derive(Clone, Debug)]
enum ParsedContent {
    Article(Indexed<Article>),
    Topic(Indexed<Topic>),
    Outlet(Indexed<Outlet>),
    Page(Indexed<Page>),
}

/// The content files of the last load with their faults, the sizes of images, and highlighted code. A memo is never
/// changed; each load makes the next one.
#[derive(Clone, Default)]
pub struct ContentMemo {
    /// Cache key of everything that all files depend on.
    settings: Key,
    /// In order of their paths.
    files: Vec<ContentKey>,
    /// The files beside content files: their hashes, and their sizes where they are images.
    sizes: HashMap<RelPath, (Key, ImageSize)>,
    /// Highlighted code, by language and text. This part is worth keeping on disk.
    pub highlights: HashMap<Key, Arc<str>>,
}

/// A content file that was read: its path and its hash.
#[derive(Clone)]
struct ContentKey {
    path: RelPath,
    hash: Key,
    parsed: Arc<Checked<ParsedContent>>,
}

/// Width and height in pixels, of an image.
type ImageSize = Option<(usize, usize)>;

impl ContentMemo {
    /// A memo that remembers only code.
    pub fn of_highlights(highlights: HashMap<Key, Arc<str>>) -> Self {
        Self { highlights, ..Self::default() }
    }
}

/// Everything a content file is read with besides its own text: the configuration, and a memo that
/// cannot change the result.
pub struct ContentContext<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The configuration.
    pub config: &'a Config,
    /// Code highlighted before.
    pub highlights: &'a HashMap<Key, Arc<str>>,
}

/// Reads every content file that the memo does not know, and makes the memo for the next time.
pub fn read(inputs: &Inputs, config: &Config, memo: &ContentMemo) -> Checked<(Content, ContentMemo)> {
    let mut faults = Vec::new();
    let mut content = Content::default();
    let mut articles = Vec::new();
    let settings = Hasher::new().key(inputs.program).key(config.content_key()).finish();
    let same = settings == memo.settings;
    // Of files that are not read again the code is still needed; a memo without files may know code of any others.
    let highlights = if same { memo.highlights.clone() } else { HashMap::new() };
    let mut next = ContentMemo { settings, files: Vec::new(), sizes: sizes(inputs, memo), highlights };
    for (known, is_new) in parse_all(inputs, config, memo, if same { &memo.files } else { &[] }) {
        let highlights = match &known.parsed.value {
            ParsedContent::Article(article) => {
                articles.push(article.clone());
                &article.body.highlights
            }
            ParsedContent::Topic(topic) => {
                content.topics.push(topic.clone());
                &topic.body.highlights
            }
            ParsedContent::Outlet(outlet) => {
                content.outlets.push(outlet.clone());
                &outlet.body.highlights
            }
            ParsedContent::Page(page) => {
                content.pages.push(page.clone());
                &page.body.highlights
            }
        };
        if is_new {
            next.highlights.extend(highlights.iter().cloned());
        }
        faults.extend(known.parsed.faults.iter().cloned());
        next.files.push(known);
    }
    content.articles = articles.into();
    let misspelt = folder::misspelt(inputs);
    // What is wrong with a folder is wrong with all that is in it.
    let apart = |path: &RelPath| misspelt.keys().any(|name| path.strip(&format!("content/{name}")).is_some());
    let assets = next.sizes.iter().filter(|(path, _)| !apart(path));
    content.assets = assets.map(|(path, (_, size))| (path.clone(), *size)).collect();
    faults.extend(misspelt.into_values());
    Checked { value: (content, next), faults }
}

/// Every content file, in order of paths, and whether it was read only now. `known` is in the same order.
fn parse_all(inputs: &Inputs, config: &Config, memo: &ContentMemo, known: &[ContentKey]) -> Vec<(ContentKey, bool)> {
    let mut known = known.iter().peekable();
    let files = inputs.inside("content").filter(|(path, _)| is_content(path)).map(|(path, file)| {
        while known.next_if(|known| known.path < *path).is_some() {}
        (path, file.hash, known.next_if(|known| known.path == *path).filter(|known| known.hash == file.hash))
    });
    let files: Vec<_> = files.collect();
    let new: Vec<_> = files.iter().filter(|(.., known)| known.is_none()).collect();
    let new = new.into_par_iter().map(|(path, hash, _)| {
        let reading = ContentContext { path, config, highlights: &memo.highlights };
        let parsed = Arc::new(parse(&reading, inputs.text(path)));
        ContentKey { path: RelPath::clone(path), hash: *hash, parsed }
    });
    let mut new = new.collect::<Vec<_>>().into_iter();
    let all = files.iter().map(|(.., known)| match known {
        Some(known) => Some((ContentKey::clone(known), false)),
        None => new.next().map(|new| (new, true)),
    });
    all.flatten().collect()
}

fn parse(reading: &ContentContext<'_>, text: Result<&str, Diagnostic>) -> Checked<ParsedContent> {
    let (text, unreadable) = match text {
        Ok(text) => (text, None),
        Err(fault) => ("", Some(fault)),
    };
    let mut parsed = match reading.path.as_str() {
        path if path.starts_with(TOPICS) => topic::parse(reading, text).map(Indexed::new).map(ParsedContent::Topic),
        path if path.starts_with(OUTLETS) => outlet::parse(reading, text).map(Indexed::new).map(ParsedContent::Outlet),
        path if path.starts_with(PAGES) => page::parse(reading, text).map(Indexed::new).map(ParsedContent::Page),
        _ => article::parse(reading, text).map(Indexed::new).map(ParsedContent::Article),
    };
    if let Some(fault) = unreadable {
        // Nothing was read, so nothing else that is said of the file is true.
        parsed.faults = vec![fault];
    }
    parsed
}

/// Returns true if the file is an article, a topic, an outlet or a page.
pub fn is_content(path: &RelPath) -> bool {
    let inside = [ARTICLES, TOPICS, OUTLETS, PAGES].iter().any(|folder| path.strip(folder).is_some());
    inside && path.extension() == "md"
}

fn sizes(inputs: &Inputs, memo: &ContentMemo) -> HashMap<RelPath, (Key, ImageSize)> {
    let files: Vec<_> =
        inputs.inside("content").filter(|(path, _)| !is_content(path) && path.strip(SNAPSHOTS).is_none()).collect();
    files
        .into_par_iter()
        .map(|(path, file)| {
            if let Some((hash, size)) = memo.sizes.get(path).filter(|(hash, _)| *hash == file.hash) {
                return (path.clone(), (*hash, *size));
            }
            let size = imagesize::blob_size(file.head()).ok().map(|size| (size.width, size.height));
            (path.clone(), (file.hash, size.or_else(|| svg_size(path, inputs.text(path).ok()?))))
        })
        .collect()
}

/// The `width` and `height` of an SVG's root element, where they are plain numbers of pixels.
fn svg_size(path: &RelPath, text: &str) -> ImageSize {
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
