//! What a part says, and what Markdown says: the same list of lines, each with its place and its styles.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::part::{Leaf, Part, Run, Shift, Style};
use crate::pipeline::markdown::EXTENSIONS;

/// A line: where it stands, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProofLine {
    place: String,
    runs: Vec<Run>,
}

/// What a part says.
pub(super) fn expected(part: &Part) -> Vec<ProofLine> {
    let mut lines = ProofLines::default();
    lines.part(part);
    lines.done
}

/// What Markdown says, read as articles are.
pub(super) fn read(markdown: &str) -> Vec<ProofLine> {
    let mut lines = ProofLines::default();
    Parser::new_ext(markdown, EXTENSIONS).for_each(|event| lines.event(event));
    lines.flush();
    lines.done
}

#[derive(Default)]
struct ProofLines {
    done: Vec<ProofLine>,
    place: Vec<String>,
    items: usize,
    line: Vec<Run>,
    style: Style,
    /// The alternative text and address of the image at hand.
    image: Option<(String, String)>,
}

impl ProofLines {
    fn part(&mut self, part: &Part) {
        match part {
            Part::Paragraph(runs) => self.line(runs),
            Part::Heading(level, runs) => self.inside(format!("h{level}"), |it| it.line(runs)),
            Part::List(start, items) => self.inside(format!("list{start:?}"), |it| {
                for item in items {
                    it.items += 1;
                    let place = format!("item{}", it.items);
                    it.inside(place, |it| item.iter().for_each(|part| it.part(part)));
                }
            }),
            Part::Quote(parts, _) => self.inside("quote".to_owned(), |it| parts.iter().for_each(|part| it.part(part))),
            Part::Code(language, code) => {
                let place = format!("code {}", language.as_deref().unwrap_or_default());
                self.inside(place, |it| it.line(&[Run::plain(&format!("{code}\n"))]));
            }
            Part::Rule => self.inside("rule".to_owned(), |it| it.line(&[Run::plain("---")])),
            Part::Table(rows) => {
                for cell in rows.iter().flatten() {
                    self.inside("cell".to_owned(), |it| it.line(cell));
                }
            }
        }
    }

    fn inside(&mut self, place: String, write: impl FnOnce(&mut Self)) {
        self.place.push(place);
        write(self);
        self.place.pop();
    }

    fn line(&mut self, runs: &[Run]) {
        runs.iter().for_each(|run| self.push(run.leaf.clone(), run.style.clone()));
        self.flush();
    }

    fn push(&mut self, leaf: Leaf, style: Style) {
        match (&leaf, self.line.last_mut()) {
            (Leaf::Text(text), _) if text.is_empty() => {}
            (Leaf::Text(text), Some(Run { leaf: Leaf::Text(before), style: same })) if *same == style => {
                before.push_str(text)
            }
            _ => self.line.push(Run { leaf, style }),
        }
    }

    /// Ends a line. Spaces have no style, and neither have breaks.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        for run in line {
            let Leaf::Text(text) = &run.leaf else {
                let style = if run.leaf == Leaf::Break { Style::default() } else { run.style };
                self.push(run.leaf, style);
                continue;
            };
            let inner = text.trim_matches(' ');
            let start = text.len() - text.trim_start_matches(' ').len();
            for (piece, style) in [
                (&text[..start], Style::default()),
                (inner, run.style.clone()),
                (&text[text.len().min(start + inner.len())..], Style::default()),
            ] {
                self.push(Leaf::Text(piece.to_owned()), style);
            }
        }
        let runs = std::mem::take(&mut self.line);
        if !runs.is_empty() {
            self.done.push(ProofLine { place: self.place.join("/"), runs });
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match &mut self.image {
                Some((alt, _)) => alt.push_str(&text),
                None => self.push(Leaf::Text(text.into_string()), self.style.clone()),
            },
            Event::Code(code) => self.push(Leaf::Code(code.into_string()), self.style.clone()),
            Event::SoftBreak => self.push(Leaf::Text("\n".to_owned()), Style::default()),
            Event::HardBreak => self.push(Leaf::Break, Style::default()),
            Event::Rule => {
                self.place.push("rule".to_owned());
                self.push(Leaf::Text("---".to_owned()), Style::default());
                self.flush();
                self.place.pop();
            }
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            // Nothing of this is ever meant.
            other => self.push(Leaf::Code(format!("{other:?}")), Style::default()),
        }
    }

    fn tag(&mut self, tag: &str) {
        match tag {
            "<br>" => self.push(Leaf::Break, Style::default()),
            "<strong>" | "</strong>" => self.style.strong = tag == "<strong>",
            "<em>" | "</em>" => self.style.emphasis = tag == "<em>",
            "<del>" | "</del>" => self.style.strike = tag == "<del>",
            "<sub>" => self.style.shift = Some(Shift::Sub),
            "<sup>" => self.style.shift = Some(Shift::Sup),
            "</sub>" | "</sup>" => self.style.shift = None,
            other => self.push(Leaf::Code(other.to_owned()), Style::default()),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.style.strong = true,
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Strikethrough => self.style.strike = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(dest_url.into_string()),
            Tag::Image { dest_url, .. } => self.image = Some((String::new(), dest_url.into_string())),
            Tag::Paragraph | Tag::Table(_) | Tag::TableHead | Tag::TableRow => self.flush(),
            other => {
                self.flush();
                self.items += usize::from(matches!(other, Tag::Item));
                self.place.push(match other {
                    Tag::Heading { level, .. } => level.to_string(),
                    Tag::List(start) => format!("list{start:?}"),
                    Tag::Item => format!("item{}", self.items),
                    Tag::BlockQuote(None) => "quote".to_owned(),
                    Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info)) => format!("code {info}"),
                    Tag::TableCell => "cell".to_owned(),
                    other => format!("{other:?}"),
                });
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Strikethrough => self.style.strike = false,
            TagEnd::Link => self.style.link = None,
            TagEnd::Image => {
                let (alt, url) = self.image.take().unwrap_or_default();
                self.push(Leaf::Image(alt, url), self.style.clone());
            }
            TagEnd::Paragraph | TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow => self.flush(),
            _ => {
                self.flush();
                self.place.pop();
            }
        }
    }
}
