//! margent turns the files of an annotated news digest into a static site.
//!
//! # The rooms
//!
//! The code is in eight modules, the *rooms*. A room uses only those to its left:
//!
//! ```text
//! base ← pipeline ← editor ← import · publish · serve · lsp ← cli
//! ```
//!
//! | room | takes → returns |
//! |---|---|
//! | [`base`] | nothing of sites: diagnostics, hashes, values on disk, text, TOML |
//! | [`pipeline`] | the files of a site → the files of the finished one |
//! | [`editor`] | a site → what helps its editor: topics, advice, the state of outgoing links |
//! | [`import`] | captures → draft articles |
//! | [`publish`] | a finished site → a commit on a branch |
//! | [`serve`] | a site's folder → a preview in the browser |
//! | [`lsp`] | the texts open in an editor's own program → faults, completions, answers |
//! | [`cli`] | the command line → one of the above, and everything that is printed |
//!
//! # The pipeline
//!
//! ```text
//! Inputs        every file under the site, with its hash; the only stage that reads the disk
//!   → config    site.toml → Config (defaults for invalid values, with diagnostics)
//!   → theme     templates compiled once → Theme
//!   → content   each file alone, in parallel → Article, Topic, Outlet, Page
//!   → index     serial, metadata only: addresses, topics, tags, outlets, dates, related, backlinks, links
//!   → plan      every output, decided before anything is rendered
//!   → Site      the immutable sum of the above
//!   → render    one output at a time, in parallel → bytes
//!   → write     what changed, staged, then moved into place; files no longer planned are deleted
//! ```
//!
//! [`load`] is the pipeline up to the [`Site`]; [`pipeline::output`] renders and writes it. Stages are functions from
//! immutable values to a value and the faults found ([`base::diagnostic::Checked`]). No stage changes the result of an
//! earlier one, and only the first and the last touch the disk. There is no second build path: a warm build runs the
//! same functions, and saves the work whose key it has seen before ([`Memo`] in memory, a manifest for outputs).
//!
//! # Invariants
//!
//! 1. Parsing a content file reads only that file and the configuration.
//! 2. The plan is complete. Nothing outside it is written or deleted.
//! 3. Warm or cold, on one thread or many, in any order of loading, the site is the same to the byte.
//! 4. An edit to a text that keeps its headings, links, excerpts and opening leaves the index equal and renders one
//!    page (and the feeds that carry the text).
//! 5. A [`Site`] can render any output by itself, on demand.
//! 6. A failed build leaves the last good site as it was; a first build appears whole or not at all.
//! 7. The clock, the environment and the program enter only as [`Inputs`]; `SOURCE_DATE_EPOCH` is honoured.
//!
//! `docs/architecture.md` names the test of each, and says why there is no dependency graph.

pub mod base;
pub mod cli;
pub mod editor;
pub mod import;
pub mod lsp;
pub mod pipeline;
pub mod publish;
pub mod serve;

pub use base::diagnostic::Diagnostic;
pub use pipeline::inputs::{BuildOptions, Inputs};
pub use pipeline::site::Site;
pub use pipeline::{Loaded, Memo, load};
