//! The article of the site that a draft is. An article that its publisher gave an id or an address is known by that; any other
//! by the name of its capture together with its words, since two captures may have one name. In doubt a draft is new,
//! since a file too many is easily deleted.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::min_hash::MinHash;
use super::record::{ImportRecord, ImportRecords};
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::pipeline::content::{Article, Content};

/// The articles of a site, including those placed in this run.
#[derive(Default)]
pub(super) struct KnownArticles {
    /// Imported articles by everything that may identify them.
    imported: BTreeMap<ImportIdentity, Vec<RelPath>>,
    records: BTreeMap<RelPath, KnownImport>,
    /// Articles without a record of an import.
    released: BTreeMap<ReleasedIdentity, Vec<RelPath>>,
    /// The address of the lead source of each of them.
    lead_sources: BTreeMap<RelPath, Option<String>>,
    /// The articles placed in this run, with a hash of all that their captures state.
    placed: BTreeMap<RelPath, Key>,
    /// The files of this run's drafts, by [`Draft::id`] or capture.
    files: BTreeMap<String, RelPath>,
}

/// Marks that may identify an imported article.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum ImportIdentity {
    /// The publisher's id.
    Id(String),
    /// The address, if it has an id besides.
    Url(String),
    /// The name of the capture.
    Capture(String),
    /// The name of the capture, and which of its articles this is.
    Post(String, String),
    /// The name of the capture, and the title.
    Title(String, String),
}

/// Marks that may identify an article without a record of an import.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum ReleasedIdentity {
    /// The address of the lead source.
    LeadSource(String),
    /// The title, as a slug.
    Title(String),
    /// The name of the file, without its date.
    Name(String),
}

/// The mark that identifies an imported article, normalised.
struct KnownImport {
    id: Option<String>,
    url: Option<String>,
    from: String,
    post: String,
    /// The title as a slug; `None` if its file was deleted.
    title: Option<String>,
    words: MinHash,
}

/// The article that a draft is.
pub(super) enum SameArticle {
    /// One that was imported.
    Imported(RelPath),
    /// One whose file an editor has deleted.
    Deleted(RelPath),
    /// One without a record, and why it counts as the same.
    Released(RelPath, &'static str),
}

impl KnownArticles {
    /// The articles before the first draft, and the records of those that were deleted.
    pub fn new(content: &Content, records: &ImportRecords) -> Self {
        let mut known = Self::default();
        let titles: BTreeMap<&RelPath, &str> =
            content.articles.iter().map(|article| (&article.path, &*article.title)).collect();
        for (path, record) in records.iter() {
            known.add_imported(path, KnownImport::from_record(titles.get(path).copied(), record));
        }
        content.articles.iter().filter(|it| records.get(&it.path).is_none()).for_each(|it| known.add_released(it));
        known
    }

    /// Makes links to a draft lead to this file.
    pub(crate) fn link_to(&mut self, from: &str, draft: &Draft, path: &RelPath) {
        self.files.entry(draft.id.as_deref().unwrap_or(from).to_owned()).or_insert_with(|| path.clone());
    }

    /// Adds a draft of this run with its file.
    pub(crate) fn add_draft(&mut self, from: &str, draft: &Draft, path: &RelPath) {
        self.link_to(from, draft, path);
        self.placed.entry(path.clone()).or_insert_with(|| draft_key(draft));
        if !self.records.contains_key(path) {
            self.add_imported(path, KnownImport::from_draft(from, draft));
        }
    }

    fn add_imported(&mut self, path: &RelPath, record: KnownImport) {
        let KnownImport { id, url, from, post, title, .. } = &record;
        let by_capture = [
            ImportIdentity::Capture(from.clone()),
            ImportIdentity::Post(from.clone(), post.clone()),
            ImportIdentity::Title(from.clone(), title.clone().unwrap_or_default()),
        ];
        let by_publisher = [id.clone().map(ImportIdentity::Id), url.clone().map(ImportIdentity::Url)];
        for identity in by_capture.into_iter().chain(by_publisher.into_iter().flatten()) {
            self.imported.entry(identity).or_default().push(path.clone());
        }
        self.records.insert(path.clone(), record);
    }

    fn add_released(&mut self, article: &Article) {
        let lead_source = article.sources.first().and_then(|source| source.url.as_deref()).map(normalize_id);
        let identities = [
            ReleasedIdentity::title(&article.title),
            ReleasedIdentity::name(&article.slug),
            lead_source.clone().map(ReleasedIdentity::LeadSource),
        ];
        for identity in identities.into_iter().flatten() {
            self.released.entry(identity).or_default().push(article.path.clone());
        }
        self.lead_sources.insert(article.path.clone(), lead_source);
    }

    /// Finds the article that a draft of the capture `from` is; `body` returns the Markdown of an article.
    pub fn find(&self, from: &str, draft: &Draft, body: &dyn Fn(&RelPath) -> Option<String>) -> Option<SameArticle> {
        let imported = self.find_imported(from, draft);
        let released = || self.find_released(draft, body);
        match imported.map(|path| (self.records[&path].title.is_some(), path)) {
            Some((true, path)) => Some(SameArticle::Imported(path)),
            Some((false, path)) => released().or(Some(SameArticle::Deleted(path))),
            None => released(),
        }
    }

    /// Finds the imported article that a draft is: by its id, else by its address, else by its capture.
    fn find_imported(&self, from: &str, draft: &Draft) -> Option<RelPath> {
        let wanted = KnownImport::from_draft(from, draft);
        let draft_key = draft_key(draft);
        // One run does not read a capture twice, unless it was named twice.
        let is_free = |path: &RelPath| self.placed.get(path).is_none_or(|other| *other == draft_key);
        let is_named = |known: &KnownImport| known.title == wanted.title || known.post == wanted.post;
        let is_alike = |known: &KnownImport| known.words.resembles(&wanted.words);
        let is_anonymous = |known: &KnownImport| wanted.id.is_none() || known.id.is_none();
        // Some sites state the address of their first page on every page.
        let by_id = || self.best(&wanted, wanted.id.clone().map(ImportIdentity::Id), |it| is_named(it) || is_alike(it));
        // Some feeds change the ids of their entries each time.
        let by_url =
            || self.best(&wanted, wanted.url.clone().map(ImportIdentity::Url), |it| is_named(it) && is_alike(it));
        let by_capture = |identity| self.best(&wanted, Some(identity), |it| is_alike(it) && is_anonymous(it));
        let by_post = || by_capture(ImportIdentity::Post(wanted.from.clone(), wanted.post.clone()));
        let by_title =
            || by_capture(ImportIdentity::Title(wanted.from.clone(), wanted.title.clone().unwrap_or_default()));
        by_id()
            .or_else(|| by_url().filter(is_free))
            .or_else(|| by_post().filter(is_free))
            .or_else(|| by_title().filter(is_free))
    }

    /// The article of this identity that fits and whose words are most like those wanted; of several the first.
    fn best(
        &self,
        wanted: &KnownImport,
        identity: Option<ImportIdentity>,
        fits: impl Fn(&KnownImport) -> bool,
    ) -> Option<RelPath> {
        let paths = self.imported.get(&identity?)?;
        let fitting = paths.iter().rev().filter(|path| fits(&self.records[*path]));
        let likeness = |path: &RelPath| self.records[path].likeness(wanted);
        fitting.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).cloned()
    }

    /// Finds the article without a record that a draft is.
    fn find_released(&self, draft: &Draft, body: &dyn Fn(&RelPath) -> Option<String>) -> Option<SameArticle> {
        let lead_source = draft.sources.first().and_then(|source| source.url.as_deref()).map(normalize_id);
        let is_report = lead_source.is_some() && draft.url.as_deref().map(normalize_id) == lead_source;
        // Two reports may have one title.
        let theirs = |path: &RelPath| &self.lead_sources[path];
        let may_be_same =
            |path: &RelPath| lead_source.is_none() || theirs(path).is_none() || *theirs(path) == lead_source;
        // A name is soon used for something else.
        let is_alike =
            |path: &RelPath| body(path).is_some_and(|it| MinHash::of_text(&it).resembles(&MinHash::of_draft(draft)));
        let by_source = lead_source.clone().filter(|_| is_report).map(ReleasedIdentity::LeadSource);
        let by_title = ReleasedIdentity::title(&draft.title);
        let by_name = draft.slug.as_deref().and_then(ReleasedIdentity::name);
        let find = |identity| self.released_as(identity).find(|path| may_be_same(path));
        let find_alike = |identity| self.released_as(identity).find(|path| may_be_same(path) && is_alike(path));
        let found = find(by_source).map(|path| (path, "it cites the same report"));
        let found = found.or_else(|| Some((find(by_title)?, "it has the same title")));
        let found = found.or_else(|| Some((find_alike(by_name)?, "it has the same name and much the same words")));
        found.map(|(path, why)| SameArticle::Released(path.clone(), why))
    }

    /// The articles without a record that have an identity.
    fn released_as(&self, identity: Option<ReleasedIdentity>) -> impl Iterator<Item = &RelPath> {
        identity.and_then(|identity| self.released.get(&identity)).into_iter().flatten()
    }

    /// Finds the file of a text by its [`Draft::id`] or capture, if only one can be meant.
    pub fn file(&self, target: &str) -> Option<RelPath> {
        if let Some(path) = self.files.get(target) {
            return Some(path.clone());
        }
        let identities = [ImportIdentity::Id(normalize_id(target)), ImportIdentity::Capture(target.to_owned())];
        let paths = identities.iter().find_map(|identity| self.imported.get(identity))?;
        if let [only] = &paths[..] { Some(only.clone()) } else { None }
    }
}

impl KnownImport {
    /// The resemblance of their words; that of an article whose file is there ranks above all others.
    fn likeness(&self, wanted: &Self) -> f64 {
        self.words.resemblance(&wanted.words) + f64::from(u8::from(self.title.is_some()))
    }

    fn from_record(title: Option<&str>, record: &ImportRecord) -> Self {
        Self {
            id: record.id.as_deref().or(record.url.as_deref()).map(normalize_id),
            url: record.url.as_deref().map(normalize_id),
            from: record.from.clone(),
            post: record.post.clone(),
            title: title.map(slug::slugify),
            words: MinHash::from_hex(&record.words),
        }
    }

    fn from_draft(from: &str, draft: &Draft) -> Self {
        Self {
            id: draft.id.as_deref().map(normalize_id),
            url: draft.url.as_deref().map(normalize_id),
            from: from.to_owned(),
            post: draft.slug.clone().unwrap_or_default(),
            title: Some(slug::slugify(&draft.title)),
            words: MinHash::of_draft(draft),
        }
    }
}

impl ReleasedIdentity {
    fn title(title: &str) -> Option<Self> {
        Some(slug::slugify(title)).filter(|title| !title.is_empty()).map(Self::Title)
    }

    fn name(name: &str) -> Option<Self> {
        let name = slug::without_date(name);
        (!name.is_empty()).then(|| Self::Name(name.to_owned()))
    }
}

/// Removes the differences between two spellings of one address, such as `www.`.
fn normalize_id(id: &str) -> String {
    let rest = id.strip_prefix("https://").or_else(|| id.strip_prefix("http://"));
    rest.map_or(id, |rest| rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')).to_owned()
}

/// The hash of all that a capture states of an article.
fn draft_key(draft: &Draft) -> Key {
    hash::bytes(format!("{:?}", (&draft.title, &draft.date, &draft.author, &draft.sources, &draft.blocks)).as_bytes())
}
