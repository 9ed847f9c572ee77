//! Dates as people write them in texts: `3 March 2015`, `18. November 2019`, `2015년 3월 3일`. Only what is written out is taken,
//! and no date that can be read in two ways.

use toml::value::{Date, Datetime};

use super::phrase::tokens;

/// The names of the months in English, German, French and Spanish.
#[rustfmt::skip] // It would give each word a line.
const MONTHS: [[&str; 12]; 4] = [
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december"],
    ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "dezember"],
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre"],
    ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre"],
];

/// Words and signs that a date may have beside numbers and months.
const BESIDE_DATES: &str = "on at am pm a.m p.m t z utc gmt est edt pst pdt cet cest kst jst : | um uhr à le de del el las h \
    st nd rd th er monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes \
    martes miércoles jueves viernes sábado domingo 년 월 일 오전 오후 시 분 年 月 日 時 分 时 午前 午後 上午 下午 月曜日 火曜日 水曜日 \
    木曜日 金曜日 土曜日 日曜日";

/// Words of a time that says how long ago something was.
const AGO: &str =
    "ago yesterday today hour hours minute minutes day days week weeks month months year years h m d w mo y";

/// The first date in a line. `03/04/2015` is ambiguous and does not count.
pub(super) fn date_in(line: &str) -> Option<Datetime> {
    let mut words = tokens(line);
    words.retain(|word| !["st", "nd", "rd", "th", "er", "de", "del"].contains(&word.as_str()));
    let named = words.windows(3).find_map(date_of_three);
    named.or_else(|| date_in_signs(&words)).or_else(|| numeric_date_in(line))
}

/// The date that three words are, in either order of day and month.
fn date_of_three(words: &[String]) -> Option<Datetime> {
    let [a, b, c] = words else { return None };
    let (month, day) = month(a).map(|month| (month, b)).or_else(|| Some((month(b)?, a)))?;
    valid_date(c.parse().ok()?, month, day.parse().ok()?)
}

/// The first date of Korean, Japanese or Chinese: `2015년 3월 3일`.
fn date_in_signs(words: &[String]) -> Option<Datetime> {
    words.windows(6).find_map(|words| match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [year, "년" | "年", month, "월" | "月", day, "일" | "日"] => {
            valid_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    })
}

/// Returns whether a line is only a date, with or without a weekday and a time.
pub(super) fn is_date(line: &str) -> bool {
    date_in(line).is_some() && tokens(line).iter().all(|word| is_date_word(word))
}

#[cfg_attr(not(test), expect(dead_code, reason = "attributions will use it"))]
/// Returns whether a line says only when something was: a date, a part of one, `3 hours ago`.
pub(super) fn is_time(line: &str) -> bool {
    let words = tokens(line);
    words.iter().any(|word| says_when(word)) && words.iter().all(|word| says_when(word) || is_date_word(word))
}

fn says_when(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || month(word).is_some() || AGO.split(' ').any(|ago| ago == word)
}

fn is_date_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || month(word).is_some()
        || BESIDE_DATES.split_whitespace().any(|other| other == word)
}

/// The number of a month by its name, or an abbreviation of three letters or more. `jui` is June or July.
fn month(word: &str) -> Option<u8> {
    let may_be_short = word.chars().count() >= 3 && word != "jui";
    let is_named = |name: &&str| *name == word || (may_be_short && name.starts_with(word));
    let index = MONTHS.iter().find_map(|names| names.iter().position(|name| is_named(name)));
    index.map(|index| index as u8 + 1)
}

/// The first date in numbers: `2015-03-03`, `2015. 3. 3.`, `3.3.2015`; `31/12/2015`, since there is no month 31.
fn numeric_date_in(line: &str) -> Option<Datetime> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | ' ');
    line.split(|c| !is_part(c)).find_map(|run| ['-', '.', '/'].into_iter().find_map(|sign| signed_date(run, sign)))
}

/// A date of numbers with this sign between them; a time may stand around it.
fn signed_date(run: &str, sign: char) -> Option<Datetime> {
    let (first, rest) = run.split_once(sign)?;
    let (second, rest) = rest.split_once(sign)?;
    let first = first.split_whitespace().next_back()?;
    let rest = rest.trim_start();
    let (third, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    // A version number goes on.
    if after.strip_prefix(sign).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let (a, b, c) = (first.parse::<u16>().ok()?, second.trim().parse::<u16>().ok()?, third.parse::<u16>().ok()?);
    let small = |number: u16| u8::try_from(number).ok();
    match (first.len(), third.len()) {
        (4, 1 | 2) => valid_date(a, small(b)?, c),
        (1 | 2, 4) if sign == '.' || a > 12 || a == b => valid_date(c, small(b)?, a),
        (1 | 2, 4) if b > 12 => valid_date(c, small(a)?, b),
        _ => None,
    }
}

/// A date that exists, from the time of the web.
fn valid_date(year: u16, month: u8, day: u16) -> Option<Datetime> {
    let day = u8::try_from(day).ok()?;
    let real = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = Date { year, month, day };
    (real.is_ok() && (1990..2100).contains(&year)).then_some(Datetime { date: Some(date), time: None, offset: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_and_numbers() {
        for (line, date) in [
            ("Posted on March 3rd, 2015 at 10:15 pm", "2015-03-03"),
            ("Dienstag, 3. März 2015", "2015-03-03"),
            ("le 1er févr. 2015", "2015-02-01"),
            ("3 de agosto de 2015", "2015-08-03"),
            ("10:15 AM · Sep 3, 2015", "2015-09-03"),
            ("2015년 3월 3일", "2015-03-03"),
            ("2015年3月3日", "2015-03-03"),
            ("2015. 3. 3. 9:20", "2015-03-03"),
            ("03.04.2015", "2015-04-03"),
            ("12/31/2015", "2015-12-31"),
            ("31/12/2015", "2015-12-31"),
        ] {
            assert_eq!(date_in(line).map(|date| date.to_string()).as_deref(), Some(date), "{line}");
            assert!(is_time(line) || line.starts_with("Posted"), "{line}");
        }
        for line in
            ["03/04/2015", "February 30, 2015", "version 1.2.2015.4", "in May 2015", "3 days ago", "1,204 shares"]
        {
            assert_eq!(date_in(line), None, "{line}");
        }
    }

    #[test]
    fn times() {
        assert!(is_time("3 hours ago") && is_time("Nov 18") && is_time("5h") && is_time("18 novembre"));
        assert!(!is_time("Sunday Times") && !is_time("March of the Pilots") && !is_time(""));
    }
}
