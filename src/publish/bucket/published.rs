//! The objects in a bucket that margent wrote: its manifest, and what the journal of a publication that was cut leads to.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use object_store::UpdateVersion;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::store::{Bucket, ObjectState};
use crate::publish::changes::SiteChanges;

/// The manifest.
pub(super) const MANIFEST: &str = ".margent/manifest.json";
/// The journal of a publication that is not complete.
pub(super) const JOURNAL: &str = ".margent/journal.json";
/// The version of both formats.
pub(super) const FORMAT: u32 = 1;

/// The manifest as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct BucketManifest {
    pub(super) format: u32,
    /// The title of the site.
    pub(super) title: String,
    /// The path of each object, and its mark.
    pub(super) objects: BTreeMap<String, String>,
}

/// The journal as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct BucketJournal {
    pub(super) format: u32,
    /// The paths of the objects that may have changed.
    pub(super) paths: BTreeSet<String>,
}

/// The objects in a bucket that margent wrote.
pub(crate) struct PublishedObjects {
    /// The title of the site; `None` if no publication was ever completed.
    pub(crate) title: Option<String>,
    /// The path of each object, and its mark.
    pub(crate) marks: BTreeMap<String, String>,
    /// The version of the manifest.
    pub(super) version: Option<UpdateVersion>,
    /// The paths in the journal.
    pub(super) begun: BTreeSet<String>,
    /// Those of them at which somebody else's objects are.
    foreign: BTreeSet<String>,
}

impl PublishedObjects {
    /// Reads the manifest and the journal, and looks at the objects that the journal names.
    ///
    /// # Errors
    /// When the bucket cannot be reached, or when a later version of margent wrote to it.
    pub(crate) fn read(bucket: &Bucket) -> Result<Self> {
        let manifest = read_record::<BucketManifest>(bucket, MANIFEST, |it| it.format)?;
        let journal = read_record::<BucketJournal>(bucket, JOURNAL, |it| it.format)?;
        let begun = journal.map(|(journal, _)| journal.paths).unwrap_or_default();
        let (title, mut marks, version) = match manifest {
            Some((manifest, version)) => (Some(manifest.title), manifest.objects, Some(version)),
            None => (None, BTreeMap::new(), None),
        };
        let mut foreign = BTreeSet::new();
        for (path, state) in bucket.states(&begun.iter().cloned().collect::<Vec<_>>())? {
            marks.remove(&path);
            match state {
                ObjectState::Missing => {}
                ObjectState::Marked(mark) => drop(marks.insert(path, mark)),
                ObjectState::Foreign => drop(foreign.insert(path)),
            }
        }
        Ok(Self { title, marks, version, begun, foreign })
    }

    /// Returns whether a publication was cut, and has to be completed.
    pub(crate) fn is_cut(&self) -> bool {
        !self.begun.is_empty()
    }
}

/// Returns the objects of others in whose place `changes` would put files: at a first publication any object that is there.
///
/// # Errors
/// When the bucket cannot be reached.
pub(crate) fn foreign_objects(
    bucket: &Bucket,
    published: &PublishedObjects,
    changes: &SiteChanges,
) -> Result<Vec<String>> {
    if published.title.is_none() && !published.is_cut() {
        return bucket.first_objects();
    }
    let (known, unknown): (Vec<_>, Vec<_>) =
        changes.added.iter().cloned().partition(|path| published.begun.contains(path));
    let states = bucket.states(&unknown)?;
    let unknown = states.into_iter().filter(|(_, state)| *state == ObjectState::Foreign).map(|(path, _)| path);
    Ok(known.into_iter().filter(|path| published.foreign.contains(path)).chain(unknown).collect())
}

fn read_record<T: DeserializeOwned>(
    bucket: &Bucket,
    path: &str,
    format: impl Fn(&T) -> u32,
) -> Result<Option<(T, UpdateVersion)>> {
    let Some(object) = bucket.get(path)? else { return Ok(None) };
    let broken = || format!("{path} in {} is damaged; restore it, or delete it and publish with --adopt", bucket.url());
    let record: T = serde_json::from_slice(&object.bytes).with_context(broken)?;
    if format(&record) > FORMAT {
        bail!("{} was published by a later margent; install that version or a newer one", bucket.url());
    }
    Ok(Some((record, object.version)))
}
