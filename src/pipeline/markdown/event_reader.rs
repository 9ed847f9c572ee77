//! Reads the events of a text, and curls its quotation marks. pulldown-cmark finds the straight ones that may be curled, and takes
//! each for an opening or a closing one by the characters beside it alone; that fails where a particle follows a
//! quotation, as in Korean, and after digits. Here each block is read as a whole: what is open is closed, and a mark
//! after a digit that closes nothing is a prime.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::events::{EXTENSIONS, SpannedEvent, words_of};
use super::flanking::{PaddedText, is_cjk};
use crate::pipeline::config::MarkdownConfig;

/// Parses a text, which is padded for emphasis beside CJK. The events have their bytes in `text`; neighbouring texts are one.
pub(super) fn read_events<'a>(
    text: &str,
    padded: &'a PaddedText<'_>,
    options: &MarkdownConfig,
) -> Vec<SpannedEvent<'a>> {
    let mut events = read_written_events(text, padded, options);
    merge_texts(&mut events);
    events
}

/// Makes one of neighbouring texts, in place: a long text has many events.
fn merge_texts(events: &mut Vec<SpannedEvent<'_>>) {
    let (mut next, mut kept) = (0, 0);
    while next < events.len() {
        let run = events[next..].iter().take_while(|(event, _)| matches!(event, Event::Text(_))).count();
        if run > 1 {
            let run = &events[next..next + run];
            let bytes = run[0].1.start..run[run.len() - 1].1.end;
            events[kept] = (Event::Text(words_of(run).into()), bytes);
        } else {
            events.swap(kept, next);
        }
        next += run.max(1);
        kept += 1;
    }
    events.truncate(kept);
}

/// Parses a text like [`read_events`], but leaves apart what is written apart.
pub(super) fn read_written_events<'a>(
    text: &str,
    padded: &'a PaddedText<'_>,
    options: &MarkdownConfig,
) -> Vec<SpannedEvent<'a>> {
    let mut extensions = EXTENSIONS;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    let parsed = Parser::new_ext(&padded.text, extensions).into_offset_iter();
    let mut events: Vec<SpannedEvent<'a>> = parsed.filter_map(|event| padded.restore(event)).collect();
    if options.smart_punctuation {
        curl(text, &mut events);
    }
    events
}

/// The state of the marks in a block, up to the place that is read.
#[derive(Default)]
struct QuoteState {
    /// The character before; `None` at the start of the block.
    before: Option<char>,
    double: OpenQuote,
    single: OpenQuote,
}

/// One kind of marks in a block.
#[derive(Default)]
struct OpenQuote {
    is_open: bool,
    /// The number of marks still to come.
    left: usize,
}

/// Curls the marks in the events of `text`, before neighbouring text is merged.
fn curl(text: &str, events: &mut [SpannedEvent<'_>]) {
    let mut state = QuoteState::default();
    for at in 0..events.len() {
        if let Some(mark) = straight_mark(text, &events[at]) {
            let curled = state.curl(mark, next_char(text, &events[at + 1..]));
            events[at].0 = Event::Text(curled.to_string().into());
            state.before = Some(curled);
            continue;
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "what shows no text is not between two characters")]
        match &events[at].0 {
            Event::Text(shown) => state.before = shown.chars().next_back().or(state.before),
            Event::Code(_) => state.before = Some('0'),
            Event::SoftBreak | Event::HardBreak => state.before = Some(' '),
            event if borders_block(event) => state = QuoteState::ahead(text, &events[at + 1..]),
            _ => {}
        }
    }
}

/// The straight mark that pulldown-cmark curled.
fn straight_mark(text: &str, (event, range): &SpannedEvent<'_>) -> Option<char> {
    let Event::Text(shown) = event else { return None };
    let is_curled = matches!(&**shown, "“" | "”" | "‘" | "’");
    let mut written = text[range.clone()].chars().filter(|c| is_curled && matches!(c, '"' | '\''));
    written.next()
}

/// The character that is shown next in the block; a mark that is still to be curled is straight.
fn next_char(text: &str, events: &[SpannedEvent<'_>]) -> Option<char> {
    for event in events {
        #[expect(clippy::wildcard_enum_match_arm, reason = "what shows no text is not between two characters")]
        match &event.0 {
            Event::Text(shown) if !shown.is_empty() => return straight_mark(text, event).or(shown.chars().next()),
            Event::Code(_) => return Some('0'),
            Event::SoftBreak | Event::HardBreak => return Some(' '),
            event if borders_block(event) => return None,
            _ => {}
        }
    }
    None
}

#[expect(clippy::wildcard_enum_match_arm, reason = "other tags are those of blocks")]
fn borders_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => false,
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => false,
        Event::Start(_) | Event::End(_) => true,
        _ => false,
    }
}

impl QuoteState {
    /// The start of a block, of which `events` are the rest of the text.
    fn ahead(text: &str, events: &[SpannedEvent<'_>]) -> Self {
        let mut state = Self::default();
        let block = events.iter().take_while(|(event, _)| !borders_block(event));
        for mark in block.filter_map(|event| straight_mark(text, event)) {
            match mark {
                '"' => state.double.left += 1,
                _ => state.single.left += 1,
            }
        }
        state
    }

    fn curl(&mut self, mark: char, after: Option<char>) -> char {
        let before = self.before;
        let opens = before.is_none_or(|c| c.is_whitespace() || "([{<“‘«「『（《〈/–—-".contains(c));
        let closes = after.is_none_or(|c| c.is_whitespace() || ".,;:!?)]}>…”’»」』）》〉。、，！？·/–—-".contains(c));
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let quote = if mark == '"' { &mut self.double } else { &mut self.single };
        quote.left = quote.left.saturating_sub(1);
        let beside_cjk = before.is_some_and(is_cjk) || after.is_some_and(is_cjk);
        if mark == '\'' && is_word(before) && is_word(after) && !beside_cjk {
            return if is_digit(before) && is_digit(after) { '′' } else { '’' };
        }
        // The marks that follow pair off if this one closes what is open.
        if is_digit(before) && (!quote.is_open || quote.left % 2 == 1) {
            return if mark == '"' { '″' } else { '′' };
        }
        // ’90s
        if mark == '\'' && opens && is_digit(after) && quote.left == 0 {
            return '’';
        }
        if opens && closes && !quote.is_open {
            return mark;
        }
        quote.is_open = if opens == closes { !quote.is_open } else { opens };
        match (mark, quote.is_open) {
            ('"', true) => '“',
            ('"', false) => '”',
            (_, true) => '‘',
            (_, false) => '’',
        }
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;

    #[test]
    fn curls_by_what_is_open() {
        let cases = [
            ("\"한국어\"라고 '말'했다.", "“한국어”라고 ‘말’했다."),
            ("그는'말'했다, \"끝.\"이라고", "그는‘말’했다, “끝.”이라고"),
            ("He is 5'10\" tall, on 6\" heels", "He is 5′10″ tall, on 6″ heels"),
            ("\"a 10\" pipe\" and \"in 1990\"", "“a 10″ pipe” and “in 1990”"),
            ("Don't say \"'no' to *'90s* dogs' toys\"", "Don’t say “‘no’ to ‘90s dogs’ toys”"),
            ("The '90s, 1990's and 'in 1990'", "The ‘90s, 1990’s and ‘in 1990’"),
            ("since '90", "since ’90"),
            ("\"*one*\"—\"`two`\" (\"three\")", "“one”—“two” (“three”)"),
            ("an escaped \\\"mark\\\" and &quot;", "an escaped \"mark\" and \""),
            ("a \" b", "a \" b"),
            ("\"one\n\ntwo\"", "“one two” "),
        ];
        for (text, expected) in cases {
            let parser = Parser::new_ext(text, Options::ENABLE_SMART_PUNCTUATION).into_offset_iter();
            let mut events: Vec<_> = parser.collect();
            curl(text, &mut events);
            assert_eq!(words_of(&events).trim_end(), expected.trim_end(), "{text}");
        }
    }
}
