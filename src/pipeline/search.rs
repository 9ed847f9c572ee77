//! The search index: records of all texts → the files that a browser searches in.
//!
//! Pagefind makes the index, and the program that reads it: a browser loads only those parts that hold the words asked
//! for. All languages of a site are in one index, so that one search finds them all. Its files have the hashes of their
//! contents for names; the same records in the same order give the same files.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::base::hash::{Hasher, Key};
use crate::pipeline::render::search_record::{SearchRecord, records};
use crate::pipeline::site::Site;

/// Files of an index: path below the index's folder → bytes.
pub type SearchFiles = BTreeMap<String, Vec<u8>>;

/// The records that the index of a site is made of. Gathering them is cheap; making the index is not.
pub struct SearchSource {
    records: Vec<SearchRecord>,
    #[cfg_attr(not(feature = "search"), expect(dead_code, reason = "nothing is indexed"))]
    language: &'static str,
    /// The key of everything that the files of the index depend on.
    pub key: Key,
}

/// The languages whose words Pagefind reduces to their stems, so that `ships` finds `ship`.
const STEMMED: [&str; 33] = [
    "ar", "ca", "da", "de", "el", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it", "lt",
    "nb", "ne", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
];

impl SearchSource {
    /// Gathers the texts of a site. `None` if it has no search.
    pub fn gather(site: &Site) -> Option<Self> {
        site.plan.search.then(|| {
            let primary = site.config.language.split('-').next().unwrap_or_default();
            // English rules leave Korean and other scripts as they are, and most sites in a language without rules quote English.
            let language = STEMMED.into_iter().find(|known| *known == primary).unwrap_or("en");
            let records = records(site);
            let key = Hasher::new().key(site.inputs.program).data(language).data(&records).finish();
            Self { records, language, key }
        })
    }

    /// Returns the number of texts.
    pub(crate) fn text_count(&self) -> usize {
        self.records.len()
    }

    /// Makes the index. Thousands of texts take seconds and hundreds of megabytes.
    ///
    /// # Errors
    /// When Pagefind fails, which no text of a site should make it do.
    #[cfg(feature = "search")]
    pub fn files(self) -> Result<SearchFiles> {
        use anyhow::Context;

        // Pagefind is written for an asynchronous server. It waits for nothing here.
        let runtime = tokio::runtime::Builder::new_current_thread().build().context("cannot start the search index")?;
        runtime.block_on(index(self)).context("cannot make the search index")
    }

    /// Makes the index.
    ///
    /// # Errors
    /// Always: this program was built without search, and plans none.
    #[cfg(not(feature = "search"))]
    pub fn files(self) -> Result<SearchFiles> {
        anyhow::bail!("this margent was built without search")
    }
}

#[cfg(feature = "search")]
async fn index(source: SearchSource) -> Result<SearchFiles> {
    use pagefind::api::PagefindIndex;
    use pagefind::options::PagefindServiceConfig;

    let options = PagefindServiceConfig::builder().force_language(source.language.to_owned()).build();
    let mut index = PagefindIndex::new(Some(options))?;
    for SearchRecord { address, text, shown, filters, order } in source.records {
        let language = source.language.to_owned();
        index.add_custom_record(address, text, language, Some(shown), Some(filters), Some(order)).await?;
    }
    let files = index.get_files().await?.into_iter();
    let files = files.map(|file| (file.filename.to_string_lossy().replace('\\', "/"), file.contents));
    // Pagefind's own interfaces are not used, nor the program for languages without stems.
    let unused = ["-ui.", "-highlight.", "wasm.unknown."];
    Ok(files.filter(|(path, _)| !unused.iter().any(|part| path.contains(part))).collect())
}

#[cfg(all(test, feature = "search"))]
mod tests {
    use super::{STEMMED, SearchRecord, SearchSource};

    #[test]
    fn every_language_of_the_list_has_stems() {
        for language in STEMMED {
            let record =
                SearchRecord { address: "/a/".to_owned(), text: "A text".to_owned(), ..SearchRecord::default() };
            let files = SearchSource { records: vec![record], language, key: 0 }.files().expect("an index");
            assert!(files.contains_key(&format!("wasm.{language}.pagefind")), "{language}");
        }
    }
}
