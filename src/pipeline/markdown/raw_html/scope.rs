//! The elements that raw HTML has opened. Each container of Markdown is a scope: elements opened in it are closed in
//! it.

use std::ops::Range;

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
    pub(super) fn enter(&mut self) {
        self.scopes.push(HtmlScope { first: self.elements.len(), ..HtmlScope::default() });
    }

    /// Closes the innermost scope: the event at whose end its open elements can be closed, and these, the outer ones
    /// first.
    pub(super) fn leave(&mut self) -> Option<(usize, Vec<OpenElement>)> {
        self.drop_until(None);
        let scope = self.scopes.pop()?;
        let open = self.elements.split_off(scope.first.min(self.elements.len()));
        Some((scope.last_event?, open))
    }

    /// Notes that an event of the innermost scope has HTML.
    pub(super) fn set_last_event(&mut self, event: usize) {
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
    pub(super) fn drop_until(&mut self, name: Option<String>) {
        if let Some(scope) = self.scopes.last_mut() {
            self.dropping += usize::from(name.is_some());
            self.dropping -= usize::from(scope.dropped_until.is_some());
            scope.dropped_until = name;
        }
    }

    /// The end tag up to which the text of the innermost scope is left out.
    pub(super) fn dropped_until(&self) -> Option<&str> {
        self.scopes.last()?.dropped_until.as_deref()
    }

    /// Returns whether the text here is left out.
    pub(super) fn is_dropped(&self) -> bool {
        self.dropping > 0
    }
}
