//! Facts: all that the index and the plan read of a content file, as one key. Neither may read anything that the key
//! leaves out: the words of a text, values that only its own page or a list shows, places in the file. Each struct is
//! taken apart in full, so that a new field has to be decided on here.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::article::Tag;
use super::{Article, Correction, Outlet, Page, Source, Topic};
use crate::base::fields::Located;
use crate::base::hash::{self, Key};
use crate::base::text::date::Moment;
use crate::base::text::words;
use crate::pipeline::markdown::{Body, Credit, Excerpt, ExcerptPart};

/// The contents of a content file, with the keys of its facts and of what else lists show.
#[derive(Debug, Serialize, Deserialize)]
pub struct Indexed<T> {
    value: Arc<T>,
    facts: Key,
    listed: Key,
}

impl<T: Facts> Indexed<T> {
    /// Derives the keys from the contents.
    pub fn new(value: T) -> Self {
        Self { facts: value.facts(), listed: value.listed(), value: Arc::new(value) }
    }

    /// Returns the key of the facts.
    pub(crate) fn facts(&self) -> Key {
        self.facts
    }

    /// Returns the key of all that lists show beyond the facts.
    pub(crate) fn listed(&self) -> Key {
        self.listed
    }
}

impl<T> Clone for Indexed<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), facts: self.facts, listed: self.listed }
    }
}

impl<T> Deref for Indexed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Content that the index and the plan read in part.
pub trait Facts {
    /// Returns the key of that part.
    fn facts(&self) -> Key;

    /// Returns the key of all that lists show beyond it; of what is no article the whole file counts.
    fn listed(&self) -> Key {
        Key::default()
    }
}

/// All but the keys that select articles, since their effect shows in the articles that are there to index, and values
/// that only pages show.
#[rustfmt::skip]
impl Facts for Article {
    fn facts(&self) -> Key {
    let Article {
        path, slug, date, topics, declined, tags, author, aliases, sources, corrections, body,
        title: _, updated: _, summary: _, language: _, draft: _, expires: _, latest: _, unknown: _, extra: _, head: _,
    } = self;
    let tags: Vec<_> = tags.iter().map(|Tag { name, key }| (&name.value, key)).collect();
    let sources: Vec<_> = sources.iter().map(source).collect();
    let corrections: Vec<_> = corrections.iter().map(|Correction { date, text: _ }| moment(date.as_ref())).collect();
    let author = author.as_ref().map(|author| &author.value);
    let lists = (values(topics), values(declined), tags, author, values(aliases));
    hash::value(&(path, slug, moment(date.as_ref()), lists, sources, corrections, text(body)))
}

/// Everything but its text and what only its own page shows.
fn listed(&self) -> Key {
    let Article {
        title, updated, summary, language, sources, corrections, body,
        path: _, slug: _, date: _, topics: _, declined: _, tags: _, author: _, aliases: _,
        draft: _, expires: _, latest: _, unknown: _, extra: _, head: _,
    } = self;
    let days = |Source { accessed, verified, .. }: &Source| (moment(accessed.as_ref()), moment(verified.as_ref()));
    let sources: Vec<_> = sources.iter().map(days).collect();
    let corrections: Vec<_> = corrections.iter().map(|correction| &correction.text).collect();
    let minutes = words::reading_minutes(body.words);
    hash::value(&(title, moment(updated.as_ref()), summary, language, sources, corrections, &body.opening, minutes))
}
}

#[rustfmt::skip]
fn source(source: &Source) -> Key {
    let Source { id, outlet, title, url, own, author, published, accessed: _, archived, snapshot, sha256, verified: _, language } = source;
    let (own, snapshot) = (own.as_ref().map(|own| &own.value), snapshot.as_ref().map(|snapshot| &snapshot.value));
    let sha256 = sha256.as_ref().map(|sha256| &sha256.value);
    hash::value(&(id, &outlet.value, title, url, own, author, language, moment(published.as_ref()), archived, snapshot, sha256))
}

/// All but values that its own page and the menu show or that order pages.
#[rustfmt::skip]
impl Facts for Page {
    fn facts(&self) -> Key {
    let Page {
        path, slug, aliases, body,
        title: _, summary: _, updated: _, language: _, draft: _, menu: _, weight: _, extra: _,
    } = self;
    hash::value(&(path, slug, values(aliases), text(body)))
}
}

/// All but values that its own page and the list of topics show, and the rules, which a build does not use.
impl Facts for Topic {
    fn facts(&self) -> Key {
        let Topic { path, key, title, aliases, body, description: _, rules: _, extra: _ } = self;
        hash::value(&(path, key, title, values(aliases), text(body)))
    }
}

/// All but values that its own page shows.
#[rustfmt::skip]
impl Facts for Outlet {
    fn facts(&self) -> Key {
    let Outlet {
        path, key, name, aliases, addresses, max_quote_words, body, domains: _, country: _, extra: _,
    } = self;
    hash::value(&(path, key, &name.value, values(aliases), values(addresses), max_quote_words, text(body)))
}
}

/// The targets of links, the ids that links may name, the quotations, and whether there are notes.
fn text(body: &Body) -> Key {
    let links: Vec<_> = body.links.iter().map(|link| &link.target).collect();
    let headings: Vec<_> = body.headings.iter().map(|heading| &heading.id).collect();
    let excerpts: Vec<_> = body.excerpts.iter().map(excerpt).collect();
    let credits: Vec<_> =
        body.credits.iter().map(|Credit { source, name, line, verbatim: _, range: _ }| (source, name, line)).collect();
    hash::value(&(links, &body.ids, headings, excerpts, credits, body.notes.is_empty()))
}

fn excerpt(excerpt: &Excerpt) -> Key {
    let Excerpt { source, source_number: _, text, compared, parts, range: _, place: _ } = excerpt;
    let parts: Vec<_> = parts
        .iter()
        .map(|ExcerptPart { words, compared, gap, inserted, loose, brackets: _ }| {
            (words, compared, gap, inserted, loose)
        })
        .collect();
    hash::value(&(source, text, compared, parts))
}

fn values(list: &[Located<String>]) -> Vec<&String> {
    list.iter().map(|at| &at.value).collect()
}

/// The instant, and its spelling.
fn moment(moment: Option<&Moment>) -> Option<(i64, String)> {
    moment.map(|moment| (moment.unix(), moment.to_string()))
}
