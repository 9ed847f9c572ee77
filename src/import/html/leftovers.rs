//! Furniture of a page that is left in a text: found by its words and its links, since no element names it. Above and
//! below the prose much is taken for furniture; within it only what is nothing else.

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::furniture::ABOUT_AUTHOR;
use super::link_share::{LinkShare, is_announced, lead_to_sites, site_of};
use super::page::PageLine;
use super::teasers::{are_teasers, has_image, is_teaser_picture, remove_teasers};
use super::titles::plain;
use crate::base::text::words;
use crate::import::attribution::{has_arrow, is_marked, is_name};
use crate::import::credits::is_credited;
use crate::import::furniture_lines::furniture_of;
use crate::import::html_to_markdown::block::{Block, TextRun, text_of};
use crate::import::phrase::{ends_sentence, tokens};
use crate::import::written_date::{date_in, is_date};

/// The fewest words of a paragraph that is prose by its length alone.
const PROSE: usize = 25;
/// The fewest words of a sentence that is prose.
const SENTENCE: usize = 10;
/// The most blocks of a byline below a lead.
const LEAD: usize = 3;
/// The most words of a byline.
const BYLINE: usize = 16;

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Above,
    Within,
    Below,
}

/// Facts about a text that its page states.
pub(super) struct KnownOfText<'a> {
    pub title: Option<&'a str>,
    pub author: Option<&'a str>,
    /// Its [`boxed_lines`].
    pub boxed: &'a HashSet<String>,
}

/// The lines of a page that stand in small boxes and nowhere else: what it advertises, where to subscribe, what else to read, who
/// writes, the path to the page.
pub(super) fn boxed_lines(page: &[PageLine]) -> HashSet<String> {
    let mut regions: BTreeMap<usize, BoxSize> = BTreeMap::new();
    for line in page {
        let size = regions.entry(line.region).or_default();
        size.words += words::count(&line.text);
        size.has_sentence |= line.linked == 0 && words::count(&line.text) > 4 && ends_sentence(&line.text);
    }
    let is_box = |line: &&PageLine| line.kind.is_some_and(|kind| regions[&line.region].is_small(kind));
    let mut boxed: HashSet<String> = page.iter().filter(is_box).map(|line| without_space(&line.text)).collect();
    if boxed.is_empty() {
        return boxed;
    }
    for other in page.iter().filter(|line| line.kind.is_none()) {
        boxed.remove(&without_space(&other.text));
    }
    boxed
}

/// The size of a piece of furniture.
#[derive(Clone, Copy, Debug, Default)]
struct BoxSize {
    words: usize,
    has_sentence: bool,
}

impl BoxSize {
    /// Returns whether it is a small box of a kind that stands within texts; a larger one may hold the text.
    fn is_small(self, kind: &str) -> bool {
        const KINDS: [&str; 4] = ["notice", "advertisement", "related articles", "share bar"];
        const MAX_WORDS: usize = 60;
        let may_be_box = KINDS.contains(&kind) || (kind == "navigation" && !self.has_sentence);
        kind == ABOUT_AUTHOR || (self.words <= MAX_WORDS && may_be_box)
    }
}

/// Removes what is left of furniture around a text, and headings without a text.
pub(super) fn trim(blocks: &mut Vec<Block>, known: &KnownOfText<'_>) {
    remove_title(blocks, known.title);
    blocks.retain(|block| !is_boxed(block, known.boxed));
    remove_sections(blocks);
    remove_teasers(blocks);
    let is_text = |block: &Block| is_prose(block) && !is_biography(block, known.author);
    let first = blocks.iter().position(is_text).unwrap_or(0);
    // A lead stands above the byline.
    let about = blocks.iter().skip(first).take(LEAD + 1).rposition(is_about_lead);
    let first = first + about.map_or(0, |last| last + 1);
    let last = blocks.iter().rposition(is_text).unwrap_or(blocks.len());
    let has_sites = lead_to_sites(blocks.iter().take(last).skip(first));
    let mut announced: VecDeque<bool> = blocks.windows(2).map(|pair| is_announced(&pair[0], &pair[1])).collect();
    announced.push_front(false);
    // Several pictures that lead elsewhere, one below the other, are no pictures of the text.
    let pictures = blocks.iter().skip(last + 1).filter(|block| is_teaser_picture(block)).count();
    let is_quotation = |block: &Block| matches!(block, Block::Quote(..));
    let above_quotation: Vec<bool> = blocks.iter().skip(1).map(is_quotation).chain([false]).collect();
    let mut n = 0;
    let mut is_below_quotation = false;
    blocks.retain(|block| {
        // What a line right below a quotation states is its source.
        let may_be_source = std::mem::replace(&mut is_below_quotation, is_quotation(block));
        let is_beside = (above_quotation[n] && is_reference(block)) || (may_be_source && is_attribution(block));
        let is_item = announced.pop_front().unwrap_or_default() || (has_sites && site_of(block).is_some());
        let zone = if is_beside || is_item || (first..=last).contains(&n) {
            Zone::Within
        } else if n < first {
            Zone::Above
        } else {
            Zone::Below
        };
        n += 1;
        let is_below = zone == Zone::Below;
        let is_credit = is_below && !may_be_source && is_credit_line(block);
        let tells_who = is_below && is_biography(block, known.author);
        let is_picture = is_below && pictures > 2 && is_teaser_picture(block);
        !(is_leftover(block, zone, known) || is_credit || tells_who || is_picture)
    });
    while matches!(blocks.last(), Some(Block::Heading(..) | Block::Rule)) {
        blocks.pop();
    }
}

/// Returns whether a paragraph is a byline or a date; with a link it may name a source.
fn is_about_lead(block: &Block) -> bool {
    let text = block.text();
    let is_dated = matches!(block, Block::Paragraph(_)) && date_in(&text).is_some() && is_about_text(text.trim());
    is_dated && LinkShare::of(block).linked == 0
}

/// Returns whether a line leads elsewhere, and says nothing of the text itself: above a quotation it may be to what is quoted.
fn is_reference(block: &Block) -> bool {
    matches!(block, Block::Paragraph(_)) && LinkShare::of(block).linked > 0 && !is_about_text(&block.text())
}

/// Returns whether a line begins as an attribution does.
fn is_attribution(block: &Block) -> bool {
    let text = block.text();
    let is_arrowed = has_arrow(&text) && LinkShare::of(block).linked > 0;
    matches!(block, Block::Paragraph(_)) && (is_arrowed || is_marked(&text))
}

/// Removes the headline at the top of a text, of which the title is made.
fn remove_title(blocks: &mut Vec<Block>, title: Option<&str>) {
    /// The most blocks above it.
    const TOP: usize = 3;
    let title = plain(title.unwrap_or_default());
    let is_title =
        |block: &Block| matches!(block, Block::Heading(_, runs) if !has_image(runs) && plain(&text_of(runs)) == title);
    if let Some(at) = blocks.iter().take(TOP + 1).position(is_title).filter(|_| !title.is_empty()) {
        blocks.remove(at);
    }
}

/// Returns whether a block is surely part of the text.
fn is_prose(block: &Block) -> bool {
    let share = LinkShare::of(block);
    match block {
        Block::Quote(..) | Block::Code(..) | Block::Table(..) => true,
        Block::Heading(..) | Block::Note(..) | Block::Rule => false,
        Block::Paragraph(_) | Block::List(..) => {
            let text = block.text();
            let ends = text.trim_end().ends_with(['.', '!', '?', '…', '"', '”', '»', '。', '」', ':', ')']);
            let is_long = share.words >= PROSE || (share.words >= SENTENCE && ends);
            is_long && share.linked * 2 < share.words && furniture_of(&text).is_none()
        }
    }
}

/// Removes what follows a heading of related articles, comments, a form or a biography: not in the first half of a text, where
/// it is more likely the text, unless it is teasers to the end.
fn remove_sections(blocks: &mut Vec<Block>) {
    let words: Vec<usize> = blocks.iter().map(|block| LinkShare::of(block).words).collect();
    let half = words.iter().sum::<usize>() / 2;
    let mut before = 0;
    let mut n = 0;
    let mut kept = Vec::new();
    while n < blocks.len() {
        let may_go = before >= half || (before >= 2 * PROSE && ends_in_teasers(&blocks[n..]));
        let length = if may_go { section_length(&blocks[n..]) } else { 0 };
        before += words[n];
        // Notes stand behind the text that they belong to, and whatever else is there.
        let section = &blocks[n..][..length.max(1)];
        kept.extend(section.iter().filter(|block| length == 0 || matches!(block, Block::Note(..))).cloned());
        n += length.max(1);
    }
    *blocks = kept;
}

/// The number of blocks of the section that begins here and is not part of the text; 0 if it is.
fn section_length(blocks: &[Block]) -> usize {
    let (Block::Heading(_, runs) | Block::Paragraph(runs)) = &blocks[0] else { return 0 };
    let text = text_of(runs);
    let Some(furniture) = furniture_of(&text).filter(|_| words::count(&text) <= BYLINE) else { return 0 };
    let level = if let Block::Heading(level, _) = &blocks[0] { Some(*level) } else { None };
    let is_heading =
        |block: &Block| matches!(block, Block::Heading(next, _) if level.is_none_or(|level| *next <= level));
    let to_heading = blocks.iter().skip(1).position(is_heading).map_or(blocks.len(), |at| at + 1);
    let is_links = |block: &&Block| LinkShare::of(block).is_links();
    match furniture.kind {
        "comments" | "reply form" if level.is_some() => blocks.len(),
        "comments" | "reply form" if blocks.iter().filter(|block| is_prose(block)).count() <= 3 => blocks.len(),
        "about the author" => to_heading,
        "related posts"
            if level.is_some()
                && (!blocks[..to_heading].iter().any(is_unlinked_prose) || are_teasers(&blocks[1..to_heading])) =>
        {
            to_heading
        }
        "related posts" => 1 + blocks[1..].iter().take_while(is_links).count(),
        _ => 0,
    }
}

/// Returns whether blocks are a heading of related articles and, to the end of the text, their teasers.
fn ends_in_teasers(blocks: &[Block]) -> bool {
    let Block::Heading(level, runs) = &blocks[0] else { return false };
    let is_other = |block: &Block| matches!(block, Block::Heading(next, _) if next <= level);
    let is_related = || furniture_of(&text_of(runs)).is_some_and(|it| it.kind == "related posts");
    !blocks[1..].iter().any(is_other) && are_teasers(&blocks[1..]) && is_related()
}

/// The heading below which most of a short text stands, if all above it is how the page describes itself.
pub(super) fn heading_of_most(blocks: &[Block], description: &str) -> Option<String> {
    const MAX_WORDS: usize = 200;
    let at = blocks.iter().position(|block| matches!(block, Block::Heading(..)))?;
    let text = |blocks: &[Block]| blocks.iter().map(Block::text).collect::<Vec<_>>().join(" ");
    let (above, below) = (text(&blocks[..at]), text(&blocks[at..]));
    let most = words::count(&below);
    let is_most = most <= MAX_WORDS && (1..most).contains(&words::count(&above));
    (is_most && plain(&above) == plain(description)).then(|| blocks[at].text())
}

fn is_unlinked_prose(block: &Block) -> bool {
    is_prose(block) && LinkShare::of(block).linked == 0
}

fn is_leftover(block: &Block, zone: Zone, known: &KnownOfText<'_>) -> bool {
    let share = LinkShare::of(block);
    let runs = match block {
        Block::Paragraph(runs) | Block::Heading(_, runs) => runs,
        // Rows of links: a path to the page, a menu, its tags.
        Block::List(_, items) => return zone != Zone::Within && items.len() > 1 && share.is_links(),
        Block::Quote(..) | Block::Code(..) | Block::Table(..) | Block::Note(..) | Block::Rule => return false,
    };
    if share.words == 0 || has_image(runs) {
        return false;
    }
    let text = text_of(runs);
    let text = text.trim();
    let furniture = furniture_of(text).map(|furniture| furniture.kind);
    let is_heading = matches!(block, Block::Heading(..));
    match zone {
        Zone::Above if [known.title, known.author].into_iter().flatten().any(|known| plain(known) == plain(text)) => {
            true
        }
        Zone::Above | Zone::Below if is_heading => furniture.is_some_and(|kind| kind != "navigation"),
        _ if !is_heading && is_stray_caption(runs, text) => true,
        Zone::Above => furniture.is_some() || is_about_text(text) || (share.is_links() && share.words <= BYLINE),
        Zone::Below => furniture.is_some() || is_date(text) || share.is_links(),
        Zone::Within => match furniture {
            Some("sharing" | "notice" | "reading time") => !is_heading || share.words <= 6,
            Some("footer") => !is_heading && text.contains('©'),
            // `Read also: …` among paragraphs leads away from them.
            Some("related posts") => share.linked > 0 || text.contains(':'),
            Some(_) => share.is_links(),
            None => !is_heading && labels_links(runs),
        },
    }
}

/// Returns whether a line is links behind a label that says that they lead away: `Tags: harbour, weather`, `See also: …`.
fn labels_links(runs: &[TextRun]) -> bool {
    /// The most words that are not linked.
    const MAX_WORDS: usize = 8;
    let unlinked: Vec<TextRun> = runs.iter().filter(|run| run.style.link.is_none()).cloned().collect();
    let label = text_of(&unlinked);
    let is_label = || furniture_of(&label).is_some_and(|it| matches!(it.kind, "filing" | "related posts"));
    unlinked.len() < runs.len() && words::count(&label) <= MAX_WORDS && (is_label() || tokens(&label) == ["tags"])
}

/// Returns whether all lines of a block stand in boxes of the page.
fn is_boxed(block: &Block, boxed: &HashSet<String>) -> bool {
    let text = block.text();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let has_picture = matches!(block, Block::Paragraph(runs) if has_image(runs));
    !matches!(block, Block::Quote(..) | Block::Note(..))
        && !has_picture
        && lines.peek().is_some()
        && lines.all(|line| boxed.contains(&without_space(line)))
}

/// A line as it is compared: pages put space between its parts by their style sheets.
fn without_space(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns whether a paragraph tells who wrote the text: its author, or somebody with a job who is to be followed.
fn is_biography(block: &Block, author: Option<&str>) -> bool {
    const MAX_WORDS: usize = 60;
    const IS: [&str; 8] = [" is ", " was ", " has ", " works ", " ist ", " arbeitet ", " est ", " es "];
    #[rustfmt::skip]
    const JOBS: [&str; 13] = [
        "reporter", "editor", "journalist", "correspondent", "columnist", "writer", "redakteur",
        "redakteurin", "korrespondent", "autorin", "journaliste", "periodista", "journalistin",
    ];
    const CONTACT: [&str; 5] = ["follow", "twitter", "email", "e-mail", "contact"];
    let Block::Paragraph(runs) = block else { return false };
    let text = text_of(runs);
    let Some((name, rest)) = IS.iter().find_map(|is| text.split_once(is)).filter(|(name, _)| is_name(name)) else {
        return false;
    };
    let words = tokens(rest);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_author = author.is_some_and(|author| author.split(", ").any(|author| author == name.trim()));
    words.len() <= MAX_WORDS && has(&JOBS) && (is_author || (name.contains(' ') && has(&CONTACT)))
}

/// Returns whether a line is a credit, or a caption apart from its picture: `Photo: Mara Lind`, `▲ The pier (photo=Tide)`. One in
/// a figure is in italics, and stays with it.
fn is_stray_caption(runs: &[TextRun], text: &str) -> bool {
    const MAX_WORDS: usize = 40;
    const MAX_CREDIT: usize = 6;
    let count = words::count(text);
    let is_pointing = text.starts_with(['▲', '△', '◀', '▶', '▼']);
    let is_in_figure = runs.iter().all(|run| run.style.emphasis);
    let limit = if is_pointing {
        MAX_WORDS
    } else if is_in_figure {
        MAX_CREDIT
    } else {
        BYLINE
    };
    count <= limit && is_credited(text)
}

/// Returns whether a short line below a text says where it is from, or how to write to its author.
fn is_credit_line(block: &Block) -> bool {
    const MAX_WORDS: usize = 8;
    const LABELS: [&str; 8] = ["quelle:", "quellen:", "source:", "sources:", "fuente:", "fonte:", "출처:", "출처 :"];
    let Block::Paragraph(runs) = block else { return false };
    let text = text_of(runs).trim().to_lowercase();
    let is_address =
        |word: &str| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    words::count(&text) <= MAX_WORDS
        && (LABELS.iter().any(|label| text.starts_with(label)) || text.split_whitespace().any(is_address))
}

/// Returns whether a short line above a text says who wrote it, or when.
fn is_about_text(text: &str) -> bool {
    const BY: [&str; 12] =
        ["By ", "BY ", "by ", "Von ", "VON ", "von ", "Par ", "Por ", "POR ", "Text: ", "Di ", "Door "];
    let count = words::count(text);
    let is_sentence = text.ends_with(['.', '!', '?', '。']);
    let is_by =
        BY.iter().any(|by| text.starts_with(by)) || matches!(&*text.to_lowercase(), "by" | "von" | "par" | "por");
    count <= BYLINE && ((is_by && !is_sentence) || (date_in(text).is_some() && (!is_sentence || count <= 6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_no_heading_of_a_short_text() {
        let line = |text: &str| vec![TextRun::plain(text)];
        let mut blocks = vec![Block::Heading(1, line("Late boats")), Block::Paragraph(line("They are."))];
        trim(&mut blocks, &KnownOfText { title: Some("Late Boats!"), author: None, boxed: &HashSet::new() });
        assert!(matches!(&blocks[..], [Block::Paragraph(_)]));
    }

    #[test]
    fn a_description_without_words_is_of_nothing() {
        let line = |text: &str| vec![TextRun::plain(text)];
        let blocks = [Block::Heading(2, line("Late boats")), Block::Paragraph(line("They are."))];
        assert_eq!(heading_of_most(&blocks, "—"), None);
    }
}
