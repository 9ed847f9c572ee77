//! Text without knowledge of sites: word boundaries, characters, colours, paths, slugs, dates, words, near
//! spellings, and HTML.

pub mod boundary;
pub mod characters;
pub mod colour;
pub mod date;
pub mod fold;
pub mod html;
pub mod near;
pub mod path;
pub mod slug;
pub mod words;
