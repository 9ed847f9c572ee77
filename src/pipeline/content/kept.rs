//! Parsed articles on disk, from build to build, so that after an edit one file is parsed. They are kept in parts by
//! the hashes of their paths; a part in which nothing changed is not written again.
//!
//! A part is stored under a key of the settings and of the paths and hashes of its files, which is all that parsing
//! depends on. What is missing, damaged or of another program or site is parsed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::article::Article;
use super::facts::Indexed;
use super::read::{ContentKey, ContentMemo, ParsedContent};
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::hash::{self, Hasher, Key};
use crate::base::store;
use crate::base::text::path::RelPath;

/// The number of parts.
const PARTS: usize = 64;

/// The settings that articles were parsed with, and the articles of a part: the path, hash, contents and faults of each.
type KeptPart = (Key, Vec<(RelPath, Key, Indexed<Article>, Vec<Diagnostic>)>);

impl ContentMemo {
    /// Loads the articles kept in `folder`.
    ///
    /// # Errors
    /// When a file there cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let parts = (0..PARTS).into_par_iter().map(|number| store::load_keyed(&part_file(folder, number)));
        let parts: Vec<Option<KeptPart>> = parts.collect::<Result<_>>()?;
        let parts: Vec<KeptPart> = parts.into_iter().flatten().collect();
        // After an interruption some may be of other settings.
        let settings = parts.first().map(|(settings, _)| *settings).unwrap_or_default();
        let articles = parts.into_iter().filter(|part| part.0 == settings).flat_map(|(_, articles)| articles);
        let files =
            articles.map(|(path, hash, value, faults)| ContentKey::of_article(path, hash, Checked { value, faults }));
        let mut files: Vec<ContentKey> = files.collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(Self::of_articles(settings, files))
    }

    /// Keeps the articles in `folder`.
    ///
    /// # Errors
    /// When a file there cannot be written.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let mut parts: Vec<Vec<(&ContentKey, &Indexed<Article>)>> = vec![Vec::new(); PARTS];
        for file in &self.files {
            if let ParsedContent::Article(article) = &file.parsed.value {
                parts[part_of(&file.path)].push((file, article));
            }
        }
        parts.par_iter().enumerate().try_for_each(|(number, part)| {
            let file = part_file(folder, number);
            if part.is_empty() {
                return store::remove(&file);
            }
            let start = Hasher::new().key(self.settings);
            let key = |hasher: Hasher, (file, _): &(&ContentKey, _)| {
                hasher.bytes(file.path.as_str().as_bytes()).key(file.hash)
            };
            let key = part.iter().fold(start, key).finish();
            store::save_keyed(&file, key, || {
                let articles = part.iter().map(|(file, article)| (&file.path, file.hash, article, &file.parsed.faults));
                (self.settings, articles.collect::<Vec<_>>())
            })
        })
    }
}

/// Returns the number of the part that an article belongs to.
fn part_of(path: &RelPath) -> usize {
    usize::from(hash::bytes(path.as_str().as_bytes()).to_le_bytes()[0]) % PARTS
}

fn part_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:02}"))
}
