//! Heuristics about a paragraph: how it starts and ends, what it is, whose words it holds; the words that the reader of text
//! captures goes by, and how sure each sign makes it. To teach it another kind of page, start here.

use crate::editor::escape::escape_paragraph;
use crate::import::Confidence::{self, High, Low, Medium};
use crate::import::phrase::ends_sentence;
use crate::import::quotation_marks::{opens_quotation, split_quotations};

/// Returns whether a text starts with a lower-case letter; names such as `iPhone` and addresses do not count.
pub(super) fn starts_small(text: &str) -> bool {
    let mut letters = text.chars();
    let is_address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    !is_address && letters.next().is_some_and(char::is_lowercase) && !letters.next().is_some_and(char::is_uppercase)
}

/// An item of a list.
pub(super) struct ListItem<'a> {
    /// Its number, unless it has a bullet.
    number: Option<u32>,
    text: &'a str,
}

impl ListItem<'_> {
    /// Returns whether Markdown reads both as items of one list, with their numbers.
    pub(crate) fn follows(&self, before: &ListItem<'_>) -> bool {
        self.number == before.number.map(|number| number + 1)
    }

    /// Its Markdown.
    pub fn markdown(&self) -> String {
        let text = escape_paragraph(self.text);
        self.number.map_or_else(|| format!("- {text}"), |number| format!("{number}. {text}"))
    }
}

/// Parses a line that starts with a bullet or a number as an item of a list.
pub(super) fn parse_list_item(line: &str) -> Option<ListItem<'_>> {
    let bullet = ["• ", "- ", "* ", "‣ ", "◦ ", "· ", "▪ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    let (number, text) = match bullet {
        Some(text) => (None, text),
        None => split_number(line).map(|(number, text)| (Some(number), text))?,
    };
    let text = text.trim_start();
    (!text.is_empty()).then_some(ListItem { number, text })
}

/// Splits off the number of an item, at most 999, and the period after it.
fn split_number(line: &str) -> Option<(u32, &str)> {
    let (number, text) = line.split_once(". ")?;
    let is_number = number.len() <= 3 && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
    Some((number.parse().ok().filter(|_| is_number)?, text))
}

/// Returns whether a paragraph is surely the editor's: in the first person, or addressed to the reader of the page.
pub(super) fn is_remark(text: &str) -> bool {
    let words = split_quotations(text).outside;
    let line = format!(" {} ", words.join(" "));
    words.iter().any(|word| FIRST_PERSON.contains(&word.as_str()))
        || TO_THE_READER.iter().any(|phrase| line.contains(&format!(" {phrase} ")))
}

/// Returns whether a line can be a title: short, and neither the start nor the end of a sentence. A question or an
/// exclamation is a title only if its words are capitalised.
pub(super) fn is_title(line: &str) -> bool {
    let has_letters = line.chars().any(char::is_alphabetic);
    if line.split_whitespace().count() > MAX_TITLE_WORDS
        || !has_letters
        || starts_small(line)
        || parse_list_item(line).is_some()
        || line.contains("://")
    {
        return false;
    }
    // An outlet in brackets does not turn a sentence into a title.
    let bracketed = line.strip_suffix([']', ')']).and_then(|line| line.rfind(['[', '(']));
    let bare = bracketed.map_or(line, |start| line[..start].trim_end());
    let bare = if bare.is_empty() || ends_sentence(bare) { bare } else { line };
    let bare = bare.trim_end_matches(['”', '"', '’', '\'']);
    match bare.chars().next_back() {
        Some('.' | ',' | ';' | ':' | '：' | '。') => bare.ends_with("..."),
        Some('?' | '!' | '？' | '！') => is_capitalised(bare),
        Some(_) => true,
        None => false,
    }
}

/// Returns whether most long words after the first are capitalised, or half of all words where none is long. Scripts without
/// capitals do not count.
fn is_capitalised(line: &str) -> bool {
    let first = |word: &str| word.chars().find(|c| c.is_alphabetic()).filter(|c| c.is_lowercase() || c.is_uppercase());
    let words = line.split_whitespace().skip(1).filter_map(|word| Some((word, first(word)?.is_uppercase())));
    let words: Vec<(&str, bool)> = words.collect();
    let long = words.iter().filter(|(word, _)| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let small = long.clone().filter(|(_, capital)| !capital).count();
    match long.count() {
        0 => words.iter().filter(|(_, capital)| *capital).count() * 2 >= words.len(),
        long => small * 3 <= long,
    }
}

/// Returns whether a line is a paragraph of text, and not a title, a name or a caption.
pub(super) fn is_prose(line: &str) -> bool {
    !is_title(line)
}

/// Returns whether a line can be a heading inside a text.
pub(super) fn is_heading(line: &str) -> bool {
    is_title(line)
        && !ends_sentence(line)
        && !opens_quotation(line)
        && line.split_whitespace().count() <= MAX_HEADING_WORDS
}

/// The reason for a decision, and its confidence.
pub(super) struct Evidence {
    pub confidence: Confidence,
    pub reason: &'static str,
}

const fn evidence(confidence: Confidence, reason: &'static str) -> Evidence {
    Evidence { confidence, reason }
}

// Titles.
pub(super) const TITLE_ALONE: Evidence = evidence(High, "the one short line above the first paragraph");
pub(super) const TITLE_AT_BYLINE: Evidence = evidence(High, "the line above the author or the date");
pub(super) const TITLE_ABOVE: Evidence = evidence(Medium, "one of several short lines above the first paragraph");
pub(super) const TITLE_LISTED: Evidence =
    evidence(Medium, "a short line above a paragraph, on a page that lists posts");
pub(super) const TITLE_MISSING: Evidence = evidence(Low, "the name of the file, since no line looks like one");

// Metadata.
pub(super) const STATED: Evidence = evidence(High, "where the page states it");
pub(super) const BESIDE_DATE: Evidence = evidence(Low, "a name beside the date; nothing says that it is the author's");
pub(super) const FIRST_OF_SEVERAL: Evidence = evidence(Low, "the first of several on the page");

// The extent of an excerpt.
pub(super) const FROM_LEAD_IN: Evidence = evidence(High, "from a lead-in with a colon to the outlet's name");
pub(super) const FROM_REMARK: Evidence = evidence(Medium, "from the editor's words to the outlet's name");
pub(super) const ONE_PARAGRAPH: Evidence = evidence(Medium, "the paragraph that ends with the outlet's name");
pub(super) const FROM_SECOND: Evidence = evidence(
    Low,
    "to the outlet's name; nothing shows where it starts, so the first paragraph is assumed to be the editor's",
);
pub(super) const IN_MARKS: Evidence = evidence(Medium, "paragraphs that open with a quotation mark");
pub(super) const AFTER_LEAD_IN: Evidence =
    evidence(Low, "after a lead-in that names an outlet; nothing shows where it ends");

// The outlet of an excerpt.
pub(super) const NAMED_AT_END: Evidence = evidence(High, "named at its end");
pub(super) const UNDECLARED_AT_END: Evidence = evidence(Medium, "in brackets at its end; the site does not declare it");
pub(super) const NAMED_INSIDE: Evidence = evidence(Medium, "named in it");
pub(super) const NAMED_IN_LEAD_IN: Evidence = evidence(Medium, "named in the lead-in");
pub(super) const NAMED_BEFORE: Evidence = evidence(Low, "named in the paragraph before");
pub(super) const NAMED_AFTER: Evidence = evidence(Low, "named in the paragraph after");
pub(super) const NAMED_LAST: Evidence = evidence(Low, "the outlet quoted last; nothing here names one");
pub(super) const NAMED_NOWHERE: Evidence = evidence(Low, "nothing names one");

// Other sources.
pub(super) const MENTIONED: Evidence = evidence(Medium, "the text says what it reports");
pub(super) const MENTIONED_UNDECLARED: Evidence =
    evidence(Low, "the text says what it reports; the site does not declare it");

// Lines.
pub(super) const REJOINED: Evidence = evidence(Medium, "the second half continues in mid-sentence");
pub(super) const CAPTION: Evidence = evidence(Medium, "a short line with a credit");
pub(super) const HEADING: Evidence = evidence(Medium, "a short line without a full stop above a paragraph");
pub(super) const COMMENTS: Evidence = evidence(Medium, "below the heading of the comments");
pub(super) const LEFT_OVER: Evidence = evidence(Low, "looks like page furniture");

/// The most words of a title.
pub(super) const MAX_TITLE_WORDS: usize = 24;
/// The most words of a heading.
const MAX_HEADING_WORDS: usize = 12;
/// The most words of a caption.
pub(super) const MAX_CAPTION_WORDS: usize = 60;

/// Words that only the editor of a digest uses, since they address the reader of the page.
#[rustfmt::skip]
const TO_THE_READER: &[&str] = &[
    "read more at", "read the rest", "read the whole", "read it all", "read the full", "read the article",
    "at the link", "click here", "click the link", "click on the link", "you can read", "stay tuned", "hat tip",
    "h t", "via reader", "in my opinion", "imho",
];

/// Words of the first person. Outside quotation marks they are the editor's; a news agency does not use them.
const FIRST_PERSON: &[&str] =
    &["i", "i'm", "i'd", "i've", "i'll", "me", "my", "mine", "myself", "저는", "제가", "나는", "내가"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        for whole in ["It is.", "“It is.”", "Is it?", "He said:", "It is. [Yonhap]", "(It is)", "끝났다."] {
            assert!(ends_sentence(whole), "{whole}");
        }
        assert!(!ends_sentence("with many opportunities to interact"));
        assert!(starts_small("with peers") && !starts_small("iPhones") && !starts_small("With"));
    }

    #[test]
    fn remarks() {
        assert!(is_remark("But I’d guess so.") && !is_remark("“I know,” he said.") && is_remark("Read the rest."));
    }

    #[test]
    fn titles() {
        for title in ["Who Pays for the Ferries?", "Ferries sink off the “coast”", "광명 인트라넷", "Up, Up and Away!"]
        {
            assert!(is_title(title), "{title}");
        }
        for prose in ["It sank.", "What a surprise!", "The minister said:", "and then", "- an item"] {
            assert!(!is_title(prose), "{prose}");
        }
    }
}
