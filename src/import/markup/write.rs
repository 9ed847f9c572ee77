//! Parts → Markdown, and proof: each part is read back, and where it would read as something else it is written again,
//! more cautiously. The most cautious way has no styles and escapes every sign; it cannot fail.

use super::super::markdown::{escape, inline};
use super::part::{Leaf, Part, Run, Shift, Style};
use super::proof;

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WriteMode {
    /// As people write it.
    Plain,
    /// With styles as tags, where their marks would not hold: `**“so”**는`.
    Tagged,
    /// The same, and every sign is escaped.
    Careful,
    /// Text alone, every sign escaped.
    Bare,
}

/// Writes a part; `after` is the part before it.
pub(super) fn part(part: &Part, after: Option<&Part>) -> String {
    let expected = proof::expected(part);
    for way in [WriteMode::Plain, WriteMode::Tagged, WriteMode::Careful] {
        let written = block(part, after, way);
        if proof::read(&written) == expected {
            return written;
        }
    }
    block(part, after, WriteMode::Bare)
}

/// Writes parts, apart by empty lines.
fn blocks(parts: &[Part], way: WriteMode) -> String {
    let all = parts.iter().enumerate().map(|(n, part)| block(part, n.checked_sub(1).map(|before| &parts[before]), way));
    all.collect::<Vec<_>>().join("\n\n")
}

fn block(part: &Part, after: Option<&Part>, way: WriteMode) -> String {
    match part {
        Part::Paragraph(runs) => line(runs, way),
        Part::Heading(level, runs) => format!("{} {}", "#".repeat(usize::from(*level)), line(runs, way)),
        Part::List(start, items) => list(*start, items, after, way),
        Part::Quote(parts, _) => prefix(&blocks(parts, way), "> ", "> "),
        Part::Code(language, code) => {
            let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
            let fence = "`".repeat(3.max(longest + 1));
            format!("{fence}{}\n{code}\n{fence}", language.as_deref().unwrap_or_default())
        }
        Part::Rule => "---".to_owned(),
        Part::Table(rows) => table(rows, way),
    }
}

/// Another mark than that of the list before, which it would continue.
fn list(start: Option<u64>, items: &[Vec<Part>], after: Option<&Part>, way: WriteMode) -> String {
    let follows = matches!(after, Some(Part::List(before, _)) if before.is_some() == start.is_some());
    let tight = matches!(way, WriteMode::Plain | WriteMode::Tagged) && is_tight(items);
    let all = items.iter().enumerate().map(|(n, item)| {
        let mark = match start {
            Some(first) => format!("{}{} ", first + n as u64, if follows { ')' } else { '.' }),
            None => if follows { "* " } else { "- " }.to_owned(),
        };
        let text = if tight { blocks(item, way).replace("\n\n", "\n") } else { blocks(item, way) };
        prefix(&text, &mark, &" ".repeat(mark.len()))
    });
    all.collect::<Vec<_>>().join(if tight { "\n" } else { "\n\n" })
}

/// Tells whether a list needs no empty lines. Below a paragraph, only numbers from 1 begin a list (CommonMark §5.2).
fn is_tight(items: &[Vec<Part>]) -> bool {
    items.iter().all(|item| match &item[..] {
        [Part::Paragraph(_)] => true,
        [Part::Paragraph(_), Part::List(None | Some(1), items)] => is_tight(items),
        _ => false,
    })
}

fn prefix(text: &str, first: &str, rest: &str) -> String {
    let lines = text.lines().enumerate().map(|(n, line)| {
        let lead = if n == 0 { first } else { rest };
        if line.is_empty() { lead.trim_end().to_owned() } else { format!("{lead}{line}") }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    if text.is_empty() { first.trim_end().to_owned() } else { text }
}

fn table(rows: &[Vec<Vec<Run>>], way: WriteMode) -> String {
    let row = |cells: &Vec<Vec<Run>>| {
        let pipes = |text: String| {
            if matches!(way, WriteMode::Plain | WriteMode::Tagged) { text.replace('|', "\\|") } else { text }
        };
        let cells = cells.iter().map(|cell| format!(" {} |", pipes(line(cell, way)).replace("\\\n", "<br>")));
        format!("|{}", cells.collect::<String>())
    };
    let width = rows.first().map_or(0, Vec::len);
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

/// Writes a line, or several with hard breaks.
fn line(runs: &[Run], way: WriteMode) -> String {
    let mut out = String::new();
    for group in runs.chunk_by(|a, b| a.style.link == b.style.link) {
        match group[0].style.link.as_deref().filter(|_| way != WriteMode::Bare) {
            Some(url) => {
                let mut inner = String::new();
                nested(group, way, &STYLES, &mut inner);
                let (lead, text, tail) = spaces(&inner);
                out.push_str(lead);
                if !text.is_empty() {
                    out.push_str(&format!("[{text}]({}){tail}", target(url)));
                }
            }
            None => nested(group, way, &STYLES, &mut out),
        }
    }
    out
}

/// Where a link leads, in angle brackets where parentheses would end it.
fn target(url: &str) -> String {
    // A character reference is read in addresses too.
    let url = if url.contains(';') { url.replace('&', "&amp;") } else { url.to_owned() };
    if url.contains(['(', ')', ' ']) { format!("<{url}>") } else { url }
}

fn spaces(text: &str) -> (&str, &str, &str) {
    let inner = text.trim_matches(' ');
    if inner.is_empty() {
        return (text, "", "");
    }
    let start = text.len() - text.trim_start_matches(' ').len();
    (&text[..start], inner, &text[start + inner.len()..])
}

/// Who has a style, its mark, and its tags.
type InlineStyle = (fn(&Style) -> bool, &'static str, &'static str, &'static str);

/// The marks of styles, from the outer to the inner one.
const STYLES: [InlineStyle; 5] = [
    (|style| style.strong, "**", "<strong>", "</strong>"),
    (|style| style.emphasis, "*", "<em>", "</em>"),
    (|style| style.strike, "~~", "<del>", "</del>"),
    (|style| matches!(style.shift, Some(Shift::Sub)), "", "<sub>", "</sub>"),
    (|style| matches!(style.shift, Some(Shift::Sup)), "", "<sup>", "</sup>"),
];

fn nested(runs: &[Run], way: WriteMode, styles: &[InlineStyle], out: &mut String) {
    let Some(((has, mark, open, close), inner)) = styles.split_first().filter(|_| way != WriteMode::Bare) else {
        return runs.iter().for_each(|run| leaf(&run.leaf, way, out));
    };
    for group in runs.chunk_by(|a, b| has(&a.style) == has(&b.style)) {
        if !has(&group[0].style) {
            nested(group, way, inner, out);
            continue;
        }
        let mut text = String::new();
        nested(group, way, inner, &mut text);
        let (lead, text, tail) = spaces(&text);
        let tags = mark.is_empty() || way != WriteMode::Plain;
        let (open, close) = if tags { (*open, *close) } else { (*mark, *mark) };
        out.push_str(lead);
        if !text.is_empty() {
            out.push_str(&format!("{open}{text}{close}{tail}"));
        }
    }
}

fn leaf(leaf: &Leaf, way: WriteMode, out: &mut String) {
    match leaf {
        Leaf::Text(text) if matches!(way, WriteMode::Plain | WriteMode::Tagged) => {
            // What begins a block means something at the start of a line alone.
            let starts = out.is_empty() || out.ends_with('\n');
            out.push_str(&if starts { escape(text) } else { inline(text) });
        }
        Leaf::Text(text) => {
            for c in text.chars() {
                if c.is_ascii_punctuation() {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        Leaf::Code(code) if way == WriteMode::Bare => self::leaf(&Leaf::Text(code.clone()), way, out),
        Leaf::Code(code) => {
            let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
            let fence = "`".repeat(longest + 1);
            let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
            out.push_str(&format!("{fence}{space}{code}{space}{fence}"));
        }
        Leaf::Break => {
            out.truncate(out.trim_end_matches(' ').len());
            out.push_str("\\\n");
        }
        Leaf::Image(alt, url) => {
            let mut text = String::new();
            self::leaf(&Leaf::Text(alt.clone()), WriteMode::Careful, &mut text);
            let text = if matches!(way, WriteMode::Plain | WriteMode::Tagged) { inline(alt) } else { text };
            out.push_str(&format!("![{text}]({})", target(url)));
        }
    }
}
