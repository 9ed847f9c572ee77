//! Finds what must not or cannot be published, before anything is published.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::site_address::SiteAddress;
use super::{host, secret, site_address};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::content;
use crate::pipeline::plan::Output;
use crate::pipeline::site::Site;

/// The size in bytes above which GitHub rejects a file.
const FILE_LIMIT: u64 = 100 << 20;
/// The size in bytes above which GitHub Pages does not serve a site.
const SITE_LIMIT: u64 = 1 << 30;
/// The number of files named when a site is too large.
const NAMED_FILES: usize = 3;

/// The folder in a bucket where margent keeps its own records.
pub(crate) const RECORDS: &str = ".margent/";

/// The service that keeps a published site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishHost {
    /// A git repository, from which GitHub Pages serves it.
    Git,
    /// A bucket of an object store.
    Bucket,
}

/// Makes the checks that are possible before the site is built. `root` is the site's folder.
pub(crate) fn check_site(site: &Site, root: &Path, address: &SiteAddress, host: PublishHost) -> Vec<Diagnostic> {
    let mut faults = match host {
        PublishHost::Git => site_address::check_domain(site, address),
        PublishHost::Bucket => Vec::new(),
    };
    faults.extend(site.content.articles.iter().filter(|article| article.is_empty()).map(|article| {
        let fault = Diagnostic::new(codes::PUBLISHED_EMPTY, "this article has neither a text nor a `summary`");
        let fault = fault.at(Span::new(&article.path, article.head.clone()));
        fault.hint("write it, or add `draft = true` until it is written")
    }));
    for (path, output) in &site.plan.outputs {
        let Output::File(file) = output else { continue };
        if let Some(why) = refused_name(path, host) {
            let fault = Diagnostic::new(codes::BAD_FILE_NAME, why).at(Span::file(file));
            faults.push(fault.hint("rename it, or move it out of the site"));
        }
        if let Some(link) = symbolic_link(root, file) {
            let message = format!("`{link}` is a symbolic link; its target may not be meant for readers");
            let fault = Diagnostic::new(codes::SYMBOLIC_LINK, message).at(Span::file(file));
            faults.push(fault.hint("replace it with the file itself"));
        }
    }
    faults
}

/// Says why the host does not take a path of the site, if so.
fn refused_name(path: &str, host: PublishHost) -> Option<String> {
    match host {
        PublishHost::Git => {
            let part = path.split('/').find(|part| is_git_folder(part))?;
            Some(format!("git takes no file or folder with the name `{part}`"))
        }
        PublishHost::Bucket => {
            path.starts_with(RECORDS).then(|| format!("margent keeps its own records in `{RECORDS}`"))
        }
    }
}

/// Checks the finished files `paths` below `folder`. Findings are traced to the site's files only while `site` has its
/// texts.
///
/// # Errors
/// When a file cannot be read.
pub fn check_outputs(site: &Site, folder: &Path, paths: &[String], host: PublishHost) -> Result<Vec<Diagnostic>> {
    let files = paths.par_iter().map(|path| FinishedFile::read(path, folder, host));
    let files: Vec<FinishedFile<'_>> = files.collect::<Result<_>>()?;
    let mut faults = match host {
        PublishHost::Git => check_sizes(site, &files),
        PublishHost::Bucket => Vec::new(),
    };
    let mut findings: BTreeMap<(&PublishFinding, &str), Vec<&str>> = BTreeMap::new();
    for file in &files {
        for (finding, text) in &file.findings {
            findings.entry((finding, text)).or_default().push(file.path);
        }
    }
    if !findings.is_empty() {
        let secrets = findings.keys().filter(|(finding, _)| matches!(finding, PublishFinding::Secret(_)));
        let sources = CheckedFiles { texts: published_texts(site), secrets: secrets.map(|(_, text)| *text).collect() };
        faults.extend(findings.into_iter().map(|((finding, text), paths)| finding.diagnostic(text, &paths, &sources)));
    }
    Ok(faults)
}

/// Returns whether some file system takes the name for that of git's own folder: without regard to letter case and what
/// Windows and macOS leave out. Git refuses it or leaves it out (`core.protectNTFS`, `core.protectHFS`).
fn is_git_folder(name: &str) -> bool {
    let visible: String = name.chars().filter(|c| !is_ignored(*c)).collect::<String>().to_ascii_lowercase();
    let stem = visible.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    stem == ".git" || stem == "git~1"
}

/// Returns true for characters that macOS leaves out of names, above all invisible ones.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

/// Returns the file, or the first folder on the way to it, that is a symbolic link.
fn symbolic_link(root: &Path, file: &RelPath) -> Option<String> {
    let ends = file.as_str().match_indices('/').map(|(at, _)| at).chain([file.as_str().len()]);
    let parts = ends.map(|end| &file.as_str()[..end]);
    parts.into_iter().find(|part| root.join(part).is_symlink()).map(str::to_owned)
}

/// Content that a finished file must not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PublishFinding {
    /// A link to a local address.
    LocalLink,
    /// Text that looks like a secret, with its kind: "a token of GitHub".
    Secret(&'static str),
}

impl PublishFinding {
    fn diagnostic(&self, text: &str, paths: &[&str], sources: &CheckedFiles<'_>) -> Diagnostic {
        let source = sources.texts.iter().find_map(|(path, source)| Some((path, source, source.find(text)?)));
        let place = match source {
            Some(_) => "this file".to_owned(),
            None => format!("`{}`", paths[0]),
        };
        let fault = match self {
            Self::LocalLink => Diagnostic::new(codes::LOCAL_ADDRESS, format!("{place} links to {text}"))
                .hint("link to an address that readers can reach, or format it as `code`"),
            Self::Secret(what) => {
                let message = format!("{place} contains what looks like {what}: `{}`", secret::masked(text));
                Diagnostic::new(codes::SECRET, message).hint("remove it; if it was ever public, revoke it")
            }
        };
        let fault = match paths {
            [only] => fault.hint(format!("it would be in {only}")),
            [first, ..] => fault.hint(format!("it would be in {first} and {} more files", paths.len() - 1)),
            [] => fault,
        };
        let Some((path, source, at)) = source else { return fault };
        // A line with a secret is not shown, since output may end up in a log.
        let start = source[..at].rfind('\n').map_or(0, |before| before + 1);
        let line = source[start..].lines().next().unwrap_or_default();
        let is_shown = !sources.secrets.iter().any(|secret| line.contains(secret));
        let end = if is_shown { at + text.len() } else { at };
        fault.at(Span::new(path, at..end))
    }
}

/// A finished file, and each finding with its text.
struct FinishedFile<'a> {
    path: &'a str,
    len: u64,
    findings: Vec<(PublishFinding, String)>,
}

impl<'a> FinishedFile<'a> {
    fn read(path: &'a str, folder: &Path, host: PublishHost) -> Result<Self> {
        let file = folder.join(path);
        let context = || format!("cannot read {}", file.display());
        let len = fs::metadata(&file).with_context(context)?.len();
        if len > FILE_LIMIT && host == PublishHost::Git {
            return Ok(Self { path, len, findings: Vec::new() });
        }
        let bytes = fs::read(&file).with_context(context)?;
        let text = |range| String::from_utf8_lossy(&bytes[range]).into_owned();
        let secrets = secret::find(&bytes).into_iter();
        let mut findings: Vec<_> =
            secrets.map(|secret| (PublishFinding::Secret(secret.kind), text(secret.range))).collect();
        if path.ends_with(".html") {
            findings.extend(host::local_links(&bytes).into_iter().map(|link| (PublishFinding::LocalLink, link)));
        }
        Ok(Self { path, len, findings })
    }
}

/// Reports files, or a site, too large for GitHub.
fn check_sizes(site: &Site, files: &[FinishedFile<'_>]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mebibytes = |bytes: u64| format!("{:.0} MB", bytes as f64 / f64::from(1 << 20));
    for file in files.iter().filter(|file| file.len > FILE_LIMIT) {
        let message = format!("{} is {}; GitHub rejects files of more than 100 MB", file.path, mebibytes(file.len));
        let fault =
            Diagnostic::new(codes::TOO_LARGE, message).hint("make it smaller, or keep it elsewhere and link to it");
        faults.push(if let Some(Output::File(path)) = site.plan.outputs.get(file.path) {
            fault.at(Span::file(path))
        } else {
            fault
        });
    }
    let whole: u64 = files.iter().map(|file| file.len).sum();
    if whole > SITE_LIMIT {
        let mut largest: Vec<_> = files.iter().collect();
        largest.sort_by_key(|file| std::cmp::Reverse(file.len));
        let named = largest.iter().take(NAMED_FILES).map(|file| format!("{} ({})", file.path, mebibytes(file.len)));
        let message = format!("the site is {}; GitHub Pages serves no more than 1 GB", mebibytes(whole));
        let named = named.collect::<Vec<_>>().join(", ");
        faults.push(Diagnostic::new(codes::TOO_LARGE, message).hint(format!("keep large files elsewhere: {named}")));
    }
    faults
}

/// The texts to which findings are traced, and the secrets that no message may show.
struct CheckedFiles<'a> {
    /// The texts that outputs are built from.
    texts: Vec<(&'a RelPath, &'a str)>,
    /// Every secret found.
    secrets: Vec<&'a str>,
}

/// The texts of the site that reach readers: not its snapshots, nor its records of imports.
fn published_texts(site: &Site) -> Vec<(&RelPath, &str)> {
    let is_source = |path: &RelPath| path.strip("content").is_some() || path.strip("themes").is_some();
    let files = site.inputs.files.iter().filter(|(path, _)| is_source(path) && !content::is_private(path));
    files.filter_map(|(path, file)| Some((path, std::str::from_utf8(file.head()).ok()?))).collect()
}
