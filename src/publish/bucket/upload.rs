//! Sends a site to a bucket, in an order in which readers miss nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use object_store::PutMode;
use serde::Serialize;

use super::lock::BucketLock;
use super::object_headers;
use super::published::{BucketJournal, BucketManifest, FORMAT, JOURNAL, MANIFEST, PublishedObjects};
use super::store::{Bucket, BucketProgress};
use crate::pipeline::output::{self, Manifest};
use crate::pipeline::site::Site;
use crate::publish::changes::SiteChanges;

/// A finished site that is to be published.
pub(crate) struct NewObjects<'a> {
    site: &'a Site,
    /// The folder of the finished files.
    folder: &'a Path,
    title: &'a str,
    /// The path of each object, and its mark.
    pub(crate) marks: BTreeMap<String, String>,
}

impl<'a> NewObjects<'a> {
    /// Takes the files in `folder`, which `manifest` remembers.
    pub(crate) fn new(site: &'a Site, folder: &'a Path, title: &'a str, manifest: &Manifest) -> Self {
        let files = manifest.entries.iter();
        let marks = files.map(|(path, entry)| (path.clone(), object_headers::mark(path, entry.content))).collect();
        Self { site, folder, title, marks }
    }
}

/// Makes the bucket equal to `new`. Returns the objects that are no longer needed and were kept, since somebody else has
/// replaced them.
///
/// # Errors
/// When the bucket cannot be reached, or when `progress` fails. The next publication completes what was begun.
pub(crate) fn upload(
    (bucket, lock): (&Bucket, &BucketLock<'_>),
    published: &PublishedObjects,
    new: &NewObjects<'_>,
    changes: &SiteChanges,
    progress: BucketProgress<'_>,
) -> Result<Vec<String>> {
    let written = [changes.added.as_slice(), &changes.changed].concat();
    let paths: BTreeSet<String> =
        written.iter().chain(&changes.removed).cloned().chain(published.begun.iter().cloned()).collect();
    bucket.put(JOURNAL, encode(&BucketJournal { format: FORMAT, paths })?, PutMode::Overwrite)?;
    for wave in output::waves(new.site, &written, |path| published.marks.contains_key(path)) {
        bucket.send(new.folder, &wave, &new.marks, progress)?;
    }
    lock.require()?;
    let manifest = BucketManifest { format: FORMAT, title: new.title.to_owned(), objects: new.marks.clone() };
    let mode = published.version.clone().map_or(PutMode::Create, PutMode::Update);
    if !bucket.put(MANIFEST, encode(&manifest)?, mode)? {
        bail!("{} was published by somebody else at the same time; run `margent publish` again", bucket.url());
    }
    // Pages go before what they show.
    let (leading, others): (Vec<_>, Vec<_>) = changes.removed.iter().cloned().partition(|path| output::links_out(path));
    let mut kept = bucket.remove(&leading, progress)?;
    kept.extend(bucket.remove(&others, progress)?);
    bucket.delete(JOURNAL)?;
    Ok(kept)
}

fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(record).context("cannot encode a record")
}
