//! The plan as data: the kinds of output, and conversions between addresses and paths of outputs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::text::colour::Colour;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{FeedConfig, FeedFormat, FeedShape, StaticHost, Taxonomy};
use crate::pipeline::content::ArticleId;

/// One file of the finished site.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// An HTML page, made by a template.
    Page(PageOutput),
    /// A feed.
    Feed {
        /// The articles or corrections it lists.
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
    /// The site's name and icons for devices (W3C Web App Manifest).
    WebManifest,
    /// Tells GitHub Pages to serve the files as they are.
    NoJekyll,
    /// `_headers`: how long browsers may keep files.
    HostHeaders(StaticHost),
    /// `_redirects`: where former addresses lead.
    HostRedirects(StaticHost),
    /// A file copied as it is.
    File(RelPath),
}

/// An icon besides that of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// `favicon.ico`, for programs that ask for nothing else.
    Ico,
    /// `apple-touch-icon.png`, for the home screens of telephones.
    Apple,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ico, Self::Apple];
    /// The file they are drawn from.
    pub(crate) const SOURCE: &str = "favicon.svg";

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

/// The entries of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedStream {
    /// The site's articles.
    Site,
    /// The articles of a term, by its number in the index.
    Term(Taxonomy, usize),
    /// The corrections of the site.
    Corrections,
}

impl FeedStream {
    /// Returns the formats of the feed, and the part of an article in it.
    pub(crate) fn shape(self, feeds: &FeedConfig) -> &FeedShape {
        match self {
            Self::Site => &feeds.site,
            Self::Term(..) | Self::Corrections => &feeds.section,
        }
    }
}

/// The kinds of HTML page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageOutput {
    /// Page `n` of the front page, from 1.
    Home(usize),
    /// An article.
    Article(ArticleId),
    /// The terms of a taxonomy.
    Terms(Taxonomy),
    /// A page of the articles of a term.
    Term {
        /// Its taxonomy.
        taxonomy: Taxonomy,
        /// Its number in the index.
        number: usize,
        /// Its number in the list, from 1.
        page: usize,
    },
    /// Page `n` of the list of sources, from 1.
    Sources(usize),
    /// The years.
    Archive,
    /// The articles of a year, by its number in the index.
    Year(usize),
    /// The articles without a date.
    Undated,
    /// Every correction.
    Corrections,
    /// The links that no longer work.
    LinkReport,
    /// A page outside the digest.
    Plain(usize),
    /// `/search/`
    Search,
    /// `404.html`
    NotFound,
    /// A page that leads to the address given.
    Redirect(String),
}

/// The text of the editor's that a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageText {
    /// An article.
    Article(ArticleId),
    /// A page outside the digest, by its number.
    Plain(usize),
}

impl PageOutput {
    /// Returns the text that the page shows; lists have none.
    pub(crate) fn text(&self) -> Option<PageText> {
        match self {
            Self::Article(id) => Some(PageText::Article(*id)),
            Self::Plain(number) => Some(PageText::Plain(*number)),
            Self::Home(_)
            | Self::Terms(_)
            | Self::Term { .. }
            | Self::Sources(_)
            | Self::Archive
            | Self::Year(_)
            | Self::Undated
            | Self::Corrections
            | Self::LinkReport
            | Self::Search
            | Self::NotFound
            | Self::Redirect(_) => None,
        }
    }
}

impl Output {
    /// Returns the page, if it is one.
    pub(super) fn page(&self) -> Option<&PageOutput> {
        if let Self::Page(page) = self { Some(page) } else { None }
    }

    /// Returns whether it belongs in the sitemap.
    pub(crate) fn is_listed(&self) -> bool {
        matches!(self, Self::Page(page) if !matches!(page, PageOutput::NotFound | PageOutput::Redirect(_)))
    }

    /// Describes it to an editor: `the list of topics`.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Page(PageOutput::Home(_)) => "the front page",
            Self::Page(PageOutput::Article(_)) => "an article",
            Self::Page(PageOutput::Terms(taxonomy)) => taxonomy.names().list,
            Self::Page(PageOutput::Term { taxonomy, .. }) => taxonomy.names().term,
            Self::Page(PageOutput::Sources(_)) => "the list of sources",
            Self::Page(PageOutput::Archive | PageOutput::Year(_) | PageOutput::Undated) => "part of the archive",
            Self::Page(PageOutput::Corrections) => "the list of corrections",
            Self::Page(PageOutput::LinkReport) => "the list of links",
            Self::Page(PageOutput::Plain(_)) => "a page",
            Self::Page(PageOutput::Search) => "the search page",
            Self::Page(PageOutput::NotFound) => "the page for addresses that do not exist",
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
            Self::HostHeaders(_) | Self::HostRedirects(_) => "a file for the host",
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
            Self::Terms(taxonomy) => taxonomy.names().list_template,
            Self::Term { taxonomy, .. } => taxonomy.names().term_template,
            Self::Sources(_) => "sources.html",
            Self::Archive => "archive.html",
            Self::Corrections => "corrections.html",
            Self::LinkReport => "links.html",
            Self::Year(_) => "year.html",
            Self::Undated => "undated.html",
            Self::Plain(_) => "page.html",
            Self::Search => "search.html",
            Self::NotFound => "404.html",
            Self::Redirect(_) => "redirect.html",
        }
    }
}

/// Reports on a page of the list of sources.
pub(crate) const SOURCES_PER_PAGE: usize = 200;

/// The style sheet of the accent.
pub(crate) const ACCENT: &str = "accent.css";

/// Addresses in one sitemap file (sitemaps.org).
pub(crate) const SITEMAP_LIMIT: usize = 50_000;

/// The address of the page that searches.
pub(crate) const SEARCH: &str = "/search/";

/// The folder of the search index, below the output folder. The files of the index are only known when it is made, so
/// the folder is planned as a whole: nothing else can be in it.
pub const SEARCH_INDEX: &str = "search/pagefind/";

/// The path of an output below the output folder. Whatever names the output shares it.
pub type OutputPath = Arc<str>;

/// Every output, by its path.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Path → the output to put there.
    pub outputs: BTreeMap<OutputPath, Output>,
    /// True if there is a search page, with its index in [`SEARCH_INDEX`].
    pub search: bool,
}

impl Plan {
    /// The output that is served at `address`.
    pub fn at(&self, address: &str) -> Option<&Output> {
        self.outputs.get(path_of(address).as_str())
    }
}

/// The path of the file that is served at `address`: `/a/` → `a/index.html`.
pub(crate) fn path_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// The address at which the file `path` is served: `a/index.html` → `/a/`.
pub fn address_of(path: &str) -> String {
    if path == "index.html" || path.ends_with("/index.html") {
        format!("/{}", &path[..path.len() - "index.html".len()])
    } else {
        format!("/{path}")
    }
}

/// The address of page `page` of a list.
pub(crate) fn page_address(list: &str, page: usize) -> String {
    if page == 1 { list.to_owned() } else { format!("{list}page/{page}/") }
}

/// Returns the number of pages of a list with `articles` articles.
pub fn pages(articles: usize, per_page: usize) -> usize {
    articles.div_ceil(per_page).max(1)
}
