//! A finished site → the objects of a bucket: S3, Google Cloud Storage, Azure, by the crate `object_store`.
//!
//! In the order in which a publication goes:
//!
//! - [`store`] opens the bucket, reads and writes its objects; [`http`] sends its requests, [`refusal`] words its errors.
//! - [`lock`] keeps a second publication out.
//! - [`publication`] reads which objects margent wrote, sends what changed, and deletes what is left over.
//!
//! # What holds
//!
//! - **Three records** are kept below `.margent/` in the bucket. The manifest names every object that margent wrote, each
//!   by its *mark*, a hash of its bytes and header fields. The journal names the objects that a publication is about to
//!   change. The lock names who publishes. With them nothing is ever listed, and only what changed is sent.
//! - **Readers miss nothing.** Objects are written in the order in which a build replaces files: new ones first, then
//!   assets, articles, lists, feeds; what is no longer needed is deleted at the end.
//! - **A publication can be cut anywhere.** Each object bears its mark as metadata, so the next one asks for those that
//!   the journal names, and knows exactly what is there.
//! - **An object without a mark is somebody else's.** It is never deleted, and replaced only if `--adopt` says so.

mod http;
mod lock;
mod publication;
mod refusal;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use lock::{BucketLock, LockRule};
pub(crate) use publication::{NewObjects, PublishedObjects, foreign_objects, upload};
pub(crate) use store::Bucket;
