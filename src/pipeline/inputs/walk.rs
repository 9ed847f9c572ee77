//! The files of a site on disk.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use walkdir::{DirEntry, WalkDir};

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::characters::{hidden_chars, printable};
use crate::base::text::path::RelPath;

/// The file and the folders of a site.
pub(crate) const SITE_ROOTS: [&str; 3] = ["site.toml", "content", "themes"];

/// Private copies of sources, never published.
pub(crate) const SNAPSHOTS: &str = "content/snapshots";
/// Records of `margent import`, never published.
pub(crate) const IMPORTS: &str = "content/imports";

/// Files by their names in the site.
pub(super) type FoundFiles = Vec<(RelPath, PathBuf)>;

/// Finds all files at or below `top`, and names them relative to `root`.
pub(super) fn find_files(root: &Path, top: &Path, files: &mut FoundFiles, faults: &mut Vec<Diagnostic>) -> Result<()> {
    let home = root.canonicalize()?;
    let walk = WalkDir::new(top).follow_links(true);
    let mut walk = walk.into_iter().filter_entry(|entry| is_wanted_entry(root, entry));
    while let Some(entry) = walk.next() {
        if let Ok(entry) = &entry
            && entry.path_is_symlink()
            && let Some(fault) = leads_out(&home, root, entry.path())
        {
            faults.push(fault);
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
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
        match name_in_site(relative) {
            Ok(name) => files.push((name, entry.into_path())),
            Err(reason) => {
                let message = format!("the name `{}` {reason}", printable(&relative.to_string_lossy()));
                faults.push(Diagnostic::new(codes::BAD_FILE_NAME, message).hint("rename the file"));
            }
        }
    }
    Ok(())
}

/// The path in the site for a path on the disk, or the reason why there is none: the name would be invisible in part,
/// or mean another path on other systems.
pub(super) fn name_in_site(relative: &Path) -> Result<RelPath, String> {
    let not_unicode = || "is not valid Unicode".to_owned();
    let mut name = relative.to_str().ok_or_else(not_unicode)?.to_owned();
    if cfg!(windows) {
        name = name.replace('\\', "/");
    }
    let unseen = name.chars().find(|c| c.is_control()).or_else(|| hidden_chars(&name).next().map(|(_, c)| c));
    match unseen {
        _ if name.contains('\\') => Err("contains a backslash, which separates folders on Windows".to_owned()),
        Some(c) => Err(format!("contains a character that nobody sees, U+{:04X}", u32::from(c))),
        None => RelPath::new(&name).ok_or_else(not_unicode),
    }
}

/// Reports a link whose target may never have been meant for readers: one outside of the site's own files, or a private
/// snapshot. `home` is `root` without links.
fn leads_out(home: &Path, root: &Path, link: &Path) -> Option<Diagnostic> {
    let name = link.strip_prefix(root).unwrap_or(link);
    let target = link.canonicalize().ok()?;
    let inner = target.strip_prefix(home).ok();
    let is_private = |path: &Path| path.starts_with(SNAPSHOTS) || path.starts_with(IMPORTS);
    let is_fine =
        |inner: &Path| SITE_ROOTS.iter().any(|top| inner.starts_with(top)) && (!is_private(inner) || is_private(name));
    if inner.is_some_and(is_fine) {
        return None;
    }
    let to = match inner.map(Path::display) {
        None => "out of the site".to_owned(),
        Some(inner) if inner.to_string().is_empty() => "to the site itself".to_owned(),
        Some(inner) => format!("to `{inner}`"),
    };
    let message = format!("`{}` is a symbolic link that leads {to}", name.display());
    let fault = Diagnostic::new(codes::SYMBOLIC_LINK, message)
        .hint("replace it with what it leads to, if that is meant for readers");
    let path = name_in_site(name).ok();
    Some(match path {
        Some(path) => fault.at(Span::file(&path)),
        None => fault,
    })
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

/// Returns whether a path is part of the site. Hidden files and backups are not, except under `content/static`, where
/// `.well-known` is intended.
pub(super) fn is_wanted(inner: &Path) -> bool {
    let name = inner.file_name().unwrap_or_default().to_string_lossy();
    let is_hidden = name.starts_with('.') || name.ends_with('~') || name == "Thumbs.db";
    let is_static = inner.components().any(|part| part.as_os_str() == "static") && name != ".DS_Store";
    !is_hidden || (is_static && name != ".git")
}
