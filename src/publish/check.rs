//! What must not be published, or cannot be: told all at once, by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::address::{self, AddressSource, SiteAddress};
use super::{links, secret};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::content::SNAPSHOTS;
use crate::pipeline::plan::Output;
use crate::pipeline::site::Site;

/// Bytes of a file that GitHub does not take.
const FILE_LIMIT: u64 = 100 << 20;
/// Bytes of a site that GitHub Pages does not serve.
const SITE_LIMIT: u64 = 1 << 30;
/// How many of the largest files are named where a site is too large.
const NAMED: usize = 3;

/// A site's own domain.
pub const CNAME: &str = "content/static/CNAME";

/// What is wrong with publishing `site` at `address`, before anything of it is made. `root` is the site's folder.
pub fn site(site: &Site, root: &Path, address: &SiteAddress) -> Vec<Diagnostic> {
    let mut faults = domain(site, address);
    faults.extend(site.content.articles.iter().filter(|article| article.is_empty()).map(|article| {
        let fault = Diagnostic::new(codes::PUBLISHED_EMPTY, "this article has neither a text nor a `summary`");
        let fault = fault.at(Span::new(&article.path, article.head.clone()));
        fault.hint("write it, or add `draft = true` until it is written")
    }));
    for (path, output) in &site.plan.outputs {
        let Output::File(file) = output else { continue };
        if path.contains(char::is_control) {
            let fault = Diagnostic::new(codes::BAD_FILE_NAME, "the name of this file holds a line break or its like");
            faults.push(fault.at(Span::file(file)).hint("rename the file"));
        }
        if let Some(link) = link(root, file) {
            let message = format!("`{link}` is a symbolic link; what it leads to may not be meant for readers");
            let fault = Diagnostic::new(codes::SYMBOLIC_LINK, message).at(Span::file(file));
            faults.push(fault.hint("put the file itself there"));
        }
    }
    faults
}

/// What is wrong with the finished files `paths` below `folder`. Where it stands can only be told while `site` has its texts.
///
/// # Errors
/// When a file cannot be read.
pub fn outputs(site: &Site, folder: &Path, paths: &[String]) -> Result<Vec<Diagnostic>> {
    let read = paths.par_iter().map(|path| FinishedFile::of(path, folder));
    let read: Vec<FinishedFile<'_>> = read.collect::<Result<_>>()?;
    let mut faults = sizes(site, &read);
    let mut found: BTreeMap<(&PublishFinding, &str), Vec<&str>> = BTreeMap::new();
    for file in &read {
        for (finding, text) in &file.found {
            found.entry((finding, text)).or_default().push(file.path);
        }
    }
    if !found.is_empty() {
        let secrets = found.keys().filter(|(finding, _)| matches!(finding, PublishFinding::Secret(_)));
        let sources = CheckedFiles { texts: texts(site), secrets: secrets.map(|(_, text)| *text).collect() };
        faults.extend(found.into_iter().map(|((finding, text), paths)| finding.fault(text, &paths, &sources)));
    }
    Ok(faults)
}

/// The domain must be one, and the one that the site is built for: GitHub serves the site there and nowhere else.
fn domain(site: &Site, address: &SiteAddress) -> Vec<Diagnostic> {
    let Some((path, text)) = cname(site) else { return Vec::new() };
    let fault = |message: String| Diagnostic::new(codes::WRONG_DOMAIN, message).at(Span::file(&path));
    let Some(domain) = address::domain(&text) else {
        let advice = "write one domain alone, such as digest.example.org";
        return vec![fault("this is not the name of a domain".to_owned()).hint(advice)];
    };
    let whole = format!("https://{domain}");
    let mut faults = Vec::new();
    if address.by == AddressSource::Option && address.url != whole {
        let message = format!("GitHub serves the site at {domain}, and --base-url is {}", address.url);
        faults.push(fault(message).hint("leave out --base-url, or remove the file"));
    }
    // The pipeline was given the address; what the editor wrote stands in the file.
    let configured = configured(site);
    if !address::is_placeholder(&configured) && address::host(&configured) != domain {
        let message = format!("GitHub serves the site at {domain}, and `base_url` in site.toml is {configured}");
        faults.push(fault(message).hint(format!("write base_url = \"{whole}\" there, or remove the file")));
    }
    faults
}

/// `CNAME`, if the site has one, and what it says.
pub fn cname(site: &Site) -> Option<(RelPath, String)> {
    let path = RelPath::new(CNAME)?;
    let text = String::from_utf8_lossy(site.inputs.files.get(&path)?.head()).into_owned();
    Some((path, text))
}

/// `base_url` as `site.toml` has it, whatever the site is built for.
pub fn configured(site: &Site) -> String {
    let mut inputs = site.inputs.clone();
    inputs.options.base_url = None;
    config::read(&inputs).value.base_url
}

/// The first part of the way to the file that is a symbolic link.
fn link(root: &Path, file: &RelPath) -> Option<String> {
    let ends = file.as_str().match_indices('/').map(|(at, _)| at).chain([file.as_str().len()]);
    let parts = ends.map(|end| &file.as_str()[..end]);
    parts.into_iter().find(|part| root.join(part).is_symlink()).map(str::to_owned)
}

/// What is not to be published, of whatever file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PublishFinding {
    /// A link to one's own computer.
    Local,
    /// Something that looks like a secret, with its article.
    Secret(&'static str),
}

impl PublishFinding {
    fn fault(&self, text: &str, paths: &[&str], sources: &CheckedFiles<'_>) -> Diagnostic {
        let source = sources.texts.iter().find_map(|(path, source)| Some((path, source, source.find(text)?)));
        let place = match source {
            Some(_) => "this file".to_owned(),
            None => format!("`{}`", paths[0]),
        };
        let fault = match self {
            Self::Local => Diagnostic::new(codes::LOCAL_ADDRESS, format!("{place} links to {text}"))
                .hint("link to an address that readers can reach, or set it as `code`"),
            Self::Secret(what) => {
                let message = format!("{place} holds what looks like {what}: `{}`", secret::masked(text));
                Diagnostic::new(codes::SECRET, message)
                    .hint("remove it; if it was ever public, have its service replace it")
            }
        };
        let fault = match paths {
            [only] => fault.hint(format!("it would be in {only}")),
            [first, ..] => fault.hint(format!("it would be in {first} and {} more files", paths.len() - 1)),
            [] => fault,
        };
        let Some((path, source, at)) = source else { return fault };
        // A line that holds a secret is not shown, since what is shown may be kept in a log.
        let start = source[..at].rfind('\n').map_or(0, |before| before + 1);
        let line = source[start..].lines().next().unwrap_or_default();
        let is_shown = !sources.secrets.iter().any(|secret| line.contains(secret));
        let end = if is_shown { at + text.len() } else { at };
        fault.at(Span::new(path, at..end))
    }
}

/// A finished file, as far as it matters here.
struct FinishedFile<'a> {
    path: &'a str,
    len: u64,
    found: Vec<(PublishFinding, String)>,
}

impl<'a> FinishedFile<'a> {
    fn of(path: &'a str, folder: &Path) -> Result<Self> {
        let file = folder.join(path);
        let reading = || format!("cannot read {}", file.display());
        let len = fs::metadata(&file).with_context(reading)?.len();
        if len > FILE_LIMIT {
            return Ok(Self { path, len, found: Vec::new() });
        }
        let bytes = fs::read(&file).with_context(reading)?;
        let text = |range| String::from_utf8_lossy(&bytes[range]).into_owned();
        let secrets = secret::find(&bytes).into_iter();
        let mut found: Vec<_> = secrets.map(|it| (PublishFinding::Secret(it.what), text(it.range))).collect();
        if path.ends_with(".html") {
            found.extend(links::local(&bytes).into_iter().map(|link| (PublishFinding::Local, link)));
        }
        Ok(Self { path, len, found })
    }
}

/// What is too large for GitHub.
fn sizes(site: &Site, read: &[FinishedFile<'_>]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mebibytes = |bytes: u64| format!("{:.0} MB", bytes as f64 / f64::from(1 << 20));
    for file in read.iter().filter(|file| file.len > FILE_LIMIT) {
        let message = format!("{} has {}; GitHub takes no file of more than 100 MB", file.path, mebibytes(file.len));
        let fault =
            Diagnostic::new(codes::TOO_LARGE, message).hint("make it smaller, or keep it elsewhere and link to it");
        faults.push(match site.plan.outputs.get(file.path) {
            Some(Output::File(path)) => fault.at(Span::file(path)),
            _ => fault,
        });
    }
    let whole: u64 = read.iter().map(|file| file.len).sum();
    if whole > SITE_LIMIT {
        let mut largest: Vec<_> = read.iter().collect();
        largest.sort_by_key(|file| std::cmp::Reverse(file.len));
        let named = largest.iter().take(NAMED).map(|file| format!("{} ({})", file.path, mebibytes(file.len)));
        let message = format!("the site has {}; GitHub Pages serves no more than 1 GB", mebibytes(whole));
        let named = named.collect::<Vec<_>>().join(", ");
        faults.push(Diagnostic::new(codes::TOO_LARGE, message).hint(format!("keep large files elsewhere: {named}")));
    }
    faults
}

/// What findings are looked for in.
struct CheckedFiles<'a> {
    /// The texts that outputs are made of.
    texts: Vec<(&'a RelPath, &'a str)>,
    /// Every secret that was found.
    secrets: Vec<&'a str>,
}

fn texts(site: &Site) -> Vec<(&RelPath, &str)> {
    let ours = |path: &RelPath| path.strip("content").is_some() || path.strip("themes").is_some();
    let meant = site.inputs.files.iter().filter(|(path, _)| ours(path) && path.strip(SNAPSHOTS).is_none());
    meant.filter_map(|(path, file)| Some((path, std::str::from_utf8(file.head()).ok()?))).collect()
}
