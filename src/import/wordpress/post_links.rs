//! Links of posts: to other posts of the export, to copies of uploaded files, to the former site, and to other sites.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::blog::{Blog, WordPressItem};
use super::post_html;
use crate::base::text::path::percent_decode;
use crate::import::draft::{DraftAsset, LinkTarget};
use crate::import::html_to_markdown::address::{self, ResolvedReference};
use crate::import::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use crate::import::{draft_file, html_to_markdown};

/// Resolves the links of posts, one post after the other.
pub(super) struct PostLinks<'a> {
    blog: &'a Blog,
    /// The posts with their ids, by their paths on the former site.
    posts: BTreeMap<String, (String, &'a WordPressItem)>,
    /// The ids of headings here, by post and by the names that led to them there.
    headings: BTreeMap<u64, BTreeMap<String, String>>,
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
    pub fn new(blog: &'a Blog, posts: &[&'a WordPressItem], folder: &Path) -> Self {
        let mut known = BTreeMap::new();
        for post in posts {
            for address in [post.link.as_deref(), Some(post.guid.as_str())].into_iter().flatten() {
                known
                    .extend(blog.path(address).zip(post.id()).map(|(path, id)| (path_key(&path), (id.clone(), *post))));
            }
        }
        known.remove("");
        let folder = folder.to_owned();
        Self {
            blog,
            posts: known,
            headings: BTreeMap::new(),
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

    /// Returns whether an article uses the uploaded file.
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
        let (bare, name) = path.split_once('#').unwrap_or((&path, ""));
        if let Some((id, target)) = self.posts.get(&path_key(bare)).cloned() {
            let page = url.split('#').next().unwrap_or_default().to_owned();
            self.targets.push(LinkTarget { text: id, fallback: page });
            return draft_file::placeholder(self.targets.len() - 1) + &self.heading(target, name);
        }
        let is_upload = upload_path(&path).is_some();
        if !is_upload && post.link.as_deref() != Some(&url) && !self.former.contains(&url) {
            self.former.push(url.clone());
        }
        url
    }

    /// The place in a post that a name led to, as `#heading`; a name that led to no heading stays, and the check of the site
    /// finds it.
    fn heading(&mut self, post: &WordPressItem, name: &str) -> String {
        if name.is_empty() {
            return String::new();
        }
        let headings = self.headings.entry(post.number).or_insert_with(|| {
            let html = post_html::convert(&post.content, &|_| Vec::new()).html;
            html_to_markdown::parse(
                &html,
                HtmlContext { resolve: &|_| ResolvedReference::SamePage, origin: HtmlOrigin::Post },
            )
            .headings
        });
        let name = percent_decode(name);
        format!("#{}", headings.get(&name).unwrap_or(&name))
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
        let mut candidates = vec![base.join(upload), self.folder.join("wp-content/uploads").join(upload)];
        let name = upload.rsplit('/').next().unwrap_or(upload);
        // A bare name says which file it is only if no other was uploaded by that name.
        let named = self.blog.attachments.values().filter(|file| file.url.rsplit('/').next() == Some(name));
        if named.count() < 2 {
            candidates.extend([base.join(name), self.folder.join(name)]);
        }
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
