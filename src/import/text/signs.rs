//! Signs in a paragraph: how it begins and ends, who speaks.

use super::cues::{FIRST_PERSON, HEADING_WORDS, TITLE_WORDS, TO_THE_READER};
use super::phrase::tokens;
use crate::import::markdown::escape_paragraph;

/// Marks that open a quotation. A single one may also be an apostrophe.
const OPENING: [char; 8] = ['“', '"', '„', '«', '‘', '「', '『', '‟'];

/// Tells whether a text ends as a sentence does; brackets and quotation marks behind the stop aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let inner =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '”' | '"' | '’' | '\'' | '»' | '」' | '』'));
    inner.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '：', ')', ']', '）', '］'])
}

/// Tells whether a text begins with a small letter, names such as `iPhone` and addresses aside.
pub(super) fn starts_small(text: &str) -> bool {
    let mut letters = text.chars();
    let address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    !address && letters.next().is_some_and(char::is_lowercase) && !letters.next().is_some_and(char::is_uppercase)
}

/// An item of a list.
pub(super) struct ListItem<'a> {
    /// Its number; none where it has a bullet.
    number: Option<u32>,
    text: &'a str,
}

impl ListItem<'_> {
    /// Tells whether Markdown reads both as items of one list, with their numbers.
    pub fn follows(&self, before: &ListItem<'_>) -> bool {
        self.number == before.number.map(|number| number + 1)
    }

    /// Its Markdown.
    pub fn markdown(&self) -> String {
        let text = escape_paragraph(self.text);
        self.number.map_or_else(|| format!("- {text}"), |number| format!("{number}. {text}"))
    }
}

/// Reads a line as an item of a list, by a bullet or a number.
pub(super) fn item(line: &str) -> Option<ListItem<'_>> {
    let bullet = ["• ", "- ", "* ", "‣ ", "◦ ", "· ", "▪ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = || {
        let number = line[..digits].parse().ok().filter(|_| digits <= 3 && !line.starts_with('0'))?;
        Some((Some(number), line[digits..].strip_prefix(". ")?))
    };
    let (number, text) = bullet.map(|text| (None, text)).or_else(numbered)?;
    let text = text.trim_start();
    (!text.is_empty()).then_some(ListItem { number, text })
}

/// Tells whether a paragraph introduces a quotation.
pub(super) fn is_lead_in(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// Tells whether a paragraph opens with a quotation mark.
pub(super) fn opens_quotation(text: &str) -> bool {
    text.starts_with(OPENING)
}

/// A paragraph, apart: what stands in quotation marks, and what does not.
pub(super) struct QuoteParts {
    /// The words inside.
    pub inside: usize,
    /// The words outside, in small letters.
    pub outside: Vec<String>,
    /// Whether the last quotation is not closed: it goes on in the next paragraph.
    pub open: bool,
}

/// Takes a paragraph apart by its quotation marks.
pub(super) fn quoted(text: &str) -> QuoteParts {
    let mut parts = [String::new(), String::new()];
    let mut closing = None;
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match closing {
            None => closing = closes(c, before),
            // Inside single marks an apostrophe has a letter behind it.
            Some(mark) if c == mark && !(mark == '’' && next.is_alphabetic()) => closing = None,
            Some(_) => {}
        }
        parts[usize::from(closing.is_some())].push(c);
        before = c;
    }
    let [outside, inside] = parts;
    QuoteParts { inside: tokens(&inside).len(), outside: tokens(&outside), open: closing.is_some() }
}

/// The mark that closes a quotation which `c` opens, behind `before`.
fn closes(c: char, before: char) -> Option<char> {
    match c {
        '“' | '‟' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        '「' => Some('」'),
        '『' => Some('』'),
        '"' if !before.is_alphanumeric() => Some('"'),
        '‘' if !before.is_alphanumeric() => Some('’'),
        _ => None,
    }
}

/// Tells whether these are an editor's words: in the first person, or spoken to the reader of the page.
pub(super) fn is_remark(text: &str) -> bool {
    let words = quoted(text).outside;
    let line = format!(" {} ", words.join(" "));
    words.iter().any(|word| FIRST_PERSON.contains(&word.as_str()))
        || TO_THE_READER.iter().any(|phrase| line.contains(&format!(" {phrase} ")))
}

/// Tells whether a line can be a title: short, not the beginning or the end of a sentence. One that ends with a question
/// or an exclamation is a title only if its words are in capitals.
pub(super) fn is_title(line: &str) -> bool {
    let letters = line.chars().any(char::is_alphabetic);
    if line.split_whitespace().count() > TITLE_WORDS
        || !letters
        || starts_small(line)
        || item(line).is_some()
        || line.contains("://")
    {
        return false;
    }
    // The outlet behind a sentence does not make it a title.
    let bracketed = line.strip_suffix([']', ')']).and_then(|line| line.rfind(['[', '(']));
    let bare = bracketed.map_or(line, |start| line[..start].trim_end());
    let bare = if bare.is_empty() || ends_sentence(bare) { bare } else { line };
    let bare = bare.trim_end_matches(['”', '"', '’', '\'']);
    match bare.chars().next_back() {
        Some('.' | ',' | ';' | ':' | '：' | '。') => bare.ends_with("..."),
        Some('?' | '!' | '？' | '！') => in_capitals(bare),
        Some(_) => true,
        None => false,
    }
}

/// Tells whether the words behind the first begin with capitals: most of the long ones, or half of all where none is long.
/// Words of a script without capitals do not count.
fn in_capitals(line: &str) -> bool {
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

/// Tells whether a line is a paragraph of text, rather than a title, a name or a caption.
pub(super) fn is_prose(line: &str) -> bool {
    !is_title(line)
}

/// Tells whether a line can be a heading inside a text.
pub(super) fn is_heading(line: &str) -> bool {
    is_title(line) && !ends_sentence(line) && !opens_quotation(line) && line.split_whitespace().count() <= HEADING_WORDS
}

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
    fn quotations() {
        let parts = quoted("“It is,” he said, “and I'm sure.");
        assert_eq!((parts.inside, parts.outside, parts.open), (5, vec!["he".to_owned(), "said".to_owned()], true));
        assert!(!quoted("‘It’s new,’ she said.").open && !quoted("5\" pipes").open);
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
