//! Which article of the site a draft is. What is published under a name of its own, its address or the id in a feed, is known
//! by that name. What has none is known by the name of its capture together with its words: two captures may well bear one
//! name. In doubt a draft is new, since a file too many is easily deleted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, markdown};
use crate::base::hash::{self, Key};
use crate::base::text::path::RelPath;
use crate::base::text::{slug, words};
use crate::pipeline::content::{Article, Content};

/// What is known of the articles of a site, those placed in this run among them.
#[derive(Default)]
pub(super) struct KnownArticles {
    /// Imported ones by everything that they may be known by.
    imported: BTreeMap<ImportIdentity, Vec<RelPath>>,
    notes: BTreeMap<RelPath, KnownImport>,
    /// Those without a table `[import]`: by title, by the last part of the address, by the address of the lead source.
    own: BTreeMap<String, Vec<RelPath>>,
    leads: BTreeMap<RelPath, Option<String>>,
    /// Those of this run, with all that their captures said.
    placed: BTreeMap<RelPath, Key>,
    /// What was found or placed in this run, by what it is called.
    found: BTreeMap<String, RelPath>,
}

/// What an imported article may be known by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum ImportIdentity {
    /// What its publisher calls it.
    Id(String),
    /// Its address, where it has an id besides.
    Url(String),
    /// The name of its capture.
    Capture(String),
    /// That, and which of the articles of the capture it is.
    Post(String, String),
    /// That, and its title.
    Title(String, String),
}

/// What the table `[import]` says of an article.
struct KnownImport {
    id: Option<String>,
    url: Option<String>,
    from: String,
    post: String,
    title: String,
    words: MinHash,
}

/// The article that a draft is.
pub(super) enum SameArticle {
    /// One that was imported.
    Imported(RelPath),
    /// One that is an editor's by now, and why it is taken for the same.
    Own(RelPath, &'static str),
}

impl KnownArticles {
    /// What is known before the first draft.
    pub fn of(content: &Content) -> Self {
        let mut known = Self::default();
        for article in &content.articles {
            match article.imported.as_ref().filter(|it| !it.from.is_empty()) {
                Some(it) => {
                    let note = KnownImport {
                        id: it.id.as_deref().or(it.url.as_deref()).map(key),
                        url: it.url.as_deref().map(key),
                        from: it.from.clone(),
                        post: it.post.clone(),
                        title: slug::slugify(&article.title),
                        words: MinHash::read(&it.words),
                    };
                    known.note(&article.path, note);
                }
                None => known.note_own(article),
            }
        }
        known
    }

    /// Notes that links to a draft lead to this file.
    pub fn lead(&mut self, from: &str, draft: &Draft, path: &RelPath) {
        self.found.entry(draft.id.as_deref().unwrap_or(from).to_owned()).or_insert_with(|| path.clone());
    }

    /// Notes where a draft goes.
    pub fn place(&mut self, from: &str, draft: &Draft, path: &RelPath) {
        self.lead(from, draft, path);
        self.placed.entry(path.clone()).or_insert_with(|| whole(draft));
        if !self.notes.contains_key(path) {
            self.note(path, KnownImport::of(from, draft));
        }
    }

    fn note(&mut self, path: &RelPath, note: KnownImport) {
        let KnownImport { id, url, from, post, title, .. } = &note;
        let named = [
            ImportIdentity::Capture(from.clone()),
            ImportIdentity::Post(from.clone(), post.clone()),
            ImportIdentity::Title(from.clone(), title.clone()),
        ];
        let called = [id.clone().map(ImportIdentity::Id), url.clone().map(ImportIdentity::Url)];
        for by in named.into_iter().chain(called.into_iter().flatten()) {
            self.imported.entry(by).or_default().push(path.clone());
        }
        self.notes.insert(path.clone(), note);
    }

    fn note_own(&mut self, article: &Article) {
        let lead = article.sources.first().and_then(|source| source.url.as_deref()).map(key);
        let names = [titled(&article.title), named(&article.slug), lead.clone()];
        for name in names.into_iter().flatten() {
            self.own.entry(name).or_default().push(article.path.clone());
        }
        self.leads.insert(article.path.clone(), lead);
    }

    /// The article that a draft of the capture `from` is; `text` gives the Markdown of an article.
    pub fn find(&self, from: &str, draft: &Draft, text: &dyn Fn(&RelPath) -> Option<String>) -> Option<SameArticle> {
        self.imported(from, draft).map(SameArticle::Imported).or_else(|| self.own(draft, text))
    }

    /// The imported article that a draft is: by its id, else by its address, else by its capture.
    fn imported(&self, from: &str, draft: &Draft) -> Option<RelPath> {
        let ours = KnownImport::of(from, draft);
        let whole = whole(draft);
        let known = |by: ImportIdentity, fits: &dyn Fn(&KnownImport, f64) -> bool| {
            let paths = self.imported.get(&by).into_iter().flatten();
            let all = paths.map(|path| (path, self.notes[path].words.likeness(&ours.words)));
            best(all.filter(|(path, like)| fits(&self.notes[*path], *like)))
        };
        // One run does not read a capture twice, unless it was named twice.
        let free = |path: &RelPath| self.placed.get(path).is_none_or(|other| *other == whole);
        let is_named = |note: &KnownImport| note.title == ours.title || note.post == ours.post;
        // Some sites say of every page that it is the first.
        let called = || known(ImportIdentity::Id(ours.id.clone()?), &|note, like| is_named(note) || like >= ALIKE);
        // Some feeds call their entries otherwise each time.
        let found = || known(ImportIdentity::Url(ours.url.clone()?), &|note, like| is_named(note) && like >= ALIKE);
        let captured =
            |by: ImportIdentity| known(by, &|note, like| like >= ALIKE && (ours.id.is_none() || note.id.is_none()));
        let post = || captured(ImportIdentity::Post(ours.from.clone(), ours.post.clone())).filter(free);
        let title = || captured(ImportIdentity::Title(ours.from.clone(), ours.title.clone())).filter(free);
        called().or_else(|| found().filter(free)).or_else(post).or_else(title)
    }

    /// The article that an editor has made of such a draft, or wrote.
    fn own(&self, draft: &Draft, text: &dyn Fn(&RelPath) -> Option<String>) -> Option<SameArticle> {
        let lead = draft.sources.first().and_then(|source| source.url.as_deref()).map(key);
        let is_report = lead.is_some() && draft.url.as_deref().map(key) == lead;
        let names = [
            (lead.clone().filter(|_| is_report), "it cites the same report"),
            (titled(&draft.title), "it has the same title"),
            (draft.slug.as_deref().and_then(named), SAME_NAME),
        ];
        names.into_iter().find_map(|(name, why)| {
            let paths = self.own.get(&name?)?;
            // Two reports may have one title.
            let agrees = |path: &&RelPath| match (&self.leads[*path], &lead) {
                (Some(theirs), Some(ours)) => theirs == ours,
                (None, _) | (_, None) => true,
            };
            // A name is soon taken by something else.
            let words = |path: &RelPath| text(path).map(|text| MinHash::of_text(&text));
            let alike = |path: &&RelPath| {
                why != SAME_NAME || words(path).is_some_and(|words| words.likeness(&MinHash::of(draft)) >= ALIKE)
            };
            Some(SameArticle::Own(paths.iter().filter(agrees).find(alike)?.clone(), why))
        })
    }

    /// The file of the text that is called so, or that was in the capture of that name, if only one can be meant.
    pub fn file(&self, called: &str) -> Option<RelPath> {
        let before = || {
            [ImportIdentity::Id(key(called)), ImportIdentity::Capture(called.to_owned())]
                .iter()
                .find_map(|by| self.imported.get(by))
        };
        let only = || before().and_then(|paths| paths.first().filter(|_| paths.len() == 1));
        self.found.get(called).or_else(only).cloned()
    }
}

impl KnownImport {
    fn of(from: &str, draft: &Draft) -> Self {
        Self {
            id: draft.id.as_deref().map(key),
            url: draft.url.as_deref().map(key),
            from: from.to_owned(),
            post: draft.slug.clone().unwrap_or_default(),
            title: slug::slugify(&draft.title),
            words: MinHash::of(draft),
        }
    }
}

const SAME_NAME: &str = "it has the same name and much the same words";

/// The likest; of several the first.
fn best<'a>(paths: impl Iterator<Item = (&'a RelPath, f64)>) -> Option<RelPath> {
    let mut best: Option<(&RelPath, f64)> = None;
    for (path, like) in paths {
        if best.is_none_or(|(_, most)| like > most) {
            best = Some((path, like));
        }
    }
    best.map(|(path, _)| path.clone())
}

/// What two ways to write one address have in common: one with and one without `www.`, say.
fn key(called: &str) -> String {
    let rest = called.strip_prefix("https://").or_else(|| called.strip_prefix("http://"));
    rest.map_or(called, |rest| rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')).to_owned()
}

fn titled(title: &str) -> Option<String> {
    Some(slug::slugify(title)).filter(|title| !title.is_empty()).map(|title| format!("title {title}"))
}

fn named(name: &str) -> Option<String> {
    let name = slug::without_date(name);
    (!name.is_empty()).then(|| format!("name {name}"))
}

/// Stands for all that a capture says of an article.
fn whole(draft: &Draft) -> Key {
    hash::bytes(format!("{:?}", (&draft.title, &draft.date, &draft.author, &draft.sources, &draft.blocks)).as_bytes())
}

/// How much of two sketches has to be the same, from 0 to 1. Texts of two hands have less than a tenth.
const ALIKE: f64 = 0.3;

/// A few numbers that stand for the words of a text: the smallest hashes of its pairs of words. Of two texts they have about as
/// much in common as the texts have (A. Broder, On the resemblance and containment of documents, 1997).
#[derive(Default, PartialEq, Eq)]
pub(super) struct MinHash(BTreeSet<u32>);

impl MinHash {
    /// Numbers in a sketch,
    const MANY: usize = 20;
    /// and digits of a number.
    const DIGITS: usize = 6;

    /// The sketch of a draft's text.
    pub fn of(draft: &Draft) -> Self {
        Self::of_text(&markdown::draft_body(draft))
    }

    fn of_text(markdown: &str) -> Self {
        let mut pairs = BTreeSet::new();
        let mut last = "";
        for word in markdown.split(|c: char| !c.is_alphanumeric()).flat_map(parts) {
            pairs.insert((hash::bytes(format!("{last} {word}").as_bytes()) >> 104) as u32);
            last = word;
        }
        Self(pairs.into_iter().take(Self::MANY).collect())
    }

    fn read(written: &str) -> Self {
        let digits = written.as_bytes().chunks(Self::DIGITS);
        Self(digits.filter_map(|it| u32::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok()).collect())
    }

    /// The sketch as it is noted.
    pub fn written(&self) -> String {
        self.0.iter().map(|number| format!("{number:06x}")).collect()
    }

    fn likeness(&self, other: &Self) -> f64 {
        let all: BTreeSet<u32> = self.0.union(&other.0).copied().take(Self::MANY).collect();
        let both = all.iter().filter(|number| self.0.contains(number) && other.0.contains(number)).count();
        if all.is_empty() { 1.0 } else { both as f64 / all.len() as f64 }
    }
}

/// A word; where a script puts no spaces between words, each letter.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match words::is_unspaced(first) {
            true => first.len_utf8(),
            false => rest.find(words::is_unspaced).unwrap_or(rest.len()),
        };
        let (part, left) = rest.split_at(end);
        rest = left;
        Some(part)
    })
}
