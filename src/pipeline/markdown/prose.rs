//! Plain text: how many words a text has and how it opens, gathered on the way; and all of it, for those who ask.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::EXTENSIONS;
use super::context::SpannedEvent;
use crate::base::text::words;

/// Ends the opening of a text.
const MORE: &str = "<!-- more -->";

/// Plain text gathered on the way.
pub(super) struct Prose {
    /// So far.
    pub words: usize,
    /// The first paragraph, or all before `<!-- more -->`.
    pub opening: String,
    /// Whether the opening still grows.
    opens: bool,
    /// Whether it grows until it is told to stop.
    until_more: bool,
    /// The text of the block at hand.
    block: String,
}

impl Prose {
    /// Prepares for a text of these events.
    pub fn of(events: &[SpannedEvent<'_>]) -> Self {
        let until_more = events.iter().any(|(event, _)| ends_opening(event));
        Self { words: 0, opening: String::new(), opens: true, until_more, block: String::new() }
    }

    /// Counts the words of a top-level block, and adds it to the opening where it is a paragraph of it.
    pub fn see(&mut self, events: &[SpannedEvent<'_>]) {
        self.block.clear();
        append(events, &mut self.block);
        self.words += words::count(&self.block);
        if !self.opens || !matches!(events[0].0, Event::Start(Tag::Paragraph)) {
            return;
        }
        let text = words::collapse_space(&self.block);
        if !self.opening.is_empty() && !text.is_empty() {
            self.opening.push(' ');
        }
        self.opening.push_str(&text);
        self.opens = self.until_more || self.opening.is_empty();
    }

    /// Ends the opening here, unless nothing has been said yet.
    pub fn stop(&mut self) {
        self.until_more = false;
        self.opens = self.opening.is_empty();
    }
}

/// The words that a reader sees of a text, without its notes; an empty line after each block.
pub fn text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut notes = 0;
    for event in Parser::new_ext(markdown, EXTENSIONS) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => notes -= 1,
            _ if notes > 0 => {}
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            // The text of an item may be followed by a list.
            Event::Start(Tag::List(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock,
            ) => text.push_str("\n\n"),
            _ => {}
        }
    }
    text
}

/// Tells whether the event is the mark that ends the opening.
pub(super) fn ends_opening(event: &Event<'_>) -> bool {
    matches!(event, Event::Html(html) if html.trim() == MORE)
}

/// The words that a reader sees, without notes' numbers.
pub(super) fn plain(events: &[SpannedEvent<'_>]) -> String {
    let mut text = String::new();
    append(events, &mut text);
    text
}

fn append(events: &[SpannedEvent<'_>], text: &mut String) {
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                text.push(' ');
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_without_marks_and_notes() {
        let markdown = "# A *heading*\n\nWords,\nand [a link](https://example.com).[^n]\n\n- one\n  - two\n- three\n\n\
                        | a | b |\n|---|---|\n| `c` | d |\n\n> said\n\n\
                        [^n]: A note.\n\n    More of it.\n\n<b>end</b>\n";
        let blocks = text(markdown);
        let blocks: Vec<&str> = blocks.split("\n\n").filter(|block| !block.is_empty()).collect();
        let expected = ["A heading", "Words, and a link.", "one", "two", "three", "a", "b", "c", "d", "said", "end"];
        assert_eq!(blocks, expected);
    }
}
