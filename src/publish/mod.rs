//! Puts a finished site on a branch of a git repository, as GitHub Pages serves it.
//!
//! [`check`] says what must not be published, [`Branch::tip`] what is there, [`commit`] makes a commit of plumbing
//! alone and pushes it, unless [`loss`] has a doubt. The branch only ever grows, by commits of margent's own; what somebody
//! else put there is kept.

pub mod address;
pub mod branch;
pub mod check;
pub mod commit;
pub mod git;
mod links;
pub mod loss;
mod secret;

pub use address::SiteAddress;
pub use branch::{Branch, BranchTip};
pub use commit::{CommitChanges, CommitMessage, SourceCommit};
pub use git::Git;
