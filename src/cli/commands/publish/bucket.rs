//! `margent publish` to a bucket.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use super::built_site::BuiltSite;
use crate::cli::args::{GlobalArgs, PublishArgs};
use crate::cli::interruption::Interruption;
use crate::cli::output_folder::remember_bucket;
use crate::cli::reports::build_report::PublishOutcome;
use crate::cli::terminal::with_progress_of;
use crate::editor::advice::EarlierSite;
use crate::pipeline::config::BucketUrl;
use crate::pipeline::output::Manifest;
use crate::publish::bucket::{Bucket, BucketLock, LockRule, NewObjects, PublishedObjects, foreign_objects, upload};
use crate::publish::changes::{self, NewPublication, OldPublication, SiteChanges};

/// The bucket to publish to.
pub(super) type TargetBucket = Bucket;

/// Opens the bucket.
pub(super) fn open(url: &BucketUrl) -> Result<TargetBucket> {
    Bucket::open(url)
}

/// Sends the finished site to the bucket, unless nothing has changed or this is a dry run.
pub(super) fn publish(
    global: &GlobalArgs,
    args: &PublishArgs,
    bucket: &TargetBucket,
    (built, interruption): (&BuiltSite, &Interruption),
) -> Result<PublishOutcome> {
    if args.dry_run {
        return publish_locked(global, args, (bucket, None), (built, interruption));
    }
    let rule = if args.break_lock { LockRule::Break } else { LockRule::Respect };
    let memory = built.folder.path.join("bucket-lock");
    let lock = BucketLock::take(bucket, &memory, built.site.inputs.now, rule)?;
    let outcome = publish_locked(global, args, (bucket, Some(&lock)), (built, interruption));
    let released = lock.release();
    outcome.and_then(|outcome| released.map(|()| outcome))
}

fn publish_locked(
    global: &GlobalArgs,
    args: &PublishArgs,
    (bucket, lock): (&Bucket, Option<&BucketLock<'_>>),
    (built, interruption): (&BuiltSite, &Interruption),
) -> Result<PublishOutcome> {
    let (files, title) = (built.files(), built.title());
    let manifest = Manifest::load(&built.folder.path.join("manifest"))?;
    let new = NewObjects::new(&built.site, &files, &title, &manifest);
    let published = PublishedObjects::read(bucket)?;
    let earlier = holding(bucket, &published.marks);
    remember_bucket(global, &earlier)?;
    let changes = SiteChanges::between(&published.marks, &new.marks);
    let mut outcome = PublishOutcome::new(built.paths.len(), changes, bucket.url().to_string());
    if outcome.changes.is_empty() && !published.is_cut() {
        return Ok(outcome);
    }
    if !args.adopt {
        refuse_foreign(bucket, &foreign_objects(bucket, &published, &outcome.changes)?)?;
    }
    outcome.warning = removal(bucket, &published, (built, &title), &outcome.changes).filter(|_| !args.replace);
    built.show_lost(global, &earlier)?;
    if let Some(lock) = lock {
        outcome.refuse_warning()?;
        let changes = &outcome.changes;
        let total = changes.added.len() + changes.changed.len() + changes.removed.len();
        let kept = with_progress_of(total, "objects", 1, Instant::now(), |tick| {
            let progress = || interruption.check().map(|()| tick()).map_err(|_| cut(bucket));
            upload((bucket, lock), &published, &new, changes, &progress)
        })?;
        outcome.notes.extend(kept.iter().map(|path| format!("kept {path}, which somebody else has replaced")));
        outcome.written = Some(String::new());
        remember_bucket(global, &holding(bucket, &new.marks))?;
    }
    Ok(outcome)
}

/// Returns the site whose objects a bucket holds.
fn holding(bucket: &Bucket, objects: &BTreeMap<String, String>) -> EarlierSite {
    EarlierSite { files: objects.keys().cloned().collect(), published_at: Some(bucket.url().to_string()) }
}

fn cut(bucket: &Bucket) -> anyhow::Error {
    anyhow!("interrupted; the next `margent publish` to {} completes what was begun", bucket.url())
}

fn refuse_foreign(bucket: &Bucket, foreign: &[String]) -> Result<()> {
    let Some(first) = foreign.first() else { return Ok(()) };
    bail!(
        "{} holds objects that margent did not write, and nothing was published: {first}{}; to publish among them, and replace \
         those whose names the site needs, use --adopt",
        bucket.url(),
        if foreign.len() > 1 { " and others" } else { "" }
    )
}

/// Warns of a publication that would take pages from readers.
fn removal(
    bucket: &Bucket,
    published: &PublishedObjects,
    (built, title): (&BuiltSite, &str),
    changes: &SiteChanges,
) -> Option<String> {
    let old = OldPublication {
        place: &bucket.url().to_string(),
        elsewhere: "choose another bucket or folder with --to",
        title: published.title.as_deref()?,
        pages: changes::count_pages(published.marks.keys()),
    };
    changes::warning(&old, &NewPublication { title, articles: built.site.content.articles.len(), changes })
}
