//! The results of commands as text: for people, for programs (JSON lines) and for GitHub Actions.

pub(super) mod build_report;
pub(super) mod clip_report;
pub(super) mod fault_report;
pub(super) mod import_report;
pub(super) mod quotes_report;
pub(super) mod tag_report;
