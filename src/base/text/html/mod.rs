//! HTML without a tree: escaping it, its tags, its text.

mod markup;
mod text;

pub(crate) use markup::{HtmlTag, comment_len, content_len, escape, push_content, push_escaped, srcset};
pub(crate) use text::{decode_references, text_content, visible_text};
