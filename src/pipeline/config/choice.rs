//! What a site can choose among.

use serde::Serialize;

use super::FILE;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::path::RelPath;

/// A kind of list besides the home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// `/topics/`
    Topics,
    /// `/tags/`
    Tags,
    /// `/outlets/`
    Outlets,
    /// `/sources/`
    Sources,
    /// `/archive/`
    Archive,
    /// `/corrections/`
    Corrections,
    /// `/links/`, which a site has to ask for.
    Links,
}

impl Section {
    /// Every section, in the order of the menu.
    pub const ALL: [Self; 7] =
        [Self::Topics, Self::Outlets, Self::Sources, Self::Tags, Self::Archive, Self::Corrections, Self::Links];

    /// Those of a site that names none.
    pub const DEFAULT: [Self; 6] =
        [Self::Topics, Self::Outlets, Self::Sources, Self::Tags, Self::Archive, Self::Corrections];

    /// The section's name in addresses, configuration and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::Tags => "tags",
            Self::Outlets => "outlets",
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
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// How much of an article a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedContent {
    /// The whole text.
    Full,
    /// The summary.
    Summary,
}

/// What every excerpt needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredEvidence {
    /// Nothing.
    Nothing,
    /// A snapshot in which it stands.
    Snapshot,
}

/// Reads one of the names that stand for values: `what` is one of them.
pub(super) fn choice<T: Copy + PartialEq, const N: usize>(
    toml: &mut Toml<'_>,
    fields: &mut Fields<'_>,
    (key, what): (&'static str, &str),
    known: [(&'static str, T); N],
) -> Option<T> {
    let name = fields.string(toml, key)?;
    choices(toml, what, vec![name], known).pop()
}

/// Resolves names to the values they stand for; reports those that stand for none.
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
                let path = RelPath::new(FILE).expect("a plain name");
                let fault = fault.at(Span::new(&path, name.range)).did_you_mean(&name.value, all);
                toml.push(fault.hint(format!("choose among {}", all.join(", "))));
            }
        }
    }
    chosen
}
