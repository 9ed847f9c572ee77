//! What a stage made, kept for the next time: it is used again where all that the stage depends on is equal.

use std::sync::Arc;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::Key;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The value of a stage, its faults, and the key of what both depend on.
pub struct Cached<T> {
    /// The value.
    pub value: Arc<T>,
    faults: Vec<Diagnostic>,
    key: Key,
    /// The files in which the faults lie, as they were. The key need not name where in its file something stands.
    places: Vec<(RelPath, Option<Key>)>,
}

impl<T> Clone for Cached<T> {
    fn clone(&self) -> Self {
        let Self { value, faults, key, places } = self;
        Self { value: Arc::clone(value), faults: faults.clone(), key: *key, places: places.clone() }
    }
}

impl<T> Cached<T> {
    /// Takes over `before` where its key is `key` and the files that its faults lie in are the same; else makes it anew.
    /// Adds the faults to `all`.
    pub fn again(
        before: Option<&Self>,
        key: Key,
        inputs: &Inputs,
        all: &mut Vec<Diagnostic>,
        make: impl FnOnce() -> Checked<T>,
    ) -> Self {
        let hash = |path: &RelPath| inputs.files.get(path).map(|file| file.hash);
        let same =
            |before: &&Self| before.key == key && before.places.iter().all(|(path, before)| hash(path) == *before);
        let made = before.filter(same).cloned().unwrap_or_else(|| {
            let Checked { value, faults } = make();
            let places = faults.iter().flat_map(Diagnostic::spans).map(|span| (span.path.clone(), hash(&span.path)));
            let places = places.collect();
            Self { value: Arc::new(value), faults, key, places }
        });
        all.extend(made.faults.iter().cloned());
        made
    }
}
