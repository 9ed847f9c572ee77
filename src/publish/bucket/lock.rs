//! The lock of a bucket. Whoever writes the object first has it, by a conditional write, until that object is deleted.

use std::fs;
use std::hash::BuildHasher;
use std::path::Path;

use anyhow::{Context, Result, bail};
use object_store::PutMode;
use serde::{Deserialize, Serialize};

use super::store::Bucket;
use crate::base::store;
use crate::base::text::words::plural;
use crate::pipeline::inputs::environment;

/// The object.
const LOCK: &str = ".margent/lock.json";

/// The content of a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LockRecord {
    /// The computer that publishes.
    owner: String,
    /// The beginning, in seconds since 1970.
    since: i64,
    /// A random number, which tells this publication from all others.
    number: String,
}

/// The treatment of a lock that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockRule {
    /// It is respected, unless a publication from the same folder left it.
    Respect,
    /// It is broken.
    Break,
}

/// A lock that is held until it is released.
pub(crate) struct BucketLock<'a> {
    bucket: &'a Bucket,
    record: LockRecord,
    /// The file that remembers its number.
    memory: &'a Path,
}

impl<'a> BucketLock<'a> {
    /// Takes the lock at `now`, in seconds since 1970. Its number is kept in the file `memory`, so that the next publication
    /// from the same folder knows a lock that was left behind.
    ///
    /// # Errors
    /// When somebody else has the lock, or when the bucket cannot be reached.
    pub(crate) fn take(bucket: &'a Bucket, memory: &'a Path, now: i64, rule: LockRule) -> Result<Self> {
        let former = fs::read_to_string(memory).unwrap_or_default();
        let number = format!("{:016x}", std::hash::RandomState::new().hash_one(now));
        let remember =
            |numbers: &str| fs::write(memory, numbers).with_context(|| format!("cannot write {}", memory.display()));
        // Both, until it is known which of them is in the bucket.
        remember(&format!("{number}\n{former}"))?;
        let lock = Self {
            bucket,
            record: LockRecord {
                owner: environment::computer_name().unwrap_or_else(|| "another computer".to_owned()),
                since: now,
                number,
            },
            memory,
        };
        if lock.write(PutMode::Create)? {
            remember(&lock.record.number)?;
            return Ok(lock);
        }
        let Some(there) = bucket.get(LOCK)? else { return lock.refuse("was just taken and released; try again") };
        // What cannot be read is nobody's, but may be that of a later version.
        let holder: Option<LockRecord> = serde_json::from_slice(&there.bytes).ok();
        let is_ours = holder.as_ref().is_some_and(|holder| former.lines().any(|number| holder.number == number));
        if is_ours || rule == LockRule::Break {
            let is_taken = lock.write(PutMode::Update(there.version))?;
            remember(&lock.record.number)?;
            return if is_taken { Ok(lock) } else { lock.refuse("was taken at the same moment by another; try again") };
        }
        // It stays known as the one that was left behind.
        remember(&former)?;
        let (owner, age) =
            holder.map_or(("another version of margent".to_owned(), 0), |it| (it.owner, now.saturating_sub(it.since)));
        bail!(
            "{} is locked: {owner} has been publishing there for {}; wait until that is done. If it was killed, add \
             --break-lock (the lock is {LOCK} in the bucket)",
            bucket.url(),
            duration(usize::try_from(age).unwrap_or_default())
        )
    }

    /// Checks that the lock is still held.
    ///
    /// # Errors
    /// When it was broken.
    pub(super) fn require(&self) -> Result<()> {
        if !self.is_held()? {
            bail!(
                "the lock of {} was broken by another publication, so this one stops; run `margent publish` again once that is \
                 done",
                self.bucket.url()
            );
        }
        Ok(())
    }

    /// Gives the lock back, unless it was broken.
    ///
    /// # Errors
    /// When the bucket cannot be reached; the next publication from this folder then takes the lock over.
    pub(crate) fn release(self) -> Result<()> {
        if self.is_held()? {
            self.bucket.delete(LOCK)?;
        }
        store::remove(self.memory)
    }

    fn is_held(&self) -> Result<bool> {
        let there = self.bucket.get(LOCK)?;
        Ok(there.is_some_and(|it| serde_json::from_slice(&it.bytes).is_ok_and(|it: LockRecord| it == self.record)))
    }

    fn write(&self, mode: PutMode) -> Result<bool> {
        self.bucket.put(LOCK, serde_json::to_vec(&self.record).context("cannot encode the lock")?, mode)
    }

    fn refuse(&self, why: &str) -> Result<Self> {
        bail!("the lock of {} {why}", self.bucket.url())
    }
}

/// A time in words: `40 seconds`, `3 minutes`.
fn duration(seconds: usize) -> String {
    let (n, unit) = match seconds {
        ..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    plural(n, unit)
}
