//! The rules that suggest topics: terms, each with its weight.

use crate::base::fields::{Fields, Located, TextOrTable, Toml};

/// The rules of one topic.
#[derive(Clone, Debug, Default)]
pub struct TopicRules {
    /// The score from which the topic is suggested.
    pub threshold: i64,
    /// Words and phrases that speak for it, or against.
    pub terms: Vec<RuleTerm>,
    /// Phrases within which a term does not count; a trailing `*` matches any ending.
    pub except: Vec<String>,
}

/// A word or phrase that speaks for a topic or against it, in all its spellings.
#[derive(Clone, Debug)]
pub struct RuleTerm {
    /// The spellings; a trailing `*` matches any ending.
    pub spellings: Vec<Located<String>>,
    /// The points that each occurrence adds to the score; negative if it speaks against the topic.
    pub weight: i64,
    /// True if letter case matters.
    pub case: bool,
    /// True if it counts only in texts without any sign of the site's subject.
    pub elsewhere: bool,
}

/// The settings shared by the rules of all topics.
#[derive(Clone, Debug, Default)]
pub struct SharedRules {
    /// Terms that count for every topic.
    pub terms: Vec<RuleTerm>,
    /// Words that show that a text is on the site's subject, in this letter case; a trailing `*` matches any
    /// ending.
    pub subject: Vec<String>,
}

impl TopicRules {
    /// Reads the rules in a topic's front matter.
    pub fn read(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Self {
        let except = fields.strings(toml, "except").unwrap_or_default();
        let except = except.into_iter().filter(|phrase| is_valid(toml, phrase)).map(|phrase| phrase.value).collect();
        Self {
            threshold: fields.integer(toml, "threshold", 1..=1000).map_or(1, |number| number.value),
            terms: terms(toml, fields),
            except,
        }
    }
}

impl SharedRules {
    /// Reads the table `[topics]`.
    pub fn read(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Self {
        let subject = fields.strings(toml, "subject").unwrap_or_default();
        let subject = subject.into_iter().filter(|it| is_valid(toml, it)).map(|it| it.value).collect();
        Self { terms: terms(toml, fields), subject }
    }
}

/// Reads the list `terms`.
fn terms(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<RuleTerm> {
    let mut terms = Vec::new();
    for item in fields.mixed(toml, "terms") {
        let mut term = match item {
            TextOrTable::Text(text) => RuleTerm { spellings: vec![text], weight: 1, case: false, elsewhere: false },
            TextOrTable::Table(mut table) => {
                let term = RuleTerm {
                    spellings: table.one_or_more(toml, "term", "add term = \"…\""),
                    weight: table.integer(toml, "weight", -100..=100).map_or(1, |number| number.value),
                    case: table.bool(toml, "case").is_some_and(|case| case.value),
                    elsewhere: table.bool(toml, "elsewhere").is_some_and(|elsewhere| elsewhere.value),
                };
                table.finish(toml);
                term
            }
        };
        term.spellings.retain(|spelling| is_valid(toml, spelling));
        terms.push(term);
    }
    terms
}

/// Checks that a term has a word and that only its ending is open.
fn is_valid(toml: &mut Toml<'_>, spelling: &Located<String>) -> bool {
    let stem = spelling.value.trim_end_matches('*').trim();
    let (message, hint) = match (stem.is_empty(), stem.contains('*')) {
        (true, _) if spelling.value.trim().is_empty() => {
            ("this term is empty", "write a word or a phrase, or remove it")
        }
        (true, _) => ("a term without letters would match everything", "write a word or a phrase"),
        (_, true) => ("a `*` can only stand for an ending", "write it at the end of the term, or write two terms"),
        _ => return true,
    };
    toml.reject(&spelling.range, message, hint);
    false
}
