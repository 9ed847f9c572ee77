//! Breaks lines that are wider than the terminal between words, so that what follows stands below its column. Words that are
//! wider themselves, such as addresses, stay whole: they are copied.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// Fits the lines of a text with ANSI colours into `columns`.
pub(super) fn fitted(text: &str, columns: usize) -> Cow<'_, str> {
    if text.lines().all(|line| shown(line).width() <= columns) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(|line| broken(line, columns)).collect())
}

/// A line as the terminal shows it.
fn shown(line: &str) -> String {
    anstream::adapter::strip_str(line.trim_end_matches('\n')).to_string()
}

fn broken(line: &str, columns: usize) -> String {
    let plain = shown(line);
    // Lines of a file are cut where they are drawn.
    let is_drawn = plain.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" |");
    if plain.width() <= columns || is_drawn && !plain.trim_start().starts_with('|') {
        return line.to_owned();
    }
    let indent = indent(&plain, columns);
    let (mut out, mut used) = (String::new(), 0);
    // Where a line has no word yet, there is no place to break.
    let mut is_empty = true;
    for piece in line.split_inclusive(' ') {
        let width = shown(piece.trim_end()).width();
        if !is_empty && width > 0 && used + width > columns {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&indent);
            used = indent.width();
        }
        is_empty &= width == 0;
        out.push_str(piece);
        used += shown(piece).width();
    }
    out
}

/// What stands before the further lines of a line: spaces as far as its last column, or as far as the text of a hint; below a
/// line of a file also the rule beside it.
fn indent(line: &str, columns: usize) -> String {
    let spaces = line.len() - line.trim_start().len();
    if line[spaces..].starts_with('|') {
        return format!("{}|     ", &line[..spaces]);
    }
    let hint = ["= help: ", "= note: "].into_iter().find(|hint| line[spaces..].starts_with(hint));
    let column = line.trim_end().rfind("  ").map_or(0, |at| line[..at + 2].width());
    let deep = match hint {
        Some(hint) => spaces + hint.len(),
        None if spaces < column && column <= columns / 2 => column,
        None => spaces + 4,
    };
    " ".repeat(deep.min(columns / 2))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn lines_break_below_their_last_column() {
        assert_eq!(fitted("one two three\n", 9), "one two\n    three\n");
        assert_eq!(fitted("  12  a.md  one two three four\n", 24), "  12  a.md  one two\n            three four\n");
        assert_eq!(fitted("  = help: one two three four\n", 24), "  = help: one two three\n          four\n");
        assert_eq!(fitted("   | ^^^ one two three\n", 17), "   | ^^^ one two\n   |     three\n");
        assert_eq!(fitted("12 | one two three\n", 9), "12 | one two three\n");
    }

    #[test]
    fn colours_take_no_room_and_long_words_stay_whole() {
        assert_eq!(fitted("\x1b[1mone\x1b[0m two\n", 7), "\x1b[1mone\x1b[0m two\n");
        assert_eq!(fitted("see https://example.org/long here\n", 12), "see\n    https://example.org/long\n    here\n");
        assert_eq!(fitted("한국어 낱말\n", 9), "한국어\n    낱말\n");
    }
}
