//! Diagnostics: faults of the site as values, collected by every stage and shown together.

use std::ops::Range;

use crate::base::codes::Code;
pub use crate::base::codes::Severity;
use crate::base::text::path::RelPath;

/// A stretch of one file, in bytes from the file's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub path: RelPath,
    /// Bytes from the start of the file, front matter included.
    pub range: Range<usize>,
}

impl Span {
    /// Marks `range` of `path`.
    pub fn new(path: &RelPath, range: Range<usize>) -> Self {
        Self { path: path.clone(), range }
    }

    /// Speaks of the file as a whole.
    pub fn file(path: &RelPath) -> Self {
        Self::new(path, 0..0)
    }
}

/// One fault of the site: what, where, what belongs to it, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of fault, which `margent explain` explains.
    pub code: &'static Code,
    /// One lowercase phrase, names in backticks, no full stop.
    pub message: String,
    /// Where it is.
    pub span: Option<Span>,
    /// What stands under the carets.
    pub label: String,
    /// Other places that belong to it, each with a phrase.
    pub related: Vec<(Span, String)>,
    /// What two texts say where they should say the same.
    pub wordings: Option<Box<[Wording; 2]>>,
    /// What to do, each an imperative.
    pub hints: Vec<String>,
}

/// What a text says, with the words marked that another text does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// A phrase such as "the excerpt says".
    pub who: &'static str,
    /// Runs of words, and whether they differ.
    pub runs: Vec<(String, bool)>,
}

impl Wording {
    /// No words yet.
    pub fn new(who: &'static str) -> Self {
        Self { who, runs: Vec::new() }
    }

    /// Adds words, if there are any.
    pub fn push(&mut self, words: &str, differ: bool) {
        if !words.is_empty() {
            self.runs.push((words.to_owned(), differ));
        }
    }

    /// The words.
    pub fn text(&self) -> String {
        self.runs.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Diagnostic {
    /// A fault of the kind `code`, so far without place and advice.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            label: String::new(),
            related: Vec::new(),
            wordings: None,
            hints: Vec::new(),
        }
    }

    /// Places it.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Writes under the carets.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets two texts side by side.
    pub fn wordings(mut self, wordings: [Wording; 2]) -> Self {
        self.wordings = Some(Box::new(wordings));
        self
    }

    /// Adds advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the nearest of `candidates` under the carets, where one is near.
    pub fn did_you_mean<'a>(self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match crate::base::text::near::nearest(word, candidates) {
            Some(near) => self.label(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds another place that belongs to it.
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }

    /// Every place that it names.
    pub fn spans(&self) -> impl Iterator<Item = &Span> {
        self.span.iter().chain(self.related.iter().map(|(span, _)| span))
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}

/// A value, and the faults met while making it. The value is usable even so: defaults stand where the
/// site was wrong, so that later stages can find their own faults in the same run.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// The faults.
    pub faults: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Changes the value, not the faults.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), faults: self.faults }
    }

    /// Moves the faults to `all` and returns the value.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.faults);
        self.value
    }
}

/// Brings faults into the order in which they are shown: by path, place, code and message, each once.
/// The same set of faults gives the same order whatever stage or thread found them.
pub fn sort(faults: &mut Vec<Diagnostic>) {
    faults.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    faults.dedup();
}

fn sort_key(fault: &Diagnostic) -> impl Ord + '_ {
    let place = fault.span.as_ref().map(|span| (&span.path, span.range.start, span.range.end));
    (place, fault.code.id, &fault.message)
}

/// Tells whether one of the faults is an error.
pub fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity() == Severity::Error)
}
