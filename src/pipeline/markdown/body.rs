//! The walk over a text's events: each block is rewritten, written, and followed by the notes that it was the
//! first to refer to.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::EXTENSIONS;
use super::anchor::MarksByEvent;
use super::attribution::{self, Attributions};
use super::context::{MarkdownContext, SpannedEvent};
use super::excerpt::{self, EventEdge, Excerpt, OpenExcerpt};
use super::note::{Note, Notes};
use super::prose::{Prose, ends_opening, plain};
use super::slot::{Body, Heading, Link, SlotTarget};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::hash::Key;
use crate::base::text::{slug, words};

/// Ids that every page of a text has.
const RESERVED: [&str; 3] = ["text", "article", "cite"];

/// Reads a text of CommonMark with tables, strikethrough, task lists, footnotes and alerts (GFM).
pub fn parse(text: &str, context: &MarkdownContext<'_>) -> Checked<Body> {
    // U+0000 is not allowed in CommonMark (§2.3) and marks the slots here.
    let clean;
    let text = if text.contains('\0') {
        clean = text.replace('\0', "\u{fffd}");
        &clean
    } else {
        text
    };
    let mut options = EXTENSIONS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, context.options.smart_punctuation);
    let parser = Parser::new_ext(text, options).into_offset_iter();
    let mut events: Vec<SpannedEvent<'_>> = TextMergeWithOffset::new(parser).collect();
    let attributions = attribution::find(&events, context);
    excerpt::show_html(&mut events, &attributions);
    let notes = Notes::find(&events);
    // What notes, sources, excerpts and pages name is no heading's.
    let sources = context.cites.sources.iter().map(|source| format!("source-{}", source.id));
    let excerpts = (0..attributions.excerpts()).map(Excerpt::id);
    let own = RESERVED.map(str::to_owned).into_iter().chain(context.cites.ids.iter().cloned());
    let ids = own.chain(sources).chain(excerpts).chain(notes.ids()).collect();
    let walk = BodyWalk {
        text,
        attributions,
        notes,
        prose: Prose::of(&events),
        events,
        context,
        out: String::with_capacity(text.len() * 5 / 4),
        block: Vec::new(),
        pending: Vec::new(),
        marks: MarksByEvent::new(),
        links: Vec::new(),
        headings: Vec::new(),
        excerpts: Vec::new(),
        quotes: HashMap::new(),
        edges: HashMap::new(),
        places: 0,
        written: Vec::new(),
        ids,
        anchors: HashMap::new(),
        highlights: Vec::new(),
        faults: Vec::new(),
    };
    walk.run()
}

/// The state of one walk.
pub(super) struct BodyWalk<'a, 'c> {
    pub(super) text: &'a str,
    pub(super) events: Vec<SpannedEvent<'a>>,
    pub(super) attributions: Attributions,
    pub(super) notes: Notes,
    pub(super) context: &'c MarkdownContext<'c>,
    /// HTML with marks.
    out: String,
    /// The rewritten events of the block at hand.
    pub(super) block: Vec<Event<'a>>,
    /// Notes first referred to in the block at hand.
    pub(super) pending: Vec<String>,
    /// The passages that notes speak of.
    pub(super) marks: MarksByEvent,
    pub(super) links: Vec<Link>,
    headings: Vec<Heading>,
    pub(super) excerpts: Vec<OpenExcerpt>,
    /// Start of an excerpt's blockquote → the number of the excerpt.
    pub(super) quotes: HashMap<usize, usize>,
    /// The numbers of places at the ends of events' texts.
    pub(super) edges: HashMap<(usize, EventEdge), usize>,
    /// How many places have been numbered.
    places: usize,
    /// The notes written so far; places instead of ranges.
    pub(super) written: Vec<Note>,
    ids: BTreeSet<String>,
    /// The last number that each text of a heading was given.
    anchors: HashMap<String, usize>,
    prose: Prose,
    pub(super) highlights: Vec<(Key, Arc<str>)>,
    pub(super) faults: Vec<Diagnostic>,
}

impl<'a> BodyWalk<'a, '_> {
    fn run(mut self) -> Checked<Body> {
        let mut at = 0;
        while at < self.events.len() {
            let end = block_end(&self.events, at);
            if !matches!(self.events[at].0, Event::Start(Tag::FootnoteDefinition(_))) {
                self.block(at..end);
            }
            at = end;
        }
        self.report_notes();
        for (start, why) in std::mem::take(&mut self.attributions.loose) {
            let fault = Diagnostic::new(codes::LOOSE_ATTRIBUTION, format!("this looks like an attribution, but {why}"))
                .hint("write it as: > — [Outlet](source:id)");
            let range = self.events[start].1.clone();
            self.fault(fault, range);
        }
        for (start, word) in std::mem::take(&mut self.attributions.doubtful) {
            let message = format!("this is published as a verbatim quotation, although it says `{word}`");
            let fault = Diagnostic::new(codes::LOOSE_ATTRIBUTION, message)
                .hint("for what the source says in your words write: > — paraphrased from [Outlet](source:id)");
            let range = self.events[start].1.clone();
            self.fault(fault, range);
        }
        // pulldown-cmark aligns cells by inline style, which a strict Content-Security-Policy forbids.
        if self.out.contains("style=\"text-align") {
            for side in ["left", "center", "right"] {
                let inline = format!("style=\"text-align: {side}\"");
                self.out = self.out.replace(&inline, &format!("class=\"align-{side}\""));
            }
        }
        self.finish()
    }

    /// What was gathered on the way, with numbers of places become places.
    fn finish(self) -> Checked<Body> {
        let (mut body, places) = Body::new(&self.out, self.links);
        let whole = |range: &Range<usize>| Some(*places.get(&range.start)?..*places.get(&range.end)?);
        let excerpts = self.excerpts.into_iter().map(|open| {
            let block = whole(&open.block).unwrap_or_default();
            let place = Range {
                start: places.get(&open.words.start).copied().unwrap_or(block.start),
                end: places.get(&open.words.end).copied().unwrap_or(block.end),
            };
            Excerpt { source: open.source, text: open.text, parts: open.parts, range: open.range, place }
        });
        body.excerpts = excerpts.collect();
        let notes = self.written.into_iter().map(|note| {
            let text = note.text.each_ref().map(|range| whole(range).unwrap_or_default());
            Note { lemma: note.lemma.as_ref().and_then(whole), text, ..note }
        });
        body.notes = notes.collect();
        body.headings = self.headings;
        body.ids = self.ids.into_iter().collect();
        body.words = self.prose.words;
        body.opening = self.prose.opening;
        body.highlights = self.highlights;
        Checked { value: body, faults: self.faults }
    }

    /// Writes one top-level block, then the notes that it is the first to refer to.
    fn block(&mut self, range: Range<usize>) {
        self.prose.see(&self.events[range.clone()]);
        self.anchor(range.clone());
        self.rewrite(range);
        self.flush();
        if self.pending.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"notes\">\n");
        // A note may refer to notes; they come last, as their numbers do.
        let mut next = 0;
        while let Some(label) = self.pending.get(next).cloned() {
            self.note(&label);
            next += 1;
        }
        self.pending.clear();
        self.out.push_str("</div>\n");
    }

    pub(super) fn flush(&mut self) {
        pulldown_cmark::html::push_html(&mut self.out, self.block.drain(..));
    }

    /// Rewrites the events `range` into `self.block`.
    pub(super) fn rewrite(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    /// Rewrites the event `at`, and those that belong to it; returns the number of the next one.
    fn event(&mut self, at: usize) -> usize {
        let event = self.events[at].0.clone();
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => return self.end_of(at) + 1,
            Event::Start(Tag::BlockQuote(None)) if self.attributions.quotes.contains_key(&at) => self.open_quote(at),
            Event::End(TagEnd::BlockQuote(None)) if self.closes_quote(at) => self.html("</figure>\n"),
            Event::Start(Tag::BlockQuote(Some(kind))) => self.open_alert(kind),
            Event::Start(Tag::Paragraph) if self.attributions.starts.contains_key(&at) => self.open_attribution(at),
            Event::End(TagEnd::Paragraph) if self.attributions.ends.contains_key(&at) => self.close_attribution(at),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) if link_type != LinkType::Email => {
                return self.link(at, &dest_url, &title);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => return self.image(at, &dest_url, &title),
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = self.heading(at, level as u8);
                self.block.push(Event::Start(Tag::Heading { level, id: Some(id.into()), classes, attrs }));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => return self.code(at, &info),
            Event::Start(Tag::Table(columns)) => {
                self.open_table(columns.len());
                self.block.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                self.block.push(event);
                self.html("</div>\n");
            }
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => self.task(done),
            // Without the slash of pulldown-cmark, which HTML has no use for.
            Event::HardBreak => self.inline("<br>\n"),
            Event::Rule => self.html("<hr>\n"),
            ref more if ends_opening(more) => self.prose.stop(),
            Event::Text(text) => {
                self.watch_for_notes(at, &text);
                self.edge(at, EventEdge::Start);
                match self.marks.remove(&at) {
                    Some(marks) => self.marked(&text, &marks),
                    None => self.block.push(Event::Text(text)),
                }
                self.edge(at, EventEdge::End);
            }
            Event::Code(text) => {
                self.edge(at, EventEdge::Start);
                let marks = self.marks.remove(&at).unwrap_or_default();
                marks.iter().for_each(|mark| self.open_mark(mark, true));
                self.block.push(Event::Code(text));
                marks.iter().rev().for_each(|mark| self.close_mark(mark, true));
                self.edge(at, EventEdge::End);
            }
            other => self.block.push(other),
        }
        at + 1
    }

    pub(super) fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.block.push(Event::Html(html.into()));
    }

    pub(super) fn inline(&mut self, html: impl Into<CowStr<'a>>) {
        self.block.push(Event::InlineHtml(html.into()));
    }

    pub(super) fn fault(&mut self, fault: Diagnostic, range: Range<usize>) {
        let start = self.context.start;
        self.faults.push(fault.at(Span::new(self.context.path, start + range.start..start + range.end)));
    }

    /// An alert of GitHub's: its kind is a class, and a word.
    fn open_alert(&mut self, kind: BlockQuoteKind) {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", "alert_note"),
            BlockQuoteKind::Tip => ("tip", "alert_tip"),
            BlockQuoteKind::Important => ("important", "alert_important"),
            BlockQuoteKind::Warning => ("warning", "alert_warning"),
            BlockQuoteKind::Caution => ("caution", "alert_caution"),
        };
        let named = self.named("data-kind", word);
        self.html(format!("<blockquote class=\"markdown-alert-{class}\" {named}>\n"));
    }

    /// The box of a table. One of many columns may have to scroll, which needs a name, and a way in by keyboard.
    fn open_table(&mut self, columns: usize) {
        const MANY: usize = 5;
        if columns < MANY {
            return self.html("<div class=\"table\">");
        }
        let named = self.named("aria-label", "table");
        self.html(format!("<div class=\"table\" role=\"region\" {named} tabindex=\"0\">"));
    }

    /// An attribute that holds a word of the theme.
    pub(super) fn named(&mut self, attribute: &str, word: &'static str) -> String {
        self.slot(attribute, SlotTarget::Word(word), usize::MAX)
    }

    /// The box of a task, with a name that is a symbol, the same in every language.
    fn task(&mut self, done: bool) {
        self.inline(match done {
            true => "<input disabled=\"\" type=\"checkbox\" checked=\"\" aria-label=\"☑\">\n",
            false => "<input disabled=\"\" type=\"checkbox\" aria-label=\"☐\">\n",
        });
    }

    /// An attributed quotation ends right after its attribution.
    fn closes_quote(&self, at: usize) -> bool {
        at > 0 && self.attributions.ends.contains_key(&(at - 1))
    }

    /// The numbers of two places: of a beginning and an end.
    pub(super) fn new_places(&mut self) -> Range<usize> {
        self.places += 2;
        self.places - 2..self.places - 1
    }

    fn heading(&mut self, at: usize, level: u8) -> String {
        let text = words::collapse_space(&plain(&self.events[at + 1..self.end_of(at)]));
        let id = slug::heading_id(&text, &mut self.ids, &mut self.anchors);
        self.headings.push(Heading { level, text, id: id.clone() });
        id
    }

    /// The number of the event that ends what event `at` starts.
    pub(super) fn end_of(&self, at: usize) -> usize {
        block_end(&self.events, at) - 1
    }
}

/// The number of the event after the one that ends what event `at` starts.
fn block_end(events: &[SpannedEvent<'_>], at: usize) -> usize {
    let mut depth = 0usize;
    for (n, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    events.len()
}
