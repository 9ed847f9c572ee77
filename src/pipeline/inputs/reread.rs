//! Reads again the files of a site that changed, and compares inputs.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::built_in::add_built_in;
use super::environment::clock;
use super::settled;
use super::walk::{FoundFiles, find_files, is_wanted, name_in_site};
use super::{Inputs, SITE_ROOTS};
use crate::base::text::path::RelPath;

impl Inputs {
    /// Reads the files and folders at `paths`, below `root`, and the clock again. The result is that of reading the
    /// whole site, as long as nothing else changed. If anything is unusual, the whole site is read. A file that is just
    /// being written is read as it is, since its next change will be reported too.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn reread(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> Result<Self> {
        let mut next = Self { now: clock()?, ..self.clone() };
        // Any of the files may have resolved a fault.
        let mut is_plain = self.faults.is_empty();
        for path in paths {
            is_plain = is_plain && next.reread_path(root, path)?;
        }
        add_built_in(&mut next.files);
        if is_plain { Ok(next) } else { Self::read(root, self.options.clone()) }
    }

    /// Reads `path` again; returns `false` if the whole site has to be read instead.
    fn reread_path(&mut self, root: &Path, path: &Path) -> Result<bool> {
        let Ok(relative) = path.strip_prefix(root) else { return Ok(true) };
        if !SITE_ROOTS.iter().any(|top| relative.starts_with(top)) {
            return Ok(true);
        }
        if relative.ancestors().any(|inner| root.join(inner).is_symlink()) {
            return Ok(false);
        }
        let inside: Vec<_> = relative.ancestors().filter(|inner| *inner != Path::new("")).collect();
        if !inside.into_iter().all(is_wanted) {
            return Ok(true);
        }
        // There may be another file whose name differs only in its Unicode form.
        let Some(name) = name_in_site(relative).ok().filter(|name| Path::new(name.as_str()) == relative) else {
            return Ok(false);
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(_) => return Ok(false),
        };
        // Whatever was there before, a file or a folder.
        let near = self.files.range(name.clone()..).map(|(other, _)| other);
        let near = near.take_while(|other| other.as_str().starts_with(name.as_str()));
        let gone: Vec<_> =
            near.filter(|other| **other == name || other.strip(name.as_str()).is_some()).cloned().collect();
        gone.iter().for_each(|path| drop(self.files.remove(path)));
        let (mut found, mut faults) = (FoundFiles::new(), Vec::new());
        match metadata {
            None => {}
            Some(metadata) if metadata.is_dir() => find_files(root, path, &mut found, &mut faults)?,
            Some(metadata) if metadata.is_file() => found.push((name, path.to_owned())),
            Some(_) => return Ok(false),
        }
        // A file that is gone by now will be reported as another change.
        for (name, file) in settled::read_at_once(found)? {
            if self.files.insert(name, file).is_some() {
                return Ok(false);
            }
        }
        Ok(faults.is_empty())
    }

    /// Returns the files that differ in `after`, or that exist only there or only here.
    pub fn changes(&self, after: &Self) -> Vec<RelPath> {
        let mut changed = Vec::new();
        let mut theirs = after.files.iter().peekable();
        for (path, file) in &self.files {
            while let Some((added, _)) = theirs.next_if(|(other, _)| *other < path) {
                changed.push(added.clone());
            }
            if theirs.next_if(|(other, _)| *other == path).is_none_or(|(_, other)| other.hash != file.hash) {
                changed.push(path.clone());
            }
        }
        changed.extend(theirs.map(|(path, _)| path.clone()));
        changed
    }
}
