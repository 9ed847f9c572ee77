//! Dates that are not written as TOML dates, and the dates that the editor probably meant.

use jiff::civil::Date;

/// Explains why `written` cannot be the date `key`: a message and a hint. `reason` is the message if nothing better is
/// known.
pub(super) fn explain(key: &str, written: &str, reason: &str) -> (String, String) {
    let bare = written.trim_matches(['"', '\'']);
    let is_quoted = bare != written;
    let numbers: Vec<i16> = bare.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let (year, second, third) = match numbers[..] {
        [year, month, day, ..] if year >= 1000 => (year, month, day),
        [day, month, year, ..] if year >= 1000 => (year, month, day),
        [year, _] if year >= 1000 && !is_quoted => {
            let hint = format!("write {key} = {bare}-31 if that is the day, or leave the date out");
            return (format!("`{key}` has no day"), hint);
        }
        _ => return (reason.to_owned(), "write it as 2015-01-31, or leave it out".to_owned()),
    };
    let as_written = calendar_date(year, second, third);
    match as_written.or_else(|| calendar_date(year, third, second)) {
        Some(date) if is_quoted && as_written.is_some() => {
            (format!("`{key}` takes a date, not text"), format!("remove the quotation marks: {key} = {date}"))
        }
        Some(date) => {
            (format!("`{key}` is not written as a date"), format!("write year, month and day: {key} = {date}"))
        }
        None => (format!("`{key}` is not a valid date"), month_length(year, second)),
    }
}

/// The one date that `written` can mean, if it is no valid date as it is: `31.1.2015`, `"2015-01-31"`, `2015-1-31`.
pub(super) fn only_date(written: &str) -> Option<Date> {
    let bare = written.trim_matches(['"', '\'']);
    let parts: Vec<&str> = bare.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [year, month, day] if year >= 1000 => calendar_date(year, month, day),
        [first, second, year] if year >= 1000 => {
            let [a, b] = [calendar_date(year, second, first), calendar_date(year, first, second)];
            // Which of two numbers is the month, only the editor knows.
            if a.is_some() && b.is_some() && a != b { None } else { a.or(b) }
        }
        _ => None,
    }
}

fn calendar_date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// States the number of days in the month, "February 2026 has 28 days", or that there is no such month.
fn month_length(year: i16, month: i16) -> String {
    match calendar_date(year, month, 1) {
        Some(first) => format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month()),
        None => format!("there is no month {month}; write year, month and day, as in 2015-01-31"),
    }
}
