//! Text without knowledge of sites: paths, slugs, dates, words, near spellings, the text of HTML.

pub mod date;
pub mod dom;
pub mod fold;
pub mod near;
pub mod path;
pub mod slug;
pub mod words;
