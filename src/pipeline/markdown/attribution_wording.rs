//! The wording of attributions: the words that tell a paraphrase from an excerpt, and the repair that makes an attribution the last
//! line of its quotation, `> — [Outlet](source:id)`, after a line with just `>`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::MarkdownContext;
use super::events::SpannedEvent;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::RepairEdit;
use crate::base::text::near::nearest;

/// The beginnings of the attribution of a paraphrase, after the dash: in English, Korean and Arabic.
const PARAPHRASE: [&str; 3] = ["paraphrased from", "요약:", "بتصرف عن"];

/// Returns whether the words between the dash and the link of an attribution say that the quotation is a paraphrase.
pub(super) fn says_paraphrased(lead: &str) -> bool {
    let lead = lead.to_lowercase();
    PARAPHRASE.iter().any(|phrase| lead.contains(phrase))
}

/// The first word outside of links that says, or misspells, that the quotation is a paraphrase.
pub(super) fn paraphrase_word<'e>(attribution: &'e [SpannedEvent<'_>]) -> Option<&'e str> {
    /// The least number of letters: shorter words, such as `para.`, mean something else.
    const LETTERS: usize = 7;
    const KNOWN: [&str; 5] = ["paraphrased", "paraphrasing", "paraphrase", "summarised", "summarized"];
    let mut links = 0usize;
    for (event, _) in attribution {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words")]
        match event {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            Event::Text(text) if links == 0 => {
                let mut words = text.split(|c: char| !c.is_alphabetic());
                let long = |word: &&str| word.chars().count() >= LETTERS && nearest(word, KNOWN).is_some();
                if let Some(word) = words.find(long) {
                    return Some(word);
                }
            }
            _ => {}
        }
    }
    None
}

/// The dashes and bullets that stand for the em dash.
const DASHES: [char; 6] = ['—', '–', '―', '-', '*', ' '];

/// Adds to the fault of the paragraph at `range` of `text` the repair that makes it an attribution.
pub(super) fn with_repair(
    fault: Diagnostic,
    text: &str,
    range: &Range<usize>,
    context: &MarkdownContext<'_>,
) -> Diagnostic {
    let edits = repair_attribution(text, range);
    fault.repair(edits.map(|edits| context.repair("make it the last line of the quotation above it", edits)))
}

/// The changes of `text` that make the attribution in the paragraph at `range` the last line of the quotation above it.
/// `None` if there is no such line, or no quotation right above it.
fn repair_attribution(text: &str, range: &Range<usize>) -> Option<Vec<RepairEdit>> {
    let line = attribution_line(text, range)?;
    let (prefix, words) = split_prefix(&text[line.clone()]);
    let words = words.trim_start_matches(DASHES);
    if !words.split_once('[').is_some_and(|(lead, _)| lead.is_empty() || says_paraphrased(lead)) {
        return None;
    }
    let prefix = if prefix.contains('>') { prefix.trim_end() } else { ">" };
    let mut edits = lines_above(text, line.start, prefix)?;
    let line_break =
        if text[line.end..].starts_with('\r') || text[..line.start].ends_with("\r\n") { "\r\n" } else { "\n" };
    let separate = edits.last().is_none_or(|edit| edit.range.start < line.start)
        && line_above(text, line.start).is_some_and(|above| !split_prefix(&text[above]).1.trim().is_empty());
    let separator = if separate { format!("{prefix}{line_break}") } else { String::new() };
    edits.push(RepairEdit { range: line.clone(), new: format!("{separator}{prefix} — {words}") });
    edits.retain(|edit| text[edit.range.clone()] != edit.new);
    (!edits.is_empty()).then_some(edits)
}

/// The first line of a paragraph that begins like an attribution and links to a source.
fn attribution_line(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let mut start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    while start < range.end {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[start..end].trim_end_matches('\r');
        if line.contains("](source:") && split_prefix(line).1.starts_with(|c| c == '[' || DASHES.contains(&c)) {
            return Some(start..start + line.len());
        }
        start = end + 1;
    }
    None
}

/// Splits a line after the marks of its quotations.
fn split_prefix(line: &str) -> (&str, &str) {
    let words = line.trim_start_matches([' ', '>', '\r']);
    line.split_at(line.len() - words.len())
}

/// The line that ends before the byte `start`, without its line break.
fn line_above(text: &str, start: usize) -> Option<Range<usize>> {
    let end = start.checked_sub(1)?;
    let begin = text[..end].rfind('\n').map_or(0, |at| at + 1);
    Some(begin..begin + text[begin..end].trim_end_matches('\r').len())
}

/// The changes above an attribution that starts at `start`: an empty line between it and its quotation, and lines of the
/// quotation that have lost their marks.
fn lines_above(text: &str, start: usize, prefix: &str) -> Option<Vec<RepairEdit>> {
    let is_marked = |line: &Range<usize>| text[line.clone()].trim_start().starts_with('>');
    let is_blank = |line: &Range<usize>| split_prefix(&text[line.clone()]).1.trim().is_empty();
    let mut edits = Vec::new();
    let mut above = line_above(text, start)?;
    if is_blank(&above) {
        if !is_marked(&above) {
            edits.push(RepairEdit { range: above.clone(), new: prefix.to_owned() });
        }
        let is_apart = !is_marked(&above);
        above = line_above(text, above.start)?;
        if is_blank(&above) || (is_apart && !is_marked(&above)) {
            return None;
        }
    }
    while !is_marked(&above) && !is_blank(&above) {
        edits.push(RepairEdit { range: above.start..above.start, new: format!("{prefix} ") });
        let Some(next) = line_above(text, above.start) else { break };
        above = next;
    }
    edits.reverse();
    Some(edits)
}

#[cfg(test)]
mod tests {
    use crate::base::repair::apply;

    use super::*;

    #[test]
    fn attributions_become_the_last_line_of_their_quotation() {
        const RIGHT: &str = "> It rose.\n> It fell.\n>\n> — [A](source:a), Monday\n";
        for wrong in [
            "> It rose.\n> It fell.\n>\n> - [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n>\n> -- [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n>\n> [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n> — [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n— [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n\n— [A](source:a), Monday\n",
            "> It rose.\n> It fell.\n\n> — [A](source:a), Monday\n",
            "It rose.\nIt fell.\n>\n> — [A](source:a), Monday\n",
            "> It rose.\nIt fell.\n>\n> — [A](source:a), Monday\n",
        ] {
            let edits = repair_attribution(wrong, &(wrong.find("[A]").expect("a link")..wrong.len()));
            assert_eq!(edits.map(|edits| apply(wrong, &edits)).as_deref(), Some(RIGHT), "{wrong}");
            let crlf = wrong.replace('\n', "\r\n");
            let edits = repair_attribution(&crlf, &(crlf.find("[A]").expect("a link")..crlf.len()));
            assert_eq!(edits.map(|edits| apply(&crlf, &edits)), Some(RIGHT.replace('\n', "\r\n")), "{wrong}");
        }
        for other in
            [RIGHT, "— [A](source:a)\n", "It rose.\n\n— [A](source:a)\n", "> It rose.\n>\n> By [A](source:a)\n"]
        {
            assert_eq!(repair_attribution(other, &(0..other.len())), None, "{other}");
        }
    }
}
