//! The results of commands as text: for people, for programs (JSON lines) and for GitHub Actions.

pub(super) mod advice_report;
pub(super) mod build_report;
pub(super) mod clip_report;
pub(super) mod evaluation_report;
pub(super) mod fault_report;
pub(super) mod folder_quotes_report;
pub(super) mod import_report;
pub(super) mod links_report;
pub(super) mod live_report;
pub(super) mod publish_report;
pub(super) mod quotes_report;
pub(super) mod repair_report;
pub(super) mod tag_report;
pub(super) mod timings_report;
