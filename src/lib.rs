//! margent turns the files of an annotated news digest into a static site.
//!
//! # The pipeline
//!
//! ```text
//! Inputs        every file under the site, with its hash; the only reader of the disk
//!   → config    site.toml → Config (defaults where invalid, with diagnostics)
//!   → theme     templates compiled once → Theme
//!   → content   each file alone, in parallel → Article, Topic, Outlet, Page
//!   → index     serial, metadata only: addresses, topics, tags, outlets, dates, related, backlinks, links
//!   → plan      every output decided before anything is rendered
//!   → Site      the immutable sum of the above
//!   → render    one output at a time, in parallel → bytes
//!   → write     what changed, staged, then moved into place; what is planned no more is deleted
//! ```
//!
//! [`load`] is the pipeline up to the [`Site`]; [`output::write`] renders and writes it. Stages are functions from
//! immutable values to a value and the faults met ([`diagnostic::Checked`]); no stage changes what an earlier one
//! made, and none but the first and the last touches the disk. Nothing is rebuilt by a second path: a warm
//! build runs the same functions, and saves the work whose key it has seen before ([`content::Memo`] for texts,
//! [`output::Manifest`] for outputs).
//!
//! # What holds
//!
//! 1. Reading a content file reads nothing but that file and the configuration.
//! 2. The plan is complete. Nothing outside it is written or deleted.
//! 3. Warm or cold, on one thread or many, in any order of loading, a site comes out the same to the byte.
//! 4. An edit of a text that keeps its headings, links, excerpts and opening leaves the index equal and renders one page
//!    anew (and the feeds that carry the text).
//! 5. A [`Site`] can render any output by itself, when it is asked for.
//! 6. A failed build leaves the last good site as it was; a first build appears whole or not at all.
//! 7. The clock, the environment and the program enter as [`Inputs`]; `SOURCE_DATE_EPOCH` is honoured.

pub mod base;
pub mod cli;
pub mod editor;
pub mod import;
pub mod pipeline;
pub mod publish;
pub mod serve;

pub use base::diagnostic::Diagnostic;
pub use pipeline::inputs::{BuildOptions, Inputs};
pub use pipeline::site::Site;
pub use pipeline::{Loaded, Memo, load};
