//! The values that a site chooses among.

use serde::Serialize;

use super::site_file::site_toml;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::{Fields, Located, Toml};

/// A way to sort articles under terms. Each taxonomy has a list of its terms, and each term a list of its articles.
///
/// [`Taxonomy::names`] holds all that is said of one; `index::taxonomy` finds its terms; the templates named there show
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taxonomy {
    /// `/topics/`
    Topics,
    /// `/outlets/`
    Outlets,
    /// `/tags/`
    Tags,
    /// `/authors/`, only if `sections` names it.
    Authors,
}

/// The names under which a taxonomy is known.
pub struct TaxonomyNames {
    /// The name in addresses, configuration and templates, and the key of the theme's word for it.
    pub plural: &'static str,
    /// The kind of page that shows one term.
    pub singular: &'static str,
    /// The theme's word that describes the list of terms.
    pub description: &'static str,
    /// The template of the list of terms.
    pub list_template: &'static str,
    /// The template of the articles of a term.
    pub term_template: &'static str,
    /// The list of terms, as messages call it.
    pub list: &'static str,
    /// The page of a term, as messages call it.
    pub term: &'static str,
}

impl Taxonomy {
    /// Every taxonomy.
    pub const ALL: [Self; 4] = [Self::Topics, Self::Outlets, Self::Tags, Self::Authors];

    /// Its names.
    pub fn names(self) -> TaxonomyNames {
        match self {
            Self::Topics => TaxonomyNames {
                plural: "topics",
                singular: "topic",
                description: "topics_description",
                list_template: "topics.html",
                term_template: "topic.html",
                list: "the list of topics",
                term: "the page of a topic",
            },
            Self::Outlets => TaxonomyNames {
                plural: "outlets",
                singular: "outlet",
                description: "outlets_description",
                list_template: "outlets.html",
                term_template: "outlet.html",
                list: "the list of outlets",
                term: "the page of an outlet",
            },
            Self::Tags => TaxonomyNames {
                plural: "tags",
                singular: "tag",
                description: "tags_description",
                list_template: "tags.html",
                term_template: "tag.html",
                list: "the list of tags",
                term: "the page of a tag",
            },
            Self::Authors => TaxonomyNames {
                plural: "authors",
                singular: "author",
                description: "authors_description",
                list_template: "authors.html",
                term_template: "author.html",
                list: "the list of authors",
                term: "the page of an author",
            },
        }
    }

    /// Its name in addresses, configuration and templates.
    pub fn name(self) -> &'static str {
        self.names().plural
    }
}

/// A list besides the home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The terms of a taxonomy.
    Terms(Taxonomy),
    /// `/sources/`
    Sources,
    /// `/archive/`
    Archive,
    /// `/corrections/`
    Corrections,
    /// `/links/`, only if `sections` names it.
    Links,
}

impl From<Taxonomy> for Section {
    fn from(taxonomy: Taxonomy) -> Self {
        Self::Terms(taxonomy)
    }
}

impl Section {
    /// Every section, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Terms(Taxonomy::Topics),
        Self::Terms(Taxonomy::Outlets),
        Self::Sources,
        Self::Terms(Taxonomy::Tags),
        Self::Terms(Taxonomy::Authors),
        Self::Archive,
        Self::Corrections,
        Self::Links,
    ];

    /// The sections that can have feeds.
    pub(super) const WITH_FEEDS: [Self; 5] = [
        Self::Terms(Taxonomy::Topics),
        Self::Terms(Taxonomy::Outlets),
        Self::Terms(Taxonomy::Tags),
        Self::Terms(Taxonomy::Authors),
        Self::Corrections,
    ];

    /// Returns the sections of a site that names none.
    pub(super) fn defaults() -> Vec<Self> {
        Self::ALL.into_iter().filter(|section| section.is_default()).collect()
    }

    fn is_default(self) -> bool {
        match self {
            Self::Terms(taxonomy) => taxonomy != Taxonomy::Authors,
            Self::Sources | Self::Archive | Self::Corrections => true,
            Self::Links => false,
        }
    }

    /// The section's name in addresses, configuration and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terms(taxonomy) => taxonomy.name(),
            Self::Sources => "sources",
            Self::Archive => "archive",
            Self::Corrections => "corrections",
            Self::Links => "links",
        }
    }
}

/// The format of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// The format's name in addresses and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    /// The media type (RFC 4287 §7, RSS by custom, JSON Feed 1.1).
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// The part of an article that a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedContent {
    /// The whole text.
    Full,
    /// The summary.
    Summary,
}

/// The treatment of HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtmlRule {
    /// It is shown as text.
    Escape,
    /// Harmless elements are kept, and the rest left out.
    Sanitise,
    /// It is kept.
    Allow,
}

/// A host that reads how to serve a site in files of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaticHost {
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
}

/// The evidence that every excerpt needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredEvidence {
    /// Nothing.
    Nothing,
    /// A snapshot that contains it.
    Snapshot,
}

/// The requirements that every excerpt has to meet.
#[derive(Clone, Debug)]
pub struct QuoteRules {
    /// The evidence that it needs.
    pub require: RequiredEvidence,
    /// True if omissions and insertions that may change the meaning are errors.
    pub strict: bool,
}

/// Reads a value by its name; `what` is the noun for such a value in messages.
pub(super) fn choice<T: Copy + PartialEq, const N: usize>(
    toml: &mut Toml<'_>,
    fields: &mut Fields<'_>,
    (key, what): (&'static str, &str),
    known: [(&'static str, T); N],
) -> Option<T> {
    let name = fields.name(toml, key, &known.map(|(name, _)| name))?;
    choices(toml, what, vec![name], known).pop()
}

/// Looks up values by their names; reports unknown names.
pub(super) fn choices<T: Copy + PartialEq, const N: usize>(
    toml: &mut Toml<'_>,
    what: &str,
    names: Vec<Located<String>>,
    known: [(&'static str, T); N],
) -> Vec<T> {
    let mut chosen = Vec::new();
    for name in names {
        match known.iter().find(|(known, _)| *known == name.value) {
            Some((_, value)) if chosen.contains(value) => {
                toml.reject(&name.range, format!("`{}` is named twice", name.value), "remove one of the two");
            }
            Some((_, value)) => chosen.push(*value),
            None => {
                let all = known.map(|(known, _)| known);
                let fault = Diagnostic::new(codes::BAD_VALUE, format!("there is no {what} `{}`", name.value));
                let fault = fault.at(Span::new(&site_toml(), name.range)).did_you_mean(&name.value, all);
                toml.push(fault.hint(format!("choose among {}", all.join(", "))));
            }
        }
    }
    chosen
}
