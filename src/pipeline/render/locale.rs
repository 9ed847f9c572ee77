//! The theme's words, and dates for readers, in the site's language.

use std::fmt::Display;

use serde::Serialize;

use crate::base::text::date::Moment;
use crate::pipeline::site::Site;

/// A date for templates.
#[derive(Serialize)]
pub(super) struct DateView {
    /// For machines: the day, or RFC 3339.
    pub iso: String,
    /// For readers, in the site's language.
    pub text: String,
    /// Hours and minutes, where they are known.
    pub time: Option<String>,
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

/// Returns a word of the theme, or the key itself if the theme has none.
pub(super) fn word<'a>(site: &'a Site, key: &'a str) -> &'a str {
    site.theme.words.get(key).map_or(key, String::as_str)
}

/// Returns the name of a month, from 1.
pub(super) fn month_name(site: &Site, month: impl Display) -> String {
    word(site, &format!("month_{month}")).to_owned()
}

/// A date by the theme's pattern, such as `{day} {month} {year}`.
pub(super) fn date(site: &Site, moment: &Moment) -> DateView {
    let (year, month, day) = moment.ymd();
    DateView { iso: moment.to_string(), text: date_text(site, moment), time: moment.clock(), year, month, day }
}

/// Writes a date for readers, in the site's language.
pub(crate) fn date_text(site: &Site, moment: &Moment) -> String {
    let (year, month, day) = moment.ymd();
    word(site, "date_pattern")
        .replace("{day}", &day.to_string())
        .replace("{month}", &month_name(site, month))
        .replace("{year}", &year.to_string())
}
