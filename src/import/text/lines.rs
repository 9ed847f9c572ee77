//! Text → paragraphs: lines that a capture broke are joined again. Nothing but white space at breaks is changed.

use super::signs::{ends_sentence, item, starts_small};

/// A paragraph of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaptureParagraph {
    /// Its words on one line.
    pub text: String,
    /// Where empty lines stood inside it: the words on both sides.
    pub rejoined: Vec<String>,
}

/// Columns between which captures are wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=120;

/// Splits a text. Lines are one paragraph where the next word would not have fitted, or where a sentence goes on.
/// `goes_on` tells whether the text of a paragraph may go on behind an empty line.
pub(super) fn paragraphs(text: &str, goes_on: impl Fn(&str) -> bool) -> Vec<CaptureParagraph> {
    let text = text.replace("\r\n", "\n");
    let lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::trim);
    let lines: Vec<&str> = lines.collect();
    let blocks: Vec<&[&str]> = lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).collect();
    let width = width(&blocks);
    let mut all: Vec<CaptureParagraph> = Vec::new();
    for block in blocks {
        for (n, line) in block.iter().enumerate() {
            match all.last_mut() {
                Some(last) if n > 0 && is_soft(block[n - 1], line, width) => append(&mut last.text, line),
                Some(last) if n == 0 && !ends_sentence(&last.text) && starts_small(line) && goes_on(&last.text) => {
                    last.rejoined.push(format!("{} | {}", tail(&last.text), head(line)));
                    append(&mut last.text, line);
                }
                _ => all.push(CaptureParagraph { text: (*line).to_owned(), rejoined: Vec::new() }),
            }
        }
    }
    all
}

/// The column at which the lines are wrapped, if they are: most of what is broken comes close to it. Letters are counted,
/// not lines, since a page has many short ones around its text.
fn width(blocks: &[&[&str]]) -> Option<usize> {
    let broken = blocks.iter().flat_map(|block| &block[..block.len() - 1]);
    let lengths: Vec<usize> = broken.map(|line| line.chars().count()).collect();
    let width = lengths.iter().copied().max().filter(|width| WRAPPED.contains(width))?;
    let near: usize = lengths.iter().filter(|length| is_near(**length, width)).sum();
    (near * 2 >= lengths.iter().sum()).then_some(width)
}

/// Tells whether a line of this length reaches about as far as the lines are long.
fn is_near(length: usize, width: usize) -> bool {
    length * 4 >= width * 3
}

/// Tells whether a line goes on in the next one of its block.
fn is_soft(line: &str, next: &str, width: Option<usize>) -> bool {
    if item(next).is_some() {
        return false;
    }
    let (length, word) = (line.chars().count(), next.split_whitespace().next().unwrap_or_default().chars().count());
    // An ellipsis or a bracket need not end a sentence.
    let stops = line.trim_end_matches(['”', '"', '’', '\'']).ends_with(['.', '!', '?', ':', ';', '。']);
    // Whoever breaks lines by hand leaves some room.
    let full = |width| length + 1 + word > width || (is_near(length, width) && !stops);
    width.is_some_and(full) || (starts_small(next) && !stops)
}

fn append(text: &mut String, line: &str) {
    // `24-` and `million` were one word; `pre-` and `and post-war` were not.
    let hyphen = text.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    let suspended = ["and ", "or ", "to "].iter().any(|word| line.starts_with(word));
    if !hyphen || suspended {
        text.push(' ');
    }
    text.push_str(line);
}

/// The last words.
fn tail(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(3)..].join(" ")
}

/// The first words.
fn head(text: &str) -> String {
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text, |_| true).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let wrapped = "A title of a post\n\nThe ferries between the islands were full on\nMonday, the ministry said, and the 24-\nhour service will go on.\nNobody was hurt.\n";
        let joined = "The ferries between the islands were full on Monday, the ministry said, and the 24-hour service will go on.";
        assert_eq!(texts(wrapped), ["A title of a post", joined, "Nobody was hurt."]);
    }

    #[test]
    fn lines_of_a_browser_are_paragraphs() {
        let long = "word ".repeat(40);
        let text = format!("{long}end.\r\n{long}end.\rShare\u{c}Tweet\n- one\n- two\n");
        assert_eq!(texts(&text).len(), 6);
    }

    #[test]
    fn a_sentence_goes_on_behind_an_empty_line() {
        assert_eq!(
            texts("It was lost\n\non the way.\n\niPhones are not."),
            ["It was lost on the way.", "iPhones are not."]
        );
        assert_eq!(texts("It said:\n\nthe end."), ["It said:", "the end."]);
    }
}
