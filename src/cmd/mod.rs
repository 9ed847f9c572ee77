//! The commands. Only here is anything printed: results to standard output, faults and notices to standard error.

pub mod build;
pub mod explain;
pub mod generate;
mod summary;

/// Starts red, bold text on a terminal.
pub const RED: &str = "\x1b[1;31m";
/// Starts bold text.
pub const BOLD: &str = "\x1b[1m";
/// Ends either.
pub const PLAIN: &str = "\x1b[0m";
