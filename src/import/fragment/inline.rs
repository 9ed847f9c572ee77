//! Runs of text → a paragraph's Markdown. Every paragraph is read back: where it would not say the same words, or hold
//! HTML, its emphasis goes, and at last every mark is escaped.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Words; whitespace collapses.
    Text(String),
    /// A line break.
    Break,
    /// Code, its words as they are.
    Code(String),
    /// Emphasis begins: `*`, `**`, `~~`.
    Open(&'static str),
    /// Emphasis ends.
    Close(&'static str),
    /// A link.
    Link { inner: Vec<Piece>, url: String, title: String },
    /// An image.
    Image { alt: String, url: String, title: String },
    /// What may stand between words.
    Space,
}

use Piece::{Break, Close, Code, Image, Link, Open, Space, Text};

/// How much is trusted to read back as it should.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    Emphasis,
    NoEmphasis,
    /// Every mark of punctuation that can be is escaped.
    Escaped,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// By itself.
    Block,
    /// On one line: a heading, a cell.
    Line,
}

/// Writes a paragraph; empty where nothing is in it.
pub(super) fn paragraph(pieces: Vec<Piece>, place: Place) -> String {
    let pieces = tidy(pieces, place);
    if pieces.is_empty() {
        return String::new();
    }
    let mut words = String::new();
    say(&pieces, &mut words);
    /// Longer ones are no paragraphs, and reading them back could take long.
    const LIMIT: usize = 20_000;
    if words.len() > LIMIT {
        return line_starts(&escape(&words, None, Care::Escaped, true));
    }
    let cares = [Care::Emphasis, Care::NoEmphasis, Care::Escaped];
    let written = cares.map(|care| write(&pieces, care));
    let same = |markdown: &&String| read(markdown).is_some_and(|read| plain(&read) == plain(&words));
    let found = written.iter().find(same);
    // Nothing with an unknown effect leaves this module.
    found.cloned().unwrap_or_else(|| line_starts(&escape(&words, None, Care::Escaped, true)))
}

/// Text without the differences that whitespace makes.
fn plain(text: &str) -> String {
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a reader sees of a paragraph; `None` where it is none.
fn read(markdown: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut text = String::new();
    // In a list, as anywhere, it has to be a paragraph.
    let item = format!("- x\n\n  {}", markdown.replace('\n', "\n  "));
    let mut paragraphs = 0;
    for event in Parser::new_ext(&item, options) {
        match event {
            Event::Text(part) | Event::Code(part) if paragraphs > 1 => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Text(_)
            | Event::End(TagEnd::Paragraph)
            | Event::Start(
                Tag::List(None)
                | Tag::Item
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::List(false)
                | TagEnd::Item
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            ) => {}
            _ => return None,
        }
    }
    (paragraphs <= 2).then_some(text)
}

fn say(pieces: &[Piece], words: &mut String) {
    for piece in pieces {
        match piece {
            Text(text) | Code(text) | Image { alt: text, .. } => words.push_str(text),
            Break => words.push('\n'),
            Space => words.push(' '),
            Link { inner, .. } => say(inner, words),
            Open(_) | Close(_) => {}
        }
    }
}

/// Collapses whitespace, and moves it out of emphasis and away from the ends.
fn tidy(pieces: Vec<Piece>, place: Place) -> Vec<Piece> {
    let mut tidied: Vec<Piece> = Vec::new();
    for piece in pieces {
        match piece {
            Text(text) => {
                for (n, word) in text.split([' ', '\n', '\t', '\r', '\u{c}']).enumerate() {
                    if n > 0 {
                        space(&mut tidied, Space);
                    }
                    match tidied.last_mut() {
                        _ if word.is_empty() => {}
                        Some(Text(before)) => before.push_str(word),
                        _ => tidied.push(Text(word.to_owned())),
                    }
                }
            }
            Break if place == Place::Line => space(&mut tidied, Space),
            Space | Break => space(&mut tidied, piece),
            Link { inner, url, title } => {
                let inner = tidy(inner, Place::Line);
                if inner.is_empty() {
                    continue;
                }
                tidied.push(Link { inner, url, title });
            }
            Close(mark) if tidied.last() == Some(&Open(mark)) => drop(tidied.pop()),
            Close(mark) => match tidied.last() {
                Some(Space | Break) => {
                    let gap = tidied.pop();
                    tidied.push(Close(mark));
                    tidied.extend(gap);
                }
                _ => tidied.push(Close(mark)),
            },
            other => tidied.push(other),
        }
    }
    let gap = |piece: &Piece| matches!(piece, Space | Break);
    let start = tidied.iter().position(|piece| !gap(piece)).unwrap_or(tidied.len());
    tidied.drain(..start);
    while tidied.last().is_some_and(gap) {
        tidied.pop();
    }
    join(tidied)
}

/// Adds a gap, unless one is there; a line break is the stronger one. Gaps stand before emphasis, not in it.
fn space(pieces: &mut Vec<Piece>, gap: Piece) {
    let at = pieces.iter().rposition(|piece| !matches!(piece, Open(_))).map_or(0, |at| at + 1);
    match pieces.get_mut(at.wrapping_sub(1)) {
        Some(before @ Space) => *before = gap,
        Some(Break) if gap == Break => pieces.insert(at, gap),
        Some(Break) => {}
        _ => pieces.insert(at, gap),
    }
}

/// Puts words and the gaps between them into one piece, so that escaping sees what is next to what.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Text(before)), Space) => before.push(' '),
            (Some(Text(before)), Text(text)) => before.push_str(&text),
            (_, Space) => joined.push(Text(" ".to_owned())),
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

fn write(pieces: &[Piece], care: Care) -> String {
    let mut markdown = String::new();
    inner(pieces, care, false, &mut markdown);
    line_starts(&markdown)
}

fn inner(pieces: &[Piece], care: Care, in_link: bool, markdown: &mut String) {
    let marks = if care == Care::Emphasis { sound(pieces) } else { vec![false; pieces.len()] };
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Text(text) => {
                let next = pieces.get(n + 1).and_then(|next| match next {
                    Code(_) => Some('`'),
                    Link { .. } => Some('['),
                    Image { .. } => Some('!'),
                    Open(_) | Close(_) | Text(_) => Some('*'),
                    Break | Space => None,
                });
                markdown.push_str(&escape(text, next, care, in_link));
            }
            Space => markdown.push(' '),
            Break => markdown.push_str("\\\n"),
            Open(mark) | Close(mark) if marks[n] => markdown.push_str(mark),
            Open(_) | Close(_) => {}
            Code(code) => markdown.push_str(&span(code)),
            Link { inner: words, url, title } => {
                markdown.push('[');
                inner(words, care, true, markdown);
                markdown.push_str(&format!("]({}{})", address(url), titled(title)));
            }
            Image { alt, url, title } => {
                let alt = escape(&plain(alt), None, Care::Escaped, true);
                markdown.push_str(&format!("![{alt}]({}{})", address(url), titled(title)));
            }
        }
    }
}

/// Which marks of emphasis Markdown reads as such (CommonMark §6.2).
fn sound(pieces: &[Piece]) -> Vec<bool> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Gap,
        Word,
        Mark,
    }
    let class = |c: Option<char>| match c {
        None => Class::Gap,
        Some(c) if c.is_whitespace() => Class::Gap,
        Some(c) if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Class::Word,
        Some(_) => Class::Mark,
    };
    let edge = |piece: &Piece, last: bool| match piece {
        Text(text) => Some(if last { text.chars().next_back() } else { text.chars().next() }),
        Space | Break => Some(Some(' ')),
        Code(_) | Link { .. } | Image { .. } => Some(Some('[')),
        Open(_) | Close(_) => None,
    };
    let before = |n: usize| class(pieces[..n].iter().rev().find_map(|piece| edge(piece, true)).flatten());
    let after = |n: usize| class(pieces[n + 1..].iter().find_map(|piece| edge(piece, false)).flatten());
    let mut sound = vec![false; pieces.len()];
    let mut open: Vec<(usize, &str, bool)> = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Open(mark) => {
                let flanks = after(n) != Class::Gap && (after(n) != Class::Mark || before(n) != Class::Word);
                let alone = !open.iter().any(|(_, other, _)| other == mark)
                    && !matches!(n.checked_sub(1).map(|n| &pieces[n]), Some(Close(_)));
                open.push((n, mark, flanks && alone));
            }
            Close(mark) => {
                let Some(at) = open.iter().rposition(|(_, other, _)| other == mark) else { continue };
                let (start, _, good) = open.remove(at);
                let flanks = before(n) != Class::Gap && (before(n) != Class::Mark || after(n) != Class::Word);
                sound[start] = good && flanks;
                sound[n] = sound[start];
            }
            Text(_) | Space | Break | Code(_) | Link { .. } | Image { .. } => {}
        }
    }
    sound
}

/// Escapes what has a meaning inside a paragraph, given what follows.
fn escape(text: &str, following: Option<char>, care: Care, in_link: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().or(following);
        let special = match c {
            '\\' | '`' | '*' | '~' => true,
            _ if care == Care::Escaped => c.is_ascii_punctuation(),
            '_' => !(before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?' | '[')),
            '&' => next.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            '[' => {
                in_link
                    || (at == 0 && rest.chars().nth(1) == Some(']'))
                    || matches!(next, Some('^' | '!' | '[' | '*' | '`'))
            }
            ']' => in_link || matches!(next, Some('(' | '[' | ':' | '*')),
            '!' => next == Some('['),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Escapes what has a meaning at the start of a line.
fn line_starts(markdown: &str) -> String {
    let line = |line: &str| {
        let ends = |at: usize| line[at..].chars().next().is_none_or(|c| c == ' ' || c == '\\');
        let run = |mark: char| line.len() - line.trim_start_matches(mark).len();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let at = match line.chars().next() {
            Some('>') => Some(0),
            Some('#') if run('#') <= 6 && ends(run('#')) => Some(0),
            Some('+' | '-') if ends(1) => Some(0),
            Some('-' | '=' | '|' | ':') if line.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | ' ' | '\\')) => {
                Some(0)
            }
            Some('0'..='9') if digits <= 9 && line[digits..].starts_with(['.', ')']) && ends(digits + 1) => {
                Some(digits)
            }
            _ => None,
        };
        match at {
            Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
            None => line.to_owned(),
        }
    };
    markdown.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A code span around any code.
fn span(code: &str) -> String {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = "`".repeat(longest_run(&code) + 1);
    let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    if code.is_empty() { String::new() } else { format!("{fence}{space}{code}{space}{fence}") }
}

/// The longest run of backticks.
pub(super) fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A link's target: what would end it early is encoded (RFC 3986 §2.1).
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '\\' => address.push_str("%5C"),
            '"' => address.push_str("%22"),
            ' ' => address.push_str("%20"),
            c if c.is_whitespace() || c.is_control() => {}
            c => address.push(c),
        }
    }
    // An ampersand could begin a character reference.
    address.replace('&', "&amp;")
}

fn titled(title: &str) -> String {
    let title = plain(title);
    if title.is_empty() { title } else { format!(" \"{}\"", escape(&title, None, Care::Escaped, true)) }
}
