//! What a site can choose among.

use serde::Serialize;

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
pub enum Required {
    /// Nothing.
    Nothing,
    /// A snapshot in which it stands.
    Snapshot,
}
