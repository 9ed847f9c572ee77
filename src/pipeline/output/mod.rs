//! The last stage: [`Site`](crate::Site) → files in the output folder. Outputs that the manifest knows are not rendered
//! again.
//!
//! One loop renders every output, for a build as for a check; [`write()`] stages new files in margent's memory
//! and moves them into place when all of them are there. A first build is one rename of a folder; later ones replace
//! file by file, each atomically, in an [`order`] in which nothing leads to a missing file. Before files move, a
//! journal names both sides, so that whatever command comes after one that was killed at any moment takes the steps
//! that are left ([`recover`]).

mod folder;
mod manifest;
mod order;
mod replacement;
mod search_index;
mod write;

pub use manifest::Destination;
pub(crate) use manifest::Manifest;
#[cfg(feature = "bucket")]
pub(crate) use order::{links_out, waves};
pub use replacement::{Replacement, ReplacementStep, leftovers, recover};
pub use search_index::IndexStats;
pub use write::{OutputProgress, OutputTime, WriteReport, check, prepare, write};
