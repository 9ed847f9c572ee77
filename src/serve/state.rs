//! What is served at one moment: the last good site, and what is wrong with the newest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

use super::search::{SearchIndex, ServedSearchFiles};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::html::escape;
use crate::base::text::path::{RelPath, percent_encode};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::plan::{Output, SEARCH_INDEX};
use crate::pipeline::render::{self, RenderFailure, SharedData};
use crate::pipeline::report::{self, Format};
use crate::pipeline::site::Site;

/// A site, and the outputs of it that someone has asked for.
pub(crate) struct ServedSite {
    /// The site.
    pub site: Site,
    shared: SharedData,
    rendered: Mutex<HashMap<String, Bytes>>,
    /// The search index, made when someone asks for it.
    index: OnceLock<Result<ServedSearchFiles, String>>,
    last_index: Arc<SearchIndex>,
}

/// What is served at one moment.
#[derive(Default)]
pub(crate) struct ServeState {
    /// Counts loads. 0: nothing was loaded yet.
    pub version: u64,
    /// The last good site.
    pub good: Option<Arc<ServedSite>>,
    /// What is wrong with the newest, as text; empty where nothing is.
    pub faults: String,
    /// Whether only style sheets changed since the version before.
    pub is_style: bool,
    /// The address of what was edited last.
    pub edited: Option<String>,
}

/// An output's bytes, or the text of why there are none.
pub(crate) type RenderedBytes = Result<Bytes, String>;

impl ServedSite {
    /// Nothing of `site` is rendered yet. `last_index` may be the index of an earlier version.
    pub fn new(site: Site, last_index: Arc<SearchIndex>) -> Self {
        Self { shared: SharedData::new(&site), site, rendered: Mutex::default(), index: OnceLock::new(), last_index }
    }

    /// Tells whether there is an output at `path`.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.site.plan.outputs.contains_key(path) || self.is_of_index(path)
    }

    /// Renders the output at `path`, if there is one and it was not rendered before.
    pub fn render(&self, path: &str) -> Option<RenderedBytes> {
        if self.is_of_index(path) {
            let index = self.index.get_or_init(|| self.last_index.of(&self.site));
            return index.as_ref().map(|files| files.get(path).cloned()).map_err(String::clone).transpose();
        }
        let (path, output) = self.site.plan.outputs.get_key_value(path)?;
        // What panics while it renders has put nothing in.
        let known = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = known().get(path) {
            return Some(Ok(bytes.clone()));
        }
        Some(match render::bytes(&self.site, &self.shared, path, output) {
            Ok(bytes) => {
                let bytes = Bytes::from(bytes);
                // Files are held by the site already, or are too large to be held.
                if !matches!(output, Output::File(_)) {
                    known().insert(path.clone(), bytes.clone());
                }
                Ok(bytes)
            }
            Err(RenderFailure::Site(fault)) => Err(text(&[fault], &self.site.inputs)),
            Err(RenderFailure::Disk(error)) => Err(report::causes(&error)),
        })
    }

    /// Tells whether `path` lies in the folder of the search index, whose files the plan does not name.
    fn is_of_index(&self, path: &str) -> bool {
        self.site.plan.search && path.starts_with(SEARCH_INDEX)
    }

    /// The encoded address of the page that shows the content file `path`.
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

/// Faults as plain text.
pub fn text(faults: &[Diagnostic], inputs: &Inputs) -> String {
    anstream::adapter::strip_str(&report::render(faults, inputs, Format::Human, "")).to_string()
}

/// Faults as a part of a page, above all else in it.
pub fn notice(faults: &str) -> String {
    let text = escape(faults.trim_end());
    format!(
        "<link rel=\"stylesheet\" href=\"/__margent/faults.css\">\
         <section id=\"margent-faults\" role=\"alert\" lang=\"en\"><h1>The site cannot be built</h1><pre>{text}</pre></section>"
    )
}

/// A page of faults alone.
pub fn page(faults: &str) -> String {
    let notice = notice(faults);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>The site cannot be built</title></head>\n\
         <body>{notice}</body></html>\n"
    )
}
