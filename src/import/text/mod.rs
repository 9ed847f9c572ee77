//! The reader of text captures: pages as somebody copied them from a browser, with everything around the text.
//!
//! ```text
//! text → paragraphs      lines that the capture broke are joined              paragraphs
//!      → posts           titles; page furniture is taken out                  split, byline
//!      → excerpts        which paragraphs are quoted, and from which outlet   classify, and the module attribution
//!      → drafts          each decision with its evidence                      here, evidence
//! ```
//!
//! The words that it goes by and the rules about single paragraphs are in [`heuristics`].

mod byline;
mod classify;
mod heuristics;
mod paragraphs;
mod split;

use std::collections::BTreeMap;

use classify::QuotedPassage;
use heuristics::{Evidence, ListItem};
use split::{PostParagraph, TextPost, opening};

use super::attribution::{NamedOutlet, cited_outlets};
use super::draft::{Attribution, Decision, Draft, DraftBlock, DraftExcerpt};
use super::furniture_lines::furniture_of;
use super::options::{ImportOptions, OutletNames};
use super::refusal::ImportRefusal;
use super::written_date::date_in;
use crate::base::text::characters::remove_hidden;
use crate::editor::escape::escape_paragraph;
use crate::pipeline::content::Unknown;
use crate::pipeline::markdown;

/// Reads a capture; `stem` is the name of its file, which is the title where the text has none.
///
/// # Errors
/// When there is no text in it.
pub(super) fn read_text(text: &str, stem: &str, options: &ImportOptions<'_>) -> Result<Vec<Draft>, ImportRefusal> {
    let text = &*remove_hidden(text);
    let paragraphs = paragraphs::split_paragraphs(text, |line| furniture_of(line).is_none());
    let posts = split::split_posts(paragraphs, options.split, options.outlets);
    if posts.is_empty() {
        let hint = "check that the capture holds more than a title and the page around it";
        return Err(ImportRefusal::new("no article is in this file", hint));
    }
    Ok(posts.into_iter().map(|post| build_draft(post, stem, options.outlets)).collect())
}

/// Builds a draft.
struct DraftBuilder<'a> {
    draft: Draft,
    outlets: &'a OutletNames,
    /// Identities of outlets → the numbers of their sources.
    sources: BTreeMap<String, usize>,
}

fn build_draft(post: TextPost, stem: &str, outlets: &OutletNames) -> Draft {
    let mut builder = DraftBuilder { draft: Draft::default(), outlets, sources: BTreeMap::new() };
    builder.add_metadata(&post, stem);
    let quotes = classify::classify_quotes(&post.paragraphs, outlets);
    let mut at = 0;
    for (n, quote) in quotes.into_iter().enumerate() {
        builder.add_prose(&post.paragraphs[at..quote.range.start], post.paragraphs.get(quote.range.start));
        at = quote.range.end;
        builder.add_excerpt(n + 1, quote, &post.paragraphs);
    }
    builder.add_prose(&post.paragraphs[at..], None);
    builder.draft.removed = post.removed;
    for (what, evidence) in post.decisions {
        builder.decide(what, evidence);
    }
    builder.draft
}

impl DraftBuilder<'_> {
    fn decide(&mut self, what: String, evidence: &Evidence) {
        let text = format!("{what}: {}", evidence.reason);
        self.draft.decisions.push(Decision { confidence: evidence.confidence, text });
    }

    fn add_metadata(&mut self, post: &TextPost, stem: &str) {
        let (title, evidence) = match &post.title {
            Some((title, evidence)) => (title.clone(), *evidence),
            None => {
                self.draft.unknown.push(Unknown::Title(stem.to_owned()));
                (stem.to_owned(), &heuristics::TITLE_MISSING)
            }
        };
        self.decide("title".to_owned(), evidence);
        self.draft.title = title;
        let evidence_of = |count: usize| if count > 1 { &heuristics::FIRST_OF_SEVERAL } else { &heuristics::STATED };
        let metadata = &post.metadata;
        if let Some(author) = metadata.authors.first() {
            self.decide("author".to_owned(), evidence_of(metadata.authors.len()));
            self.draft.author = Some(author.clone());
        } else if let Some(name) = metadata.names.iter().find(|name| self.outlets.find(name).is_none()) {
            self.decide("author".to_owned(), &heuristics::BESIDE_DATE);
            self.draft.author = Some(name.clone());
        }
        if let Some(date) = metadata.dates.first() {
            self.decide("date".to_owned(), evidence_of(metadata.dates.len()));
            self.draft.date = Some(*date);
        }
        self.draft.tags = metadata.tags.clone();
    }

    /// Adds paragraphs of the editor's; `next` is the paragraph after them.
    fn add_prose(&mut self, paragraphs: &[PostParagraph], next: Option<&PostParagraph>) {
        // The last item of the current list.
        let mut list: Option<ListItem<'_>> = None;
        for (n, PostParagraph { text, .. }) in paragraphs.iter().enumerate() {
            let cites = self.add_cited(text);
            let before_prose = paragraphs.get(n + 1).or(next).is_some_and(|next| heuristics::is_prose(&next.text));
            let after_item = n > 0 && heuristics::parse_list_item(&paragraphs[n - 1].text).is_some();
            let block = match heuristics::parse_list_item(text) {
                Some(item) if list.as_ref().is_some_and(|last| item.follows(last)) => {
                    if let Some(DraftBlock::Prose(items)) = self.draft.blocks.last_mut() {
                        items.push('\n');
                        items.push_str(&item.markdown());
                    }
                    list = Some(item);
                    continue;
                }
                Some(item) if !after_item => list.insert(item).markdown(),
                None if before_prose && !cites && heuristics::is_heading(text) => {
                    list = None;
                    self.decide(format!("“{}” is a heading", opening(text)), &heuristics::HEADING);
                    format!("## {}", escape_paragraph(text))
                }
                // An item to which Markdown would give another number is a paragraph.
                Some(_) | None => {
                    list = None;
                    escape_paragraph(text)
                }
            };
            self.draft.blocks.push(DraftBlock::Prose(block));
        }
    }

    /// Adds the outlets that a paragraph cites as sources, and returns whether there are any.
    fn add_cited(&mut self, text: &str) -> bool {
        let cited = cited_outlets(text, self.outlets);
        for named in &cited {
            if !self.sources.contains_key(&named.identity()) {
                let is_declared = named.is_declared;
                let evidence = if is_declared { &heuristics::MENTIONED } else { &heuristics::MENTIONED_UNDECLARED };
                self.decide(format!("{} is a source", named.name), evidence);
            }
            self.source_number(named);
        }
        !cited.is_empty()
    }

    /// Adds the excerpt of this number.
    fn add_excerpt(&mut self, number: usize, quote: QuotedPassage, paragraphs: &[PostParagraph]) {
        let paragraphs = &paragraphs[quote.range];
        let opening = opening(&paragraphs[0].text);
        self.decide(format!("excerpt {number} starts at “{opening}”"), quote.extent);
        let outlet = match &quote.outlet {
            Some(named) => format!("excerpt {number} is from {}", named.name),
            None => format!("no outlet found for excerpt {number}"),
        };
        self.decide(outlet, quote.why);
        let text =
            paragraphs.iter().map(|paragraph| escape_paragraph(&paragraph.text)).collect::<Vec<_>>().join("\n\n");
        if quote.outlet.is_none() {
            self.draft.unknown.push(Unknown::ExcerptOutlet(markdown::opening(&text)));
        }
        let cite = quote.outlet.map(|named| {
            let source = self.source_number(&named);
            // The words after the name may hold the date.
            let published = &mut self.draft.sources[source].published;
            *published = published.or_else(|| date_in(&named.after));
            let NamedOutlet { before, name, after, .. } = named;
            Attribution { source, before, name, after }
        });
        self.draft.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text, cite }));
    }

    /// The number of the source of an outlet, which is added if it is new.
    fn source_number(&mut self, named: &NamedOutlet) -> usize {
        let sources = &mut self.draft.sources;
        *self.sources.entry(named.identity()).or_insert_with(|| {
            sources.push(named.source());
            sources.len() - 1
        })
    }
}
