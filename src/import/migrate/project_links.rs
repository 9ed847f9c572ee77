//! The links of a migrated text: to texts that become articles too, to files to copy, to what does not exist. margent makes
//! the id of a heading from its words, so explicit ids, as in Zola and Hugo, are removed, and links to them are rewritten.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use toml::value::Datetime;

use crate::base::text::path::percent_decode;
use crate::base::text::slug;
use crate::import::date_parser::parse_date;
use crate::import::draft::{DraftAsset, LinkTarget, RemovedText};
use crate::import::draft_file;
use crate::pipeline::markdown::EXTENSIONS;

/// The project that a file is from, as far as its folders show.
pub(super) struct SourceProject {
    /// The folder of the file.
    folder: PathBuf,
    /// The folder above `_posts` or `content`.
    root: Option<PathBuf>,
    /// The links to texts that become articles too.
    targets: RefCell<Vec<LinkTarget>>,
}

/// A text with its links rewritten.
pub(super) struct RewrittenText {
    pub text: String,
    pub assets: Vec<DraftAsset>,
    /// Links into the former site that lead nowhere.
    pub dead: Vec<String>,
}

impl SourceProject {
    /// The project of a text in a folder.
    pub(crate) fn of_folder(folder: &Path) -> Self {
        let real = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let real = real.unwrap_or_else(|_| folder.to_owned());
        let is_content = |path: &&Path| {
            path.file_name().is_some_and(|name| ["_posts", "_drafts", "content"].iter().any(|content| name == *content))
        };
        let root = real.ancestors().find(is_content).and_then(Path::parent).map(Path::to_owned);
        Self { folder: real, root, targets: RefCell::default() }
    }

    /// The path of a file in the project, if its folders show which that is.
    pub(crate) fn relative_path(&self, name: &str) -> Option<String> {
        let file = self.folder.join(name);
        let parts = file.strip_prefix(self.root.as_ref()?).ok()?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        Some(parts.join("/"))
    }

    /// The date that the folders of a file are named by: `2015/03/31`.
    pub(crate) fn date_of_folders(&self) -> Option<Datetime> {
        let mut names = self.folder.iter().rev().take(3).map(|name| name.to_string_lossy());
        let (day, month, year) = (names.next()?, names.next()?, names.next()?);
        parse_date(&format!("{year}-{month:0>2}-{day:0>2}"))
    }

    /// The links to other texts so far.
    pub(crate) fn take_link_targets(&self) -> Vec<LinkTarget> {
        self.targets.take()
    }

    /// The placeholder for a link to another text of the project. The link is a path from this file or from the root of the
    /// content (`@/`, or as in Hugo), or the name of a post.
    pub(crate) fn link_to_article(&self, link: &str) -> Option<String> {
        let target = percent_decode(link.trim_start_matches("@/"));
        let target = target.trim_start_matches('/');
        // Hugo takes the name of a file for that of a folder with its text as well.
        let stem = target.trim_end_matches('/').trim_end_matches("/index.md").trim_end_matches(".md");
        let names = [
            target.to_owned(),
            format!("{target}.md"),
            format!("{target}.markdown"),
            format!("{stem}/index.md"),
            format!("{stem}/index.markdown"),
        ];
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
            .find_map(|path| self.existing_file(&path))
            .or_else(|| self.in_sections(&names))?;
        let ending = file.extension()?.to_string_lossy().to_lowercase();
        let name = file.file_name()?.to_string_lossy().into_owned();
        if !matches!(&*ending, "md" | "markdown") || name.starts_with("_index.") {
            return None;
        }
        let project = Self { folder: file.parent()?.to_owned(), root: self.root.clone(), targets: RefCell::default() };
        let mut targets = self.targets.borrow_mut();
        targets.push(LinkTarget { text: project.relative_path(&name).unwrap_or(name), fallback: link.to_owned() });
        Some(draft_file::placeholder(targets.len() - 1))
    }

    /// The text of this name in a section of the content, as Hugo finds it; none where several have it.
    fn in_sections(&self, names: &[String]) -> Option<PathBuf> {
        let content = fs::read_dir(self.root.as_ref()?.join("content")).ok()?;
        let beside = self.folder.parent().map(Path::to_owned);
        let sections: Vec<PathBuf> = content.flatten().map(|entry| entry.path()).chain(beside).collect();
        let paths = names
            .iter()
            .filter(|name| !name.starts_with('.'))
            .flat_map(|name| sections.iter().map(move |it| it.join(name)));
        let mut found: Vec<PathBuf> = paths.filter_map(|path| self.existing_file(&path)).collect();
        found.sort();
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    }

    /// A file that the text shows: beside it, or among the static files of the project.
    fn asset(&self, target: &str) -> Option<PathBuf> {
        let target = percent_decode(target);
        let place = match target.strip_prefix('/') {
            None => return self.existing_file(&self.folder.join(&target)),
            Some(rest) => rest,
        };
        let root = self.root.as_deref()?;
        [root.join(place), root.join("static").join(place)].iter().find_map(|path| self.existing_file(path))
    }

    /// The real path of a file, if it is in the project.
    fn existing_file(&self, path: &Path) -> Option<PathBuf> {
        let real = fs::canonicalize(path).ok()?;
        let bounds = self.root.as_ref().unwrap_or(&self.folder);
        (real.is_file() && real.starts_with(bounds)).then_some(real)
    }
}

/// Rewrites the links of a text, except for those that are `written` for this site already. All else stays as it is.
pub(super) fn rewrite(text: &str, written: &[String], project: &SourceProject) -> RewrittenText {
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut assets: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut dead = Vec::new();
    for (dest, range) in links(text) {
        let dest = dest.as_str();
        if written.iter().any(|link| link == dest) {
            continue;
        }
        match new_target(dest, project, &mut assets) {
            Some(new) if new == dest => {}
            Some(new) => match target_position(text, range, dest) {
                Some(at) => drop(edits.insert(at, (dest.len(), new))),
                None => dead.push(dest.to_owned()),
            },
            // An address of the former site may exist here too; the check of the whole site shows that.
            None if dest.starts_with('/') => {}
            None => dead.push(dest.to_owned()),
        }
    }
    let mut new = text.to_owned();
    for (at, (len, with)) in edits.into_iter().rev() {
        new.replace_range(at..at + len, &with);
    }
    dead.sort();
    dead.dedup();
    let assets = assets.into_iter().map(|(name, from)| DraftAsset { name, from }).collect();
    RewrittenText { text: new, assets, dead }
}

/// The links and images of a text that lead into its site: targets and ranges.
fn links(text: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let links = Parser::new_ext(text, options).into_offset_iter().filter_map(|(event, range)| {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { return None };
        Some((dest_url.to_string(), range))
    });
    let is_internal = |(dest, _): &(String, _)| !is_external(dest) && !dest.starts_with('#') && !dest.is_empty();
    links.filter(is_internal)
}

/// The file that a link leads to, unless it is an article.
fn linked_asset(dest: &str, project: &SourceProject) -> Option<PathBuf> {
    let target = dest.split(['?', '#']).next().filter(|target| !is_article(target))?;
    project.asset(target)
}

fn is_article(target: &str) -> bool {
    target.ends_with(".md") || target.ends_with(".markdown") || target.starts_with("@/")
}

/// Returns whether a link leaves the site: it has a scheme or a host.
fn is_external(dest: &str) -> bool {
    let scheme = dest
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    scheme || dest.starts_with("//")
}

/// The new target of a link.
fn new_target(dest: &str, project: &SourceProject, assets: &mut BTreeMap<String, PathBuf>) -> Option<String> {
    let end = dest.find(['?', '#']).unwrap_or(dest.len());
    let (target, suffix) = dest.split_at(end);
    if is_article(target) {
        return project.link_to_article(target).map(|link| link + suffix);
    }
    let from = linked_asset(dest, project)?;
    let is_below = |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    // A path below the file's folder stays; a file from elsewhere is put beside the article.
    let name = if is_below(&percent_decode(target)) {
        percent_decode(target)
    } else {
        from.file_name()?.to_string_lossy().into_owned()
    };
    let name = match assets.get(&name) {
        Some(other) if *other != from => return None,
        _ => name,
    };
    let new = if is_below(&percent_decode(target)) {
        target.to_owned()
    } else {
        crate::base::text::path::percent_encode(&name)
    };
    assets.insert(name, from);
    Some(new + suffix)
}

/// The position of a link's target, in the link or in its definition.
fn target_position(text: &str, range: std::ops::Range<usize>, dest: &str) -> Option<usize> {
    let link = &text[range.clone()];
    let inline = [format!("]({dest}"), format!("](<{dest}")]
        .iter()
        .find_map(|form| Some(link.rfind(form.as_str())? + form.len() - dest.len()));
    let definition = || text.find(&format!("]: {dest}")).map(|at| at + 3);
    inline.map(|at| range.start + at).or_else(definition)
}

/// Removes the ids from a text, and lists them.
pub(super) fn without_ids(text: &str) -> (String, Vec<RemovedText>) {
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    let mut removed = Vec::new();
    // Former ids of headings → new ones.
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let (mut taken, mut last) = (BTreeSet::new(), HashMap::new());
    let mut links = Vec::new();
    let mut open: Option<(Option<String>, Option<Range<usize>>, String)> = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS | Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "only headings and links to them matter")]
        match event {
            Event::Start(Tag::Heading { id, classes, .. }) => {
                let written = (id.is_some() || !classes.is_empty()).then(|| attributes(text, range)).flatten();
                open = Some((id.map(|id| id.to_string()), written, String::new()));
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, _, heading)) = &mut open {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some((id, written, heading)) = open.take() else { continue };
                let now = slug::heading_id(&heading, &mut taken, &mut last);
                let Some(written) = written else { continue };
                let id_and_heading = format!("{} of “{}”", text[written.clone()].trim(), heading.trim());
                removed.push(RemovedText { kind: "heading id", text: id_and_heading });
                edits.insert(written.start, (written, String::new()));
                renamed.extend(id.map(|id| (id, now)));
            }
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with('#') => {
                links.push((dest_url.to_string(), range));
            }
            _ => {}
        }
    }
    for (dest, range) in links {
        let target = renamed.get(&dest[1..]).zip(text[range.clone()].rfind(&format!("]({dest}")));
        if let Some((now, at)) = target {
            let start = range.start + at + 3;
            edits.insert(start, (start..start + dest.len() - 1, now.clone()));
        }
    }
    let mut new = text.to_owned();
    for (range, with) in edits.into_values().rev() {
        new.replace_range(range, &with);
    }
    (new, removed)
}

/// The range of a heading's attributes, with the space before them.
fn attributes(text: &str, heading: Range<usize>) -> Option<Range<usize>> {
    let line = text[heading.clone()].lines().next()?;
    let start = line.rfind('{')?;
    let end = start + line[start..].find('}')? + 1;
    // `{{ … }}` is a template tag.
    let is_attributes = !line[..start].ends_with('{') && !line[end..].starts_with('}');
    let start = line[..start].trim_end().len();
    is_attributes.then(|| heading.start + start..heading.start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_headings_are_taken_out() {
        let text = "# One {#first}\n\nTwo {#second .wide}\n---\n\n[a](#first) [b](#second \"t\") [c](#third)\n\n## One\n\n## {{ x }}\n\n`# a {#b}`\n";
        let (new, removed) = without_ids(text);
        let expected =
            "# One\n\nTwo\n---\n\n[a](#one) [b](#two \"t\") [c](#third)\n\n## One\n\n## {{ x }}\n\n`# a {#b}`\n";
        assert_eq!(new, expected);
        let removed: Vec<_> = removed.into_iter().map(|removed| removed.text).collect();
        assert_eq!(removed, ["{#first} of “One”", "{#second .wide} of “Two”"]);
    }
}
