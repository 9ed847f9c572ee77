//! Ids that a text gives its headings, as Zola and Hugo have them: `## Head {#id}`. Here a heading's id is made of its words, so
//! they are taken out, and links to them lead to what the heading is called now.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::RemovedText;
use crate::base::text::slug;
use crate::pipeline::markdown::EXTENSIONS;

/// Takes the ids out of a text; lists them.
pub(super) fn without_ids(text: &str) -> (String, Vec<RemovedText>) {
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    let mut removed = Vec::new();
    // What the headings are called now, by the ids that they had.
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let (mut taken, mut last) = (BTreeSet::new(), HashMap::new());
    let mut links = Vec::new();
    let mut open: Option<(Option<String>, Option<Range<usize>>, String)> = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS | Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
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
                let told = format!("{} of “{}”", text[written.clone()].trim(), heading.trim());
                removed.push(RemovedText { kind: "heading id", text: told });
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

/// Where the attributes of a heading stand, with the space before them.
fn attributes(text: &str, heading: Range<usize>) -> Option<Range<usize>> {
    let line = text[heading.clone()].lines().next()?;
    let start = line.rfind('{')?;
    let end = start + line[start..].find('}')? + 1;
    // `{{ … }}` is another's.
    let sound = !line[..start].ends_with('{') && !line[end..].starts_with('}');
    let start = line[..start].trim_end().len();
    sound.then(|| heading.start + start..heading.start + end)
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
        let removed: Vec<_> = removed.into_iter().map(|it| it.text).collect();
        assert_eq!(removed, ["{#first} of “One”", "{#second .wide} of “Two”"]);
    }
}
