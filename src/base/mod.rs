//! Tools for every room. Nothing here knows of sites: it would serve another program as well.
//!
//! - [`codes`]: the kinds of fault, each with a number that never changes.
//! - [`diagnostic`]: faults as values, collected by every stage and shown together.
//! - [`repair`]: the change that mends a fault.
//! - [`fields`]: TOML read field by field, so that all faults of a file are found at once.
//! - [`text`]: paths, slugs, dates, colours, words, similar spellings, the text of HTML.
//! - [`hash`]: keys of the memo.
//! - [`media_type`]: formats of files by their names and first bytes.
//! - [`regular_file`]: reads files, and neither pipes nor devices.
//! - [`set_aside`]: texts on disk until they are needed.
//! - [`store`]: values on disk under `.margent/`.
//!
//! Everything is a function of its arguments; only [`regular_file`], [`set_aside`] and [`store`] touch the disk. The printing of
//! faults does not belong here, nor does any word of the design: article, source, excerpt.

pub mod codes;
pub mod diagnostic;
pub(crate) mod fields;
pub mod hash;
pub(crate) mod media_type;
pub(crate) mod regular_file;
pub mod repair;
pub mod set_aside;
pub(crate) mod store;
pub mod text;
