//! Dates as machines write them: ISO 8601 in the form of RFC 3339, looser in what stands between day, time and offset.

use toml::value::{Date, Datetime, Offset, Time};

/// Reads a day, or a day and a time; `None` for anything else, and for days that no calendar has.
pub(super) fn read(text: &str) -> Option<Datetime> {
    let text = text.trim();
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let date = date(day)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return Some(Datetime { date: Some(date), time: None, offset: None });
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(rest.len());
    let time = clock(&rest[..end])?;
    let zone = rest[end..].trim();
    let offset = if zone.is_empty() { None } else { Some(offset(zone)?) };
    Some(Datetime { date: Some(date), time: Some(time), offset })
}

fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn date(day: &str) -> Option<Date> {
    let mut parts = day.split('-');
    let (year, month, day) =
        (number::<u16>(parts.next()?, 4)?, number::<u8>(parts.next()?, 2)?, number::<u8>(parts.next()?, 2)?);
    let real = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (parts.next().is_none() && real.is_ok() && year > 1).then_some(Date { year, month, day })
}

fn clock(text: &str) -> Option<Time> {
    let text = text.split('.').next()?;
    let mut parts = text.split(':');
    let (hour, minute) = (number::<u8>(parts.next()?, 2)?, number::<u8>(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| number::<u8>(second, 2))?;
    let sound = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    sound.then_some(Time { hour, minute, second: Some(second), nanosecond: None })
}

fn offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(Offset::Z);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let hours: i16 = number(digits.get(..2)?, 2)?;
    let minutes: i16 = if digits.len() == 2 { 0 } else { number(digits.get(2..)?, 2)? };
    (hours < 24 && minutes < 60).then_some(Offset::Custom { minutes: sign * (hours * 60 + minutes) })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_a_date() {
        for (text, date) in [
            ("2015-01-31", Some("2015-01-31")),
            ("2015-01-31T08:15:00+09:00", Some("2015-01-31T08:15:00+09:00")),
            ("2015-01-31 08:15:00 +0900", Some("2015-01-31T08:15:00+09:00")),
            ("2015-01-31T08:15:00.000Z", Some("2015-01-31T08:15:00Z")),
            ("2015-01-31T08:15", Some("2015-01-31T08:15:00")),
            ("2015-02-30", None),
            ("03/04/2015", None),
            ("today", None),
            ("2015-01-31T25:00", None),
            ("", None),
            ("날짜", None),
        ] {
            assert_eq!(super::read(text).map(|it| it.to_string()).as_deref(), date, "{text}");
        }
    }
}
