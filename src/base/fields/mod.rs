//! Reads TOML tables field by field and reports every fault of a file at once: wrong types, missing and unknown keys,
//! each at its place in the real file.

mod date_hint;
mod document;
mod line_repair;
mod located;
mod plain;
pub(crate) mod stored_extra;
mod synonym;
mod syntax;
mod table;
mod value;
mod write;

pub use document::Toml;
pub(crate) use located::Extra;
pub use located::Located;
pub use table::{Fields, TextOrTable};
pub(crate) use value::{is_language, is_web_url};
pub(crate) use write::array_of_lines;
