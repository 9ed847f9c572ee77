//! Quotations as people write them for any program: with an attribution in the last line of what is quoted, after any
//! dash, in emphasis or in HTML, or as an attribute of the block.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

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
    link_bare_addresses(events);
    let lines = last_lines(events);
    let (old, mut done) = (std::mem::take(events), 0);
    for line in lines {
        let place = &old[line.start].1;
        let start = [Event::End(TagEnd::Paragraph), Event::Start(Tag::Paragraph)];
        let cited = cited_by_attribute(&old[line.start + 1].0).map(linked_line);
        events.extend_from_slice(&old[done..line.start]);
        done = if cited.is_some() { line.end } else { line.start + 1 };
        events.extend(start.into_iter().chain(cited.into_iter().flatten()).map(|event| (event, place.clone())));
    }
    events.extend_from_slice(&old[done..]);
}

/// The address in the attributes of a block, `{cite="https://…"}`, which Hugo and kramdown read behind it.
fn cited_by_attribute(event: &Event<'_>) -> Option<String> {
    let Event::Text(text) = event else { return None };
    let (_, rest) = text.strip_prefix('{')?.split_once("cite=\"")?;
    rest.split_once('"').map(|(address, _)| address.to_owned())
}

/// An attribution that links to an address.
fn linked_line<'a>(address: String) -> [Event<'a>; 4] {
    let link = start_of_link(&address);
    [Event::Text("— ".into()), link, Event::Text(address.into()), Event::End(TagEnd::Link)]
}

fn start_of_link<'a>(address: &str) -> Event<'a> {
    let (link_type, dest_url) = (LinkType::Inline, CowStr::from(address.to_owned()));
    Event::Start(Tag::Link { link_type, dest_url, title: "".into(), id: "".into() })
}

/// Turns addresses and `[[wiki links]]` in lines that open with a dash into links.
fn link_bare_addresses(events: &mut Vec<SpannedEvent<'_>>) {
    let (old, mut at) = (std::mem::take(events), 0);
    while at < old.len() {
        let words =
            old[at..].iter().map_while(|(event, _)| if let Event::Text(text) = event { Some(text) } else { None });
        let (count, text) = words.fold((0, String::new()), |(count, text), words| (count + 1, text + words));
        let end = at + count.max(1);
        match bare_link(&text).filter(|_| opens_with_dash(&text, AttributionStyle::Free)) {
            Some((range, address)) => {
                let shown = |part: Range<usize>| Event::Text(text[part].to_owned().into());
                let before = [shown(0..range.start), start_of_link(&address)];
                let after = [shown(range.clone()), Event::End(TagEnd::Link), shown(range.end..text.len())];
                events.extend(before.into_iter().chain(after).map(|event| (event, old[at].1.clone())));
            }
            None => events.extend_from_slice(&old[at..end]),
        }
        at = end;
    }
}

/// The first address or `[[wiki link]]` in a text, and what it leads to: Obsidian's notes are Markdown.
fn bare_link(text: &str) -> Option<(Range<usize>, String)> {
    if let Some(at) = text.find("https://").or_else(|| text.find("http://")) {
        let length = text[at..].find([' ', '\n', '<', '>', ')', '"']).unwrap_or(text.len() - at);
        let address = text[at..at + length].trim_end_matches(['.', ',', ';', ':']);
        return Some((at..at + address.len(), address.to_owned()));
    }
    let (start, end) = (text.find("[[")?, text.find("]]")?);
    let name = text.get(start + 2..end)?.split(['|', '#']).next()?.trim();
    let has_ending = name.rsplit('/').next().is_some_and(|file| file.contains('.'));
    Some((start..end + 2, if has_ending { name.to_owned() } else { format!("{name}.md") }))
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
    let is_end = |(event, _): &SpannedEvent<'_>| {
        matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph))
    };
    let (old, mut done) = (std::mem::take(events), 0);
    for (at, three) in old.windows(3).enumerate() {
        let begins = matches!(
            three,
            [(Event::Start(Tag::BlockQuote(_)), _), (Event::Start(Tag::Paragraph), _), (Event::Text(text), _)]
            if text.starts_with("[!")
        );
        if begins && let Some(end) = old[at..].iter().position(is_end).map(|end| at + end) {
            // A title alone is a paragraph of its own.
            let from = if matches!(old[end].0, Event::End(_)) { at + 1 } else { at + 2 };
            events.extend_from_slice(&old[done..from]);
            done = end + 1;
        }
    }
    events.extend_from_slice(&old[done..]);
}

/// The attributions in the last paragraphs of blockquotes, each from the line break before it to the end of its
/// paragraph.
fn last_lines(events: &[SpannedEvent<'_>]) -> Vec<Range<usize>> {
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
                found.extend(line.take().map(|line| line..at));
            }
            _ => {}
        }
    }
    found
}

fn opens_line(events: &[SpannedEvent<'_>]) -> bool {
    events.first().is_some_and(|(event, _)| {
        matches!(event, Event::Text(text) if opens_with_dash(text, AttributionStyle::Free))
            || cited_by_attribute(event).is_some()
    })
}
