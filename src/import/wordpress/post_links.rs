//! Links of posts: to other posts of the export, to copies of uploaded files, to the former site, and to other sites.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::blog::{Blog, WordPressItem};
use crate::base::text::path::percent_decode;
use crate::import::draft::DraftAsset;
use crate::import::draft::LinkTarget;
use crate::import::html_to_markdown::address::{self, ResolvedReference};
use crate::import::link_target;

/// Resolves the links of posts, one post after the other.
pub(super) struct PostLinks<'a> {
    blog: &'a Blog,
    /// The ids of posts, by their paths on the former site.
    posts: BTreeMap<String, String>,
    /// The folder of the export, which may contain copies of uploaded files.
    folder: PathBuf,
    /// The copies of files, by their names in the folder of the article.
    assets: BTreeMap<String, PathBuf>,
    /// Links of the current post to pages of the former site.
    former: Vec<String>,
    /// Links of the current post to other posts.
    targets: Vec<LinkTarget>,
    /// The uploaded files that articles use.
    copied: Vec<String>,
}

impl<'a> PostLinks<'a> {
    pub fn new(blog: &'a Blog, posts: &[&WordPressItem], folder: &Path) -> Self {
        let mut known = BTreeMap::new();
        for post in posts {
            for address in [post.link.as_deref(), Some(post.guid.as_str())].into_iter().flatten() {
                known.extend(blog.path(address).zip(post.id()).map(|(path, id)| (path_key(&path), id.clone())));
            }
        }
        known.remove("");
        let folder = folder.to_owned();
        Self {
            blog,
            posts: known,
            folder,
            assets: BTreeMap::new(),
            former: Vec::new(),
            targets: Vec::new(),
            copied: Vec::new(),
        }
    }

    /// Starts the next post.
    pub(crate) fn begin(&mut self) {
        self.assets.clear();
        self.former.clear();
        self.targets.clear();
    }

    /// Returns the links of the post to other posts, and forgets them.
    pub(crate) fn take_targets(&mut self) -> Vec<LinkTarget> {
        std::mem::take(&mut self.targets)
    }

    /// Returns the files that the post shows or links to.
    pub fn assets(&self) -> Vec<DraftAsset> {
        self.assets.iter().map(|(name, from)| DraftAsset { name: name.clone(), from: from.clone() }).collect()
    }

    /// Returns the links of the post to pages of the former site that are not in the export.
    pub(crate) fn former_links(&self) -> impl Iterator<Item = &String> {
        self.former.iter()
    }

    /// Returns `true` if an article uses the uploaded file.
    pub(crate) fn is_copied(&self, url: &str) -> bool {
        upload_path(url).is_some_and(|path| self.copied.contains(&path))
    }

    /// Returns the new target of a link.
    pub fn resolve(&mut self, link: &str, post: &WordPressItem) -> ResolvedReference {
        match self.blog.resolve(link) {
            ResolvedReference::Absolute(url) => ResolvedReference::Absolute(self.new_address(url, post)),
            other @ (ResolvedReference::SamePage | ResolvedReference::NoBase(_) | ResolvedReference::Unsafe) => other,
        }
    }

    fn new_address(&mut self, url: String, post: &WordPressItem) -> String {
        let Some(path) = self.blog.path(&url) else { return url };
        if let Some(name) = self.copied_file(&path) {
            return address::encode_unsafe(&name);
        }
        let bare = path.split('#').next().unwrap_or_default();
        if let Some(id) = self.posts.get(&path_key(bare)) {
            self.targets.push(LinkTarget { text: id.clone(), fallback: url });
            return link_target::placeholder(self.targets.len() - 1);
        }
        let is_upload = upload_path(&path).is_some();
        if !is_upload && post.link.as_deref() != Some(&url) && !self.former.contains(&url) {
            self.former.push(url.clone());
        }
        url
    }

    /// Finds the copy of an uploaded file beside the export, and returns its name in the folder of the article.
    fn copied_file(&mut self, path: &str) -> Option<String> {
        let upload = upload_path(path)?;
        let (found, upload) = [Some(upload.clone()), full_size(&upload)]
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
            // An export must not reach files outside of its folder, not even by a symbolic link.
            let real = path.canonicalize().ok()?;
            (real.is_file() && real.starts_with(&inside)).then_some(path)
        })
    }
}

/// Returns a path in the form in which paths are compared: decoded, in small letters, without outer slashes.
fn path_key(path: &str) -> String {
    percent_decode(path).trim_matches('/').to_lowercase()
}

/// Returns the path of an uploaded file below the folder of uploads; `None` if it would leave that folder.
fn upload_path(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let (_, rest) = path.split_once("/wp-content/uploads/")?;
    let path = percent_decode(rest);
    let is_inside = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', '\0', ':']);
    is_inside.then_some(path)
}

/// Returns the name of the full-size image of a thumbnail: `quay-300x200.png` → `quay.png`.
fn full_size(upload: &str) -> Option<String> {
    let (stem, ending) = upload.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(width) && digits(height)).then(|| format!("{name}.{ending}"))
}
