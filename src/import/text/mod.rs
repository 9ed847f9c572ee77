//! The reader of text captures: pages as somebody copied them from a browser, with all that stood around the text.
//!
//! ```text
//! text → paragraphs      lines that the capture broke are joined                    lines
//!      → posts           titles; what the page puts around a post is taken out      page, facts
//!      → excerpts        which paragraphs are quoted, and of whom                   judge, cite
//!      → drafts          here
//! ```
//!
//! What it goes by is in [`cues`]; how a paragraph shows it, in [`signs`].

mod cite;
#[rustfmt::skip] // Its lists of words would take a line for each.
mod cues;
mod facts;
mod judge;
mod lines;
mod page;
mod phrase;
mod signs;

use std::collections::BTreeMap;

use cite::NamedOutlet;
use cues::Cue;
use judge::QuotedPassage;
use page::{PostParagraph, TextPost, opening};
use signs::ListItem;

use super::markdown::escape_paragraph;
use super::{
    Attribution, Decision, Draft, DraftBlock, DraftExcerpt, DraftSource, ImportOptions, ImportRefusal, OutletNames,
};
use crate::pipeline::content::Unknown;

/// Reads a capture; `stem` is the name of its file, for want of a title.
///
/// # Errors
/// When there is no text in it.
pub(super) fn read(text: &str, stem: &str, reading: &ImportOptions<'_>) -> Result<Vec<Draft>, ImportRefusal> {
    let paragraphs = lines::paragraphs(text, |line| page::furniture(line).is_none());
    let posts = page::posts(paragraphs, reading.split, reading.outlets);
    if posts.is_empty() {
        let hint = "check that the capture holds more than a title and the page around it";
        return Err(ImportRefusal::new("no article is in this file", hint));
    }
    Ok(posts.into_iter().map(|post| draft(post, stem, reading.outlets)).collect())
}

/// A draft in the making.
struct DraftBuilder<'a> {
    draft: Draft,
    outlets: &'a OutletNames,
    /// What tells outlets apart → the number of the source.
    sources: BTreeMap<String, usize>,
}

fn draft(post: TextPost, stem: &str, outlets: &OutletNames) -> Draft {
    let mut making = DraftBuilder { draft: Draft::default(), outlets, sources: BTreeMap::new() };
    making.facts(&post, stem);
    let quotes = judge::excerpts(&post.lines, outlets);
    let mut at = 0;
    for (n, quote) in quotes.into_iter().enumerate() {
        making.prose(&post.lines[at..quote.range.start], post.lines.get(quote.range.start));
        at = quote.range.end;
        making.quote(n + 1, quote, &post.lines);
    }
    making.prose(&post.lines[at..], None);
    making.draft.removed = post.removed;
    for (what, cue) in post.decisions {
        making.decide(what, cue);
    }
    making.draft
}

impl DraftBuilder<'_> {
    fn decide(&mut self, what: String, cue: &Cue) {
        let text = format!("{what}: {}", cue.says);
        self.draft.decisions.push(Decision { confidence: cue.confidence, text });
    }

    /// What is told of the post as a whole.
    fn facts(&mut self, post: &TextPost, stem: &str) {
        let (title, cue) = match &post.title {
            Some((title, cue)) => (title.clone(), *cue),
            None => {
                self.draft.unknown.push(Unknown::Title(stem.to_owned()));
                (stem.to_owned(), &cues::TITLE_MISSING)
            }
        };
        self.decide("title".to_owned(), cue);
        self.draft.title = title;
        let sure = |told: usize| if told > 1 { &cues::FIRST_OF_SEVERAL } else { &cues::FACT };
        let facts = &post.facts;
        if let Some(author) = facts.authors.first() {
            self.decide("author".to_owned(), sure(facts.authors.len()));
            self.draft.author = Some(author.clone());
        } else if let Some(name) = facts.names.iter().find(|name| self.outlets.find(name).is_none()) {
            self.decide("author".to_owned(), &cues::BESIDE_DAY);
            self.draft.author = Some(name.clone());
        }
        if let Some(date) = facts.dates.first() {
            self.decide("date".to_owned(), sure(facts.dates.len()));
            self.draft.date = Some(*date);
        }
        self.draft.tags = facts.tags.clone();
    }

    /// Adds paragraphs of the editor's; `next` is what follows them.
    fn prose(&mut self, lines: &[PostParagraph], next: Option<&PostParagraph>) {
        // The last item of the list at hand.
        let mut list: Option<ListItem<'_>> = None;
        for (n, line) in lines.iter().enumerate() {
            let cites = self.mentions(&line.text);
            let follows = lines.get(n + 1).or(next).is_some_and(|next| signs::is_prose(&next.text));
            let item = signs::item(&line.text);
            let after_item = n > 0 && signs::item(&lines[n - 1].text).is_some();
            let block = match item {
                Some(item) if list.as_ref().is_some_and(|last| item.follows(last)) => {
                    if let Some(DraftBlock::Prose(list)) = self.draft.blocks.last_mut() {
                        list.push('\n');
                        list.push_str(&item.markdown());
                    }
                    list = Some(item);
                    continue;
                }
                Some(item) if !after_item => list.insert(item).markdown(),
                None if follows && !cites && signs::is_heading(&line.text) => {
                    list = None;
                    self.decide(format!("“{}” is a heading", opening(&line.text)), &cues::HEADING);
                    format!("## {}", escape_paragraph(&line.text))
                }
                // An item that Markdown would number otherwise is a paragraph.
                Some(_) | None => {
                    list = None;
                    escape_paragraph(&line.text)
                }
            };
            self.draft.blocks.push(DraftBlock::Prose(block));
        }
    }

    /// Adds the outlets that a paragraph says something was reported by; tells whether there are any.
    fn mentions(&mut self, text: &str) -> bool {
        let cited = cite::cited(text, self.outlets);
        for named in &cited {
            if !self.sources.contains_key(&named.identity()) {
                let cue = if named.key.is_some() { &cues::MENTIONED } else { &cues::MENTIONED_UNDECLARED };
                self.decide(format!("{} is a source", named.name), cue);
            }
            self.source(named);
        }
        !cited.is_empty()
    }

    /// Adds the excerpt of this number.
    fn quote(&mut self, number: usize, quote: QuotedPassage, lines: &[PostParagraph]) {
        let lines = &lines[quote.range];
        let opening = opening(&lines[0].text);
        self.decide(format!("excerpt {number} begins at “{opening}”"), quote.extent);
        let whose = quote.outlet.as_ref().map_or("nobody known", |named| &named.name);
        self.decide(format!("excerpt {number} is from {whose}"), quote.why);
        if quote.outlet.is_none() {
            self.draft.unknown.push(Unknown::ExcerptOutlet(number));
        }
        let text = lines.iter().map(|line| escape_paragraph(&line.text)).collect::<Vec<_>>().join("\n\n");
        let cite = quote.outlet.map(|named| {
            let source = self.source(&named);
            // What stands behind the name may be the day.
            let published = &mut self.draft.sources[source].published;
            *published = published.or_else(|| facts::day(&named.after));
            let NamedOutlet { before, name, after, .. } = named;
            Attribution { source, before, name, after }
        });
        self.draft.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text, cite }));
    }

    /// The number of the source of an outlet.
    fn source(&mut self, named: &NamedOutlet) -> usize {
        let sources = &mut self.draft.sources;
        *self.sources.entry(named.identity()).or_insert_with(|| {
            let outlet = named.key.clone().unwrap_or_else(|| named.name.clone());
            sources.push(DraftSource { outlet, ..DraftSource::default() });
            sources.len() - 1
        })
    }
}
