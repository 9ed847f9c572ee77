//! The day on which a page or a post was published: as it states for machines, else as its address or its words say. A page's
//! other dates (of the last change, of related articles, of a copyright) are not taken for it.

use jiff::civil;
use toml::value::{Datetime, Offset};

use super::metadata_sources::{DATED, MODIFIED, PUBLISHED};
use super::page::{HtmlPage, PageLine};
use super::titles::headline_at;
use crate::import::date_parser::parse_date;
use crate::import::draft::{Confidence, Decision};
use crate::import::written_date::{DayOrder, compact_date, date_in_address, first_date, is_date};

/// The most words of a line that is about a text; more are the text.
const MAX_WORDS: usize = 30;

/// The number of lines above a headline that may have its date.
const ABOVE: usize = 5;

/// Words before the date of a publication.
#[rustfmt::skip] // It would give each word a line.
const LABELS: [&str; 27] = [
    "publi", "posted", "veröffentlicht", "erschienen", "erstellt", "geschrieben", "datum", "date:", "gepost",
    "pubblicat", "geplaatst", "créé le", "mise en ligne", "mis en ligne", "fecha", "created ", "written on", "written:", "입력", "등록", "작성일", "게시",
    "発行", "公開", "掲載", "发布", "發布",
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

/// Keys of the data of scripts.
#[rustfmt::skip]
const SCRIPT_KEYS: [&str; 8] = [
    "\"datePublished\"", "\"publishedAt\"", "\"published_at\"", "\"publishDate\"", "\"publish_date\"",
    "\"pubDate\"", "\"publicationDate\"", "\"firstPublished\"",
];

/// Facts about a page besides its dates.
pub(super) struct DatedText<'a> {
    pub title: Option<&'a str>,
    pub url: Option<&'a str>,
    pub language: Option<&'a str>,
}

/// Finds the date of publication; the decision is added to `decisions`.
pub(super) fn published(page: &HtmlPage<'_>, text: &DatedText<'_>, decisions: &mut Vec<Decision>) -> Option<Datetime> {
    let order = day_order(text);
    let lines = lines_about_text(&page.lines);
    let stated = page.first_value("date", PUBLISHED, |value| stated_date(value, order), decisions);
    let modified = page.first_value("modified", MODIFIED, |value| stated_date(value, order), &mut Vec::new());
    let shown = stated.and_then(|stated| shown_day(&stated, &lines, text, order));
    if shown.is_some() {
        let text = "date: the day that the page shows, in its own time zone".to_owned();
        decisions.push(Decision { confidence: Confidence::High, text });
    }
    let found = shown.or(stated).or_else(|| less_certain(page, &lines, text, decisions));
    let mut decide = |confidence, text: String| decisions.push(Decision { confidence, text });
    match (found, modified) {
        (Some(found), Some(modified)) if found != modified => {
            decide(Confidence::High, format!("changed {modified}, by its own words"));
        }
        (None, Some(_)) => {
            decide(Confidence::Low, "date: that of its last change, the only one that it states".to_owned())
        }
        (Some(_), Some(_)) | (_, None) => {}
    }
    found.or(modified)
}

/// A date of which nothing says for machines that it is that of publication. What a page shows near its headline counts more.
fn less_certain(
    page: &HtmlPage<'_>,
    lines: &[&PageLine],
    text: &DatedText<'_>,
    decisions: &mut Vec<Decision>,
) -> Option<Datetime> {
    let order = day_order(text);
    let mut said = Vec::new();
    let dated = page.first_value("date", DATED, |value| stated_date(value, order), &mut said);
    let shown = dated
        .and_then(|_| shown_date(page, lines, text, order))
        .filter(|shown| dated.is_some_and(|dated| dated.date != shown.date));
    if let Some(dated) = dated.filter(|_| shown.is_none()) {
        decisions.extend(said);
        return Some(dated);
    }
    let (date, confidence, place) = match shown {
        Some(shown) => (shown, Confidence::Medium, "near its headline, although it states another one for machines"),
        None => weaker_date(page, lines, text, order)?,
    };
    decisions.push(Decision { confidence, text: format!("date: {place}") });
    Some(date)
}

/// The date that a page shows below its headline, or with which its text opens. Above is often that of today.
fn shown_date(page: &HtmlPage<'_>, lines: &[&PageLine], text: &DatedText<'_>, order: DayOrder) -> Option<Datetime> {
    let near = below_headline(lines, text.title?, &|line| line_date(line, order));
    let opening = page.lines.iter().find(|line| line.is_prose());
    near.or_else(|| opening.and_then(|line| dateline(&line.text, order)))
}

/// The day that a page shows for a moment that it states in UTC, where it is another one in the page's own time zone.
fn shown_day(stated: &Datetime, lines: &[&PageLine], text: &DatedText<'_>, order: DayOrder) -> Option<Datetime> {
    let hour = stated.time.filter(|_| matches!(stated.offset, Some(Offset::Z | Offset::Custom { minutes: 0 })))?.hour;
    let written = |line: &PageLine| first_date(&line.text, order).filter(|_| is_of_publication(line));
    let shown = near_headline(lines, text.title?, &written)?;
    let is_shown = match (civil_date(&shown)? - civil_date(stated)?).get_days() {
        // From UTC-12 to UTC+14.
        -1 => hour < 12,
        1 => hour >= 10,
        _ => false,
    };
    is_shown.then_some(shown)
}

fn civil_date(date: &Datetime) -> Option<civil::Date> {
    let date = date.date?;
    civil::Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// A date that a page states for machines, in whichever form.
fn stated_date(value: &str, order: DayOrder) -> Option<Datetime> {
    let date =
        parse_date(value).or_else(|| first_date(value, order)).or_else(|| compact_date(value.trim().get(..8)?))?;
    // Machines that know no date state the zero of their clocks.
    let day = date.date.map(|day| (day.year, day.month, day.day));
    (!matches!(day, Some((1969, 12, 31) | (1970, 1, 1)))).then_some(date)
}

/// The order of day and month where only numbers are written: the language tells, and for English its country.
fn day_order(text: &DatedText<'_>) -> DayOrder {
    const MONTH_FIRST: [&str; 3] = ["en-us", "en-ph", "es-us"];
    const DAY_FIRST: [&str; 7] = [".uk", ".au", ".nz", ".ie", ".in", ".za", ".eu"];
    let language = text.language.unwrap_or_default().to_lowercase();
    let host = text.url.and_then(crate::import::html_to_markdown::address::host_of).unwrap_or_default();
    if MONTH_FIRST.contains(&language.as_str()) {
        DayOrder::MonthFirst
    } else if DAY_FIRST.iter().any(|domain| host.ends_with(domain)) || !matches!(language.as_str(), "en" | "") {
        DayOrder::DayFirst
    } else {
        DayOrder::Unknown
    }
}

/// A date that is not stated for machines, how sure it is, and where it was found.
fn weaker_date(
    page: &HtmlPage<'_>,
    lines: &[&PageLine],
    text: &DatedText<'_>,
    order: DayOrder,
) -> Option<(Datetime, Confidence, &'static str)> {
    if let Some(date) = text.url.and_then(date_in_address) {
        return Some((date, Confidence::High, "in its address"));
    }
    let dated = |line: &PageLine| line_date(line, order);
    if let Some(date) = title_date(page, order) {
        return Some((date, Confidence::Medium, "in the title of the page"));
    }
    if let Some(date) = near_headline(lines, text.title?, &dated) {
        return Some((date, Confidence::Medium, "near its headline"));
    }
    if let Some(date) = script_date(page, order) {
        return Some((date, Confidence::Medium, "in the data of a script"));
    }
    if let Some(date) = labelled_date(lines, &dated) {
        return Some((date, Confidence::Medium, "beside a word such as “published”"));
    }
    let opening = page.lines.iter().position(PageLine::is_prose);
    if let Some(date) = opening.and_then(|at| dateline(&page.lines[at].text, order)) {
        return Some((date, Confidence::Medium, "at the beginning of its text"));
    }
    let is_headed = headline_at(lines.iter().copied(), text.title?).is_some();
    let above = &page.lines[..opening.filter(|_| !is_headed).unwrap_or_default()];
    let date = lines_about_text(above).into_iter().rev().take(ABOVE).find_map(dated)?;
    Some((date, Confidence::Low, "above its text"))
}

/// The date that is a part of the title of a page, between the headline and the name of the site.
fn title_date(page: &HtmlPage<'_>, order: DayOrder) -> Option<Datetime> {
    let title = page.named.iter().find(|element| element.is(&["title"]))?.text();
    let mut parts = title.split(['|', '·', '–', '—']).flat_map(|part| part.split(" - ")).map(str::trim);
    parts.find(|part| is_date(part)).and_then(|part| first_date(part, order))
}

/// The date beside the words that announce one, or below one that is alone. Of other texts there are mostly several.
fn labelled_date(lines: &[&PageLine], dated: &dyn Fn(&PageLine) -> Option<Datetime>) -> Option<Datetime> {
    /// The most words of a label that is alone.
    const WORDS: usize = 3;
    let is_labelled = |line: &PageLine| LABELS.iter().any(|label| line.text.to_lowercase().contains(label));
    let beside: Vec<Datetime> = lines.iter().copied().filter(|line| is_labelled(line)).filter_map(dated).collect();
    if let [first, others @ ..] = &beside[..] {
        return others.iter().all(|other| other.date == first.date).then_some(*first);
    }
    let is_alone = |line: &PageLine| line.text.split_whitespace().count() <= WORDS && is_labelled(line);
    lines.windows(2).filter(|pair| is_date(&pair[1].text) && is_alone(pair[0])).find_map(|pair| dated(pair[1]))
}

/// The date with which a report opens, and at most a place: `Aurich, 3 March 2015 – …`, `(3 March 2015) …`.
fn dateline(text: &str, order: DayOrder) -> Option<Datetime> {
    const WORDS: usize = 7;
    let ends = |marks: &[&str]| marks.iter().flat_map(|mark| text.match_indices(*mark)).map(|(at, _)| at).collect();
    let dashes: Vec<usize> = ends(&[" – ", " — ", " - ", " -- ", " | "]);
    let head = dashes.into_iter().min().map(|at| text[..at].trim_end_matches(')'));
    let is_short =
        |head: &&str| head.split_whitespace().count() <= WORDS && head.ends_with(|c: char| c.is_ascii_digit());
    let stops: Vec<usize> = ends(&[") ", ". "]);
    let alone = || stops.into_iter().map(|at| text[..at].trim_start_matches('(')).find(|head| is_date(head));
    head.filter(is_short).or_else(alone).and_then(|head| first_date(head, order))
}

/// The lines of a page that may say when its text was published: no line of a quotation, and none that says below it where it is
/// from.
fn lines_about_text(lines: &[PageLine]) -> Vec<&PageLine> {
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
fn line_date(line: &PageLine, order: DayOrder) -> Option<Datetime> {
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

/// Returns whether the date of a line is neither that of a change, nor told in a sentence.
fn is_of_publication(line: &PageLine) -> bool {
    let text = line.text.to_lowercase();
    let is_change = CHANGES.iter().any(|word| text.contains(word)) && !LABELS.iter().any(|label| text.contains(label));
    !is_change && !OTHERS.iter().any(|word| text.contains(word)) && is_dateline(&line.text)
}

/// The date nearest to the headline: a line below counts as much nearer than one above.
fn near_headline(lines: &[&PageLine], title: &str, dated: &dyn Fn(&PageLine) -> Option<Datetime>) -> Option<Datetime> {
    let above = || &lines[..headline_at(lines.iter().copied(), title).unwrap_or_default()];
    let below = below_headline(lines, title, dated);
    below.or_else(|| above().iter().copied().rev().take(ABOVE).find_map(dated))
}

fn below_headline(lines: &[&PageLine], title: &str, dated: &dyn Fn(&PageLine) -> Option<Datetime>) -> Option<Datetime> {
    const BELOW: usize = 12;
    let headline = headline_at(lines.iter().copied(), title)?;
    lines[headline..].iter().copied().take(BELOW).find_map(dated)
}

/// The first date that the data of a script states as that of a publication.
fn script_date(page: &HtmlPage<'_>, order: DayOrder) -> Option<Datetime> {
    page.root.all().filter(|element| element.is(&["script"])).find_map(|script| {
        let text = script.own_text();
        SCRIPT_KEYS.iter().find_map(|key| {
            let (_, after) = text.split_once(key)?;
            let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            stated_date(value.split('"').next()?, order)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::json_ld::LinkedData;
    use super::*;
    use crate::import::html_to_markdown::address::BaseUrl;
    use crate::import::html_to_markdown::tree;

    /// The date of a page with the headline `Late boats`.
    fn date_of(html: &str) -> Option<String> {
        let root = tree::parse_fragment(html).expect("a page");
        let linked = LinkedData::default();
        let page = HtmlPage::new(&root, &linked, BaseUrl::default());
        let text = DatedText { title: Some("Late boats"), url: None, language: Some("de") };
        published(&page, &text, &mut Vec::new()).map(|date| date.to_string())
    }

    #[test]
    fn a_moment_in_utc_is_on_the_day_that_the_page_shows() {
        for (shown, date) in [("3 March 2015", "2015-03-03"), ("6 March 2015", "2015-03-04T03:30:00Z")] {
            let stated = r#"<meta property="article:published_time" content="2015-03-04T03:30:00Z">"#;
            let found = date_of(&format!("{stated}<h1>Late boats</h1><p>{shown}</p>"));
            assert_eq!(found.as_deref(), Some(date), "{shown}");
        }
    }

    #[test]
    fn a_page_shows_its_date_below_its_headline() {
        let stated = r#"<meta name="date" content="2015-03-09"><p>12.03.2015</p><h1>Late boats</h1>"#;
        for (shown, date) in [
            ("3. März 2015", "2015-03-03"),
            ("Von Mara Lind, 03.03.2015, 12:01 Uhr", "2015-03-03"),
            ("Aktualisiert: 3. März 2015", "2015-03-09"),
            ("Akt.: 3. März 2015", "2015-03-09"),
            ("03.03.2015, Lesezeit 5 Min.", "2015-03-03"),
            ("Registriert: 3. März 2015", "2015-03-09"),
            ("Am 3. März 2015 fiel der Kran.", "2015-03-09"),
        ] {
            assert_eq!(date_of(&format!("{stated}<p>{shown}</p>")).as_deref(), Some(date), "{shown}");
        }
    }

    #[test]
    fn dates_of_other_things_are_none_of_the_text() {
        for lines in [
            "<p>Der Kran fiel. Nachtrag: der andere auch.</p><p>Abgerufen am 3. März 2015</p>",
            "<meta name=date content=1970-01-01T00:00:00Z><p>Der Kran fiel.</p>",
            "<h2>Kräne</h2><p>Veröffentlicht: 3. März 2015</p><h2>Boote</h2><p>Veröffentlicht: 9. März 2015</p>",
        ] {
            assert_eq!(date_of(lines), None, "{lines}");
        }
    }

    #[test]
    fn reports_open_with_dates() {
        for (text, date) in [
            ("Aurich, 3 March 2015 – The last crane fell.", Some("2015-03-03")),
            ("03.03.2015 - Der letzte Kran fiel um.", Some("2015-03-03")),
            ("(Aurich, 3. März 2015) – Der letzte Kran fiel um.", Some("2015-03-03")),
            ("(3 March 2015) The last crane fell.", Some("2015-03-03")),
            ("3. März 2015. Der letzte Kran fiel um.", Some("2015-03-03")),
            ("It fell on 3 March 2015. Then it lay.", None),
            ("On 3 March 2015 the crane – the last one – fell.", None),
            ("The crane that was built on 3 March 2015 in Aurich – fell.", None),
        ] {
            assert_eq!(dateline(text, DayOrder::Unknown).map(|date| date.to_string()).as_deref(), date, "{text}");
        }
    }

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
