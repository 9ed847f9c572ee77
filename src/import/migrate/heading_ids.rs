//! Explicit ids of headings, as in Zola and Hugo: `## Head {#id}`. margent makes the id of a heading from its words, so
//! explicit ones are removed, and links to them are rewritten.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::base::text::slug;
use crate::import::draft::RemovedText;
use crate::pipeline::markdown::EXTENSIONS;

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
