//! Links from one imported text to another. A reader knows which text is meant; only once all drafts are placed is it known
//! which file that is.

use super::draft::{Draft, DraftBlock, LinkTarget};
use crate::base::text::path::RelPath;

/// Private-use characters around the number of a link, which hold its place until the file is known.
const MARKS: [char; 2] = ['\u{e001}', '\u{e002}'];

/// The placeholder for the link of this number.
pub(super) fn placeholder(number: usize) -> String {
    format!("{}{number}{}", MARKS[0], MARKS[1])
}

/// Replaces the placeholders in a draft by links from the file at `path`; `file` returns the file of a text.
pub(super) fn resolve(draft: &mut Draft, path: &RelPath, file: &dyn Fn(&str) -> Option<RelPath>) {
    let targets = std::mem::take(&mut draft.link_targets);
    let link =
        |target: &LinkTarget| file(&target.text).map_or_else(|| target.fallback.clone(), |to| to.link_from(path));
    let links: Vec<String> = targets.iter().map(link).collect();
    for block in &mut draft.blocks {
        let text = match block {
            DraftBlock::Prose(text) => text,
            DraftBlock::Excerpt(excerpt) => &mut excerpt.text,
        };
        *text = replace_placeholders(text, &links);
    }
}

fn replace_placeholders(text: &str, links: &[String]) -> String {
    let (mut replaced, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(MARKS[0]) {
        replaced.push_str(before);
        let number = behind.split_once(MARKS[1]);
        let link = number.and_then(|(number, after)| Some((links.get(number.parse::<usize>().ok()?)?, after)));
        // Icon fonts have characters there too, which stay.
        rest = match link {
            Some((link, after)) => {
                replaced.push_str(link);
                after
            }
            None => {
                replaced.push(MARKS[0]);
                behind
            }
        };
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_files_of_texts() {
        let path = |path: &str| RelPath::new(path).expect("a path");
        for (from, to, link) in [
            ("content/articles/a.md", "content/articles/b.md", "b.md"),
            ("content/articles/a/index.md", "content/articles/b.md", "../b.md"),
            ("content/articles/a.md", "content/articles/2015/b c.md", "2015/b%20c.md"),
            ("content/articles/2015/a.md", "content/articles/2016/b/index.md", "../2016/b/index.md"),
        ] {
            assert_eq!(path(to).link_from(&path(from)), link);
        }
        let target = |text: &str| LinkTarget { text: text.to_owned(), fallback: "/old/".to_owned() };
        let text = format!("[a]({}#x) [b]({}) [c]({})", placeholder(0), placeholder(1), placeholder(7));
        let mut draft = Draft {
            link_targets: vec![target("b"), target("c")],
            blocks: vec![DraftBlock::Prose(text)],
            ..Draft::default()
        };
        resolve(&mut draft, &path("content/articles/a.md"), &|text| {
            (text == "b").then(|| path("content/articles/b.md"))
        });
        assert_eq!(draft.blocks, [DraftBlock::Prose(format!("[a](b.md#x) [b](/old/) [c]({})", placeholder(7)))]);
    }
}
