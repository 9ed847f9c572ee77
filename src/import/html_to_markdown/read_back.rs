//! The proof of what is written: a block and the Markdown made of it must give the same list of lines.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::block::{BaselineShift, Block, Inline, SPACES, TextRun, TextStyle};
use crate::pipeline::markdown::EXTENSIONS;

/// A line of a text, with the blocks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadBackLine {
    path: String,
    runs: Vec<TextRun>,
}

/// The lines of a block.
pub(super) fn lines_of_block(block: &Block) -> Vec<ReadBackLine> {
    let mut lines = LineCollector::default();
    lines.block(block);
    lines.done
}

/// The lines of Markdown, parsed as that of articles is.
pub(super) fn lines_of_markdown(markdown: &str) -> Vec<ReadBackLine> {
    let mut lines = LineCollector::default();
    Parser::new_ext(markdown, EXTENSIONS).for_each(|event| lines.event(event));
    lines.flush();
    lines.done
}

#[derive(Default)]
struct LineCollector {
    done: Vec<ReadBackLine>,
    path: Vec<String>,
    items: usize,
    line: Vec<TextRun>,
    style: TextStyle,
    /// The alternative text and address of an image that is being read.
    image: Option<(String, String)>,
}

impl LineCollector {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(runs) => self.line(runs),
            Block::Heading(level, runs) => self.inside(format!("h{level}"), |lines| lines.line(runs)),
            Block::List(start, items) => self.inside(format!("list{start:?}"), |lines| {
                items.iter().for_each(|item| lines.item(item));
            }),
            Block::Quote(blocks, _) => self.inside("quote".to_owned(), |lines| {
                blocks.iter().for_each(|block| lines.block(block));
            }),
            Block::Code(language, code) => {
                let name = format!("code {}", language.as_deref().unwrap_or_default());
                self.inside(name, |lines| lines.line(&[TextRun::plain(&format!("{code}\n"))]));
            }
            Block::Rule => self.rule(),
            Block::Note(label, blocks) => self.inside(format!("note {label}"), |lines| {
                blocks.iter().for_each(|block| lines.block(block));
            }),
            Block::Table(rows) => {
                for cell in rows.iter().flatten() {
                    self.inside("cell".to_owned(), |lines| lines.line(cell));
                }
            }
        }
    }

    fn item(&mut self, item: &[Block]) {
        self.items += 1;
        let name = format!("item{}", self.items);
        self.inside(name, |lines| item.iter().for_each(|block| lines.block(block)));
    }

    fn rule(&mut self) {
        self.inside("rule".to_owned(), |lines| lines.line(&[TextRun::plain("---")]));
    }

    fn inside(&mut self, name: String, add: impl FnOnce(&mut Self)) {
        self.path.push(name);
        add(self);
        self.path.pop();
    }

    fn line(&mut self, runs: &[TextRun]) {
        for run in runs {
            self.push(run.content.clone(), TextStyle { is_picture: false, ..run.style.clone() });
        }
        self.flush();
    }

    fn push(&mut self, content: Inline, style: TextStyle) {
        // A mark is read back as its letters where its note is not beside it.
        let (content, style) = match content {
            Inline::Note(label) => (Inline::Text(format!("[^{label}]")), TextStyle::default()),
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Image(..) => (content, style),
        };
        match (&content, self.line.last_mut()) {
            (Inline::Text(text), _) if text.is_empty() => {}
            (Inline::Text(text), Some(TextRun { content: Inline::Text(before), style: same })) if *same == style => {
                before.push_str(text)
            }
            _ => self.line.push(TextRun { content, style }),
        }
    }

    /// Ends a line. The style of spaces and breaks cannot be seen and does not count.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        for run in line {
            let Inline::Text(text) = &run.content else {
                let style = if run.content == Inline::Break { TextStyle::default() } else { run.style };
                self.push(run.content, style);
                continue;
            };
            let inner = text.trim_matches(SPACES);
            let start = text.len() - text.trim_start_matches(SPACES).len();
            for (piece, style) in [
                (&text[..start], TextStyle::default()),
                (inner, run.style.clone()),
                (&text[text.len().min(start + inner.len())..], TextStyle::default()),
            ] {
                self.push(Inline::Text(piece.to_owned()), style);
            }
        }
        let runs = std::mem::take(&mut self.line);
        if !runs.is_empty() {
            self.done.push(ReadBackLine { path: self.path.join("/"), runs });
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else the parser finds differs from every block")]
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match &mut self.image {
                Some((alt, _)) => alt.push_str(&text),
                None => self.push(Inline::Text(text.into_string()), self.style.clone()),
            },
            Event::Code(code) => self.push(Inline::Code(code.into_string()), self.style.clone()),
            Event::SoftBreak => self.push(Inline::Text("\n".to_owned()), TextStyle::default()),
            Event::HardBreak => self.push(Inline::Break, TextStyle::default()),
            Event::Rule => self.rule(),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            other => self.push(Inline::Code(format!("{other:?}")), TextStyle::default()),
        }
    }

    fn tag(&mut self, tag: &str) {
        match tag {
            "<br>" => self.push(Inline::Break, TextStyle::default()),
            "<strong>" | "</strong>" => self.style.strong = tag == "<strong>",
            "<em>" | "</em>" => self.style.emphasis = tag == "<em>",
            "<del>" | "</del>" => self.style.strike = tag == "<del>",
            "<sub>" => self.style.baseline = Some(BaselineShift::Sub),
            "<sup>" => self.style.baseline = Some(BaselineShift::Sup),
            "</sub>" | "</sup>" => self.style.baseline = None,
            other => self.push(Inline::Code(other.to_owned()), TextStyle::default()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else the parser finds differs from every block")]
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
                self.path.push(match other {
                    Tag::Heading { level, .. } => level.to_string(),
                    Tag::List(start) => format!("list{start:?}"),
                    Tag::Item => format!("item{}", self.items),
                    Tag::BlockQuote(None) => "quote".to_owned(),
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => format!("code {info}"),
                    Tag::TableCell => "cell".to_owned(),
                    Tag::FootnoteDefinition(label) => format!("note {label}"),
                    other => format!("{other:?}"),
                });
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the end of all else leaves what its start entered")]
    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Strikethrough => self.style.strike = false,
            TagEnd::Link => self.style.link = None,
            TagEnd::Image => {
                let (alt, url) = self.image.take().unwrap_or_default();
                self.push(Inline::Image(alt, url), self.style.clone());
            }
            TagEnd::Paragraph | TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow => self.flush(),
            _ => {
                self.flush();
                self.path.pop();
            }
        }
    }
}
