//! Quotations as people write them for any program: with an attribution in the last line of what is quoted, after any
//! dash, in emphasis or in HTML.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribution::{attributed_links, opens_with_dash};
use super::context::AttributionStyle;
use super::event_reader::read_events;
use super::events::SpannedEvent;
use super::flanking::PaddedText;
use crate::base::text::html::text_content;
use crate::pipeline::config::MarkdownConfig;

/// The addresses that attributions in [`AttributionStyle::Free`] lead to.
pub(crate) fn attribution_links(text: &str, options: &MarkdownConfig) -> BTreeSet<String> {
    let padded = PaddedText::new(text);
    let mut events = read_events(text, &padded, options);
    simplify(&mut events);
    attributed_links(&events)
}

/// Leaves of a text the words, and attributions as paragraphs of their own.
pub(super) fn simplify(events: &mut Vec<SpannedEvent<'_>>) {
    events.retain_mut(|(event, _)| keep_words(event));
    drop_callout_titles(events);
    for at in last_lines(events) {
        let range = events[at].1.clone();
        events[at].0 = Event::Start(Tag::Paragraph);
        events.insert(at, (Event::End(TagEnd::Paragraph), range));
    }
}

/// Turns HTML into what a reader sees of it; returns `false` for an event without words.
fn keep_words(event: &mut Event<'_>) -> bool {
    #[expect(clippy::wildcard_enum_match_arm, reason = "other events stay as they are")]
    match event {
        Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => false,
        Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => {
            *event = Event::HardBreak;
            true
        }
        Event::InlineHtml(_) => false,
        Event::Html(html) => {
            *event = Event::Text(text_content(html, &mut []).into());
            true
        }
        _ => true,
    }
}

/// Drops the lines `[!quote] Title` that Obsidian shows as titles of quotations.
fn drop_callout_titles(events: &mut Vec<SpannedEvent<'_>>) {
    let mut at = 0;
    while at + 2 < events.len() {
        at += 1;
        let begins = matches!(
            (&events[at - 1].0, &events[at].0, &events[at + 1].0),
            (Event::Start(Tag::BlockQuote(_)), Event::Start(Tag::Paragraph), Event::Text(text)) if text.starts_with("[!")
        );
        let is_end = |(event, _): &SpannedEvent<'_>| {
            matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph))
        };
        let Some(end) = events[at..].iter().position(is_end).filter(|_| begins).map(|end| at + end) else { continue };
        // A title alone is a paragraph of its own.
        let from = if matches!(events[end].0, Event::End(_)) { at } else { at + 1 };
        events.drain(from..=end);
    }
}

/// The line breaks before attributions in the last paragraphs of blockquotes, the last one first.
fn last_lines(events: &[SpannedEvent<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut line = None;
    for (at, (event, _)) in events.iter().enumerate() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "no other event begins or ends a line")]
        match event {
            Event::Start(Tag::Paragraph) => line = None,
            Event::SoftBreak | Event::HardBreak if opens_line(&events[at + 1..]) => line = Some(at),
            Event::End(TagEnd::Paragraph)
                if matches!(events.get(at + 1), Some((Event::End(TagEnd::BlockQuote(None)), _))) =>
            {
                found.extend(line.take());
            }
            _ => {}
        }
    }
    found.reverse();
    found
}

fn opens_line(events: &[SpannedEvent<'_>]) -> bool {
    matches!(events.first(), Some((Event::Text(text), _)) if opens_with_dash(text, AttributionStyle::Free))
}
