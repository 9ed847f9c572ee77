//! A finished site → a commit on a branch of a git repository, from which GitHub Pages serves it, or the objects of a bucket.
//!
//! In the order in which a publication goes:
//!
//! - [`site_address`] finds the public address, so that the site is built for it, and checks `CNAME`.
//! - [`preflight`] refuses what must not be published: secrets, symbolic links, links to local addresses, files that
//!   are too large.
//! - [`branch`] reads the tip of the branch on the remote, and who made it.
//! - [`changes`] compares what is published, and stops a publication that would take most pages from readers, or replace another site.
//! - [`commit`] makes the commit and pushes it.
//! - [`git`] is the only caller of `git`.
//! - `bucket` takes the place of [`branch`] and [`commit`] for object stores, in programs with that feature.
//!
//! # What holds
//!
//! - **Only objects are added** to the user's repository: `hash-object` without filters, a temporary index,
//!   `write-tree`, `commit-tree`. [`git`] fixes the environment and settings of each run, so that none of the user's
//!   hooks, signatures, line endings, prompts or background work takes part.
//! - **The branch only grows.** Each commit follows the tip that was read, and `--force-with-lease` names that tip, so
//!   that anything pushed meanwhile wins. A push replaces one reference: if it is killed, the old or the new one is
//!   there.
//! - **The message says whose commit it is.** `Margent-Tree` names its tree. A commit without that line, or with
//!   another tree, is somebody else's, and is kept.
//! - **A dry run** works in the system's temporary folder, with an object store that reads the repository's. Nothing is
//!   written, not even by a fetch.
//!
//! There is no second way to build: the pipeline writes the site into `.margent/publish/site/`, with its own manifest,
//! and this room takes its files.

pub(crate) mod branch;
#[cfg(feature = "bucket")]
pub(crate) mod bucket;
pub(crate) mod changes;
pub(crate) mod commit;
pub(crate) mod git;
pub(crate) mod host;
pub mod preflight;
mod secret;
pub(crate) mod site_address;

pub(crate) use branch::{Branch, BranchTip};
pub(crate) use commit::{CommitMessage, SourceCommit};
pub(crate) use git::Git;
pub(crate) use site_address::{AddressSource, SiteAddress};
