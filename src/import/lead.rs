//! Links from one imported text to another. A reader knows which text is meant, and the shelf, later, which file that is in.

use super::{Draft, DraftBlock};
use crate::base::text::path::{RelPath, percent_encode};

/// Stand around the number of a link in a text until its file is known.
const MARKS: [char; 2] = ['\u{e001}', '\u{e002}'];

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTarget {
    /// What the other text is called: its [`Draft::id`], else its [`Draft::from`].
    pub to: String,
    /// What the link says where the site has no such text.
    pub otherwise: String,
}

/// What stands in a text for the link of this number.
pub(super) fn mark(number: usize) -> String {
    format!("{}{number}{}", MARKS[0], MARKS[1])
}

/// Puts the paths of files where the numbers stand, as seen from the file at `path`.
pub(super) fn settle(draft: &mut Draft, path: &RelPath, file: &dyn Fn(&str) -> Option<RelPath>) {
    let leads = std::mem::take(&mut draft.leads);
    let way = |lead: &LinkTarget| file(&lead.to).map_or_else(|| lead.otherwise.clone(), |to| relative(path, &to));
    let put = |text: &mut String| {
        let (mut new, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some((before, behind)) = rest.split_once(MARKS[0]) {
            new.push_str(before);
            let number = behind.split_once(MARKS[1]);
            let lead = number.and_then(|(number, after)| Some((leads.get(number.parse::<usize>().ok()?)?, after)));
            match lead {
                Some((lead, after)) => {
                    new.push_str(&way(lead));
                    rest = after;
                }
                // Fonts of one's own have signs there.
                None => {
                    new.push(MARKS[0]);
                    rest = behind;
                }
            }
        }
        new.push_str(rest);
        *text = new;
    };
    for block in &mut draft.blocks {
        match block {
            DraftBlock::Prose(text) => put(text),
            DraftBlock::Excerpt(excerpt) => put(&mut excerpt.text),
        }
    }
}

/// The path of a file as a link in another says it.
fn relative(from: &RelPath, to: &RelPath) -> String {
    let folder: Vec<&str> = from.parent().split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = to.as_str().split('/').collect();
    let common = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..", folder.len() - common);
    percent_encode(&ups.chain(parts[common..].iter().copied()).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_files_of_texts() {
        let path = |path: &str| RelPath::new(path).expect("a path");
        for (from, to, way) in [
            ("content/articles/a.md", "content/articles/b.md", "b.md"),
            ("content/articles/a/index.md", "content/articles/b.md", "../b.md"),
            ("content/articles/a.md", "content/articles/2015/b c.md", "2015/b%20c.md"),
            ("content/articles/2015/a.md", "content/articles/2016/b/index.md", "../2016/b/index.md"),
        ] {
            assert_eq!(relative(&path(from), &path(to)), way);
        }
        let lead = |to: &str| LinkTarget { to: to.to_owned(), otherwise: "/old/".to_owned() };
        let text = format!("[a]({}#x) [b]({}) [c]({})", mark(0), mark(1), mark(7));
        let mut draft =
            Draft { leads: vec![lead("b"), lead("c")], blocks: vec![DraftBlock::Prose(text)], ..Draft::default() };
        settle(&mut draft, &path("content/articles/a.md"), &|to| (to == "b").then(|| path("content/articles/b.md")));
        assert_eq!(draft.blocks, [DraftBlock::Prose(format!("[a](b.md#x) [b](/old/) [c]({})", mark(7)))]);
    }
}
