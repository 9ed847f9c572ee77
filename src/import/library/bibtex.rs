//! References in BibTeX or BibLaTeX.

use std::collections::HashMap;

use biblatex::{Bibliography, ChunksExt, DateValue, Entry, PermissiveType, Person};
use toml::value::Datetime;

use super::calendar::calendar_date;
use super::work::{SavedWork, filled, plain};
use crate::base::text::words::collapse_space;
use crate::import::date_parser::parse_date;
use crate::import::draft::language_tag;
use crate::import::html_to_markdown::address::web_url;
use crate::import::refusal::ImportRefusal;

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
pub(super) fn read_works(text: &str) -> Result<Vec<SavedWork>, ImportRefusal> {
    check_bounds(text)?;
    let references = Bibliography::parse(text).map_err(|error| {
        let line = 1 + text.get(..error.span.start).unwrap_or(text).matches('\n').count();
        ImportRefusal::at(
            line,
            format!("this BibTeX cannot be read: {}", error.kind),
            "correct the entry, or export it again",
        )
    })?;
    Ok(references.iter().map(read_reference).collect())
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

fn read_reference(entry: &Entry) -> SavedWork {
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
