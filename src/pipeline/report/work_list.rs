//! Diagnostics as a list to work through: the files, and below each its faults.

use unicode_width::UnicodeWidthStr;

use super::file_positions::{FileTexts, LineColumn};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::characters::printable;
use crate::pipeline::inputs::Inputs;

/// Renders the faults: the path of each file once, then its faults with line and column, in lines of `width` columns at
/// most.
pub fn list(faults: &[Diagnostic], inputs: &Inputs, width: usize) -> String {
    let texts = FileTexts::of_faults(faults, inputs);
    let mut out = String::new();
    let mut last = None;
    for fault in faults {
        let path = fault.span.as_ref().map(|span| &span.path);
        if last != Some(path) {
            let between = if last.is_some() { "\n" } else { "" };
            let heading = path.map_or_else(String::new, |path| printable(path.as_str()) + "\n");
            out.push_str(&format!("{between}{heading}"));
        }
        last = Some(path);
        let place = fault.span.as_ref().map_or_else(String::new, |span| {
            let LineColumn { line, column } = texts.position(&span.path, texts.clip(span).start);
            format!("  {line}:{column}  ")
        });
        let message = format!("{} [{}]", printable(&fault.message), fault.code.id);
        out.push_str(&wrap(&place, &message, width));
        let wordings = fault.wordings.iter().flat_map(|wordings| wordings.iter());
        let wordings = wordings.map(|wording| format!("{}: {}", wording.who, printable(&wording.text())));
        wordings.for_each(|line| out.push_str(&wrap("    ", &line, width)));
        fault.hints.iter().for_each(|hint| out.push_str(&wrap("    ", &printable(hint), width)));
    }
    out
}

/// Writes `text` after `start`, in lines that break between words; further lines are indented by four columns.
fn wrap(start: &str, text: &str, width: usize) -> String {
    let (mut out, mut used, mut is_first) = (start.to_owned(), start.width(), true);
    for word in text.split(' ') {
        if !is_first && used + 1 + word.width() > width {
            out.push_str("\n    ");
            used = 4;
        } else if !is_first {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
        is_first = false;
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("  2:1  ", "one two three", 14), "  2:1  one two\n    three\n");
        assert_eq!(wrap("", "한국어 낱말", 9), "한국어\n    낱말\n");
        assert_eq!(wrap("    ", "https://example.org/long", 10), "    https://example.org/long\n");
        assert_eq!(wrap("    ", "as one line", usize::MAX), "    as one line\n");
    }
}
