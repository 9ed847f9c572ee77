//! The state of the server: the last good site, and the faults of the newest.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::hash::Key;
use crate::base::text::html::escape;
use crate::base::text::path::{RelPath, percent_encode};
use crate::pipeline::content::Article;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::plan::{Output, SEARCH_INDEX};
use crate::pipeline::render::{self, RenderFailure, SharedData};
use crate::pipeline::report::{self, Format};
use crate::pipeline::search::{SearchPart, part_of, parts};
use crate::pipeline::site::Site;

/// A site, with those of its outputs that a browser has asked for.
pub(crate) struct ServedSite {
    /// The site.
    pub site: Site,
    shared: SharedData,
    rendered: Mutex<HashMap<String, Bytes>>,
    /// The parts of the search index, once a browser has asked for one.
    index: OnceLock<Vec<ServedPart>>,
    search_cache: Arc<SearchCache>,
    /// What [`ServedSite::unpublished`] returns, once a page was asked for.
    unpublished: OnceLock<BTreeMap<String, &'static str>>,
}

/// A part of the search index, with its files if a browser has asked for them.
type ServedPart = (SearchPart, OnceLock<Result<ServedSearchFiles, String>>);

/// The site and the faults that are served until the next change.
#[derive(Default)]
pub(crate) struct ServeState {
    /// The number of loads so far; 0 before the first.
    pub version: u64,
    /// The last good site.
    pub good: Option<Arc<ServedSite>>,
    /// The faults of the newest site as text with ANSI colours; empty if it has none.
    pub faults: String,
    /// True if only style sheets changed since the version before.
    pub is_style: bool,
    /// The address of the page that was edited last.
    pub edited: Option<String>,
}

/// The bytes of an output, or the text of its faults.
pub(crate) type RenderedBytes = Result<Bytes, String>;

impl ServedSite {
    /// Creates it with nothing rendered. `search_cache` may hold the index of an earlier version.
    pub fn new(site: Site, search_cache: Arc<SearchCache>) -> Self {
        let (rendered, index, unpublished) = Default::default();
        Self { shared: SharedData::new(&site), site, rendered, index, search_cache, unpublished }
    }

    /// The addresses of what a build would not publish now, each with the reason.
    pub(crate) fn unpublished(&self) -> &BTreeMap<String, &'static str> {
        let Site { content, index, inputs, .. } = &self.site;
        let address = |id| index.addresses.articles[id].clone();
        self.unpublished.get_or_init(|| {
            let articles = content.articles.enumerate();
            articles.filter_map(|(id, article)| Some((address(id), why_unpublished(article, inputs.now)?))).collect()
        })
    }

    /// Returns whether there is an output at `path`.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.site.plan.outputs.contains_key(path) || self.name_in_index(path).is_some()
    }

    /// Returns the output at `path`, if there is one, and renders it if it was not rendered before.
    pub fn render(&self, path: &str) -> Option<RenderedBytes> {
        if let Some(name) = self.name_in_index(path) {
            let parts = || parts(&self.site).into_iter().map(|part| (part, OnceLock::new())).collect();
            let (part, files) = self.index.get_or_init(parts).get(part_of(name))?;
            let files = files.get_or_init(|| self.search_cache.files(&self.site, part));
            return files.as_ref().map(|files| files.get(path).cloned()).map_err(String::clone).transpose();
        }
        let (path, output) = self.site.plan.outputs.get_key_value(path)?;
        // A render that panicked has inserted nothing.
        let known = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = known().get(&**path) {
            return Some(Ok(bytes.clone()));
        }
        Some(match render::bytes(&self.site, &self.shared, path, output) {
            Ok(bytes) => {
                let bytes = Bytes::from(bytes);
                // Files are held by the site already, or are too large to be held.
                if !matches!(output, Output::File(_)) {
                    known().insert(path.to_string(), bytes.clone());
                }
                Ok(bytes)
            }
            Err(RenderFailure::Site(fault)) => Err(text(&[fault], &self.site.inputs)),
            Err(RenderFailure::Disk(error)) => Err(report::causes(&error)),
        })
    }

    /// Returns the name of a file in the folder of the search index, whose files the plan does not name.
    fn name_in_index<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(SEARCH_INDEX).filter(|_| self.site.plan.search)
    }

    /// Returns the encoded address of the page that shows the content file `path`.
    pub fn address(&self, path: &RelPath) -> Option<String> {
        let Site { content, index, .. } = &self.site;
        let article = || content.articles.find_id(|it| it.path == *path).map(|id| &index.addresses.articles[id]);
        let page = || content.pages.iter().position(|it| it.path == *path).map(|id| &index.addresses.pages[id]);
        let topic =
            || index.taxonomies.topics.iter().find(|it| it.file.is_some_and(|file| content.topics[file].path == *path));
        let outlet = || {
            index.taxonomies.outlets.iter().find(|it| it.file.is_some_and(|file| content.outlets[file].path == *path))
        };
        let term = || topic().or_else(outlet).map(|term| &term.address);
        article().or_else(page).or_else(term).map(|address| percent_encode(address))
    }
}

/// Why a build would not publish an article now.
fn why_unpublished(article: &Article, now: i64) -> Option<&'static str> {
    let is_future = article.date.as_ref().is_some_and(|date| date.unix() > now);
    if article.draft { Some("draft") } else { is_future.then_some("future") }
}

/// Returns faults as text with ANSI colours, errors before warnings.
pub fn text(faults: &[Diagnostic], inputs: &Inputs) -> String {
    /// Faults that a page shows at most.
    const SHOWN: usize = 200;
    let mut faults = faults.to_vec();
    faults.sort_by_key(|fault| fault.severity() != Severity::Error);
    faults.truncate(SHOWN);
    report::render(&faults, inputs, Format::Human, "")
}

/// Returns the HTML of faults, shown on top of a page. `reload.js` closes it.
pub fn notice(faults: &str) -> String {
    let text = coloured(&escape(faults.trim_end()));
    format!(
        "<link rel=\"stylesheet\" href=\"/__margent/faults.css\">\
         <section id=\"margent-faults\" role=\"alert\" lang=\"en\"><button type=\"button\">Close</button>\
         <h1>The site cannot be built</h1><pre>{text}</pre></section>"
    )
}

/// Turns ANSI colours into elements with a class.
fn coloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut open = 0;
    for part in parts {
        let (code, rest) = part.split_once('m').unwrap_or(("", part));
        match code {
            "0" | "39" => out.push_str(&"</span>".repeat(std::mem::take(&mut open))),
            _ => {
                let class = match code {
                    "31" | "91" => "error",
                    "33" | "93" => "warning",
                    "32" | "92" => "good",
                    "1" => "bold",
                    _ => "frame",
                };
                out.push_str(&format!("<span class=\"{class}\">"));
                open += 1;
            }
        }
        out.push_str(rest);
    }
    out + &"</span>".repeat(open)
}

/// Returns a page that shows nothing but faults.
pub fn page(faults: &str) -> String {
    let notice = notice(faults);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>The site cannot be built</title></head>\n\
         <body>{notice}</body></html>\n"
    )
}

/// The files of a part, by their paths.
pub(crate) type ServedSearchFiles = Arc<HashMap<String, Bytes>>;

/// The parts that were made last, by their numbers, some of them perhaps for an earlier version of the site.
#[derive(Default)]
pub(crate) struct SearchCache(Mutex<HashMap<usize, (Key, ServedSearchFiles)>>);

impl SearchCache {
    /// Returns the files of a part of the index of `site`, or the reason why it cannot be made. Making it can take
    /// seconds, during which only requests for this part wait.
    pub fn files(&self, site: &Site, part: &SearchPart) -> Result<ServedSearchFiles, String> {
        let source = part.gather(site).map_err(|error| report::causes(&error))?;
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((key, files)) = known().get(&part.number())
            && *key == source.key
        {
            return Ok(Arc::clone(files));
        }
        let key = source.key;
        let files = source.files().map_err(|error| report::causes(&error))?.into_iter();
        let files = files.map(|(name, bytes)| (format!("{SEARCH_INDEX}{name}"), Bytes::from(bytes)));
        let files = ServedSearchFiles::new(files.collect());
        known().insert(part.number(), (key, Arc::clone(&files)));
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_elements() {
        let ansi = "\u{1b}[1m\u{1b}[91merror[E1]\u{1b}[0m: a\n\u{1b}[94m|";
        let html =
            "<span class=\"bold\"><span class=\"error\">error[E1]</span></span>: a\n<span class=\"frame\">|</span>";
        assert_eq!(coloured(ansi), html);
    }
}
