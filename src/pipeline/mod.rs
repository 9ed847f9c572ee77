//! From the files of a site to the files of a finished one.
//!
//! # In the order in which data flows
//!
//! | module | takes → returns |
//! |---|---|
//! | [`inputs`] | the disk, the clock, the program → [`inputs::Inputs`], everything that a build depends on |
//! | [`config`] | `site.toml` → the configuration |
//! | [`theme`] | themes → templates compiled once, words, static files |
//! | [`content`] | each content file alone, in parallel → articles, topics, outlets, pages |
//! | [`markdown`] | a text → HTML with *slots* where addresses belong, and a list of what they lead to |
//! | [`index`] | the metadata of all content → what is published, addresses, taxonomies, links, verified excerpts |
//! | [`plan`] | index and theme → every output, before anything is rendered |
//! | [`site`] | the immutable sum of the above |
//! | [`render`] | the site and one output → a *view*, exactly the data that is shown → bytes |
//! | [`search`] | records of all texts → the files of the search index |
//! | [`output`] | the site → its files on disk |
//!
//! Beside them: [`cached`] reuses what a stage returned last time, [`link_results`] reads what `margent check --external` stored,
//! [`report`] turns faults into text.
//!
//! # What holds
//!
//! [`load()`] runs the stages up to the [`site::Site`]. Each is a function from immutable values to a value and its faults, and none
//! looks at a later one. Faults do not stop it: a wrong value is replaced by its default, so that one run finds all independent
//! faults. Only `inputs` reads the site's files, and only `output` writes the finished ones.
//!
//! # The search index
//!
//! Pagefind makes it, from one record per text. Its files are named after hashes of their contents, so their names are not
//! known in advance. The plan therefore reserves the folder as a whole. `output` treats its files as one unit: if all of them are
//! untouched and have the key of the records, nothing is indexed; otherwise the index is made again, and only files that differ
//! are written.
//!
//! # Writing
//!
//! `output` renders everything into a stage first, in parallel. Only when every output is there does it touch what is published.
//!
//! - **First build:** the stage is a folder beside the output folder, `.public.margent-new`, and one rename puts it in place.
//! - **Later builds:** the stage is `.margent-new` inside the output folder, hence on the same file system. Each file is renamed
//!   into place, which replaces it atomically. Then stale files are deleted; those in the way of a folder go first.
//! - **Files that margent did not make** but whose place the site needs are found before anything is moved; then the build
//!   stops. A folder without a manifest is written to only if its `.nojekyll` names this site.
//! - **The manifest** is saved twice: before files move, with the files of both builds (the older entry wins), and at the end.
//!   A build killed in between leaves a manifest that knows every file that may be there.
//! - The next build removes a leftover stage. `.margent/lock` keeps a second build out.
//! - Files that someone has changed since are not deleted, and folders that are not empty stay.
//!
//! This protects against a program that is killed. It does not flush to the disk (`fsync`): after a power cut the file system
//! decides, and the output can always be made again.
//!
//! # What does not belong here
//!
//! Printing, the network, git, and anything that writes into an editor's files.

pub(crate) mod cached;
pub mod config;
pub mod content;
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
