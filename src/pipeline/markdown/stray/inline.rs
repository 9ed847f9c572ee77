//! Mistyped markup within a line, and addresses that lead out of the site and nowhere.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::block::{Stray, Surroundings, TABLE_OF_CONTENTS};
use crate::base::codes;
use crate::base::media_type::is_picture;
use crate::base::text::near::nearest;

/// Looks at the address of the link at `range`.
pub(super) fn look_at_address(text: &str, dest: &str, range: &Range<usize>) -> Option<Stray> {
    let (scheme, rest) = dest.split_once(':')?;
    let broken = |message: String, hint: String| Stray::new(range.clone(), message, hint).coded(codes::BROKEN_LINK);
    let is_drive = scheme.len() == 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if scheme.eq_ignore_ascii_case("file") || (is_drive && rest.starts_with(['\\', '/'])) {
        let file = rest.rsplit(['/', '\\']).next().unwrap_or_default();
        let hint = format!("copy the file beside this one, and write only its name: {file}");
        return Some(broken(format!("`{dest}` is a path on your computer"), hint));
    }
    let known = ["http", "https"];
    let lower = scheme.to_ascii_lowercase();
    let (message, whole) = if known.contains(&lower.as_str()) {
        if rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default().is_empty() {
            return Some(broken(format!("`{dest}` names no host"), "write the whole address".to_owned()));
        }
        if rest.starts_with("//") {
            return None;
        }
        (format!("a slash is missing in `{dest}`"), format!("{lower}://{}", rest.trim_start_matches('/')))
    } else {
        if !rest.starts_with("//") || lower.starts_with("ftp") {
            return None;
        }
        (format!("`{scheme}` is not a kind of web address"), format!("{}:{rest}", nearest(&lower, known)?))
    };
    let stray = broken(message, format!("write {whole}"));
    let link = &text[range.clone()];
    Some(if link.matches(dest).count() == 1 { stray.meant(link.replace(dest, &whole)) } else { stray })
}

/// The number of findings that are told of one stretch.
const ENOUGH: usize = 20;

/// The message for a letter whose bytes were read in another encoding.
pub(super) const WRONG_LETTER: &str = "this character was decoded with the wrong character set";

/// A stretch of text between two marks of Markdown, its start, and its surroundings.
struct Stretch<'t> {
    source: &'t str,
    start: usize,
    around: &'t Surroundings,
}

/// Looks at the text at `range`, which is followed by the event `next`.
pub(super) fn look(text: &str, range: &Range<usize>, around: &Surroundings, next: Option<&Event<'_>>) -> Vec<Stray> {
    let stretch = Stretch { source: &text[range.clone()], start: range.start, around };
    let bytes = stretch.source.as_bytes();
    let mut found: Vec<Stray> = Vec::new();
    let triggers = bytes.iter().enumerate().filter(|(_, byte)| TRIGGERS[usize::from(**byte)]);
    for (at, byte) in triggers.filter(|(at, byte)| may_begin(**byte, bytes.get(at + 1))) {
        let Some(stray) = stretch.at(at, *byte) else { continue };
        // A backslash says that the sign is meant as it is.
        let is_escaped = text[..stray.range.start].ends_with('\\');
        if !is_escaped && found.last().is_none_or(|last| last.range.end <= stray.range.start) {
            found.push(stray);
        }
        if found.len() > ENOUGH {
            break;
        }
    }
    if let Some(Event::Start(Tag::Link { dest_url, .. })) = next {
        found.extend(stretch.mark_of_picture(dest_url));
    }
    found
}

/// Returns whether something may be found at one of the [`TRIGGERS`] that is followed by `next`.
fn may_begin(byte: u8, next: Option<&u8>) -> bool {
    match byte {
        b')' | b'^' | b'[' => next == Some(&b'['),
        b':' => next.is_some_and(|next| *next == b'/' || next.is_ascii_lowercase()),
        b'w' | b'~' | b'*' | b'=' | b'+' => next == Some(&byte),
        _ => true,
    }
}

/// The bytes at which [`Stretch::at`] looks: one look tells nearly all others.
const TRIGGERS: [bool; 256] = {
    let mut triggers = [false; 256];
    let bytes = b"])^[{:w`~*=+<\xc2\xc3\xef";
    let mut at = 0;
    while at < bytes.len() {
        triggers[bytes[at] as usize] = true;
        at += 1;
    }
    triggers
};

impl Stretch<'_> {
    fn at(&self, at: usize, byte: u8) -> Option<Stray> {
        // What belongs together is near: a text of brackets alone is looked at in linear time.
        let (before, rest) = (last(&self.source[..at]), first(&self.source[at..]));
        if before.ends_with('\\') {
            return None;
        }
        match byte {
            b']' => self.link(at - before.len(), before, rest),
            b')' => self.swapped(at - before.len(), before, rest),
            b'{' if self.around.quotations == 0 => self.braces(at, rest),
            b'^' if rest.starts_with("^[") => {
                let hint =
                    "write the note below, and refer to it: [^label] here, and [^label]: … at the end of the file";
                self.found(at, rest.find(']').map_or(2, |end| end + 1), "this note is shown as text", hint)
            }
            b'[' if rest.starts_with("[[") && rest.contains("]]") && self.around.quotations == 0 => {
                let length = rest.find("]]").map_or(2, |end| end + 2);
                let is_toc = rest[2..length].trim_matches(['_', ']']).eq_ignore_ascii_case("toc");
                let link = "write [text](file.md), or ![text](file.png) for a picture";
                let hint = if is_toc { TABLE_OF_CONTENTS } else { link };
                self.found(at, length, "this link is shown as text", hint)
            }
            b'=' => self.marked(at, rest, "==", "mark"),
            b'+' => self.marked(at, rest, "++", "ins"),
            b':' if !rest.starts_with("://") => self.emoji(at, before, rest),
            b':' if rest.starts_with("://") => self.address(at - scheme_length(before)?),
            b'w' if rest.starts_with("www.") && !before.ends_with(|c: char| c.is_alphanumeric() || c == '/') => {
                self.address(at)
            }
            b'`' if self.around.quotations == 0 => self.backquote(at, before, rest),
            b'~' if rest.starts_with("~~") => self.pair(at, rest, "~~"),
            b'*' if rest.starts_with("**") => self.pair(at, rest, "**"),
            b'<' => self.tag(at, rest),
            0xc2 | 0xc3 | 0xef => self.mojibake(at, rest),
            _ => None,
        }
    }

    fn found(&self, at: usize, length: usize, message: &str, hint: &str) -> Option<Stray> {
        /// The number of bytes of it that are shown, at most.
        const SHOWN: usize = 60;
        let written = &self.source[at..at + length];
        let written = &written[..written.floor_char_boundary(SHOWN)];
        let start = self.start + at;
        Some(Stray::new(start..start + length, format!("{message}: {written}"), hint))
    }

    /// `](` and its kind, in a text that Markdown did not read as a link.
    fn link(&self, base: usize, before: &str, rest: &str) -> Option<Stray> {
        let after = &rest[1..];
        let opening = before.rfind('[');
        if let Some(address) = after.strip_prefix('(') {
            let inside = address.split(')').next().unwrap_or_default();
            let (start, hint) = (
                opening.unwrap_or_default(),
                match () {
                    () if !after.contains(')') => "end its address with )",
                    () if opening.is_none() => "begin it with [",
                    () if inside.contains(' ') => {
                        "write %20 for each space of the address, or put the address between < and >"
                    }
                    () => "write it as [text](address)",
                },
            );
            let end = after.find(')').unwrap_or(after.len().min(40)) + 1;
            let end = rest.floor_char_boundary(end + 1);
            return self.found(base + start, before.len() + end - start, "this link is shown as text", hint);
        }
        let opening = opening?;
        let length = before.len() + 1 - opening;
        if let Some(address) = after.trim_start_matches(' ').strip_prefix('(')
            && after.starts_with(' ')
            && looks_like_address(address.split(')').next().unwrap_or_default())
        {
            let length = length + after.find(')').map_or(0, |end| end + 1);
            let hint = "remove the space between ] and (";
            let stray = self.found(base + opening, length, "this link is shown as text", hint)?;
            let meant = self.source[base + opening..base + opening + length].replacen("] (", "](", 1);
            return Some(stray.meant(meant));
        }
        let label = after.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(label, _)| label)?;
        let is_label = !label.is_empty() && !label.starts_with(['^', '…', '.']) && self.around.quotations == 0;
        let message = "nothing says where this link leads";
        let hint = format!("write [text](address), or define it: [{label}]: address");
        if is_label { self.found(base + opening, length + label.len() + 2, message, &hint) } else { None }
    }

    /// `(text)[address]`.
    fn swapped(&self, base: usize, before: &str, rest: &str) -> Option<Stray> {
        let opening = before.rfind('(')?;
        let address = rest.strip_prefix(")[")?.split_once(']')?.0;
        let length = before.len() + address.len() + 3 - opening;
        let hint = "the text belongs in brackets, the address in parentheses: write [text](address)";
        let words = &before[opening + 1..];
        let meant = || format!("[{words}]({address})");
        let is_link = looks_like_address(address);
        let stray = is_link.then(|| self.found(base + opening, length, "this link is shown as text", hint))?;
        Some(stray?.meant(meant()))
    }

    /// Shortcodes and attributes of other programs.
    fn braces(&self, at: usize, rest: &str) -> Option<Stray> {
        let end = if rest.starts_with("{{") { "}}" } else { "}" };
        let length = rest.find(end).map_or(2, |at| at + end.len());
        if rest.starts_with("{{") || rest.starts_with("{%") {
            let hint = "margent runs nothing in texts: write Markdown or HTML in its place";
            return self.found(at, length, "this shortcode is shown as text", hint);
        }
        let is_attributes = rest.starts_with("{:")
            || (rest.starts_with(['{']) && rest[1..].starts_with(['#', '.']) && rest.contains('}'));
        let hint = "remove it; a heading's id is made of its words";
        if is_attributes { self.found(at, length, "these attributes are shown as text", hint) } else { None }
    }

    /// A web address that is no link.
    fn address(&self, at: usize) -> Option<Stray> {
        if self.around.links > 0 || self.around.quotations > 0 {
            return None;
        }
        let rest = first(&self.source[at..]);
        let address =
            rest.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).next().unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        let scheme = if address.starts_with("www.") { "https://" } else { "" };
        let hint = format!("put it between < and >: <{scheme}{address}>");
        let is_address = address.len() > 8 && address.contains('.');
        let stray = is_address.then(|| self.found(at, address.len(), "this address is not a link", &hint))?;
        Some(stray?.meant(format!("<{scheme}{address}>")))
    }

    /// A backquote before a word; TeX has two for a quotation mark.
    fn backquote(&self, at: usize, before: &str, rest: &str) -> Option<Stray> {
        let is_code = rest[1..].starts_with(char::is_alphanumeric) && !before.ends_with('`');
        let is_start = before.is_empty() || before.ends_with([' ', '(']);
        let hint = "end the code with another `, or write \\` for the sign itself";
        if is_code && is_start { self.found(at, 1, "this code has no end", hint) } else { None }
    }

    /// Marks that come in pairs, one of which is missing.
    fn pair(&self, at: usize, rest: &str, mark: &str) -> Option<Stray> {
        let (before, after) = (last(&self.source[..at]), &rest[2..]);
        let alone = before.is_empty() || before.ends_with([' ', '*', '~']);
        let alone = alone && (after.is_empty() || after.starts_with([' ', '*', '~', '.', ',', ')']));
        let in_number =
            before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit());
        if alone || in_number || (self.around.quotations > 0 && mark == "**") {
            return None;
        }
        self.found(
            at,
            2,
            "this mark is shown as text",
            "such marks come in pairs, each directly beside the words; write \\ before one that is meant",
        )
    }

    /// Words between two marks to which other programs give the meaning of an element of HTML.
    fn marked(&self, at: usize, rest: &str, mark: &str, element: &str) -> Option<Stray> {
        let words = &rest[2..2 + rest[2..].find(mark)?];
        let is_beside =
            |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '"' | '“' | '”' | '.' | ',' | '!' | '?');
        let is_marked = words.starts_with(is_beside) && words.ends_with(is_beside);
        let before = self.source[..at].chars().next_back();
        if self.around.quotations > 0 || !is_marked || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let meant = format!("<{element}>{words}</{element}>");
        let stray = self.found(at, words.len() + 4, "these marks are shown as text", &format!("write {meant}"))?;
        Some(stray.meant(meant))
    }

    /// The name of an emoji between colons.
    fn emoji(&self, at: usize, before: &str, rest: &str) -> Option<Stray> {
        let name = &rest[1..1 + rest[1..].find(':')?];
        let is_name = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let after = rest[name.len() + 2..].chars().next();
        let is_alone =
            !before.ends_with(char::is_alphanumeric) && !after.is_some_and(|c| c.is_alphanumeric() || c == '/');
        if self.around.quotations > 0 || !is_name || !is_alone {
            return None;
        }
        self.found(at, name.len() + 2, "this emoji is shown as text", "write the emoji itself, or its name in words")
    }

    /// A tag of HTML that is not read as one.
    fn tag(&self, at: usize, rest: &str) -> Option<Stray> {
        const NAMES: [&str; 14] = [
            "a", "abbr", "audio", "br", "details", "div", "em", "figure", "iframe", "img", "span", "strong", "table",
            "video",
        ];
        let name = rest[1..].trim_start_matches('/');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let ends = name.len() == length || name[length..].starts_with([' ', '>', '/']);
        let message = "this HTML is shown as text";
        if ends && NAMES.contains(&&name[..length]) {
            self.found(at, length + 1, message, "end the tag with >, and put its values between quotation marks")
        } else {
            None
        }
    }

    /// Bytes of UTF-8 that were once read as another encoding.
    fn mojibake(&self, at: usize, rest: &str) -> Option<Stray> {
        let mut letters = rest.chars();
        let (first, second) = (letters.next()?, letters.next().unwrap_or(' '));
        let is_broken = match first {
            'â' => second == '€',
            'Ã' | 'Â' => ('\u{80}'..='\u{bf}').contains(&second),
            '\u{fffd}' => true,
            _ => false,
        };
        let length = first.len_utf8() + second.len_utf8() * usize::from(first != '\u{fffd}');
        let hint = "write the letter that was meant: the text was once saved or read in another encoding than UTF-8";
        if is_broken { self.found(at, length, WRONG_LETTER, hint) } else { None }
    }

    /// `! [text](picture)`.
    fn mark_of_picture(&self, dest: &str) -> Option<Stray> {
        let mark = self.source.trim_end().strip_suffix('!').filter(|_| self.source.ends_with("! "))?;
        let is_mark = is_picture(dest) && (mark.is_empty() || mark.ends_with(' '));
        let message = "this picture is only linked";
        let stray = is_mark.then(|| self.found(mark.len(), 2, message, "remove the space between ! and ["))?;
        Some(stray?.meant("!"))
    }
}

/// The bytes around a sign that are looked at.
const WINDOW: usize = 300;

/// The beginning of `text`.
fn first(text: &str) -> &str {
    &text[..text.floor_char_boundary(WINDOW)]
}

/// The end of `text`.
fn last(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(WINDOW))..]
}

fn looks_like_address(text: &str) -> bool {
    text.len() > 2
        && !text.contains(char::is_whitespace)
        && text.contains(['.', '/', '#'])
        && text.contains(|c: char| c.is_alphanumeric())
}

/// The length of `http` or `https` at the end of `before`, if it is a word of its own.
fn scheme_length(before: &str) -> Option<usize> {
    let scheme = ["https", "http"].into_iter().find(|scheme| before.ends_with(scheme))?;
    let word = &before[..before.len() - scheme.len()];
    (!word.ends_with(char::is_alphanumeric)).then_some(scheme.len())
}
