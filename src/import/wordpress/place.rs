//! Where the links of a post lead: to other posts of the export, to copies of uploaded files, to the former site, out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::DraftAsset;
use super::super::html_to_markdown::address::{self, ResolvedReference};
use super::super::lead::{self, LinkTarget};
use super::item::{Blog, WordPressItem};
use crate::base::text::path::percent_decode;

/// What links may lead to.
pub(super) struct LinkTargets<'a> {
    blog: &'a Blog,
    /// Path on the former site → what the post is called that becomes an article.
    posts: BTreeMap<String, String>,
    /// Where copies of uploaded files may lie.
    folder: PathBuf,
    /// Name beside the article → the copy.
    assets: BTreeMap<String, PathBuf>,
    /// Links to the former site.
    old: Vec<String>,
    /// Links to posts.
    leads: Vec<LinkTarget>,
    /// Every file that an article took.
    copied: Vec<String>,
}

impl<'a> LinkTargets<'a> {
    pub fn new(blog: &'a Blog, posts: &[&WordPressItem], folder: &Path) -> Self {
        let mut known = BTreeMap::new();
        for post in posts {
            for address in [post.link.as_deref(), Some(post.guid.as_str())].into_iter().flatten() {
                known.extend(blog.path(address).zip(post.called()).map(|(path, to)| (key(&path), to.clone())));
            }
        }
        known.remove("");
        let folder = folder.to_owned();
        Self {
            blog,
            posts: known,
            folder,
            assets: BTreeMap::new(),
            old: Vec::new(),
            leads: Vec::new(),
            copied: Vec::new(),
        }
    }

    /// Begins another post.
    pub fn begin(&mut self) {
        self.assets.clear();
        self.old.clear();
        self.leads.clear();
    }

    /// Links of the post to others.
    pub fn leads(&mut self) -> Vec<LinkTarget> {
        std::mem::take(&mut self.leads)
    }

    /// The files that the post shows or links to.
    pub fn assets(&self) -> Vec<DraftAsset> {
        self.assets.iter().map(|(name, from)| DraftAsset { name: name.clone(), from: from.clone() }).collect()
    }

    /// Links of the post to what is not in the export.
    pub fn old_links(&self) -> impl Iterator<Item = &String> {
        self.old.iter()
    }

    /// Tells whether an article took the file.
    pub fn is_copied(&self, url: &str) -> bool {
        uploaded(url).is_some_and(|path| self.copied.contains(&path))
    }

    /// Where a link leads now.
    pub fn reach(&mut self, link: &str, post: &WordPressItem) -> ResolvedReference {
        match self.blog.reach(link) {
            ResolvedReference::Absolute(url) => ResolvedReference::Absolute(self.place(url, post)),
            nowhere => nowhere,
        }
    }

    fn place(&mut self, url: String, post: &WordPressItem) -> String {
        let Some(path) = self.blog.path(&url) else { return url };
        if let Some(name) = self.file(&path) {
            return address::encode_unsafe(&name);
        }
        let bare = path.split('#').next().unwrap_or_default();
        if let Some(to) = self.posts.get(&key(bare)) {
            self.leads.push(LinkTarget { to: to.clone(), otherwise: url });
            return lead::mark(self.leads.len() - 1);
        }
        let uploaded = uploaded(&path).is_some();
        if !uploaded && post.link.as_deref() != Some(&url) && !self.old.contains(&url) {
            self.old.push(url.clone());
        }
        url
    }

    /// The name of the copy of an uploaded file, where there is one beside the export.
    fn file(&mut self, path: &str) -> Option<String> {
        let upload = uploaded(path)?;
        let (found, upload) = [Some(upload.clone()), original(&upload)]
            .into_iter()
            .flatten()
            .find_map(|upload| Some((self.copy(&upload)?, upload)))?;
        let name = upload.rsplit('/').next()?.to_owned();
        let name = match self.assets.get(&name) {
            Some(other) if *other != found => upload.replace('/', "-"),
            _ => name,
        };
        self.assets.insert(name.clone(), found);
        self.copied.push(upload);
        Some(name)
    }

    fn copy(&self, upload: &str) -> Option<PathBuf> {
        let base = self.folder.join("uploads");
        let candidates = [base.join(upload), self.folder.join("wp-content/uploads").join(upload)];
        let inside = self.folder.canonicalize().ok()?;
        candidates.into_iter().find_map(|path| {
            // An export must not reach files outside its folder, through a link of the file system neither.
            let real = path.canonicalize().ok()?;
            (real.is_file() && real.starts_with(&inside)).then_some(path)
        })
    }
}

/// Paths are the same with and without a slash at their end.
fn key(path: &str) -> String {
    percent_decode(path).trim_matches('/').to_lowercase()
}

/// The path of an uploaded file below the folder of uploads; none that leaves it.
fn uploaded(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let (_, rest) = path.split_once("/wp-content/uploads/")?;
    let path = percent_decode(rest);
    let sound = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', '\0', ':']);
    sound.then_some(path)
}

/// The file that WordPress made a smaller one of: `quay-300x200.png` → `quay.png`.
fn original(upload: &str) -> Option<String> {
    let (stem, ending) = upload.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(width) && digits(height)).then(|| format!("{name}.{ending}"))
}
