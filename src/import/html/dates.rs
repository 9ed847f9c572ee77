//! The day on which a page or a post was published: as it states for machines, else as its address or its words say. A page's
//! other dates (of the last change, of related articles, of a copyright) are not taken for it.

use jiff::civil;
use toml::value::{Datetime, Offset};

use super::date_lines::{is_labelled, is_of_publication, line_date, lines_about_text, stated_date};
use super::metadata_sources::{DATED, MODIFIED, PUBLISHED};
use super::page::{HtmlPage, PageLine, page_lines};
use super::titles::headline_at;
use crate::import::draft::{Confidence, Decision};
use crate::import::html_to_markdown::anchors::Footnotes;
use crate::import::written_date::{DayOrder, date_in_address, first_date, is_date};

/// The number of lines above a headline that may have its date.
const ABOVE: usize = 5;

/// Keys of the data of scripts.
#[rustfmt::skip]
const SCRIPT_KEYS: [&str; 9] = [
    "\"datePublished\"", "\"publishedAt\"", "\"published_at\"", "\"publishDate\"", "\"publish_date\"",
    "\"pubDate\"", "\"publicationDate\"", "\"firstPublished\"", "var ct",
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
    let notes = Footnotes::find(page.root);
    let notes: Vec<String> = notes.notes().flat_map(|(_, note, _)| page_lines(note)).map(|line| line.text).collect();
    let mut lines = lines_about_text(&page.lines);
    // A note gives the dates of what it names.
    lines.retain(|line| !notes.contains(&line.text));
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
    if let Some(date) = text.title.and_then(|title| near_headline(lines, title, &dated)) {
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
    let is_headed = text.title.is_some_and(|title| headline_at(lines.iter().copied(), title).is_some());
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
            let value = after.trim_start().strip_prefix([':', '='])?.trim_start().strip_prefix('"')?;
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
    fn pages_in_chinese_say_their_day() {
        for stated in [
            "<p>时间：2015-03-03</p>",
            "<meta name=apub:time content=2015-03-03>",
            r#"<script>var ct = "1425384000";</script>"#,
        ] {
            assert_eq!(date_of(stated).as_deref().and_then(|date| date.get(..10)), Some("2015-03-03"), "{stated}");
        }
    }

    #[test]
    fn dates_of_other_things_are_none_of_the_text() {
        for lines in [
            "<p>Der Kran fiel. Nachtrag: der andere auch.</p><p>Abgerufen am 3. März 2015</p>",
            "<meta name=date content=1970-01-01T00:00:00Z><p>Der Kran fiel.</p>",
            "<h1>Late boats</h1><p><a href=/kran>Der Kran, 3. März 2015</a></p>",
            "<h1>Late boats</h1><p>Der Kran fiel.<sup><a href=#n>1</a></sup></p><p id=n>Die Flut, 3. März 2015</p>",
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
}
