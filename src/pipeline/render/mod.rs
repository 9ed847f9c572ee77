//! One output at a time → bytes. An output is first reduced to a [`OutputView`]: exactly the data that its bytes
//! depend on, besides the templates. The hash of the view is the output's key, so that an output whose key is
//! known need not be rendered again, and nothing that it shows can change without changing the key.

mod annotation;
mod card;
mod chart;
mod citation;
mod feed;
mod globals;
mod json;
mod json_ld;
mod links;
mod page;
pub mod search;
mod seen;
mod sitemap;
mod source;
pub mod svg;
mod text;
mod view;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::ErrorKind;

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::{RelPath, percent_encode};
use crate::pipeline::config::Taxonomy;
use crate::pipeline::content::{ArticleId, PerArticle};
use crate::pipeline::inputs::InputFile;
use crate::pipeline::plan::{Icon, Output};
use crate::pipeline::render::svg::{FontDatabase, SvgImage};
use crate::pipeline::site::Site;
use crate::pipeline::theme;

pub use seen::{HashedValue, PageData};

/// Renders the outputs of one site.
pub struct Renderer<'a> {
    /// The site.
    pub site: &'a Site,
    /// The values that every template sees.
    globals: [(&'static str, HashedValue); 3],
    /// The summary of each article for lists, made when first needed.
    cards: PerArticle<OnceLock<HashedValue>>,
    /// The title and address of each topic, tag and outlet, by section, made when first needed.
    links: BTreeMap<Taxonomy, Vec<OnceLock<HashedValue>>>,
    /// What stands beside every page of the front page's list, made when first needed.
    beside_home: OnceLock<[HashedValue; 3]>,
    /// The same for the list of each topic.
    beside_topics: Vec<OnceLock<[HashedValue; 3]>>,
    /// The theme's fonts for pictures, read when first needed.
    fonts: OnceLock<FontDatabase>,
}

/// The data that one output shows.
pub enum OutputView<'a> {
    /// A page and its template.
    Page(Box<PageData>),
    /// A feed.
    Feed(Box<feed::Feed>),
    /// The annotations of an article.
    Annotations(Box<annotation::Annotations<'a>>),
    /// The picture of an article.
    Card(Box<card::CardDrawing>),
    /// An icon, drawn from the picture of that path.
    Icon(Icon, &'a RelPath),
    /// A sitemap.
    Sitemap(sitemap::Sitemap),
    /// A text.
    Text(String),
    /// A file copied as it is.
    File(&'a InputFile),
}

impl<'a> Renderer<'a> {
    /// Prepares to render `site`.
    pub fn new(site: &'a Site) -> Self {
        fn unmade<T>(count: usize) -> Vec<OnceLock<T>> {
            (0..count).map(|_| OnceLock::new()).collect()
        }
        let links = Taxonomy::ALL.map(|taxonomy| (taxonomy, unmade(site.index.taxonomies.terms(taxonomy).len())));
        Self {
            site,
            globals: globals::globals(site),
            cards: unmade(site.content.articles.len()).into(),
            links: links.into(),
            beside_home: OnceLock::new(),
            beside_topics: unmade(site.index.taxonomies.topics.len()),
            fonts: OnceLock::new(),
        }
    }

    /// Gathers what `output`, at `path`, shows.
    pub fn view(&self, path: &str, output: &'a Output) -> OutputView<'a> {
        match output {
            Output::Page(page) => OutputView::Page(Box::new(self.page(path, page))),
            Output::Feed { of, format } => OutputView::Feed(Box::new(self.feed(*of, *format))),
            Output::Annotations(id) => OutputView::Annotations(Box::new(self.annotations(*id))),
            Output::Citations(of) => OutputView::Text(self.citations(*of)),
            Output::Sitemap(part) => OutputView::Sitemap(self.sitemap(*part)),
            Output::Robots => OutputView::Text(self.robots()),
            Output::File(file) => OutputView::File(&self.site.inputs.files[file]),
            // Before whatever a theme says.
            Output::Accent([day, night]) => {
                OutputView::Text(format!(":root:root {{ --accent: light-dark({day}, {night}); }}\n"))
            }
            Output::Card(id) => OutputView::Card(Box::new(self.picture(*id))),
            Output::Icon(icon, path) => OutputView::Icon(*icon, path),
            Output::WebManifest => OutputView::Text(self.web_manifest()),
            Output::NoJekyll => OutputView::Text(mark(self.site)),
        }
    }

    /// Makes of a view what can fail because of the site. What is left to do, [`RenderedOutput::into_bytes`] does.
    ///
    /// # Errors
    /// A diagnostic where a template fails, or an error of the disk.
    pub fn render(&self, view: &OutputView<'a>) -> Result<RenderedOutput<'a>, RenderFailure> {
        Ok(RenderedOutput::Bytes(match view {
            OutputView::Page(page) => {
                let mut bytes = Vec::with_capacity(16 << 10);
                let rendered = self.site.theme.tera.render_to(page.template, &page.context, &mut bytes);
                rendered.map_err(|error| RenderFailure::Template(failed(self.site, page.template, &error)))?;
                bytes
            }
            OutputView::Feed(feed) => feed.bytes(),
            OutputView::Annotations(annotations) => annotations.bytes(),
            OutputView::Sitemap(sitemap) => sitemap.bytes(),
            OutputView::Card(card) => return self.draw(card).map(RenderedOutput::Png),
            OutputView::Icon(icon, path) => return self.icon(*icon, path),
            OutputView::Text(text) => text.clone().into_bytes(),
            OutputView::File(file) => return Ok(RenderedOutput::File(file)),
        }))
    }

    /// Renders `output`, at `path`, to its bytes.
    ///
    /// # Errors
    /// A diagnostic where a template fails, or an error of the disk.
    pub fn bytes(&self, path: &str, output: &'a Output) -> Result<Vec<u8>, RenderFailure> {
        Ok(self.render(&self.view(path, output))?.into_bytes()?)
    }

    /// Stands for all that the bytes of the view depend on.
    pub fn key(&self, view: &OutputView<'a>) -> Key {
        match view {
            OutputView::Page(page) => page.key(self.site.theme.key),
            OutputView::Feed(feed) => Hasher::new().key(self.site.inputs.program).data(feed).finish(),
            OutputView::Annotations(data) => {
                Hasher::new().key(self.site.inputs.program).bytes(data.html.as_bytes()).data(data).finish()
            }
            OutputView::Sitemap(sitemap) => Hasher::new().key(self.site.inputs.program).data(sitemap).finish(),
            OutputView::Card(card) => {
                let tries = card.tries.iter().map(|data| data.key(self.site.theme.key));
                tries.fold(Hasher::new(), Hasher::key).finish()
            }
            OutputView::Icon(icon, path) => {
                let hash = self.site.inputs.files[*path].hash;
                Hasher::new().key(self.site.inputs.program).bytes(icon.path().as_bytes()).key(hash).finish()
            }
            OutputView::Text(text) => crate::base::hash::bytes(text.as_bytes()),
            OutputView::File(file) => file.hash,
        }
    }

    /// A page with the values that every template sees.
    fn page_data(&self, template: &'static str) -> PageData {
        let start = PageData::new(template);
        self.globals.iter().fold(start, |data, (name, value)| data.show_one(name, Some(value)))
    }

    fn card(&self, id: ArticleId) -> &HashedValue {
        self.cards[id].get_or_init(|| {
            let terms = &self.site.index.taxonomies.of_article[id];
            HashedValue::of(&view::card(self.site, id))
                .with_list("topics", self.links(Taxonomy::Topics, &terms.topics))
                .with_list("tags", self.links(Taxonomy::Tags, &terms.tags))
                .with_list("outlets", self.links(Taxonomy::Outlets, &terms.outlets))
        })
    }

    /// The links of the terms `numbers`, each once.
    fn links<'s>(&'s self, taxonomy: Taxonomy, numbers: &'s [usize]) -> impl Iterator<Item = &'s HashedValue> {
        let once = |(at, number): &(usize, &usize)| !numbers[..*at].contains(number);
        numbers.iter().enumerate().filter(once).map(move |(_, number)| self.link(taxonomy, *number))
    }

    fn link(&self, taxonomy: Taxonomy, number: usize) -> &HashedValue {
        let made = || HashedValue::of(&view::term_link(self.site, taxonomy, self.term(taxonomy, number)));
        self.links[&taxonomy][number].get_or_init(made)
    }

    /// The address from the root of the host: `/repo/articles/x/`.
    fn url(&self, address: &str) -> String {
        url(self.site, address)
    }

    fn robots(&self) -> String {
        format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", permalink(self.site, "/sitemap.xml"))
    }

    /// <https://www.w3.org/TR/appmanifest/>
    fn web_manifest(&self) -> String {
        let config = &self.site.config;
        let home = self.url("/");
        let icon = |path: &str, sizes: &str, kind: &str| {
            let planned = self.site.plan.outputs.contains_key(path);
            let src = self.url(&format!("/{path}"));
            planned.then(|| json::JsonObject::new().set("src", &src).set("sizes", sizes).set("type", kind))
        };
        let icons = [icon(Icon::SOURCE, "any", "image/svg+xml"), icon(Icon::Apple.path(), "180x180", "image/png")];
        let description = Some(&config.description).filter(|text| !text.is_empty());
        json::JsonObject::new()
            .set("name", &config.title)
            .set_some("description", description)
            .set("lang", &config.language)
            .set("start_url", &home)
            .set("scope", &home)
            .set("display", "browser")
            .list("icons", icons.into_iter().flatten())
            .text()
    }

    fn term(&self, taxonomy: Taxonomy, number: usize) -> &'a crate::pipeline::index::Term {
        &self.site.index.taxonomies.terms(taxonomy)[number]
    }
}

/// What `.nojekyll` holds. GitHub asks only whether it is there; margent sees by it whose folder it is when it
/// remembers nothing.
pub fn mark(site: &Site) -> String {
    format!("written by margent: {}\n", site.config.title)
}

/// The address from the root of the host, with the path of `base_url`.
fn url(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_path(), percent_encode(address))
}

/// The complete URL.
fn permalink(site: &Site, address: &str) -> String {
    format!("{}{}", site.config.base_url, percent_encode(address))
}

/// Why an output has no bytes.
pub enum RenderFailure {
    /// A template failed: a fault of the site.
    Template(Diagnostic),
    /// A file could not be read: a fault of the environment.
    Disk(anyhow::Error),
}

impl From<anyhow::Error> for RenderFailure {
    fn from(error: anyhow::Error) -> Self {
        Self::Disk(error)
    }
}

/// An output in which no fault of the site is left. Only a build goes on to its bytes: pictures cost the most there, and
/// copied files are not held.
pub enum RenderedOutput<'a> {
    /// The bytes.
    Bytes(Vec<u8>),
    /// A picture to be drawn.
    Png(SvgImage),
    /// A picture to be drawn for a Windows icon.
    Ico(SvgImage),
    /// A file to be copied.
    File(&'a InputFile),
}

impl RenderedOutput<'_> {
    /// The bytes.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn into_bytes(self) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Png(image) => image.png(),
            Self::Ico(image) => Ok(svg::ico(&image.png()?, Icon::Ico.side())),
            Self::File(file) => Ok(file.content()?.into_owned()),
        }
    }
}

fn failed(site: &Site, template: &str, error: &tera::Error) -> Diagnostic {
    if let ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) = error.kind() {
        return theme::template_fault(&site.inputs, &site.theme.files, report, codes::TEMPLATE_RENDER);
    }
    let fault = Diagnostic::new(codes::TEMPLATE_RENDER, theme::as_phrase(&error.to_string()));
    match site.theme.files.get(template) {
        Some(path) => fault.at(Span::file(path)),
        None => fault,
    }
}
