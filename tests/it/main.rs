//! Every integration test, in one program, so that margent is linked once.
//!
//! `cargo test --test it golden` runs those of one file.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test looks for what it names, and nothing else")]

mod advice;
mod annotations;
#[cfg(feature = "cards")]
mod cards;
mod check;
mod clip;
mod commands;
mod common;
mod commonmark;
mod crash;
mod desk;
mod desk_law;
mod desk_notes;
mod edges;
mod faults;
mod golden;
mod hostile;
#[cfg(unix)]
mod hostile_files;
mod hosts;
mod import;
mod init_and_new;
mod invariants;
mod layers;
mod links;
mod lsp;
mod mistakes;
mod moved_text;
mod output;
mod passages;
#[cfg(unix)]
mod publish;
mod quotations;
mod quotes;
mod raw_html;
mod record;
mod repairs;
mod reread;
mod schema;
#[cfg(feature = "search")]
mod search;
mod serve;
mod snapshots;
mod tag;
mod theme;
mod topic_learning;
mod topic_precision;
mod topic_rules;
#[cfg(unix)]
mod tutorial;
mod warm_builds;
