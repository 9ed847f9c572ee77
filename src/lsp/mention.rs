//! The names in a text: what is declared in it, and what it refers to. Everything that navigates or renames reads this list.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::path::{RelPath, percent_decode};
use crate::base::text::slug;
use crate::pipeline::content::{ARTICLES, OUTLETS, SNAPSHOTS, TOPICS, front_matter};
use crate::pipeline::markdown::EXTENSIONS;

/// A thing that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mentioned {
    /// A source of the text, by its id.
    Source(String),
    /// An outlet, by its key.
    Outlet(String),
    /// A topic, by its key.
    Topic(String),
    /// A tag, by its slug.
    Tag(String),
    /// A note of the text, by its label.
    Note(String),
    /// A file, or the part of it that a `#fragment` names.
    File(RelPath, String),
}

impl Mentioned {
    /// Returns whether this names `other`: a part of a file also names the file.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(file, _), Self::File(whole, part)) if part.is_empty() => file == whole,
            _ => self == other,
        }
    }
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// The thing.
    pub thing: Mentioned,
    /// The name, in bytes from the start of the file.
    pub range: Range<usize>,
    /// True if the thing is declared here.
    pub declares: bool,
}

/// The keys of outlets by the slugs of all their names.
pub(super) type OutletKeys = BTreeMap<String, String>;

/// Lists the names in a content file, in the order of their places.
pub(super) fn mentions(path: &RelPath, text: &str, outlets: &OutletKeys) -> Vec<Mention> {
    let mut reader = MentionReader { path, text, outlets, found: Vec::new() };
    let body = match front_matter::split(path, text) {
        Ok(parts) => {
            let (mut toml, fields) = Fields::parse(path, &text[parts.toml.clone()], parts.toml.start);
            reader.read_front_matter(&mut toml, fields);
            parts.body.start
        }
        Err(_) => 0,
    };
    reader.read_body(body);
    reader.found.sort_by_key(|mention| (mention.range.start, mention.range.end));
    reader.found
}

/// Returns the name at a byte.
pub(super) fn mention_at(mentions: &[Mention], at: usize) -> Option<&Mention> {
    mentions.iter().find(|mention| mention.range.start <= at && at <= mention.range.end)
}

struct MentionReader<'a> {
    path: &'a RelPath,
    text: &'a str,
    outlets: &'a OutletKeys,
    found: Vec<Mention>,
}

impl MentionReader<'_> {
    fn add(&mut self, thing: Mentioned, range: Range<usize>, declares: bool) {
        self.found.push(Mention { thing, range, declares });
    }

    /// The place of a text in TOML without its quotation marks.
    fn inside(&self, place: &Range<usize>) -> Range<usize> {
        let written = &self.text[place.clone()];
        let marks = ["\"\"\"", "'''", "\"", "'"].into_iter();
        let marks = marks.filter(|mark| written.starts_with(mark) && written.ends_with(mark));
        let mark = marks.filter(|mark| written.len() >= 2 * mark.len()).map(str::len).next().unwrap_or_default();
        place.start + mark..place.end - mark
    }

    fn read_front_matter(&mut self, toml: &mut Toml<'_>, mut fields: Fields<'_>) {
        let key = slug::slugify(slug::without_date(self.path.stem()));
        let (thing, title) = if self.path.strip(TOPICS).is_some() {
            (Mentioned::Topic(key), "title")
        } else if self.path.strip(OUTLETS).is_some() {
            (Mentioned::Outlet(key), "name")
        } else {
            (Mentioned::File(self.path.clone(), String::new()), "title")
        };
        if let Some(title) = fields.string(toml, title) {
            self.add(thing, self.inside(&title.range), true);
        }
        if self.path.strip(ARTICLES).is_none() {
            return;
        }
        for topic in ["topics", "declined_topics"].into_iter().filter_map(|key| fields.strings(toml, key)).flatten() {
            self.add(Mentioned::Topic(topic.value), self.inside(&topic.range), false);
        }
        for tag in fields.strings(toml, "tags").into_iter().flatten() {
            self.add(Mentioned::Tag(slug::slugify(&tag.value)), self.inside(&tag.range), false);
        }
        for source in fields.tables(toml, "source") {
            self.read_source(toml, source);
        }
    }

    fn read_source(&mut self, toml: &mut Toml<'_>, mut source: Fields<'_>) {
        let id = source.string(toml, "id");
        if let Some(outlet) = source.string(toml, "outlet") {
            let key = slug::slugify(&outlet.value);
            let range = self.inside(&outlet.range);
            self.add(Mentioned::Outlet(self.outlets.get(&key).unwrap_or(&key).clone()), range.clone(), false);
            if id.is_none() {
                self.add(Mentioned::Source(key), range, true);
            }
        }
        if let Some(id) = id {
            self.add(Mentioned::Source(id.value), self.inside(&id.range), true);
        }
        if let Some(Located { value, range }) = source.string(toml, "snapshot")
            && let Some(file) = RelPath::new(&format!("{SNAPSHOTS}/{value}"))
        {
            self.add(Mentioned::File(file, String::new()), self.inside(&range), false);
        }
    }

    fn read_body(&mut self, start: usize) {
        let body = &self.text[start..];
        let mut labels = BTreeSet::new();
        let mut parser = Parser::new_ext(body, EXTENSIONS).into_offset_iter();
        let definitions = parser.reference_definitions().iter();
        let definitions: Vec<_> = definitions.map(|(_, link)| (link.dest.to_string(), link.span.clone())).collect();
        for (event, range) in parser.by_ref() {
            let range = start + range.start..start + range.end;
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events name nothing")]
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => self.link(&dest_url, range),
                Event::FootnoteReference(label) => self.note(&label, range, false),
                // Of several definitions with one label the first counts.
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let declares = labels.insert(label.to_string());
                    self.note(&label, range, declares);
                }
                _ => {}
            }
        }
        for (address, span) in definitions {
            self.link(&address, start + span.start..start + span.end);
        }
    }

    /// A link; its range is that of the name in its address, or the whole link if the address is elsewhere.
    fn link(&mut self, address: &str, range: Range<usize>) {
        let at = self.text[range.clone()].rfind(address).filter(|_| !address.is_empty());
        let place = at.map_or(range.clone(), |at| range.start + at..range.start + at + address.len());
        if let Some(id) = address.strip_prefix("source:") {
            let start = if at.is_some() { place.end - id.len() } else { place.start };
            return self.add(Mentioned::Source(id.to_owned()), start..place.end, false);
        }
        let (target, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let fragment = suffix.split_once('#').map_or(String::new(), |(_, fragment)| percent_decode(fragment));
        if address.contains(':') || target.starts_with('/') || (target.is_empty() && fragment.is_empty()) {
            return;
        }
        let decoded = percent_decode(target);
        let Some(file) = (if target.is_empty() { Some(self.path.clone()) } else { self.path.join(&decoded) }) else {
            return;
        };
        // The name of a topic or outlet is that of its file.
        let stem = target.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
        let named = place.start + target.len().saturating_sub(stem.len() + 3);
        let named = if at.is_some() { named..named + stem.len() } else { place.clone() };
        let key = || slug::slugify(slug::without_date(file.stem()));
        if file.strip(TOPICS).is_some() && !stem.is_empty() {
            self.add(Mentioned::Topic(key()), named, false);
        } else if file.strip(OUTLETS).is_some() && !stem.is_empty() {
            self.add(Mentioned::Outlet(key()), named, false);
        } else {
            self.add(Mentioned::File(file, fragment), place, false);
        }
    }

    /// A note, which stands as `[^label]`.
    fn note(&mut self, label: &str, range: Range<usize>, declares: bool) {
        let start = self.text[range.clone()].find("[^").map_or(range.start, |at| range.start + at + 2);
        let name = start..start + label.len();
        let is_written = self.text.get(name.clone()) == Some(label);
        self.add(Mentioned::Note(label.to_owned()), if is_written { name } else { range }, declares);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        let text = "+++\ntitle = 'Pier'\ntopics = [\"sea\"]\n[[source]]\noutlet = \"Bay Times\"\n+++\nSee [a](b.md#c), \
                    [t](../topics/sea.md), [s](source:bay-times) and [r].[^x]\n\n[r]: source:q\n\n[^x]: Text.\n";
        let path = RelPath::new("content/articles/pier.md").expect("a path");
        let outlets = OutletKeys::from([("bay-times".to_owned(), "bt".to_owned())]);
        let found = mentions(&path, text, &outlets);
        let found = found.iter().map(|it| (format!("{:?}", it.thing), &text[it.range.clone()], it.declares));
        let found: Vec<(String, &str, bool)> = found.collect();
        let found: Vec<_> = found.iter().map(|(thing, words, declares)| (thing.as_str(), *words, *declares)).collect();
        assert_eq!(
            found,
            [
                ("File(\"content/articles/pier.md\", \"\")", "Pier", true),
                ("Topic(\"sea\")", "sea", false),
                ("Outlet(\"bt\")", "Bay Times", false),
                ("Source(\"bay-times\")", "Bay Times", true),
                ("File(\"content/articles/b.md\", \"c\")", "b.md#c", false),
                ("Topic(\"sea\")", "sea", false),
                ("Source(\"bay-times\")", "bay-times", false),
                ("Source(\"q\")", "[r]", false),
                ("Note(\"x\")", "x", false),
                ("Source(\"q\")", "q", false),
                ("Note(\"x\")", "x", true),
            ]
        );
    }
}
