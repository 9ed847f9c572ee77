//! The text of a page that is in no article: everything that the page shows, less what the articles use.

use std::collections::HashMap;

use super::lines::{self, PageLine};
use crate::base::text::words;
use crate::import::draft::RemovedText;
use crate::import::html_to_markdown::image_source::is_tracking_pixel;
use crate::import::html_to_markdown::tree::HtmlElement;

/// Letters that are kept of furniture; of anything else all is kept that a person would read.
const MAX_FURNITURE: usize = 160;
const MAX_OTHER: usize = 4000;

/// The kind of text that is not in furniture.
const AROUND_TEXT: &str = "around the text";

/// Lists what the page shows and `used` does not hold.
pub(super) fn unused_text(lines: &[PageLine], used: &[String]) -> Vec<RemovedText> {
    let mut used_lines: HashMap<Vec<&str>, usize> = HashMap::new();
    for line in used.iter().flat_map(|text| text.lines()) {
        *used_lines.entry(lines::words_of(line).collect()).or_default() += 1;
    }
    // The article's lines come before furniture of the same words.
    let (article, furniture): (Vec<_>, Vec<_>) = (0..lines.len()).partition(|n| lines[*n].kind.is_none());
    // Lines that were used whole are matched first.
    let mut others = Vec::new();
    for n in article.into_iter().chain(furniture) {
        match used_lines.get_mut(&lines::words_of(&lines[n].text).collect::<Vec<_>>()).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => others.push(n),
        }
    }
    let mut used_words: HashMap<&str, usize> = HashMap::new();
    for (line, times) in &used_lines {
        line.iter().for_each(|word| *used_words.entry(word).or_default() += times);
    }
    let mut missing = vec![String::new(); lines.len()];
    others.into_iter().for_each(|n| missing[n] = missing_words(&lines[n].text, &mut used_words));
    join_regions(lines.iter().zip(missing).filter(|(_, text)| !text.is_empty()))
}

/// The words of a line that are not among the used ones; all of it if that is most of them. The others are taken from
/// the used ones.
fn missing_words<'a>(text: &'a str, used: &mut HashMap<&str, usize>) -> String {
    let words: Vec<&str> = lines::words_of(text).collect();
    let count = |word: &&'a str| (*word, used.get(word).copied().unwrap_or_default());
    let mut left: HashMap<&str, usize> = words.iter().map(count).collect();
    let missing: Vec<&str> = words.iter().copied().filter(|word| !take_word(&mut left, word)).collect();
    if missing.len() * 2 > words.len() {
        return text.to_owned();
    }
    for word in words {
        take_word(used, word);
    }
    missing.join(" ")
}

fn take_word(words: &mut HashMap<&str, usize>, word: &str) -> bool {
    words.get_mut(word).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
}

/// Lists what a page plays, or loads without showing it.
pub(super) fn embedded_media(page: &HtmlElement) -> Vec<RemovedText> {
    page.all().filter_map(embedded).collect()
}

fn embedded(element: &HtmlElement) -> Option<RemovedText> {
    let kind = match &*element.name {
        "img" if is_tracking_pixel(element) => "tracking pixel",
        "iframe" | "frame" => "frame",
        "object" | "embed" => "embedded object",
        "video" => "video",
        "audio" => "audio",
        _ => return None,
    };
    let source = element.all().find_map(|inner| inner.attribute("src").or(inner.attribute("data")))?;
    Some(RemovedText { kind, text: source.to_owned() })
}

/// Joins the lines of each region, and shortens furniture.
fn join_regions<'a>(lines: impl Iterator<Item = (&'a PageLine, String)>) -> Vec<RemovedText> {
    let mut removed: Vec<(usize, RemovedText)> = Vec::new();
    for (line, text) in lines {
        let kind = line.kind.unwrap_or(AROUND_TEXT);
        match removed.last_mut() {
            Some((region, last)) if *region == line.region && last.kind == kind => {
                last.text.push_str(" / ");
                last.text.push_str(&text);
            }
            Some(_) | None => removed.push((line.region, RemovedText { kind, text })),
        }
    }
    removed.into_iter().map(|(_, removed)| shortened(removed)).collect()
}

fn shortened(removed: RemovedText) -> RemovedText {
    let limit = if matches!(removed.kind, AROUND_TEXT | "comments") { MAX_OTHER } else { MAX_FURNITURE };
    let mut text = words::truncate(&removed.text, limit);
    if text.len() < removed.text.len() {
        text.push_str(&format!(" ({} words)", words::count(&removed.text)));
    }
    RemovedText { text, ..removed }
}
