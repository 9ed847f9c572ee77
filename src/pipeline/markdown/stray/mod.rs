//! Finds markup that is none: text that an editor meant as a link, a picture, a table, code or a shortcode, and that
//! Markdown shows as it is. One walk over the events; most texts have none of the characters that make it look closer.

mod block;
mod inline;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::context::MarkdownContext;
use super::events::SpannedEvent;
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::Repair;
use crate::base::text::conflict;
use block::{Stray, Surroundings};

/// The number of findings that are told of one text.
const ENOUGH: usize = 100;

/// Finds text that looks like markup.
pub(super) fn find_stray(text: &str, events: &[SpannedEvent<'_>], context: &MarkdownContext<'_>) -> Vec<Diagnostic> {
    if let Some(marker) = conflict_marker(text, events) {
        return vec![conflict::fault(codes::CONFLICT).at(context.span(&marker))];
    }
    let mut around = Surroundings::default();
    let mut found = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        around.walk(event);
        if around.images > 0 || found.len() > ENOUGH {
            continue;
        }
        let next = events.get(at + 1).map(|(event, _)| event);
        found.extend(around.look(text, event, range, next));
    }
    // Where one letter is in a wrong encoding, many are.
    let is_letter = |stray: &Stray| stray.message.starts_with(inline::WRONG_LETTER);
    let first = found.iter().find(|stray| is_letter(stray)).map(|stray| stray.range.clone());
    found.retain(|stray| !is_letter(stray) || Some(&stray.range) == first.as_ref());
    found.into_iter().map(|stray| report(stray, context)).collect()
}

fn report(stray: Stray, context: &MarkdownContext<'_>) -> Diagnostic {
    let repair = stray.meant.map(|new| Repair::write(context.in_file(&stray.range), new));
    Diagnostic::new(stray.code, stray.message).hint(stray.hint).at(context.span(&stray.range)).repair(repair)
}

/// The first line of a conflict that git left, outside of code.
fn conflict_marker(text: &str, events: &[SpannedEvent<'_>]) -> Option<Range<usize>> {
    let line = conflict::marker(text, b"<|").or_else(|| {
        // Alone, it may be a quotation in seven others, unless it names a branch.
        let end = conflict::marker(text, b">")?;
        let is_branch = text[end.clone()].split_whitespace().count() == 2;
        (is_branch || conflict::marker(text, b"=").is_some()).then_some(end)
    })?;
    let is_code = |(event, range): &SpannedEvent<'_>| {
        matches!(event, Event::Start(Tag::CodeBlock(_))) && range.contains(&line.start)
    };
    (!events.iter().any(is_code)).then_some(line)
}

impl Surroundings {
    #[expect(clippy::wildcard_enum_match_arm, reason = "other events surround nothing that matters")]
    fn walk(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quotations += 1,
            Event::Start(Tag::Link { .. }) => self.links += 1,
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::Start(Tag::CodeBlock(_)) => self.code += 1,
            Event::Start(Tag::Table(columns)) => self.columns = columns.len(),
            Event::End(TagEnd::BlockQuote(_)) => self.quotations = self.quotations.saturating_sub(1),
            Event::End(TagEnd::Link) => self.links = self.links.saturating_sub(1),
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::End(TagEnd::CodeBlock) => self.code = self.code.saturating_sub(1),
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "other events show no text of their own")]
    fn look(&self, text: &str, event: &Event<'_>, range: &Range<usize>, next: Option<&Event<'_>>) -> Vec<Stray> {
        let found = match event {
            Event::Start(Tag::Paragraph) => block::paragraph(text, range, self.quotations > 0),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if self.quotations == 0 => {
                Some(block::first_level(text, range))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => block::open_fence(text, range),
            Event::Start(Tag::TableRow) => block::row(text, range, self.columns),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                inline::look_at_address(text, dest_url, range)
            }
            Event::Text(_) if self.code == 0 => return inline::look(text, range, self, next),
            _ => None,
        };
        found.into_iter().collect()
    }
}
