//! Counts for charts, which templates draw: months without articles are there too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::pipeline::config::{Section, Taxonomy};
use crate::pipeline::content::ArticleId;
use crate::pipeline::render::view::{TitledLink, month_name, term_link, url, word};
use crate::pipeline::site::Site;

/// Years that a chart can show.
const YEARS: usize = 60;
/// Terms in a list of shares.
const SHARES: usize = 8;
/// Steps of tint in a calendar.
const STEPS: usize = 4;

/// Articles over time.
#[derive(Serialize)]
pub(super) struct Timeline {
    /// The most articles in a month.
    most: usize,
    /// The number of months.
    months: usize,
    /// Oldest first, without a gap.
    years: Vec<TimelineYear>,
}

#[derive(Serialize)]
pub(super) struct TimelineYear {
    year: usize,
    count: usize,
    /// The months in order: all twelve, except in a strip of the last months.
    months: Vec<TimelineMonth>,
}

#[derive(Serialize)]
pub(super) struct TimelineMonth {
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

/// A term, and the number of the articles at hand that have it.
#[derive(Serialize)]
pub(super) struct TermShare {
    #[serde(flatten)]
    link: TitledLink,
    count: usize,
}

/// Counts `articles` by month, in whole years; none if a chart would say nothing: with fewer than two such months.
pub(super) fn timeline(site: &Site, articles: impl Iterator<Item = ArticleId>) -> Option<Timeline> {
    let counts = by_month(site, articles);
    let (first, last) = (*counts.first_key_value()?.0, *counts.last_key_value()?.0);
    let years = first / 12..last / 12 + 1;
    (first < last && years.len() <= YEARS).then(|| chart(site, &counts, years.start * 12..years.end * 12))
}

/// Counts the articles of the twelve months up to that of the newest.
pub(super) fn last_months(site: &Site) -> Option<Timeline> {
    let counts = by_month(site, site.content.articles.ids());
    let last = *counts.last_key_value()?.0;
    let months = last.checked_sub(11)?..last + 1;
    (counts.range(months.clone()).count() > 1).then(|| chart(site, &counts, months))
}

/// Counts the articles of every year of the archive.
pub(super) fn calendar(site: &Site) -> Timeline {
    let counts = by_month(site, site.content.articles.ids());
    let years = site.index.archive.years.iter().rev().filter_map(|year| usize::try_from(year.year).ok());
    chart(site, &counts, years.flat_map(|year| year * 12..year * 12 + 12))
}

/// Counts the dated articles of each month. Months are numbered from the year 0.
fn by_month(site: &Site, articles: impl Iterator<Item = ArticleId>) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for date in articles.filter_map(|id| site.content.articles[id].date.as_ref()) {
        let (year, month, _) = date.ymd();
        if let (Ok(year), Ok(month)) = (usize::try_from(year), usize::try_from(month - 1)) {
            *counts.entry(year * 12 + month).or_default() += 1;
        }
    }
    counts
}

fn chart(site: &Site, counts: &BTreeMap<usize, usize>, months: impl Iterator<Item = usize>) -> Timeline {
    let months: Vec<usize> = months.collect();
    let count = |month: &usize| counts.get(month).copied().unwrap_or_default();
    let most = months.iter().map(count).max().unwrap_or_default();
    let short: Vec<&str> = word(site, "months_short").split_whitespace().collect();
    let has_archive = site.config.has(Section::Archive);
    let mut years: Vec<TimelineYear> = Vec::new();
    for (at, month) in months.iter().enumerate() {
        let (year, number, count) = (month / 12, month % 12, count(month));
        if years.last().is_none_or(|last| last.year != year) {
            years.push(TimelineYear { year, count: 0, months: Vec::new() });
        }
        let last = years.last_mut().expect("just pushed");
        last.count += count;
        let url = (has_archive && count > 0)
            .then(|| format!("{}#{year:04}-{:02}", url(site, &format!("/archive/{year:04}/")), number + 1));
        last.months.push(TimelineMonth {
            name: month_name(site, number + 1),
            short: short.get(number).copied().unwrap_or_default().to_owned(),
            count,
            at,
            step: (count * STEPS).div_ceil(most.max(1)),
            url: url.unwrap_or_default(),
        });
    }
    Timeline { most, months: months.len(), years }
}

/// Returns the terms that most of `articles` have, without the term `except`.
pub(super) fn shares(site: &Site, taxonomy: Taxonomy, articles: &[ArticleId], except: Option<usize>) -> Vec<TermShare> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for id in articles {
        let numbers = site.index.taxonomies.of_article[*id].numbers(taxonomy);
        for number in numbers.iter().collect::<BTreeSet<_>>() {
            *counts.entry(*number).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(number, _)| Some(*number) != except).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.truncate(SHARES);
    let terms = site.index.taxonomies.terms(taxonomy);
    let share = |(number, count): (usize, usize)| TermShare { link: term_link(site, taxonomy, &terms[number]), count };
    counts.into_iter().map(share).collect()
}
