//! Finds the parts of an excerpt in the snapshot of its source, in order, and numbers in them that lost the comma of their
//! decimals.

use std::ops::Range;

use crate::base::text::boundary::Sides;
use crate::base::text::token::{Needle, SearchBudget, Tokens, tokenize};
use crate::pipeline::markdown::{Excerpt, ExcerptPart, Gap};

/// Characters that an insertion may replace: a name for a pronoun, not a sentence.
const REPLACED: usize = 40;

/// A part of an excerpt in its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlacedPart {
    /// The number of the part in the excerpt.
    pub part: usize,
    /// Its tokens in the snapshot.
    pub range: Range<usize>,
}

/// The reason why an excerpt is not in its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QuoteMismatch {
    /// It has no words of its source.
    Empty,
    /// The number of the first part that is not there.
    Part(usize),
    /// It repeats itself so often that looking for it would take for ever.
    Repetitive,
}

/// Finds an excerpt: as it is, with brackets of the source's own, or else its parts in order.
pub(super) fn locate(excerpt: &Excerpt, snapshot: &Tokens<'_>) -> Result<Vec<PlacedPart>, QuoteMismatch> {
    if let Some((joined, numbers)) = join_words(excerpt)
        && let Ok(placed) = locate_parts(&joined, snapshot)
    {
        return Ok(placed.into_iter().map(|place| PlacedPart { part: numbers[place.part], ..place }).collect());
    }
    locate_parts(excerpt, snapshot)
}

/// Joins the parts of words that an insertion divides, as a name does before a Korean particle: `이곳[청진]에서`. Returns the
/// numbers that the parts had.
fn join_words(excerpt: &Excerpt) -> Option<(Excerpt, Vec<usize>)> {
    let mut parts: Vec<ExcerptPart> = Vec::with_capacity(excerpt.parts.len());
    let mut numbers = Vec::with_capacity(excerpt.parts.len());
    for (number, part) in excerpt.parts.iter().enumerate() {
        match parts.last_mut().filter(|last| part.gap == Gap::Insertion && part.loose.start && last.loose.end) {
            Some(last) => {
                last.compared.push_str(&part.compared);
                last.loose.end = part.loose.end;
            }
            None => {
                parts.push(part.clone());
                numbers.push(number);
            }
        }
    }
    (parts.len() < excerpt.parts.len()).then(|| (Excerpt { parts, ..excerpt.clone() }, numbers))
}

fn locate_parts(excerpt: &Excerpt, snapshot: &Tokens<'_>) -> Result<Vec<PlacedPart>, QuoteMismatch> {
    let texts: Vec<Tokens<'_>> = excerpt.parts.iter().map(|part| tokenize(&part.compared)).collect();
    if !texts.iter().any(Tokens::has_words) {
        return Err(QuoteMismatch::Empty);
    }
    let mut budget = SearchBudget::for_tokens(snapshot.len() + texts.iter().map(Tokens::len).sum::<usize>());
    if excerpt.parts.iter().any(|part| !part.brackets.is_empty()) {
        let whole = tokenize(&excerpt.compared);
        let place = Needle::new(&whole, Sides::default(), true).first(snapshot, 0, &mut budget);
        if let Some(range) = place {
            return Ok(vec![PlacedPart { part: 0, range }]);
        }
    }
    let needles = needles(excerpt, &texts);
    let mut placed = Vec::with_capacity(needles.len());
    let mut from = 0;
    for run in needles.chunk_by(|_, (_, _, gap)| *gap == Gap::Insertion) {
        let found = locate_run(run, snapshot, from, &mut budget);
        let found = found.map_err(|part| if budget.is_spent() { QuoteMismatch::Repetitive } else { part })?;
        from = found.last().map_or(from, |last| last.range.end);
        placed.extend(found);
    }
    Ok(placed)
}

/// The parts that have words, each with its number and the gap before it.
fn needles<'t>(excerpt: &Excerpt, texts: &'t [Tokens<'t>]) -> Vec<(usize, Needle<'t>, Gap)> {
    let gap_after = |number: usize| excerpt.parts.get(number + 1).map_or(Gap::Omission, |next| next.gap);
    let parts = excerpt.parts.iter().zip(texts).enumerate().filter(|(_, (_, tokens))| tokens.len() > 0);
    parts
        .map(|(number, (part, tokens))| {
            (number, Needle::new(tokens, part.loose, gap_after(number) == Gap::Omission), part.gap)
        })
        .collect()
}

/// A place of a part, and the place of the part before it.
type Step = (Range<usize>, usize);

/// Finds parts with only insertions between them, as early as they can be from the token `from` on.
fn locate_run(
    run: &[(usize, Needle<'_>, Gap)],
    snapshot: &Tokens<'_>,
    from: usize,
    budget: &mut SearchBudget,
) -> Result<Vec<PlacedPart>, QuoteMismatch> {
    let mut levels: Vec<Vec<Step>> = Vec::with_capacity(run.len());
    for (number, needle, _) in run {
        let level: Vec<Step> = match levels.last() {
            None if run.len() == 1 => {
                needle.first(snapshot, from, budget).map(|range| (range, 0)).into_iter().collect()
            }
            None => needle.occurrences(snapshot, from, budget).into_iter().map(|range| (range, 0)).collect(),
            Some(before) => {
                let from = before.first().map_or(from, |(range, _)| range.end);
                let found = needle.occurrences(snapshot, from, budget).into_iter();
                found.filter_map(|range| Some((range.clone(), reachable(snapshot, before, &range)?))).collect()
            }
        };
        if level.is_empty() {
            return Err(QuoteMismatch::Part(*number));
        }
        levels.push(level);
    }
    let (mut placed, mut step) = (Vec::with_capacity(run.len()), 0);
    for ((number, ..), level) in run.iter().zip(&levels).rev() {
        let Some((range, before)) = level.get(step) else { break };
        placed.push(PlacedPart { part: *number, range: range.clone() });
        step = *before;
    }
    placed.reverse();
    Ok(placed)
}

/// The number of the last place before `range`, if an insertion may stand for the words between.
fn reachable(snapshot: &Tokens<'_>, before: &[Step], range: &Range<usize>) -> Option<usize> {
    let last = before.partition_point(|(place, _)| place.end <= range.start).checked_sub(1)?;
    let between = snapshot.bytes(&before[last].0).end..snapshot.bytes(range).start;
    let replaced = snapshot.source.get(between)?;
    (replaced.chars().count() <= REPLACED).then_some(last)
}

/// Languages whose decimals follow a comma (CLDR). Elsewhere one may part thousands, which is typesetting: `1,204` is `1204`.
#[rustfmt::skip]
const COMMA: [&str; 24] = [
    "bg", "cs", "da", "de", "el", "fi", "fr", "hr", "hu", "id", "it", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv",
    "tr", "uk",
];

/// Returns whether decimals follow a comma in the language with this tag (BCP 47).
pub(super) fn follow_comma(language: &str) -> bool {
    COMMA.contains(&language.split('-').next().unwrap_or_default())
}

/// The first number of the source with a decimal comma that the excerpt lacks, and the excerpt's.
pub(super) fn lost_comma(excerpt: &Excerpt, placed: &[PlacedPart], snapshot: &Tokens<'_>) -> Option<[String; 2]> {
    placed.iter().find_map(|place| {
        let ours = tokenize(&excerpt.parts.get(place.part)?.compared);
        let pairs = (0..ours.len()).zip(place.range.clone());
        let written =
            pairs.map(|(ours_at, at)| [snapshot.written(&(at..at + 1)), ours.written(&(ours_at..ours_at + 1))]);
        let mut changed = written.filter(|[theirs, ours]| is_decimal(theirs) && !ours.contains(','));
        changed.next().map(|pair| pair.map(str::to_owned))
    })
}

/// Returns whether a number may have decimals after its only comma.
fn is_decimal(number: &str) -> bool {
    let parts: Vec<&str> = number.split(',').collect();
    parts.len() == 2 && parts.iter().all(|part| part.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::text::path::RelPath;
    use crate::pipeline::config::MarkdownConfig;
    use crate::pipeline::markdown::{AttributionStyle, CitableSource, CitableSources, MarkdownContext, parse};

    /// Reads an excerpt from Markdown, as an editor writes it.
    pub(crate) fn excerpt(words: &str) -> Excerpt {
        let path = RelPath::new("a.md").expect("a path");
        let source = CitableSource { id: "s", url: None, own: None, language: None, version: None };
        let options = MarkdownConfig { highlight: false, ..MarkdownConfig::default() };
        let cites = CitableSources::new(vec![source], Vec::new(), AttributionStyle::Strict);
        let context = MarkdownContext { path: &path, start: 0, options: &options, base_url: "", cites };
        let text = format!("> {words}\n>\n> — [S](source:s)\n");
        let mut body = parse(&text, &context).value;
        body.excerpts.remove(0)
    }

    fn check(words: &str, snapshot: &str) -> Result<(), QuoteMismatch> {
        locate(&excerpt(words), &tokenize(snapshot)).map(|_| ())
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
            "the ports this year.",
            "the ports this year [on Monday]",
        ] {
            assert_eq!(check(sound, snapshot), Ok(()), "{sound}");
        }
        assert_eq!(check("it will not open", snapshot), Err(QuoteMismatch::Part(0)));
        assert_eq!(check("the ports […] The ministry", snapshot), Err(QuoteMismatch::Part(1)));
        // An insertion does not stand for a sentence.
        assert_eq!(check("The ministry [did] the ports", snapshot), Err(QuoteMismatch::Part(1)));
    }

    #[test]
    fn brackets_of_the_source() {
        let snapshot = "a report [Yonhap] of a [b] c";
        assert_eq!(check("a report \\[Yonhap\\] of […] c", snapshot), Ok(()));
        assert_eq!(check("a report \\[Kyodo\\] of […] c", snapshot), Err(QuoteMismatch::Part(0)));
    }

    #[test]
    fn half_words_are_no_quotation() {
        let snapshot =
            "The office cannot leave the quay. Nobody was hurt in 2015. It said 82.8 million, or 12,000 phones.";
        let cuts =
            ["The office can", "body was hurt", "It said 82", "It said 82.8", "hurt in 201", "office can[…] leave"];
        for cut in cuts {
            assert!(matches!(check(cut, snapshot), Err(QuoteMismatch::Part(_))), "{cut}");
        }
        for empty in ["[…]", "[The office can leave]", "![](/a.png)", "…"] {
            assert_eq!(check(empty, snapshot), Err(QuoteMismatch::Empty), "{empty}");
        }
        let apart = ["The office can[ now] leave", "[No]body was hurt in 201[6]", "82[.9] million", "The [a ]ffice"];
        for cut in apart {
            assert!(check(cut, snapshot).is_err(), "{cut}");
        }
        let sound =
            ["[t]he office", "[N]obody was", "the quay[s]. Nobody", "office can[not] leave", "82.8 million […] 12,000"];
        for sound in sound {
            assert_eq!(check(sound, snapshot), Ok(()), "{sound}");
        }
    }

    /// The parts may occur together later than where each occurs first.
    #[test]
    fn parts_are_looked_for_everywhere() {
        let snapshot = "It grew. The port, which nobody had used for many a long year, grew. The port has grown.";
        assert_eq!(check("It […] The port [surely] has grown", snapshot), Ok(()));
    }

    /// Numbers and boxes of lists, titles of links and alternative texts are compared, too.
    #[test]
    fn lists_and_alternative_texts_are_read() {
        let snapshot = "The rules:\n\n1. No calls abroad.\n2. No cards.\n\n사진: 평양";
        assert_eq!(check("The rules:\n>\n> 1. No calls abroad.\n> 2. No cards.", snapshot), Ok(()));
        assert_eq!(check("3. No calls abroad.", snapshot), Err(QuoteMismatch::Part(0)));
        assert_eq!(check("No cards ![secret](/a.png)", snapshot), Err(QuoteMismatch::Part(0)));
        assert_eq!(check("- [x] No cards", snapshot), Err(QuoteMismatch::Part(0)));
        assert_eq!(check("No [calls](https://a.example \"secret\") abroad", snapshot), Err(QuoteMismatch::Part(0)));
    }

    /// An insertion before a Korean particle is inside a word.
    #[test]
    fn insertions_divide_words() {
        let snapshot = "언덕이 있다. 이곳에서는 밤마다 방송이 들린다.";
        assert_eq!(check("이곳[청진]에서는 밤마다 방송이", snapshot), Ok(()));
        assert_eq!(check("이곳[청진]에서도 밤마다 방송이", snapshot), Err(QuoteMismatch::Part(1)));
    }

    /// Time is bounded where everything is like everything.
    #[test]
    fn repetitions_end() {
        let snapshot = "a ".repeat(20_000);
        let omissions = vec!["a"; 5_000].join(" […] ");
        assert_eq!(check(&omissions, &snapshot), Ok(()));
        let near = "a ".repeat(9_000) + "b";
        assert!(check(&near, &snapshot).is_err());
    }
}
