//! From a name to what it names, to all places that name the same, and to the parts of a text: its title, headings, sources
//! and notes.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use super::known::{AskedPlace, KnownSite};
use super::mention::{Mention, Mentioned};
use super::position::TextLines;
use crate::base::text::path::RelPath;
use crate::pipeline::content::front_matter;
use crate::pipeline::markdown::EXTENSIONS;

/// Finds the place where the thing at the cursor is declared; null if there is none.
pub(super) fn definition(place: &AskedPlace<'_>) -> Value {
    let known = place.known;
    let Some(mention) = place.mention() else { return Value::Null };
    let path = match &mention.thing {
        Mentioned::Source(_) | Mentioned::Note(_) | Mentioned::Tag(_) => Some(place.path),
        Mentioned::Topic(_) | Mentioned::Outlet(_) => known.named_file(&mention.thing),
        Mentioned::File(file, fragment) => {
            let is_there = known.loaded.site.inputs.files.contains_key(file) || known.paths().contains(file);
            return if is_there { known.location(file, &place_in(known, file, fragment)) } else { Value::Null };
        }
    };
    let Some(path) = path else { return Value::Null };
    let declared = known.mentions(path).into_iter().find(|other| other.declares && other.thing == mention.thing);
    declared.map_or(Value::Null, |declared| known.location(path, &declared.range))
}

/// Lists the places that name the thing at the cursor, also the one that declares it if `declarations` is true.
pub(super) fn references(place: &AskedPlace<'_>, declarations: &Value) -> Value {
    let Some(mention) = place.mention() else { return Value::Null };
    let places = place.known.places_of(&mention.thing, place.path).into_iter();
    let wanted = places.filter(|(_, other)| *declarations == json!(true) || !other.declares);
    wanted.map(|(path, other)| place.known.location(&path, &other.range)).collect()
}

/// Lists the parts of a text as `DocumentSymbol`s.
pub(super) fn symbols(place: &AskedPlace<'_>) -> Value {
    /// The protocol's numbers of kinds: a file, a string, an object, an event.
    const KINDS: [u8; 4] = [1, 15, 19, 24];
    let lines = place.known.lines(place.path);
    let parts = place.known.mentions(place.path).into_iter().filter(|mention| mention.declares);
    let mut found: Vec<(Range<usize>, u8, String)> = Vec::new();
    for Mention { thing, range, .. } in parts {
        let words = &place.text[range.clone()];
        let (kind, name) = match thing {
            Mentioned::File(..) | Mentioned::Topic(_) | Mentioned::Outlet(_) | Mentioned::Tag(_) => {
                (KINDS[0], words.into())
            }
            Mentioned::Source(id) => (KINDS[2], format!("source {id}")),
            Mentioned::Note(label) => (KINDS[3], format!("note {label}")),
        };
        found.push((range, kind, name));
    }
    found.extend(headings(place.path, place.text).into_iter().map(|(range, words)| (range, KINDS[1], words)));
    found.sort_by_key(|(range, ..)| range.start);
    // The protocol wants names.
    let named = found.into_iter().filter(|(_, _, name)| !name.trim().is_empty());
    named.map(|(range, kind, name)| symbol(&lines, &range, kind, &name)).collect()
}

fn symbol(lines: &TextLines<'_>, range: &Range<usize>, kind: u8, name: &str) -> Value {
    let range = lines.range(range);
    json!({ "name": name, "kind": kind, "range": range, "selectionRange": range })
}

/// The front matter as a `FoldingRange`.
pub(super) fn folds(place: &AskedPlace<'_>) -> Value {
    let Ok(parts) = front_matter::split(place.path, place.text) else { return json!([]) };
    let lines = place.known.lines(place.path);
    let [start, end] = [0, parts.toml.end].map(|at| lines.position(at)["line"].clone());
    json!([{ "startLine": start, "endLine": end, "kind": "region" }])
}

/// The headings of a content file, each with its place and words.
fn headings(path: &RelPath, text: &str) -> Vec<(Range<usize>, String)> {
    let start = front_matter::split(path, text).map_or(0, |parts| parts.body.start);
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut is_open = false;
    for (event, range) in Parser::new_ext(&text[start..], EXTENSIONS).into_offset_iter() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events are no part of a heading")]
        match event {
            Event::Start(Tag::Heading { .. }) => {
                is_open = true;
                let end = start + range.start + text[start + range.start..start + range.end].trim_end().len();
                found.push((start + range.start..end, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(words) | Event::Code(words) if is_open => {
                if let Some((_, heading)) = found.last_mut() {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

/// The place of a file, or of the heading of it that has the id `fragment`.
fn place_in(known: &KnownSite<'_>, path: &RelPath, fragment: &str) -> Range<usize> {
    let ids = known.article(path).body.headings;
    let mut places =
        headings(path, &known.text(path)).into_iter().zip(ids).filter(|(_, heading)| heading.id == fragment);
    places.next().map_or(0..0, |((range, _), _)| range)
}
