//! Blocks → Markdown that is proved: each block is read back, and written again more cautiously where it would read as
//! something else. The last way has no styles and escapes every punctuation mark; it cannot fail.
//!
//! `pulldown-cmark-to-cmark` passes the same proof but writes what no editor would: `\[…\]` where an excerpt omits words,
//! `AT&amp;T`, `&#45716;` for a syllable after a bold word, two spaces for a line break; and no bold that ends in a space.

use super::block::{BaselineShift, Block, Inline, SPACES, TextRun, TextStyle};
use super::read_back;
use crate::editor::escape::{escape_inline, escape_paragraph};

/// The care with which a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WriteMode {
    /// As people write it.
    Plain,
    /// With styles as tags, where their marks would not hold: `**“so”**는`.
    Tagged,
    /// With styles as tags and every punctuation mark escaped.
    Careful,
    /// Text alone, every punctuation mark escaped.
    Bare,
}

impl WriteMode {
    fn escapes_all(self) -> bool {
        matches!(self, Self::Careful | Self::Bare)
    }
}

/// Writes blocks, each as `write` does by the one before.
pub(super) fn write_each(blocks: &[Block], write: impl Fn(&Block, Option<&Block>) -> String) -> Vec<String> {
    let previous = std::iter::once(None).chain(blocks.iter().map(Some));
    blocks.iter().zip(previous).map(|(block, previous)| write(block, previous)).collect()
}

/// Writes a block that follows another.
pub(super) fn write_block(block: &Block, previous: Option<&Block>) -> String {
    let expected = read_back::lines_of_block(block);
    for mode in [WriteMode::Plain, WriteMode::Tagged, WriteMode::Careful] {
        let written = block_in(block, previous, mode);
        if read_back::lines_of_markdown(&written) == expected {
            return written;
        }
    }
    block_in(block, previous, WriteMode::Bare)
}

/// Writes a block of a source's words. Tags would be shown there as they are written, so that styles are left out where their marks
/// would not hold; raised numbers keep theirs, since 10<sup>6</sup> is not 106.
pub(super) fn write_quoted(block: &Block, previous: Option<&Block>) -> String {
    let mut block = block.clone();
    let is_table = matches!(block, Block::Table(_));
    block.change_lines(&mut |runs| runs.iter_mut().for_each(|run| drop_tags(run, is_table)));
    let written = block_in(&block, previous, WriteMode::Plain);
    if read_back::lines_of_markdown(&written) == read_back::lines_of_block(&block) {
        return written;
    }
    block.change_lines(&mut |runs| runs.iter_mut().for_each(drop_marked_styles));
    write_block(&block, previous)
}

fn drop_tags(run: &mut TextRun, is_in_table: bool) {
    if is_in_table && run.content == Inline::Break {
        run.content = Inline::Text(" ".to_owned());
    }
    let has_digit = matches!(&run.content, Inline::Text(text) if text.contains(|c: char| c.is_ascii_digit()));
    let is_number = run.style.baseline == Some(BaselineShift::Sup) && has_digit;
    run.style.baseline = run.style.baseline.filter(|_| is_number);
    run.style.strike = false;
}

fn drop_marked_styles(run: &mut TextRun) {
    (run.style.strong, run.style.emphasis) = (false, false);
}

/// Writes blocks with empty lines between them.
fn join_blocks(blocks: &[Block], mode: WriteMode) -> String {
    write_each(blocks, |block, previous| block_in(block, previous, mode)).join("\n\n")
}

fn block_in(block: &Block, previous: Option<&Block>, mode: WriteMode) -> String {
    match block {
        Block::Paragraph(runs) => line_in(runs, mode),
        Block::Heading(level, runs) => format!("{} {}", "#".repeat(usize::from(*level)), line_in(runs, mode)),
        Block::List(start, items) => list_in(*start, items, previous, mode),
        Block::Quote(blocks, _) => prefix_lines(&join_blocks(blocks, mode), "> ", "> "),
        Block::Code(language, code) => {
            let fence = "`".repeat(3.max(longest_backticks(code) + 1));
            format!("{fence}{}\n{code}\n{fence}", language.as_deref().unwrap_or_default())
        }
        Block::Rule => "---".to_owned(),
        Block::Note(label, blocks) => prefix_lines(&join_blocks(blocks, mode), &format!("[^{label}]: "), "    "),
        Block::Table(rows) => table_in(rows, mode),
    }
}

fn longest_backticks(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Writes a list, with another marker than the list before, which it would otherwise continue.
fn list_in(start: Option<u64>, items: &[Vec<Block>], previous: Option<&Block>, mode: WriteMode) -> String {
    let follows = matches!(previous, Some(Block::List(before, _)) if before.is_some() == start.is_some());
    let tight = !mode.escapes_all() && is_tight(items);
    let written = items.iter().enumerate().map(|(n, item)| {
        let marker = list_marker(start.map(|first| first + n as u64), follows);
        let text = join_blocks(item, mode);
        let text = if tight { text.replace("\n\n", "\n") } else { text };
        prefix_lines(&text, &marker, &" ".repeat(marker.len()))
    });
    written.collect::<Vec<_>>().join(if tight { "\n" } else { "\n\n" })
}

fn list_marker(number: Option<u64>, follows: bool) -> String {
    match (number, follows) {
        (Some(number), false) => format!("{number}. "),
        (Some(number), true) => format!("{number}) "),
        (None, false) => "- ".to_owned(),
        (None, true) => "* ".to_owned(),
    }
}

/// Returns whether a list needs no empty lines. Below a paragraph, only the number 1 starts a list (CommonMark §5.2).
fn is_tight(items: &[Vec<Block>]) -> bool {
    items.iter().all(|item| match &item[..] {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List(None | Some(1), items)] => is_tight(items),
        _ => false,
    })
}

fn prefix_lines(text: &str, first: &str, rest: &str) -> String {
    let prefixes = std::iter::once(first).chain(std::iter::repeat(rest));
    let lines = text
        .lines()
        .zip(prefixes)
        .map(|(line, prefix)| if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") });
    let text = lines.collect::<Vec<_>>().join("\n");
    if text.is_empty() { first.trim_end().to_owned() } else { text }
}

fn table_in(rows: &[Vec<Vec<TextRun>>], mode: WriteMode) -> String {
    let width = rows.first().map_or(0, Vec::len);
    let row =
        |cells: &Vec<Vec<TextRun>>| format!("|{}", cells.iter().map(|cell| cell_in(cell, mode)).collect::<String>());
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

fn cell_in(cell: &[TextRun], mode: WriteMode) -> String {
    let text = line_in(cell, mode);
    let text = if mode.escapes_all() { text } else { text.replace('|', "\\|") };
    format!(" {} |", text.replace("\\\n", "<br>"))
}

/// Writes a line, or several with hard breaks.
fn line_in(runs: &[TextRun], mode: WriteMode) -> String {
    let mut out = String::new();
    for group in runs.chunk_by(|a, b| a.style.link == b.style.link) {
        match group[0].style.link.as_deref().filter(|_| mode != WriteMode::Bare) {
            Some(url) => {
                let mut inner = String::new();
                write_styled(group, mode, &STYLES, &mut inner);
                let (lead, text, tail) = split_spaces(&inner);
                out.push_str(lead);
                if !text.is_empty() {
                    out.push_str(&format!("[{text}]({}){tail}", link_destination(url)));
                }
            }
            None => write_styled(group, mode, &STYLES, &mut out),
        }
    }
    out
}

/// The destination of a link, in angle brackets where parentheses would end it.
fn link_destination(url: &str) -> String {
    // Character references count in destinations too.
    let url = if url.contains(';') { url.replace('&', "&amp;") } else { url.to_owned() };
    if url.contains(['(', ')', ' ']) { format!("<{url}>") } else { url }
}

/// Splits a text into the spaces before it, itself, and the spaces after it.
fn split_spaces(text: &str) -> (&str, &str, &str) {
    let inner = text.trim_matches(SPACES);
    if inner.is_empty() {
        return (text, "", "");
    }
    let start = text.len() - text.trim_start_matches(SPACES).len();
    (&text[..start], inner, &text[start + inner.len()..])
}

/// The notation of a style; `mark` is empty where Markdown has none.
struct InlineStyle {
    applies: fn(&TextStyle) -> bool,
    mark: &'static str,
    open: &'static str,
    close: &'static str,
}

/// The styles, from the outer to the inner one.
const STYLES: [InlineStyle; 5] = [
    InlineStyle { applies: |style| style.strong, mark: "**", open: "<strong>", close: "</strong>" },
    InlineStyle { applies: |style| style.emphasis, mark: "*", open: "<em>", close: "</em>" },
    InlineStyle { applies: |style| style.strike, mark: "~~", open: "<del>", close: "</del>" },
    InlineStyle {
        applies: |style| style.baseline == Some(BaselineShift::Sub),
        mark: "",
        open: "<sub>",
        close: "</sub>",
    },
    InlineStyle {
        applies: |style| style.baseline == Some(BaselineShift::Sup),
        mark: "",
        open: "<sup>",
        close: "</sup>",
    },
];

fn write_styled(runs: &[TextRun], mode: WriteMode, styles: &[InlineStyle], out: &mut String) {
    let Some((outer, inner)) = styles.split_first().filter(|_| mode != WriteMode::Bare) else {
        return runs.iter().for_each(|run| write_inline(&run.content, mode, out));
    };
    for group in runs.chunk_by(|a, b| (outer.applies)(&a.style) == (outer.applies)(&b.style)) {
        if !(outer.applies)(&group[0].style) {
            write_styled(group, mode, inner, out);
            continue;
        }
        let mut text = String::new();
        write_styled(group, mode, inner, &mut text);
        let (lead, text, tail) = split_spaces(&text);
        let as_tags = outer.mark.is_empty() || mode != WriteMode::Plain;
        let (open, close) = if as_tags { (outer.open, outer.close) } else { (outer.mark, outer.mark) };
        out.push_str(lead);
        if !text.is_empty() {
            out.push_str(&format!("{open}{text}{close}{tail}"));
        }
    }
}

fn write_inline(inline: &Inline, mode: WriteMode, out: &mut String) {
    match inline {
        Inline::Text(text) if mode.escapes_all() => escape_all(text, out),
        Inline::Text(text) => {
            // Markers of blocks mean something only at the start of a line.
            let starts_line = out.is_empty() || out.ends_with('\n');
            out.push_str(&if starts_line { escape_paragraph(text) } else { escape_inline(text) });
        }
        Inline::Code(code) if mode == WriteMode::Bare => escape_all(code, out),
        Inline::Code(code) => {
            let fence = "`".repeat(longest_backticks(code) + 1);
            let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
            out.push_str(&format!("{fence}{space}{code}{space}{fence}"));
        }
        Inline::Note(label) => out.push_str(&format!("[^{label}]")),
        Inline::Break => {
            out.truncate(out.trim_end_matches(' ').len());
            out.push_str("\\\n");
        }
        Inline::Image(alt, url) => {
            out.push_str("![");
            if mode.escapes_all() {
                escape_all(alt, out)
            } else {
                out.push_str(&escape_inline(alt))
            }
            out.push_str(&format!("]({})", link_destination(url)));
        }
    }
}

fn escape_all(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
}
