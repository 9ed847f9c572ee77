//! A page's paragraphs → its posts: titles are found, and what the page puts around posts is taken out of them.

use std::ops::Range;
use std::sync::LazyLock;

use super::cite::{self, NamedOutlet};
use super::cues::{self, Cue, FollowingLines, Furniture};
use super::facts::{PostMetadata, is_byline, is_name};
use super::lines::CaptureParagraph;
use super::phrase::{Phrase, tokens};
use super::signs::{ends_sentence, is_prose, is_title, starts_small};
use crate::base::text::words;
use crate::import::{OutletNames, RemovedText, SplitMode};

/// One post of a page.
#[derive(Default)]
pub(super) struct TextPost {
    /// Its title, and why.
    pub title: Option<(String, &'static Cue)>,
    /// Its paragraphs.
    pub lines: Vec<PostParagraph>,
    /// What the page tells of it.
    pub facts: PostMetadata,
    /// What is no part of it.
    pub removed: Vec<RemovedText>,
    /// What was decided on single lines.
    pub decisions: Vec<(String, &'static Cue)>,
}

/// A paragraph of a post.
pub(super) struct PostParagraph {
    /// Its words, without the outlet at its end.
    pub text: String,
    /// The outlet at its end.
    pub closing: Option<NamedOutlet>,
}

/// What a paragraph of a page is, by itself.
#[derive(Clone, Copy)]
enum ParagraphKind {
    Text,
    Furniture(&'static Furniture),
    Byline,
    Caption,
}

/// The kinds of lines that tell something of a post.
const BYLINE: &str = "byline";
const FILING: &str = "filing";
const HEADING: &str = "page heading";
/// The kind of lines that lead elsewhere.
const NAVIGATION: &str = "navigation";

/// The furniture that a line is.
pub(super) fn furniture(line: &str) -> Option<&'static Furniture> {
    /// A pattern, the most words of a sentence that it may stand for, and what it is a pattern of.
    static PHRASES: LazyLock<Vec<(Phrase, usize, &'static Furniture)>> = LazyLock::new(|| {
        let all = cues::FURNITURE.iter().flat_map(|it| it.lines.iter().map(move |line| (*line, it)));
        all.map(|(line, it)| (Phrase::new(line), sentence_words(line), it)).collect()
    });
    let words = tokens(line);
    let words = words.strip_suffix(&[":".to_owned()]).unwrap_or(&words);
    if words.is_empty() || words.len() > cues::FURNITURE_WORDS {
        return None;
    }
    let most = |most: usize| !line.ends_with('.') || words.len() <= most;
    PHRASES.iter().find(|(phrase, words_at_most, _)| most(*words_at_most) && phrase.is(words)).map(|(_, _, it)| *it)
}

/// The fewer words of a sentence a pattern knows, the shorter the sentence has to be.
fn sentence_words(pattern: &str) -> usize {
    match tokens(pattern).iter().filter(|word| *word != "…").count() {
        1 if pattern.contains('…') => 0,
        2 | 3 if pattern.contains('…') => cues::SENTENCE_WORDS,
        _ => cues::FURNITURE_WORDS,
    }
}

/// Splits a page into its posts.
pub(super) fn posts(paragraphs: Vec<CaptureParagraph>, split: SplitMode, outlets: &OutletNames) -> Vec<TextPost> {
    let marks: Vec<ParagraphKind> = paragraphs.iter().map(|paragraph| mark(&paragraph.text, outlets)).collect();
    let page = TextPage { paragraphs, marks, outlets };
    let titles = page.titles(split);
    // What a page lists is true of each of its posts.
    let mut all = PostMetadata::default();
    page.heading().into_iter().for_each(|at| all.read(page.text(at)));
    let bounds = page.bounds(&titles);
    let posts = bounds.into_iter().enumerate().map(|(n, range)| page.post(range, titles.get(n).copied(), &all.tags));
    posts.filter(|post| !post.lines.is_empty()).collect()
}

impl ParagraphKind {
    fn then(self) -> Option<FollowingLines> {
        match self {
            Self::Furniture(furniture) => Some(furniture.then),
            Self::Byline => Some(FollowingLines::Facts),
            Self::Text | Self::Caption => None,
        }
    }
}

fn mark(line: &str, outlets: &OutletNames) -> ParagraphKind {
    match furniture(line) {
        Some(furniture) => ParagraphKind::Furniture(furniture),
        None if is_byline(line) => ParagraphKind::Byline,
        None if is_caption(line, outlets) => ParagraphKind::Caption,
        None => ParagraphKind::Text,
    }
}

/// Tells whether a line says what a picture shows, and whose it is.
fn is_caption(line: &str, outlets: &OutletNames) -> bool {
    let words = tokens(line);
    if words.len() > cues::CAPTION_WORDS {
        return false;
    }
    let has_credit = |text: &str| {
        let text = format!(" {} ", tokens(text).join(" "));
        cues::CREDITS.iter().any(|credit| text.contains(&format!(" {credit} ")))
    };
    // `Photo: …` and `Photo by …` may go on as a sentence.
    let labels = cues::CREDITS.iter().filter(|credit| credit.ends_with([':', '=']) || credit.ends_with(" by"));
    let labelled = labels.into_iter().any(|label| words.join(" ").starts_with(label));
    let bracketed = line.starts_with(['[', '(']) && line.ends_with([']', ')']);
    let tail = line.strip_suffix([')', ']']).and_then(|line| line.rsplit_once(['(', '['])).map_or("", |(_, tail)| tail);
    if has_credit(line) && (labelled || bracketed || !ends_sentence(line) || has_credit(tail)) {
        return true;
    }
    let Some((head, name)) = line.rsplit_once(", ").filter(|(head, _)| head.split_whitespace().count() > 3) else {
        return false;
    };
    let via = name.strip_prefix("via ").map(|name| name.strip_prefix("the ").unwrap_or(name));
    let outlet =
        outlets.find(name).is_some() || tokens(name).iter().any(|word| cues::OUTLET_WORDS.contains(&word.as_str()));
    let credited = via.is_some_and(is_name) || (outlet && is_name(name) && head.split_whitespace().any(starts_small));
    credited && !ends_sentence(line)
}

/// A title: its paragraph, and why it is one.
type PostTitle = (usize, &'static Cue);

struct TextPage<'a> {
    paragraphs: Vec<CaptureParagraph>,
    marks: Vec<ParagraphKind>,
    outlets: &'a OutletNames,
}

impl TextPage<'_> {
    fn text(&self, at: usize) -> &str {
        &self.paragraphs[at].text
    }

    fn is_text(&self, at: usize) -> bool {
        matches!(self.marks[at], ParagraphKind::Text)
    }

    fn is_prose(&self, at: usize) -> bool {
        self.is_text(at) && is_prose(self.text(at))
    }

    /// Tells whether a line below, before any text, tells who wrote something, or when.
    fn has_facts(&self, at: usize) -> bool {
        let mut below = self.marks[at + 1..].iter().map_while(|mark| mark.then());
        below.any(|then| then == FollowingLines::Facts)
    }

    /// The heading that says what the page lists: it stands above all text, and a title follows. `Category: News` below a
    /// title is only about that post.
    fn heading(&self) -> Option<usize> {
        let first = (0..self.marks.len()).find(|at| self.is_prose(*at))?;
        let heading = (0..first).find(|at| self.marks[*at].then() == Some(FollowingLines::Posts))?;
        (heading..first).any(|at| self.is_text(at)).then_some(heading)
    }

    /// The titles of the posts; none where no line looks like one.
    fn titles(&self, split: SplitMode) -> Vec<PostTitle> {
        let above_text = |at: &usize| {
            let next = (at + 1..self.marks.len()).find(|next| self.is_text(*next));
            next.is_some_and(|next| self.is_prose(next))
        };
        let short = |at: &usize| {
            let whole =
                self.paragraphs[*at].rejoined.is_empty() && cite::closing(self.text(*at), self.outlets).is_none();
            self.is_text(*at) && is_title(self.text(*at)) && whole
        };
        let short: Vec<usize> = (0..self.marks.len()).filter(short).collect();
        let listed: Vec<usize> = self.without_names(&short).into_iter().filter(above_text).collect();
        let signed = listed.iter().copied().filter(|at| self.has_facts(*at));
        let signed: Vec<PostTitle> = signed.map(|at| (at, &cues::TITLE_WITH_FACTS)).collect();
        let several = match split {
            SplitMode::Auto => signed.len() > 1 || self.heading().is_some(),
            SplitMode::Always => true,
            SplitMode::Never => false,
        };
        let listed: Vec<PostTitle> = listed.into_iter().map(|at| (at, &cues::TITLE_LISTED)).collect();
        match several {
            true if signed.len() > 1 => signed,
            true if !listed.is_empty() => listed,
            _ => self.only_title(&short).into_iter().collect(),
        }
    }

    /// Short lines without the names of those who comment: a word or two, below the heading of the comments. The same
    /// heading may count the comments below each post of a page, so that a longer line is a title even there.
    fn without_names(&self, short: &[usize]) -> Vec<usize> {
        let (mut titles, mut comments, mut next) = (Vec::new(), false, 0);
        for at in short.iter().copied() {
            comments |= (next..at).any(|at| self.marks[at].then() == Some(FollowingLines::Rest));
            comments &= self.text(at).split_whitespace().count() < 3;
            titles.extend((!comments).then_some(at));
            next = at;
        }
        titles
    }

    /// The title of a page with one post: among the short lines above the first paragraph.
    fn only_title(&self, short: &[usize]) -> Option<PostTitle> {
        let mut texts = (0..self.marks.len()).filter(|at| self.is_text(*at));
        let first = texts.next()?;
        let prose = (0..self.marks.len()).find(|at| self.is_prose(*at)).unwrap_or(self.marks.len());
        let above: Vec<usize> = short.iter().copied().filter(|at| *at < prose).collect();
        // The name of the site and what it is about stand above its menu.
        let menu = (0..prose)
            .rev()
            .find(|at| matches!(self.marks[*at], ParagraphKind::Furniture(Furniture { kind: NAVIGATION, .. })));
        let below: Vec<usize> = above.iter().copied().filter(|at| menu.is_some_and(|menu| *at > menu)).collect();
        let above = if below.is_empty() { above } else { below };
        let signed = above.iter().copied().find(|at| self.has_facts(*at));
        let words = |at: usize| self.text(at).split_whitespace().count();
        match above[..] {
            // A title may end with a full stop, if it is short and something longer follows.
            [] => {
                let second = texts.next()?;
                let stands_out = words(first) * 2 <= words(second) && words(first) <= cues::TITLE_WORDS / 2;
                let ended = self.text(first).ends_with(['.', '!', '?']) && !self.text(first).starts_with(['“', '"']);
                (ended && stands_out).then_some((first, &cues::TITLE_ABOVE))
            }
            [only] => Some((only, &cues::TITLE_ALONE)),
            _ if signed.is_some() => signed.map(|at| (at, &cues::TITLE_WITH_FACTS)),
            // The name of a site is shorter than a title.
            [first, ..] => {
                let title = above.iter().copied().find(|at| words(*at) > 3).unwrap_or(first);
                Some((title, &cues::TITLE_ABOVE))
            }
        }
    }

    /// Which paragraphs belong to each post. What stands above the first title goes with it.
    fn bounds(&self, titles: &[PostTitle]) -> Vec<Range<usize>> {
        let facts = |at: usize| at > 0 && self.marks[at - 1].then() == Some(FollowingLines::Facts);
        // Where the first title has its date above it, the others have too.
        let above = titles.first().is_some_and(|(first, _)| facts(*first) && !self.has_facts(*first));
        let start = |at: usize| (0..=at).rev().find(|at| !above || !facts(*at)).unwrap_or(at);
        let mut starts: Vec<usize> = titles.iter().map(|(at, _)| start(*at)).collect();
        if let Some(first) = starts.first_mut() {
            *first = 0;
        } else {
            starts.push(0);
        }
        let ends = starts.iter().copied().skip(1).chain([self.marks.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// Takes what is no part of a post out of its paragraphs.
    fn post(&self, range: Range<usize>, title: Option<PostTitle>, tags: &[String]) -> TextPost {
        let mut post =
            TextPost { title: title.map(|(at, cue)| (self.text(at).to_owned(), cue)), ..TextPost::default() };
        post.facts.tags.extend_from_slice(tags);
        let end = self.end(&range, title);
        for (at, kind) in range.clone().zip(self.kinds(&range, title, end)) {
            let text = self.text(at);
            match (kind, self.marks[at]) {
                _ if title.is_some_and(|(title, _)| title == at) => {}
                (None, _) => post.add(&self.paragraphs[at], self.outlets),
                (Some(kind), mark) => {
                    let cue = match mark {
                        ParagraphKind::Caption => Some(&cues::CAPTION),
                        ParagraphKind::Text if at >= end => (at == end + 1).then_some(&cues::COMMENTS),
                        ParagraphKind::Text => Some(&cues::LEFT_OVER),
                        ParagraphKind::Furniture(_) | ParagraphKind::Byline => None,
                    };
                    post.decisions.extend(cue.map(|cue| (format!("“{}” is no part of it", opening(text)), cue)));
                    if at < end && matches!(kind, BYLINE | FILING | HEADING) {
                        post.facts.read(text);
                    }
                    post.removed.push(RemovedText { kind, text: text.to_owned() });
                }
            }
        }
        post
    }

    /// Where the text of a post is over and what readers wrote begins.
    fn end(&self, range: &Range<usize>, title: Option<PostTitle>) -> usize {
        let top = title.map_or(range.start, |(at, _)| at + 1);
        let first = (top..range.end).find(|at| self.is_prose(*at)).unwrap_or(range.end);
        (first..range.end).find(|at| self.marks[*at].then() == Some(FollowingLines::Rest)).unwrap_or(range.end)
    }

    /// For each paragraph what it is, unless it is part of the post.
    fn kinds(&self, range: &Range<usize>, title: Option<PostTitle>, end: usize) -> Vec<Option<&'static str>> {
        /// So far below a title a line with just a name or a day is about the post.
        const NEAR: usize = 3;
        let top = title.map_or(range.start, |(at, _)| at);
        let last = (top..end).rev().find(|at| self.is_prose(*at)).unwrap_or(end);
        let above = |at: usize| title.is_some() && at < top;
        // What short lines belong to: names of links stand below a heading, or below the text.
        let mut section = None;
        let kind = |at: usize| match self.marks[at] {
            ParagraphKind::Furniture(furniture) => {
                let opens = furniture.then == FollowingLines::Links || at > last || at == end;
                section = if opens { Some(furniture.kind) } else { section };
                Some(furniture.kind)
            }
            ParagraphKind::Byline if above(at) || (title.is_some() && at <= top + NEAR) || at > last => Some(BYLINE),
            ParagraphKind::Caption => Some("caption"),
            ParagraphKind::Text | ParagraphKind::Byline if at > end => section,
            ParagraphKind::Text if above(at) => Some(section.unwrap_or(NAVIGATION)),
            ParagraphKind::Text if !is_prose(self.text(at)) && at != top => section,
            ParagraphKind::Text | ParagraphKind::Byline => {
                section = None;
                None
            }
        };
        range.clone().map(kind).collect()
    }
}

impl TextPost {
    fn add(&mut self, paragraph: &CaptureParagraph, outlets: &OutletNames) {
        for place in &paragraph.rejoined {
            self.decisions.push((format!("“{place}” is one sentence"), &cues::REJOINED));
        }
        match (cite::closing(&paragraph.text, outlets), self.lines.last_mut()) {
            // A line of its own names the outlet of the paragraph above.
            (Some(("", named)), Some(last)) if last.closing.is_none() => last.closing = Some(named),
            (Some((text, named)), _) if !text.is_empty() => {
                self.lines.push(PostParagraph { text: text.to_owned(), closing: Some(named) });
            }
            _ => self.lines.push(PostParagraph { text: paragraph.text.clone(), closing: None }),
        }
    }
}

/// The first words of a text, for one who looks for it.
pub(super) fn opening(text: &str) -> String {
    words::truncate(text.trim_start_matches(['“', '"', '‘', '[', '(']), 40)
}
