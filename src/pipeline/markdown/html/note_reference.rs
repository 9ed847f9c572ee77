//! Writes references to notes.

use super::buffer::HtmlBuffer;
use crate::pipeline::markdown::layout::Layout;
use crate::pipeline::markdown::note::{note_id, reference_id};
use crate::pipeline::markdown::slot::SlotTarget;

/// Writes the reference that is the event `at`: a number that links to the note.
pub(super) fn write_reference(layout: &Layout<'_>, at: usize, html: &mut HtmlBuffer<'_>) {
    let Some(reference) = layout.references.get(&at) else { return };
    let note = &layout.notes[reference.note];
    let href = html.slot(SlotTarget::Own(note_id(&note.slug)));
    html.push_html(format!(
        "<sup class=\"note-ref note-{}\"><a href=\"{href}\" id=\"{}\" role=\"doc-noteref\">{}</a></sup>",
        note.kind.name(),
        reference_id(&note.slug, reference.nth),
        reference.note + 1
    ));
}
