//! Links of a migrated text: to texts that become articles too, to files that have to come along, to the unknown.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::DraftAsset;
use super::super::lead::{self, LinkTarget};
use crate::base::text::path::percent_decode;

/// The project that a file is from, as far as its folders tell.
pub(super) struct SourceProject {
    /// The folder of the file.
    folder: PathBuf,
    /// The folder above `_posts` or `content`.
    root: Option<PathBuf>,
    /// Links to texts that become articles too.
    leads: RefCell<Vec<LinkTarget>>,
}

/// A text with its links rewritten.
pub(super) struct RewrittenText {
    pub text: String,
    pub assets: Vec<DraftAsset>,
    /// Links into the former site that could not be followed.
    pub unknown: Vec<String>,
}

impl SourceProject {
    /// The project of a text in a folder.
    pub fn of(folder: &Path) -> Self {
        let real = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let real = real.unwrap_or_else(|_| folder.to_owned());
        let known = |path: &&Path| {
            path.file_name().is_some_and(|name| ["_posts", "_drafts", "content"].iter().any(|known| name == *known))
        };
        let root = real.ancestors().find(known).and_then(Path::parent).map(Path::to_owned);
        Self { folder: real, root, leads: RefCell::default() }
    }

    /// The path of a file in the project; none where nothing shows which that is.
    pub fn path(&self, name: &str) -> Option<String> {
        let file = self.folder.join(name);
        let parts = file.strip_prefix(self.root.as_ref()?).ok()?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        Some(parts.join("/"))
    }

    /// The links to other texts that were followed.
    pub fn leads(&self) -> Vec<LinkTarget> {
        self.leads.take()
    }

    /// What stands for a link to another text of the project until its article is known. It is named by a path from this
    /// file, from the root of the content (`@/`, or what Hugo takes), or by the name of a post.
    pub fn article(&self, link: &str) -> Option<String> {
        let target = percent_decode(link.trim_start_matches("@/"));
        let target = target.trim_start_matches('/');
        let names =
            [target.to_owned(), format!("{target}.md"), format!("{target}/index.md"), format!("{target}.markdown")];
        let root = self.root.as_deref();
        let places = [
            Some(self.folder.clone()),
            root.map(|it| it.join("content")),
            root.map(|it| it.join("_posts")),
            root.map(Path::to_owned),
        ];
        let file = places
            .iter()
            .flatten()
            .flat_map(|place| names.iter().map(|name| place.join(name)))
            .find_map(|path| self.inside(&path))?;
        let ending = file.extension()?.to_string_lossy().to_lowercase();
        let name = file.file_name()?.to_string_lossy().into_owned();
        if !matches!(&*ending, "md" | "markdown") || name.starts_with("_index.") {
            return None;
        }
        let to = Self { folder: file.parent()?.to_owned(), root: self.root.clone(), leads: RefCell::default() };
        let mut leads = self.leads.borrow_mut();
        leads.push(LinkTarget { to: to.path(&name).unwrap_or(name), otherwise: link.to_owned() });
        Some(lead::mark(leads.len() - 1))
    }

    /// A file that the text shows: beside it, or in what the project publishes as it is.
    fn file(&self, target: &str) -> Option<PathBuf> {
        let target = percent_decode(target);
        let place = match target.strip_prefix('/') {
            None => return self.inside(&self.folder.join(&target)),
            Some(rest) => rest,
        };
        let root = self.root.as_deref()?;
        [root.join(place), root.join("static").join(place)].iter().find_map(|path| self.inside(path))
    }

    /// The real path of a file, where it is one of the project's.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let real = fs::canonicalize(path).ok()?;
        let bounds = self.root.as_ref().unwrap_or(&self.folder);
        (real.is_file() && real.starts_with(bounds)).then_some(real)
    }
}

/// Rewrites the links of a text, those aside that were `made` for this site; all else stays as it is.
pub(super) fn rewrite(text: &str, made: &[String], project: &SourceProject) -> RewrittenText {
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut assets: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (dest, range) in links(text) {
        let dest = dest.as_str();
        if made.iter().any(|made| made == dest) {
            continue;
        }
        match followed(dest, project, &mut assets) {
            Some(new) if new == dest => {}
            Some(new) => match written(text, range, dest) {
                Some(at) => drop(edits.insert(at, (dest.len(), new))),
                None => unknown.push(dest.to_owned()),
            },
            // An address of the former site may be one of this; a check of the whole tells.
            None if dest.starts_with('/') => {}
            None => unknown.push(dest.to_owned()),
        }
    }
    let mut new = text.to_owned();
    for (at, (len, with)) in edits.into_iter().rev() {
        new.replace_range(at..at + len, &with);
    }
    unknown.sort();
    unknown.dedup();
    let assets = assets.into_iter().map(|(name, from)| DraftAsset { name, from }).collect();
    RewrittenText { text: new, assets, unknown }
}

/// The links and images of a text that lead into its site, and where they stand.
fn links(text: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let link = |(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some((dest_url.to_string(), range)),
        _ => None,
    };
    let inside = |(dest, _): &(String, _)| !is_outside(dest) && !dest.starts_with('#') && !dest.is_empty();
    Parser::new_ext(text, options).into_offset_iter().filter_map(link).filter(inside)
}

/// The file that a link leads to, unless that is an article.
fn file_of(dest: &str, project: &SourceProject) -> Option<PathBuf> {
    let target = dest.split(['?', '#']).next().filter(|target| !is_text(target))?;
    project.file(target)
}

fn is_text(target: &str) -> bool {
    target.ends_with(".md") || target.ends_with(".markdown") || target.starts_with("@/")
}

/// Tells whether a link leaves the site: it names a scheme or a host.
fn is_outside(dest: &str) -> bool {
    let scheme = dest
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    scheme || dest.starts_with("//")
}

/// What a link has to say from now on.
fn followed(dest: &str, project: &SourceProject, assets: &mut BTreeMap<String, PathBuf>) -> Option<String> {
    let end = dest.find(['?', '#']).unwrap_or(dest.len());
    let (target, suffix) = dest.split_at(end);
    if is_text(target) {
        return project.article(target).map(|article| article + suffix);
    }
    let from = file_of(dest, project)?;
    let plain = |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    // Below the file's folder a path stays; from elsewhere the file comes beside the article.
    let name = if plain(&percent_decode(target)) {
        percent_decode(target)
    } else {
        from.file_name()?.to_string_lossy().into_owned()
    };
    let name = match assets.get(&name) {
        Some(other) if *other != from => return None,
        _ => name,
    };
    let new =
        if plain(&percent_decode(target)) { target.to_owned() } else { crate::base::text::path::percent_encode(&name) };
    assets.insert(name, from);
    Some(new + suffix)
}

/// Where the target of a link is written, in it or in its definition.
fn written(text: &str, range: std::ops::Range<usize>, dest: &str) -> Option<usize> {
    let link = &text[range.clone()];
    let inline = [format!("]({dest}"), format!("](<{dest}")]
        .iter()
        .find_map(|form| Some(link.rfind(form.as_str())? + form.len() - dest.len()));
    let definition = || text.find(&format!("]: {dest}")).map(|at| at + 3);
    inline.map(|at| range.start + at).or_else(definition)
}
