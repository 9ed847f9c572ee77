//! The files of a site → the files of a finished one.
//!
//! # In the order in which data flows
//!
//! | module | takes → returns |
//! |---|---|
//! | [`inputs`] | the disk, the clock, the program → [`inputs::Inputs`], everything that a build depends on |
//! | [`config`] | `site.toml` → the configuration |
//! | [`theme`] | themes → templates compiled once, words, static files |
//! | [`content`] | each content file alone, in parallel → articles, topics, outlets, pages |
//! | [`markdown`] | a text → HTML with *slots* where addresses belong, and a list of their targets |
//! | [`index`] | the metadata of all content → published articles, addresses, taxonomies, links, verified excerpts |
//! | [`plan`] | index and theme → every output, before anything is rendered |
//! | [`site`] | the immutable sum of the above |
//! | [`render`] | the site and one output → a *view*, exactly the data that is shown → bytes |
//! | [`search`] | records of all texts → the files of the search index |
//! | [`output`] | the site → its files on disk |
//!
//! Beside them: [`stages`] reuses what a stage returned last time, [`link_results`] reads what
//! `margent check --external` stored, [`report`] turns faults into text.
//!
//! # What holds
//!
//! [`load()`] runs the stages up to the [`site::Site`]. Each is a function from immutable values to a value and its
//! faults, and none looks at a later one. Faults do not stop it: a wrong value is replaced by its default, so that one
//! run finds all independent faults. Only `inputs` reads the site's files, and only `output` writes the finished ones.
//!
//! # The search index
//!
//! Pagefind makes it, from one record per text. Its files are named after hashes of their contents, so their names are
//! not known in advance. The plan therefore reserves the folder as a whole. `output` treats its files as one unit: if
//! all of them are untouched and have the key of the records, nothing is indexed; otherwise the index is made again,
//! and only files that differ are written.
//!
//! # Writing
//!
//! `output` renders everything into a stage first, in parallel. Only when every output is there does it touch what is
//! published.
//!
//! - **The stage** is a folder in margent's memory, `.margent/output-….stage`, never one that is uploaded. It is on the
//!   file system of the output folder unless the user chose otherwise; then files are copied beside their places first.
//! - **First build:** one rename of the stage puts the site in place.
//! - **Later builds:** each file is renamed into place, which replaces it atomically: new files first, then those that
//!   they replace, of each first assets, then articles, lists, feeds, the sitemap. Then stale files are deleted. So
//!   nothing that readers can reach leads to a missing file. (A file where a folder will be has to go first,
//!   though.)
//! - **The journal**, `.margent/output-….journal`, is written when the stage is complete. It names both sides and every
//!   step. Without it the site is the old one; with it the next command, whichever it is, takes the steps that are
//!   left, and the site is the new one. The manifest is then replaced, and the journal removed.
//! - **Files that margent did not make** but whose place the site needs are found before anything is moved; then the
//!   build stops. A folder without a manifest is written to only if its `.nojekyll` names this site.
//! - `.margent/lock` keeps a second build out.
//! - Files that someone has changed since are not deleted, and folders that are not empty stay.
//!
//! This protects against a program that is killed. It does not flush to the disk (`fsync`): after a power cut the file
//! system decides, and the output can always be made again.
//!
//! # What does not belong here
//!
//! Printing, the network, git, and anything that writes into an editor's files.

pub mod config;
pub mod content;
mod follow_up;
pub mod index;
pub mod inputs;
pub mod link_results;
mod load;
pub mod markdown;
pub mod output;
pub mod plan;
pub mod render;
pub mod report;
pub mod search;
pub mod site;
mod stages;
pub mod theme;

pub use load::{Loaded, Memo, load};
