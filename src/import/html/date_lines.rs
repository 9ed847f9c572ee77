//! The lines of a page that may say when its text was published, and the dates in them.

use jiff::Timestamp;
use toml::value::Datetime;

use super::page::PageLine;
use crate::base::text::words;
use crate::import::date_parser::parse_date;
use crate::import::written_date::{DayOrder, compact_date, first_date, is_date};

/// The most words of a line that is about a text; more are the text.
const MAX_WORDS: usize = 30;

/// Words before the date of a publication.
#[rustfmt::skip] // It would give each word a line.
const LABELS: [&str; 28] = [
    "publi", "posted", "veröffentlicht", "erschienen", "erstellt", "geschrieben", "datum", "date:", "gepost",
    "pubblicat", "geplaatst", "créé le", "mise en ligne", "mis en ligne", "fecha", "created ", "written on", "written:", "입력", "등록", "작성일", "게시",
    "発行", "公開", "掲載", "发布", "發布", "时间：",
];

/// Words before the date of a change.
#[rustfmt::skip] // It would give each word a line.
const CHANGES: [&str; 16] = [
    "update", "akt.:", "modified", "changed", "edited", "aktualisiert", "geändert", "bearbeitet", "stand:", "mis à jour",
    "mise à jour", "modifié", "actualizad", "수정", "更新", "reviewed",
];

/// Words before the date of anything else.
#[rustfmt::skip] // It would give each word a line.
const OTHERS: [&str; 10] = [
    "accessed", "retrieved", "abgerufen", "引用", "registriert", "registered", "joined", "gültig", "valid ", "deadline",
];

/// A date that a page states for machines, in whichever form.
pub(super) fn stated_date(value: &str, order: DayOrder) -> Option<Datetime> {
    let seconds = || Timestamp::from_second(value.parse().ok().filter(|_| value.len() == 10)?).ok();
    let date = parse_date(value)
        .or_else(|| parse_date(&seconds()?.to_string()))
        .or_else(|| first_date(value, order))
        .or_else(|| compact_date(value.trim().get(..8)?))?;
    // Machines that know no date state the zero of their clocks.
    let day = date.date.map(|day| (day.year, day.month, day.day));
    (!matches!(day, Some((1969, 12, 31) | (1970, 1, 1)))).then_some(date)
}

/// The lines of a page that may say when its text was published: no line of a quotation, and none that says below it where it is
/// from.
pub(super) fn lines_about_text(lines: &[PageLine]) -> Vec<&PageLine> {
    let above = std::iter::once(false).chain(lines.iter().map(|line| line.is_quoted));
    let lines = lines
        .iter()
        .zip(above)
        .filter(|(line, is_below_quotation)| !line.is_quoted && !is_below_quotation && is_about_text(line));
    lines.map(|(line, _)| line).collect()
}

/// Returns whether a line outside of quotations may say when the text of its page was published.
fn is_about_text(line: &PageLine) -> bool {
    // What is called a banner is more often the head of an article than an advertisement.
    let is_other = matches!(line.kind, Some("navigation" | "comments" | "related articles" | "sidebar"));
    let is_copyright = || line.text.contains('©') || line.text.to_lowercase().contains("copyright");
    !is_other && line.text.split_whitespace().count() <= MAX_WORDS && !is_copyright()
}

/// Returns whether a line is no sentence, which may tell of any day, and names no source, which has a date of its own.
fn is_dateline(line: &str) -> bool {
    const SOURCES: [&str; 10] = ["source:", "source ", "quelle:", "quelle ", "출처", "via ", "—", "–", "―", "- "];
    const BEGINNINGS: [&str; 4] = ["this entry was ", "this post was ", "by ", "von "];
    let text = line.trim().to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let is_sentence =
        text.trim_end_matches(" min.").ends_with(['.', '!', '?', '…', '。']) || text.contains(['“', '”', '"', ';']);
    is_date(&text)
        || (!begins(&SOURCES) && (!is_sentence || begins(&LABELS) || begins(&CHANGES) || begins(&BEGINNINGS)))
}

/// The date of a line, unless it is that of a change, or told in a sentence.
pub(super) fn line_date(line: &PageLine, order: DayOrder) -> Option<Datetime> {
    let stated = line.time.as_deref().and_then(|time| stated_date(time, order));
    let written = || first_date(behind_change(&line.text), order).or_else(|| first_date(&line.text, order));
    stated.or_else(written).filter(|_| is_of_publication(line))
}

/// The part of a line that begins with the word for a publication, where the line tells of a change before.
fn behind_change(line: &str) -> &str {
    let lower = line.to_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| lower.find(word)).min();
    let label = first(&LABELS).filter(|label| first(&CHANGES).is_some_and(|change| change < *label));
    // Lower case may have another length.
    label.and_then(|at| line.get(at..)).unwrap_or(line)
}

/// Returns whether the date of a line is neither that of a change or of a page that it leads to, nor told in a sentence.
pub(super) fn is_of_publication(line: &PageLine) -> bool {
    let text = line.text.to_lowercase();
    let is_change = CHANGES.iter().any(|word| text.contains(word)) && !LABELS.iter().any(|label| text.contains(label));
    let leads_on = line.linked >= words::count(&text) && !is_labelled(line) && !is_date(&text);
    !is_change && !leads_on && !OTHERS.iter().any(|word| text.contains(word)) && is_dateline(&line.text)
}

/// Returns whether a line has a word for a publication.
pub(super) fn is_labelled(line: &PageLine) -> bool {
    let text = line.text.to_lowercase();
    LABELS.iter().any(|label| text.contains(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_sources_are_no_datelines() {
        for line in [
            "3 March 2015",
            "Mara Lind | 3 March 2015",
            "Published on 3 March 2015 by Mara Lind.",
            "This entry was posted in Ports on 3 March 2015.",
            "2015.03.03.",
            "- 3 March 2015 -",
        ] {
            assert!(is_dateline(line), "{line}");
        }
        for line in [
            "The crane fell on 3 March 2015.",
            "It fell on 3 March 2015, and nobody said “oh”",
            "— Quay Gazette, 3 March 2015",
            "Source: Quay Gazette, 3 March 2015",
        ] {
            assert!(!is_dateline(line), "{line}");
        }
    }
}
