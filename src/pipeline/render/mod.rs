//! One output at a time → bytes. An output is first reduced to an [`OutputView`]: exactly the data that its bytes
//! depend on, besides the templates. The hash of the view is the output's key, so that an output whose key is
//! known need not be rendered again, and nothing that it shows can change without changing the key.
//!
//! In: a [`Site`], the data that its outputs share ([`SharedData`]), and one output of its plan. Out: bytes, or the
//! fault of the site that prevents them. `html` has the pages that templates make; the other files are named after
//! their outputs.

mod annotation;
mod citation;
mod feed;
mod hashed;
mod html;
mod json_ld;
mod linked_data;
mod linked_text;
mod outcome;
mod picture;
mod plain_file;
pub mod search_record;
mod shared;
mod sitemap;
mod source_view;
mod svg;
mod view;

use std::num::NonZero;

use anyhow::Result;

use annotation::Annotations;
use feed::Feed;
use hashed::PageData;
use picture::CardDrawing;
use sitemap::Sitemap;

use crate::base::hash::{self, Hasher, Key, OptionalKey};
use crate::base::text::path::RelPath;
use crate::pipeline::config::FeedContent;
use crate::pipeline::inputs::InputFile;
use crate::pipeline::plan::{Icon, Output, PageOutput};
use crate::pipeline::site::Site;

pub(crate) use hashed::ViewPurpose;
pub use outcome::RenderFailure;
pub(crate) use outcome::RenderedOutput;
pub(crate) use plain_file::mark;
pub use shared::SharedData;
pub(crate) use view::date_text;

/// The data that one output shows.
pub(crate) enum OutputView<'a> {
    /// A page.
    Page(Box<PageData>),
    /// A feed.
    Feed(Box<Feed>),
    /// The annotations of an article.
    Annotations(Box<Annotations<'a>>),
    /// The picture of an article.
    Card(Box<CardDrawing>),
    /// An icon, drawn from the picture at that path.
    Icon(Icon, &'a RelPath),
    /// A sitemap.
    Sitemap(Sitemap),
    /// A text.
    Text(String),
    /// A file copied as it is.
    File(&'a InputFile),
}

/// Returns the key of what the data of `output` are collected from; if it is known, nothing need be collected. `None` if that is
/// the texts of several articles.
pub(crate) fn origin(site: &Site, output: &Output) -> OptionalKey {
    let hasher = Hasher::new().key(site.frame);
    match output {
        Output::Feed { of, .. } if of.shape(&site.config.feeds).content == FeedContent::Full => None,
        Output::Page(PageOutput::Article(id))
        | Output::Annotations(id)
        | Output::Citations(Some(id))
        | Output::Card(id) => NonZero::new(hasher.key(site.text_key(*id)).finish()),
        Output::Page(_)
        | Output::Feed { .. }
        | Output::Citations(None)
        | Output::Sitemap(_)
        | Output::Robots
        | Output::Accent(_)
        | Output::Icon(..)
        | Output::WebManifest
        | Output::NoJekyll
        | Output::HostHeaders(_)
        | Output::HostRedirects(_)
        | Output::File(_) => NonZero::new(hasher.finish()),
    }
}

/// Collects the data that `output`, at `path`, shows.
///
/// # Errors
/// When a text was set aside and cannot be read.
pub(crate) fn view<'a>(
    (site, shared): (&'a Site, &SharedData),
    purpose: ViewPurpose,
    path: &str,
    output: &'a Output,
) -> Result<OutputView<'a>> {
    Ok(match output {
        Output::Page(page) => {
            let data = shared.page_data(page.template(), purpose);
            OutputView::Page(Box::new(html::page((site, shared), data, path, page)?))
        }
        Output::Feed { of, format } => OutputView::Feed(Box::new(feed::feed(site, *of, *format)?)),
        Output::Annotations(id) => OutputView::Annotations(Box::new(annotation::annotations(site, *id)?)),
        Output::Citations(of) => OutputView::Text(citation::citations(site, *of)),
        Output::Sitemap(part) => OutputView::Sitemap(sitemap::sitemap(site, *part)),
        Output::Robots => OutputView::Text(plain_file::robots(site)),
        Output::File(path) => OutputView::File(&site.inputs.files[path]),
        Output::Accent(colours) => OutputView::Text(plain_file::accent(colours)),
        Output::Card(id) => OutputView::Card(Box::new(picture::card(site, shared, *id))),
        Output::Icon(icon, path) => OutputView::Icon(*icon, path),
        Output::WebManifest => OutputView::Text(plain_file::web_manifest(site)),
        Output::NoJekyll => OutputView::Text(mark(site)),
        Output::HostHeaders(host) => OutputView::Text(plain_file::headers(site, *host)),
        Output::HostRedirects(host) => OutputView::Text(plain_file::redirects(site, *host)),
    })
}

/// Returns the key of everything that the bytes of the view depend on.
pub(crate) fn key(site: &Site, view: &OutputView<'_>) -> Key {
    let program = Hasher::new().key(site.inputs.program);
    match view {
        OutputView::Page(page) => page.key(site.theme.key),
        OutputView::Feed(feed) => program.data(feed).finish(),
        OutputView::Annotations(annotations) => program.bytes(annotations.html.as_bytes()).data(annotations).finish(),
        OutputView::Sitemap(sitemap) => program.data(sitemap).finish(),
        OutputView::Card(card) => {
            let tries = card.tries.iter().map(|data| data.key(site.theme.key));
            tries.fold(Hasher::new(), Hasher::key).finish()
        }
        OutputView::Icon(icon, path) => {
            program.bytes(icon.path().as_bytes()).key(site.inputs.files[*path].hash).finish()
        }
        OutputView::Text(text) => hash::bytes(text.as_bytes()),
        OutputView::File(file) => file.hash,
    }
}

/// Renders a view as far as the site can have faults. [`RenderedOutput::into_bytes`] does the rest.
///
/// # Errors
/// When a template fails, a picture cannot be drawn, or a file cannot be read.
pub(crate) fn render<'a>(
    site: &Site,
    shared: &SharedData,
    view: OutputView<'a>,
) -> Result<RenderedOutput<'a>, RenderFailure> {
    Ok(match view {
        OutputView::Page(page) => RenderedOutput::Bytes(html::render(site, shared, *page)?),
        OutputView::Feed(feed) => RenderedOutput::Bytes(feed.bytes()),
        OutputView::Annotations(annotations) => RenderedOutput::Bytes(annotations.bytes()),
        OutputView::Sitemap(sitemap) => RenderedOutput::Bytes(sitemap.bytes()),
        OutputView::Card(card) => RenderedOutput::Png(picture::draw_card(site, shared, &card)?),
        OutputView::Icon(icon, path) => picture::draw_icon(site, icon, path)?,
        OutputView::Text(text) => RenderedOutput::Bytes(text.into_bytes()),
        OutputView::File(file) => RenderedOutput::File(file),
    })
}

/// Renders `output`, at `path`, by itself.
///
/// # Errors
/// When a template fails, a picture cannot be drawn, or a file cannot be read.
pub fn bytes(site: &Site, shared: &SharedData, path: &str, output: &Output) -> Result<Vec<u8>, RenderFailure> {
    Ok(render(site, shared, view((site, shared), ViewPurpose::Bytes, path, output)?)?.into_bytes()?)
}
