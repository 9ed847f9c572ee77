//! Checks excerpts against the snapshots of their sources, word by word.

mod credit;
mod gap;
mod locate;
mod mismatch;
mod naming;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use self::credit::CreditCheck;
use self::gap::{AlteringGap, altering_gaps, cut_clause};
use self::locate::{follow_comma, locate, lost_comma};
use super::Taxonomies;
use crate::base::codes::{self, Code};
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Located;
use crate::base::text::near::EXPLAINED;
use crate::base::text::path::RelPath;
use crate::base::text::token::{Tokens, tokenize};
use crate::base::text::words;
use crate::pipeline::config::{Config, RequiredEvidence};
use crate::pipeline::content::{
    Article, ArticleId, Content, PerArticle, SNAPSHOTS, Source, snapshot_hash, snapshot_text,
};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown::Excerpt;

/// The excerpts from an outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutletQuotes {
    /// Excerpts, in the order of articles.
    pub excerpts: Vec<ExcerptId>,
    /// The number of excerpts that were found in a snapshot.
    pub verified: usize,
    /// The number of excerpts by the year of the article that quotes, undated ones aside.
    pub years: BTreeMap<i16, usize>,
}

/// The number of an article's excerpts from a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceTally {
    /// Excerpts.
    pub excerpts: usize,
    /// Excerpts that were found in a snapshot.
    pub verified: usize,
}

/// The results of checking excerpts against the snapshots of their sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotations {
    /// For each excerpt of each article, true if it was found.
    pub verified: PerArticle<Vec<bool>>,
    /// The excerpts beside which the source has words that may turn their meaning.
    pub cuts: Vec<CutClause>,
    /// For each source of each article, the number of excerpts.
    pub by_source: PerArticle<Vec<SourceTally>>,
    /// The excerpts of each outlet, by its number in [`Taxonomies::outlets`].
    pub by_outlet: Vec<OutletQuotes>,
}

/// Words beside an excerpt that may turn its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutClause {
    /// The article.
    pub article: ArticleId,
    /// The number of the excerpt in the article.
    pub excerpt: usize,
    /// The words of the source, as it writes them.
    pub words: String,
}

/// Looks for every excerpt in the snapshot of its source. Reports excerpts that are not there, that lack a snapshot
/// where the site demands one, that are longer than their outlet allows, or whose omissions and insertions may change
/// what the source says.
pub(crate) fn verify(
    inputs: &Inputs,
    config: &Config,
    content: &Content,
    taxonomies: &Taxonomies,
) -> Checked<Quotations> {
    let check = SnapshotCheck { inputs, config, content, taxonomies, hashes: recorded_hashes(inputs, content) };
    let mut findings = check.all_snapshots();
    let credits = CreditCheck::new(content, taxonomies);
    let (mut verified, mut faults, mut cuts) = (Vec::new(), Vec::new(), Vec::new());
    for (id, article) in content.articles.enumerate() {
        faults.extend(check.snapshots_of(article, faults.len()));
        faults.extend(credits.check(id));
        let results = article.body.excerpts.iter().enumerate().map(|(number, excerpt)| {
            faults.extend(check.demands(id, excerpt));
            let finding = findings.remove(&(id, number)).unwrap_or_default();
            faults.extend(finding.faults);
            cuts.extend(finding.cut.map(|words| CutClause { article: id, excerpt: number, words }));
            finding.verified
        });
        verified.push(results.collect::<Vec<bool>>());
    }
    let verified: PerArticle<Vec<bool>> = verified.into();
    let by_source = content.articles.enumerate().map(|(id, article)| tally(article, &verified[id])).collect();
    let by_outlet = by_outlet(content, taxonomies, &verified);
    Checked { value: Quotations { verified, cuts, by_source, by_outlet }, faults }
}

/// Counts the excerpts from each source of an article.
fn tally(article: &Article, verified: &[bool]) -> Vec<SourceTally> {
    let mut tallies = vec![SourceTally::default(); article.sources.len()];
    for (excerpt, verified) in article.body.excerpts.iter().zip(verified) {
        let tally = &mut tallies[excerpt.source_number];
        tally.excerpts += 1;
        tally.verified += usize::from(*verified);
    }
    tallies
}

/// Gathers the excerpts from each outlet.
fn by_outlet(content: &Content, taxonomies: &Taxonomies, verified: &PerArticle<Vec<bool>>) -> Vec<OutletQuotes> {
    let mut outlets = vec![OutletQuotes::default(); taxonomies.outlets.len()];
    for (id, article) in content.articles.enumerate() {
        for (number, (excerpt, verified)) in article.body.excerpts.iter().zip(&verified[id]).enumerate() {
            let outlet = &mut outlets[taxonomies.of_article[id].outlets[excerpt.source_number]];
            outlet.excerpts.push((id, number));
            outlet.verified += usize::from(*verified);
            if let Some(date) = &article.date {
                *outlet.years.entry(date.ymd().0).or_default() += 1;
            }
        }
    }
    outlets
}

/// The bytes of a snapshot that an excerpt quotes; none if it is not there.
pub(crate) fn quoted_ranges(excerpt: &Excerpt, snapshot: &Tokens<'_>) -> Vec<Range<usize>> {
    let placed = locate(excerpt, snapshot).unwrap_or_default();
    placed.iter().map(|part| snapshot.bytes(&part.range)).collect()
}

/// An excerpt of an article, by its number.
pub type ExcerptId = (ArticleId, usize);

/// The result of looking for an excerpt in a snapshot.
#[derive(Default)]
pub(crate) struct QuoteFinding {
    /// True if it was found.
    pub verified: bool,
    /// The difference, or omissions and insertions that may change the meaning.
    pub faults: Vec<Diagnostic>,
    /// Words of the source beside the excerpt that may turn its meaning.
    cut: Option<String>,
}

/// Looks for an excerpt of a `file` in a snapshot, which has a path and a text. Omissions and insertions that may change
/// what it says are reported as `altered`.
pub(crate) fn compare(
    file: &RelPath,
    excerpt: &Excerpt,
    altered: &'static Code,
    (path, text): (&RelPath, &Tokens<'_>),
) -> QuoteFinding {
    match locate(excerpt, text) {
        Ok(placed) => QuoteFinding {
            verified: true,
            faults: altering_gaps(excerpt, &placed, text)
                .into_iter()
                .map(|gap| report_gap(file, altered, gap))
                .collect(),
            cut: cut_clause(&placed, text),
        },
        Err(mismatch) => QuoteFinding {
            faults: vec![mismatch::report(file, excerpt, path, text, &mismatch)],
            ..QuoteFinding::default()
        },
    }
}

/// Returns the bytes of a snapshot's text from the first word of an excerpt to the last; `None` if it is not there.
pub(crate) fn passage_of(excerpt: &Excerpt, snapshot: &str) -> Option<Range<usize>> {
    let tokens = tokenize(snapshot);
    let placed = locate(excerpt, &tokens).ok()?;
    let [first, last] = [placed.first()?, placed.last()?].map(|place| tokens.bytes(&place.range));
    Some(first.start..last.end)
}

fn report_gap(file: &RelPath, code: &'static Code, gap: AlteringGap) -> Diagnostic {
    Diagnostic::new(code, gap.message)
        .at(Span::new(file, gap.brackets))
        .wordings(gap.wordings)
        .hint("quote these words too, or say it in your own words outside of the quotation")
}

/// Everything that the checks of excerpts read.
struct SnapshotCheck<'a> {
    inputs: &'a Inputs,
    config: &'a Config,
    content: &'a Content,
    taxonomies: &'a Taxonomies,
    /// The SHA-256 of each snapshot for which a source records one.
    hashes: HashMap<RelPath, String>,
}

fn recorded_hashes(inputs: &Inputs, content: &Content) -> HashMap<RelPath, String> {
    let sources = content.articles.iter().flat_map(|article| &article.sources);
    let recorded = sources.filter(|source| source.sha256.is_some()).filter_map(Source::snapshot_path);
    let paths: BTreeSet<RelPath> = recorded.collect();
    paths.into_par_iter().filter_map(|path| snapshot_hash(inputs, &path).map(|hash| (path, hash))).collect()
}

impl SnapshotCheck<'_> {
    /// Reads each snapshot once, and looks in it for all excerpts of its sources.
    fn all_snapshots(&self) -> HashMap<ExcerptId, QuoteFinding> {
        let mut quoting: BTreeMap<RelPath, Vec<ExcerptId>> = BTreeMap::new();
        for (id, article) in self.content.articles.enumerate() {
            // Of a snapshot that was changed, only that is told.
            let unchanged = article.sources.iter().map(|source| {
                let path = source.snapshot_path()?;
                self.changed(article, source).is_none().then_some(path)
            });
            let paths: Vec<Option<RelPath>> = unchanged.collect();
            for (number, excerpt) in article.body.excerpts.iter().enumerate() {
                let path = paths[excerpt.source_number].clone();
                if let Some(path) = path.filter(|path| self.inputs.files.contains_key(path)) {
                    quoting.entry(path).or_default().push((id, number));
                }
            }
        }
        quoting.into_par_iter().flat_map_iter(|(path, excerpts)| self.snapshot(&path, excerpts)).collect()
    }

    fn snapshot(&self, path: &RelPath, excerpts: Vec<ExcerptId>) -> Vec<(ExcerptId, QuoteFinding)> {
        let Ok(text) = snapshot_text(self.inputs, path) else { return Vec::new() };
        let text = tokenize(&text);
        excerpts.into_iter().map(|(id, number)| ((id, number), self.excerpt(id, number, path, &text))).collect()
    }

    fn excerpt(&self, id: ArticleId, number: usize, path: &RelPath, text: &Tokens<'_>) -> QuoteFinding {
        let article = &self.content.articles[id];
        let altered = if self.config.quotes.strict { codes::ALTERED_STRICTLY } else { codes::ALTERED };
        let excerpt = &article.body.excerpts[number];
        let mut finding = compare(&article.path, excerpt, altered, (path, text));
        let source = article.sources[excerpt.source_number].language.as_ref();
        let language = source.or(article.language.as_ref()).unwrap_or(&self.config.language);
        if finding.verified
            && follow_comma(language)
            && let Some([theirs, ours]) = locate(excerpt, text).ok().and_then(|it| lost_comma(excerpt, &it, text))
        {
            let message = format!("the source says `{theirs}`, with decimals after the comma, not `{ours}`");
            let fault = Diagnostic::new(codes::NOT_VERBATIM, message);
            finding.faults.push(fault.at(Span::new(&article.path, excerpt.range.clone())));
            finding.verified = false;
        }
        finding
    }

    /// Reports a snapshot that is not the one against which excerpts were verified.
    fn changed(&self, article: &Article, source: &Source) -> Option<Diagnostic> {
        let recorded = source.sha256.as_ref()?;
        let path = source.snapshot_path()?;
        if *self.hashes.get(&path)? == recorded.value {
            return None;
        }
        let since = source.verified.as_ref().map(|day| format!(" since it was verified on {}", day.day()));
        let message = format!("the snapshot `{path}` has changed{}", since.unwrap_or_default());
        let fault =
            Diagnostic::new(codes::SNAPSHOT_CHANGED, message).at(Span::new(&article.path, recorded.range.clone()));
        Some(fault.hint("restore it; or remove `sha256` and `verified`, and run `margent check --record`"))
    }

    /// Reports snapshots that cannot be read, or were changed, after `told` other faults.
    fn snapshots_of(&self, article: &Article, told: usize) -> Vec<Diagnostic> {
        let named =
            article.sources.iter().filter_map(|source| Some((source.snapshot.as_ref()?, source.snapshot_path()?)));
        let unreadable = named.enumerate().filter_map(|(number, (written, path))| {
            unreadable(self.inputs, article, written, &path, told + number < EXPLAINED)
        });
        unreadable.chain(article.sources.iter().filter_map(|source| self.changed(article, source))).collect()
    }

    /// Reports an excerpt that is too long for its outlet, or has no snapshot where the site demands one.
    fn demands(&self, id: ArticleId, excerpt: &Excerpt) -> Vec<Diagnostic> {
        let article = &self.content.articles[id];
        let source = excerpt.source_number;
        let required = self.config.quotes.require == RequiredEvidence::Snapshot;
        let missing = (required && article.sources[source].snapshot.is_none()).then(|| {
            unverified(&article.path, excerpt)
                .hint(format!("put the text of the source into {SNAPSHOTS}/ and name it: snapshot = \"….txt\""))
                .hint("`require = \"snapshot\"` under [quotes] in site.toml requires one")
        });
        self.too_long(id, source, excerpt).into_iter().chain(missing).collect()
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

/// Reports an excerpt of a `file` whose source has no snapshot.
pub(crate) fn unverified(file: &RelPath, excerpt: &Excerpt) -> Diagnostic {
    let message = format!("the source `{}` has no snapshot to check this excerpt against", excerpt.source);
    Diagnostic::new(codes::UNVERIFIED, message).at(Span::new(file, excerpt.range.clone()))
}

fn unreadable(
    inputs: &Inputs,
    article: &Article,
    Located { value: name, range }: &Located<String>,
    path: &RelPath,
    explained: bool,
) -> Option<Diagnostic> {
    if inputs.files.contains_key(path) && path.strip(SNAPSHOTS).is_some() {
        return snapshot_text(inputs, path).err();
    }
    let folder = format!("{SNAPSHOTS}/");
    let files = explained.then(|| inputs.inside(SNAPSHOTS)).into_iter().flatten();
    let names = files.filter_map(|(path, _)| path.as_str().strip_prefix(&folder));
    let fault = Diagnostic::new(codes::NO_SNAPSHOT, format!("there is no snapshot `{name}`"));
    let fault = fault.at(Span::new(&article.path, range.clone())).did_you_mean(name, names);
    Some(match path.strip(SNAPSHOTS) {
        Some(_) => fault.hint(format!("put the text of the source into {path}, or remove `snapshot`")),
        None => fault.hint(format!("write the name of a file in {SNAPSHOTS}/")),
    })
}
