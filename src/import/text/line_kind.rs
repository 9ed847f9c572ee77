//! The kind of a line by itself: text, page furniture, a byline, or a caption.

use super::byline::is_byline;
use super::heuristics::starts_small;
use super::vocabulary;
use crate::import::attribution::{has_outlet_word, is_name};
use crate::import::credits::is_credited;
use crate::import::furniture_words::{FollowingLines, Furniture, furniture_of};
use crate::import::outlet_names::OutletNames;
use crate::import::phrase::{ends_sentence, tokens};

/// The kind of a paragraph.
#[derive(Clone, Copy)]
pub(super) enum ParagraphKind {
    Text,
    Furniture(&'static Furniture),
    Byline,
    Caption,
}

impl ParagraphKind {
    /// The kind of a line.
    pub fn of(line: &str, outlets: &OutletNames) -> Self {
        match furniture_of(line) {
            Some(furniture) => Self::Furniture(furniture),
            None if is_byline(line) => Self::Byline,
            None if is_caption(line, outlets) => Self::Caption,
            None => Self::Text,
        }
    }

    /// The meaning it has for the lines that follow, unless it is part of a post.
    pub(crate) fn following(self) -> Option<FollowingLines> {
        match self {
            Self::Furniture(furniture) => Some(furniture.following),
            Self::Byline => Some(FollowingLines::Metadata),
            Self::Text | Self::Caption => None,
        }
    }
}

/// Returns whether a line is the caption or the credit of a picture.
fn is_caption(line: &str, outlets: &OutletNames) -> bool {
    if tokens(line).len() > vocabulary::MAX_CAPTION_WORDS {
        return false;
    }
    if is_credited(line) {
        return true;
    }
    let Some((head, name)) = line.rsplit_once(", ").filter(|(head, _)| head.split_whitespace().count() > 3) else {
        return false;
    };
    let via = name.strip_prefix("via ").map(|name| name.strip_prefix("the ").unwrap_or(name));
    let is_outlet = outlets.find(name).is_some() || has_outlet_word(name);
    let names_credit =
        via.is_some_and(is_name) || (is_outlet && is_name(name) && head.split_whitespace().any(starts_small));
    names_credit && !ends_sentence(line)
}
