//! Keeps the search index between versions of the site: [`pipeline::search`](crate::pipeline::search) makes it when a
//! browser first asks for a part of it, and again only after its texts have changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use crate::base::hash::Key;
use crate::pipeline::plan::SEARCH_INDEX;
use crate::pipeline::report;
use crate::pipeline::search::SearchSource;
use crate::pipeline::site::Site;

/// The files of an index, by their paths.
pub(crate) type ServedSearchFiles = Arc<HashMap<String, Bytes>>;

/// The index that was made last, which may be of an earlier version of the site.
#[derive(Default)]
pub(crate) struct SearchCache(Mutex<Option<(Key, ServedSearchFiles)>>);

impl SearchCache {
    /// Returns the files of the index of `site`, or the reason why it cannot be made. Making it can take seconds,
    /// during which only requests for the index wait.
    pub fn files(&self, site: &Site) -> Result<ServedSearchFiles, String> {
        let Some(wanted) = SearchSource::gather(site) else { return Ok(ServedSearchFiles::default()) };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((key, files)) = last.as_ref()
            && *key == wanted.key
        {
            return Ok(Arc::clone(files));
        }
        let key = wanted.key;
        let files = wanted.files().map_err(|error| report::causes(&error))?.into_iter();
        let files = files.map(|(name, bytes)| (format!("{SEARCH_INDEX}{name}"), Bytes::from(bytes)));
        let files = ServedSearchFiles::new(files.collect());
        *last = Some((key, Arc::clone(&files)));
        Ok(files)
    }
}
