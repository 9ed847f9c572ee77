//! Surveys a text: the number of its words, its opening, and all of its words; and for advice to its editor, its quotations, images
//! and links. A build does not need the latter, so no [`Body`](super::Body) has them.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::events::{EXTENSIONS, SpannedEvent, append_words, outside_images};
use super::layout::Layout;
use crate::base::text::words;

/// Ends the opening of a text.
const MORE: &str = "<!-- more -->";

/// The length of a text, and its opening.
pub(super) struct Prose {
    /// Words, notes aside.
    pub words: usize,
    /// The first paragraph, or all paragraphs before `<!-- more -->`.
    pub opening: String,
}

/// The parts that the opening of a text still lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpeningState {
    /// The paragraphs before `<!-- more -->`.
    UntilMore,
    /// A paragraph with words.
    NextParagraph,
    /// Nothing.
    Complete,
}

/// Counts the words of a text, and takes its opening from it.
pub(super) fn measure(layout: &Layout<'_>) -> Prose {
    let mut prose = Prose { words: 0, opening: String::new() };
    let has_more = layout.events.iter().any(|(event, _)| is_more(event));
    let mut state = if has_more { OpeningState::UntilMore } else { OpeningState::NextParagraph };
    let mut text = String::new();
    for (number, block) in layout.blocks.iter().enumerate() {
        text.clear();
        let events = &layout.events[block.events.clone()];
        append_words(events, &mut text);
        prose.words += words::count(&text);
        if state == OpeningState::Complete {
            continue;
        }
        if matches!(events.first(), Some((Event::Start(Tag::Paragraph), _))) && !is_picture(events) {
            prose.extend_opening(&text);
        }
        // The notes of the block follow it.
        let next = layout.blocks.get(number + 1).map_or(layout.events.len(), |next| next.events.start);
        let more_here = state == OpeningState::UntilMore
            && layout.events[block.events.start..next].iter().any(|(event, _)| is_more(event));
        if more_here || state == OpeningState::NextParagraph {
            state = if prose.opening.is_empty() { OpeningState::NextParagraph } else { OpeningState::Complete };
        }
    }
    prose
}

impl Prose {
    fn extend_opening(&mut self, paragraph: &str) {
        let paragraph = words::collapse_space(paragraph);
        if !self.opening.is_empty() && !paragraph.is_empty() {
            self.opening.push(' ');
        }
        self.opening.push_str(&paragraph);
    }
}

/// The first words of a text, by which an editor finds it: 40 characters at most.
pub(crate) fn opening(markdown: &str) -> String {
    words::truncate(&words::collapse_space(&plain_text(markdown)), 40)
}

/// The words of a text that a reader sees, without its notes; an empty line after each block.
pub(crate) fn plain_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut notes = 0;
    for event in Parser::new_ext(markdown, EXTENSIONS) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words and end no block")]
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

/// Returns whether a paragraph has no words but those that stand for its pictures.
fn is_picture(events: &[SpannedEvent<'_>]) -> bool {
    !outside_images(events)
        .any(|(_, (event, _))| matches!(event, Event::Text(text) | Event::Code(text) if !text.trim().is_empty()))
}

/// Returns whether the event is the comment that ends the opening.
pub(super) fn is_more(event: &Event<'_>) -> bool {
    matches!(event, Event::Html(html) if html.trim() == MORE)
}

/// The quotations, images and links of a text. Ranges are bytes of that text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextSurvey {
    /// Quotations at the top level.
    pub quotations: Vec<Range<usize>>,
    /// Images without alternative text.
    pub bare_images: Vec<Range<usize>>,
    /// The addresses of its links and images, as they are written.
    pub links: Vec<(String, Range<usize>)>,
}

/// Surveys a text of Markdown.
pub(crate) fn survey(text: &str) -> TextSurvey {
    let mut survey = TextSurvey::default();
    let mut depth = 0usize;
    // The image that is open, as long as it has no text.
    let mut bare = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events are not surveyed")]
        match &event {
            Event::Start(Tag::BlockQuote(_)) if depth == 0 => survey.quotations.push(range.clone()),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if *link_type != LinkType::Email => {
                survey.links.push((dest_url.to_string(), range.clone()));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                survey.links.push((dest_url.to_string(), range.clone()));
                bare = Some(range.clone());
            }
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => bare = None,
            Event::End(TagEnd::Image) => survey.bare_images.extend(bare.take()),
            _ => {}
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no depth")]
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    survey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_marks_and_notes() {
        let markdown = "# A *heading*\n\nWords,\nand [a link](https://example.com).[^n]\n\n- one\n  - two\n- three\n\n\
                        | a | b |\n|---|---|\n| `c` | d |\n\n> said\n\n\
                        [^n]: A note.\n\n    More of it.\n\n<b>end</b>\n";
        let blocks = plain_text(markdown);
        let blocks: Vec<&str> = blocks.split("\n\n").filter(|block| !block.is_empty()).collect();
        let expected = ["A heading", "Words, and a link.", "one", "two", "three", "a", "b", "c", "d", "said", "end"];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn finds_quotations_images_and_links() {
        let text = "[a](https://a.example/) ![](b.png) ![ ](c.png) ![d *e*](d.png) <mail@example.org>\n\n\
                    > One\n>\n> > Two\n\n- > Three\n\n<https://f.example/>\n";
        let survey = survey(text);
        let links: Vec<_> = survey.links.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!(links, ["https://a.example/", "b.png", "c.png", "d.png", "https://f.example/"]);
        let bare: Vec<_> = survey.bare_images.into_iter().map(|range| &text[range]).collect();
        assert_eq!(bare, ["![](b.png)", "![ ](c.png)"]);
        let quotations: Vec<_> = survey.quotations.into_iter().map(|range| text[range].trim_end()).collect();
        assert_eq!(quotations, ["> One\n>\n> > Two"]);
    }
}
