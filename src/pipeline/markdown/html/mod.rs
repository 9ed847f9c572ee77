//! Writes the HTML of an analysed text, with marks for slots and for the places of excerpts, passages and notes.

mod buffer;
mod element;
mod event;
mod hyperlink;
mod marked_text;
mod note;
mod page;
mod quotation;

pub(super) use page::write_page;
