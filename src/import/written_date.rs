//! Dates as people write them, anywhere in a text: `3 March 2015`, `Mar. 3rd, 2015`, `3. März 2015`, `2015년 3월 3일`,
//! `2015. 3. 3.`, `03.03.2015`. Only what is written out is taken, and no date that can be read in two ways. A year alone may be
//! that of a copyright, and is no date.

use toml::value::{Date, Datetime};

use super::phrase::tokens;

/// The order of the numbers in `03/04/2015`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
    /// Either; the date is not read.
    Unknown,
}

/// The names of the months, in lower case: English, German, French, Spanish, Portuguese, Italian and Dutch.
#[rustfmt::skip] // It would give each word a line.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen", "gennaio", "januari"],
    &["feb", "february", "februar", "feber", "févr", "fév", "février", "febrero", "fevereiro", "febbraio", "februari"],
    &["mar", "march", "mär", "märz", "maerz", "mrz", "mars", "marzo", "março", "maart", "mrt"],
    &["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "mag", "maggio", "mei"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giu", "giugno"],
    &["jul", "july", "juli", "juil", "juillet", "julio", "julho", "lug", "luglio"],
    &["aug", "august", "août", "aout", "ago", "agosto", "augustus"],
    &["sep", "sept", "september", "septembre", "septiembre", "set", "setembro", "settembre"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "ott", "ottobre"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre", "dezembro", "dicembre"],
];

/// The years of the web.
const YEARS: std::ops::Range<u16> = 1990..2100;

/// Words and signs that a date may have beside numbers and months.
const BESIDE_DATES: &str = "on at am pm a.m p.m t z utc gmt est edt pst pdt cet cest kst jst : | um uhr à le de del el las h \
    st nd rd th er monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes \
    martes miércoles jueves viernes sábado domingo 년 월 일 오전 오후 시 분 年 月 日 時 分 时 午前 午後 上午 下午 月曜日 火曜日 水曜日 \
    木曜日 金曜日 土曜日 日曜日";

/// Words of a time that says how long ago something was.
const AGO: &str =
    "ago yesterday today hour hours minute minutes day days week weeks month months year years h m d w mo y";

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum DateToken {
    /// A number and how many digits it has.
    Number(u32, usize),
    /// Letters, in lower case.
    Word(String),
    Mark(char),
}

/// The first date in a line. `03/04/2015` is ambiguous and does not count.
pub(super) fn date_in(line: &str) -> Option<Datetime> {
    first_date(line, DayOrder::Unknown)
}

/// The first date in a text.
pub(super) fn first_date(text: &str, order: DayOrder) -> Option<Datetime> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let tokens = date_tokens(text);
    (0..tokens.len()).find_map(|start| date_at(&tokens[start..], order, start > 0 && is_joint(&tokens[start - 1])))
}

/// The date that an address names, such as `/2015/03/03/` or `/2015/mar/03/`.
pub(super) fn date_in_address(url: &str) -> Option<Datetime> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.find('/').map_or("", |at| &path[at..]);
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let dates = parts.windows(3).find_map(date_of_parts);
    dates.or_else(|| parts.iter().find_map(|part| compact_date(part)))
}

/// The date that three parts of an address are: `2015`, `03` or `mar`, `03`.
fn date_of_parts(parts: &[&str]) -> Option<Datetime> {
    let [year, month, day] = parts else { return None };
    let is_number = |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let month = month_number(month).or_else(|| month.parse().ok().filter(|_| is_number(month, 2)))?;
    if is_number(year, 4) && is_number(day, 2) { date(year.parse().ok()?, month, day.parse().ok()?) } else { None }
}

/// The date that eight digits are.
pub(super) fn compact_date(text: &str) -> Option<Datetime> {
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = text.parse().ok().filter(|_| is_compact)?;
    date(number / 10_000, number / 100 % 100, number % 100)
}

/// Returns whether a line is only a date, with or without a weekday and a time.
pub(super) fn is_date(line: &str) -> bool {
    date_in(line).is_some() && tokens(line).iter().all(|word| is_date_word(word))
}

/// Returns whether a line says only when something was: a date, a part of one, `3 hours ago`.
pub(super) fn is_time(line: &str) -> bool {
    let words = tokens(line);
    words.iter().any(|word| says_when(word)) && words.iter().all(|word| says_when(word) || is_date_word(word))
}

fn says_when(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || month_number(word).is_some()
        || AGO.split(' ').any(|ago| ago == word)
}

fn is_date_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || month_number(word).is_some()
        || BESIDE_DATES.split_whitespace().any(|other| other == word)
}

fn date_tokens(text: &str) -> Vec<DateToken> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_alphabetic() };
        let is_run = first.is_ascii_digit() || first.is_alphabetic();
        let end = if is_run { rest.find(|c| !is_same(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (token, after) = rest.split_at(end);
        if first.is_ascii_digit() {
            // What is longer is no part of a date.
            tokens.push(DateToken::Number(token.parse().unwrap_or(u32::MAX), end));
        } else if is_run {
            tokens.push(DateToken::Word(token.to_lowercase()));
        } else if !first.is_whitespace() {
            tokens.push(DateToken::Mark(first));
        }
        rest = after;
    }
    tokens
}

/// Returns whether a token joins the number after it to another before it, as in a version or an address.
fn is_joint(token: &DateToken) -> bool {
    matches!(token, DateToken::Mark('.' | '/' | '-' | '_' | '$' | '€'))
}

fn date_at(tokens: &[DateToken], order: DayOrder, joined: bool) -> Option<Datetime> {
    match tokens {
        [DateToken::Number(year, 4), rest @ ..] => year_first(*year, rest),
        [DateToken::Number(day, digits @ 1..=2), rest @ ..] => {
            let numbers = if joined { None } else { numbers_only((*day, *digits), rest, order) };
            numbers.or_else(|| day_and_name(*day, rest))
        }
        [DateToken::Word(name), rest @ ..] => name_first(month_number(name)?, rest),
        [DateToken::Number(..) | DateToken::Mark(_), ..] | [] => None,
    }
}

/// `2015-03-03`, `2015. 3. 3.`, `2015년 3월 3일`, `2015年3月3日`.
fn year_first(year: u32, rest: &[DateToken]) -> Option<Datetime> {
    let [after_year, DateToken::Number(month, 1..=2), after_month, DateToken::Number(day, 1..=2), ..] = rest else {
        return None;
    };
    let is_cjk = is_word(after_year, &["년", "年"]) && is_word(after_month, &["월", "月"]);
    let is_marked = after_year == after_month && matches!(after_year, DateToken::Mark('-' | '/' | '.'));
    if is_cjk || is_marked { date(year, *month, *day) } else { None }
}

/// `03.04.2015`, `3/4/2015`: points are of languages that put the day first.
fn numbers_only((first, wide): (u32, usize), rest: &[DateToken], order: DayOrder) -> Option<Datetime> {
    let [
        DateToken::Mark(mark),
        DateToken::Number(second, also @ 1..=2),
        again,
        DateToken::Number(year, digits),
        rest @ ..,
    ] = rest
    else {
        return None;
    };
    // A version number goes on.
    if matches!(rest, [DateToken::Mark(next), DateToken::Number(..), ..] if next == mark) {
        return None;
    }
    let year = match (digits, mark) {
        (4, _) => *year,
        // `5.3.25` is a version number as well.
        (2, '.') if wide == 2 && *also == 2 => 2000 + year,
        _ => return None,
    };
    if *again != DateToken::Mark(*mark) || !matches!(mark, '.' | '/' | '-') {
        return None;
    }
    let order = match (first, second, mark) {
        (13.., _, _) | (_, _, '.') => DayOrder::DayFirst,
        (_, 13.., _) => DayOrder::MonthFirst,
        _ if first == *second => DayOrder::DayFirst,
        _ => order,
    };
    match order {
        DayOrder::DayFirst => date(year, *second, first),
        DayOrder::MonthFirst => date(year, first, *second),
        DayOrder::Unknown => None,
    }
}

/// `3 March 2015`, `3. März 2015`, `1er mars 2015`, `3 de marzo de 2015`, `3rd of March, 2015`.
fn day_and_name(day: u32, rest: &[DateToken]) -> Option<Datetime> {
    let rest = skip(rest, &["st", "nd", "rd", "th", "er", "º", "ª"], &['.', '-', '/', '°', 'º']);
    let rest = skip(rest, &["de", "of", "di"], &[]);
    let [DateToken::Word(name), rest @ ..] = rest else { return None };
    let rest = skip(rest, &["de", "del", "of"], &['.', ',', '-', '/', '\'', '’']);
    let rest = skip(rest, &[], &[',']);
    date(year_at(rest)?, month_number(name)?, day)
}

/// `March 3, 2015`, `Mar. 3rd 2015`.
fn name_first(month: u32, rest: &[DateToken]) -> Option<Datetime> {
    let rest = skip(rest, &[], &['.', '-', ',']);
    let [DateToken::Number(day, 1..=2), rest @ ..] = rest else { return None };
    let rest = skip(rest, &["st", "nd", "rd", "th"], &[]);
    let rest = skip(rest, &["at", "of"], &[',', '-', '.']);
    date(year_at(rest)?, month, *day)
}

fn is_one_of(token: &DateToken, words: &[&str], marks: &[char]) -> bool {
    match token {
        DateToken::Word(word) => words.contains(&word.as_str()),
        DateToken::Mark(mark) => marks.contains(mark),
        DateToken::Number(..) => false,
    }
}

/// The tokens without leading ones of these words and marks, one of each at most.
fn skip<'a>(tokens: &'a [DateToken], words: &[&str], marks: &[char]) -> &'a [DateToken] {
    let count = tokens.iter().take(2).take_while(|token| is_one_of(token, words, marks)).count();
    &tokens[count..]
}

fn is_word(token: &DateToken, words: &[&str]) -> bool {
    matches!(token, DateToken::Word(word) if words.contains(&word.as_str()))
}

fn year_at(tokens: &[DateToken]) -> Option<u32> {
    match tokens {
        [DateToken::Number(year, 4), ..] => Some(*year),
        [DateToken::Number(..) | DateToken::Word(_) | DateToken::Mark(_), ..] | [] => None,
    }
}

/// The number of a month, by its name in lower or upper case.
pub(super) fn month_number(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let month = MONTHS.iter().position(|names| names.contains(&name.as_str()))?;
    u32::try_from(month + 1).ok()
}

fn date(year: u32, month: u32, day: u32) -> Option<Datetime> {
    let year = u16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let narrow = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(narrow.0, narrow.1, narrow.2).ok()?;
    Some(Datetime { date: Some(Date { year, month, day }), time: None, offset: None })
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
    fn dates_are_found_in_texts() {
        for (written, found) in [
            ("Published on 3 March 2015 by Mara Lind", "2015-03-03"),
            ("Tue, Mar. 3rd, 2015 | 10:20", "2015-03-03"),
            ("Veröffentlicht am 3. März 2015", "2015-03-03"),
            ("Stand: 03.04.2015, 12 Uhr", "2015-04-03"),
            ("03.04.15", "2015-04-03"),
            ("le 1er août 2015", "2015-08-01"),
            ("3 de marzo de 2015", "2015-03-03"),
            ("입력 2015.03.03 10:20", "2015-03-03"),
            ("2015년 3월 3일 홍길동 기자", "2015-03-03"),
            ("2015. 3. 3. 9:20", "2015-03-03"),
            ("2015年3月3日（火）", "2015-03-03"),
            ("on 25/12/2015", "2015-12-25"),
            ("12/25/2015", "2015-12-25"),
            ("03/04/2015", ""),
            ("© 2015 Deck Notes", ""),
            ("version 1.2.3.2015", ""),
            ("Tide Tables 5.3.25", ""),
            ("31 February 2015", ""),
            ("March 2015", ""),
            ("call 555-12-2015", ""),
        ] {
            let date = first_date(written, DayOrder::Unknown).map(|date| date.to_string());
            assert_eq!(date.unwrap_or_default(), found, "{written}");
        }
        let of = |order| first_date("03/04/2015", order).map(|date| date.to_string());
        assert_eq!(of(DayOrder::DayFirst).as_deref(), Some("2015-04-03"));
        assert_eq!(of(DayOrder::MonthFirst).as_deref(), Some("2015-03-04"));
    }

    #[test]
    fn addresses_name_dates() {
        for (url, named) in [
            ("https://deck.example/2015/03/03/fares", "2015-03-03"),
            ("https://deck.example/news/2015/mar/03/fares", "2015-03-03"),
            ("https://deck.example/2015-03-03-fares.html", "2015-03-03"),
            ("https://deck.example/a/20150303/fares", "2015-03-03"),
            ("https://deck.example/2015/03/fares", ""),
            ("https://deck.example/a/98765432", ""),
            ("https://2015.03.03.example/", ""),
        ] {
            assert_eq!(date_in_address(url).map(|date| date.to_string()).unwrap_or_default(), named, "{url}");
        }
    }

    #[test]
    fn times() {
        assert!(is_time("3 hours ago") && is_time("Nov 18") && is_time("5h") && is_time("18 novembre"));
        assert!(!is_time("Sunday Times") && !is_time("March of the Pilots") && !is_time(""));
    }
}
