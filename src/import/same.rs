//! Which article of the site a draft is. What is published under a name of its own, its address or the id in a feed, is known
//! by that name. What has none is known by the name of its capture together with its words: two captures may well bear one
//! name. In doubt a draft is new, since a file too many is easily deleted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, markdown};
use crate::content::{Article, Content};
use crate::hash::{self, Key};
use crate::text::path::RelPath;
use crate::text::{slug, words};

/// What is known of the articles of a site, those placed in this run among them.
#[derive(Default)]
pub(super) struct Known {
    /// Imported ones by what they are called.
    called: BTreeMap<String, Vec<RelPath>>,
    /// Imported ones by the names of their captures.
    captured: BTreeMap<String, Vec<RelPath>>,
    notes: BTreeMap<RelPath, Note>,
    /// Those without a table `[import]`: by title, by the last part of the address, by the address of the lead source.
    own: BTreeMap<String, Vec<RelPath>>,
    leads: BTreeMap<RelPath, Option<String>>,
    /// Those of this run, with all that their captures said.
    placed: BTreeMap<RelPath, Key>,
    /// What was found or placed in this run, by what it is called.
    found: BTreeMap<String, RelPath>,
}

/// What the table `[import]` says of an article.
struct Note {
    is_called: bool,
    post: String,
    title: String,
    words: Sketch,
}

/// The article that a draft is.
pub(super) enum Found {
    /// One that was imported.
    Imported(RelPath),
    /// One that is an editor's by now, and why it is taken for the same.
    Own(RelPath, &'static str),
}

impl Known {
    /// What is known before the first draft.
    pub fn of(content: &Content) -> Self {
        let mut known = Self::default();
        for article in &content.articles {
            match article.imported.as_ref().filter(|it| !it.from.is_empty()) {
                Some(it) => {
                    let note = Note {
                        is_called: it.id.is_some() || it.url.is_some(),
                        post: it.post.clone(),
                        title: slug::slugify(&article.title),
                        words: Sketch::read(&it.words),
                    };
                    let called = it.id.as_ref().or(it.url.as_ref());
                    known.note(&article.path, called.map(String::as_str), &it.from, note);
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
            let note = Note {
                is_called: draft.id.is_some(),
                post: draft.slug.clone().unwrap_or_default(),
                title: slug::slugify(&draft.title),
                words: Sketch::of(draft),
            };
            self.note(path, draft.id.as_deref(), from, note);
        }
    }

    fn note(&mut self, path: &RelPath, called: Option<&str>, from: &str, note: Note) {
        if let Some(called) = called {
            self.called.entry(key(called)).or_default().push(path.clone());
        }
        self.captured.entry(from.to_owned()).or_default().push(path.clone());
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
    pub fn find(&self, from: &str, draft: &Draft, text: &dyn Fn(&RelPath) -> Option<String>) -> Option<Found> {
        self.imported(from, draft).map(Found::Imported).or_else(|| self.own(draft, text))
    }

    fn imported(&self, from: &str, draft: &Draft) -> Option<RelPath> {
        let words = Sketch::of(draft);
        let title = slug::slugify(&draft.title);
        let all = |paths: Option<&Vec<RelPath>>| -> Vec<(RelPath, f64)> {
            let paths = paths.into_iter().flatten();
            paths.map(|path| (path.clone(), self.notes[path].words.likeness(&words))).collect()
        };
        let called = draft.id.as_deref().map(|id| all(self.called.get(&key(id)))).unwrap_or_default();
        // Some sites say of every page that it is the first.
        let called = called.into_iter().filter(|(path, like)| self.notes[path].title == title || *like >= ALIKE);
        let captured = all(self.captured.get(from)).into_iter().filter(|(path, like)| {
            let note = &self.notes[path];
            let named = note.title == title || Some(&note.post) == draft.slug.as_ref();
            // One run does not read a capture twice, unless it was named twice.
            let is_free = self.placed.get(path).is_none_or(|other| *other == whole(draft));
            named && *like >= ALIKE && is_free && !(draft.id.is_some() && note.is_called)
        });
        best(called).or_else(|| best(captured))
    }

    /// The article that an editor has made of such a draft, or wrote.
    fn own(&self, draft: &Draft, text: &dyn Fn(&RelPath) -> Option<String>) -> Option<Found> {
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
            let words = |path: &RelPath| text(path).map(|text| Sketch::of_text(&text));
            let alike = |path: &&RelPath| {
                why != SAME_NAME || words(path).is_some_and(|words| words.likeness(&Sketch::of(draft)) >= ALIKE)
            };
            Some(Found::Own(paths.iter().filter(agrees).find(alike)?.clone(), why))
        })
    }

    /// The file of the text that is called so, or that was in the capture of that name, if only one can be meant.
    pub fn file(&self, called: &str) -> Option<RelPath> {
        let before = || self.called.get(&key(called)).or_else(|| self.captured.get(called));
        self.found
            .get(called)
            .or_else(|| before().and_then(|paths| paths.first().filter(|_| paths.len() == 1)))
            .cloned()
    }
}

const SAME_NAME: &str = "it has the same name and much the same words";

/// The likest; of several the first.
fn best(paths: impl Iterator<Item = (RelPath, f64)>) -> Option<RelPath> {
    let mut best: Option<(RelPath, f64)> = None;
    for (path, like) in paths {
        if best.as_ref().is_none_or(|(_, most)| like > *most) {
            best = Some((path, like));
        }
    }
    best.map(|(path, _)| path)
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
pub(super) struct Sketch(BTreeSet<u32>);

impl Sketch {
    /// Numbers in a sketch,
    const MANY: usize = 20;
    /// and digits of a number.
    const DIGITS: usize = 6;

    /// The sketch of a draft's text.
    pub fn of(draft: &Draft) -> Self {
        Self::of_text(&markdown::body(draft))
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
        let end = match words::stands_alone(first) {
            true => first.len_utf8(),
            false => rest.find(words::stands_alone).unwrap_or(rest.len()),
        };
        let (part, left) = rest.split_at(end);
        rest = left;
        Some(part)
    })
}
