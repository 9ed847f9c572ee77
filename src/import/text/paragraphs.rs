//! Text → paragraphs: lines that a capture broke are joined again. Only white space at line breaks changes.

use super::heuristics::{parse_list_item, starts_small};
use crate::import::phrase::ends_sentence;

/// A paragraph of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaptureParagraph {
    /// Its words on one line.
    pub text: String,
    /// The words around each empty line that it spanned.
    pub rejoined: Vec<String>,
}

/// Columns at which captures are wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=120;

/// Splits a text into paragraphs. Lines belong together if the next word would not have fitted, or if a sentence continues.
/// Only a paragraph that `may_continue` accepts can continue after an empty line.
pub(super) fn split_paragraphs(text: &str, may_continue: impl Fn(&str) -> bool) -> Vec<CaptureParagraph> {
    let text = text.replace("\r\n", "\n");
    let lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::trim);
    let lines: Vec<&str> = lines.collect();
    let blocks: Vec<&[&str]> = lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).collect();
    let width = wrap_width(&blocks);
    let mut all: Vec<CaptureParagraph> = Vec::new();
    for block in blocks {
        for (n, line) in block.iter().enumerate() {
            match all.last_mut() {
                Some(last) if n > 0 && is_soft_break(block[n - 1], line, width) => append_line(&mut last.text, line),
                Some(last)
                    if n == 0 && !ends_sentence(&last.text) && starts_small(line) && may_continue(&last.text) =>
                {
                    last.rejoined.push(format!("{} | {}", last_words(&last.text), first_words(line)));
                    append_line(&mut last.text, line);
                }
                _ => all.push(CaptureParagraph { text: (*line).to_owned(), rejoined: Vec::new() }),
            }
        }
    }
    all
}

/// The column at which lines are wrapped, if they are: most broken lines come close to it. They are weighed by their letters,
/// since a page has many short lines around its text.
fn wrap_width(blocks: &[&[&str]]) -> Option<usize> {
    let broken = blocks.iter().flat_map(|block| &block[..block.len() - 1]);
    let lengths: Vec<usize> = broken.map(|line| line.chars().count()).collect();
    let width = lengths.iter().copied().max().filter(|width| WRAPPED.contains(width))?;
    let near: usize = lengths.iter().filter(|length| is_nearly_full(**length, width)).sum();
    (near * 2 >= lengths.iter().sum()).then_some(width)
}

/// Returns whether a line of this length nearly reaches the wrap width.
fn is_nearly_full(length: usize, width: usize) -> bool {
    length * 4 >= width * 3
}

/// Returns whether the next line of the block continues a line.
fn is_soft_break(line: &str, next: &str, width: Option<usize>) -> bool {
    if parse_list_item(next).is_some() {
        return false;
    }
    let (length, word) = (line.chars().count(), next.split_whitespace().next().unwrap_or_default().chars().count());
    // An ellipsis or a bracket need not end a sentence.
    let ends = line.trim_end_matches(['”', '"', '’', '\'']).ends_with(['.', '!', '?', ':', ';', '。']);
    // Lines that are broken by hand may leave some room.
    let is_full = |width| length + 1 + word > width || (is_nearly_full(length, width) && !ends);
    width.is_some_and(is_full) || (starts_small(next) && !ends)
}

fn append_line(text: &mut String, line: &str) {
    // `24-` and `million` were one word; `pre-` and `and post-war` were not.
    let hyphenated = text.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    let is_suspended = ["and ", "or ", "to "].iter().any(|word| line.starts_with(word));
    if !hyphenated || is_suspended {
        text.push(' ');
    }
    text.push_str(line);
}

/// The last three words.
fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(3)..].join(" ")
}

/// The first three words.
fn first_words(text: &str) -> String {
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::split_paragraphs;

    fn texts(text: &str) -> Vec<String> {
        split_paragraphs(text, |_| true).into_iter().map(|paragraph| paragraph.text).collect()
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
    fn a_sentence_continues_after_an_empty_line() {
        assert_eq!(
            texts("It was lost\n\non the way.\n\niPhones are not."),
            ["It was lost on the way.", "iPhones are not."]
        );
        assert_eq!(texts("It said:\n\nthe end."), ["It said:", "the end."]);
    }
}
