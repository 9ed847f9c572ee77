//! Reads the sources of excerpts on the web again: does each excerpt still stand there? Nothing of a site is changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use similar::DiffTag;

use super::capture::Capture;
use super::capture_kind::CaptureKind;
use super::clip::read_report;
use super::options::OutletNames;
use super::saved_report::Wall;
use crate::Site;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span, Wording};
use crate::base::text::characters::printable;
use crate::base::text::charset::decode_page;
use crate::base::text::html::visible_text;
use crate::base::text::path::RelPath;
use crate::base::text::token::{Tokens, nearest, tokenize};
use crate::base::text::words::{self, collapse_space};
use crate::editor::external_links::page::{FetchError, FetchedPage};
use crate::pipeline::content::Article;
use crate::pipeline::index::quote::compare;
use crate::pipeline::markdown::Excerpt;

/// A page on the web as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePage {
    /// When it was asked for, in seconds since 1970.
    pub checked: i64,
    /// The text of its report, and all that is on it; none if it cannot be read.
    pub texts: Vec<String>,
    /// The reason why it cannot be read, or only in part.
    pub why: Option<String>,
    /// True if its host says that there is no such page (any more).
    pub is_gone: bool,
}

/// The state of an excerpt on the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LiveState {
    /// Neither the words nor similar ones are there, or the page is not.
    Gone,
    /// Similar words are there.
    Reworded,
    /// Nobody can tell.
    Unreadable,
    /// The words are there.
    Stands,
}

impl LiveState {
    /// Every state, in the order of summaries.
    pub const ALL: [Self; 4] = [Self::Stands, Self::Reworded, Self::Gone, Self::Unreadable];

    /// A word or two for reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Reworded => "reworded",
            Self::Unreadable => "unreadable",
            Self::Stands => "stands",
        }
    }
}

/// An excerpt, and its state on the web.
#[derive(Clone, Debug)]
pub struct LiveExcerpt {
    /// The article that quotes.
    pub article: RelPath,
    /// The number of the excerpt in it, from 1 on.
    pub number: usize,
    /// The address of its source.
    pub url: String,
    /// Its state.
    pub state: LiveState,
    /// Why it is unreadable.
    pub why: Option<String>,
    /// What an editor should look at.
    pub advice: Option<Diagnostic>,
}

/// Returns the addresses of all sources that published articles quote.
pub fn quoted_addresses(site: &Site) -> Vec<String> {
    let quoted =
        site.content.articles.iter().flat_map(|article| quoted_sources(article).map(|(.., url)| url.to_owned()));
    let mut addresses: Vec<String> = quoted.collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

/// The excerpts of an article whose sources have addresses on other sites: number, excerpt, address.
fn quoted_sources(article: &Article) -> impl Iterator<Item = (usize, &Excerpt, &str)> {
    article.body.excerpts.iter().enumerate().filter_map(|(number, excerpt)| {
        let source = &article.sources[excerpt.source_number];
        Some((number, excerpt, source.url.as_deref().filter(|_| source.own.is_none())?))
    })
}

impl LivePage {
    /// Reads what a host has answered at the moment `checked`.
    pub fn new(answer: Result<FetchedPage, FetchError>, checked: i64, outlets: &OutletNames) -> Self {
        let unreadable = |why: String, is_gone| Self { checked, texts: Vec::new(), why: Some(why), is_gone };
        let page = match answer {
            Ok(page) => page,
            Err(FetchError::Gone(status)) => return unreadable(status, true),
            Err(error) => return unreadable(printable(&error.to_string()), false),
        };
        let kind = (page.media_type.contains("html")).then_some(CaptureKind::Html);
        let report =
            Capture::of_bytes("page", page.body.clone(), kind).and_then(|capture| read_report(&capture, outlets));
        match report {
            Ok(report) => {
                let whole = (kind == Some(CaptureKind::Html)).then(|| visible_text(&decode_page(&page.body, None).0));
                let why = report.wall.filter(|wall| *wall == Wall::Paywall).map(|wall| wall.name().to_owned());
                Self { checked, texts: std::iter::once(report.text).chain(whole).collect(), why, is_gone: false }
            }
            Err(refusal) => unreadable(refusal.message, false),
        }
    }
}

/// Compares all excerpts with the pages of their sources, as far as these are known. `today` is a day in ISO 8601.
pub fn compare_excerpts(site: &Site, pages: &BTreeMap<String, LivePage>, today: &str) -> Vec<LiveExcerpt> {
    let texts: BTreeMap<&str, Vec<Tokens<'_>>> = pages
        .iter()
        .map(|(url, page)| (url.as_str(), page.texts.iter().map(|text| tokenize(text)).collect()))
        .collect();
    let mut found = Vec::new();
    for article in site.content.articles.iter() {
        for (number, excerpt, url) in quoted_sources(article) {
            let (Some(page), Some(texts)) = (pages.get(url), texts.get(url)) else { continue };
            let (state, fault) = judge(article, excerpt, page, texts);
            let advice = advise(article, (number, excerpt), state, (url, page, today), fault);
            let why = page.why.clone().filter(|_| state == LiveState::Unreadable);
            found.push(LiveExcerpt {
                article: article.path.clone(),
                number: number + 1,
                url: url.to_owned(),
                state,
                why,
                advice,
            });
        }
    }
    found
}

/// The states of the excerpts from one source of an article on a page, in order.
pub fn states_of(article: &Article, source: usize, page: &LivePage) -> Vec<LiveState> {
    let texts: Vec<Tokens<'_>> = page.texts.iter().map(|text| tokenize(text)).collect();
    let excerpts = article.body.excerpts.iter().filter(|excerpt| excerpt.source_number == source);
    excerpts.map(|excerpt| judge(article, excerpt, page, &texts).0).collect()
}

/// The state of an excerpt, and what differs from its page.
fn judge(
    article: &Article,
    excerpt: &Excerpt,
    page: &LivePage,
    texts: &[Tokens<'_>],
) -> (LiveState, Option<Diagnostic>) {
    if page.is_gone {
        return (LiveState::Gone, None);
    }
    let mut first = None;
    for text in texts {
        let finding = compare(&article.path, excerpt, codes::ALTERED, (&article.path, text));
        if finding.verified {
            return (LiveState::Stands, None);
        }
        first = first.or_else(|| finding.faults.into_iter().next());
    }
    // What is behind a wall may well be there.
    if texts.is_empty() || page.why.is_some() {
        return (LiveState::Unreadable, None);
    }
    match first {
        Some(fault) if fault.wordings.as_ref().is_some_and(|wordings| is_alike(wordings)) => {
            (LiveState::Reworded, Some(fault))
        }
        _ => (LiveState::Gone, None),
    }
}

/// Returns whether the words of a page are like those of an excerpt: three in ten of its words are there in runs of three or more.
fn is_alike([excerpt, page]: &[Wording; 2]) -> bool {
    const RUN: usize = 3;
    let (ours, theirs) = (excerpt.text(), page.text());
    let (ours, theirs) = (tokenize(&ours), tokenize(&theirs));
    let operations = words::diff(&ours.keys(0..ours.len()), &theirs.keys(0..theirs.len()));
    let same = operations.iter().filter(|operation| operation.tag() == DiffTag::Equal);
    let runs = same.map(|operation| operation.new_range().len()).filter(|length| *length >= RUN);
    runs.sum::<usize>() * 10 >= ours.len() * 3
}

/// What a page has in place of an excerpt, all of it; `None` for an excerpt in several parts.
fn words_now(excerpt: &Excerpt, page: &LivePage) -> Option<String> {
    let [part] = &excerpt.parts[..] else { return None };
    let part = tokenize(&part.compared);
    page.texts.iter().find_map(|text| {
        let text = tokenize(text);
        Some(collapse_space(text.written(&nearest(&text, &part)?)))
    })
}

/// Advice on an excerpt that does not stand any more, with a note that an editor may add to the article.
fn advise(
    article: &Article,
    (number, excerpt): (usize, &Excerpt),
    state: LiveState,
    (url, page, today): (&str, &LivePage, &str),
    fault: Option<Diagnostic>,
) -> Option<Diagnostic> {
    let id = &excerpt.source;
    let at = Span::new(&article.path, excerpt.range.clone());
    let label = format!("[^correction-{id}-{}]", number + 1);
    let note =
        |words: &str| format!("if readers should know, put {label} behind the quotation, and below: {label}: {words}");
    match state {
        LiveState::Stands | LiveState::Unreadable => None,
        LiveState::Reworded => {
            let mut wordings = fault?.wordings?;
            wordings[1].who = "the page".into();
            let now = words_now(excerpt, page).unwrap_or_else(|| Wording::text(&wordings[1]));
            let message = format!("the page of source {id} has other words now: {url}");
            let advice = Diagnostic::new(codes::REWORDED, message).at(at).wordings(*wordings);
            Some(advice.hint(note(&format!("On {today} the page read: “{}”", now.trim()))))
        }
        LiveState::Gone => {
            let why = page.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            let message = if page.is_gone {
                format!("the page of source {id} is gone{why}: {url}")
            } else {
                format!("the page of source {id} no longer has these words, nor similar ones: {url}")
            };
            let what = if page.is_gone { "the page was gone" } else { "the page no longer had these words" };
            Some(Diagnostic::new(codes::GONE, message).at(at).hint(note(&format!("On {today} {what}."))))
        }
    }
}
