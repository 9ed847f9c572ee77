//! Every integration test, in one program, so that margent is linked once.
//!
//! `cargo test --test it golden` runs those of one file.

mod advice;
#[cfg(feature = "cards")]
mod cards;
mod check;
mod common;
mod commonmark;
mod edits;
mod faults;
mod golden;
mod html_round_trip;
mod import;
mod import_again;
mod import_builds;
mod import_feeds;
mod import_files;
mod import_html;
mod invariants;
mod layers;
mod links;
mod matching;
mod new;
mod output;
mod passages;
#[cfg(unix)]
mod publish;
#[cfg(unix)]
mod publish_refused;
mod reread;
mod round_trip;
#[cfg(feature = "search")]
mod search;
mod selectors;
mod serve;
mod tag;
mod theme;
mod topics;
#[cfg(unix)]
mod tutorial;
