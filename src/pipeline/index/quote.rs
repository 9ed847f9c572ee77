//! Checks excerpts against the snapshots of their sources, word by word.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::Taxonomies;
use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span, Wording};
use crate::base::text::boundary::{Sides, find_uncut, widen_to_words};
use crate::base::text::fold::fold_quotation;
use crate::base::text::near::nearest_words;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::config::{Config, RequiredEvidence};
use crate::pipeline::content::{Article, ArticleId, Content, PerArticle, SNAPSHOTS, Source};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown::{Excerpt, ExcerptPart, Gap};

/// How often an outlet is quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuoteTally {
    /// Excerpts.
    pub excerpts: usize,
    /// Excerpts that were found in a snapshot.
    pub verified: usize,
    /// Excerpts by the year of the article that quotes, undated ones aside.
    pub years: BTreeMap<i16, usize>,
}

/// Which excerpts were found in the snapshots of their sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotations {
    /// For each article, for each of its excerpts, whether it was found.
    pub verified: PerArticle<Vec<bool>>,
    /// How often each outlet is quoted.
    pub by_outlet: Vec<QuoteTally>,
}

/// Characters that an insertion may replace: a name for a pronoun, not a sentence.
const INSERTED: usize = 40;

/// Looks for every excerpt in the snapshot of its source. Reports excerpts that are not there, that lack a snapshot where
/// the site demands one, and that are longer than their outlet allows.
pub(crate) fn verify(
    inputs: &Inputs,
    config: &Config,
    content: &Content,
    taxonomies: &Taxonomies,
) -> Checked<Quotations> {
    let quoting = content.articles.iter().filter(|article| !article.body.excerpts.is_empty());
    let used: BTreeSet<RelPath> = quoting.flat_map(|article| article.sources.iter().filter_map(snapshot)).collect();
    let texts: HashMap<RelPath, String> = used
        .into_par_iter()
        .filter_map(|path| {
            inputs
                .files
                .contains_key(&path)
                .then(|| (path.clone(), fold_quotation(inputs.text(&path).unwrap_or_default())))
        })
        .collect();
    let check = SnapshotCheck { inputs, config, content, taxonomies, texts: &texts };
    let ids: Vec<ArticleId> = content.articles.ids().collect();
    let results: Vec<_> = ids.into_par_iter().map(|id| check.article(id)).collect();
    let (verified, faults): (Vec<_>, Vec<_>) = results.into_iter().unzip();
    let verified = verified.into();
    let by_outlet = tally(content, taxonomies, &verified);
    Checked { value: Quotations { verified, by_outlet }, faults: faults.into_iter().flatten().collect() }
}

/// Counts for each outlet how often it is quoted.
fn tally(content: &Content, taxonomies: &Taxonomies, verified: &PerArticle<Vec<bool>>) -> Vec<QuoteTally> {
    let mut tallies = vec![QuoteTally::default(); taxonomies.outlets.len()];
    for (id, article) in content.articles.enumerate() {
        for (excerpt, verified) in article.body.excerpts.iter().zip(&verified[id]) {
            let Some(source) = source_of(article, excerpt) else { continue };
            let tally = &mut tallies[taxonomies.of_article[id].outlets[source]];
            tally.excerpts += 1;
            tally.verified += usize::from(*verified);
            if let Some(date) = &article.date {
                *tally.years.entry(date.ymd().0).or_default() += 1;
            }
        }
    }
    tallies
}

/// The number of the source that an excerpt quotes.
pub(crate) fn source_of(article: &Article, excerpt: &Excerpt) -> Option<usize> {
    article.sources.iter().position(|source| source.id == excerpt.source)
}

fn snapshot(source: &Source) -> Option<RelPath> {
    RelPath::new(&format!("{SNAPSHOTS}/{}", source.snapshot.as_ref()?.value))
}

/// Everything that excerpts are checked with.
struct SnapshotCheck<'a> {
    inputs: &'a Inputs,
    config: &'a Config,
    content: &'a Content,
    taxonomies: &'a Taxonomies,
    /// The snapshots, folded.
    texts: &'a HashMap<RelPath, String>,
}

impl SnapshotCheck<'_> {
    fn article(&self, id: ArticleId) -> (Vec<bool>, Vec<Diagnostic>) {
        let article = &self.content.articles[id];
        let mut faults = Vec::new();
        let paths: Vec<Option<RelPath>> = article.sources.iter().map(snapshot).collect();
        for (source, path) in article.sources.iter().zip(&paths) {
            if let (Some(written), Some(path)) = (&source.snapshot, path) {
                faults.extend(unreadable(self.inputs, article, &written.value, written.range.clone(), path));
            }
        }
        let mut verified = Vec::with_capacity(article.body.excerpts.len());
        for excerpt in &article.body.excerpts {
            let Some(number) = source_of(article, excerpt) else {
                verified.push(false);
                continue;
            };
            faults.extend(self.too_long(id, number, excerpt));
            let known = paths[number].as_ref().and_then(|path| self.texts.get_key_value(path));
            let result = known.map(|(path, text)| find_excerpt(excerpt, text).map_err(|missed| (path, text, missed)));
            verified.push(matches!(result, Some(Ok(()))));
            match result {
                Some(Ok(())) => {}
                Some(Err((path, text, missed))) => faults.push(not_verbatim(article, excerpt, path, text, &missed)),
                None if self.config.quotes == RequiredEvidence::Snapshot
                    && article.sources[number].snapshot.is_none() =>
                {
                    faults.push(unverified(article, excerpt));
                }
                None => {}
            }
        }
        (verified, faults)
    }

    fn too_long(&self, id: ArticleId, source: usize, excerpt: &Excerpt) -> Option<Diagnostic> {
        let article = &self.content.articles[id];
        let (_, outlet) = self.taxonomies.outlet_of(id, source);
        let limit = self.content.outlets[outlet.file?].max_quote_words?;
        let count: usize = excerpt.parts.iter().map(|part| words::count(&part.words)).sum();
        let message = format!("this excerpt has {count} words; {} allows {limit}", outlet.title);
        let fault = Diagnostic::new(codes::LONG_QUOTATION, message);
        let fault = fault.at(Span::new(&article.path, excerpt.range.clone()));
        (count > limit).then(|| fault.hint("quote less, mark omissions with […], or report it in your own words"))
    }
}

fn unverified(article: &Article, excerpt: &Excerpt) -> Diagnostic {
    let message = format!("the source `{}` has no snapshot to check this excerpt against", excerpt.source);
    Diagnostic::new(codes::UNVERIFIED, message)
        .at(Span::new(&article.path, excerpt.range.clone()))
        .hint(format!("put the text of the source into {SNAPSHOTS}/ and name it: snapshot = \"….txt\""))
        .hint("`require = \"snapshot\"` under [quotes] in site.toml requires one")
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
        None => fault.hint(format!("write the name of a file in {SNAPSHOTS}/")),
    })
}

/// Why an excerpt is not in its snapshot.
#[derive(Debug, PartialEq)]
enum QuoteMismatch {
    /// Nothing in it is its source's.
    Empty,
    /// The first words that are not there, folded.
    Words(String),
}

/// Finds the parts of an excerpt in its snapshot, in order, each made of whole words and numbers.
fn find_excerpt(excerpt: &Excerpt, snapshot: &str) -> Result<(), QuoteMismatch> {
    if !excerpt.parts.iter().any(|part| part.words.contains(char::is_alphanumeric)) {
        return Err(QuoteMismatch::Empty);
    }
    if find_uncut(snapshot, &fold_quotation(&excerpt.text), Sides::default()).next().is_some() {
        return Ok(());
    }
    // Where the parts so far may end.
    let mut ends: Option<Vec<usize>> = None;
    for ExcerptPart { words, gap, loose } in &excerpt.parts {
        let words = fold_quotation(words);
        let follows = |start: usize| ends.as_ref().is_none_or(|ends| follows(snapshot, ends, *gap, start));
        let found = find_uncut(snapshot, &words, *loose).filter(|at| follows(at.start));
        let reached: Vec<usize> = found.map(|at| at.end).collect();
        if reached.is_empty() {
            return Err(QuoteMismatch::Words(words));
        }
        ends = Some(reached);
    }
    Ok(())
}

/// Returns true if a part that starts there may follow one that ends at one of `ends`, with such a gap between them.
fn follows(snapshot: &str, ends: &[usize], gap: Gap, start: usize) -> bool {
    let before = ends.partition_point(|end| *end <= start).checked_sub(1).map(|last| ends[last]);
    before.is_some_and(|end| gap == Gap::Omission || snapshot[end..start].chars().count() <= INSERTED)
}

fn not_verbatim(
    article: &Article,
    excerpt: &Excerpt,
    path: &RelPath,
    snapshot: &str,
    missed: &QuoteMismatch,
) -> Diagnostic {
    let fault = |message: String| {
        Diagnostic::new(codes::NOT_VERBATIM, message).at(Span::new(&article.path, excerpt.range.clone()))
    };
    let QuoteMismatch::Words(part) = missed else {
        let fault = fault("this excerpt quotes no word of its source".to_owned());
        return fault.hint("quote the source, or say it in your own words, as a report or without an attribution");
    };
    let fault = fault(format!("this excerpt is not in the snapshot `{path}`"));
    let points = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?');
    let found = snapshot.find(part.as_str()).map(|at| at..at + part.len());
    let fault = match (find_uncut(snapshot, part, Sides::default()).next(), found) {
        (Some(_), _) => {
            let words = words::truncate(part, 80);
            fault.hint(format!(
                "`{words}` is in the snapshot, but not after the words before it: parts have to keep their order"
            ))
        }
        (None, Some(found)) => {
            let uncut = &snapshot[widen_to_words(snapshot, found)];
            fault
                .wordings(differences(part, uncut))
                .hint("quote whole words and numbers: what is cut may say the opposite")
        }
        (None, None) => match nearest_words(snapshot, part) {
            Some(near) => {
                // The window ends with a word; what follows the word is not meant.
                let near = if part.ends_with(points) { near.as_str() } else { near.trim_end_matches(points) };
                fault.wordings(differences(part, near))
            }
            None => fault.hint(format!("nothing in the snapshot is like it: {}", words::truncate(part, 80))),
        },
    };
    fault.hint(
        "correct the excerpt, mark omissions with […] and insertions with [words], or report it in your own words",
    )
}

/// Compares the excerpt and the snapshot word by word; long stretches that both have are cut.
fn differences(said: &str, found: &str) -> [Wording; 2] {
    let (said, found): (Vec<&str>, Vec<&str>) = (said.split(' ').collect(), found.split(' ').collect());
    let mut wordings = [Wording::new("the excerpt says"), Wording::new("the snapshot says")];
    let operations = similar::capture_diff_slices(similar::Algorithm::Myers, &said, &found);
    let last = operations.len().saturating_sub(1);
    for (n, operation) in operations.iter().enumerate() {
        let (_, ours, theirs) = operation.as_tag_tuple();
        let differs = operation.tag() != similar::DiffTag::Equal;
        for (wording, words) in wordings.iter_mut().zip([&said[ours], &found[theirs]]) {
            let text = if differs { words.join(" ") } else { cut_same(words, n == 0, n == last) };
            wording.push(&text, differs);
        }
    }
    wordings
}

/// Words that both texts have: of many only those next to a difference.
fn cut_same(words: &[&str], first: bool, last: bool) -> String {
    const NEAR: usize = 3;
    let head = if first { 0 } else { NEAR };
    let tail = if last { 0 } else { NEAR };
    if words.len() > head + tail + 1 {
        [&words[..head], &["…"], &words[words.len() - tail..]].concat().join(" ")
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks an excerpt read from Markdown, as an editor writes it.
    fn check(excerpt: &str, snapshot: &str) -> Result<(), QuoteMismatch> {
        let path = RelPath::new("a.md").expect("a path");
        let source =
            crate::pipeline::markdown::CitableSource { id: "s", url: None, own: None, language: None, version: None };
        let context = crate::pipeline::markdown::MarkdownContext {
            path: &path,
            start: 0,
            options: &crate::pipeline::config::MarkdownConfig::default(),
            cites: crate::pipeline::markdown::CitableSources { sources: vec![source], ids: Vec::new() },
            highlights: &HashMap::new(),
        };
        let text = format!("> {excerpt}\n>\n> — [S](source:s)\n");
        let body = crate::pipeline::markdown::parse(&text, &context).value;
        find_excerpt(&body.excerpts[0], &fold_quotation(snapshot))
    }

    #[test]
    fn verbatim_with_omissions_and_insertions() {
        let snapshot = "The ministry said on Monday that it\nwould not “open” the ports this year, [Yonhap] reported.";
        for faithful in [
            "it would not \"open\" the ports",
            "The ministry […] would not",
            "The ministry said [...] the ports this year",
            "[The office] said on Monday",
            "that [the ministry] would not",
            "this year, [Yonhap] reported",
        ] {
            assert_eq!(check(faithful, snapshot), Ok(()), "{faithful}");
        }
        assert_eq!(check("it will not open", snapshot), missed("it will not open"));
        assert_eq!(check("the ports […] The ministry", snapshot), missed("The ministry"));
        // An insertion does not replace a sentence.
        assert_eq!(check("The ministry [did] the ports", snapshot), missed("the ports"));
    }

    fn missed(words: &str) -> Result<(), QuoteMismatch> {
        Err(QuoteMismatch::Words(words.to_owned()))
    }

    #[test]
    fn brackets_of_the_source() {
        let snapshot = "a report [Yonhap] of a [b] c";
        assert_eq!(check("a report \\[Yonhap\\] of […] c", snapshot), Ok(()));
        assert_eq!(check("a report \\[Kyodo\\] of […] c", snapshot), missed("a report [Kyodo] of"));
    }

    #[test]
    fn half_words_are_no_quotation() {
        let snapshot =
            "The office cannot leave the quay. Nobody was hurt in 2015. It said 82.8 million, or 12,000 phones.";
        for cut in ["The office can", "body was hurt", "It said 82", "hurt in 201", "office can[…] leave"] {
            assert!(matches!(check(cut, snapshot), Err(QuoteMismatch::Words(_))), "{cut}");
        }
        for empty in ["[…]", "[The office can leave]", "![it](/a.png)", "…"] {
            assert_eq!(check(empty, snapshot), Err(QuoteMismatch::Empty), "{empty}");
        }
        let apart = ["The office can[ now] leave", "[No]body was hurt in 201[6]", "82[.9] million", "The [a ]ffice"];
        for cut in apart {
            assert!(check(cut, snapshot).is_err(), "{cut}");
        }
        for faithful in
            ["[t]he office", "[N]obody was", "the quay[s]. Nobody", "office can[not] leave", "82.8 […] 12,000"]
        {
            assert_eq!(check(faithful, snapshot), Ok(()), "{faithful}");
        }
    }

    /// The parts may occur together later than where each occurs first.
    #[test]
    fn parts_are_looked_for_everywhere() {
        let snapshot = "It grew. The port, which nobody had used for many a long year, grew. The port has grown.";
        assert_eq!(check("It […] The port [surely] has grown", snapshot), Ok(()));
    }

    #[test]
    fn differences_are_short() {
        let said = "one two three four five six would not open seven";
        let [ours, theirs] = differences(said, "one two three four five six will not open seven");
        assert_eq!(ours.text(), "… four five six would not open seven");
        assert_eq!(theirs.text(), "… four five six will not open seven");
    }
}
