//! The last build, in `.margent/`: its inputs and its report. Where nothing has changed since, the next one says
//! the same without doing it again.

use std::path::PathBuf;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::args::{BuildArgs, GlobalArgs};
use super::memory::MEMORY;
use super::output_folder::destination;
use super::reports::build_report::SiteSummary;
use super::reports::fault_report;
use crate::Inputs;
use crate::base::diagnostic::Diagnostic;
use crate::base::hash::{Hasher, Key};
use crate::base::store;
use crate::pipeline::output::{Destination, Manifest, WriteReport};

/// A build that was written.
#[derive(Serialize, Deserialize)]
pub(super) struct LastBuild {
    /// The key of the inputs, and of the folder asked for.
    pub key: Key,
    /// The time of the build, in seconds since 1970.
    pub at: i64,
    /// The configured output folder.
    pub out: String,
    /// The faults that it showed.
    pub faults: Vec<Diagnostic>,
    /// The contents of the site.
    pub site: SiteSummary,
}

impl LastBuild {
    /// Returns the key of a build of `inputs`.
    pub fn key(inputs: &Inputs, args: &BuildArgs) -> Key {
        Hasher::new().key(inputs.key()).data(&args.out).finish()
    }

    /// Loads the last build if a build of `inputs` would do nothing: the same inputs, no article that became due or
    /// expired meanwhile, and an output folder as it was left. Returns its output folder too, and the report of such a
    /// build.
    ///
    /// # Errors
    /// When the disk fails, or when the output folder is not one to write to.
    pub fn if_current(
        global: &GlobalArgs,
        args: &BuildArgs,
        inputs: &Inputs,
    ) -> Result<Option<(Self, Destination, WriteReport)>> {
        let Some(last) = store::load::<Self>(&path(global))? else { return Ok(None) };
        let is_past = |change: i64| change <= inputs.now;
        let holds = last.at <= inputs.now && !last.site.omitted.next_change.is_some_and(is_past);
        if last.key != Self::key(inputs, args) || !holds || fault_report::are_fatal(global, &last.faults) {
            return Ok(None);
        }
        let to = destination(global, args, &last.out)?;
        let entries = Manifest::load(&to.manifest)?.entries;
        if entries.is_empty() || !entries.par_iter().all(|(path, entry)| entry.is_intact(&to.out.join(&**path))) {
            return Ok(None);
        }
        let bytes = entries.values().map(|entry| entry.len).sum();
        let report = WriteReport { files: entries.len(), reused: entries.len(), bytes, ..WriteReport::default() };
        Ok(Some((last, to, report)))
    }

    /// Forgets the last build, before another one writes: if that is killed, nobody knows what it has left.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn forget(global: &GlobalArgs) -> Result<()> {
        store::remove(&path(global))
    }

    /// Remembers the build.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn save(&self, global: &GlobalArgs) -> Result<()> {
        store::save(&path(global), self)
    }
}

fn path(global: &GlobalArgs) -> PathBuf {
    global.root.join(MEMORY).join("build")
}
