//! Writes the HTML of an analysed text, with marks for slots and for the places of excerpts, passages and notes: each block,
//! followed by its notes with their backlinks. Most events are written as they are, some as our HTML.

mod buffer;
mod element;
mod hyperlink;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::pipeline::markdown::analysis::TextAnalysis;
use crate::pipeline::markdown::events::end_of;
use crate::pipeline::markdown::marks::HtmlStretch;
use crate::pipeline::markdown::note::note_id;
use crate::pipeline::markdown::raw_html::HtmlPiece;
use crate::pipeline::markdown::slotted_html::{Link, SlotTarget};
use buffer::{HtmlBuffer, write_code, write_text};
use element::{open_alert, open_table, write_border, write_fenced_code, write_task};
use hyperlink::{open_link, write_image, write_picture, write_reference};

/// Writes a text of about `length` bytes: its HTML with marks, and the purposes of the slots.
pub(in crate::pipeline::markdown) fn write_page(text: &TextAnalysis<'_, '_>, length: usize) -> (String, Vec<Link>) {
    let mut html = HtmlBuffer::with_capacity(length * 5 / 4);
    for block in &text.layout.blocks {
        write_events(text, block.events.clone(), &mut html);
        html.flush();
        if block.notes.is_empty() {
            continue;
        }
        html.push_html("<div class=\"notes\">\n");
        for number in block.notes.clone() {
            write_note(text, number, &mut html);
            html.flush();
        }
        html.push_html("</div>\n");
        html.flush();
    }
    html.finish()
}

/// Writes a note: its number, its text, and a backlink to each of its references.
fn write_note<'a>(text: &TextAnalysis<'a, '_>, number: usize, html: &mut HtmlBuffer<'a>) {
    let note = &text.layout.notes[number];
    let (head, tail) = (HtmlStretch::NoteText(number), HtmlStretch::NoteEnd(number));
    let word = html.slot(SlotTarget::Word(note.kind.word().into()));
    html.push_html(format!(
        "<aside class=\"note note-{}\" data-kind=\"{word}\" id=\"{}\" role=\"doc-footnote\">\n\
         <span class=\"note-number\">{}</span>{}\n",
        note.kind.name(),
        note_id(&note.slug),
        number + 1,
        head.start_mark()
    ));
    let mut backlinks = head.end_mark();
    let mut events = note.events.clone();
    // The backlinks belong to the last line of the text if the last block is a paragraph.
    let is_paragraph_last =
        matches!(text.layout.events[events.clone()].last(), Some((Event::End(TagEnd::Paragraph), _)));
    let space = if is_paragraph_last { "&#xa0;" } else { "" };
    if is_paragraph_last {
        events.end -= 1;
    }
    write_events(text, events, html);
    for (n, reference) in note.reference_ids().enumerate() {
        let href = html.slot(SlotTarget::Own(reference));
        let space = if n == 0 { space } else { "&#xa0;" };
        backlinks
            .push_str(&format!("{space}<a class=\"note-back\" href=\"{href}\" role=\"doc-backlink\">↩&#xfe0e;</a>"));
    }
    backlinks.push_str(&tail.start_mark());
    if is_paragraph_last {
        html.push_html(backlinks);
        html.push(Event::End(TagEnd::Paragraph));
    } else {
        html.push_html(format!("<p>{backlinks}</p>\n"));
    }
    html.push_html(format!("{}</aside>\n", tail.end_mark()));
}

/// Writes the events `range`.
fn write_events<'a>(text: &TextAnalysis<'a, '_>, range: Range<usize>, html: &mut HtmlBuffer<'a>) {
    let mut at = range.start;
    while at < range.end {
        if let Some(picture) = captioned_picture(text, at) {
            at = picture.end + 1;
            write_picture(text, picture, html);
            continue;
        }
        let event = &text.layout.events[at].0;
        let is_written_whole =
            matches!(event, Event::Start(Tag::Image { .. } | Tag::CodeBlock(CodeBlockKind::Fenced(_))));
        let end = if is_written_whole { end_of(&text.layout.events, at) } else { at };
        write_event(text, at..end + 1, html);
        at = end + 1;
    }
}

/// The events of a picture with a title that is all of the paragraph that the event at `at` starts. In the words of others, a
/// title stays what their source made of it.
fn captioned_picture(text: &TextAnalysis<'_, '_>, at: usize) -> Option<Range<usize>> {
    let events = &text.layout.events;
    let [(Event::Start(Tag::Paragraph), _), (Event::Start(Tag::Image { title, .. }), _), ..] = &events[at..] else {
        return None;
    };
    let end = end_of(events, at + 1) + 1;
    let is_alone = !title.is_empty() && matches!(events.get(end), Some((Event::End(TagEnd::Paragraph), _)));
    let is_quoted =
        || text.attributions.excerpts().any(|excerpt| (excerpt.start..excerpt.attribution[0]).contains(&at));
    (is_alone && !is_quoted()).then_some(at + 1..end)
}

/// Writes the first event of `range`, which encloses the others.
#[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark writes the other events")]
fn write_event<'a>(text: &TextAnalysis<'a, '_>, range: Range<usize>, html: &mut HtmlBuffer<'a>) {
    let at = range.start;
    let event = &text.layout.events[at].0;
    match event {
        Event::Start(Tag::BlockQuote(None) | Tag::Paragraph)
        | Event::End(TagEnd::BlockQuote(None) | TagEnd::Paragraph) => match text.attributions.at(at) {
            Some(quotation) => write_border(quotation, event, html),
            None => html.push(event.clone()),
        },
        Event::Start(Tag::BlockQuote(Some(kind))) => open_alert(*kind, html),
        Event::Start(Tag::Link { link_type, dest_url, title, .. }) if *link_type != LinkType::Email => {
            match open_link(text, at, dest_url, title, html) {
                Some(tag) => html.push_html(tag),
                None => html.push(event.clone()),
            }
        }
        Event::Start(Tag::Image { dest_url, title, .. }) => write_image(text, range, dest_url, title, html),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => write_fenced_code(text, range, html),
        Event::Start(Tag::Table(columns)) => {
            open_table(columns.len(), html);
            html.push(event.clone());
        }
        Event::End(TagEnd::Table) => {
            html.push(event.clone());
            html.push_html("</div>\n");
        }
        Event::FootnoteReference(_) => write_reference(&text.layout, at, html),
        Event::TaskListMarker(done) => write_task(*done, html),
        // HTML needs no slash in empty elements; pulldown-cmark writes one.
        Event::HardBreak => html.push_html("<br>\n"),
        Event::Rule => html.push_html("<hr>\n"),
        Event::Html(_) | Event::InlineHtml(_) => write_raw_html(text, at, html),
        Event::Text(shown) => write_text(shown, text.marks.get(&at), html),
        Event::Code(code) => write_code(code, text.marks.get(&at), html),
        other => html.push(other.clone()),
    }
}

/// Writes the output for the raw HTML of an event.
fn write_raw_html(text: &TextAnalysis<'_, '_>, at: usize, html: &mut HtmlBuffer<'_>) {
    let Some(pieces) = text.raw_html.get(&at) else { return };
    for piece in pieces.iter() {
        match piece {
            HtmlPiece::Html(written) => html.push_html(written.clone()),
            HtmlPiece::Address(written) => {
                let range = text.context.in_file(&text.layout.events[at].1);
                let slot = html.link_slot(SlotTarget::Raw(written.clone()), range);
                html.push_html(slot);
            }
        }
    }
}
