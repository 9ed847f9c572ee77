//! What an output can be.

use crate::base::text::colour::Colour;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{FeedFormat, Section};
use crate::pipeline::index::ArticleId;

/// What an output is.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// An HTML page, made by a template.
    Page(PageOutput),
    /// A feed.
    Feed {
        /// What it follows.
        of: FeedStream,
        /// The format.
        format: FeedFormat,
    },
    /// The notes and excerpts of an article, as Web Annotations.
    Annotations(ArticleId),
    /// The sources of an article, or of the site, as CSL-JSON.
    Citations(Option<ArticleId>),
    /// The sitemap, or its part `n`, from 1, of a large site.
    Sitemap(Option<usize>),
    /// `robots.txt`
    Robots,
    /// The style sheet of the accent that `site.toml` chooses, by day and by night.
    Accent([Colour; 2]),
    /// The picture that services show with a link to an article.
    Card(ArticleId),
    /// An icon of the site, drawn from the picture given.
    Icon(Icon, RelPath),
    /// What the site is called where it is kept on a device (W3C Web App Manifest).
    WebManifest,
    /// Tells GitHub Pages to serve the files as they are.
    NoJekyll,
    /// A file copied as it is.
    File(RelPath),
}

/// An icon besides that of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// `favicon.ico`, for what asks for nothing else.
    Ico,
    /// `apple-touch-icon.png`, for the home screens of telephones.
    Apple,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ico, Self::Apple];
    /// What they are drawn from.
    pub const SOURCE: &str = "favicon.svg";

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Ico => "favicon.ico",
            Self::Apple => "apple-touch-icon.png",
        }
    }

    /// Pixels of a side.
    pub fn side(self) -> u8 {
        match self {
            Self::Ico => 32,
            Self::Apple => 180,
        }
    }
}

/// What a feed follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedStream {
    /// The site's articles.
    Site,
    /// The articles of a topic, tag or outlet.
    Term(Section, usize),
    /// What was corrected.
    Corrections,
}

/// What an HTML page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum PageOutput {
    /// Page `n` of the front page, from 1.
    Home(usize),
    /// An article.
    Article(ArticleId),
    /// The list of a section: its topics, tags, outlets, years, or corrections.
    Section(Section),
    /// Page `n` of the list of sources, from 1.
    Sources(usize),
    /// A page of the articles of a topic, tag or outlet.
    Term {
        /// Which kind.
        section: Section,
        /// Its number in the index.
        number: usize,
        /// From 1.
        page: usize,
    },
    /// The articles of a year, by its number in the index.
    Year(usize),
    /// The articles without a date.
    Undated,
    /// A page outside the digest.
    Plain(usize),
    /// `/search/`
    Search,
    /// `404.html`
    NotFound,
    /// A page that leads to the address given.
    Redirect(String),
}

impl Output {
    /// Tells whether readers look for it in search engines and archives.
    pub fn is_listed(&self) -> bool {
        matches!(self, Self::Page(page) if !matches!(page, PageOutput::NotFound | PageOutput::Redirect(_)))
    }

    /// What it is, for an editor.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Self::Page(PageOutput::Home(_)) => "the front page",
            Self::Page(PageOutput::Article(_)) => "an article",
            Self::Page(PageOutput::Section(Section::Topics)) => "the list of topics",
            Self::Page(PageOutput::Section(Section::Tags)) => "the list of tags",
            Self::Page(PageOutput::Section(Section::Outlets)) => "the list of outlets",
            Self::Page(PageOutput::Section(Section::Archive) | PageOutput::Year(_) | PageOutput::Undated) => {
                "part of the archive"
            }
            Self::Page(PageOutput::Section(Section::Sources) | PageOutput::Sources(_)) => "the list of sources",
            Self::Page(PageOutput::Section(Section::Corrections)) => "the list of corrections",
            Self::Page(PageOutput::Section(Section::Links)) => "the list of links",
            Self::Page(PageOutput::Term { section: Section::Topics, .. }) => "the page of a topic",
            Self::Page(PageOutput::Term { section: Section::Tags, .. }) => "the page of a tag",
            Self::Page(PageOutput::Term { .. }) => "the page of an outlet",
            Self::Page(PageOutput::Plain(_)) => "a page",
            Self::Page(PageOutput::Search) => "the search page",
            Self::Page(PageOutput::NotFound) => "the page for what is not found",
            Self::Page(PageOutput::Redirect(_)) => "a former address",
            Self::Feed { .. } => "a feed",
            Self::Annotations(_) => "the annotations of an article",
            Self::Citations(_) => "a list of citations",
            Self::Sitemap(_) => "the sitemap",
            Self::Robots => "the file for search engines",
            Self::Accent(_) => "the style sheet of the accent",
            Self::Card(_) => "the picture of an article",
            Self::Icon(..) => "an icon",
            Self::WebManifest => "the site's manifest",
            Self::NoJekyll => "a file for GitHub Pages",
            Self::File(_) => "a file",
        }
    }
}

impl PageOutput {
    /// The template that makes it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Article(_) => "article.html",
            Self::Section(Section::Topics) => "topics.html",
            Self::Section(Section::Tags) => "tags.html",
            Self::Section(Section::Outlets) => "outlets.html",
            Self::Section(Section::Archive) => "archive.html",
            Self::Section(Section::Corrections) => "corrections.html",
            Self::Section(Section::Links) => "links.html",
            Self::Section(Section::Sources) | Self::Sources(_) => "sources.html",
            Self::Term { section: Section::Topics, .. } => "topic.html",
            Self::Term { section: Section::Tags, .. } => "tag.html",
            Self::Term { .. } => "outlet.html",
            Self::Year(_) => "year.html",
            Self::Undated => "undated.html",
            Self::Plain(_) => "page.html",
            Self::Search => "search.html",
            Self::NotFound => "404.html",
            Self::Redirect(_) => "redirect.html",
        }
    }
}
