//! Reads the Markdown files of a folder, whatever generator or editor they were written for, and finds their quotations and
//! what their attributions link to.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use walkdir::{DirEntry, WalkDir};

use crate::base::diagnostic::Diagnostic;
use crate::base::text::path::RelPath;
use crate::base::{codes, regular_file};
use crate::pipeline::config::{self, Config, MarkdownConfig};
use crate::pipeline::content::{ContentContext, SNAPSHOTS, Source, article};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown::{
    AttributionStyle, CitableSource, CitableSources, Excerpt, MarkdownContext, attribution_links, parse,
};

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
    let above = map.and_then(|name| base.ancestors().find(|folder| folder.join(name).is_file()).map(Path::to_owned));
    let base = above.unwrap_or(base);
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

/// A quotation.
pub(super) struct FoundQuote {
    /// Its words.
    pub excerpt: Excerpt,
    /// The address of its source, or the path of a file.
    pub link: String,
    /// The snapshot that an article of margent names.
    pub snapshot: Option<RelPath>,
}

/// The quotations of a file.
pub(super) struct QuotedFile {
    pub quotes: Vec<FoundQuote>,
    /// The number of blockquotes that name no source.
    pub unattributed: usize,
    pub faults: Vec<Diagnostic>,
}

/// Finds the quotations of the file at `path`.
pub(super) fn find_quotes(path: &RelPath, text: &str, config: &Config) -> QuotedFile {
    let start = front_matter_end(text);
    let declared = declared_sources(path, text, start, config);
    let options = MarkdownConfig { highlight: false, ..MarkdownConfig::default() };
    let links = attribution_links(&text[start..], &options);
    let cites = CitableSources::new(citable(&declared, &links), Vec::new(), AttributionStyle::Free);
    let parsed = parse(&text[start..], &MarkdownContext { path, start, options: &options, base_url: "", cites });
    let quotes = parsed.value.excerpts.into_iter().map(|excerpt| found(excerpt, &declared));
    QuotedFile {
        quotes: quotes.collect(),
        unattributed: parsed.value.unattributed.len(),
        // The other rules are those of articles.
        faults: parsed.faults.into_iter().filter(|fault| fault.code == codes::NOT_QUOTABLE).collect(),
    }
}

/// The sources that an article of margent declares, and those of other links.
fn citable<'a>(declared: &'a [Source], links: &'a BTreeSet<String>) -> Vec<CitableSource<'a>> {
    let plain = |id, url| CitableSource { id, url, own: None, language: None, version: None };
    let mut sources: Vec<CitableSource<'a>> =
        declared.iter().map(|source| plain(source.id.as_str(), source.url.as_deref())).collect();
    let is_declared = |link: &str| declared.iter().any(|source| source.url.as_deref() == Some(link));
    let others = links.iter().filter(|link| !is_declared(link) && !link.starts_with("source:"));
    sources.extend(others.map(|link| plain(link, Some(link))));
    sources
}

fn found(excerpt: Excerpt, declared: &[Source]) -> FoundQuote {
    // Behind them are the addresses of other links.
    let source = declared.get(excerpt.source_number);
    let link = source.and_then(|source| source.url.clone()).unwrap_or_else(|| excerpt.source.clone());
    let snapshot = source.and_then(|source| source.snapshot.as_ref());
    let snapshot = snapshot.and_then(|name| RelPath::new(&format!("{SNAPSHOTS}/{}", name.value)));
    FoundQuote { excerpt, link, snapshot }
}

/// The sources in the front matter of an article of margent.
fn declared_sources(path: &RelPath, text: &str, body: usize, config: &Config) -> Vec<Source> {
    let is_article = text.trim_start_matches('\u{feff}').starts_with("+++") && text[..body].contains("[[source]]");
    if is_article { article::parse(&ContentContext { path, config }, &text[..body]).value.sources } else { Vec::new() }
}

/// The byte at which the text begins, behind front matter in TOML (`+++`) or YAML (`---`).
pub(super) fn front_matter_end(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[mark..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let ends: &[&str] = match first.trim_end() {
        "+++" => &["+++"],
        "---" => &["---", "..."],
        _ => return mark,
    };
    let mut at = mark + first.len();
    for line in lines {
        at += line.len();
        if ends.contains(&line.trim_end()) {
            return at;
        }
    }
    // Without an end, it is a rule that divides a text.
    mark
}

#[cfg(test)]
mod tests {
    use super::front_matter_end;

    #[test]
    fn front_matter_is_passed_over() {
        for (text, rest) in [
            ("+++\na = 1\n+++\nText", "Text"),
            ("\u{feff}---\r\na: 1\r\n---\r\nText", "Text"),
            ("---\na: 1\n...\nText", "Text"),
            ("---\nText\n", "---\nText\n"),
            ("Text\n---\n", "Text\n---\n"),
            ("", ""),
        ] {
            assert_eq!(&text[front_matter_end(text)..], rest, "{text:?}");
        }
    }
}
