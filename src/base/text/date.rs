//! Dates of articles and sources: a day, or a moment with its offset from UTC, as the editor wrote it.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// A day or a moment. Ordered by time; a day counts as its first instant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "StoredMoment", try_from = "StoredMoment")]
pub struct Moment {
    timestamp: Timestamp,
    offset: Offset,
    precision: Precision,
}

/// A moment as it is stored: seconds since 1970, the offset from UTC in seconds, and true if the time was written.
type StoredMoment = (i64, i32, bool);

/// The precision with which a [`Moment`] was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// A TOML local date: only the day is known.
    Day,
    /// A TOML date-time.
    Second,
}

impl Moment {
    /// Converts a TOML date or date-time (RFC 3339; the time and the offset are optional). `offset` is the site's,
    /// which applies if there is none.
    ///
    /// # Errors
    /// A phrase that says what is wrong, such as a time without a day.
    pub(crate) fn from_toml(value: &toml::value::Datetime, offset: Offset) -> Result<Self, &'static str> {
        let date = value.date.ok_or("a time of day is not a date")?;
        let bad = "the year is out of range";
        let year = i16::try_from(date.year).map_err(|_| bad)?;
        let (month, day) = (to_i8(date.month), to_i8(date.day));
        let time = value.time.map_or((0, 0, 0), |time| {
            // A leap second is shown as the second before it.
            (to_i8(time.hour), to_i8(time.minute), to_i8(time.second.unwrap_or(0).min(59)))
        });
        let civil = DateTime::new(year, month, day, time.0, time.1, time.2, 0).map_err(|_| bad)?;
        let offset = match value.offset {
            Some(toml::value::Offset::Z) => Offset::UTC,
            Some(toml::value::Offset::Custom { minutes }) => {
                Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| "the offset is out of range")?
            }
            None => offset,
        };
        let timestamp = offset.to_timestamp(civil).map_err(|_| bad)?;
        let precision = if value.time.is_some() { Precision::Second } else { Precision::Day };
        Ok(Self { timestamp, offset, precision })
    }

    /// Parses a day of eight digits, such as `20150131`.
    pub(crate) fn from_digits(digits: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
        let is_number = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let (month, day) = (i8::try_from(number(4..6)?).ok()?, i8::try_from(number(6..8)?).ok()?);
        let civil = is_number.then(|| DateTime::new(number(0..4)?, month, day, 0, 0, 0, 0).ok()).flatten()?;
        let timestamp = Offset::UTC.to_timestamp(civil).ok()?;
        Some(Self { timestamp, offset: Offset::UTC, precision: Precision::Day })
    }

    /// The date and time as written.
    fn civil(&self) -> DateTime {
        self.offset.to_datetime(self.timestamp)
    }

    fn zoned(&self) -> Zoned {
        self.timestamp.to_zoned(TimeZone::fixed(self.offset))
    }

    /// Formats the day: `2015-01-31`.
    pub(crate) fn day(&self) -> String {
        self.civil().date().to_string()
    }

    /// The seconds since 1970 in UTC.
    pub(crate) fn unix(&self) -> i64 {
        self.timestamp.as_second()
    }

    /// The year, month (1–12) and day (1–31) as written.
    pub(crate) fn ymd(&self) -> (i16, i8, i8) {
        let civil = self.civil();
        (civil.year(), civil.month(), civil.day())
    }

    /// Formats it by RFC 3339 with time and offset, for Atom and JSON Feed.
    pub(crate) fn rfc3339(&self) -> String {
        let shown = if self.offset == Offset::UTC { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%:z" };
        self.zoned().strftime(shown).to_string()
    }

    /// Formats it by RFC 2822, for RSS.
    pub(crate) fn rfc2822(&self) -> String {
        self.zoned().strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// Formats the hour and minute, if they were written.
    pub(crate) fn clock(&self) -> Option<String> {
        (self.precision == Precision::Second).then(|| self.civil().strftime("%H:%M").to_string())
    }
}

impl From<Moment> for StoredMoment {
    fn from(moment: Moment) -> Self {
        (moment.unix(), moment.offset.seconds(), moment.precision == Precision::Second)
    }
}

impl TryFrom<StoredMoment> for Moment {
    type Error = jiff::Error;

    fn try_from((unix, offset, is_time): StoredMoment) -> Result<Self, jiff::Error> {
        let precision = if is_time { Precision::Second } else { Precision::Day };
        Ok(Self { timestamp: Timestamp::from_second(unix)?, offset: Offset::from_seconds(offset)?, precision })
    }
}

/// Formats the day or the moment for HTML's `datetime` attribute.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.civil().date()),
            Precision::Second => f.write_str(&self.rfc3339()),
        }
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.timestamp.cmp(&other.timestamp)
    }
}

/// Parses an offset from UTC such as `+09:00`, `-03:30` or `Z`.
pub(crate) fn parse_offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let valid = (0..=23).contains(&hours) && (0..60).contains(&minutes);
    valid.then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())?
}

/// Converts seconds since 1970 in UTC.
pub(crate) fn from_unix(seconds: i64) -> Option<Moment> {
    let timestamp = Timestamp::from_second(seconds).ok()?;
    Some(Moment { timestamp, offset: Offset::UTC, precision: Precision::Second })
}

/// Converts a month, day, hour, minute or second, whose range TOML has checked.
fn to_i8(value: u8) -> i8 {
    i8::try_from(value).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str, offset: &str) -> Moment {
        let value = text.parse().expect("a TOML date");
        Moment::from_toml(&value, parse_offset(offset).expect("an offset")).expect("a date")
    }

    #[test]
    fn days_and_moments() {
        let day = moment("2015-01-31", "+09:00");
        assert_eq!(day.to_string(), "2015-01-31");
        assert_eq!(day.rfc3339(), "2015-01-31T00:00:00+09:00");
        assert_eq!(day.rfc2822(), "Sat, 31 Jan 2015 00:00:00 +0900");
        let second = moment("2015-01-31T08:15:00Z", "+09:00");
        assert_eq!(second.to_string(), "2015-01-31T08:15:00Z");
        assert!(day < second);
        assert_eq!(second.clock().as_deref(), Some("08:15"));
    }

    #[test]
    fn offsets() {
        assert!(parse_offset("+09:00").is_some() && parse_offset("-03:30").is_some());
        for bad in ["", "9", "+9:00", "+09", "+09:60", "+24:00", "KST"] {
            assert!(parse_offset(bad).is_none(), "{bad}");
        }
    }
}
