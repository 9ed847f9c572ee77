//! What the index and the plan read of a content file, as one key. What a key leaves out neither of them may read: the
//! words of a text, what only its own page or a list shows, where in the file something is. Each struct is taken
//! apart in full, so that a new field has to be decided on here.

use std::ops::Deref;
use std::sync::Arc;

use super::article::Tag;
use super::{Article, Correction, Outlet, Page, Source, Topic};
use crate::base::fields::Located;
use crate::base::hash::{self, Key};
use crate::base::text::date::Moment;
use crate::pipeline::markdown::{Body, Credit, Excerpt, ExcerptPart};

/// What a content file holds, with the key of what the index and the plan read of it.
#[derive(Debug)]
pub struct Indexed<T> {
    value: Arc<T>,
    facts: Key,
}

impl<T: Facts> Indexed<T> {
    /// Derives the key.
    pub fn new(value: T) -> Self {
        Self { facts: value.facts(), value: Arc::new(value) }
    }

    /// Returns the key of what the index and the plan read.
    pub(crate) fn facts(&self) -> Key {
        self.facts
    }
}

impl<T> Clone for Indexed<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), facts: self.facts }
    }
}

impl<T> Deref for Indexed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What the index and the plan read of a content file.
pub trait Facts {
    /// Returns it as one key.
    fn facts(&self) -> Key;
}

/// All but what selects an article, which shows in what is there to index, and what only pages show.
#[rustfmt::skip]
impl Facts for Article {
    fn facts(&self) -> Key {
    let Article {
        path, slug, date, topics, declined, tags, author, aliases, sources, corrections, body,
        title: _, updated: _, summary: _, language: _, draft: _, expires: _, imported: _, extra: _, head: _,
    } = self;
    let tags: Vec<_> = tags.iter().map(|Tag { name, key }| (&name.value, key)).collect();
    let sources: Vec<_> = sources.iter().map(source).collect();
    let corrections: Vec<_> = corrections.iter().map(|Correction { date, text: _ }| moment(date.as_ref())).collect();
    let author = author.as_ref().map(|author| &author.value);
    let lists = (values(topics), values(declined), tags, author, values(aliases));
    hash::value(&(path, slug, moment(date.as_ref()), lists, sources, corrections, text(body)))
}
}

#[rustfmt::skip]
fn source(source: &Source) -> Key {
    let Source { id, outlet, title, url, own, author, published, accessed: _, archived, snapshot, sha256, verified: _, language } = source;
    let (own, snapshot) = (own.as_ref().map(|own| &own.value), snapshot.as_ref().map(|snapshot| &snapshot.value));
    let sha256 = sha256.as_ref().map(|sha256| &sha256.value);
    hash::value(&(id, &outlet.value, title, url, own, author, language, moment(published.as_ref()), archived, snapshot, sha256))
}

/// All but what its own page and the menu show, and what orders pages.
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

/// All but what its own page and the list of topics show; a build does not use the rules.
impl Facts for Topic {
    fn facts(&self) -> Key {
        let Topic { path, key, title, aliases, body, description: _, rules: _, extra: _ } = self;
        hash::value(&(path, key, title, values(aliases), text(body)))
    }
}

/// All but what its own page shows.
#[rustfmt::skip]
impl Facts for Outlet {
    fn facts(&self) -> Key {
    let Outlet {
        path, key, name, aliases, max_quote_words, body, domains: _, country: _, extra: _,
    } = self;
    hash::value(&(path, key, &name.value, values(aliases), max_quote_words, text(body)))
}
}

/// Where links lead, what links may name, what is quoted, and whether there are notes.
fn text(body: &Body) -> Key {
    let links: Vec<_> = body.links.iter().map(|link| &link.target).collect();
    let headings: Vec<_> = body.headings.iter().map(|heading| &heading.id).collect();
    let excerpts: Vec<_> = body.excerpts.iter().map(excerpt).collect();
    let credits: Vec<_> =
        body.credits.iter().map(|Credit { source, name, line, verbatim: _, range: _ }| (source, name, line)).collect();
    hash::value(&(links, &body.ids, headings, excerpts, credits, body.notes.is_empty()))
}

fn excerpt(excerpt: &Excerpt) -> Key {
    let Excerpt { source, text, compared, parts, range: _, place: _ } = excerpt;
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

/// The instant, and how it is written.
fn moment(moment: Option<&Moment>) -> Option<(i64, String)> {
    moment.map(|moment| (moment.unix(), moment.to_string()))
}
