//! The paragraphs of a page → its posts: titles are found, and page furniture is taken out.

use std::ops::Range;

use super::byline::{PostMetadata, is_byline};
use super::heuristics::{self, Evidence};
use super::heuristics::{MAX_TITLE_WORDS, is_prose, is_title, starts_small};
use super::paragraphs::CaptureParagraph;
use crate::base::text::words;
use crate::import::attribution::{NamedOutlet, has_outlet_word, is_name, split_closing_outlet};
use crate::import::credits::is_credited;
use crate::import::draft::RemovedText;
use crate::import::furniture_lines::furniture_of;
use crate::import::furniture_words::{FollowingLines, Furniture};
use crate::import::options::{OutletNames, SplitMode};
use crate::import::phrase::{ends_sentence, tokens};

/// One post of a page.
#[derive(Default)]
pub(super) struct TextPost {
    /// Its title, and the evidence for it.
    pub title: Option<(String, &'static Evidence)>,
    /// Its paragraphs.
    pub paragraphs: Vec<PostParagraph>,
    /// The facts that the page states about it.
    pub metadata: PostMetadata,
    /// The parts that do not belong to it.
    pub removed: Vec<RemovedText>,
    /// The decisions on single lines.
    pub decisions: Vec<(String, &'static Evidence)>,
}

/// A paragraph of a post.
pub(super) struct PostParagraph {
    /// Its words, without the outlet at its end.
    pub text: String,
    /// The outlet at its end.
    pub closing: Option<NamedOutlet>,
}

/// The kinds of furniture that are metadata of a post.
const BYLINE: &str = "byline";
const FILING: &str = "filing";
const HEADING: &str = "page heading";
/// The kind of furniture that leads elsewhere.
const NAVIGATION: &str = "navigation";

/// Splits a page into its posts.
pub(super) fn split_posts(paragraphs: Vec<CaptureParagraph>, split: SplitMode, outlets: &OutletNames) -> Vec<TextPost> {
    let kinds = paragraphs.iter().map(|paragraph| ParagraphKind::of(&paragraph.text, outlets)).collect();
    let page = TextPage { paragraphs, kinds, outlets };
    let titles = page.titles(split);
    // What the heading of a page says is true of each of its posts.
    let mut common = PostMetadata::default();
    page.heading().into_iter().for_each(|at| common.add_line(page.text(at)));
    let ranges = page.ranges(&titles).into_iter().enumerate();
    let posts = ranges.map(|(n, range)| page.post(range, titles.get(n).copied(), &common.tags));
    posts.filter(|post| !post.paragraphs.is_empty()).collect()
}

/// A title: its paragraph, and the evidence for it.
type PostTitle = (usize, &'static Evidence);

struct TextPage<'a> {
    paragraphs: Vec<CaptureParagraph>,
    kinds: Vec<ParagraphKind>,
    outlets: &'a OutletNames,
}

impl TextPage<'_> {
    fn text(&self, at: usize) -> &str {
        &self.paragraphs[at].text
    }

    fn is_text(&self, at: usize) -> bool {
        matches!(self.kinds[at], ParagraphKind::Text)
    }

    fn is_prose(&self, at: usize) -> bool {
        self.is_text(at) && is_prose(self.text(at))
    }

    /// Returns whether a byline follows before any text.
    fn has_byline(&self, at: usize) -> bool {
        let mut below = self.kinds[at + 1..].iter().map_while(|kind| kind.following());
        below.any(|following| following == FollowingLines::Metadata)
    }

    /// The heading that says what the page lists: it is above all text, and a title follows. `Category: News` below a title
    /// is only about that post.
    fn heading(&self) -> Option<usize> {
        let first = (0..self.kinds.len()).find(|at| self.is_prose(*at))?;
        let heading = (0..first).find(|at| self.kinds[*at].following() == Some(FollowingLines::Posts))?;
        (heading..first).any(|at| self.is_text(at)).then_some(heading)
    }

    /// The titles of the posts; none where no line looks like one.
    fn titles(&self, split: SplitMode) -> Vec<PostTitle> {
        let short: Vec<usize> = (0..self.kinds.len()).filter(|at| self.may_be_title(*at)).collect();
        let listed: Vec<usize> = self.without_names(&short).into_iter().filter(|at| self.is_above_prose(*at)).collect();
        let signed = listed.iter().copied().filter(|at| self.has_byline(*at));
        let signed: Vec<PostTitle> = signed.map(|at| (at, &heuristics::TITLE_AT_BYLINE)).collect();
        let several = match split {
            SplitMode::Auto => signed.len() > 1 || self.heading().is_some(),
            SplitMode::Always => true,
            SplitMode::Never => false,
        };
        let listed: Vec<PostTitle> = listed.into_iter().map(|at| (at, &heuristics::TITLE_LISTED)).collect();
        if several && signed.len() > 1 {
            signed
        } else if several && !listed.is_empty() {
            listed
        } else {
            self.only_title(&short).into_iter().collect()
        }
    }

    fn may_be_title(&self, at: usize) -> bool {
        let text = self.text(at);
        self.is_text(at)
            && is_title(text)
            && self.paragraphs[at].rejoined.is_empty()
            && split_closing_outlet(text, self.outlets).is_none()
    }

    fn is_above_prose(&self, at: usize) -> bool {
        let next = (at + 1..self.kinds.len()).find(|next| self.is_text(*next));
        next.is_some_and(|next| self.is_prose(next))
    }

    /// The short lines without the names of commenters: a word or two, below the heading of the comments. The same heading may
    /// count the comments below each post of a page, so that a longer line is a title even there.
    fn without_names(&self, short: &[usize]) -> Vec<usize> {
        let (mut titles, mut comments, mut next) = (Vec::new(), false, 0);
        for at in short.iter().copied() {
            comments |= (next..at).any(|at| self.kinds[at].following() == Some(FollowingLines::Comments));
            comments &= self.text(at).split_whitespace().count() < 3;
            titles.extend((!comments).then_some(at));
            next = at;
        }
        titles
    }

    /// The title of a page with one post, from the short lines above the first paragraph.
    fn only_title(&self, short: &[usize]) -> Option<PostTitle> {
        let mut texts = (0..self.kinds.len()).filter(|at| self.is_text(*at));
        let first = texts.next()?;
        let prose = (0..self.kinds.len()).find(|at| self.is_prose(*at)).unwrap_or(self.kinds.len());
        let above: Vec<usize> = short.iter().copied().filter(|at| *at < prose).collect();
        // The name of the site and its motto are above its menu.
        let menu = (0..prose)
            .rev()
            .find(|at| matches!(self.kinds[*at], ParagraphKind::Furniture(Furniture { kind: NAVIGATION, .. })));
        let below: Vec<usize> = above.iter().copied().filter(|at| menu.is_some_and(|menu| *at > menu)).collect();
        let above = if below.is_empty() { above } else { below };
        let signed = above.iter().copied().find(|at| self.has_byline(*at));
        let words = |at: usize| self.text(at).split_whitespace().count();
        match above[..] {
            // A title may end with a full stop, if it is short and something longer follows.
            [] => {
                let second = texts.next()?;
                let stands_out = words(first) * 2 <= words(second) && words(first) <= MAX_TITLE_WORDS / 2;
                let ended = self.text(first).ends_with(['.', '!', '?']) && !self.text(first).starts_with(['“', '"']);
                (ended && stands_out).then_some((first, &heuristics::TITLE_ABOVE))
            }
            [only] => Some((only, &heuristics::TITLE_ALONE)),
            _ if signed.is_some() => signed.map(|at| (at, &heuristics::TITLE_AT_BYLINE)),
            // The name of a site is shorter than a title.
            [first, ..] => {
                let title = above.iter().copied().find(|at| words(*at) > 3).unwrap_or(first);
                Some((title, &heuristics::TITLE_ABOVE))
            }
        }
    }

    /// The paragraphs of each post. What is above the first title belongs to the first post.
    fn ranges(&self, titles: &[PostTitle]) -> Vec<Range<usize>> {
        let is_below_byline = |at: usize| at > 0 && self.kinds[at - 1].following() == Some(FollowingLines::Metadata);
        // If the first title is below its date, the others are too.
        let above = titles.first().is_some_and(|(first, _)| is_below_byline(*first) && !self.has_byline(*first));
        let start = |at: usize| (0..=at).rev().find(|at| !above || !is_below_byline(*at)).unwrap_or(at);
        let mut starts: Vec<usize> = titles.iter().map(|(at, _)| start(*at)).collect();
        if let Some(first) = starts.first_mut() {
            *first = 0;
        } else {
            starts.push(0);
        }
        let ends = starts.iter().copied().skip(1).chain([self.kinds.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// A post of these paragraphs, without what is not part of it.
    fn post(&self, range: Range<usize>, title: Option<PostTitle>, tags: &[String]) -> TextPost {
        let mut post =
            TextPost { title: title.map(|(at, cue)| (self.text(at).to_owned(), cue)), ..TextPost::default() };
        post.metadata.tags.extend_from_slice(tags);
        let end = self.end(&range, title);
        let removed = self.removed_kinds(&range, title, end);
        for (at, kind) in range.zip(removed).filter(|(at, _)| title.is_none_or(|(title, _)| title != *at)) {
            let text = self.text(at);
            let Some(kind) = kind else {
                post.add(&self.paragraphs[at], self.outlets);
                continue;
            };
            let evidence = match self.kinds[at] {
                ParagraphKind::Caption => Some(&heuristics::CAPTION),
                ParagraphKind::Text if at >= end => (at == end + 1).then_some(&heuristics::COMMENTS),
                ParagraphKind::Text => Some(&heuristics::LEFT_OVER),
                ParagraphKind::Furniture(_) | ParagraphKind::Byline => None,
            };
            post.decisions.extend(evidence.map(|evidence| (format!("dropped “{}”", opening(text)), evidence)));
            if at < end && matches!(kind, BYLINE | FILING | HEADING) {
                post.metadata.add_line(text);
            }
            post.removed.push(RemovedText { kind, text: text.to_owned() });
        }
        post
    }

    /// The paragraph where the text of a post ends and the comments start.
    fn end(&self, range: &Range<usize>, title: Option<PostTitle>) -> usize {
        let top = title.map_or(range.start, |(at, _)| at + 1);
        let first = (top..range.end).find(|at| self.is_prose(*at)).unwrap_or(range.end);
        (first..range.end).find(|at| self.kinds[*at].following() == Some(FollowingLines::Comments)).unwrap_or(range.end)
    }

    /// For each paragraph the kind under which it is removed, unless it is part of the post.
    fn removed_kinds(&self, range: &Range<usize>, title: Option<PostTitle>, end: usize) -> Vec<Option<&'static str>> {
        /// So far below a title a line with only a name or a date is a byline.
        const NEAR: usize = 3;
        let top = title.map_or(range.start, |(at, _)| at);
        let last = (top..end).rev().find(|at| self.is_prose(*at)).unwrap_or(end);
        let above = |at: usize| title.is_some() && at < top;
        // The kind of the short lines that follow: names of links are below a heading, or below the text.
        let mut section = None;
        let mut kinds = Vec::new();
        for at in range.clone() {
            kinds.push(match self.kinds[at] {
                ParagraphKind::Furniture(furniture) => {
                    let opens = furniture.following == FollowingLines::Links || at > last || at == end;
                    section = if opens { Some(furniture.kind) } else { section };
                    Some(furniture.kind)
                }
                ParagraphKind::Byline if above(at) || (title.is_some() && at <= top + NEAR) || at > last => {
                    Some(BYLINE)
                }
                ParagraphKind::Caption => Some("caption"),
                ParagraphKind::Text | ParagraphKind::Byline if at > end => section,
                ParagraphKind::Text if above(at) => Some(section.unwrap_or(NAVIGATION)),
                ParagraphKind::Text if !is_prose(self.text(at)) && at != top => section,
                ParagraphKind::Text | ParagraphKind::Byline => {
                    section = None;
                    None
                }
            });
        }
        kinds
    }
}

impl TextPost {
    fn add(&mut self, paragraph: &CaptureParagraph, outlets: &OutletNames) {
        for words in &paragraph.rejoined {
            self.decisions.push((format!("“{words}” is one sentence"), &heuristics::REJOINED));
        }
        match (split_closing_outlet(&paragraph.text, outlets), self.paragraphs.last_mut()) {
            // An outlet on a line of its own belongs to the paragraph above.
            (Some(("", named)), Some(last)) if last.closing.is_none() => last.closing = Some(named),
            (Some((text, named)), _) if !text.is_empty() => {
                self.paragraphs.push(PostParagraph { text: text.to_owned(), closing: Some(named) });
            }
            _ => self.paragraphs.push(PostParagraph { text: paragraph.text.clone(), closing: None }),
        }
    }
}

/// The first words of a text, by which it can be found.
pub(super) fn opening(text: &str) -> String {
    words::truncate(text.trim_start_matches(['“', '"', '‘', '[', '(']), 40)
}

/// The kind of a paragraph.
#[derive(Clone, Copy)]
enum ParagraphKind {
    Text,
    Furniture(&'static Furniture),
    Byline,
    Caption,
}

impl ParagraphKind {
    /// The kind of a line.
    pub fn of(line: &str, outlets: &OutletNames) -> Self {
        match furniture_of(line) {
            Some(furniture) => Self::Furniture(furniture),
            None if is_byline(line) => Self::Byline,
            None if is_caption(line, outlets) => Self::Caption,
            None => Self::Text,
        }
    }

    /// The meaning it has for the lines that follow, unless it is part of a post.
    pub(crate) fn following(self) -> Option<FollowingLines> {
        match self {
            Self::Furniture(furniture) => Some(furniture.following),
            Self::Byline => Some(FollowingLines::Metadata),
            Self::Text | Self::Caption => None,
        }
    }
}

/// Returns whether a line is the caption or the credit of a picture.
fn is_caption(line: &str, outlets: &OutletNames) -> bool {
    if tokens(line).len() > heuristics::MAX_CAPTION_WORDS {
        return false;
    }
    if is_credited(line) {
        return true;
    }
    let Some((head, name)) = line.rsplit_once(", ").filter(|(head, _)| head.split_whitespace().count() > 3) else {
        return false;
    };
    let via = name.strip_prefix("via ").map(|name| name.strip_prefix("the ").unwrap_or(name));
    let is_outlet = outlets.find(name).is_some() || has_outlet_word(name);
    let names_credit =
        via.is_some_and(is_name) || (is_outlet && is_name(name) && head.split_whitespace().any(starts_small));
    names_credit && !ends_sentence(line)
}
