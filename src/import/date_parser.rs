//! Dates as pages, feeds, exports and front matter write them. What is not stated is not added: a day gets no time, and a
//! time without an offset gets none.

use jiff::fmt::rfc2822;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::{Zoned, civil, tz};
use toml::value::{Date, Datetime, Offset, Time};

use crate::base::text::date::Moment;

/// Parses a date or a date-time: ISO 8601 as in RFC 3339, also as `2015-01-31 10:00:00 +0900`, or RFC 2822.
pub(super) fn parse_date(text: &str) -> Option<Datetime> {
    parse_iso_date(text).or_else(|| parse_mail_date(text))
}

/// Parses a date or a date-time of ISO 8601, with or without spaces between day, time and offset.
pub(super) fn parse_iso_date(text: &str) -> Option<Datetime> {
    let text = text.trim();
    let (year, rest) = text.split_once('-')?;
    // ISO 8601 has more forms, but `20150131` is more often a number than a date.
    if year.len() != 4 || rest.get(2..3) != Some("-") {
        return None;
    }
    let mut words = text.split_whitespace();
    let mut joined = words.next()?.to_owned();
    for word in words {
        let separator = if joined.len() == 10 { "T" } else { "" };
        joined.extend([separator, if matches!(word, "UTC" | "GMT") { "Z" } else { word }]);
    }
    let pieces = Pieces::parse(&joined).ok()?;
    let offset = match pieces.offset() {
        Some(PiecesOffset::Zulu) => Some(Offset::Z),
        Some(numeric) => Some(custom_offset(numeric.to_numeric_offset())?),
        None => None,
    };
    datetime(pieces.date(), pieces.time(), offset)
}

/// Names of time zones that feeds use, with their offsets: those of RFC 2822 §4.3 and those that name one offset the world
/// over. `IST` is that of three countries, and hence of none.
#[rustfmt::skip]
const ZONES: [(&str, &str); 26] = [
    ("UT", "GMT"), ("UTC", "GMT"), ("GMT", "GMT"), ("Z", "GMT"), ("EST", "-0500"), ("EDT", "-0400"), ("CST", "-0600"),
    ("CDT", "-0500"), ("MST", "-0700"), ("MDT", "-0600"), ("PST", "-0800"), ("PDT", "-0700"), ("WET", "+0000"),
    ("WEST", "+0100"), ("BST", "+0100"), ("CET", "+0100"), ("CEST", "+0200"), ("MEZ", "+0100"), ("MESZ", "+0200"),
    ("EET", "+0200"), ("EEST", "+0300"), ("MSK", "+0300"), ("HKT", "+0800"), ("KST", "+0900"), ("JST", "+0900"),
    ("AEST", "+1000"),
];

/// Parses a date-time of RFC 2822, whose time or zone may be missing and whose month may be written out.
fn parse_mail_date(text: &str) -> Option<Datetime> {
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?.get(..3)?, words.next()?);
    let time = words.next();
    // A time in an unknown zone is stated all the same.
    let zone = words.next().and_then(zone_offset);
    let complete = format!("{day} {month} {year} {} {}", time.unwrap_or("00:00"), zone.as_deref().unwrap_or("GMT"));
    let zoned: Zoned = rfc2822::DateTimeParser::new().parse_zoned(complete).ok()?;
    let offset = match zone.as_deref() {
        Some("GMT") => Some(Offset::Z),
        Some(_) => Some(custom_offset(zoned.offset())?),
        None => None,
    };
    datetime(zoned.date(), time.map(|_| zoned.time()), offset)
}

/// The offset of a zone as RFC 2822 writes it: of `KST`, `GMT+9`, `+09:00`.
fn zone_offset(zone: &str) -> Option<String> {
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return Some((*offset).to_owned());
    }
    let number = ["GMT", "UTC"].iter().find_map(|name| zone.strip_prefix(name)).unwrap_or(zone);
    let sign = number.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let digits = number[1..].replace(':', "");
    match digits.len() {
        1 | 2 => Some(format!("{sign}{digits:0>2}00")),
        4 => Some(format!("{sign}{digits}")),
        _ => None,
    }
}

/// The moment of a date, for comparison: one without an offset counts as in UTC.
pub(super) fn moment(date: &Datetime) -> Option<Moment> {
    Moment::from_toml(date, tz::Offset::UTC).ok()
}

/// The offset as it is stated: `+00:00` stays a number.
fn custom_offset(offset: tz::Offset) -> Option<Offset> {
    Some(Offset::Custom { minutes: i16::try_from(offset.seconds() / 60).ok()? })
}

fn datetime(date: civil::Date, time: Option<civil::Time>, offset: Option<Offset>) -> Option<Datetime> {
    let narrow = |number: i8| u8::try_from(number).ok();
    let time = match time {
        Some(time) => Some(Time {
            hour: narrow(time.hour())?,
            minute: narrow(time.minute())?,
            second: Some(narrow(time.second())?),
            nanosecond: None,
        }),
        None => None,
    };
    // Programs write the year 1 for a missing date.
    let year = u16::try_from(date.year()).ok().filter(|year| *year > 1)?;
    let date = Date { year, month: narrow(date.month())?, day: narrow(date.day())? };
    Some(Datetime { date: Some(date), time, offset })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_taken_as_stated() {
        for (written, stated) in [
            ("2015-01-31", "2015-01-31"),
            ("2015-01-31T10:00:00Z", "2015-01-31T10:00:00Z"),
            ("2015-01-31T10:00:00.250+09:00", "2015-01-31T10:00:00+09:00"),
            ("2015-01-31 10:00:00 +0900", "2015-01-31T10:00:00+09:00"),
            ("2015-01-31 10:00", "2015-01-31T10:00:00"),
            ("2015-01-31 10:00:00 -0330", "2015-01-31T10:00:00-03:30"),
            ("Sat, 31 Jan 2015 10:00:00 GMT", "2015-01-31T10:00:00Z"),
            ("31 January 15 10:00 EST", "2015-01-31T10:00:00-05:00"),
            ("Sat, 31 Jan 2015 10:00:00 KST", "2015-01-31T10:00:00+09:00"),
            ("Sat, 31 Jan 2015 10:00:00 CEST", "2015-01-31T10:00:00+02:00"),
            ("Sat, 31 Jan 2015 10:00:00 GMT+9", "2015-01-31T10:00:00+09:00"),
            ("Sat, 31 Jan 2015 10:00:00 +09:00", "2015-01-31T10:00:00+09:00"),
            ("Sat, 31 Jan 2015 10:00:00 IST", "2015-01-31T10:00:00"),
            ("0000-00-00 00:00:00", ""),
            ("2015-01-31T10:00:00+00:00", "2015-01-31T10:00:00+00:00"),
            ("2015-01-31 10:00:00 UTC", "2015-01-31T10:00:00Z"),
            ("Sat, 31 Jan 2015 10:00:00 +0000", "2015-01-31T10:00:00+00:00"),
            ("2015-02-30", ""),
            ("2015-01-31T25:00:00Z", ""),
            ("31/01/2015", ""),
            ("2015-01-31T08:15:00.000Z", "2015-01-31T08:15:00Z"),
            ("2015-01-31T08:15", "2015-01-31T08:15:00"),
            ("+015-01-31", ""),
            ("0001-01-01T00:00:00Z", ""),
            ("yesterday", ""),
            ("날짜", ""),
            ("", ""),
            ("2015-01-3é", ""),
        ] {
            assert_eq!(parse_date(written).map(|at| at.to_string()).unwrap_or_default(), stated, "{written}");
        }
    }
}
