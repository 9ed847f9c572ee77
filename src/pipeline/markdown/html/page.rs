//! Writes a whole text: each block, followed by its notes.

use super::buffer::HtmlBuffer;
use super::event::write_events;
use super::note::write_note;
use crate::pipeline::markdown::analysis::TextAnalysis;
use crate::pipeline::markdown::slot::Link;

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
