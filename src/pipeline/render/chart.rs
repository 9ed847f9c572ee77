//! Counts for charts, which templates draw: months without articles are there too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Renderer;
use super::source::{QuoteView, quote};
use super::view::{TitledLink, term_link, word};
use crate::pipeline::config::{Section, Taxonomy};
use crate::pipeline::content::ArticleId;
use crate::pipeline::index::quote::source_of;

/// Years that a chart can show.
const YEARS: usize = 60;
/// Terms in a list beside others.
const BESIDE: usize = 8;
/// Steps of tint in a calendar.
const STEPS: usize = 4;
/// Characters of a quotation that stands well on the front page.
const PULLED: usize = 160;

/// Articles over time.
#[derive(Serialize)]
pub struct Timeline {
    /// The most articles in a month.
    most: usize,
    /// How many months there are.
    months: usize,
    /// Oldest first, without a gap.
    years: Vec<TimelineYear>,
}

#[derive(Serialize)]
struct TimelineYear {
    year: usize,
    count: usize,
    /// In order: all twelve, but in a strip of the last months.
    months: Vec<TimelineMonth>,
}

#[derive(Serialize)]
struct TimelineMonth {
    name: String,
    /// The name in a letter or two.
    short: String,
    count: usize,
    /// Its number in the chart, from 0.
    at: usize,
    /// 0 for none, else 1 to 4.
    step: usize,
    /// Its address in the archive; empty where there is none.
    url: String,
}

/// A term and how many of the articles at hand have it.
#[derive(Serialize)]
pub struct TermShare {
    #[serde(flatten)]
    named: TitledLink,
    count: usize,
}

/// A quotation of the lead article.
#[derive(Serialize)]
pub struct PullQuote {
    #[serde(flatten)]
    quote: QuoteView,
    outlet: TitledLink,
}

impl Renderer<'_> {
    /// `articles` by month, in whole years; none where a chart would say nothing: with fewer than two such months.
    pub(super) fn timeline(&self, articles: impl Iterator<Item = ArticleId>) -> Option<Timeline> {
        let counts = self.months(articles);
        let (first, last) = (*counts.first_key_value()?.0, *counts.last_key_value()?.0);
        let years = first / 12..last / 12 + 1;
        (first < last && years.len() <= YEARS).then(|| self.chart(&counts, years.start * 12..years.end * 12))
    }

    /// The twelve months up to that of the newest article.
    pub(super) fn last_months(&self) -> Option<Timeline> {
        let counts = self.months(self.site.content.articles.ids());
        let last = *counts.last_key_value()?.0;
        let shown = last.checked_sub(11)?..last + 1;
        (counts.range(shown.clone()).count() > 1).then(|| self.chart(&counts, shown))
    }

    /// The years of the archive.
    pub(super) fn calendar(&self) -> Timeline {
        let counts = self.months(self.site.content.articles.ids());
        let years = self.site.index.archive.years.iter().rev().filter_map(|year| usize::try_from(year.year).ok());
        self.chart(&counts, years.flat_map(|year| year * 12..year * 12 + 12))
    }

    /// How many of the dated ones among `articles` each month has; months are counted from the year 0.
    fn months(&self, articles: impl Iterator<Item = ArticleId>) -> BTreeMap<usize, usize> {
        let mut counts = BTreeMap::new();
        for date in articles.filter_map(|id| self.site.content.articles[id].date.as_ref()) {
            let (year, month, _) = date.ymd();
            if let (Ok(year), Ok(month)) = (usize::try_from(year), usize::try_from(month - 1)) {
                *counts.entry(year * 12 + month).or_default() += 1;
            }
        }
        counts
    }

    fn chart(&self, counts: &BTreeMap<usize, usize>, shown: impl Iterator<Item = usize>) -> Timeline {
        let shown: Vec<usize> = shown.collect();
        let count = |month: &usize| counts.get(month).copied().unwrap_or_default();
        let most = shown.iter().map(count).max().unwrap_or_default();
        let short: Vec<&str> = word(self.site, "months_short").split_whitespace().collect();
        let has_archive = self.site.config.has(Section::Archive);
        let mut years: Vec<TimelineYear> = Vec::new();
        for (at, month) in shown.iter().enumerate() {
            let (year, number, count) = (month / 12, month % 12, count(month));
            if years.last().is_none_or(|last| last.year != year) {
                years.push(TimelineYear { year, count: 0, months: Vec::new() });
            }
            let last = years.last_mut().expect("just pushed");
            last.count += count;
            let address = (has_archive && count > 0)
                .then(|| format!("{}#{year:04}-{:02}", self.url(&format!("/archive/{year:04}/")), number + 1));
            last.months.push(TimelineMonth {
                name: word(self.site, &format!("month_{}", number + 1)).to_owned(),
                short: short.get(number).copied().unwrap_or_default().to_owned(),
                count,
                at,
                step: (count * STEPS).div_ceil(most.max(1)),
                url: address.unwrap_or_default(),
            });
        }
        Timeline { most, months: shown.len(), years }
    }

    /// The topics or outlets that most of `articles` have, but for the one with the number `but`.
    pub(super) fn beside(&self, taxonomy: Taxonomy, articles: &[ArticleId], but: Option<usize>) -> Vec<TermShare> {
        let site = self.site;
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for id in articles {
            let numbers = site.index.taxonomies.of_article[*id].numbers(taxonomy);
            for number in numbers.iter().collect::<BTreeSet<_>>() {
                *counts.entry(*number).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().filter(|(number, _)| Some(*number) != but).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts.truncate(BESIDE);
        let named = |number: usize| term_link(site, taxonomy, &site.index.taxonomies.terms(taxonomy)[number]);
        counts.into_iter().map(|(number, count)| TermShare { named: named(number), count }).collect()
    }

    /// The quotation of an article that stands best by itself: verified rather than not, then of a good length.
    pub(super) fn pulled(&self, id: ArticleId) -> Option<PullQuote> {
        let article = &self.site.content.articles[id];
        let verified = &self.site.index.quotations.verified[id];
        let cited = article.body.excerpts.iter().enumerate().filter_map(|(n, it)| Some((n, source_of(article, it)?)));
        let length = |n: usize| article.body.excerpts[n].text.chars().count();
        let (number, source) = cited.min_by_key(|(n, _)| (!verified[*n], length(*n).abs_diff(PULLED), *n))?;
        let (_, outlet) = self.site.index.taxonomies.outlet_of(id, source);
        let outlet = term_link(self.site, Taxonomy::Outlets, outlet);
        Some(PullQuote { quote: quote(self.site, id, number), outlet })
    }
}
