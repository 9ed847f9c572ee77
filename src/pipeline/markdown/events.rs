//! The events of a text as pulldown-cmark finds them, each with its bytes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

/// Tables, strikethrough, task lists, footnotes and alerts (GFM).
pub(crate) const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// An event, and its bytes in the text.
pub(super) type SpannedEvent<'a> = (Event<'a>, Range<usize>);

/// Replaces U+0000, as CommonMark demands (§2.3). That character is then free to mark slots.
pub(super) fn replace_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// The number of the end event for event `start`; `start` itself if it starts nothing.
pub(super) fn end_of(events: &[SpannedEvent<'_>], start: usize) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(start) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "events of pulldown-cmark that open and close nothing")]
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    events.len().saturating_sub(1)
}

/// The events with their numbers, without those inside images, which only become alternative text.
pub(super) fn outside_images<'e, 'a>(
    events: &'e [SpannedEvent<'a>],
) -> impl Iterator<Item = (usize, &'e SpannedEvent<'a>)> {
    let mut images = 0usize;
    events.iter().enumerate().filter(move |(_, (event, _))| {
        let inside = images > 0;
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events open and close no image")]
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            _ => {}
        }
        !inside
    })
}

/// Appends the words that a reader sees, without the numbers of notes.
pub(super) fn append_words(events: &[SpannedEvent<'_>], text: &mut String) {
    for (event, _) in events {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words and separate none")]
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                text.push(' ');
            }
            _ => {}
        }
    }
}

/// The words that a reader sees, without the numbers of notes.
pub(super) fn words_of(events: &[SpannedEvent<'_>]) -> String {
    let mut text = String::new();
    append_words(events, &mut text);
    text
}
