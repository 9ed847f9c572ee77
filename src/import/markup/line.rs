//! Lines: white space as browsers show it, and the attribution that ends a quotation.

use super::part::{Leaf, Part, Run, text};

/// What stands before an attribution.
pub(super) const DASHES: [char; 5] = ['—', '―', '–', '-', ' '];

/// Takes the last paragraph off a quotation where it is an attribution: it starts with a dash.
pub(super) fn signed(mut body: Vec<Part>) -> (Vec<Part>, Vec<Run>) {
    let Some(Part::Paragraph(runs)) = body.last() else { return (body, Vec::new()) };
    let dashed = text(runs).starts_with(['—', '―', '–']) && text(runs).chars().count() <= 200;
    // The dash may stand on the last line of the only paragraph.
    let at = runs.iter().rposition(|run| run.leaf == Leaf::Break).map(|at| at + 1);
    let tail = at.filter(|at| text(&runs[*at..]).trim_start().starts_with(['—', '―']));
    match (dashed && body.len() > 1, tail) {
        (true, _) => {
            let line = runs.clone();
            body.pop();
            (body, line)
        }
        (false, Some(at)) => {
            let (head, line) = (tidy(runs[..at].to_vec()), tidy(runs[at..].to_vec()));
            body.pop();
            body.extend((!head.is_empty()).then_some(Part::Paragraph(head)));
            (body, line)
        }
        (false, None) => (body, Vec::new()),
    }
}

/// Joins equal styles, folds white space as CSS does (Text §4.1.1), and takes it off the ends of lines.
pub(in crate::import) fn tidy(runs: Vec<Run>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::new();
    // At the start of a line there is no space to be.
    let mut space = true;
    for run in runs {
        let Leaf::Text(words) = &run.leaf else {
            let line = run.leaf == Leaf::Break;
            if line {
                trim_end(&mut tidy);
            }
            space = line;
            tidy.push(run);
            continue;
        };
        let mut folded = String::new();
        for c in words.chars() {
            let white = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !white || !space {
                folded.push(if white { ' ' } else { c });
            }
            space = white;
        }
        match tidy.last_mut() {
            Some(Run { leaf: Leaf::Text(text), style }) if *style == run.style => text.push_str(&folded),
            _ if folded.is_empty() => {}
            _ => tidy.push(Run { leaf: Leaf::Text(folded), style: run.style }),
        }
    }
    while matches!(tidy.last(), Some(run) if run.leaf == Leaf::Break) {
        tidy.pop();
    }
    trim_end(&mut tidy);
    let lead = tidy.iter().take_while(|run| run.leaf == Leaf::Break).count();
    tidy.drain(..lead);
    tidy
}

fn trim_end(runs: &mut Vec<Run>) {
    while let Some(Run { leaf: Leaf::Text(text), .. }) = runs.last_mut() {
        let end = text.trim_end_matches(' ').len();
        text.truncate(end);
        if end > 0 {
            break;
        }
        runs.pop();
    }
}
