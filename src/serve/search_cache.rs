//! Keeps the parts of the search index between versions of the site: [`pipeline::search`](crate::pipeline::search) makes
//! one when a browser first asks for a file of it, and again only after its texts have changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use crate::base::hash::Key;
use crate::pipeline::plan::SEARCH_INDEX;
use crate::pipeline::report;
use crate::pipeline::search::SearchPart;
use crate::pipeline::site::Site;

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
