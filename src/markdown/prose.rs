//! Plain text, gathered on the way: how many words a text has, and how it opens.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::Spanned;
use crate::text::words;

/// Plain text gathered on the way.
#[derive(Default)]
pub(super) struct Prose {
    /// So far.
    pub words: usize,
    /// The first paragraph, once it has ended.
    first: Option<String>,
    /// All paragraphs so far, as long as `<!-- more -->` may come.
    before_more: String,
    more: Option<String>,
}

impl Prose {
    /// Counts the words of a top-level block, and keeps it where it is a paragraph.
    pub fn see(&mut self, events: &[Spanned<'_>]) {
        let text = plain(events);
        self.words += words::count(&text);
        if !matches!(events[0].0, Event::Start(Tag::Paragraph)) {
            return;
        }
        let text = words::fold_space(&text);
        if self.more.is_none() {
            if !self.before_more.is_empty() {
                self.before_more.push(' ');
            }
            self.before_more.push_str(&text);
        }
        if self.first.is_none() && !text.is_empty() {
            self.first = Some(text);
        }
    }

    /// The first paragraph, or all before `<!-- more -->`.
    pub fn opening(self) -> String {
        self.more.or(self.first).unwrap_or_default()
    }

    /// Ends the opening here: `<!-- more -->`.
    pub fn stop(&mut self) {
        if self.more.is_none() && !self.before_more.is_empty() {
            self.more = Some(std::mem::take(&mut self.before_more));
        }
    }
}

/// The words that a reader sees, without notes' numbers.
pub(super) fn plain(events: &[Spanned<'_>]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                text.push(' ');
            }
            _ => {}
        }
    }
    text
}
