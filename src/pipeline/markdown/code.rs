//! Highlights fenced blocks of code.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag};
use syntect::parsing::SyntaxReference;

use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of, words_of};
use super::highlight::{self, CodeLanguage, CodeLength};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};

/// The highlighted blocks of code, by the events that start them.
pub(super) type HighlightedCode = BTreeMap<usize, HighlightedBlock>;

/// A block of code in a known language.
pub(super) struct HighlightedBlock {
    /// The name of the language, as it is written.
    pub language: String,
    /// The HTML of the code.
    pub html: String,
}

/// Highlights the blocks whose language is known.
pub(super) fn highlight_blocks(
    text: &str,
    events: &[SpannedEvent<'_>],
    context: &MarkdownContext<'_>,
) -> Checked<HighlightedCode> {
    let mut checked = Checked { value: HighlightedCode::new(), faults: Vec::new() };
    if !context.options.highlight {
        return checked;
    }
    for (at, (event, range)) in events.iter().enumerate() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = language_name(info) else { continue };
        // The fence may be of any length, after the marks of a list or a quotation.
        let start = range.start + text[range.start..range.end].find(name).unwrap_or(0);
        let place = context.span(&(start..start + name.len()));
        let (syntax, write): (_, fn(&SyntaxReference, &str) -> String) = match highlight::find_language(name) {
            CodeLanguage::Known(syntax) => (syntax, highlight::highlight),
            CodeLanguage::Session(syntax) => (syntax, highlight::highlight_session),
            CodeLanguage::Plain => continue,
            CodeLanguage::Unknown => {
                let fault = Diagnostic::new(codes::UNKNOWN_LANGUAGE, format!("unknown language `{name}`"))
                    .did_you_mean(name, highlight::language_names())
                    .hint("correct the name, or write `text`");
                checked.faults.push(fault.at(place));
                continue;
            }
        };
        let code = words_of(&events[at + 1..end_of(events, at)]);
        if let Some(CodeLength { what, bytes, limit }) = highlight::excess_length(&code) {
            let message = format!("{what} of {bytes} bytes is not highlighted; the most is {limit}");
            let fault = Diagnostic::new(codes::PLAIN_CODE, message);
            checked.faults.push(fault.hint("show less of the code, or write `text` for its language").at(place));
            continue;
        }
        let html = write(syntax, &code);
        checked.value.insert(at, HighlightedBlock { language: name.to_owned(), html });
    }
    checked
}

/// The language that a fence names: `js` in `js`, `js title="x"`, `js,ignore`, `js{1,3}`, `{.js #id}`, `{js}` and
/// `js:file.js`. `{=html}` names none.
pub(super) fn language_name(info: &str) -> Option<&str> {
    let name = match info.trim_start().strip_prefix('{') {
        Some(attributes) => attributes.trim_start().trim_start_matches('.'),
        None => info,
    };
    let name = name.split([' ', '\t', ',', '{', '}', ':', '=']).next().unwrap_or_default();
    (!name.is_empty() && !name.starts_with('#')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::language_name;

    #[test]
    fn languages_of_fences() {
        for info in
            ["js", "js title=\"x\"", "js,ignore", "js{1,3-4}", "js {1}", "{.js #id .numbers}", "{js}", "{js, echo=F}"]
        {
            assert_eq!(language_name(info), Some("js"), "{info}");
        }
        for info in ["", " ", "{}", "{=html}", "{#id}"] {
            assert_eq!(language_name(info), None, "{info}");
        }
        assert_eq!(language_name("js:a.js"), Some("js"));
    }
}
