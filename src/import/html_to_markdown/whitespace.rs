//! White space as browsers show it.

use super::block::{Inline, TextRun};

/// Collapses white space as CSS does (Text §4.1.1), removes it from the ends of lines, and joins runs of one style.
pub(crate) fn collapse_whitespace(runs: Vec<TextRun>) -> Vec<TextRun> {
    let mut collapsed: Vec<TextRun> = Vec::new();
    // A space at the start of a line is not shown.
    let mut after_space = true;
    for run in runs {
        let Inline::Text(text) = &run.content else {
            let is_break = run.content == Inline::Break;
            if is_break {
                trim_end(&mut collapsed);
            }
            after_space = is_break;
            collapsed.push(run);
            continue;
        };
        let mut folded = String::new();
        for c in text.chars() {
            let white = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !white || !after_space {
                folded.push(if white { ' ' } else { c });
            }
            after_space = white;
        }
        match collapsed.last_mut() {
            Some(TextRun { content: Inline::Text(text), style }) if *style == run.style => text.push_str(&folded),
            Some(_) | None if folded.is_empty() => {}
            Some(_) | None => collapsed.push(TextRun { content: Inline::Text(folded), style: run.style }),
        }
    }
    while matches!(collapsed.last(), Some(run) if run.content == Inline::Break) {
        collapsed.pop();
    }
    trim_end(&mut collapsed);
    let leading = collapsed.iter().take_while(|run| run.content == Inline::Break).count();
    collapsed.drain(..leading);
    collapsed
}

fn trim_end(runs: &mut Vec<TextRun>) {
    while let Some(TextRun { content: Inline::Text(text), .. }) = runs.last_mut() {
        let end = text.trim_end_matches(' ').len();
        text.truncate(end);
        if end > 0 {
            break;
        }
        runs.pop();
    }
}
