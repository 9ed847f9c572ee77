//! Errors of TOML syntax in an editor's words.
//!
//! The `toml` crate tells its errors apart by their wording alone, so `Cargo.toml` pins it, and a test provokes each
//! wording.

use std::ops::Range;

use super::value::line_of;

/// The syntax errors that editors make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TomlSyntaxError {
    UnquotedText,
    UnclosedText,
    UnclosedLines,
    UnclosedHeader,
    UnknownBoolean,
    InvalidEscape,
    DuplicateKey,
    MissingComma,
    UnclosedList,
    InvalidKey,
    KeyWithoutValue,
    TextAfterValue,
    InvalidNumber,
    TooDeep,
    Other,
}

use TomlSyntaxError as E;

/// The beginnings of messages of the `toml` crate.
#[rustfmt::skip]
const WORDINGS: [(&str, TomlSyntaxError); 21] = [
    ("string values must be quoted", E::UnquotedText), ("invalid basic string", E::UnclosedText),
    ("invalid literal string", E::UnclosedText), ("invalid multi-line basic string", E::UnclosedLines),
    ("invalid multi-line literal string", E::UnclosedLines), ("unclosed table", E::UnclosedHeader),
    ("invalid boolean", E::UnknownBoolean), ("missing escaped value", E::InvalidEscape),
    ("invalid value, expected unicode", E::InvalidEscape), ("too few unicode value digits", E::InvalidEscape),
    ("duplicate key", E::DuplicateKey), ("missing comma", E::MissingComma), ("unclosed array", E::UnclosedList),
    ("invalid unquoted key", E::InvalidKey), ("key with no value", E::KeyWithoutValue),
    ("unexpected key or value", E::TextAfterValue), ("invalid float", E::InvalidNumber),
    ("invalid fraction", E::InvalidNumber), ("unexpected leading zero", E::InvalidNumber),
    ("cannot recurse further", E::TooDeep), ("recursion limit", E::TooDeep),
];

impl TomlSyntaxError {
    /// Recognises an error by the message of the `toml` crate.
    pub(crate) fn classify(message: &str) -> Self {
        WORDINGS.iter().find(|(start, _)| message.starts_with(start)).map_or(Self::Other, |(_, error)| *error)
    }

    /// Returns whether such an error can follow from one on the line before, which goes on here.
    pub(crate) fn can_continue(self) -> bool {
        matches!(self, Self::InvalidKey | Self::KeyWithoutValue | Self::Other)
    }

    /// Returns where the mistake is: a text over several lines that is not closed begins before the parser stops at it.
    pub(crate) fn place(self, text: &str, range: Range<usize>) -> Range<usize> {
        let before = &text[..range.start.min(text.len())];
        match before.rfind("\"\"\"").max(before.rfind("'''")) {
            Some(opening) if self == Self::UnclosedLines => opening..opening + 3,
            Some(_) | None => range,
        }
    }

    /// Describes the error at `range` of `text`: a message, and a hint if there is one. `original` is the crate's
    /// message.
    pub(crate) fn describe(self, original: &str, text: &str, range: &Range<usize>) -> (String, Option<String>) {
        let here = &text[range.clone()];
        let (message, hint) = match self {
            Self::UnquotedText if here.starts_with(['“', '”', '‘', '’', '„']) => {
                ("these quotation marks are curly", "use straight ones: \"…\"")
            }
            Self::UnquotedText if here == "=" => {
                let key = text[line_of(text, range.start)].split('=').next().unwrap_or_default().trim();
                let hint = "write it after the equals sign, or remove the line";
                return (format!("the value of `{key}` is missing"), Some(hint.to_owned()));
            }
            Self::UnquotedText if is_yes_or_no(here) => ("this is not a value", "write true or false for yes and no"),
            Self::UnquotedText => ("text needs quotation marks", "put it between straight quotation marks: \"…\""),
            Self::UnclosedText => {
                ("this text is not closed", "end it on the same line with the quotation mark that it begins with")
            }
            Self::UnclosedLines => {
                ("this text is not closed", "end it with the three quotation marks that it begins with")
            }
            Self::UnclosedHeader => {
                ("this line lacks a closing bracket", "write [table], or [[table]] for one of several")
            }
            Self::UnknownBoolean if !here.eq_ignore_ascii_case("true") && !here.eq_ignore_ascii_case("false") => {
                ("text needs quotation marks on both sides", "put it between straight quotation marks: \"…\"")
            }
            Self::UnknownBoolean => {
                return (format!("`{here}` is not a value"), Some("write true or false, in lower case".to_owned()));
            }
            Self::InvalidEscape => (
                "a backslash has a special meaning here",
                "write \\\\ for a backslash, or put the text between single quotation marks: '…'",
            ),
            Self::DuplicateKey => return (format!("`{here}` occurs twice"), Some("keep one of the two".to_owned())),
            Self::MissingComma => ("a comma is missing between two items", "write [\"one\", \"two\"]"),
            Self::UnclosedList => ("this list is not closed", "end it with ]"),
            Self::InvalidKey | Self::KeyWithoutValue => return self.describe_key(text, range),
            Self::TextAfterValue if requoted(&text[line_of(text, range.start)]).is_some() => {
                let line = requoted(&text[line_of(text, range.start)]).unwrap_or_default();
                return ("this text ends at its own quotation mark".to_owned(), Some(format!("write {line}")));
            }
            Self::TextAfterValue => (
                "unexpected text after the value",
                "put each key on its own line; inside text, write a quotation mark as \\\"",
            ),
            Self::InvalidNumber => ("this is not a number", "put text between quotation marks"),
            Self::TooDeep => {
                ("lists, tables or parts of a key are more than 80 deep in each other", "write it flatter")
            }
            Self::Other => return (original.lines().collect::<Vec<_>>().join(", "), None),
        };
        (message.to_owned(), Some(hint.to_owned()))
    }

    /// Describes a key that is invalid or has no value: often the editor wrote a colon, as in YAML.
    fn describe_key(self, text: &str, range: &Range<usize>) -> (String, Option<String>) {
        let line = text[line_of(text, range.start)].split_once(':');
        if let Some((key, _)) = line.filter(|(key, _)| !key.contains(['=', '"', '\'', '['])) {
            let key = key.trim();
            return (format!("`{key}` needs an equals sign, not a colon"), Some(format!("write {key} = …")));
        }
        let (message, hint) = if self == Self::KeyWithoutValue {
            let line = text[line_of(text, range.start)].trim();
            let hint = "write KEY = VALUE, each on its own line; a comment begins with #";
            return (format!("this line is not a key and its value: {line}"), Some(hint.to_owned()));
        } else {
            ("this is not a valid key", "use letters from a to z, digits, - and _, or put it in quotation marks")
        };
        (message.to_owned(), Some(hint.to_owned()))
    }
}

/// Returns a line such as `key = 'it's'` with quotation marks that its text does not contain, or with escaped ones.
fn requoted(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let mark = value.chars().next().filter(|mark| ['\'', '"'].contains(mark))?;
    let inner = value.strip_prefix(mark)?.strip_suffix(mark)?;
    // A comma or an escape may be the editor's own structure.
    if !inner.contains(mark) || inner.starts_with(mark) || inner.contains('\\') || inner.contains(&format!("{mark},")) {
        return None;
    }
    Some(if !inner.contains('"') {
        format!("{key} = \"{inner}\"")
    } else if !inner.contains('\'') {
        format!("{key} = '{inner}'")
    } else {
        format!("{key} = \"{}\"", inner.replace('"', "\\\""))
    })
}

fn is_yes_or_no(word: &str) -> bool {
    ["yes", "no", "on", "off", "y", "n"].iter().any(|other| word.trim().eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    const DEEP_LIST: &str =
        "a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";
    const DEEP_KEY: &str = concat!(
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.",
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1\n"
    );

    /// Fails after an update of the `toml` crate that changes its wordings: adapt `WORDINGS`.
    #[test]
    fn every_wording_is_the_toml_crates_own() {
        const INVALID: [(&str, &str); 21] = [
            ("string values must be quoted", "a = some text\n"),
            ("invalid basic string", "a = \"open\nb = 1\n"),
            ("invalid literal string", "a = 'open\nb = 1\n"),
            ("invalid multi-line basic string", "a = \"\"\"open\n"),
            ("invalid multi-line literal string", "a = '''open\n"),
            ("unclosed table", "[a\nb = 1\n"),
            ("invalid boolean", "a = True\n"),
            ("missing escaped value", "a = \"C:\\data\"\n"),
            ("invalid value, expected unicode", "a = \"\\uD800\"\n"),
            ("too few unicode value digits", "a = \"\\u12\"\n"),
            ("duplicate key", "a = 1\na = 2\n"),
            ("missing comma", "a = [\"b\" \"c\"]\n"),
            ("unclosed array", "a = [\"b\"\n"),
            ("invalid unquoted key", "a? = 1\n"),
            ("key with no value", "a\n"),
            ("unexpected key or value", "a = \"b\" c\n"),
            ("invalid float", "a = 1.2.3\n"),
            ("invalid fraction", "a = 1.x\n"),
            ("unexpected leading zero", "a = 01\n"),
            ("cannot recurse further", DEEP_LIST),
            ("recursion limit", DEEP_KEY),
        ];
        for ((wording, _), (expected, text)) in WORDINGS.iter().zip(INVALID) {
            assert_eq!(*wording, expected);
            let (_, errors) = DeTable::parse_recoverable(text);
            let messages: Vec<&str> = errors.iter().map(|error| error.message()).collect();
            assert!(messages.iter().any(|message| message.starts_with(wording)), "{wording}: {messages:?}");
        }
    }
}
