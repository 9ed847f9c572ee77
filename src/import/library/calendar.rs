//! Days given as numbers.

use toml::value::{Date, Datetime};

use crate::import::date_parser::parse_date;

/// The day of a year (from 0), month and day (from 1); `None` if the calendar has no such day.
pub(super) fn calendar_date(year: u64, month: u64, day: u64) -> Option<Datetime> {
    let date = Date { year: year.try_into().ok()?, month: month.try_into().ok()?, day: day.try_into().ok()? };
    parse_date(&Datetime { date: Some(date), time: None, offset: None }.to_string())
}
