//! An outlet as a capture names it.

use std::collections::BTreeMap;

use toml::value::Datetime;

use super::address::{handle_of, is_post_address, label_in, platform, reference_at, resembles};
use super::citing::is_reporting;
use super::mention::{has_outlet_word, is_article, is_name, is_no_name, without_numbers};
use super::outlet_vocabulary::{FEMININE_NAMES, SHORT_NAMES};
use super::vocabulary::BEFORE_NAMES;
use crate::base::text::slug;
use crate::import::draft::DraftSource;
use crate::import::html_to_markdown::address::host_of;
use crate::import::options::OutletNames;
use crate::import::phrase::tokens;

/// The most words of a name; more are a headline.
const MAX_NAME_WORDS: usize = 4;

/// The most letters of a name; scripts without spaces have headlines of one word.
const MAX_NAME: usize = 30;

/// An outlet as a capture names it, with what else the capture says of its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamedOutlet {
    /// The words before the name that belong to it: `via `.
    pub before: String,
    /// The name, as the attribution will show it.
    pub name: String,
    /// The words after it: `, 30 January 2015`.
    pub after: String,
    /// The key of the outlet, or its name if the site does not declare it.
    pub outlet: String,
    pub is_declared: bool,
    pub url: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
}

impl NamedOutlet {
    /// An outlet by its name.
    pub(crate) fn called(name: &str, outlets: &OutletNames) -> Self {
        let Some(declared) = outlets.meant_by(name) else {
            let name = nominative(name);
            return Self { outlet: name.clone(), name, ..Self::default() };
        };
        let name = if outlets.find(name).is_some() { name } else { &declared.name.value };
        Self { name: name.to_owned(), outlet: declared.key.clone(), is_declared: true, ..Self::default() }
    }

    /// An outlet by a link to its report: the one with the domain, else the words of the link if they are its name, else the
    /// host. `None` if the address has no host.
    pub(super) fn linked(words: &str, url: &str, outlets: &OutletNames) -> Option<Self> {
        let host = host_of(url)?;
        if is_post_address(url) {
            let name = platform(url).map_or(host.as_str(), |(name, _)| name);
            let declared = outlets.on(&host).map(|outlet| outlet.name.value.as_str());
            let post = Self::called(declared.unwrap_or(name), outlets);
            return Some(Self { url: Some(url.to_owned()), author: handle_of(url), ..post });
        }
        let called = reference_at(&host).unwrap_or_else(|| without_verb(words));
        let linked = Self { url: Some(url.to_owned()), ..Self::called(called, outlets) };
        let by_name = outlets.find(called).filter(|_| is_name(called));
        if let Some(outlet) = outlets.on(&host).or(by_name) {
            let name = if by_name.is_some_and(|named| named.key == outlet.key) { called } else { &outlet.name.value };
            let known = Self { name: name.to_owned(), outlet: outlet.key.clone(), is_declared: true, ..linked };
            return Some(known.with_words(words));
        }
        let called = without_numbers(called);
        let called = label_in(called, &host).filter(|_| !is_name(called)).unwrap_or(called);
        let linked = Self { name: called.to_owned(), outlet: called.to_owned(), is_declared: false, ..linked };
        let is_its_name = called.split_whitespace().count() <= MAX_NAME_WORDS
            && called.chars().count() <= MAX_NAME
            && !is_no_name(called)
            && !called.contains('/')
            && (resembles(called, &host) || (is_name(called) && has_outlet_word(called)));
        if is_its_name {
            return Some(linked);
        }
        Some(Self { name: host.clone(), outlet: host, ..linked }.with_words(words))
    }

    /// Adds the words of its link that are not its name, as the headline if they are many.
    fn with_words(mut self, words: &str) -> Self {
        self.title = (words.split_whitespace().count() > MAX_NAME_WORDS).then(|| words.to_owned());
        self
    }

    /// Gives it the name of its host, if nothing else names it, or the name that it shortens.
    pub(super) fn rename_host(&mut self, names: &BTreeMap<String, String>) {
        if let Some((_, name)) = SHORT_NAMES.iter().find(|(short, _)| *short == self.outlet && !self.is_declared) {
            self.outlet = (*name).to_owned();
        }
        let Some(name) = names.get(&self.outlet).filter(|_| !self.is_declared) else { return };
        if self.name == self.outlet {
            self.name.clone_from(name);
        }
        self.outlet.clone_from(name);
    }

    /// The identity of the outlet: its key, else the slug of its name without an article.
    pub(crate) fn identity(&self) -> String {
        if self.is_declared {
            return self.outlet.clone();
        }
        let name = slug::slugify(&self.outlet);
        name.strip_prefix("the-").map_or(name.clone(), str::to_owned)
    }

    /// The report.
    pub(crate) fn source(&self) -> DraftSource {
        DraftSource {
            outlet: self.outlet.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
            author: self.author.clone(),
            published: self.published,
            ..DraftSource::default()
        }
    }
}

/// The host of a link and its name, if the words of the link are one.
pub(super) fn named_host(words: &str, url: &str) -> Option<(String, String)> {
    let host = host_of(url).filter(|_| platform(url).is_none())?;
    let name = NamedOutlet::linked(words, url, &OutletNames::default())?.name;
    (name != host && resembles(&name, &host)).then_some((host, name))
}

/// A German name as it stands alone: `Küstennahen Zeitung` is the `Küstennahe Zeitung`.
fn nominative(name: &str) -> String {
    const INFLECTED: [&str; 6] = ["schen", "euen", "inen", "einen", "reien", "ahen"];
    let is_feminine = FEMININE_NAMES.iter().any(|noun| name.ends_with(noun));
    let is_inflected = |word: &str| is_feminine && INFLECTED.iter().any(|end| word.ends_with(end));
    let words = name.split(' ').map(|word| if is_inflected(word) { &word[..word.len() - 1] } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// The name in the words of a link, without what is reported: `the Harbour Gazette reported yesterday`.
fn without_verb(words: &str) -> &str {
    let words = words.trim().trim_matches(['“', '”', '"', '(', ')', '[', ']', ':', ',', '.']).trim();
    let lower = words.to_lowercase();
    let lead = BEFORE_NAMES.iter().find(|lead| lower.starts_with(**lead)).map_or(0, |lead| lead.len());
    let words = words.get(lead..).unwrap_or(words);
    let bare = words.split_once("’s ").or_else(|| words.split_once("'s ")).map_or(words, |(name, _)| name);
    let verb = bare.match_indices(' ').find(|(at, _)| bare[at + 1..].split(' ').next().is_some_and(reports));
    verb.map(|(at, _)| &bare[..at]).filter(|name| !is_article(&name.to_lowercase())).unwrap_or(bare)
}

fn reports(word: &str) -> bool {
    tokens(word).first().is_some_and(|word| is_reporting(word))
}
