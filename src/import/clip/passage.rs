//! Finds the words that an editor wants to quote in the text of a report, and writes them as the report does.

use std::ops::Range;

use crate::base::text::boundary::Sides;
use crate::base::text::near::nearest_words;
use crate::base::text::token::{Needle, SearchBudget, Tokens, tokenize};
use crate::base::text::words::{collapse_space, truncate};
use crate::editor::escape::{escape_inline, escape_paragraph};
use crate::import::refusal::ImportRefusal;

/// The mark of an omission in an excerpt.
const OMISSION: &str = "[…]";

/// Finds the passage that `wanted` asks for: its exact words, `first words … last words` for all between, and `[…]` for words
/// to leave out. Returns its Markdown, word for word as in `text`.
///
/// # Errors
/// When it is not there, or `first words` are there several times.
pub(crate) fn find_passage(text: &str, wanted: &str) -> Result<String, ImportRefusal> {
    let tokens = tokenize(text);
    let wanted = wanted.replace("[...]", OMISSION).replace("...", "…");
    let (mut from, mut found) = (0, Vec::new());
    for part in wanted.split(OMISSION).filter(|part| !part.trim().is_empty()) {
        let range = find_part(&tokens, part, from)?;
        from = range.end;
        found.push(written(&tokens, range, part));
    }
    if found.is_empty() {
        return Err(ImportRefusal::new("--quote is empty", "write the words to quote, or the first … last of them"));
    }
    let Some(last) = found.len().checked_sub(1) else { return Ok(String::new()) };
    let joined = found
        .iter()
        .enumerate()
        .map(|(number, part)| if number < last { format!("{part} {OMISSION} ") } else { part.clone() });
    let paragraphs = joined.collect::<String>();
    let paragraphs = paragraphs.split("\n\n").map(|text| escape_omitted(&collapse_space(text)));
    Ok(paragraphs.collect::<Vec<_>>().join("\n\n"))
}

/// Writes an excerpt: a passage as [`find_passage`] returns it, and its attribution.
pub(crate) fn excerpt_markdown(passage: &str, attribution: &str) -> String {
    format!("{}>\n> — {attribution}\n", quotation(passage))
}

/// Writes a passage as a quotation.
pub(super) fn quotation(passage: &str) -> String {
    passage.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") }).collect()
}

/// The name of an outlet as a link to one of its article's sources, and the date of the report.
pub(crate) fn source_link(name: &str, id: &str, date: Option<&str>) -> String {
    let date = date.map_or_else(String::new, |date| format!(", {date}"));
    format!("[{}](source:{id}){date}", escape_inline(name))
}

/// Escapes a paragraph but for its omissions.
fn escape_omitted(text: &str) -> String {
    let parts: Vec<String> = text.split(OMISSION).map(|part| part.trim().to_owned()).collect();
    let escaped: Vec<String> = parts.iter().map(|part| escape_brackets(&escape_paragraph(part))).collect();
    escaped.join(&format!(" {OMISSION} ")).trim().to_owned()
}

/// Escapes the brackets of the report, so that they are not those of an editor.
fn escape_brackets(markdown: &str) -> String {
    let mut escaped = String::with_capacity(markdown.len());
    let mut is_escaped = false;
    for c in markdown.chars() {
        if matches!(c, '[' | ']') && !is_escaped {
            escaped.push('\\');
        }
        escaped.push(c);
        is_escaped = c == '\\' && !is_escaped;
    }
    escaped
}

/// The words of a range, with the full stop after them if they were not asked for letter by letter.
fn written(tokens: &Tokens<'_>, range: Range<usize>, part: &str) -> String {
    let is_end = |at: usize| at < tokens.len() && matches!(tokens.key(at), "." | "!" | "?" | "…");
    let end = range.end + usize::from(part.contains('…') && is_end(range.end));
    tokens.written(&(range.start..end)).to_owned()
}

/// Finds a part of a passage from a token on.
fn find_part(tokens: &Tokens<'_>, part: &str, from: usize) -> Result<Range<usize>, ImportRefusal> {
    // An ellipsis may be the report's own.
    if let Some(range) = occurrences(tokens, part, from).into_iter().next() {
        return Ok(range);
    }
    let Some((first, last)) =
        part.split_once('…').filter(|(first, last)| !first.trim().is_empty() && !last.trim().is_empty())
    else {
        return find_words(tokens, part.trim_matches(['…', ' ']), from);
    };
    let starts = occurrences(tokens, first, from);
    let first_at = match &starts[..] {
        [] => return Err(not_there(tokens, first, from)),
        [start] => start,
        several => {
            let message = format!("`{}` is in the report {} times", shown(first), several.len());
            return Err(ImportRefusal::new(message, "begin with more of its words"));
        }
    };
    let ends = occurrences(tokens, last, first_at.end);
    let end = ends.first().ok_or_else(|| not_there(tokens, last, first_at.end))?;
    Ok(first_at.start..end.end)
}

fn find_words(tokens: &Tokens<'_>, wanted: &str, from: usize) -> Result<Range<usize>, ImportRefusal> {
    occurrences(tokens, wanted, from).into_iter().next().ok_or_else(|| not_there(tokens, wanted, from))
}

fn occurrences(tokens: &Tokens<'_>, wanted: &str, from: usize) -> Vec<Range<usize>> {
    let wanted = tokenize(wanted);
    if !wanted.has_words() {
        return Vec::new();
    }
    let mut budget = SearchBudget::for_tokens(tokens.len() + wanted.len());
    Needle::new(&wanted, Sides::default(), true).occurrences(tokens, from, &mut budget)
}

fn not_there(tokens: &Tokens<'_>, wanted: &str, from: usize) -> ImportRefusal {
    let is_before = from > 0 && !occurrences(tokens, wanted, 0).is_empty();
    if is_before {
        let message = format!("`{}` is in the report, but not after the words before it", shown(wanted));
        return ImportRefusal::new(message, "name the words in the order of the report");
    }
    let hint = match nearest_words(tokens.source, &collapse_space(wanted)) {
        Some(near) => format!("the nearest words in it: {}", shown(&near)),
        None => "quote words of its text; the snapshot has all that was read".to_owned(),
    };
    ImportRefusal::new(format!("`{}` is not in the report", shown(wanted)), hint)
}

fn shown(words: &str) -> String {
    truncate(&collapse_space(words), 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Fares rise\n\nThe office said fares would rise by 5% in May. It gave no reason.\n\n\
                        “We had no choice,” it said. Fares rose *twice* [sic] last year.";

    fn passage(wanted: &str) -> Result<String, String> {
        find_passage(TEXT, wanted).map_err(|refusal| refusal.message)
    }

    #[test]
    fn passages_are_those_of_the_report() {
        for (wanted, found) in [
            ("fares would rise by 5 %", "fares would rise by 5%"),
            ("The office … in May", "The office said fares would rise by 5% in May."),
            ("It gave … \"We had no choice,\" it said", "It gave no reason.\n\n“We had no choice,” it said."),
            ("The office said [...] It gave no reason.", "The office said […] It gave no reason."),
            ("Fares rose *twice* [sic]", "Fares rose \\*twice\\* \\[sic\\]"),
        ] {
            assert_eq!(passage(wanted), Ok(found.to_owned()), "{wanted}");
        }
    }

    #[test]
    fn other_words_are_refused() {
        for (wanted, message) in [
            ("fares would fall", "`fares would fall` is not in the report"),
            ("Fares … May", "`Fares` is in the report 2 times"),
            ("last year […] in May", "`in May` is in the report, but not after the words before it"),
            (" […] ", "--quote is empty"),
        ] {
            assert_eq!(passage(wanted), Err(message.to_owned()), "{wanted}");
        }
    }
}
