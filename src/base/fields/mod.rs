//! Reads TOML tables field by field and reports every fault of a file at once: wrong types, missing and unknown keys,
//! each at its place in the real file.

mod document;
mod meant;
pub(crate) mod stored_extra;
mod syntax;
mod table;
mod value;

pub use document::Toml;
pub use table::{Fields, TextOrTable};
pub use value::Located;
pub(crate) use value::{Extra, array_of_lines, is_language, is_web_url};
