//! Text without knowledge of sites: paths, slugs, dates, words, near spellings.

pub mod date;
pub mod fold;
pub mod near;
pub mod path;
pub mod slug;
pub mod words;
