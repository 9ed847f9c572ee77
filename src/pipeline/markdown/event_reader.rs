//! Reads the events of a text.

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use super::events::{EXTENSIONS, SpannedEvent};
use super::flanking::PaddedText;
use super::smart_quotes;
use crate::pipeline::config::MarkdownConfig;

/// Parses a text, which is padded for emphasis beside CJK. The events have their bytes in `text`; neighbouring texts are one.
pub(super) fn read_events<'a>(
    text: &str,
    padded: &'a PaddedText<'_>,
    options: &MarkdownConfig,
) -> Vec<SpannedEvent<'a>> {
    TextMergeWithOffset::new(read_written_events(text, padded, options).into_iter()).collect()
}

/// Parses a text like [`read_events`], but leaves apart what is written apart.
pub(super) fn read_written_events<'a>(
    text: &str,
    padded: &'a PaddedText<'_>,
    options: &MarkdownConfig,
) -> Vec<SpannedEvent<'a>> {
    let mut extensions = EXTENSIONS;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    let parsed = Parser::new_ext(&padded.text, extensions).into_offset_iter();
    let mut events: Vec<SpannedEvent<'a>> = parsed.filter_map(|event| padded.restore(event)).collect();
    if options.smart_punctuation {
        smart_quotes::curl(text, &mut events);
    }
    events
}
