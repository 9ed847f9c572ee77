//! What a reading program keeps of a work, and references in BibTeX, BibLaTeX and CSL-JSON (Citation Style Language 1.0.2),
//! as Zotero and Pandoc write them.

use std::collections::{BTreeSet, HashMap};

use biblatex::{Bibliography, ChunksExt, DateValue, Entry, PermissiveType, Person};
use serde_json::Value;
use toml::value::{Date, Datetime};

use crate::base::text::words::collapse_space;
use crate::editor::escape::escape_paragraph;
use crate::import::date_parser::parse_date;
use crate::import::draft::{RemovedText, language_tag};
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

/// A page, an article or a book, as a reading program keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SavedWork {
    /// Its name among the references.
    pub key: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// The name of what published it: a newspaper, a journal, a publisher.
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
    /// When it was last read.
    pub read: Option<Datetime>,
    /// BCP 47 tag.
    pub language: Option<String>,
    pub tags: Vec<String>,
    /// The people who highlighted, where that is kept.
    pub people: BTreeSet<String>,
    pub highlights: Vec<SavedHighlight>,
    /// Notes on the whole work, in Markdown.
    pub remarks: Vec<String>,
    /// What a source has no field for.
    pub left_out: Vec<RemovedText>,
}

/// Words that were highlighted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SavedHighlight {
    pub words: String,
    /// The note on them, in Markdown.
    pub note: Option<String>,
    /// Where they are: `, p. 12`.
    pub locator: String,
}

impl SavedWork {
    /// Adds tags that it lacks.
    pub(super) fn add_tags<'t>(&mut self, tags: impl IntoIterator<Item = &'t str>) {
        for tag in tags.into_iter().map(str::trim).filter(|tag| !tag.is_empty()) {
            if !self.tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                self.tags.push(tag.to_owned());
            }
        }
    }

    /// Notes that it was read on the day of `moment`, unless it was read later.
    pub(super) fn read_on(&mut self, moment: Option<Datetime>) {
        let day =
            moment.and_then(|moment| moment.date).map(|date| Datetime { date: Some(date), time: None, offset: None });
        let key = |day: &Datetime| day.date.map(|date| (date.year, date.month, date.day));
        if day.as_ref().and_then(key) > self.read.as_ref().and_then(key) {
            self.read = day;
        }
    }

    /// Notes what a source has no field for.
    pub(super) fn leave_out(&mut self, kind: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.left_out.push(RemovedText { kind, text: text.trim().to_owned() });
        }
    }
}

/// Text that is not blank, without space around it.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Plain text as Markdown: each line is a paragraph.
pub(super) fn plain(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(escape_paragraph).collect::<Vec<_>>().join("\n\n")
}

/// Returns whether a text, in lower case, begins with an entry such as `@book{key,`.
pub(in crate::import) fn is_bibliography(head: &str) -> bool {
    let entry = head.lines().find(|line| !line.trim().is_empty() && !line.starts_with('%')).unwrap_or_default();
    let kind = entry.strip_prefix('@').and_then(|entry| entry.split_once('{')).map(|(kind, _)| kind.trim());
    kind.is_some_and(|kind| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Reads the references.
///
/// # Errors
/// When it is no BibTeX, with the line.
pub(super) fn read_bibtex(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    check_bounds(text)?;
    let references = Bibliography::parse(text).map_err(|error| {
        let line = 1 + text.get(..error.span.start).unwrap_or(text).matches('\n').count();
        ImportRefusal::at(
            line,
            format!("this BibTeX cannot be read: {}", error.kind),
            "correct the entry, or export it again",
        )
    })?;
    Ok(references.iter().map(read_bibtex_entry).collect())
}

/// Refuses what would take the parser for ever: braces in braces without end, and macros that multiply each other.
fn check_bounds(text: &str) -> Result<(), ImportRefusal> {
    const DEPTH: usize = 100;
    /// Bytes of all macros written out, at most.
    const LENGTH: usize = 1 << 28;
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            let line = 1 + text[..at].matches('\n').count();
            return Err(ImportRefusal::at(line, "braces are nested too deep here", "correct the entry"));
        }
    }
    let growth = macro_growth(&text.to_ascii_lowercase());
    if growth > 1 && growth.saturating_mul(text.len()) > LENGTH {
        let message = "the macros (@string) of this file are made of each other, to no end";
        return Err(ImportRefusal::new(message, "write out what they stand for"));
    }
    Ok(())
}

/// The number of texts that the largest macro is made of, those of the macros that it names included.
fn macro_growth(lower: &str) -> usize {
    /// Macros in macros, at most: beyond it they may name each other in a circle.
    const DEPTH: usize = 64;
    let entries = lower.match_indices("@string").map(|(at, _)| macro_entry(&lower[at..]));
    let macros: Vec<(&str, &str)> = entries
        .filter_map(|entry| entry.split_once('=').map(|(name, value)| (name.trim_start_matches("@string"), value)))
        .map(|(name, value)| (name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '(')), value))
        .collect();
    let mut sizes: HashMap<&str, usize> = macros.iter().map(|(name, _)| (*name, 1)).collect();
    for _ in 0..DEPTH {
        let mut grew = false;
        for (name, value) in &macros {
            let parts =
                value.split('#').map(|part| part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '}' | ')')));
            let size = parts.fold(0usize, |size, part| size.saturating_add(sizes.get(part).copied().unwrap_or(1)));
            let known = sizes.entry(name).or_insert(size);
            grew |= *known < size;
            *known = size.max(*known);
        }
        if !grew {
            return sizes.into_values().max().unwrap_or(1);
        }
    }
    usize::MAX
}

/// The macro with which a text begins, up to its last brace.
fn macro_entry(text: &str) -> &str {
    let mut depth = 0usize;
    let end = text.bytes().position(|byte| {
        depth = depth.wrapping_add(usize::from(byte == b'{')).wrapping_sub(usize::from(byte == b'}'));
        byte == b'}' && depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

fn read_bibtex_entry(entry: &Entry) -> SavedWork {
    let text = |keys: &[&str]| keys.iter().find_map(|key| filled(&entry.get(key)?.format_verbatim()));
    let mut work = SavedWork {
        key: Some(entry.key.clone()),
        title: text(&["title"]).map(|title| collapse_space(&title)),
        url: text(&["url", "howpublished"]).and_then(|url| web_url(&url)),
        publisher: text(&["journaltitle", "journal", "booktitle", "organization", "institution", "publisher"]),
        author: entry
            .author()
            .ok()
            .and_then(|people| filled(&people.iter().map(signature).collect::<Vec<_>>().join(", "))),
        read: text(&["urldate"]).as_deref().and_then(parse_date),
        language: text(&["langid", "language"]).and_then(|tag| language_tag(&tag)),
        ..SavedWork::default()
    };
    work.published = published(entry);
    if work.published.is_none() {
        let parts = ["date", "year", "month", "day"].iter().filter_map(|key| text(&[key]));
        work.leave_out("date without a day", &parts.collect::<Vec<_>>().join(" "));
    }
    work.add_tags(text(&["keywords"]).unwrap_or_default().split([',', ';']));
    work.remarks.extend(text(&["annotation", "annote"]).map(|note| plain(&note)));
    for (key, kind) in [("abstract", "abstract"), ("note", "further fields of the reference")] {
        work.leave_out(kind, &text(&[key]).unwrap_or_default());
    }
    work
}

/// The name of an author, as it is signed.
fn signature(person: &Person) -> String {
    let parts = [&person.given_name, &person.prefix, &person.name, &person.suffix];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// The day of publication, if the entry states one.
fn published(entry: &Entry) -> Option<Datetime> {
    let Ok(PermissiveType::Typed(date)) = entry.date() else { return None };
    let DateValue::At(day) = date.value else { return None };
    // Months and days are counted from zero.
    calendar_date(u64::try_from(day.year).ok()?, u64::from(day.month?) + 1, u64::from(day.day?) + 1)
}

/// Returns whether JSON is a list of references: its beginning, in lower case, has a `type` and what else all have.
pub(in crate::import) fn is_export(head: &str) -> bool {
    const SIGNS: [&str; 5] =
        ["\"issued\"", "\"container-title\"", "\"date-parts\"", "\"citation-key\"", "\"accessed\""];
    head.starts_with('[') && head.contains("\"type\"") && SIGNS.iter().any(|sign| head.contains(sign))
}

/// Reads the references.
///
/// # Errors
/// When it is no such list.
pub(super) fn read_csl_json(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    let list: Vec<Value> = serde_json::from_str(text).map_err(|error| {
        let message = format!("this is no list of references in CSL-JSON: {error}");
        ImportRefusal::at(error.line(), message, "export the references again")
    })?;
    Ok(list.iter().map(read_csl_item).collect())
}

fn read_csl_item(item: &Value) -> SavedWork {
    let text = |key: &str| item[key].as_str().and_then(filled);
    let mut work = SavedWork {
        key: text("citation-key").or_else(|| text("id")),
        title: text("title"),
        url: text("URL").and_then(|url| web_url(&url)),
        publisher: text("container-title").or_else(|| text("publisher")),
        author: names(&item["author"]),
        language: text("language").and_then(|tag| language_tag(&tag)),
        ..SavedWork::default()
    };
    work.published = date(&item["issued"], "date without a day", &mut work);
    work.read = date(&item["accessed"], "date of access without a day", &mut work);
    work.add_tags(text("keyword").unwrap_or_default().split([',', ';']));
    work.remarks.extend(text("annote").map(|note| plain(&note)));
    for (key, kind) in [("abstract", "abstract"), ("note", "further fields of the reference")] {
        work.leave_out(kind, &text(key).unwrap_or_default());
    }
    work
}

/// The names of authors, as they sign.
fn names(list: &Value) -> Option<String> {
    let names: Vec<String> = list.as_array().into_iter().flatten().filter_map(name).collect();
    filled(&names.join(", "))
}

fn name(name: &Value) -> Option<String> {
    let part = |key: &str| name[key].as_str().and_then(filled);
    let parts = [part("given"), part("non-dropping-particle"), part("family"), part("suffix")];
    part("literal").or_else(|| filled(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")))
}

/// A day; what is less than one is left out, since a source has no field for it.
fn date(value: &Value, kind: &'static str, work: &mut SavedWork) -> Option<Datetime> {
    let written = ["raw", "literal"].iter().find_map(|key| value[key].as_str());
    if let Some(date) = written.and_then(parse_date) {
        return Some(date);
    }
    let parts = value.pointer("/date-parts/0").and_then(Value::as_array);
    let parts: Vec<u64> = parts.into_iter().flatten().filter_map(number).collect();
    let known = if let [year, month, day] = parts[..] { calendar_date(year, month, day) } else { None };
    if known.is_none() {
        let parts = parts.iter().map(u64::to_string).collect::<Vec<_>>().join("-");
        work.leave_out(kind, written.unwrap_or(&parts));
    }
    known
}

/// A number, which some programs write as text.
fn number(part: &Value) -> Option<u64> {
    part.as_u64().or_else(|| part.as_str()?.trim().parse().ok())
}

/// The day of a year (from 0), month and day (from 1); `None` if the calendar has no such day.
pub(super) fn calendar_date(year: u64, month: u64, day: u64) -> Option<Datetime> {
    let date = Date { year: year.try_into().ok()?, month: month.try_into().ok()?, day: day.try_into().ok()? };
    parse_date(&Datetime { date: Some(date), time: None, offset: None }.to_string())
}
