//! Topics: the few declared subjects of the beat, with the rules that suggest them.

use super::{Reading, front_matter};
use crate::diag::Checked;
use crate::fields::{At, Extra, Fields, TextOrTable, Toml};
use crate::markdown::{Body, Cites};
use crate::text::path::RelPath;

/// A declared subject.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The file.
    pub path: RelPath,
    /// What articles call it, and the last part of its address: the file's name.
    pub key: String,
    /// What readers see.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// The rules that suggest it. A build does not use them.
    pub rules: Rules,
    /// Keys of the editor's own.
    pub extra: Extra,
    /// The introduction.
    pub body: Body,
}

/// What suggests a topic.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The score from which the topic is suggested.
    pub threshold: i64,
    /// Words and phrases that speak for it.
    pub terms: Vec<Term>,
    /// Phrases within which a term does not count.
    pub except: Vec<String>,
}

/// A word or phrase that speaks for a topic; a trailing `*` matches any ending.
#[derive(Clone, Debug)]
pub struct Term {
    /// The word or phrase.
    pub term: At<String>,
    /// What each occurrence adds to the score.
    pub weight: i64,
    /// Whether letter case counts.
    pub case: bool,
}

/// Reads a topic.
pub fn parse(reading: &Reading<'_>, text: &str) -> Checked<Topic> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read(reading, toml, fields);
    front_matter::file(reading, text, read, |_| Cites::default()).map(|(topic, body)| Topic { body, ..topic })
}

fn read(reading: &Reading<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Topic {
    let title = fields.required(toml, "title", "add title = \"…\"").value;
    let topic = Topic {
        path: reading.path.clone(),
        key: front_matter::slug(toml, None, reading.path, &title),
        title,
        description: fields.string(toml, "description").map(|text| text.value).unwrap_or_default(),
        rules: Rules {
            threshold: fields.integer(toml, "threshold", 1..=1000).map_or(1, |number| number.value),
            terms: terms(toml, &mut fields),
            except: fields.strings(toml, "except").unwrap_or_default().into_iter().map(|at| at.value).collect(),
        },
        extra: fields.extra(toml),
        body: Body::default(),
    };
    fields.finish(toml);
    topic
}

fn terms(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<Term> {
    let mut terms = Vec::new();
    for item in fields.mixed(toml, "terms") {
        let term = match item {
            TextOrTable::Text(term) => Term { term, weight: 1, case: false },
            TextOrTable::Table(mut table) => {
                let term = Term {
                    term: table.required(toml, "term", "add term = \"…\""),
                    weight: table.integer(toml, "weight", 1..=100).map_or(1, |number| number.value),
                    case: table.bool(toml, "case").is_some_and(|case| case.value),
                };
                table.finish(toml);
                term
            }
        };
        if term.term.value.is_empty() {
            // Told already.
        } else if term.term.value.trim_end_matches('*').trim().is_empty() {
            toml.reject(&term.term.range, "a term without letters would match everything", "write a word or a phrase");
        } else {
            terms.push(term);
        }
    }
    terms
}
