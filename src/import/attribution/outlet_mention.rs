//! The outlets that a line names: those that the site declares, by any name and in any case, and others that look like one.

use std::ops::Range;

use super::mention::{capitalised_runs, has_outlet_word, is_article, is_brand, is_joined, offset_in, without_article};
use super::outlet_vocabulary::{
    COMMON_COMPOUNDS, CONTRACTIONS, JOINED_NAMES, KINDS_BEFORE_NAMES, KNOWN_NAMES, MARKED_NAMES, NOT_AFTER_ENDINGS,
    OUTLET_ENDINGS, OUTLET_WORDS, SHORT_NAMES,
};
use crate::base::text::boundary;
use crate::import::options::OutletNames;
use crate::import::phrase::tokens;

/// Quotation marks around names.
const OPENING: [char; 9] = ['„', '“', '"', '»', '«', '‘', '\'', '「', '《'];
const CLOSING: [char; 8] = ['“', '”', '"', '«', '»', '’', '\'', '」'];

/// The names of outlets in a line, in order.
pub(super) fn outlet_names(text: &str, outlets: &OutletNames) -> Vec<Range<usize>> {
    let mut declared: Vec<Range<usize>> = outlets.called().flat_map(|name| occurrences(text, name)).collect();
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
    names
}

/// Where a text has the name of a declared outlet, as a sentence inflects it: `in der Küstennahen Zeitung`, `im Kurier` for `Der Kurier`.
fn occurrences(text: &str, name: &str) -> Vec<Range<usize>> {
    let forms = [Some(name.to_owned()), Some(name.replace("e ", "en ")).filter(|form| form != name)];
    let found = forms.iter().flatten().flat_map(|form| text.match_indices(form.as_str()));
    let mut found: Vec<Range<usize>> = found.map(|(at, form)| at..at + form.len()).collect();
    let articled =
        name.split_once([' ', '’', '\'']).filter(|(first, _)| is_article(&first.to_lowercase()) || *first == "L");
    if let Some((_, bare)) = articled {
        let found_bare = text.match_indices(bare).map(|(at, bare)| at..at + bare.len());
        found.extend(found_bare.filter(|range| takes_article(&text[..range.start])));
    }
    found.retain(|range| is_whole(text, range) && !is_in_longer_name(text, range));
    found
}

/// Returns whether words end in an article in small letters, in a word that has one in it, or in what stands for one.
fn takes_article(before: &str) -> bool {
    const ENDS: [&str; 4] = ["’s", "'s", "l’", "l'"];
    let before = before.trim_end();
    let last = before.rsplit(' ').next().unwrap_or_default();
    ENDS.iter().any(|end| before.ends_with(end)) || is_article(last) || CONTRACTIONS.contains(&last)
}

/// Returns whether a name is a word; in German another case may follow it: `des Tagblatts`.
fn is_whole(text: &str, name: &Range<usize>) -> bool {
    let inflected = || text[name.end..].strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_end = boundary::is_word_end(text, name.end) || (inflected() && text[..name.start].ends_with("des "));
    boundary::is_word_start(text, name.start) && is_end
}

/// Returns whether a name that is also a common word is only part of another name: `Mirror Lake`, `Mr. Herald`.
fn is_in_longer_name(text: &str, name: &Range<usize>) -> bool {
    const TITLES: [&str; 16] = [
        "Mr", "Mrs", "Ms", "Dr", "Sir", "Lady", "Herr", "Frau", "Mme", "Don", "Doña", "Señor", "Café", "Hotel",
        "Plaza", "Teatro",
    ];
    let is_common = OUTLET_WORDS.contains(&text[name.clone()].to_lowercase().as_str());
    let before = text[..name.start].trim_end_matches([' ', '.']);
    let word = before.rsplit(' ').next().unwrap_or_default();
    let is_first =
        word.starts_with(char::is_uppercase) && !is_article(&word.to_lowercase()) && before.len() > word.len();
    let goes_on = text[name.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    TITLES.contains(&word) || (is_common && (is_first || goes_on))
}

/// Names that the site does not declare: runs of capitalised words of which one is typical of outlets, agencies, what follows the
/// word for a kind of outlet, and words of Korean, Japanese and Chinese with the ending of an outlet.
fn undeclared_names(text: &str) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = capitalised_runs(text)
        .into_iter()
        .map(|run| behind_kind(text, run.clone()).unwrap_or_else(|| of_writer(text, run)))
        .filter(|run| {
            let name = &text[run.clone()];
            KNOWN_NAMES.contains(&name)
                || is_brand(name)
                || (name.contains([' ', '-']) && is_outlet_like(name))
                || is_marked_paper(text, run)
                || follows_kind(text, run)
        })
        .map(|run| without_needless_article(text, run))
        .collect();
    names.extend(in_compounds(text));
    let hosts = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let hosts = hosts.filter(|word| word.contains('.') && word.starts_with(char::is_lowercase) && is_brand(word));
    names.extend(hosts.map(|host| offset_in(text, host)..offset_in(text, host) + host.len()));
    let known = KNOWN_NAMES.iter().filter(|_| is_joined(text));
    let joined = JOINED_NAMES
        .iter()
        .chain(known)
        .flat_map(|name| text.match_indices(name).map(|(at, name)| at..at + name.len()));
    let joined =
        joined.filter(|name| boundary::is_word_start(text, name.start) && boundary::is_word_end(text, name.end));
    for name in joined.chain(names_with_endings(text)).chain(marked_works(text)) {
        names.retain(|other| {
            other.end <= name.start || name.end <= other.start || (other.len() > name.len() && other.start < name.start)
        });
        if names.iter().all(|other| other.end <= name.start || name.end <= other.start) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| name.start);
    names
}

/// Returns whether a name is one as outlets have: with a typical word at its end, or at its start if that is no other word's
/// companion: `Post Office`, `Globe Theatre`.
fn is_outlet_like(name: &str) -> bool {
    const OPENERS: [&str; 12] = [
        "radio", "daily", "weekly", "diario", "journal", "revista", "spiegel", "zeit", "voz", "faro", "correo",
        "gazeta",
    ];
    const JOINS: [&str; 11] = ["of", "de", "du", "des", "di", "del", "della", "der", "für", "for", "and"];
    let words = tokens(name);
    let opens = |pair: &[String]| OPENERS.contains(&pair[0].as_str()) || JOINS.contains(&pair[1].as_str());
    let pairs = words.windows(2).filter(|pair| OUTLET_WORDS.contains(&pair[0].as_str()));
    let ends = words.last().is_some_and(|last| has_outlet_word(last));
    ends || pairs.into_iter().any(opens) || name.split(' ').any(|word| KNOWN_NAMES.contains(&word))
}

/// Names that begin a German compound: `Tide-Redakteurin`.
fn in_compounds(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().filter_map(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (name, _) = word.split_once('-').filter(|(_, role)| role.starts_with(char::is_uppercase))?;
        let is_outlet = KNOWN_NAMES.contains(&name) || SHORT_NAMES.iter().any(|(short, _)| *short == name);
        is_outlet.then(|| offset_in(text, name)..offset_in(text, name) + name.len())
    })
}

/// Words of Korean, Japanese and Chinese with the ending of an outlet.
fn names_with_endings(text: &str) -> impl Iterator<Item = Range<usize>> {
    let ends = OUTLET_ENDINGS.iter().flat_map(|ending| text.match_indices(ending).map(|(at, it)| at + it.len()));
    ends.filter_map(|end| {
        // Hiragana is grammar, and so are some words before names.
        let is_inside =
            |c: &char| c.is_alphanumeric() && !('ぁ'..='ん').contains(c) && !['据', '在', '对', '對'].contains(c);
        let start = end - text[..end].chars().rev().take_while(is_inside).map(char::len_utf8).sum::<usize>();
        let is_word = !text[end..].starts_with(NOT_AFTER_ENDINGS) && !COMMON_COMPOUNDS.contains(&&text[start..end]);
        // The ending alone is a word of its own: `뉴스에 따르면`.
        (is_word && (4..=12).contains(&text[start..end].chars().count())).then_some(start..end)
    })
}

/// Titles in the marks that Chinese and Japanese have for papers and books.
fn marked_works(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(['《', '『']).filter_map(|(at, mark)| {
        let start = at + mark.len();
        Some(start..start + text[start..].find(['》', '』']).filter(|length| *length > 0)?)
    })
}

/// The part of a run behind the word for a kind of outlet: `Die Zeitschrift Mole`.
fn behind_kind(text: &str, run: Range<usize>) -> Option<Range<usize>> {
    let words = text[run.clone()].split_whitespace();
    let kind = words.clone().find(|word| KINDS_BEFORE_NAMES.contains(word))?;
    let start = words.skip_while(|word| *word != kind).nth(1).map(|next| offset_in(text, next))?;
    Some(start..run.end)
}

/// Returns whether the word for a kind of outlet is before a name: `le quotidien La Marée`, `the magazine “Mole”`.
fn follows_kind(text: &str, name: &Range<usize>) -> bool {
    let before = text[..name.start].trim_end_matches(OPENING).trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    KINDS_BEFORE_NAMES.contains(&last)
}

/// The outlet of a writer whom a run names first: `Mara Lind of the Daily Tide`.
fn of_writer(text: &str, run: Range<usize>) -> Range<usize> {
    const JOINS: [&str; 5] = [" of ", " der ", " des ", " von ", " du "];
    let Some((writer, outlet)) = JOINS.iter().find_map(|join| text[run.clone()].split_once(join)) else { return run };
    let is_writer = writer.contains(' ') && !has_outlet_word(writer) && has_outlet_word(outlet);
    if is_writer { without_article(text, run.end - outlet.len()..run.end) } else { run }
}

/// A name without an article that is no part of it: `Die Küsten Zeitung`, `The AP`.
fn without_needless_article(text: &str, name: Range<usize>) -> Range<usize> {
    const GERMAN: [&str; 6] = ["Der ", "Die ", "Das ", "Dem ", "Den ", "Des "];
    let bare = without_article(text, name.clone());
    let is_german = GERMAN.iter().any(|article| text[name.clone()].starts_with(article));
    let is_known = KNOWN_NAMES.contains(&&text[name.clone()]);
    let is_needless = KNOWN_NAMES.contains(&&text[bare.clone()]) || (is_german && text[bare.clone()].contains(' '));
    if is_needless && !is_known { bare } else { name }
}

/// Returns whether a word is the name of a paper by what is around it: `the Independent`, `dem „Spiegel“`.
fn is_marked_paper(text: &str, word: &Range<usize>) -> bool {
    let name = &text[word.clone()];
    let (before, after) = (&text[..word.start], &text[word.end..]);
    let is_paper = || OUTLET_WORDS.contains(&name.to_lowercase().as_str());
    let is_marked = before.ends_with(OPENING) && (after.starts_with(CLOSING) || after.starts_with('-'));
    (before.ends_with("the ") && (is_paper() || KNOWN_NAMES.contains(&format!("The {name}").as_str())))
        || (is_marked && (is_paper() || MARKED_NAMES.contains(&name)))
}

/// Returns whether a name is also a word of its own, or that of a trade, and so needs a verb to be an outlet.
pub(super) fn is_common_word(name: &str) -> bool {
    let bare = without_article(name, 0..name.len());
    let word = name[bare].to_lowercase();
    OUTLET_WORDS.contains(&word.as_str()) || MARKED_NAMES.contains(&name) || (is_brand(name) && !name.contains('.'))
}
