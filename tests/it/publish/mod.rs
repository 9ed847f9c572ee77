//! `margent publish`: a site → a commit on a branch, or the objects of a bucket.

mod branch;
mod bucket;
mod refused;
