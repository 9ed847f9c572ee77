//! Writes the HTML of an analysed text, with marks for slots and for the places of excerpts, passages and notes: each block,
//! followed by its notes with their backlinks.

mod buffer;
mod element;
mod event;
mod hyperlink;

use pulldown_cmark::{Event, TagEnd};

use crate::pipeline::markdown::analysis::TextAnalysis;
use crate::pipeline::markdown::marks::HtmlStretch;
use crate::pipeline::markdown::note::note_id;
use crate::pipeline::markdown::slotted_html::{Link, SlotTarget};
use buffer::HtmlBuffer;
use event::write_events;

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
