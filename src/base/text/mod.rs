//! Text without knowledge of sites: word boundaries, colours, paths, slugs, dates, words, near spellings, the text of HTML.

pub mod boundary;
pub mod colour;
pub mod date;
pub mod dom;
pub mod fold;
pub mod near;
pub mod path;
pub mod slug;
pub mod words;
