//! What changed among the files of a site since they were read.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{BROADSHEET, Inputs, TOPS, add_built_in, clock, is_wanted, list, load};
use crate::base::text::path::RelPath;

impl Inputs {
    /// Reads the files and folders at `paths`, below `root`, anew, and the clock. The result is that of reading the whole
    /// site, as long as nothing else changed. Where something unusual is found, the whole site is read.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn reread(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> Result<Self> {
        let mut next = Self { now: clock()?, ..self.clone() };
        // A fault may have gone with any of the files.
        let mut plain = self.faults.is_empty();
        for path in paths {
            plain = plain && next.replace(root, path)?;
        }
        add_built_in(&BROADSHEET, &mut next.files);
        if plain { Ok(next) } else { Self::read(root, self.options.clone()) }
    }

    /// Replaces what is known at `path`; `false` where only a look at the whole site can tell what to make of it.
    fn replace(&mut self, root: &Path, path: &Path) -> Result<bool> {
        let Ok(relative) = path.strip_prefix(root) else { return Ok(true) };
        if !TOPS.iter().any(|top| relative.starts_with(top)) {
            return Ok(true);
        }
        let inside: Vec<_> = relative.ancestors().filter(|inner| *inner != Path::new("")).collect();
        if !inside.into_iter().all(is_wanted) {
            return Ok(true);
        }
        // Of a name in another Unicode form there may be two.
        let name = relative.to_str().map(|name| name.replace('\\', "/"));
        let Some(name) = name.and_then(|name| RelPath::new(&name).filter(|path| path.as_str() == name)) else {
            return Ok(false);
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => None,
            Err(_) => return Ok(false),
        };
        // What was there, be it a file or a folder.
        let near = self.files.range(name.clone()..).map(|(other, _)| other);
        let near = near.take_while(|other| other.as_str().starts_with(name.as_str()));
        let gone: Vec<_> =
            near.filter(|other| **other == name || other.strip(name.as_str()).is_some()).cloned().collect();
        gone.iter().for_each(|path| drop(self.files.remove(path)));
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        match metadata {
            None => {}
            Some(metadata) if metadata.is_dir() => list(root, path, &mut found, &mut faults)?,
            Some(metadata) if metadata.is_file() => found.push((name, path.to_owned())),
            Some(_) => return Ok(false),
        }
        for (name, path) in found {
            match load(&name, &path) {
                Ok(file) if !self.files.contains_key(&name) => drop(self.files.insert(name, file)),
                Ok(_) => return Ok(false),
                // It has gone since, which will be told as a change of its own.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            }
        }
        Ok(faults.is_empty())
    }

    /// The files that are different in `after`, that are only there, or only here.
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
