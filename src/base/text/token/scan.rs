//! Scans plain characters for words, numbers and marks.

use std::cell::{Cell, OnceCell};

use super::typeset::{PlainChar, plain_chars};
use super::{Space, Token, TokenKind, Tokens};
use crate::base::text::boundary::CharClass;

/// Signs that belong to the number that follows, even after a space.
const COMPARISONS: [char; 8] = ['<', '>', '≤', '≥', '±', '~', '≈', '×'];
/// Signs that belong to the number that follows at once.
const SIGNS: [char; 9] = ['-', '—', '+', '$', '€', '£', '₩', '¥', '#'];
/// Units that belong to the number before.
const UNITS: [char; 5] = ['%', '‰', '°', '′', '″'];

/// Reads the tokens of a text.
pub(crate) fn tokenize(source: &str) -> Tokens<'_> {
    let chars = plain_chars(source);
    let mut scanner = Scanner { chars: &chars, at: 0, keys: String::with_capacity(source.len()), broken: false };
    let mut list = Vec::with_capacity(source.len() / 5);
    loop {
        let space = scanner.skip_space(list.is_empty());
        let Some(first) = chars.get(scanner.at) else { break };
        let start = first.at;
        scanner.broken = false;
        let kind = scanner.token();
        let end = chars.get(scanner.at).map_or(source.len(), |next| next.at as usize);
        // White space that belongs to no character, such as a joiner, is not the token's.
        let end = start as usize + source[start as usize..end].trim_end().len();
        let as_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (key_end, end) = (as_u32(scanner.keys.len()), as_u32(end));
        list.push(Token { key_end, start, end, kind, space, broken: scanner.broken });
    }
    Tokens {
        source,
        keys: scanner.keys,
        list,
        index: OnceCell::new(),
        searches: Cell::new(0),
        comparisons: Cell::new(0),
    }
}

struct Scanner<'c> {
    chars: &'c [PlainChar],
    at: usize,
    /// The keys of the tokens so far.
    keys: String,
    /// True if the token has a hyphen at the end of a line.
    broken: bool,
}

impl Scanner<'_> {
    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|plain| plain.c)
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|before| self.char(before))
    }

    fn class(&self, at: usize) -> CharClass {
        self.char(at).map_or(CharClass::Separator, CharClass::of)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_numeric)
    }

    /// The place of the next character that is not white space.
    fn after_space(&self, at: usize) -> usize {
        at + self.chars[at.min(self.chars.len())..].iter().take_while(|plain| plain.c.is_whitespace()).count()
    }

    /// Skips white space, and the bullet of a list item where a line starts.
    fn skip_space(&mut self, first: bool) -> Space {
        let from = self.at;
        self.at = self.after_space(from);
        let lines = self.chars[from..self.at].iter().filter(|plain| plain.c == '\n').count();
        let bullet = matches!(self.char(self.at), Some('-' | '*' | '·' | '▪' | '‣'))
            && self.char(self.at + 1) == Some(' ')
            && !self.is_digit(self.after_space(self.at + 1));
        if bullet && (first || lines > 0) {
            self.at = self.after_space(self.at + 1);
        }
        match lines {
            0 if from == self.at => Space::None,
            0 | 1 => Space::Some,
            _ => Space::Paragraph,
        }
    }

    /// Reads the token at the current place.
    fn token(&mut self) -> TokenKind {
        if let Some(digit) = self.signed_number() {
            self.push();
            self.at = digit;
            return self.word();
        }
        if self.class(self.at) == CharClass::Separator { self.mark() } else { self.word() }
    }

    /// The place of the first digit, if a number with a sign begins here.
    fn signed_number(&self) -> Option<usize> {
        let sign = self.char(self.at)?;
        let next = self.at + 1;
        if COMPARISONS.contains(&sign) {
            let digit = self.after_space(next);
            return self.is_digit(digit).then_some(digit);
        }
        let is_currency = matches!(sign, '$' | '€' | '£' | '₩' | '¥');
        let is_free =
            is_currency || self.before(self.at).is_none_or(|before| CharClass::of(before) == CharClass::Separator);
        (SIGNS.contains(&sign) && is_free && self.is_digit(next)).then_some(next)
    }

    /// Copies the current character to the key.
    fn push(&mut self) {
        if let Some(c) = self.char(self.at) {
            self.keys.push(if c == '—' { '-' } else { c });
            self.at += 1;
        }
    }

    /// Reads a word, a number or a compound.
    fn word(&mut self) -> TokenKind {
        let start = self.keys.len();
        self.push();
        while self.at < self.chars.len() {
            if self.is_linked() {
                self.push();
            } else if let Some((joint, next)) = self.joint() {
                self.keys.push_str(joint);
                self.at = next;
                self.push();
            } else if let Some((seconds, next)) = self.minutes() {
                self.keys.push_str(&seconds);
                self.at = next;
            } else {
                break;
            }
        }
        if !self.keys[start..].contains(char::is_numeric) {
            return TokenKind::Word;
        }
        let number = plain_number(&self.keys[start..]);
        self.keys.truncate(start);
        self.keys.push_str(&number);
        TokenKind::Number
    }

    /// Returns whether the current place is inside a unit of writing: a word, a number (`82.8`, `12,000`, `6:30`,
    /// `5만`), a compound (`non-lethal`), a contraction (`can't`), an abbreviation (`U.S.`, `AT&T`).
    fn is_linked(&self) -> bool {
        let (Some(last), Some(next)) = (self.before(self.at), self.char(self.at)) else { return false };
        match (CharClass::of(last), CharClass::of(next)) {
            (CharClass::Separator, CharClass::Separator) => false,
            (CharClass::Separator, _) => {
                let unit = matches!(last, '%' | '°') && next.is_alphabetic();
                unit || self
                    .at
                    .checked_sub(2)
                    .and_then(|at| self.char(at))
                    .is_some_and(|before| joins(before, last, next))
            }
            (_, CharClass::Separator) => {
                let after = self.char(self.at + 1);
                let unit = last.is_numeric() && UNITS.contains(&next);
                let more = last.is_numeric() && next == '+' && after.is_none_or(|after| !after.is_alphanumeric());
                unit || more || after.is_some_and(|after| joins(last, next, after))
            }
            (CharClass::Ideograph, _) | (_, CharClass::Ideograph) => last.is_numeric() != next.is_numeric(),
            _ => true,
        }
    }

    /// The joint between the current place and a character across white space: its text in the key, and the place of
    /// that character.
    fn joint(&mut self) -> Option<(&'static str, usize)> {
        let last = self.before(self.at)?;
        if !last.is_numeric() {
            return self.broken_word(last);
        }
        let next = self.after_space(self.at);
        let spaced = next - self.at == 1 && self.char(self.at) == Some(' ');
        if spaced && self.is_thousands(next) {
            return Some(("", next));
        }
        match self.char(next)? {
            // A range: `10 – 20`.
            '-' | '—' | '~' if next > self.at || self.char(next) != Some('-') => {
                let mark = next;
                let digit = self.after_space(mark + 1);
                // Spaces stand on both sides or on neither: `2010 -5` are two numbers.
                let even = (mark > self.at) == (digit > mark + 1);
                (even && self.is_digit(digit)).then_some(("-", digit))
            }
            '%' if spaced => Some(("", next)),
            _ => None,
        }
    }

    /// Feet and inches or minutes and seconds in any marks, from the mark of the first: `6' 6"`, `6′ 6″`. Returns them
    /// with primes, and the place after.
    fn minutes(&self) -> Option<(String, usize)> {
        let (mark, first) = match self.before(self.at) {
            Some('′') => (self.at, ""),
            Some(last) if last.is_numeric() && self.char(self.at) == Some('\'') => (self.at + 1, "′"),
            _ => return None,
        };
        let from = self.after_space(mark);
        let digits: String =
            self.chars.get(from..)?.iter().map(|plain| plain.c).take_while(|c| c.is_numeric()).collect();
        let end = from + digits.chars().count();
        let closes = matches!(self.char(end), Some('"' | '\'' | '″'));
        let doubled = usize::from(self.char(end) == Some('\'') && self.char(end + 1) == Some('\''));
        (!digits.is_empty() && closes).then(|| (format!("{first}{digits}″"), end + 1 + doubled))
    }

    /// Returns whether a group of three digits begins at the place and belongs to the number before: `12 000`.
    fn is_thousands(&self, at: usize) -> bool {
        let before = self.chars[..self.at].iter().rev().take_while(|plain| plain.c.is_numeric()).count();
        let group = self.chars[at..].iter().take(4).take_while(|plain| plain.c.is_ascii_digit()).count();
        let opens = self.before(self.at - before).is_none_or(|c| !matches!(c, '.' | ':' | '/' | '-' | '—'));
        (1..=3).contains(&before) && group == 3 && opens
    }

    /// The joint of a word that white space divides after a hyphen, as at the end of a line.
    fn broken_word(&mut self, last: char) -> Option<(&'static str, usize)> {
        let next = self.after_space(self.at + 1);
        let breaks = self.char(self.at) == Some('-')
            && next > self.at + 1
            && last.is_alphabetic()
            && [CharClass::of(last), self.class(next)] == [CharClass::Letter; 2]
            && self.char(next).is_some_and(char::is_alphabetic);
        if !breaks {
            return None;
        }
        self.broken |= self.chars[self.at..next].iter().any(|plain| plain.c == '\n');
        Some(("-", next))
    }

    /// Reads a mark: dashes, dots and doubled quotation marks as one.
    fn mark(&mut self) -> TokenKind {
        let Some(c) = self.char(self.at) else { return TokenKind::Punctuation };
        self.at += 1;
        let key = match c {
            '-' | '—' => {
                while matches!(self.char(self.at), Some('-' | '—')) {
                    self.at += 1;
                }
                '—'
            }
            '\'' => {
                self.at += usize::from(self.char(self.at) == Some('\''));
                '"'
            }
            '.' | '…' => self.dots(c),
            c => c,
        };
        self.keys.push(key);
        TokenKind::Punctuation
    }

    /// Reads an ellipsis, of three dots or more with or without spaces.
    fn dots(&mut self, first: char) -> char {
        let (mut dots, mut end) = (if first == '…' { 3 } else { 1 }, self.at);
        loop {
            let next = self.after_space(end);
            match self.char(next) {
                Some('.') => dots += 1,
                Some('…') => dots += 3,
                _ => break,
            }
            end = next + 1;
        }
        if dots < 3 {
            return '.';
        }
        self.at = end;
        '…'
    }
}

/// Returns whether the mark joins two characters into one word or number.
fn joins(left: char, mark: char, right: char) -> bool {
    if [left, right].map(CharClass::of).contains(&CharClass::Separator) {
        return false;
    }
    match mark {
        '.' if left.is_uppercase() && right.is_uppercase() => true,
        '.' | ',' | ':' | '/' | '~' | '—' => left.is_numeric() && right.is_numeric(),
        '&' | '@' => true,
        '\'' | '-' => [left, right].map(CharClass::of) == [CharClass::Letter; 2],
        _ => false,
    }
}

/// Writes a number with `-` for the mark of a range, and without the commas of thousands.
fn plain_number(number: &str) -> String {
    let mut plain = String::with_capacity(number.len());
    let bytes = number.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    // Digits since the number began, if all commas since were of thousands.
    let mut digits: Option<usize> = Some(0);
    for (at, c) in number.char_indices() {
        match c {
            ',' if digits.is_some_and(|digits| digits > 0)
                && (1..=3).all(|n| is_digit(at + n))
                && !is_digit(at + 4) =>
            {
                continue;
            }
            '~' if at > 0 => plain.push('-'),
            c => plain.push(c),
        }
        digits = match c {
            c if c.is_ascii_digit() => digits.map(|digits| digits + 1),
            ',' | '.' => None,
            _ => Some(0),
        };
    }
    plain
}
