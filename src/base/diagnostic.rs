//! Diagnostics: faults of the site as values, collected by every stage and shown together.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use crate::base::codes::Severity;
use crate::base::codes::{self, Code};
use crate::base::repair::Repair;
use crate::base::text::near;
use crate::base::text::path::RelPath;

/// A range of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub path: RelPath,
    /// Bytes from the start of the file, front matter included.
    pub range: Range<usize>,
}

impl Span {
    /// Marks `range` of `path`.
    pub(crate) fn new(path: &RelPath, range: Range<usize>) -> Self {
        Self { path: path.clone(), range }
    }

    /// Refers to the file as a whole.
    pub(crate) fn file(path: &RelPath) -> Self {
        Self::new(path, 0..0)
    }
}

/// A fault of the site: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The kind of fault; `margent explain` tells more about it.
    #[serde(with = "codes::by_id")]
    pub code: &'static Code,
    /// One lowercase phrase, names in backticks, no final period.
    pub message: String,
    /// The place of the fault, unless it concerns the site as a whole.
    pub span: Option<Span>,
    /// The text under the carets.
    pub label: String,
    /// Related places, each with a phrase.
    pub related: Vec<(Span, String)>,
    /// Two texts that should be the same.
    pub wordings: Option<Box<[Wording; 2]>>,
    /// Ways to mend it, each an imperative.
    pub hints: Vec<String>,
    /// The change that mends it, where only one can be meant.
    pub repair: Option<Box<Repair>>,
}

/// The words of one of two texts, with the differences marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// A phrase such as "the excerpt says".
    pub who: Cow<'static, str>,
    /// Runs of words; true for those that differ.
    pub runs: Vec<(String, bool)>,
}

impl Wording {
    /// Starts without words.
    pub(crate) fn new(who: &'static str) -> Self {
        Self { who: Cow::Borrowed(who), runs: Vec::new() }
    }

    /// Adds words, if there are any.
    pub(crate) fn push(&mut self, words: &str, differ: bool) {
        if !words.is_empty() {
            self.runs.push((words.to_owned(), differ));
        }
    }

    /// Returns all words.
    pub(crate) fn text(&self) -> String {
        self.written(|words, _| words.to_owned())
    }

    /// Returns all words as `write` marks those that differ, with a space between runs unless a mark follows.
    pub(crate) fn written(&self, write: impl Fn(&str, bool) -> String) -> String {
        let mut text = String::new();
        for (words, differ) in &self.runs {
            if !text.is_empty() && !words.starts_with([',', '.', ';', ':', '?', '!', ')', '”']) {
                text.push(' ');
            }
            text.push_str(&write(words, *differ));
        }
        text
    }
}

impl Diagnostic {
    /// Creates a diagnostic without a place and hints.
    pub(crate) fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            label: String::new(),
            related: Vec::new(),
            wordings: None,
            hints: Vec::new(),
            repair: None,
        }
    }

    /// Sets the place.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets the text under the carets.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Compares two texts.
    pub(crate) fn wordings(mut self, wordings: [Wording; 2]) -> Self {
        self.wordings = Some(Box::new(wordings));
        self
    }

    /// Adds a hint.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Sets the change that mends it, if there is one.
    pub(crate) fn repair(mut self, repair: impl Into<Option<Repair>>) -> Self {
        self.repair = repair.into().map(Box::new).or(self.repair);
        self
    }

    /// Suggests the nearest of `candidates` under the carets, if one is near enough; that is also the repair.
    pub(crate) fn did_you_mean<'a>(self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match near::nearest(word, candidates) {
            Some(near) => self.suggest(word, near),
            None => self,
        }
    }

    /// Suggests to write `near` for `word` in the place of the fault, which is also the repair.
    pub(crate) fn suggest(self, word: &str, near: &str) -> Self {
        self.ask(near).repair(Repair::reword(word, near))
    }

    /// Suggests a name that the editor chose, which is the repair only if it must have been meant: others are as good.
    pub(crate) fn suggest_name(self, word: &str, near: &str) -> Self {
        if near::is_slip(word, near) { self.suggest(word, near) } else { self.ask(near) }
    }

    /// Asks whether `near` was meant.
    pub(crate) fn ask(self, near: &str) -> Self {
        self.label(format!("did you mean `{near}`?"))
    }

    /// Adds a related place.
    pub(crate) fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }

    /// Returns every place that the diagnostic refers to.
    pub(crate) fn spans(&self) -> impl Iterator<Item = &Span> {
        self.span.iter().chain(self.related.iter().map(|(span, _)| span))
    }

    /// The severity, which follows from the code.
    pub(crate) fn severity(&self) -> Severity {
        self.code.severity
    }
}

/// A value, and the faults found on the way to it. The value is usable in any case: defaults replace what is wrong, so
/// that later stages can find their own faults in the same run.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// The faults.
    pub faults: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Maps the value and keeps the faults.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), faults: self.faults }
    }

    /// Moves the faults to `all` and returns the value.
    pub(crate) fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.faults);
        self.value
    }
}

/// Sorts faults by path, place, code and message, and removes duplicates. The result does not depend on which stage or
/// thread found which fault.
pub fn sort(faults: &mut Vec<Diagnostic>) {
    faults.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    faults.dedup();
}

fn sort_key(fault: &Diagnostic) -> impl Ord + '_ {
    let place = fault.span.as_ref().map(|span| (&span.path, span.range.start, span.range.end));
    (place, fault.code.id, &fault.message)
}

/// Returns whether any of the faults is an error.
pub fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity() == Severity::Error)
}

/// Keeps the items for which `kept` is true.
pub(crate) fn retain<T>(items: &mut Vec<T>, kept: Vec<bool>) {
    let mut kept = kept.into_iter();
    items.retain(|_| kept.next().unwrap_or(true));
}
