//! Moves an article or a page to another file: the links to it and its own follow, and its former address becomes an alias.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::front_matter_edit::edit_front_matter;
use crate::Loaded;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::repair::{RepairEdit, apply};
use crate::base::text::path::{RelPath, percent_decode, percent_encode};
use crate::pipeline::config::{self, Config};
use crate::pipeline::content::{ARTICLES, OUTLETS, PAGES, TOPICS, front_matter};
use crate::pipeline::inputs::{InputFile, Inputs};
use crate::pipeline::markdown::EXTENSIONS;

/// The changes that move a text.
pub struct MovePlan {
    /// The files that move, each with its new path: the text, and all beside it if it is the `index.md` of a folder.
    pub moved: BTreeMap<RelPath, RelPath>,
    /// The texts that change, by the path that they have afterwards.
    pub texts: BTreeMap<RelPath, String>,
    /// The links that change in each text that stays where it is.
    pub links: BTreeMap<RelPath, usize>,
    /// The address that changes: the former one, and the new one. A draft has none.
    pub address: Option<[String; 2]>,
    /// The errors that the site would have afterwards and has not now, with its inputs then.
    pub faults: Vec<Diagnostic>,
    /// The site afterwards.
    pub inputs: Inputs,
}

/// Plans to move the text `from` to the file `to`. `load` is the pipeline.
///
/// # Errors
/// The reason why that cannot be.
pub fn plan(
    inputs: &Inputs,
    from: &RelPath,
    to: &RelPath,
    load: &dyn Fn(Inputs) -> Loaded,
) -> Result<MovePlan, String> {
    let moved = moved_files(inputs, from, to)?;
    let before = load(inputs.clone());
    let mut plan = MovePlan {
        inputs: inputs.clone(),
        moved,
        texts: BTreeMap::new(),
        links: BTreeMap::new(),
        address: None,
        faults: Vec::new(),
    };
    plan.move_files(inputs);
    plan.move_links(inputs);
    let mut after = load(plan.inputs.clone());
    if let (Some(old), Some(new)) = (address_of(&before, from), address_of(&after, to))
        && old != new
    {
        let text = plan.inputs.text(to).unwrap_or_default();
        let text = with_alias(to, text, &old).and_then(|text| without_alias(to, &text, &new));
        let text = text.ok_or_else(|| format!("{from} has no front matter to add an alias to"))?;
        plan.set_text(to, text);
        plan.move_addresses(&before.site.config, &old, &new);
        plan.address = Some([old, new]);
        after = load(plan.inputs.clone());
    }
    let is_new = |fault: &Diagnostic| {
        fault.severity() == Severity::Error && !before.faults.iter().any(|known| known.message == fault.message)
    };
    plan.faults = after.faults.into_iter().filter(is_new).collect();
    Ok(plan)
}

/// Finds the files that move.
fn moved_files(inputs: &Inputs, from: &RelPath, to: &RelPath) -> Result<BTreeMap<RelPath, RelPath>, String> {
    let folder = [ARTICLES, PAGES].into_iter().find(|folder| from.strip(folder).is_some());
    let folder = folder.ok_or_else(|| format!("{from} is neither an article nor a page"))?;
    if !inputs.files.contains_key(from) {
        return Err(format!("there is no {from}"));
    }
    if to.strip(folder).is_none() || to.extension() != "md" {
        return Err(format!("{to} is no file for it: name one in {folder}/ that ends in .md"));
    }
    let is_folder = from.name() == "index.md";
    let mut beside = inputs.files.keys().filter(|path| *path != from && path.strip(from.parent()).is_some());
    if is_folder && to.name() != "index.md" && beside.next().is_some() {
        return Err(format!("{from} cannot become {to}; its files move with it: name a new FOLDER/index.md"));
    }
    let mut moved = BTreeMap::from([(from.clone(), to.clone())]);
    if is_folder && to.name() == "index.md" {
        for path in inputs.files.keys().filter(|path| path.strip(from.parent()).is_some()) {
            let inner = path.strip(from.parent()).unwrap_or_default();
            moved.extend(RelPath::new(&format!("{}/{inner}", to.parent())).map(|new| (path.clone(), new)));
        }
    }
    match moved.values().find(|new| inputs.files.contains_key(new.as_str())) {
        Some(taken) => Err(format!("{taken} exists already")),
        None => Ok(moved),
    }
}

/// The address of a published article or page.
fn address_of(loaded: &Loaded, path: &RelPath) -> Option<String> {
    let (content, addresses) = (&loaded.site.content, &loaded.site.index.addresses);
    let article = content.articles.enumerate().find(|(_, article)| article.path == *path);
    let page = content.pages.iter().position(|page| page.path == *path);
    article.map(|(id, _)| addresses.articles[id].clone()).or_else(|| page.map(|page| addresses.pages[page].clone()))
}

/// Adds a former address to the front matter of a text.
pub(crate) fn with_alias(path: &RelPath, text: &str, address: &str) -> Option<String> {
    edit_front_matter(path, text, |document| {
        let aliases = document.entry("aliases").or_insert_with(|| toml_edit::value(toml_edit::Array::new()));
        aliases.as_array_mut()?.push(address);
        Some(())
    })
}

/// Removes from the former addresses of a text the one that it has again.
fn without_alias(path: &RelPath, text: &str, address: &str) -> Option<String> {
    edit_front_matter(path, text, |document| {
        let aliases = document.get_mut("aliases")?.as_array_mut()?;
        aliases.retain(|alias| alias.as_str() != Some(address));
        Some(())
    })
}

impl MovePlan {
    fn set_text(&mut self, path: &RelPath, text: String) {
        self.inputs.files.insert(path.clone(), InputFile::new(text.clone()));
        self.texts.insert(path.clone(), text);
    }

    fn move_files(&mut self, inputs: &Inputs) {
        for (old, new) in &self.moved {
            self.inputs.files.remove(old);
            self.inputs.files.extend(inputs.files.get(old).map(|file| (new.clone(), file.clone())));
        }
    }

    /// Changes the links between what moves and what stays.
    fn move_links(&mut self, inputs: &Inputs) {
        for (path, text) in texts(inputs) {
            let edits = self.link_edits(path, text);
            if edits.is_empty() {
                continue;
            }
            let place = self.moved.get(path).cloned();
            if place.is_none() {
                self.links.insert(path.clone(), edits.len());
            }
            self.set_text(&place.unwrap_or_else(|| path.clone()), apply(text, &edits));
        }
    }

    /// Changes links by the address `old` of the site, and items of the menu, so that they need no redirect.
    fn move_addresses(&mut self, config: &Config, old: &str, new: &str) {
        let renamed = |range, written: &str| rename_address((range, written), &config.base_url, [old, new]);
        let inputs = self.inputs.clone();
        let mut changed: Vec<(RelPath, Vec<RepairEdit>)> = Vec::new();
        for (path, text) in texts(&inputs) {
            let edits = links(path, text).into_iter().filter_map(|(range, address)| renamed(range, &address));
            changed.push((path.clone(), edits.collect()));
        }
        let site = config::site_toml();
        let text = inputs.text(&site).unwrap_or_default();
        let items = config.menu.iter().filter_map(|item| {
            // The bytes of a value have its quotation marks.
            let at = item.url.range.start + text[item.url.range.clone()].find(&item.url.value)?;
            renamed(at..at + item.url.value.len(), &item.url.value)
        });
        changed.push((site, items.collect()));
        for (path, edits) in changed.into_iter().filter(|(_, edits)| !edits.is_empty()) {
            if !self.moved.values().any(|new| *new == path) {
                *self.links.entry(path.clone()).or_default() += edits.len();
            }
            self.set_text(&path, apply(inputs.text(&path).unwrap_or_default(), &edits));
        }
    }

    fn link_edits(&self, path: &RelPath, text: &str) -> Vec<RepairEdit> {
        let place = self.moved.get(path);
        let mut edits = Vec::new();
        let is_relative = |address: &str| !address.contains(':') && !address.starts_with(['/', '#']);
        for (range, address) in links(path, text).into_iter().filter(|(_, address)| is_relative(address)) {
            let (target, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
            let Some(file) = path.join(&percent_decode(target)).filter(|_| !target.is_empty()) else { continue };
            let moved = self.moved.get(&file);
            if place.is_some() || moved.is_some() {
                let new = moved.unwrap_or(&file).link_from(place.unwrap_or(path)) + suffix;
                edits.push(RepairEdit { range, new });
            }
        }
        edits.retain(|edit| text[edit.range.clone()] != edit.new);
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }
}

/// The change of the link `written` at `range`, if it leads to the address `old` of the site at `base_url`.
fn rename_address((range, written): (Range<usize>, &str), base_url: &str, [old, new]: [&str; 2]) -> Option<RepairEdit> {
    let path = written.strip_prefix(base_url).unwrap_or(written);
    let host = &written[..written.len() - path.len()];
    let (target, suffix) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let is_old = percent_decode(target) == old;
    is_old.then(|| RepairEdit { range, new: format!("{host}{}{suffix}", percent_encode(new)) })
}

/// The texts of a site: its Markdown, by path.
fn texts(inputs: &Inputs) -> impl Iterator<Item = (&RelPath, &str)> {
    let files = [ARTICLES, PAGES, TOPICS, OUTLETS].into_iter().flat_map(|folder| inputs.inside(folder));
    files.filter(|(path, _)| path.extension() == "md").filter_map(|(path, _)| Some((path, inputs.text(path).ok()?)))
}

/// The addresses of a text's links, each with its bytes in the file.
fn links(path: &RelPath, text: &str) -> Vec<(Range<usize>, String)> {
    let Ok(parts) = front_matter::split(path, text) else { return Vec::new() };
    let (body, start) = (&text[parts.body.clone()], parts.body.start);
    let parser = Parser::new_ext(body, EXTENSIONS).into_offset_iter();
    let definitions = parser.reference_definitions().iter();
    let mut links: Vec<_> = definitions.map(|(_, link)| (link.dest.to_string(), link.span.clone())).collect();
    for (event, range) in parser {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            links.push((dest_url.to_string(), range));
        }
    }
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (address, range) in links {
        let at = body[range.clone()].rfind(&address).filter(|_| !address.is_empty());
        let at = at.map(|at| start + range.start + at);
        // A link whose address is in a definition is changed there.
        found.extend(at.map(|at| (at..at + address.len(), address)));
    }
    found.sort_by_key(|(range, _)| range.start);
    found.dedup();
    found
}
