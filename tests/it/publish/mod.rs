//! `margent publish`: a site → a commit on a branch.

mod branch;
mod refused;
