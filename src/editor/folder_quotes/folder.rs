//! Reads the Markdown files of a folder, whatever generator or editor they were written for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use walkdir::{DirEntry, WalkDir};

use crate::base::regular_file;
use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::inputs::Inputs;

/// The folders that generators and package managers write, beside hidden ones.
const GENERATED: [&str; 3] = ["public", "_site", "node_modules"];
/// The extensions of Markdown files.
const EXTENSIONS: [&str; 2] = ["md", "markdown"];

/// Markdown files.
pub struct MarkdownFolder {
    /// The folder that paths start from.
    pub base: PathBuf,
    /// The files, and `site.toml` if the folder is a margent site.
    pub inputs: Inputs,
    /// The paths of the Markdown files, in order.
    pub texts: Vec<RelPath>,
}

/// Reads the Markdown files `places`, and those inside folders among them. Paths start from `root`, or from the one
/// place that is not in it, or from the nearest folder above that has a file named `map`. Hidden and generated folders inside a place are passed over.
///
/// # Errors
/// When a file cannot be read or named, or there is none.
pub(super) fn read_folder(root: &Path, places: &[PathBuf], map: Option<&str>) -> Result<MarkdownFolder> {
    let places: Vec<PathBuf> = if places.is_empty() { vec![root.to_owned()] } else { places.to_vec() };
    let full = places.iter().map(|place| canonical(place)).collect::<Result<Vec<_>>>()?;
    let base = common_base(canonical(root)?, &full, root)?;
    let base = map.and_then(|name| folder_above(&base, name)).unwrap_or(base);
    let mut paths = Vec::new();
    for place in &full {
        add_files(&base, place, &mut paths)?;
    }
    paths.sort_unstable();
    paths.dedup();
    if paths.is_empty() {
        let names: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
        bail!("there is no Markdown file (.md, .markdown) in {}", names.join(", "));
    }
    let mut files = Vec::with_capacity(paths.len());
    for path in &paths {
        let bytes = regular_file::read(&base.join(path)).with_context(|| format!("cannot read {path}"))?;
        files.push((path.as_str(), bytes));
    }
    if let Ok(bytes) = regular_file::read(&base.join(config::FILE)) {
        files.push((config::FILE, bytes));
    }
    let inputs = Inputs::in_memory(files.iter().map(|(path, bytes)| (*path, bytes.as_slice())));
    let texts = paths.iter().filter_map(|path| RelPath::new(path)).collect();
    Ok(MarkdownFolder { base, inputs, texts })
}

/// The path of a file or folder without links.
///
/// # Errors
/// When nothing is there.
pub(super) fn canonical(path: &Path) -> Result<PathBuf> {
    path.canonicalize().with_context(|| format!("cannot read {}", path.display()))
}

/// The folder that paths start from.
fn common_base(root: PathBuf, places: &[PathBuf], shown: &Path) -> Result<PathBuf> {
    match places.iter().find(|place| !place.starts_with(&root)) {
        None => Ok(root),
        Some(place) if places.len() == 1 && place.is_dir() => Ok(place.clone()),
        Some(place) if places.len() == 1 => place.parent().map(Path::to_owned).context("a file is in a folder"),
        Some(place) => {
            let (place, shown) = (place.display(), shown.display());
            bail!("{place} is not in {shown}; name a folder that holds all of them: --root DIR")
        }
    }
}

/// The nearest folder that has a file of this name, from `base` upwards.
fn folder_above(base: &Path, name: &str) -> Option<PathBuf> {
    base.ancestors().find(|folder| folder.join(name).is_file()).map(Path::to_owned)
}

/// Adds the path of a file, or of the Markdown files in a folder.
fn add_files(base: &Path, place: &Path, paths: &mut Vec<String>) -> Result<()> {
    let walk = WalkDir::new(place).into_iter().filter_entry(|entry| entry.depth() == 0 || is_wanted(entry));
    for entry in walk {
        let entry = entry.map_err(|error| anyhow!(error))?;
        let is_named = entry.depth() == 0 || EXTENSIONS.iter().any(|end| has_extension(entry.path(), end));
        if is_named && entry.file_type().is_file() {
            let path = entry.path().strip_prefix(base).unwrap_or(entry.path());
            paths.push(path_name(path).with_context(|| format!("rename {}: it is not Unicode", path.display()))?);
        }
    }
    Ok(())
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_generated = entry.file_type().is_dir() && GENERATED.contains(&name.as_ref());
    !name.starts_with('.') && !is_generated
}

/// Returns whether a file has this extension, in any letter case.
pub(super) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|end| end.eq_ignore_ascii_case(extension))
}

/// A path with slashes; `None` if it is not Unicode.
pub(super) fn path_name(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    parts.map(|parts| parts.join("/"))
}
