//! Goes through the raw HTML of a text in the order of the page, and keeps the elements that it has opened. Each container of
//! Markdown is a scope: elements opened in it are closed in it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::fragment::{HtmlFragment, HtmlPieces, RawHtml};
use super::policy::{ElementRule, element_rule, may_stay_open};
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::text::html::{HtmlTag, comment_len};
use crate::pipeline::config::RawHtmlRule;
use crate::pipeline::markdown::context::MarkdownContext;
use crate::pipeline::markdown::events::{SpannedEvent, end_of};
use crate::pipeline::markdown::layout::Layout;
use crate::pipeline::markdown::survey::is_more;

/// A walk over raw HTML: the output so far, and the open elements.
pub(super) struct HtmlWalk<'c> {
    pub(super) context: &'c MarkdownContext<'c>,
    /// The ids of the page.
    pub(super) ids: &'c mut BTreeSet<String>,
    pub(super) open: OpenElements,
    pub(super) faults: Vec<Diagnostic>,
    /// True while a form is open that was reported.
    pub(super) in_form: bool,
    /// True once a drawing or a formula was seen, where markup has other rules.
    pub(super) in_foreign: bool,
    html: RawHtml,
    /// By element name, the event before which no end tag comes.
    without_end: HashMap<String, usize>,
}

impl<'c> HtmlWalk<'c> {
    /// Starts with nothing; new ids are added to `ids`.
    pub(super) fn new(ids: &'c mut BTreeSet<String>, context: &'c MarkdownContext<'c>) -> Self {
        let (open, html, without_end) = (OpenElements::new(), RawHtml::new(), HashMap::new());
        Self { context, ids, open, faults: Vec::new(), in_form: false, in_foreign: false, html, without_end }
    }

    /// Goes through the blocks and their notes.
    pub(super) fn run(mut self, layout: &mut Layout<'_>) -> Checked<RawHtml> {
        for block in &layout.blocks {
            self.events(&mut layout.events, block.events.clone());
            for note in &layout.notes[block.notes.clone()] {
                self.open.enter();
                self.events(&mut layout.events, note.events.clone());
                self.leave();
            }
        }
        self.leave();
        Checked { value: self.html, faults: self.faults }
    }

    fn events(&mut self, events: &mut [SpannedEvent<'_>], range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            #[expect(clippy::wildcard_enum_match_arm, reason = "other events neither have HTML nor contain any")]
            match &mut events[at].0 {
                Event::Start(Tag::HtmlBlock) => {
                    let end = end_of(events, at);
                    self.block(&mut events[at + 1..end], at + 1);
                    at = end;
                }
                // These are written whole.
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(CodeBlockKind::Fenced(_))) => at = end_of(events, at),
                Event::Start(_) => self.open.enter(),
                Event::End(_) => self.leave(),
                Event::InlineHtml(_) => self.inline(events, at),
                Event::Text(text) | Event::Code(text) if self.open.is_dropped() => *text = "".into(),
                _ => {}
            }
            at += 1;
        }
    }

    fn block(&mut self, lines: &mut [SpannedEvent<'_>], first: usize) {
        let fragment = HtmlFragment::new(lines);
        let html = lines.iter().position(|(event, _)| matches!(event, Event::Html(_)));
        if let Some(html) = html.filter(|_| !self.open.is_dropped() && !lines.iter().any(|(event, _)| is_more(event))) {
            self.fragment(first + html, &fragment);
        }
        for (event, _) in lines {
            if let Event::Text(space) = event {
                *space = "".into();
            }
        }
    }

    fn inline(&mut self, events: &[SpannedEvent<'_>], at: usize) {
        let fragment = HtmlFragment::new(&events[at..=at]);
        let tag = HtmlTag::parse(fragment.html.as_bytes());
        let name = tag.as_ref().map(|tag| String::from_utf8_lossy(tag.name).to_ascii_lowercase());
        let is_end = tag.is_some_and(|tag| tag.is_end);
        if self.open.is_dropped() {
            if is_end && name.as_deref() == self.open.dropped_until() {
                self.open.drop_until(None);
            }
            return;
        }
        self.fragment(at, &fragment);
        let is_dropped = |name: &String| !is_end && element_rule(name) == ElementRule::Drop;
        if self.context.options.html == RawHtmlRule::Sanitise
            && let Some(name) = name.filter(is_dropped)
            && self.ends_later(events, at, &name)
        {
            self.open.drop_until(Some(name));
        }
    }

    /// Returns whether the element that starts at an event ends in the same container of Markdown.
    fn ends_later(&mut self, events: &[SpannedEvent<'_>], at: usize, name: &str) -> bool {
        if self.without_end.get(name).is_some_and(|end| at < *end) {
            return false;
        }
        let (mut depth, end_tag) = (0usize, format!("</{name}"));
        for (number, (event, _)) in events.iter().enumerate().skip(at + 1) {
            #[expect(clippy::wildcard_enum_match_arm, reason = "events of pulldown-cmark that open and close nothing")]
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => {
                    self.without_end.insert(name.to_owned(), number);
                    return false;
                }
                Event::End(_) => depth -= 1,
                Event::InlineHtml(html) if depth == 0 && html.to_ascii_lowercase().starts_with(&end_tag) => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn fragment(&mut self, at: usize, fragment: &HtmlFragment) {
        self.open.set_last_event(at);
        let (html, mut pieces) = (fragment.html.as_str(), HtmlPieces::default());
        let mut from = 0;
        while from < html.len() {
            let markup = html[from..].find('<').map_or(html.len(), |markup| from + markup);
            pieces.push(&html[from..markup]);
            from = markup;
            if from < html.len() {
                from = self.markup(fragment, from, &mut pieces);
            }
        }
        self.html.insert(at, pieces);
    }

    /// Reads the markup that a `<` begins; returns its end.
    fn markup(&mut self, fragment: &HtmlFragment, at: usize, pieces: &mut HtmlPieces) -> usize {
        let rest = &fragment.html[at..];
        if let Some(tag) = HtmlTag::parse(rest.as_bytes()) {
            return self.tag(fragment, at, &tag, pieces);
        }
        let allows = self.context.options.html == RawHtmlRule::Allow;
        let Some(length) = comment_len(rest) else {
            pieces.push(if allows { "<" } else { "&lt;" });
            return at + 1;
        };
        if allows {
            pieces.push(&rest[..length]);
        } else if !rest.starts_with("<!--") {
            // Comments show nothing in any case.
            let start: String = rest.chars().take(2).collect();
            self.report(format!("`{start}…>` is left out"), fragment.in_text(at..at + length));
        }
        at + length
    }

    /// Reports that HTML at `place`, in bytes of the text, is left out.
    pub(super) fn report(&mut self, message: String, place: Range<usize>) {
        const HINT: &str = "remove it, or set `html = \"allow\"` under `[markdown]` in site.toml if you trust all texts of \
                            the site";
        self.faults.push(Diagnostic::new(codes::REMOVED_HTML, message).hint(HINT).at(self.context.span(&place)));
    }

    /// Reports an element that its end tag does not follow.
    pub(super) fn report_unclosed(&mut self, element: &OpenElement) {
        if may_stay_open(element.name) {
            return;
        }
        let name = element.name;
        let fault = Diagnostic::new(codes::UNCLOSED_HTML, format!("`<{name}>` is not closed where it has to be"))
            .hint(format!("write `</{name}>` before the end of what is around it"));
        self.faults.push(fault.at(self.context.span(&element.tag)));
    }

    /// Leaves a container of Markdown, and closes the elements opened in it.
    fn leave(&mut self) {
        let Some((event, open)) = self.open.leave() else { return };
        open.iter().for_each(|element| self.report_unclosed(element));
        self.html.entry(event).or_default().push_ends(open.iter().map(|element| element.name));
    }
}

/// The number of elements that may be open at once; no more are opened, as browsers have a limit too.
pub(super) const DEEPEST: usize = 200;

/// The open elements of all open scopes.
pub(super) struct OpenElements {
    elements: Vec<OpenElement>,
    scopes: Vec<HtmlScope>,
    /// The number of scopes whose text is left out.
    dropping: usize,
}

/// An element that is open.
pub(super) struct OpenElement {
    /// Its name.
    pub name: &'static str,
    /// Its start tag, in bytes of the text.
    pub tag: Range<usize>,
}

/// A container of Markdown, the text as a whole among them.
#[derive(Default)]
struct HtmlScope {
    /// The number of the first element that it has opened.
    first: usize,
    /// The last event in it that has HTML.
    last_event: Option<usize>,
    /// The end tag up to which the text is left out.
    dropped_until: Option<String>,
}

impl OpenElements {
    /// No open elements, in the scope of the whole text.
    pub(super) fn new() -> Self {
        Self { elements: Vec::new(), scopes: vec![HtmlScope::default()], dropping: 0 }
    }

    /// Opens a scope.
    fn enter(&mut self) {
        self.scopes.push(HtmlScope { first: self.elements.len(), ..HtmlScope::default() });
    }

    /// Closes the innermost scope: the event at whose end its open elements can be closed, and these, the outer ones
    /// first.
    fn leave(&mut self) -> Option<(usize, Vec<OpenElement>)> {
        self.drop_until(None);
        let scope = self.scopes.pop()?;
        let open = self.elements.split_off(scope.first.min(self.elements.len()));
        Some((scope.last_event?, open))
    }

    /// Notes that an event of the innermost scope has HTML.
    fn set_last_event(&mut self, event: usize) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.last_event = Some(event);
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, tag: Range<usize>) {
        self.elements.push(OpenElement { name, tag });
    }

    /// The number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Removes the last element of the innermost scope if `is_closed` says so.
    pub(super) fn close_last_if(&mut self, is_closed: impl Fn(&str) -> bool) -> Option<OpenElement> {
        let first = self.scopes.last().map_or(0, |scope| scope.first);
        let last = self.elements.last().filter(|_| self.elements.len() > first)?;
        if is_closed(last.name) { self.elements.pop() } else { None }
    }

    /// Removes the last element `name` of the innermost scope, with all that are in it; the outer ones first. Nothing
    /// if none is open.
    pub(super) fn close(&mut self, name: &str) -> Vec<OpenElement> {
        let first = self.scopes.last().map_or(0, |scope| scope.first);
        let open = self.elements[first..].iter().rposition(|element| element.name == name);
        open.map_or_else(Vec::new, |at| self.elements.split_off(first + at))
    }

    /// Leaves out the text of the innermost scope up to an end tag.
    fn drop_until(&mut self, name: Option<String>) {
        if let Some(scope) = self.scopes.last_mut() {
            self.dropping += usize::from(name.is_some());
            self.dropping -= usize::from(scope.dropped_until.is_some());
            scope.dropped_until = name;
        }
    }

    /// The end tag up to which the text of the innermost scope is left out.
    fn dropped_until(&self) -> Option<&str> {
        self.scopes.last()?.dropped_until.as_deref()
    }

    /// Returns whether the text here is left out.
    fn is_dropped(&self) -> bool {
        self.dropping > 0
    }
}
