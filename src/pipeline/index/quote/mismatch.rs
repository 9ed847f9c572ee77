//! Says why an excerpt is not in the snapshot of its source, in the words of both as they are written.

use std::ops::Range;

use similar::{Algorithm, DiffTag};

use super::locate::QuoteMismatch;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span, Wording};
use crate::base::text::boundary::Sides;
use crate::base::text::near::nearest_words;
use crate::base::text::path::RelPath;
use crate::base::text::token::{Effort, Needle, Tokens, is_glued, nearest, tokenize};
use crate::base::text::words;
use crate::pipeline::markdown::Excerpt;

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
    let mut effort = Effort::for_tokens(snapshot.len() + part.len());
    let needle = Needle::new(part, Sides::default(), true);
    if needle.first(snapshot, 0, &mut effort).is_some() {
        let words = words::truncate(&words::collapse_space(part.source), 80);
        return fault.hint(format!(
            "`{words}` is in the snapshot, but not after the words before it: parts have to keep their order"
        ));
    }
    if is_in_marks(part, snapshot) {
        return fault.hint("remove the quotation marks around it: a blockquote shows that it is a quotation");
    }
    if let Some(cut) = needle.first_cut(snapshot, &mut effort) {
        let whole = uncut(snapshot, cut);
        return fault
            .wordings(differences(part, snapshot, whole))
            .hint("quote whole words and numbers: what is cut may say the opposite");
    }
    let advice =
        "correct the excerpt, mark omissions with […] and insertions with [words], or report it in your own words";
    let near = if part.len() > FEW { nearest(snapshot, part) } else { None };
    let fault = match near {
        Some(near) => fault.wordings(differences(part, snapshot, near)),
        None => match nearest_words(snapshot.source, &words::collapse_space(part.source)) {
            Some(near) => {
                let near = tokenize(&near);
                fault.wordings(differences(part, &near, 0..near.len()))
            }
            None => {
                let words = words::truncate(&words::collapse_space(part.source), 80);
                fault.hint(format!("nothing in the snapshot is like it: {words}"))
            }
        },
    };
    fault.hint(advice)
}

/// Returns `true` if the excerpt is in the snapshot but for quotation marks around it.
fn is_in_marks(part: &Tokens<'_>, snapshot: &Tokens<'_>) -> bool {
    let len = part.len();
    if len < 3 || part.key(0) != "\"" {
        return false;
    }
    let end = (len - 2..len).rev().find(|at| part.key(*at) == "\"");
    let inner = end.map(|end| tokenize(part.written(&(1..end))));
    inner.is_some_and(|inner| {
        let mut effort = Effort::for_tokens(snapshot.len());
        Needle::new(&inner, Sides::default(), true).first(snapshot, 0, &mut effort).is_some()
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

/// Compares an excerpt with tokens of the snapshot, word by word as they are written; long stretches that both have are
/// cut.
fn differences(part: &Tokens<'_>, snapshot: &Tokens<'_>, range: Range<usize>) -> [Wording; 2] {
    /// Characters of a difference.
    const SHOWN: usize = 400;
    let ours: Vec<&str> = part.source.split_whitespace().collect();
    let theirs: Vec<&str> = snapshot.written(&range).split_whitespace().collect();
    let [our_keys, their_keys] = [&ours, &theirs].map(|words| words.iter().map(|word| plain(word)).collect::<Vec<_>>());
    let mut wordings = [Wording::new("the excerpt says"), Wording::new("the snapshot says")];
    let operations = similar::capture_diff_slices(Algorithm::Myers, &our_keys, &their_keys);
    let last = operations.len().saturating_sub(1);
    for (n, operation) in operations.iter().enumerate() {
        let (_, our_range, their_range) = operation.as_tag_tuple();
        let differs = operation.tag() != DiffTag::Equal;
        for (wording, words) in wordings.iter_mut().zip([&ours[our_range], &theirs[their_range]]) {
            let text =
                if differs { words::truncate(&words.join(" "), SHOWN) } else { cut_same(words, n == 0, n == last) };
            wording.push(&text, differs);
        }
    }
    wordings
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

    #[test]
    fn differences_are_short_and_as_written() {
        let said = tokenize("one two three four “five” six would not open seven");
        let found = tokenize("one two three four 'five' six will not open seven");
        let [ours, theirs] = differences(&said, &found, 0..found.len());
        assert_eq!(ours.text(), "… four “five” six would not open seven");
        assert_eq!(theirs.text(), "… four 'five' six will not open seven");
    }
}
