//! The archive: all years, the articles of a year, and those without a date.

use serde::Serialize;

use super::chart;
use super::head::PageHead;
use crate::pipeline::index::Year;
use crate::pipeline::render::hashed::PageData;
use crate::pipeline::render::locale::month_name;
use crate::pipeline::render::shared::SharedData;
use crate::pipeline::render::url::url;
use crate::pipeline::site::Site;

#[derive(Serialize)]
struct YearView {
    year: i16,
    url: String,
    count: usize,
    months: Vec<MonthView>,
}

#[derive(Serialize)]
struct MonthView {
    month: i8,
    /// The month's name, in the site's language.
    name: String,
    url: String,
    id: String,
    count: usize,
}

/// The list of articles without a date.
#[derive(Serialize)]
struct UndatedView {
    count: usize,
    url: String,
}

/// Shows all years.
pub(super) fn archive(site: &Site, data: PageData, address: &str) -> PageData {
    let archive = &site.index.archive;
    let years: Vec<_> = archive.years.iter().map(|year| year_view(site, year)).collect();
    let undated = UndatedView { count: archive.undated.len(), url: url(site, "/archive/undated/") };
    let head = PageHead::of_words(site, "archive", address, ["archive", "archive_description"]);
    head.show(data)
        .show("years", &years)
        .show("calendar", &chart::calendar(site))
        .show("undated", &(undated.count > 0).then_some(undated))
}

/// Shows the articles of year `number`.
pub(super) fn year(site: &Site, shared: &SharedData, data: PageData, address: &str, number: usize) -> PageData {
    let years = &site.index.archive.years;
    let year = &years[number];
    let head = PageHead::new(site, "year", address, &year.year.to_string(), "");
    let articles = year.months.iter().flat_map(|month| &month.articles);
    head.show(data)
        .show("year", &year_view(site, year))
        .show("newer", &number.checked_sub(1).map(|number| year_view(site, &years[number])))
        .show("older", &years.get(number + 1).map(|year| year_view(site, year)))
        .show_list("articles", articles.map(|id| shared.card(site, *id)))
}

/// Shows the articles without a date.
pub(super) fn undated(site: &Site, shared: &SharedData, data: PageData, address: &str) -> PageData {
    let head = PageHead::of_words(site, "undated", address, ["undated", ""]);
    head.show(data).show_list("articles", site.index.archive.undated.iter().map(|id| shared.card(site, *id)))
}

fn year_view(site: &Site, year: &Year) -> YearView {
    let url = url(site, &format!("/archive/{:04}/", year.year));
    let months = year.months.iter().map(|month| {
        let id = format!("{:04}-{:02}", year.year, month.month);
        MonthView {
            month: month.month,
            name: month_name(site, month.month),
            url: format!("{url}#{id}"),
            id,
            count: month.articles.len(),
        }
    });
    let months: Vec<_> = months.collect();
    YearView { year: year.year, count: months.iter().map(|month| month.count).sum(), url, months }
}
