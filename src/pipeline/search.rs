//! The search index: records of all texts → the files that a browser searches in.
//!
//! Pagefind makes the index, and the program that reads it: a browser loads only what holds the words asked for. All
//! languages of a site are in one index, so that one search finds them all. Its files have the hashes of their contents
//! for names; the same records in the same order give the same files.
//!
//! The texts are divided by time into parts, each an index of its own, which the browser merges. An edit makes one part
//! again, the parts of past years stay as they are, processors share the work, and memory holds a few parts at a time.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::base::hash::{Hasher, Key};
use crate::pipeline::render::search_record::{SearchRecord, SearchText, record, texts};
use crate::pipeline::site::Site;

/// Files of an index: path below the index's folder → bytes.
pub type SearchFiles = BTreeMap<String, Vec<u8>>;

/// A part of the index: texts of some months, without their words. The first has the pages and undated articles too.
pub struct SearchPart {
    /// From 0, which is the index that others are merged with.
    number: usize,
    /// The number of parts.
    count: usize,
    texts: Vec<SearchText>,
}

/// The records that a part is made of. Gathering them is cheap; making the index is not.
pub struct SearchSource {
    #[cfg_attr(not(feature = "search"), expect(dead_code, reason = "nothing is indexed"))]
    number: usize,
    #[cfg_attr(not(feature = "search"), expect(dead_code, reason = "nothing is indexed"))]
    count: usize,
    records: Vec<SearchRecord>,
    #[cfg_attr(not(feature = "search"), expect(dead_code, reason = "nothing is indexed"))]
    language: &'static str,
    /// The key of everything that the files of the part depend on.
    pub key: Key,
}

/// Runs `program` so that Pagefind divides the words of a part into pieces of 10,000 places in texts, half as many as by
/// itself: of each part, a browser loads the piece with the word. Only the environment can tell Pagefind, so this has to be
/// the first that a program does, before there are threads.
pub(crate) fn with_small_pieces<T>(program: impl FnOnce() -> T) -> T {
    #[cfg(feature = "search")]
    return temp_env::with_var("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", Some("10000"), program);
    #[cfg(not(feature = "search"))]
    program()
}

/// Divides the texts of a site into parts, by months, the oldest first. Where there are several, the newest year has
/// its own. A site without search has none.
pub fn parts(site: &Site) -> Vec<SearchPart> {
    if !site.plan.search {
        return Vec::new();
    }
    let mut oldest_first = texts(site);
    let most = texts_per_part(oldest_first.len());
    let newest = oldest_first.first().and_then(|text| time(site, *text, YEAR)).filter(|_| oldest_first.len() > most);
    oldest_first.reverse();
    let mut parts = vec![Vec::new()];
    let mut last_year = None;
    for month in oldest_first.chunk_by(|a, b| time(site, *a, MONTH) == time(site, *b, MONTH)) {
        let year = time(site, month[0], YEAR);
        let mut begins = year.is_some() && year == newest && last_year != year;
        for run in month.chunks(most) {
            match parts.last_mut() {
                Some(part) if part.is_empty() || (part.len() + run.len() <= most && !begins) => {
                    part.extend_from_slice(run);
                }
                Some(_) | None => parts.push(run.to_vec()),
            }
            begins = false;
        }
        last_year = year;
    }
    let count = parts.len();
    let parts = parts.into_iter().enumerate().map(|(number, mut texts)| {
        texts.reverse();
        SearchPart { number, count, texts }
    });
    parts.collect()
}

/// Returns the number of texts that a part has at most, in an index of `all` texts. More of them cost a build after an edit
/// more time and memory, more parts cost readers more bytes for each word. The few steps leave the parts of past years as
/// they are while a site grows.
fn texts_per_part(all: usize) -> usize {
    match all {
        0..=12_500 => 1000,
        12_501..=25_000 => 2500,
        _ => 3000,
    }
}

/// The length of a year in a date, and of a month, as in `2026-11`.
const YEAR: usize = 4;
const MONTH: usize = 7;

/// Returns the first characters of the date of a text: its year or month.
fn time(site: &Site, text: SearchText, length: usize) -> Option<String> {
    match text {
        SearchText::Article(id) => {
            site.content.articles[id].date.as_ref().map(|date| date.day().chars().take(length).collect())
        }
        SearchText::Page(_) => None,
    }
}

/// Returns the number of the part that a file of the index belongs to, by its path below the index's folder.
pub(crate) fn part_of(path: &str) -> usize {
    path.split_once('/').and_then(|(folder, _)| folder.parse().ok()).unwrap_or_default()
}

/// The languages whose words Pagefind reduces to their stems, so that `ships` finds `ship`.
const STEMMED: [&str; 33] = [
    "ar", "ca", "da", "de", "el", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it", "lt",
    "nb", "ne", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
];

impl SearchPart {
    /// Returns the number of the part.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Returns the key of what its texts are gathered from.
    pub(super) fn origin(&self, site: &Site) -> Key {
        let mut hasher = Hasher::new().key(site.frame).data(&self.number);
        for text in &self.texts {
            match text {
                SearchText::Article(id) => hasher = hasher.key(site.text_key(*id)),
                // The frame has them.
                SearchText::Page(_) => {}
            }
        }
        hasher.finish()
    }

    /// Gathers the texts of the part.
    ///
    /// # Errors
    /// When one was set aside and cannot be read.
    pub fn gather(&self, site: &Site) -> Result<SearchSource> {
        let primary = site.config.language.split('-').next().unwrap_or_default();
        // English rules leave Korean and other scripts as they are, and most sites in a language without rules quote English.
        let language = STEMMED.into_iter().find(|known| *known == primary).unwrap_or("en");
        let Self { number, count, ref texts } = *self;
        let records: Vec<_> = texts.iter().map(|text| record(site, *text)).collect::<Result<_>>()?;
        // The first part names the others.
        let place = (number, if number == 0 { count } else { 0 });
        let key = Hasher::new().key(site.inputs.program).data(&(language, place)).data(&records).finish();
        Ok(SearchSource { number, count, records, language, key })
    }
}

impl SearchSource {
    /// Returns the number of texts.
    pub(crate) fn text_count(&self) -> usize {
        self.records.len()
    }

    /// Makes the part. A thousand texts take a second and hundreds of megabytes.
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

    /// Makes the part.
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

    let SearchSource { number, count, records, language, .. } = source;
    // The language begins the names of a part's results, so that a browser can tell from which part one is.
    let language = if number == 0 { language.to_owned() } else { format!("{language}-{number}") };
    let options = PagefindServiceConfig::builder().force_language(language.clone()).build();
    let mut index = PagefindIndex::new(Some(options))?;
    for SearchRecord { address, text, shown, filters, order } in records {
        index.add_custom_record(address, text, language.clone(), Some(shown), Some(filters), Some(order)).await?;
    }
    let files = index.get_files().await?.into_iter();
    let files = files.map(|file| (file.filename.to_string_lossy().replace('\\', "/"), file.contents));
    if number == 0 {
        // Pagefind's own interfaces are not used, nor the program for languages without stems.
        let unused = ["-ui.", "-highlight.", "wasm.unknown."];
        let mut files: SearchFiles = files.filter(|(path, _)| !unused.iter().any(|part| path.contains(part))).collect();
        let others: Vec<_> = (1..count).map(|number| number.to_string()).collect();
        let names = format!("\nexport const parts={others:?};\n");
        files.entry("pagefind.js".to_owned()).or_default().extend_from_slice(names.as_bytes());
        return Ok(files);
    }
    // The programs are those of the first part.
    let is_program = |path: &str| path.ends_with(".js") || path.ends_with(".css") || path.starts_with("wasm.");
    Ok(files.filter(|(path, _)| !is_program(path)).map(|(path, bytes)| (format!("{number}/{path}"), bytes)).collect())
}

#[cfg(all(test, feature = "search"))]
mod tests {
    use super::{STEMMED, SearchRecord, SearchSource};

    #[test]
    fn every_language_of_the_list_has_stems() {
        for language in STEMMED {
            let record =
                SearchRecord { address: "/a/".to_owned(), text: "A text".to_owned(), ..SearchRecord::default() };
            let source = SearchSource { number: 0, count: 1, records: vec![record], language, key: 0 };
            let files = source.files().expect("an index");
            assert!(files.contains_key(&format!("wasm.{language}.pagefind")), "{language}");
        }
    }
}
