//! Articles by the day of their publication.

use crate::pipeline::content::{ArticleId, Content};

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
