//! What a reading program keeps of a work: its facts, what was highlighted in it, and what was noted.

use std::collections::BTreeSet;

use toml::value::Datetime;

use crate::editor::escape::escape_paragraph;
use crate::import::draft::RemovedText;

/// A page, an article or a book, as a reading program keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SavedWork {
    /// Its name among the references.
    pub key: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// The name of what published it: a newspaper, a journal, a publisher.
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub published: Option<Datetime>,
    /// When it was last read.
    pub read: Option<Datetime>,
    /// BCP 47 tag.
    pub language: Option<String>,
    pub tags: Vec<String>,
    /// The people who highlighted, where that is kept.
    pub people: BTreeSet<String>,
    pub highlights: Vec<SavedHighlight>,
    /// Notes on the whole work, in Markdown.
    pub remarks: Vec<String>,
    /// What a source has no field for.
    pub left_out: Vec<RemovedText>,
}

/// Words that were highlighted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SavedHighlight {
    pub words: String,
    /// The note on them, in Markdown.
    pub note: Option<String>,
    /// Where they are: `, p. 12`.
    pub locator: String,
}

impl SavedWork {
    /// Adds tags that it lacks.
    pub(super) fn add_tags<'t>(&mut self, tags: impl IntoIterator<Item = &'t str>) {
        for tag in tags.into_iter().map(str::trim).filter(|tag| !tag.is_empty()) {
            if !self.tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                self.tags.push(tag.to_owned());
            }
        }
    }

    /// Notes that it was read on the day of `moment`, unless it was read later.
    pub(super) fn read_on(&mut self, moment: Option<Datetime>) {
        let day =
            moment.and_then(|moment| moment.date).map(|date| Datetime { date: Some(date), time: None, offset: None });
        let key = |day: &Datetime| day.date.map(|date| (date.year, date.month, date.day));
        if day.as_ref().and_then(key) > self.read.as_ref().and_then(key) {
            self.read = day;
        }
    }

    /// Notes what a source has no field for.
    pub(super) fn leave_out(&mut self, kind: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.left_out.push(RemovedText { kind, text: text.trim().to_owned() });
        }
    }
}

/// Text that is not blank, without space around it.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Plain text as Markdown: each line is a paragraph.
pub(super) fn plain(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(escape_paragraph).collect::<Vec<_>>().join("\n\n")
}
