//! The published articles and pages: which they are and in which order, their addresses, and the articles by day.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::pipeline::config::Config;
use crate::pipeline::content::{Article, ArticleId, Content, PerArticle};
use crate::pipeline::inputs::Inputs;

/// The reason why a file is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OmissionReason {
    /// `draft = true`
    Draft,
    /// Its date is after the build.
    Future,
    /// Its `expires` is before the build.
    Expired,
}

impl OmissionReason {
    /// One word for the summary.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
        }
    }
}

/// Files that are not published.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Omitted {
    /// Each with its reason.
    pub files: BTreeMap<RelPath, OmissionReason>,
    /// The time at which the next article is due or expires, in seconds since 1970; the site should be built again then.
    pub next_change: Option<i64>,
}

/// Keeps published content. Articles come newest first; those of one moment by path; undated ones last.
pub fn select(inputs: &Inputs, mut content: Content) -> (Content, Omitted) {
    let mut omitted = Omitted::default();
    let mut articles = content.articles.into_values();
    let ahead = articles.iter().filter(|article| article.latest > Some(inputs.now));
    let changes = ahead.flat_map(|article| [&article.date, &article.expires]).flatten().map(Moment::unix);
    omitted.next_change = changes.filter(|change| *change > inputs.now).min();
    articles.retain(|article| match reason(inputs, article) {
        None => true,
        Some(reason) => {
            omitted.files.insert(article.path.clone(), reason);
            false
        }
    });
    content.pages.retain(|page| {
        let kept = !page.draft || inputs.options.drafts;
        if !kept {
            omitted.files.insert(page.path.clone(), OmissionReason::Draft);
        }
        kept
    });
    // They are in order of their paths.
    articles.sort_by_cached_key(|article| Reverse(article.date.as_ref().map(Moment::unix)));
    content.articles = articles.into();
    content.pages.sort_by(|a, b| (a.weight, &a.path).cmp(&(b.weight, &b.path)));
    (content, omitted)
}

/// Reports dates that lie so far in the future that they are probably mistyped; such articles are left out.
pub fn check_dates(inputs: &Inputs, content: &Content) -> Vec<Diagnostic> {
    /// The number of seconds by which articles may be dated ahead: more than a year.
    const AHEAD: i64 = 400 * DAY;
    /// The same for past events: no place on earth is more than a day ahead.
    const SKEW: i64 = 2 * DAY;
    const DAY: i64 = 24 * 60 * 60;
    let mut faults = Vec::new();
    for article in content.articles.iter().filter(|article| article.latest > Some(inputs.now)) {
        let own = [("date", &article.date, AHEAD), ("updated", &article.updated, AHEAD)];
        for (key, moment, limit) in own.into_iter().chain(
            article
                .sources
                .iter()
                .flat_map(|source| [("published", &source.published, SKEW), ("accessed", &source.accessed, SKEW)]),
        ) {
            let late = moment.as_ref().filter(|moment| moment.unix() > inputs.now.saturating_add(limit));
            faults.extend(late.map(|moment| in_future(inputs, article, key, moment)));
        }
    }
    faults
}

fn in_future(inputs: &Inputs, article: &Article, key: &str, moment: &Moment) -> Diagnostic {
    let text = inputs.text(&article.path).unwrap_or_default();
    let day = moment.day();
    let mut at = 0;
    let mut place = article.head.clone();
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(key) && line.contains(&day) {
            place = at..at + line.trim_end().len();
            break;
        }
        at += line.len();
    }
    let message = format!("`{key}` is {day}, which is in the future");
    Diagnostic::new(codes::ODD_DATE, message).at(Span::new(&article.path, place)).hint("check the year")
}

fn reason(inputs: &Inputs, article: &Article) -> Option<OmissionReason> {
    let after = |moment: &crate::base::text::date::Moment| moment.unix() > inputs.now;
    if article.draft && !inputs.options.drafts {
        return Some(OmissionReason::Draft);
    }
    if article.date.as_ref().is_some_and(after) && !inputs.options.future {
        return Some(OmissionReason::Future);
    }
    let expired = article.expires.as_ref().is_some_and(|expires| !after(expires));
    expired.then_some(OmissionReason::Expired)
}

/// Addresses from the site's root, with a slash at both ends: `/articles/chips/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addresses {
    /// The address of each article.
    pub articles: PerArticle<String>,
    /// The address of each page, by its number in [`Content::pages`].
    pub pages: Vec<String>,
}

/// Gives each article and page its address.
pub(crate) fn assign_addresses(config: &Config, content: &Content) -> Checked<Addresses> {
    let pattern = &config.permalink.value;
    let articles = content.articles.iter().map(|article| permalink(pattern, article)).collect();
    let pages = content.pages.iter().map(|page| format!("/{}/", page.slug)).collect();
    let needs_date = ["{year}", "{month}", "{day}"].iter().any(|part| pattern.contains(part));
    let undated = content.articles.iter().filter(|article| needs_date && article.date.is_none());
    let faults = undated.map(|article| {
        Diagnostic::new(codes::NO_SLUG, format!("`permalink` is \"{pattern}\", and this article has no date"))
            .at(Span::new(&article.path, article.head.clone()))
            .hint("add a date, or use {slug} alone")
    });
    Checked { value: Addresses { articles, pages }, faults: faults.collect() }
}

/// Returns the address of an article by the site's pattern.
pub(crate) fn permalink(pattern: &str, article: &Article) -> String {
    let (year, month, day) = article.date.as_ref().map_or((0, 0, 0), |date| date.ymd());
    pattern
        .replace("{year}", &format!("{year:04}"))
        .replace("{month}", &format!("{month:02}"))
        .replace("{day}", &format!("{day:02}"))
        .replace("{slug}", &article.slug)
}

/// The articles of the site in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    /// Dated articles by year and month, newest first.
    pub years: Vec<Year>,
    /// Articles without a date.
    pub undated: Vec<ArticleId>,
}

/// The articles of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Its months, newest first.
    pub months: Vec<Month>,
}

/// The articles of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// 1–12.
    pub month: i8,
    /// Newest first.
    pub articles: Vec<ArticleId>,
}

/// Sorts the articles, which come newest first, into years and months.
pub(crate) fn by_day(content: &Content) -> Archive {
    let mut archive = Archive::default();
    for (id, article) in content.articles.enumerate() {
        let Some(date) = &article.date else {
            archive.undated.push(id);
            continue;
        };
        let (year, month, _) = date.ymd();
        if archive.years.last().is_none_or(|last| last.year != year) {
            archive.years.push(Year { year, months: Vec::new() });
        }
        let months = &mut archive.years.last_mut().expect("just pushed").months;
        if months.last().is_none_or(|last| last.month != month) {
            months.push(Month { month, articles: Vec::new() });
        }
        months.last_mut().expect("just pushed").articles.push(id);
    }
    archive
}
