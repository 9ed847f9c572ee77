//! The outlets that a paragraph names: at its end in brackets, or as the source of a report.

use std::ops::Range;
use std::sync::LazyLock;

use super::byline::is_name;
use super::heuristics::ends_sentence;
use super::vocabulary::{
    AFTER_NAMES, BEFORE_NAMES, CITES_AFTER, CITES_BEFORE, CITES_WITHIN, NAME_WORDS, NOT_OUTLETS, OUTLET_WORDS,
};
use crate::base::text::slug;
use crate::import::outlet_names::OutletNames;
use crate::import::phrase::{Phrase, tokens};

/// An outlet as a capture names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedOutlet {
    /// The words before the name that belong to it: `via `.
    pub before: String,
    /// The name.
    pub name: String,
    /// The words after it: `, 30 January 2015`.
    pub after: String,
    /// The key, where the site declares the outlet.
    pub key: Option<String>,
}

impl NamedOutlet {
    fn new(before: &str, name: &str, after: &str, outlets: &OutletNames) -> Self {
        let key = outlets.find(name).map(|outlet| outlet.key.clone());
        Self { before: before.to_owned(), name: name.to_owned(), after: after.to_owned(), key }
    }

    /// The identity of the outlet: its key, else the slug of its name without an article.
    pub(crate) fn identity(&self) -> String {
        let name = slug::slugify(&self.name);
        self.key.clone().unwrap_or_else(|| name.strip_prefix("the-").map_or(name.clone(), str::to_owned))
    }
}

/// Splits the outlet off a paragraph that ends with one: `It rose. [Yonhap]`. A declared outlet may also be in round
/// brackets, or after a dash on a line of its own. Brackets within a sentence are an insertion.
pub(super) fn split_closing_outlet<'a>(text: &'a str, outlets: &OutletNames) -> Option<(&'a str, NamedOutlet)> {
    let (body, inner, square) = match text.chars().next_back()? {
        ']' => text[..text.len() - 1].rsplit_once('[').map(|(body, inner)| (body, inner, true))?,
        ')' => text[..text.len() - 1].rsplit_once('(').map(|(body, inner)| (body, inner, false))?,
        _ => ["— ", "– ", "-- "].iter().find_map(|dash| text.strip_prefix(dash)).map(|inner| ("", inner, false))?,
    };
    let body = body.trim_end();
    let named = parse_outlet(inner.trim(), outlets)?;
    let ended = body.is_empty() || ends_sentence(body);
    (ended && (named.key.is_some() || (square && may_be_outlet(&named, inner)))).then_some((body, named))
}

/// Splits `Source: Yonhap, 30 January 2015` into its three parts.
fn parse_outlet(inner: &str, outlets: &OutletNames) -> Option<NamedOutlet> {
    let is_label = |label: &&&str| {
        inner.get(..label.len()).is_some_and(|start| start.to_lowercase() == **label) && inner.len() > label.len()
    };
    let (before, rest) = inner.split_at(BEFORE_NAMES.iter().find(is_label).map_or(0, |label| label.len()));
    // A name may contain what ends others.
    if outlets.find(rest).is_some() {
        return Some(NamedOutlet::new(before, rest, "", outlets));
    }
    let end = AFTER_NAMES.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    (!slug::slugify(name).is_empty()).then(|| NamedOutlet::new(before, name, after, outlets))
}

/// Returns whether brackets without a declared outlet may name one all the same.
fn may_be_outlet(named: &NamedOutlet, inner: &str) -> bool {
    static REMARKS: LazyLock<Vec<Phrase>> =
        LazyLock::new(|| NOT_OUTLETS.iter().map(|pattern| Phrase::new(pattern)).collect());
    let words = tokens(inner);
    is_name(&named.name) && !REMARKS.iter().any(|phrase| phrase.matches(&words))
}

/// The outlets that a paragraph cites as the source of a report, in the order of their names.
pub(super) fn cited_outlets(text: &str, outlets: &OutletNames) -> Vec<NamedOutlet> {
    let occurrences = outlets.called().flat_map(|name| text.match_indices(name).map(|(at, name)| at..at + name.len()));
    let mut declared: Vec<Range<usize>> = occurrences.filter(|range| is_whole_word(text, range)).collect();
    // Of two names that start at one place the longer is meant.
    declared.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut names: Vec<Range<usize>> = Vec::new();
    for range in declared {
        if names.last().is_none_or(|last| last.end <= range.start) {
            names.push(range);
        }
    }
    let mut undeclared = undeclared_names(text);
    undeclared.retain(|range| !names.iter().any(|name| name.start < range.end && range.start < name.end));
    names.extend(undeclared);
    names.sort_by_key(|range| range.start);
    names.retain(|range| is_cited(text, range));
    names.into_iter().map(|range| NamedOutlet::new("", &text[range], "", outlets)).collect()
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    // A Korean particle follows a name without a space, and so only ASCII counts.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !is_letter(text[..range.start].chars().next_back()) && !is_letter(text[range.end..].chars().next())
}

/// Names that the site does not declare: runs of capitalised words of which one is typical of outlets.
fn undeclared_names(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut run: Option<Range<usize>> = None;
    for word in text.split_whitespace() {
        let bare = without_possessive(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let (word_start, start) = (offset_in(text, word), offset_in(text, bare));
        let end = start + bare.len();
        if start > word_start {
            runs.extend(run.take());
        }
        match &mut run {
            Some(run) if bare.starts_with(char::is_uppercase) => run.end = end,
            // A lower-case word belongs to a name if another capital follows.
            Some(_) if NAME_WORDS.contains(&word) => {}
            None if bare.starts_with(char::is_uppercase) && !starts_sentence(bare) => run = Some(start..end),
            Some(_) | None => runs.extend(run.take()),
        }
        if end < word_start + word.len() {
            runs.extend(run.take());
        }
    }
    runs.extend(run);
    let is_outlet = |name: &str| tokens(name).iter().any(|word| OUTLET_WORDS.contains(&word.as_str()));
    runs.retain(|run| text[run.clone()].contains(' ') && is_outlet(&text[run.clone()]));
    runs
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

/// The offset of a slice of a text.
fn offset_in(text: &str, slice: &str) -> usize {
    slice.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns whether a word may be capitalised only because it starts a sentence: `As the Daily Planet reported`.
fn starts_sentence(word: &str) -> bool {
    let word = word.to_lowercase();
    ["as", "but", "and", "when", "while", "meanwhile", "on", "in", "for", "a", "an", "per", "by"]
        .contains(&word.as_str())
        || CITES_BEFORE.iter().any(|phrase| phrase.split(' ').any(|part| part == word))
}

/// Returns whether the words around a name make it a source.
fn is_cited(text: &str, name: &Range<usize>) -> bool {
    /// Characters on each side that count.
    const NEAR: usize = 80;
    let start = text[..name.start].char_indices().rev().take(NEAR).last().map_or(name.start, |(at, _)| at);
    let end = text[name.end..].char_indices().nth(NEAR).map_or(text.len(), |(at, _)| name.end + at);
    let before = tokens(&text[start..name.start]);
    let before = before.strip_suffix(&["the".to_owned()]).unwrap_or(&before).join(" ");
    let ends_before =
        |phrase: &str| before.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let rest = &text[name.end..end];
    let clause = &rest[..rest.find(['.', ';', ':', '!', '?']).unwrap_or(rest.len())];
    let is_reporting = |word: &String| CITES_AFTER.contains(&word.as_str());
    CITES_BEFORE.iter().any(|phrase| ends_before(phrase)) || tokens(clause).iter().take(CITES_WITHIN).any(is_reporting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fields::Located;
    use crate::base::text::path::RelPath;
    use crate::pipeline::content::{Indexed, Outlet};
    use crate::pipeline::markdown::Body;

    fn outlet(key: &str, name: &str, alias: &str) -> Indexed<Outlet> {
        let text = |value: &str| Located { value: value.to_owned(), range: 0..0 };
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
    }

    fn outlets() -> OutletNames {
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
            let (rest, named) = split_closing_outlet(text, &outlets()).expect(text);
            let shown = format!("|{}|{}|{}|{}", named.before, named.name, named.after, named.key.unwrap_or_default());
            assert_eq!((rest, shown.as_str()), (body, name), "{text}");
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
            assert_eq!(split_closing_outlet(text, &outlets()), None, "{text}");
        }
    }

    #[test]
    fn outlets_that_report() {
        let names = |text| cited_outlets(text, &outlets()).into_iter().map(|named| named.name).collect::<Vec<_>>();
        assert_eq!(
            names("According to Harbour News, which told the Daily Planet on Monday, it rose."),
            ["Harbour News", "Daily Planet"]
        );
        assert_eq!(names("The article, from The Tide, is new. As the HN has recently indicated."), ["The Tide", "HN"]);
        assert_eq!(names("“It is,” she told Voice of Busan Radio."), ["Voice of Busan Radio"]);
        assert!(names("According to the Trade Association, Harbour News was sold to a HNT. Good News.").is_empty());
    }
}
