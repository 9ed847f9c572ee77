//! Text without knowledge of sites: word boundaries, characters, character sets, colours, paths, slugs, dates, words, near
//! spellings, quoted text as tokens, and HTML.

pub(crate) mod boundary;
pub(crate) mod characters;
pub(crate) mod charset;
pub(crate) mod colour;
pub(crate) mod conflict;
pub(crate) mod date;
pub(crate) mod html;
pub(crate) mod near;
pub mod path;
pub mod slug;
pub(crate) mod token;
pub mod words;
