//! The neutral view of a line: its words, and where they link to.

use std::ops::Range;

use super::vocabulary::POST_BUTTONS;
use crate::base::fields::is_web_url;
use crate::import::html_to_markdown::block::{Inline, TextRun};

/// The words of a line, and the links among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LinkedLine {
    /// The words; line breaks count as one byte.
    pub text: String,
    /// The places of links and their addresses, in order.
    pub links: Vec<(Range<usize>, String)>,
    /// The places of words in emphasis, such as titles.
    pub emphasised: Vec<Range<usize>>,
    /// True for the heading of a section.
    pub is_heading: bool,
    /// The label of the footnote whose mark ends the line.
    pub closing_note: Option<String>,
}

impl LinkedLine {
    /// A line without links.
    pub(crate) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// A line that is nothing but a link.
    pub(crate) fn linked(text: &str, url: &str) -> Self {
        Self { links: vec![(0..text.len(), url.to_owned())], ..Self::plain(text) }
    }

    /// The words of runs. A link to a picture is no source.
    pub(crate) fn of(runs: &[TextRun]) -> Self {
        let mut line = Self::default();
        for run in runs {
            let start = line.text.len();
            let link = run.style.link.as_deref().filter(|_| !run.style.is_picture);
            line.push(run_text(run), link);
            if let Inline::Note(label) = &run.content {
                line.closing_note = Some(label.clone());
            }
            line.emphasised.extend(run.style.emphasis.then_some(start..line.text.len()));
        }
        line
    }

    /// Appends words; those of one link may come in pieces.
    pub(crate) fn push(&mut self, text: &str, link: Option<&str>) {
        let start = self.text.len();
        self.text.push_str(text);
        if text.contains(char::is_alphanumeric) {
            self.closing_note = None;
        }
        let Some(url) = link else { return };
        match self.links.last_mut() {
            Some((range, known)) if range.end == start && known == url => range.end = self.text.len(),
            Some(_) | None => self.links.push((start..self.text.len(), url.to_owned())),
        }
    }

    /// A part of the line, without the space around it.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let text = &self.text[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        let end = start + text.trim().len();
        let cut = |at: usize| at.clamp(start, end) - start;
        let links = self.links.iter().map(|(link, url)| (cut(link.start)..cut(link.end), url.clone()));
        let links = links.filter(|(link, _)| !link.is_empty()).collect();
        let emphasised = self.emphasised.iter().map(|it| cut(it.start)..cut(it.end)).filter(|it| !it.is_empty());
        Self {
            text: self.text[start..end].to_owned(),
            links,
            emphasised: emphasised.collect(),
            is_heading: self.is_heading,
            closing_note: self.closing_note.clone().filter(|_| range.end == self.text.len()),
        }
    }

    /// Returns whether it is only the button of an embedded post.
    pub(crate) fn is_post_button(&self) -> bool {
        let text = self.text.trim().to_lowercase();
        !self.links.is_empty() && text.len() < 80 && POST_BUTTONS.iter().any(|button| text.starts_with(button))
    }

    /// The links to web pages.
    pub(super) fn web_links(&self) -> impl Iterator<Item = &(Range<usize>, String)> {
        self.links.iter().filter(|(_, url)| is_web_url(url))
    }
}

/// The words of a run, as [`LinkedLine::text`] has them.
fn run_text(run: &TextRun) -> &str {
    match &run.content {
        Inline::Text(text) | Inline::Code(text) => text,
        Inline::Break => "\n",
        Inline::Image(..) | Inline::Note(_) => "",
    }
}

/// Splits runs at a byte of their words.
pub(crate) fn split_runs(runs: Vec<TextRun>, at: usize) -> (Vec<TextRun>, Vec<TextRun>) {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut start = 0;
    for run in runs {
        let end = start + run_text(&run).len();
        match &run.content {
            Inline::Text(text) if start < at && at < end => {
                let (first, second) = text.split_at(at - start);
                head.push(TextRun { content: Inline::Text(first.to_owned()), style: run.style.clone() });
                tail.push(TextRun { content: Inline::Text(second.to_owned()), style: run.style });
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Image(..) | Inline::Note(_) if end <= at => {
                head.push(run);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Image(..) | Inline::Note(_) => tail.push(run),
        }
        start = end;
    }
    (head, tail)
}
