//! Says why an excerpt is not in the snapshot of its source, in the words of both as they are written.

use std::ops::Range;

use similar::{DiffOp, DiffTag};

use super::locate::QuoteMismatch;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span, Wording};
use crate::base::repair::{Repair, Rewording};
use crate::base::text::boundary::Sides;
use crate::base::text::near::nearest_words;
use crate::base::text::path::RelPath;
use crate::base::text::token::{Needle, SearchBudget, Tokens, is_glued, nearest, tokenize};
use crate::base::text::words;
use crate::pipeline::markdown::Excerpt;

/// Characters that may have a meaning in Markdown.
const MARKUP: [char; 12] = ['*', '_', '`', '[', ']', '<', '>', '&', '\\', '#', '|', '~'];
/// Marks that may end an excerpt whatever ends the words in their source.
const CLOSING: [char; 4] = ['.', ',', ';', ':'];
/// Words of an excerpt that are compared letter by letter.
const FEW: usize = 6;

/// Reports an excerpt of a `file` that is not in its snapshot, which is at `path`.
pub(super) fn report(
    file: &RelPath,
    excerpt: &Excerpt,
    path: &RelPath,
    snapshot: &Tokens<'_>,
    mismatch: &QuoteMismatch,
) -> Diagnostic {
    let fault =
        |message: String| Diagnostic::new(codes::NOT_VERBATIM, message).at(Span::new(file, excerpt.range.clone()));
    match mismatch {
        QuoteMismatch::Empty => fault("this excerpt quotes no word of its source".to_owned())
            .hint("quote the source, or say it in your own words, as a report or without an attribution"),
        QuoteMismatch::Repetitive => fault("this excerpt repeats itself too often to be checked".to_owned())
            .hint("divide it into several excerpts"),
        QuoteMismatch::Part(number) => {
            let fault = fault(format!("this excerpt is not in the snapshot `{path}`"));
            explain(fault, &tokenize(&excerpt.parts[*number].compared), snapshot)
        }
    }
}

fn explain(fault: Diagnostic, part: &Tokens<'_>, snapshot: &Tokens<'_>) -> Diagnostic {
    let mut budget = SearchBudget::for_tokens(snapshot.len() + part.len());
    let needle = Needle::new(part, Sides::default(), true);
    if needle.first(snapshot, 0, &mut budget).is_some() {
        let words = words::truncate(&words::collapse_space(part.source), 80);
        return fault.hint(format!(
            "`{words}` is in the snapshot, but not after the words before it: parts have to keep their order"
        ));
    }
    if is_in_marks(part, snapshot) {
        return fault.hint("remove the quotation marks around it: a blockquote shows that it is a quotation");
    }
    // A number that is cut need not have tokens of its own: `6만` of `5∼6만`.
    let words = part.source.trim();
    let written = || snapshot.containing(words).filter(|range| snapshot.written(range) != words);
    if let Some(cut) = needle.first_cut(snapshot, &mut budget).or_else(written) {
        let whole = uncut(snapshot, cut);
        let wordings = WordComparison::new(part, snapshot, whole).wordings();
        return fault.wordings(wordings).hint("quote whole words and numbers: what is cut may say the opposite");
    }
    let advice =
        "correct the excerpt, mark omissions with […] and insertions with [words], or report it in your own words";
    let near = if part.len() > FEW { nearest(snapshot, part) } else { None };
    let fault = match near {
        Some(near) => compared(fault, part, snapshot, near),
        None if !snapshot.allows_comparison() => fault,
        None => match nearest_words(snapshot.source, &words::collapse_space(part.source)) {
            Some(near) => {
                let near = tokenize(&near);
                compared(fault, part, &near, 0..near.len())
            }
            None => {
                let words = words::truncate(&words::collapse_space(part.source), 80);
                fault.hint(format!("nothing in the snapshot is like it: {words}"))
            }
        },
    };
    fault.hint(advice)
}

/// Returns whether the excerpt is in the snapshot but for quotation marks around it.
fn is_in_marks(part: &Tokens<'_>, snapshot: &Tokens<'_>) -> bool {
    let len = part.len();
    if len < 3 || part.key(0) != "\"" {
        return false;
    }
    let end = (len - 2..len).rev().find(|at| part.key(*at) == "\"");
    let inner = end.map(|end| tokenize(part.written(&(1..end))));
    inner.is_some_and(|inner| {
        let mut budget = SearchBudget::for_tokens(snapshot.len());
        Needle::new(&inner, Sides::default(), true).first(snapshot, 0, &mut budget).is_some()
    })
}

/// Widens a range until it cuts no number.
fn uncut(snapshot: &Tokens<'_>, mut range: Range<usize>) -> Range<usize> {
    while is_glued(snapshot, range.start) {
        range.start -= 1;
    }
    while is_glued(snapshot, range.end) {
        range.end += 1;
    }
    range
}

/// Shows how an excerpt differs from tokens of the snapshot, and offers their words.
fn compared(fault: Diagnostic, part: &Tokens<'_>, snapshot: &Tokens<'_>, range: Range<usize>) -> Diagnostic {
    let comparison = WordComparison::new(part, snapshot, range);
    fault.wordings(comparison.wordings()).repair(comparison.repair())
}

/// The words of an excerpt and those of the snapshot, as they are written, and how the one becomes the other.
struct WordComparison<'t> {
    ours: Vec<&'t str>,
    theirs: Vec<&'t str>,
    operations: Vec<DiffOp>,
}

impl<'t> WordComparison<'t> {
    fn new(part: &Tokens<'t>, snapshot: &Tokens<'t>, range: Range<usize>) -> Self {
        let ours: Vec<&str> = part.source.split_whitespace().collect();
        let theirs: Vec<&str> = snapshot.written(&range).split_whitespace().collect();
        let keys = |words: &[&str]| words.iter().map(|word| plain(word)).collect::<Vec<_>>();
        let operations = words::diff(&keys(&ours), &keys(&theirs));
        Self { ours, theirs, operations }
    }

    /// Both wordings, with the differences marked; long stretches that both have are cut.
    fn wordings(&self) -> [Wording; 2] {
        /// Characters of a difference.
        const SHOWN: usize = 400;
        let mut wordings = [Wording::new("the excerpt says"), Wording::new("the snapshot says")];
        let last = self.operations.len().saturating_sub(1);
        for (n, operation) in self.operations.iter().enumerate() {
            let (tag, ours, theirs) = operation.as_tag_tuple();
            let differs = tag != DiffTag::Equal;
            for (wording, words) in wordings.iter_mut().zip([&self.ours[ours], &self.theirs[theirs]]) {
                let text =
                    if differs { words::truncate(&words.join(" "), SHOWN) } else { cut_same(words, n == 0, n == last) };
                wording.push(&text, differs);
            }
        }
        wordings
    }

    /// Writes the words of the snapshot where the excerpt has others, if nearly all are the same: two may differ, or one in eight
    /// up to fifty; and if Markdown gives none of them a meaning.
    fn repair(&self) -> Option<Repair> {
        let differences = self.operations.iter().map(DiffOp::as_tag_tuple).filter(|(tag, ..)| *tag != DiffTag::Equal);
        let differ: usize = differences.clone().map(|(_, ours, theirs)| ours.len().max(theirs.len())).sum();
        if differ > (self.theirs.len() / 8).clamp(2, 50) || differ * 2 >= self.theirs.len() {
            return None;
        }
        // It begins and ends where the excerpt did.
        let ends = [self.operations.first(), self.operations.last()];
        let is_even = |operation: &DiffOp| operation.old_range().len() == operation.new_range().len();
        if !ends.into_iter().flatten().all(is_even) {
            return None;
        }
        let written = self.ours.join(" ");
        let words: Vec<_> = differences.map(|(_, ours, theirs)| self.reword(&written, ours, theirs)).collect();
        words.iter().all(|words| !words.new.contains(MARKUP)).then_some(Repair::Reword(words))
    }

    /// Rewords a stretch of the excerpt `written`, with so many of the words before it, or after it at the beginning, that it
    /// occurs once.
    fn reword(&self, written: &str, mut ours: Range<usize>, mut theirs: Range<usize>) -> Rewording {
        loop {
            let old = self.ours[ours.clone()].join(" ");
            let mut new = self.theirs[theirs.clone()].join(" ");
            // At the end, the marks are the editor's.
            if ours.end == self.ours.len() && !ours.is_empty() && !old.ends_with(['!', '?']) {
                new = new.trim_end_matches(CLOSING).to_owned() + &old[old.trim_end_matches(CLOSING).len()..];
            }
            let is_clear = !old.is_empty() && !new.is_empty() && written.matches(&old).count() == 1;
            if is_clear || (ours.start == 0 && ours.end == self.ours.len()) {
                return Rewording { old, new };
            }
            if ours.start > 0
                && theirs.start > 0
                && plain(self.ours[ours.start - 1]) == plain(self.theirs[theirs.start - 1])
            {
                (ours.start, theirs.start) = (ours.start - 1, theirs.start - 1);
            } else if ours.end < self.ours.len()
                && theirs.end < self.theirs.len()
                && plain(self.ours[ours.end]) == plain(self.theirs[theirs.end])
            {
                (ours.end, theirs.end) = (ours.end + 1, theirs.end + 1);
            } else {
                return Rewording { old, new };
            }
        }
    }
}

/// A word without its typesetting.
fn plain(word: &str) -> String {
    let tokens = tokenize(word);
    (0..tokens.len()).map(|at| tokens.key(at)).collect()
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

    fn compare<'t>(said: &Tokens<'t>, found: &Tokens<'t>) -> WordComparison<'t> {
        WordComparison::new(said, found, 0..found.len())
    }

    #[test]
    fn differences_are_short_and_as_written() {
        let said = tokenize("one two three four “five” six would not open seven");
        let found = tokenize("one two three four 'five' six will not open seven");
        let [ours, theirs] = compare(&said, &found).wordings();
        assert_eq!(ours.text(), "… four “five” six would not open seven");
        assert_eq!(theirs.text(), "… four 'five' six will not open seven");
    }

    fn reword(words: &[(&str, &str)]) -> Option<Repair> {
        let words = words.iter().map(|(old, new)| Rewording { old: (*old).to_owned(), new: (*new).to_owned() });
        Some(Repair::Reword(words.collect()))
    }

    #[test]
    fn an_excerpt_takes_over_the_words_that_differ() {
        let repair = |said: &str, found: &str| compare(&tokenize(said), &tokenize(found)).repair();
        assert_eq!(repair("a b c d e", "a b x d e"), reword(&[("c", "x")]));
        assert_eq!(repair("the old the new ferry", "the old a new ferry"), reword(&[("old the", "old a")]));
        assert_eq!(repair("it did rise then", "it did not rise then"), reword(&[("did", "did not")]));
        assert_eq!(repair("did rise then", "it did rise then"), None);
        assert_eq!(repair("it did rise for years!", "it did rise for years."), reword(&[("years!", "years.")]));
        assert_eq!(repair("it did not rise", "it did rise"), reword(&[("did not", "did")]));
        assert_eq!(repair("one two three", "four five six"), None);
        assert_eq!(repair("a b c d e", "a b *x* d e"), None);
    }
}
