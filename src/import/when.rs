//! Dates as pages, feeds, exports and front matter write them. What is not stated is not there: a day has no time, and a time
//! without its offset gets none.

use toml::value::{Date, Datetime, Offset, Time};

/// Reads a date or a moment: RFC 3339 and its looser kin (`2015-01-31 10:00:00 +0900`), RFC 2822.
pub(super) fn read(text: &str) -> Option<Datetime> {
    let text = text.trim();
    iso(text).or_else(|| mail(text))
}

/// Reads a date or a moment in the form that is made for machines: ISO 8601 as in RFC 3339, looser in what stands between
/// day, time and offset.
pub(super) fn iso(text: &str) -> Option<Datetime> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { return None };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) || date.contains('+') {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return datetime(year, month, day, None, None);
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let time = clock(&rest[..end])?;
    let zone = rest[end..].trim();
    let offset = if zone.is_empty() { None } else { Some(zoned(zone)?) };
    datetime(year, month, day, Some(time), offset)
}

/// Seconds from 1970 on, as far as that is known: without an offset, as if in UTC.
pub(super) fn seconds(at: &Datetime) -> i64 {
    let Some(date) = at.date else { return 0 };
    let civil = |it: &Date| jiff::civil::Date::new(it.year as i16, it.month as i8, it.day as i8).ok();
    let epoch = jiff::civil::Date::ZERO.with().year(1970).month(1).day(1).build();
    let (Some(date), Ok(epoch)) = (civil(&date), epoch) else { return 0 };
    let days = date.since((jiff::Unit::Day, epoch)).map_or(0, |span| i64::from(span.get_days()));
    let time = at.time.map_or(0, |time| {
        i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second.unwrap_or(0))
    });
    let minutes = match at.offset {
        Some(Offset::Custom { minutes }) => i64::from(minutes),
        Some(Offset::Z) | None => 0,
    };
    days * 86_400 + time - minutes * 60
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// RFC 2822 §3.3, with its obsolete years and zones (§4.3).
fn mail(text: &str) -> Option<Datetime> {
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = text.split_whitespace();
    let day = words.next()?.parse().ok()?;
    let name = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| *month == name)? as u8 + 1;
    let written = words.next()?;
    let year: u16 = written.parse().ok()?;
    let year = match written.len() {
        2 if year < 50 => year + 2000,
        2 | 3 => year + 1900,
        4 => year,
        _ => return None,
    };
    let Some(time) = words.next() else { return datetime(year, month, day, None, None) };
    // A zone that no standard knows is no offset; the time is stated all the same.
    datetime(year, month, day, Some(clock(time)?), words.next().and_then(zoned))
}

fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second: Option<u8> = match parts.next() {
        Some(second) => Some(second.split(['.', ',']).next()?.parse().ok()?),
        None => None,
    };
    let sound = hour < 24 && minute < 60 && second.is_none_or(|second| second < 60) && parts.next().is_none();
    sound.then_some(Time { hour, minute, second: Some(second.unwrap_or(0)), nanosecond: None })
}

fn zoned(text: &str) -> Option<Offset> {
    let hours = match text {
        "Z" | "z" | "UT" | "UTC" | "GMT" => return Some(Offset::Z),
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return numeric(text),
    };
    Some(Offset::Custom { minutes: hours * 60 })
}

fn numeric(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i16 = digits[..2].parse().ok()?;
    let minutes: i16 = digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), |rest| rest.parse().ok())?;
    (hours < 24 && minutes < 60).then_some(Offset::Custom { minutes: sign * (hours * 60 + minutes) })
}

/// Checks that there is such a day.
fn datetime(year: u16, month: u8, day: u8, time: Option<Time>, offset: Option<Offset>) -> Option<Datetime> {
    let civil = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // The year 1 is what programs write for no date.
    let sound = civil.is_ok() && (2..=9999).contains(&year);
    sound.then_some(Datetime { date: Some(Date { year, month, day }), time, offset })
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
            ("Sat, 31 Jan 2015 10:00:00 KST", "2015-01-31T10:00:00"),
            ("0000-00-00 00:00:00", ""),
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
            assert_eq!(read(written).map(|at| at.to_string()).unwrap_or_default(), stated, "{written}");
        }
        let [a, b] = ["2015-01-31T10:00:00+09:00", "2015-01-31T01:00:00Z"].map(|it| read(it).map(|at| seconds(&at)));
        assert_eq!(a, b);
        assert_eq!(b, Some(1_422_666_000));
    }
}
