//! HTML without a tree: escaping it, its tags, its text.

mod escape;
mod srcset;
mod tag;
mod text_content;
mod visible_text;

pub(crate) use escape::{escape, push_content, push_escaped};
pub(crate) use srcset::srcset;
pub(crate) use tag::{HtmlTag, comment_len, content_len};
pub(crate) use text_content::{decode_references, text_content};
pub(crate) use visible_text::visible_text;
