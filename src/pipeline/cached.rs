//! The result of a stage, reused as long as everything that it depends on is equal.

use std::ops::Deref;
use std::sync::Arc;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::Key;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

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
