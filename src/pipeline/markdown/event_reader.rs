//! Reads the events of a text.

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use super::events::{EXTENSIONS, SpannedEvent};
use super::flanking::PaddedText;
use super::smart_quotes;
use crate::pipeline::config::MarkdownConfig;

/// Parses a text, which is padded for emphasis beside CJK. The events have their bytes in `text`.
pub(super) fn read_events<'a>(
    text: &str,
    padded: &'a PaddedText<'_>,
    options: &MarkdownConfig,
) -> Vec<SpannedEvent<'a>> {
    let mut extensions = EXTENSIONS;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    let parsed = Parser::new_ext(&padded.text, extensions).into_offset_iter().filter_map(|event| padded.restore(event));
    if !options.smart_punctuation {
        return TextMergeWithOffset::new(parsed).collect();
    }
    let mut events: Vec<SpannedEvent<'a>> = parsed.collect();
    smart_quotes::curl(text, &mut events);
    TextMergeWithOffset::new(events.into_iter()).collect()
}
