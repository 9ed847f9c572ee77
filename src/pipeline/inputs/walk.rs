//! The files of a site on disk.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use walkdir::{DirEntry, WalkDir};

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;

/// Files by their names in the site.
pub(super) type FoundFiles = Vec<(RelPath, PathBuf)>;

/// Finds all files at or below `top`, and names them relative to `root`.
pub(super) fn find_files(root: &Path, top: &Path, files: &mut FoundFiles, faults: &mut Vec<Diagnostic>) -> Result<()> {
    let walk = WalkDir::new(top).follow_links(true);
    for entry in walk.into_iter().filter_entry(|entry| is_wanted_entry(root, entry)) {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) if entry.file_type().is_file() => entry,
            Ok(entry) => {
                faults.push(unusable(root, entry.path(), "is neither a file nor a folder"));
                continue;
            }
            // A broken or circular link is a fault of the site; a failing disk is one of the environment.
            Err(error) if error.path().is_some_and(Path::is_symlink) => {
                let path = error.path().unwrap_or(top);
                faults.push(unusable(root, path, "is a symbolic link that is broken or circular"));
                continue;
            }
            Err(error) => {
                let context = format!("cannot read {}", error.path().unwrap_or(top).display());
                let cause = error
                    .into_io_error()
                    .map_or_else(|| anyhow!("it is part of a circle of symbolic links"), anyhow::Error::from);
                return Err(cause.context(context));
            }
        };
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        match relative.to_str().and_then(|name| RelPath::new(&name.replace('\\', "/"))) {
            Some(name) => files.push((name, entry.into_path())),
            None => {
                let message = format!("the name `{}` is not valid Unicode", relative.display());
                faults.push(Diagnostic::new(codes::BAD_FILE_NAME, message).hint("rename the file"));
            }
        }
    }
    Ok(())
}

/// Reports a path that cannot be used for `reason`.
fn unusable(root: &Path, path: &Path, reason: &str) -> Diagnostic {
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let fault = Diagnostic::new(codes::BAD_FILE_NAME, format!("`{name}` {reason}"))
        .hint("remove it, or replace it with the file itself");
    match RelPath::new(&name) {
        Some(path) => fault.at(Span::file(&path)),
        None => fault,
    }
}

fn is_wanted_entry(root: &Path, entry: &DirEntry) -> bool {
    entry.depth() == 0 || is_wanted(entry.path().strip_prefix(root).unwrap_or(entry.path()))
}

/// Returns whether a path is part of the site. Hidden files and backups are not, except under `content/static`, where `.well-known`
/// is intended.
pub(super) fn is_wanted(inner: &Path) -> bool {
    let name = inner.file_name().unwrap_or_default().to_string_lossy();
    let is_hidden = name.starts_with('.') || name.ends_with('~') || name == "Thumbs.db";
    let is_static = inner.components().any(|part| part.as_os_str() == "static") && name != ".DS_Store";
    !is_hidden || (is_static && name != ".git")
}
