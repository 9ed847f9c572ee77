//! What of a page is in no article: every text that it shows, less those that the articles took.

use std::collections::HashMap;

use super::super::RemovedText;
use super::super::markup::shape::is_pixel;
use super::super::markup::tree::{Element, INLINE, Node, UNSEEN};
use super::furniture;
use crate::base::text::words;

/// Letters that are kept of furniture; of anything else all is kept that a person would read.
const FURNITURE: usize = 160;
const OTHER: usize = 4000;

/// A line of the page.
struct PageLine {
    kind: Option<&'static str>,
    /// Which piece of furniture it is in.
    region: usize,
    text: String,
}

/// Lists what the page shows and `taken` does not hold.
pub(super) fn lost(page: &Element, taken: &[String]) -> Vec<RemovedText> {
    let mut lines = PageLines { done: Vec::new(), line: String::new(), kind: None, region: 0, regions: 0 };
    lines.read(page);
    lines.flush();
    let lines = lines.done;
    let mut whole: HashMap<Vec<&str>, usize> = HashMap::new();
    taken.iter().flat_map(|text| text.lines()).for_each(|line| *whole.entry(split(line).collect()).or_default() += 1);
    // The article's own lines before furniture of the same words.
    let (own, apart): (Vec<_>, Vec<_>) = (0..lines.len()).partition(|n| lines[*n].kind.is_none());
    let order = || own.iter().chain(&apart).copied();
    let mut gone = vec![String::new(); lines.len()];
    let mut others = Vec::new();
    for n in order() {
        // Lines that were taken as they are, first.
        match whole.get_mut(&split(&lines[n].text).collect::<Vec<_>>()).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => others.push(n),
        }
    }
    // What was taken in other pieces.
    let mut pool: HashMap<&str, usize> = HashMap::new();
    for (line, times) in &whole {
        line.iter().for_each(|word| *pool.entry(word).or_default() += times);
    }
    others.into_iter().for_each(|n| gone[n] = missing(&lines[n].text, &mut pool));
    listed(lines.iter().zip(gone).filter(|(_, text)| !text.is_empty()))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What of a line is not in the pool: nothing, all of it, or the words that are missing.
fn missing<'a>(text: &'a str, pool: &mut HashMap<&str, usize>) -> String {
    let words: Vec<&str> = split(text).collect();
    let count = |word: &&'a str| (*word, pool.get(word).copied().unwrap_or_default());
    let mut left: HashMap<&str, usize> = words.iter().map(count).collect();
    let gone: Vec<&str> = words.iter().copied().filter(|word| !take(&mut left, word)).collect();
    if gone.len() * 2 > words.len() {
        return text.to_owned();
    }
    words.iter().for_each(|word| {
        take(pool, word);
    });
    gone.join(" ")
}

fn take(pool: &mut HashMap<&str, usize>, word: &str) -> bool {
    pool.get_mut(word).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
}

/// What a page loads into itself and shows to nobody, or plays.
pub(super) fn embedded(page: &Element) -> Vec<RemovedText> {
    let found = page.all().filter_map(|it| {
        let kind = match &*it.name {
            "img" if is_pixel(it) => "tracking pixel",
            "iframe" | "frame" => "frame",
            "object" | "embed" => "embedded object",
            "video" => "video",
            "audio" => "audio",
            _ => return None,
        };
        let source = it.all().find_map(|it| it.attribute("src").or(it.attribute("data")))?;
        Some(RemovedText { kind, text: source.to_owned() })
    });
    found.collect()
}

/// Joins the lines of one region, and shortens furniture.
fn listed<'a>(lines: impl Iterator<Item = (&'a PageLine, String)>) -> Vec<RemovedText> {
    let mut removed: Vec<(usize, RemovedText)> = Vec::new();
    for (line, text) in lines {
        let kind = line.kind.unwrap_or("around the text");
        match removed.last_mut() {
            Some((region, last)) if *region == line.region && last.kind == kind => {
                last.text.push_str(" / ");
                last.text.push_str(&text);
            }
            _ => removed.push((line.region, RemovedText { kind, text })),
        }
    }
    let cut = |removed: RemovedText| {
        let limit = if removed.kind == "around the text" || removed.kind == "comments" { OTHER } else { FURNITURE };
        let count = words::count(&removed.text);
        let text = words::truncate(&removed.text, limit);
        let text = if text.len() < removed.text.len() { format!("{text} ({count} words)") } else { text };
        RemovedText { text, ..removed }
    };
    removed.into_iter().map(|(_, removed)| cut(removed)).collect()
}

/// The lines of a page, as they are met.
struct PageLines {
    done: Vec<PageLine>,
    line: String,
    kind: Option<&'static str>,
    region: usize,
    regions: usize,
}

impl PageLines {
    fn read(&mut self, element: &Element) {
        let links = |pair: &[Node]| pair.iter().all(|it| matches!(it, Node::Element(it) if it.is(&["a"])));
        let row = element.children.windows(2).any(links);
        for child in &element.children {
            match child {
                Node::Text(text) => self.line.push_str(text),
                Node::Element(child) if child.is(&UNSEEN) => {}
                // A style sheet sets them apart, in rows of links above all.
                Node::Element(child) if child.is(&["time"]) || (child.is(&["a"]) && (row || self.kind.is_some())) => {
                    self.line.push(' ');
                    self.read(child);
                    self.line.push(' ');
                }
                Node::Element(child) if child.is(&INLINE) => self.read(child),
                Node::Element(child) => {
                    self.flush();
                    let outer = (self.kind, self.region);
                    if let (None, Some(kind)) = (self.kind, furniture::kind(child)) {
                        self.regions += 1;
                        (self.kind, self.region) = (Some(kind), self.regions);
                    }
                    self.read(child);
                    self.flush();
                    (self.kind, self.region) = outer;
                }
            }
        }
    }

    fn flush(&mut self) {
        let text = words::collapse_space(&self.line);
        self.line.clear();
        if split(&text).next().is_some() {
            self.done.push(PageLine { kind: self.kind, region: self.region, text });
        }
    }
}
