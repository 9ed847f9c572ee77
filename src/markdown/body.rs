//! The walk over a text's events: each block is rewritten, written, and followed by the notes that it was the
//! first to refer to.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::anchor::Marks;
use super::attribution::{self, Attributions, Quote};
use super::context::{Context, Spanned};
use super::note::{self, Notes};
use super::object::attribute;
use super::prose::{Prose, ends_opening, plain};
use super::slot::{Body, Excerpt, Heading, Link, Target};
use crate::codes;
use crate::diag::{Checked, Diagnostic, Span};
use crate::hash::Key;
use crate::text::{slug, words};

/// Reads a text of CommonMark with tables, strikethrough, task lists, footnotes and alerts (GFM).
pub fn parse(text: &str, context: &Context<'_>) -> Checked<Body> {
    // U+0000 is not allowed in CommonMark (§2.3) and marks the slots here.
    let clean;
    let text = if text.contains('\0') {
        clean = text.replace('\0', "\u{fffd}");
        &clean
    } else {
        text
    };
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_SMART_PUNCTUATION, context.options.smart_punctuation);
    let events: Vec<Spanned<'_>> = Parser::new_ext(text, options).into_offset_iter().collect();
    let notes = Notes::find(&events);
    // What notes, sources and themes name is no heading's.
    let sources = context.sources.iter().map(|(id, _)| format!("source-{id}"));
    let ids = ["text", "corrections"].map(str::to_owned).into_iter().chain(sources).chain(notes.ids()).collect();
    let walk = Walk {
        text,
        attributions: attribution::find(&events, context),
        notes,
        prose: Prose::of(&events),
        events,
        context,
        out: String::with_capacity(text.len() * 5 / 4),
        block: Vec::new(),
        pending: Vec::new(),
        marks: Marks::new(),
        links: Vec::new(),
        headings: Vec::new(),
        excerpts: Vec::new(),
        ids,
        anchors: HashMap::new(),

        highlights: Vec::new(),
        faults: Vec::new(),
    };
    walk.run()
}

/// The state of one walk.
pub(super) struct Walk<'a, 'c> {
    pub(super) text: &'a str,
    pub(super) events: Vec<Spanned<'a>>,
    attributions: Attributions,
    pub(super) notes: Notes,
    pub(super) context: &'c Context<'c>,
    /// HTML with marks.
    out: String,
    /// The rewritten events of the block at hand.
    pub(super) block: Vec<Event<'a>>,
    /// Notes first referred to in the block at hand.
    pending: Vec<String>,
    /// The passages that notes speak of.
    pub(super) marks: Marks,
    pub(super) links: Vec<Link>,
    headings: Vec<Heading>,
    excerpts: Vec<Excerpt>,
    ids: BTreeSet<String>,
    /// The last number that each text of a heading was given.
    anchors: HashMap<String, usize>,
    prose: Prose,
    pub(super) highlights: Vec<(Key, Arc<str>)>,
    pub(super) faults: Vec<Diagnostic>,
}

impl<'a> Walk<'a, '_> {
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
        // pulldown-cmark aligns cells by inline style, which a strict Content-Security-Policy forbids.
        if self.out.contains("style=\"text-align") {
            for side in ["left", "center", "right"] {
                let inline = format!("style=\"text-align: {side}\"");
                self.out = self.out.replace(&inline, &format!("class=\"align-{side}\""));
            }
        }
        let mut body = Body::new(&self.out, self.links);
        body.headings = self.headings;
        body.ids = self.ids.into_iter().collect();
        body.words = self.prose.words;
        body.opening = self.prose.opening;
        body.highlights = self.highlights;
        body.excerpts = self.excerpts;
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

    fn flush(&mut self) {
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
            Event::End(TagEnd::Paragraph) if self.attributions.ends.contains_key(&at) => self.html("</figcaption>\n"),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) if link_type != LinkType::Email => {
                return self.link(at, &dest_url, &title);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => return self.image(at, &dest_url, &title),
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = self.heading(at, level as u8);
                self.block.push(Event::Start(Tag::Heading { level, id: Some(id.into()), classes, attrs }));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => return self.code(at, &info),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => self.task(done),
            ref more if ends_opening(more) => self.prose.stop(),
            Event::Text(text) => {
                self.watch_for_notes(at, &text);
                match self.marks.remove(&at) {
                    Some(marks) => self.marked(&text, &marks),
                    None => self.block.push(Event::Text(text)),
                }
            }
            Event::Code(text) if self.marks.contains_key(&at) => {
                let marks = self.marks.remove(&at).unwrap_or_default();
                marks.iter().for_each(|mark| self.open_mark(mark));
                self.block.push(Event::Code(text));
                self.inline("</mark>".repeat(marks.len()));
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

    /// An attribute that holds a word of the theme.
    fn named(&mut self, attribute: &str, word: &'static str) -> String {
        self.slot(attribute, Target::Word(word), usize::MAX)
    }

    /// The box of a task, with a name that is a symbol, the same in every language.
    fn task(&mut self, done: bool) {
        self.inline(match done {
            true => "<input disabled=\"\" type=\"checkbox\" checked=\"\" aria-label=\"☑\"/>\n",
            false => "<input disabled=\"\" type=\"checkbox\" aria-label=\"☐\"/>\n",
        });
    }

    fn open_quote(&mut self, at: usize) {
        let html = match &self.attributions.quotes[&at] {
            Quote::Excerpt { cite: Some(url), .. } => {
                format!("<figure class=\"excerpt\">\n<blockquote cite=\"{}\">\n", attribute(url))
            }
            Quote::Excerpt { cite: None, .. } => "<figure class=\"excerpt\">\n<blockquote>\n".to_owned(),
            Quote::Report => "<figure class=\"report\">\n<div>\n".to_owned(),
        };
        self.html(html);
    }

    fn open_attribution(&mut self, at: usize) {
        let quote = self.attributions.starts[&at];
        if let Quote::Excerpt { source, .. } = &self.attributions.quotes[&quote] {
            let text = plain(&self.events[quote + 1..at]);
            let (start, range) = (self.context.start, &self.events[quote].1);
            let range = start + range.start..start + range.end;
            self.excerpts.push(Excerpt { source: source.clone(), text, range });
        }
        let end = match self.attributions.quotes[&quote] {
            Quote::Excerpt { .. } => "</blockquote>",
            Quote::Report => "</div>",
        };
        self.html(format!("{end}\n<figcaption>"));
    }

    /// An attributed quotation ends right after its attribution.
    fn closes_quote(&self, at: usize) -> bool {
        at > 0 && self.attributions.ends.contains_key(&(at - 1))
    }

    fn heading(&mut self, at: usize, level: u8) -> String {
        let text = words::fold_space(&plain(&self.events[at + 1..self.end_of(at)]));
        let id = slug::anchor(&text, &mut self.ids, &mut self.anchors);
        self.headings.push(Heading { level, text, id: id.clone() });
        id
    }

    /// A reference to a note: a number that leads to it.
    fn reference(&mut self, label: &str) {
        let Some((note, first)) = self.notes.refer(label) else { return };
        let (number, id, here) = (note.number, note.id(), note.reference_id(note.met));
        if first {
            self.pending.push(label.to_owned());
        }
        let (kind, _) = note::kind(label);
        let href = self.slot("href", Target::Own(id), usize::MAX);
        self.inline(format!(
            "<sup class=\"note-ref note-{kind}\"><a {href} id=\"{here}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// Writes a note: its number, its text, and the ways back.
    fn note(&mut self, label: &str) {
        let Some(note) = self.notes.get(label) else { return };
        let (events, number, id) = (note.events.clone(), note.number, note.id());
        let (kind, word) = note::kind(label);
        let named = self.named("data-kind", word);
        self.html(format!(
            "<aside class=\"note note-{kind}\" {named} id=\"{id}\" role=\"doc-footnote\">\n<span class=\"note-number\">{number}</span>\n"
        ));
        self.anchor(events.clone());
        self.rewrite(events);
        let note = self.notes.get(label).expect("it was just there");
        let backs: Vec<String> = (1..=note.references).map(|n| note.reference_id(n)).collect();
        let mut ways = String::new();
        for back in backs {
            let href = self.slot("href", Target::Own(back), usize::MAX);
            // On the line of the last word, wherever that ends.
            ways.push_str(&format!("&#xa0;<a class=\"note-back\" {href} role=\"doc-backlink\">↩&#xfe0e;</a>"));
        }
        // The way back belongs to the last line of the text, where the last block is a paragraph.
        match self.block.last() {
            Some(Event::End(TagEnd::Paragraph)) => {
                let end = self.block.pop().expect("it was just there");
                self.inline(ways);
                self.block.push(end);
            }
            _ => self.html(format!("<p>{}</p>\n", ways.trim_start_matches("&#xa0;"))),
        }
        self.html("</aside>\n");
        self.flush();
    }

    /// Reports `[^label]` in the text where no such note is defined: CommonMark shows it as it stands.
    fn watch_for_notes(&mut self, at: usize, text: &str) {
        if text != "[" {
            return;
        }
        let [(Event::Text(label), range), (Event::Text(end), _)] =
            &self.events[at + 1..(at + 3).min(self.events.len())]
        else {
            return;
        };
        let Some(label) = label.strip_prefix('^').filter(|label| !label.is_empty() && !label.contains(' ')) else {
            return;
        };
        if end.starts_with(']') {
            let fault = Diagnostic::new(codes::UNDEFINED_NOTE, format!("the note `{label}` is not written"))
                .did_you_mean(label, self.notes.labels())
                .hint(format!("write it at the end of the file: [^{label}]: …"));
            let range = range.start.saturating_sub(1)..range.end + 1;
            self.fault(fault, range);
        }
    }

    fn report_notes(&mut self) {
        for (label, range) in std::mem::take(&mut self.notes.twice) {
            let first = self.notes.get(&label).map(|note| note.range.clone()).unwrap_or_default();
            let start = self.context.start;
            let first = Span::new(self.context.path, start + first.start..start + first.start + label.len() + 4);
            let fault = Diagnostic::new(codes::DUPLICATE_NOTE, format!("the note `{label}` is written twice"))
                .related(first, "the first, which is shown")
                .hint("give one of them a label of its own");
            self.fault(fault, range.start..range.start + label.len() + 4);
        }
        let unused: Vec<_> = self.notes.unused().map(|(label, note)| (label.to_owned(), note.range.start)).collect();
        for (label, start) in unused {
            let fault = Diagnostic::new(codes::UNUSED_NOTE, format!("nothing refers to the note `{label}`"))
                .hint(format!("refer to it with [^{label}], or remove it"));
            self.fault(fault, start..start + label.len() + 4);
        }
    }

    /// The number of the event that ends what event `at` starts.
    pub(super) fn end_of(&self, at: usize) -> usize {
        block_end(&self.events, at) - 1
    }
}

/// The number of the event after the one that ends what event `at` starts.
fn block_end(events: &[Spanned<'_>], at: usize) -> usize {
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
