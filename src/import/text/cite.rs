//! Who is cited: the outlet that a paragraph names at its end, and those that it says something was reported by.

use std::ops::Range;
use std::sync::LazyLock;

use super::cues::{
    AFTER_NAMES, BEFORE_NAMES, CITES_AFTER, CITES_BEFORE, CITES_WITHIN, NAME_WORDS, NOT_OUTLETS, OUTLET_WORDS,
};
use super::facts::is_name;
use super::phrase::{Phrase, tokens};
use super::signs::ends_sentence;
use crate::base::text::slug;
use crate::import::OutletNames;

/// An outlet as a capture names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedOutlet {
    /// What stands before the name and belongs to it: `via `.
    pub before: String,
    /// The name.
    pub name: String,
    /// What stands behind it: `, 30 January 2015`.
    pub after: String,
    /// The key, where the site declares the outlet.
    pub key: Option<String>,
}

impl NamedOutlet {
    fn new(before: &str, name: &str, after: &str, outlets: &OutletNames) -> Self {
        let key = outlets.find(name).map(|outlet| outlet.key.clone());
        Self { before: before.to_owned(), name: name.to_owned(), after: after.to_owned(), key }
    }

    /// What tells outlets apart: the key, else the name without an article.
    pub fn identity(&self) -> String {
        let name = slug::slugify(&self.name);
        self.key.clone().unwrap_or_else(|| name.strip_prefix("the-").map_or(name.clone(), str::to_owned))
    }
}

/// Takes the outlet off a paragraph that ends with one: `It rose. [Yonhap]`. An outlet that the site declares may stand
/// in round brackets, or behind a dash on a line of its own; brackets inside a sentence are an insertion.
pub(super) fn closing<'a>(text: &'a str, outlets: &OutletNames) -> Option<(&'a str, NamedOutlet)> {
    let (body, inner, square) = match text.chars().next_back()? {
        ']' => text[..text.len() - 1].rsplit_once('[').map(|(body, inner)| (body, inner, true))?,
        ')' => text[..text.len() - 1].rsplit_once('(').map(|(body, inner)| (body, inner, false))?,
        _ => ["— ", "– ", "-- "].iter().find_map(|dash| text.strip_prefix(dash)).map(|inner| ("", inner, false))?,
    };
    let body = body.trim_end();
    let named = parse(inner.trim(), outlets)?;
    let ended = body.is_empty() || ends_sentence(body);
    (ended && (named.key.is_some() || (square && may_be_outlet(&named, inner)))).then_some((body, named))
}

/// `Source: Yonhap, 30 January 2015` → the three parts.
fn parse(inner: &str, outlets: &OutletNames) -> Option<NamedOutlet> {
    let before = BEFORE_NAMES.iter().find(|label| {
        inner.get(..label.len()).is_some_and(|start| start.to_lowercase() == **label)
            && !inner[label.len()..].is_empty()
    });
    let (before, rest) = inner.split_at(before.map_or(0, |label| label.len()));
    // A name may hold what ends others.
    if outlets.find(rest).is_some() {
        return Some(NamedOutlet::new(before, rest, "", outlets));
    }
    let end = AFTER_NAMES.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    (!slug::slugify(name).is_empty()).then(|| NamedOutlet::new(before, name, after, outlets))
}

/// Tells whether brackets that name no declared outlet name one even so.
fn may_be_outlet(named: &NamedOutlet, inner: &str) -> bool {
    static NOT: LazyLock<Vec<Phrase>> = LazyLock::new(|| NOT_OUTLETS.iter().map(|line| Phrase::new(line)).collect());
    let words = tokens(inner);
    is_name(&named.name) && !NOT.iter().any(|phrase| phrase.is(&words))
}

/// The outlets that a paragraph says something was reported by, in the order of their names.
pub(super) fn cited(text: &str, outlets: &OutletNames) -> Vec<NamedOutlet> {
    let all = outlets.called().flat_map(|name| text.match_indices(name).map(|(at, name)| at..at + name.len()));
    let mut all: Vec<Range<usize>> = all.filter(|range| stands_alone(text, range)).collect();
    // Of two names at one place the longer is meant.
    all.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in all {
        if found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    let mut others = undeclared(text);
    others
        .retain(|run| found.get(found.partition_point(|it| it.end <= run.start)).is_none_or(|it| run.end <= it.start));
    found.extend(others);
    found.sort_by_key(|range| range.start);
    found.retain(|range| is_cited(text, range));
    found.into_iter().map(|range| NamedOutlet::new("", &text[range], "", outlets)).collect()
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    // A Korean particle follows a name without a space.
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
}

/// Runs of words in capitals of which one is part of most names of outlets.
fn undeclared(text: &str) -> Vec<Range<usize>> {
    let words = text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    });
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut run: Option<Range<usize>> = None;
    for range in words {
        let word = &text[range.clone()];
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
        let start = range.start + word.find(bare).unwrap_or(0);
        let end = start + bare.len();
        let opens = start > range.start;
        if opens {
            runs.extend(run.take());
        }
        match &mut run {
            Some(run) if bare.starts_with(char::is_uppercase) => run.end = end,
            // A small word belongs to a name if another capital follows.
            Some(_) if NAME_WORDS.contains(&word) => {}
            None if bare.starts_with(char::is_uppercase) && !starts_sentence(bare) => run = Some(start..end),
            Some(_) | None => runs.extend(run.take()),
        }
        if end < range.end {
            runs.extend(run.take());
        }
    }
    runs.extend(run);
    let is_outlet = |name: &str| tokens(name).iter().any(|word| OUTLET_WORDS.contains(&word.as_str()));
    runs.retain(|run| text[run.clone()].contains(' ') && is_outlet(&text[run.clone()]));
    runs
}

/// Tells whether a word has its capital because a sentence starts with it: `As the Daily Planet reported`.
fn starts_sentence(word: &str) -> bool {
    let word = word.to_lowercase();
    ["as", "but", "and", "when", "while", "meanwhile", "on", "in", "for", "a", "an", "per", "by"]
        .contains(&word.as_str())
        || CITES_BEFORE.iter().any(|phrase| phrase.split(' ').any(|part| part == word))
}

/// Tells whether the words around a name make it a source.
fn is_cited(text: &str, name: &Range<usize>) -> bool {
    /// Letters that matter on each side.
    const NEAR: usize = 80;
    let start = text[..name.start].char_indices().rev().take(NEAR).last().map_or(name.start, |(at, _)| at);
    let end = text[name.end..].char_indices().nth(NEAR).map_or(text.len(), |(at, _)| name.end + at);
    let before = tokens(&text[start..name.start]);
    let before = before.strip_suffix(&["the".to_owned()]).unwrap_or(&before).join(" ");
    let told = |phrase: &str| before.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let rest = &text[name.end..end];
    let clause = &rest[..rest.find(['.', ';', ':', '!', '?']).unwrap_or(rest.len())];
    let reports = |word: &String| CITES_AFTER.contains(&word.as_str());
    CITES_BEFORE.iter().any(|phrase| told(phrase)) || tokens(clause).iter().take(CITES_WITHIN).any(reports)
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::base::fields::Located;
    use crate::base::text::path::RelPath;
    use crate::pipeline::content::{Indexed, Outlet};
    use crate::pipeline::markdown::Body;

    fn outlets() -> OutletNames {
        let text = |value: &str| Located { value: value.to_owned(), range: 0..0 };
        let outlet = |key: &str, name: &str, alias: &str| {
            Indexed::new(Outlet {
                path: RelPath::new(key).expect("a path"),
                key: key.to_owned(),
                name: text(name),
                aliases: vec![text(alias)],
                domains: Vec::new(),
                country: None,
                max_quote_words: None,
                extra: Default::default(),
                body: Body::default(),
            })
        };
        OutletNames::of(&[
            outlet("harbour", "Harbour News", "HN"),
            outlet("tide", "The Tide", "Tide"),
            outlet("new", "News", "N"),
        ])
    }

    #[test]
    fn outlets_at_the_end() {
        for (text, body, name) in [
            ("It rose. [Harbour News]", "It rose.", "||Harbour News||harbour"),
            ("It rose.  [Daily Planet]", "It rose.", "||Daily Planet||"),
            ("It rose.\u{a0} [HN, 30 January 2015]", "It rose.", "||HN|, 30 January 2015|harbour"),
            ("[Source: The Tide]", "", "|Source: |The Tide||tide"),
            ("“It rose.” (Harbour News)", "“It rose.”", "||Harbour News||harbour"),
            ("— Tide", "", "||Tide||tide"),
            ("It rose. [via AP – page 3]", "It rose.", "|via |AP| – page 3|"),
        ] {
            let (found, it) = closing(text, &outlets()).expect(text);
            let shown = format!("|{}|{}|{}|{}", it.before, it.name, it.after, it.key.unwrap_or_default());
            assert_eq!((found, shown.as_str()), (body, name), "{text}");
        }
        for text in [
            "It rose. [….]",
            "It rose. [sic]",
            "It rose [Kim Jong-un]",
            "It rose. [Emphasis mine]",
            "It rose. (Seoul)",
            "— Jane",
            "It rose. [Feature image courtesy of Harbour]",
            "It rose. [Update: it fell]",
            "It rose. [in fact]",
            "rose [again].",
        ] {
            assert_eq!(closing(text, &outlets()), None, "{text}");
        }
    }

    #[test]
    fn outlets_that_report() {
        let names = |text| cited(text, &outlets()).into_iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(
            names("According to Harbour News, which told the Daily Planet on Monday, it rose."),
            ["Harbour News", "Daily Planet"]
        );
        assert_eq!(names("The article, from The Tide, is new. As the HN has recently indicated."), ["The Tide", "HN"]);
        assert_eq!(names("“It is,” she told Voice of Busan Radio."), ["Voice of Busan Radio"]);
        assert!(names("According to the Trade Association, Harbour News was sold to a HNT. Good News.").is_empty());
    }
}
