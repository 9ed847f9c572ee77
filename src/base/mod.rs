//! What every room needs and what knows nothing of sites: diagnostics and how they are shown, hashes, values on
//! disk, text, and TOML read field by field.

pub mod codes;
pub mod diagnostic;
pub mod fields;
pub mod hash;
pub mod store;
pub mod text;
