//! The quotations of a Markdown text that name their sources → excerpts. All else stays as it is.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Parser, Tag, TagEnd};

use crate::base::text::characters::DASHES;
use crate::import::attribution::{
    AttributionContext, Attributor, LinkedLine, NamedAttribution, QuotedPlace, UsedPart, heading_line,
};
use crate::import::draft::DraftBlock;
use crate::import::html_to_markdown::ConvertedText;
use crate::pipeline::markdown::EXTENSIONS;

/// A part of a text that is no part of another.
struct MarkdownPart {
    range: Range<usize>,
    is_quotation: bool,
    /// The label of a footnote, which stands apart from what is said around it.
    note: Option<String>,
    /// Its paragraphs, or the headings and cells that are none as empty lines.
    lines: Vec<MarkdownLine>,
}

/// A paragraph, and where its words come from.
#[derive(Default)]
struct MarkdownLine {
    line: LinkedLine,
    /// Bytes of its words, and the bytes of the text where these are written.
    origins: Vec<(usize, usize)>,
}

/// Separates the excerpts of a text.
pub(super) fn separate(text: &str, context: AttributionContext<'_>, title: Option<&LinkedLine>) -> ConvertedText {
    let parts = parts(text);
    let lines = parts.iter().filter(|part| part.note.is_none()).flat_map(|part| &part.lines).map(|line| &line.line);
    let notes = parts.iter().filter_map(|part| Some((part.note.clone()?, part.lines.first()?.line.clone())));
    let mut attributor = Attributor::new(context, lines).titled(title).noted(notes.collect());
    let mut converted = ConvertedText::default();
    let mut parts = parts.into_iter().peekable();
    let mut above: Vec<LinkedLine> = Vec::new();
    let mut start = 0;
    while let Some(part) = parts.next() {
        if !part.is_quotation {
            let line = part.lines.into_iter().next().unwrap_or_default().line;
            above.extend(part.note.is_none().then_some(line));
            continue;
        }
        if text[part.range.clone()].chars().all(|c| c == '>' || c.is_whitespace()) {
            add_prose(text[start..part.range.start].trim_end_matches('\n'), &mut converted);
            start = part.range.end;
            continue;
        }
        let place = QuotedPlace {
            above: std::mem::take(&mut above),
            quoted: part.lines.iter().map(|line| line.line.clone()).collect(),
            below: parts
                .peek()
                .filter(|it| it.note.is_none())
                .and_then(|below| Some(below.lines.first()?.line.clone())),
            ..QuotedPlace::default()
        };
        let Some(named) = attributor.attribute(&place) else { continue };
        add_prose(text[start..part.range.start].trim_end_matches('\n'), &mut converted);
        start = part.range.end;
        if named.used == UsedPart::Below {
            start = parts.next().map_or(start, |below| below.range.end);
        }
        converted.add_named(quoted_markdown(text, &part, &named), named);
    }
    if start == 0 {
        // Nothing is attributed, and all stays as it is.
        converted.blocks.push(DraftBlock::Prose(text.to_owned()));
        return converted;
    }
    add_prose(&text[start..], &mut converted);
    converted
}

/// Adds the text around excerpts, without the empty lines beside them.
fn add_prose(text: &str, converted: &mut ConvertedText) {
    let text = if converted.blocks.is_empty() { text } else { text.trim_start_matches('\n') };
    converted.blocks.extend((!text.trim().is_empty()).then(|| DraftBlock::Prose(text.to_owned())));
}

/// The words of a quotation without its marks and its attribution.
fn quoted_markdown(text: &str, part: &MarkdownPart, named: &NamedAttribution) -> String {
    let end = match named.used {
        UsedPart::Quoted(at, byte) => part.lines.get(at).and_then(|line| line.origin(byte)),
        UsedPart::Nothing | UsedPart::Line | UsedPart::Below => None,
    };
    let quoted = &text[part.range.start..end.unwrap_or(part.range.end)];
    let lines = quoted.lines().map(|line| {
        let bare = line.trim_start().strip_prefix('>').unwrap_or(line);
        bare.strip_prefix(' ').unwrap_or(bare)
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    lines.trim_matches(['\n', ' ', '\\']).to_owned()
}

impl MarkdownLine {
    fn push(&mut self, words: &str, link: Option<&str>, at: usize) {
        self.origins.push((self.line.text.len(), at));
        self.line.push(words, link);
    }

    /// Where a byte of its words is written.
    fn origin(&self, byte: usize) -> Option<usize> {
        // Words that begin a link are written from its bracket on.
        let opened = self.origins.iter().find(|(start, _)| *start == byte);
        let (start, at) = opened.or_else(|| self.origins.iter().rfind(|(start, _)| *start <= byte))?;
        Some(at + byte - start)
    }
}

/// The parts of a text, in order.
fn parts(text: &str) -> Vec<MarkdownPart> {
    let mut events = Parser::new_ext(text, EXTENSIONS).into_offset_iter().peekable();
    let mut parts = Vec::new();
    while let Some((event, range)) = events.next() {
        let is_quotation = matches!(event, Event::Start(Tag::BlockQuote(None)));
        let is_paragraph = matches!(event, Event::Start(Tag::Paragraph));
        let note =
            if let Event::Start(Tag::FootnoteDefinition(label)) = &event { Some(label.to_string()) } else { None };
        let mut lines = Vec::new();
        let is_heading = matches!(event, Event::Start(Tag::Heading { .. }));
        if is_paragraph || is_heading {
            lines.push(read_line(&mut events));
        } else if matches!(event, Event::Start(_)) {
            lines = read_lines(&mut events);
        }
        parts.push(MarkdownPart {
            range,
            is_quotation,
            lines: if is_quotation || is_paragraph || is_heading || note.is_some() { lines } else { Vec::new() },
            note,
        });
        if is_heading && let Some(line) = parts.last_mut().and_then(|part: &mut MarkdownPart| part.lines.first_mut()) {
            line.line = heading_line(std::mem::take(&mut line.line));
        }
    }
    parts
}

/// The paragraphs up to the end of the part that was begun.
fn read_lines(events: &mut Peekable<OffsetIter<'_>>) -> Vec<MarkdownLine> {
    let mut lines = Vec::new();
    let mut depth = 1;
    while depth > 0
        && let Some((event, _)) = events.next()
    {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events hold no paragraphs")]
        match event {
            Event::Start(Tag::Paragraph) => lines.push(read_line(events)),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    lines
}

/// The words of the paragraph that was begun.
fn read_line(events: &mut Peekable<OffsetIter<'_>>) -> MarkdownLine {
    let mut line = MarkdownLine::default();
    let mut link: Option<String> = None;
    let mut soft_break = None;
    let mut opened = None;
    for (event, range) in events.by_ref() {
        if matches!(event, Event::Start(_)) {
            opened = opened.or(Some(range.start));
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events hold no words")]
        match event {
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => break,
            Event::Start(Tag::Link { dest_url, .. }) => link = Some(dest_url.to_string()),
            Event::End(TagEnd::Link) => link = None,
            Event::Text(words) | Event::Code(words) => {
                if let Some(at) = soft_break.take() {
                    // A dash begins a line of its own, although Markdown joins it to the one before.
                    let space = if words.starts_with(DASHES) { "\n" } else { " " };
                    line.push(space, None, at);
                }
                line.origins.extend(opened.take().map(|at| (line.line.text.len(), at)));
                line.push(&words, link.as_deref(), range.start);
            }
            Event::FootnoteReference(label) => line.line.closing_note = Some(label.to_string()),
            Event::SoftBreak => soft_break = Some(range.start),
            Event::HardBreak => line.push("\n", None, range.start),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::Draft;
    use crate::import::options::OutletNames;

    fn separated(text: &str) -> String {
        separated_under(text, None)
    }

    fn separated_under(text: &str, title: Option<&LinkedLine>) -> String {
        let outlets = OutletNames::default();
        let converted = separate(text, AttributionContext { outlets: &outlets, own_host: Some("own.example") }, title);
        let mut draft = Draft::default();
        converted.into_draft(&mut draft);
        draft.body()
    }

    #[test]
    fn quotations_get_their_sources() {
        for (text, body) in [
            (
                "As [the office](https://quay.example/1) says:\n\n> It *rose*.\nAnd fell.\n\nSo it goes.",
                "As [the office](https://quay.example/1) says:\n\n> It *rose*.\n> And fell.\n>\n> — [quay.example](source:quay-example)\n\nSo it goes.\n",
            ),
            (
                "On the pier. He says:\n\n> It rose.\n>\n> [http://quay.example/1](http://quay.example/1)",
                "On the pier. He says:\n\n> It rose.\n>\n> — [quay.example](source:quay-example)\n",
            ),
            (
                "> It rose.\n> — [Quay](https://quay.example/1), 4 March 2015",
                "> It rose.\n>\n> — [Quay](source:quay), 4 March 2015\n",
            ),
            (
                "## [How piers stand](https://quay.example/1)\n\nThey do.\n\n> It rose.\n\n## Boats\n\n> It sank.",
                "## [How piers stand](https://quay.example/1)\n\nThey do.\n\n> It rose.\n>\n> — [quay.example](source:quay-example)\n\n## Boats\n\n> It sank.\n",
            ),
            (
                "> It rose.\n\n[Source: Reuters]\n\n> And fell.",
                "> It rose.\n>\n> — Source: [Reuters](source:reuters)\n\n> And fell.\n",
            ),
        ] {
            assert_eq!(separated(text), body, "{text}");
        }
    }

    #[test]
    fn an_empty_quotation_is_nothing() {
        let text = "[The office](https://quay.example/1) asks.\n\n>\nWhy is it late?";
        assert_eq!(separated(text), "[The office](https://quay.example/1) asks.\n\nWhy is it late?\n");
    }

    #[test]
    fn notes_stand_apart_and_the_title_leads_on() {
        let note = "It is told in [an article](https://quay.example/1).[^1]\n\n[^1]: So it is.\n\n> It rose.";
        assert!(separated(note).ends_with("> It rose.\n>\n> — [quay.example](source:quay-example)\n"), "{note}");
        let title = LinkedLine::linked("How the piers stand", "https://quay.example/1");
        let passed_on = separated_under("> It rose.\n\nSo it did.", Some(&title));
        assert_eq!(passed_on, "> It rose.\n>\n> — [quay.example](source:quay-example)\n\nSo it did.\n");
    }

    #[test]
    fn footnotes_cite_sources() {
        let cited =
            "She says:\n\n> It rose.[^1]\n\n[^1]: Mara Lind, [Of Tides](https://quay.example/1), 4 March 2015.\n";
        assert!(
            separated(cited).contains("> It rose.[^1]\n>\n> — [Of Tides](source:quay-example)\n\n[^1]: Mara"),
            "{}",
            separated(cited)
        );
    }

    #[test]
    fn what_names_no_source_stays_as_it_is() {
        for text in ["> It rose.\n>\n> — Mara Lind", "He said:\n> a\n\n> b\n\n\n* c\n", "> [!NOTE]\n> Reuters: it rose"]
        {
            assert_eq!(separated(text), format!("{text}\n"), "{text}");
        }
    }
}
