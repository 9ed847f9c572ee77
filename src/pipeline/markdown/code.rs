//! Highlights fenced blocks of code.

use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::context::MarkdownContext;
use super::events::{SpannedEvent, end_of, words_of};
use super::highlight::{self, CodeLanguage};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::{Hasher, Key};

/// The highlighted blocks of code, by the events that start them.
pub(super) type HighlightedCode = BTreeMap<usize, HighlightedBlock>;

/// A block of code in a known language.
pub(super) struct HighlightedBlock {
    /// The name of the language, as it is written.
    pub language: String,
    /// The key of the HTML in the memo.
    pub key: Key,
    /// The HTML of the code.
    pub html: Arc<str>,
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
        let name = info.split([' ', ',']).next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        match highlight::find_language(name) {
            CodeLanguage::Known(syntax) => {
                let code = words_of(&events[at + 1..end_of(events, at)]);
                let key = Hasher::new().bytes(name.as_bytes()).bytes(code.as_bytes()).finish();
                let known = context.highlights.get(&key).cloned();
                let html = known.unwrap_or_else(|| highlight::highlight(syntax, &code).into());
                checked.value.insert(at, HighlightedBlock { language: name.to_owned(), key, html });
            }
            CodeLanguage::Plain => {}
            CodeLanguage::Unknown => {
                // The fence may be of any length, after the marks of a list or a quotation.
                let start = range.start + text[range.start..].find(name).unwrap_or(0);
                let fault = Diagnostic::new(codes::UNKNOWN_LANGUAGE, format!("unknown language `{name}`"))
                    .did_you_mean(name, highlight::language_names())
                    .hint("correct the name, or write `text`");
                checked.faults.push(fault.at(context.span(&(start..start + name.len()))));
            }
        }
    }
    checked
}
