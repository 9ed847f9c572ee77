//! The letters that a reader sees of a text, each with the bytes that it is written as: words selected on a page are found in
//! its Markdown. Spaces are no letters, since pages and files break lines at other places; nor are notes, which are shown elsewhere.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::event_reader::read_written_events;
use super::flanking::PaddedText;
use crate::pipeline::config::MarkdownConfig;

/// A text as it is written. Ranges are bytes of it.
#[derive(Debug, Default)]
pub(crate) struct WrittenText {
    /// The letters, in order.
    pub letters: Vec<WrittenLetter>,
    /// The blocks at the top level, definitions of notes aside.
    pub blocks: Vec<Range<usize>>,
    /// The definitions of notes, by their labels.
    pub definitions: Vec<(String, Range<usize>)>,
    /// The references to notes, by their labels.
    pub references: Vec<(String, Range<usize>)>,
    /// The starts of elements that are open: the number of their first letter.
    open: Vec<usize>,
    /// The definitions and images that are open.
    hidden: usize,
    /// True if there is a space before what comes next.
    spaced: bool,
}

/// A letter that a reader sees.
#[derive(Clone, Debug)]
pub(crate) struct WrittenLetter {
    /// The letter.
    pub letter: char,
    /// Its byte.
    pub start: usize,
    /// The byte at which something can be written after it: outside of links and code, and after emphasis that it ends.
    pub after: usize,
    /// True if there is a space before it.
    pub spaced: bool,
}

impl WrittenText {
    /// Reads a text of Markdown.
    pub fn read(text: &str, options: &MarkdownConfig) -> Self {
        let padded = PaddedText::new(text);
        let mut written = Self::default();
        for (event, range) in read_written_events(text, &padded, options) {
            written.add(text, &event, range);
        }
        written
    }

    /// The words of letters, with a space wherever there are some.
    pub fn words(&self, letters: Range<usize>) -> String {
        let mut words = String::new();
        for (nth, letter) in self.letters[letters].iter().enumerate() {
            words.extend((letter.spaced && nth > 0).then_some(' '));
            words.push(letter.letter);
        }
        words
    }

    fn add(&mut self, text: &str, event: &Event<'_>, range: Range<usize>) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no letters and hold none")]
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::FootnoteReference(label) => self.references.push((label.to_string(), range)),
            Event::Text(shown) if **shown == text[range.clone()] => {
                for (at, letter) in shown.char_indices() {
                    let start = range.start + at;
                    self.push(letter, start, start + letter.len_utf8());
                }
            }
            // Code, references to characters and curled quotation marks are written whole.
            Event::Text(shown) | Event::Code(shown) => {
                shown.chars().for_each(|letter| self.push(letter, range.start, range.end));
            }
            Event::SoftBreak | Event::HardBreak => self.spaced = true,
            _ => {}
        }
    }

    fn push(&mut self, letter: char, start: usize, after: usize) {
        let is_space = letter.is_whitespace();
        if self.hidden == 0 && !is_space {
            self.letters.push(WrittenLetter { letter, start, after, spaced: self.spaced });
        }
        self.spaced = is_space;
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if let Tag::FootnoteDefinition(label) = tag {
            self.definitions.push((label.to_string(), range));
        } else if self.open.is_empty() {
            self.blocks.push(range);
        }
        self.hidden += usize::from(matches!(tag, Tag::FootnoteDefinition(_) | Tag::Image { .. }));
        self.open.push(self.letters.len());
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let first = self.open.pop().unwrap_or_default();
        self.hidden -= usize::from(matches!(tag, TagEnd::FootnoteDefinition | TagEnd::Image));
        let inside = &mut self.letters[first..];
        #[expect(clippy::wildcard_enum_match_arm, reason = "what else ends is a block")]
        match tag {
            TagEnd::Link => inside.iter_mut().for_each(|letter| letter.after = range.end),
            TagEnd::Image => {}
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some(last) = inside.last_mut() {
                    last.after = range.end;
                }
            }
            _ => self.spaced = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_know_where_they_are_written() {
        let text = "A *b&amp;* c [d](e) `f g`\n\n> h[^n]\n\n[^n]: i\n";
        let written = WrittenText::read(text, &MarkdownConfig::default());
        let letters: String = written.letters.iter().map(|letter| letter.letter).collect();
        assert_eq!(letters, "Ab&cdfgh");
        assert_eq!(written.words(1..letters.len()), "b& c d f g h");
        let after = |nth: usize| &text[..written.letters[nth].after];
        assert_eq!(after(2), "A *b&amp;*");
        assert_eq!(after(4), "A *b&amp;* c [d](e)");
        assert_eq!(after(5), "A *b&amp;* c [d](e) `f g`");
        assert_eq!(written.blocks.len(), 2);
        assert!(written.blocks[1].contains(&written.letters[7].start));
        assert_eq!((&*written.definitions[0].0, &text[written.references[0].1.clone()]), ("n", "[^n]"));
    }
}
