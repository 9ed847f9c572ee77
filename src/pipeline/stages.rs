//! The bookkeeping of a run: faults, times, and the results of stages, reused as long as everything that they depend on is equal.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::follow_up;
use super::inputs::Inputs;
use crate::base::codes::Code;
use crate::base::diagnostic::{self, Checked, Diagnostic};
use crate::base::hash::Key;
use crate::base::text::path::RelPath;

/// The stages run so far.
pub(super) struct Stages<'a> {
    inputs: &'a Inputs,
    faults: Vec<Diagnostic>,
    times: Vec<(&'static str, Duration)>,
}

impl<'a> Stages<'a> {
    pub(super) fn start(inputs: &'a Inputs) -> Self {
        Self { inputs, faults: inputs.faults.clone(), times: Vec::new() }
    }

    /// Runs a stage.
    pub(super) fn run<T>(&mut self, name: &'static str, stage: impl FnOnce() -> Checked<T>) -> T {
        let started = Instant::now();
        let value = stage().take(&mut self.faults);
        self.times.push((name, started.elapsed()));
        value
    }

    /// Runs a stage unless its last result still holds.
    pub(super) fn cached<T>(
        &mut self,
        name: &'static str,
        last: Option<&Cached<T>>,
        key: Key,
        stage: impl FnOnce() -> Checked<T>,
    ) -> Cached<T> {
        let started = Instant::now();
        let result = Cached::reuse_or(last, key, self.inputs, stage);
        self.faults.extend_from_slice(result.faults());
        self.times.push((name, started.elapsed()));
        result
    }

    /// Adds faults that are not of one stage.
    pub(super) fn report(&mut self, faults: Vec<Diagnostic>) {
        self.faults.extend(faults);
    }

    /// Returns whether a stage has reported `code`.
    pub(super) fn met(&self, code: &Code) -> bool {
        self.faults.iter().any(|fault| fault.code == code)
    }

    /// Returns the faults of one code.
    pub(super) fn only(self, code: &Code) -> Vec<Diagnostic> {
        self.faults.into_iter().filter(|fault| fault.code == code).collect()
    }

    /// Returns the faults in the order in which they are shown, and the time that each stage took.
    pub(super) fn finish(mut self) -> (Vec<Diagnostic>, Vec<(&'static str, Duration)>) {
        diagnostic::sort(&mut self.faults);
        follow_up::leave_out(&mut self.faults, self.inputs);
        (self.faults, self.times)
    }
}

/// The value of a stage, its faults, and the cache key of both.
pub(crate) struct Cached<T> {
    value: Arc<T>,
    faults: Vec<Diagnostic>,
    key: Key,
    /// The files that have the faults, by their hashes: a key need not depend on places within files.
    faulty_files: Vec<(RelPath, Option<Key>)>,
}

impl<T> Clone for Cached<T> {
    fn clone(&self) -> Self {
        let Self { value, faults, key, faulty_files } = self;
        Self { value: Arc::clone(value), faults: faults.clone(), key: *key, faulty_files: faulty_files.clone() }
    }
}

impl<T> Deref for Cached<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Cached<T> {
    /// Reuses `last` if its key is `key` and the files that have its faults are the same; else runs `stage`.
    pub(super) fn reuse_or(last: Option<&Self>, key: Key, inputs: &Inputs, stage: impl FnOnce() -> Checked<T>) -> Self {
        if let Some(last) = last.filter(|last| last.key == key && last.holds(inputs)) {
            return last.clone();
        }
        let Checked { value, faults } = stage();
        let paths = faults.iter().flat_map(Diagnostic::spans).map(|span| &span.path);
        let faulty_files = paths.map(|path| (path.clone(), hash_of(inputs, path))).collect();
        Self { value: Arc::new(value), faults, key, faulty_files }
    }

    fn holds(&self, inputs: &Inputs) -> bool {
        self.faulty_files.iter().all(|(path, hash)| hash_of(inputs, path) == *hash)
    }

    /// Returns the faults that the stage reported.
    pub(super) fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Returns the value, shared.
    pub(super) fn share(&self) -> Arc<T> {
        Arc::clone(&self.value)
    }
}

fn hash_of(inputs: &Inputs, path: &RelPath) -> Option<Key> {
    inputs.files.get(path).map(|file| file.hash)
}
