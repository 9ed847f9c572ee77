//! Whether excerpts stand in the snapshots of their sources, word by word.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::codes;
use crate::content::{Article, Content, SNAPSHOTS, Source};
use crate::diag::{Diagnostic, Span};
use crate::inputs::Inputs;
use crate::markdown::Excerpt;
use crate::text::fold::fold;
use crate::text::near::nearest_words;
use crate::text::path::RelPath;

/// How many excerpts of one source an article has, and how many of them stand in its snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quoted {
    /// Excerpts.
    pub excerpts: usize,
    /// Excerpts that were found in the snapshot.
    pub verified: usize,
}

/// Letters that an insertion may stand for: a name for a pronoun, not a sentence.
const INSERTED: usize = 40;

/// For each article, for each of its sources, what is quoted. Reports excerpts that do not stand in their snapshot.
pub fn verify(inputs: &Inputs, content: &Content, faults: &mut Vec<Diagnostic>) -> Vec<Vec<Quoted>> {
    let quoting = content.articles.iter().filter(|article| !article.body.excerpts.is_empty());
    let used: BTreeSet<RelPath> = quoting.flat_map(|article| article.sources.iter().filter_map(snapshot)).collect();
    let texts: HashMap<RelPath, String> = used
        .into_par_iter()
        .filter_map(|path| {
            inputs.files.contains_key(&path).then(|| (path.clone(), fold(inputs.text(&path).unwrap_or_default())))
        })
        .collect();
    let results: Vec<_> = content.articles.par_iter().map(|article| one(inputs, article, &texts)).collect();
    results
        .into_iter()
        .map(|(quoted, found)| {
            faults.extend(found);
            quoted
        })
        .collect()
}

fn snapshot(source: &Source) -> Option<RelPath> {
    RelPath::new(&format!("{SNAPSHOTS}/{}", source.snapshot.as_ref()?.value))
}

fn one(inputs: &Inputs, article: &Article, texts: &HashMap<RelPath, String>) -> (Vec<Quoted>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let paths: Vec<Option<RelPath>> = article.sources.iter().map(snapshot).collect();
    for (source, path) in article.sources.iter().zip(&paths) {
        if let (Some(written), Some(path)) = (&source.snapshot, path) {
            faults.extend(unreadable(inputs, article, &written.value, written.range.clone(), path));
        }
    }
    let mut quoted = vec![Quoted::default(); article.sources.len()];
    for excerpt in &article.body.excerpts {
        let Some(number) = article.sources.iter().position(|source| source.id == excerpt.source) else { continue };
        quoted[number].excerpts += 1;
        let Some((path, text)) = paths[number].as_ref().and_then(|path| texts.get_key_value(path)) else { continue };
        match stands(excerpt, text) {
            Ok(()) => quoted[number].verified += 1,
            Err(part) => faults.push(not_verbatim(article, excerpt, path, text, &part)),
        }
    }
    (quoted, faults)
}

fn unreadable(
    inputs: &Inputs,
    article: &Article,
    name: &str,
    range: std::ops::Range<usize>,
    path: &RelPath,
) -> Option<Diagnostic> {
    if inputs.files.contains_key(path) && path.strip(SNAPSHOTS).is_some() {
        return inputs.text(path).err();
    }
    let folder = format!("{SNAPSHOTS}/");
    let names: Vec<&str> =
        inputs.inside(SNAPSHOTS).filter_map(|(path, _)| path.as_str().strip_prefix(&folder)).collect();
    let fault = Diagnostic::new(codes::NO_SNAPSHOT, format!("there is no snapshot `{name}`"));
    let fault = fault.at(Span::new(&article.path, range)).did_you_mean(name, names);
    Some(match path.strip(SNAPSHOTS) {
        Some(_) => fault.hint(format!("put the text of the source into {path}, or remove `snapshot`")),
        None => fault.hint(format!("name a file of {SNAPSHOTS}/")),
    })
}

/// A stretch of words of an excerpt, and what stands before it.
struct Part<'a> {
    words: &'a str,
    gap: Gap,
}

#[derive(Clone, Copy, PartialEq)]
enum Gap {
    /// The beginning, or `[…]`: as many words as there are.
    Omission,
    /// `[words]`: the editor's in the place of a few.
    Insertion,
}

/// Finds the parts of an excerpt in its snapshot, in order; the first that is not there is the error.
fn stands(excerpt: &Excerpt, snapshot: &str) -> Result<(), String> {
    let text = fold(&excerpt.text);
    if snapshot.contains(&text) {
        return Ok(());
    }
    let parts = parts(&text);
    let Some((first, rest)) = parts.split_first() else { return Ok(()) };
    let mut failed = first.words.to_owned();
    for (start, _) in snapshot.match_indices(first.words) {
        let mut at = start + first.words.len();
        let mut missing = None;
        for part in rest {
            let found = snapshot[at..].find(part.words);
            let near =
                |offset: &usize| part.gap == Gap::Omission || snapshot[at..at + offset].chars().count() <= INSERTED;
            match found.filter(near) {
                Some(offset) => at += offset + part.words.len(),
                None => {
                    missing = Some(part.words.to_owned());
                    break;
                }
            }
        }
        match missing {
            None => return Ok(()),
            Some(words) => failed = words,
        }
    }
    Err(failed)
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut rest, mut gap) = (text, Gap::Omission);
    loop {
        let bracket = rest.find('[').and_then(|open| Some((open, open + rest[open..].find(']')?)));
        let (words, next) = match bracket {
            Some((open, close)) => (&rest[..open], Some((&rest[open + 1..close], &rest[close + 1..]))),
            None => (rest, None),
        };
        if !words.trim().is_empty() {
            parts.push(Part { words: words.trim(), gap });
        }
        let Some((inside, after)) = next else { return parts };
        gap = if inside.trim() == "…" { Gap::Omission } else { Gap::Insertion };
        rest = after;
    }
}

fn not_verbatim(article: &Article, excerpt: &Excerpt, path: &RelPath, snapshot: &str, part: &str) -> Diagnostic {
    let fault = Diagnostic::new(codes::NOT_VERBATIM, format!("this excerpt does not stand in the snapshot `{path}`"))
        .at(Span::new(&article.path, excerpt.range.clone()));
    let points = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?');
    let fault = match nearest_words(snapshot, part) {
        _ if snapshot.contains(part) => {
            let words = crate::text::words::cut(part, 80);
            fault.hint(format!("`{words}` stands there, but not after the words before it: the parts keep their order"))
        }
        Some(near) => {
            // The window ends with a word; what follows the word is not meant.
            let near = if part.ends_with(points) { near.as_str() } else { near.trim_end_matches(points) };
            differences(part, near).into_iter().fold(fault, Diagnostic::hint)
        }
        None => fault.hint(format!("nothing like it is there: {}", crate::text::words::cut(part, 80))),
    };
    fault.hint("correct the excerpt; mark what is left out with […], what is put in with [words], or report it in your own words")
}

/// What the excerpt says and what the snapshot says, from the first word that differs to the last.
fn differences(said: &str, found: &str) -> Vec<String> {
    let (said, found): (Vec<&str>, Vec<&str>) = (said.split(' ').collect(), found.split(' ').collect());
    let before = said.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let room = said.len().min(found.len()) - before;
    let after = said.iter().rev().zip(found.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    // A word on each side shows where it is.
    let shown = |words: &[&str]| {
        let (from, to) = (before.saturating_sub(1), (words.len() - after + 1).min(words.len()));
        words[from..to].join(" ")
    };
    vec![format!("the excerpt says:  {}", shown(&said)), format!("the snapshot says: {}", shown(&found))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(excerpt: &str, snapshot: &str) -> Result<(), String> {
        let excerpt = Excerpt { source: String::new(), text: excerpt.to_owned(), range: 0..0 };
        stands(&excerpt, &fold(snapshot))
    }

    #[test]
    fn verbatim_with_omissions_and_insertions() {
        let snapshot = "The ministry said on Monday that it\nwould not “open” the ports this year, [Yonhap] reported.";
        for sound in [
            "it would not \"open\" the ports",
            "The ministry […] would not",
            "The ministry said [...] the ports this year",
            "[The office] said on Monday",
            "that [the ministry] would not",
            "this year, [Yonhap] reported",
        ] {
            assert_eq!(check(sound, snapshot), Ok(()), "{sound}");
        }
        assert_eq!(check("it will not open", snapshot), Err("it will not open".to_owned()));
        assert_eq!(check("the ports […] The ministry", snapshot), Err("The ministry".to_owned()));
        // An insertion does not stand for a sentence.
        assert_eq!(check("The ministry [did] the ports", snapshot), Err("the ports".to_owned()));
    }

    #[test]
    fn differences_are_short() {
        let shown = differences("a b would not open c d", "a b will not open c d");
        assert_eq!(shown, ["the excerpt says:  b would not", "the snapshot says: b will not"]);
    }
}
