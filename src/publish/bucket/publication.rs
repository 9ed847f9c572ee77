//! The objects in a bucket that margent wrote: its manifest, and what the journal of a publication that was cut leads to.
//! Sends a site there, in an order in which readers miss nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use object_store::{PutMode, UpdateVersion};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::lock::BucketLock;
use super::store::{self, Bucket, BucketProgress, ObjectState};
use crate::pipeline::output::{self, Manifest};
use crate::pipeline::site::Site;
use crate::publish::changes::SiteChanges;

/// The manifest.
const MANIFEST: &str = ".margent/manifest.json";
/// The journal of a publication that is not complete.
const JOURNAL: &str = ".margent/journal.json";
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
        let marks = files.map(|(path, entry)| (path.to_string(), store::mark(path, entry.content))).collect();
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
