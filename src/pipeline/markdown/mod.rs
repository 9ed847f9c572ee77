//! Markdown → [`Body`]: HTML whose links have no addresses yet. Parsing a text needs no other file; the addresses are
//! filled in when a page is rendered, relative for pages and complete for feeds.
//!
//! CommonMark and GFM are pulldown-cmark's business, and so is their HTML: this module rewrites the stream of
//! events (links, images, code, headings, quotations, notes) and lets pulldown-cmark write it. [`parse`] calls one pass
//! after another; each is given what the earlier ones found:
//!
//! | pass | returns |
//! |---|---|
//! | `event_reader` | the events of a text, with emphasis beside CJK (`flanking`) and curled quotes |
//! | `free_style` | only words and attributions, of texts that were written for any program |
//! | `stray` | markup that is none and is shown as text |
//! | `note` | the definitions of notes |
//! | `layout` | the events in the order of the page, each block followed by its notes |
//! | `attribution` | the blockquotes that are excerpts or reports |
//! | `address`, `raw_html` | links that are never published; the output for an editor's own HTML |
//! | `heading` | the headings, with ids |
//! | `credit` | the names that attributions give to their sources; attributions and quotations that lost each other |
//! | `excerpt` | the words of excerpts; marks their omissions and insertions |
//! | `passage` | marks the passages that notes quote |
//! | `highlight` | highlighted code |
//! | `survey` | the number of words, and the opening |
//! | `reference_check` | the faults of notes and of links to sources |
//! | `html` | HTML with marks for slots and places |
//! | `slotted_html` | HTML without these marks, and their places |

mod address;
mod analysis;
mod attribution;
mod attribution_wording;
mod context;
mod credit;
mod event_reader;
mod events;
mod excerpt;
mod flanking;
mod free_style;
mod grammars;
mod heading;
pub mod highlight;
mod html;
mod layout;
mod lemma;
mod marks;
mod note;
mod passage;
mod quoted_words;
mod raw_html;
mod reference_check;
mod slotted_html;
mod stray;
mod survey;
mod written_text;

use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use context::{AttributionStyle, CitableSource, CitableSources, MarkdownContext};
pub use credit::Credit;
pub(crate) use events::EXTENSIONS;
pub use excerpt::Excerpt;
pub(crate) use free_style::attribution_links;
pub use heading::Heading;
pub use note::{Note, NoteKind};
pub use quoted_words::{ExcerptPart, Gap};
pub use slotted_html::{Link, LoadedHtml, SlotFilling, SlotTarget};
pub(crate) use survey::{opening, plain_text, survey};
pub(crate) use written_text::WrittenText;

use self::analysis::TextAnalysis;
use self::flanking::PaddedText;
use self::layout::Layout;
use self::marks::MarksByEvent;
use self::note::{NoteDefinitions, note_id, passage_id};
use self::slotted_html::SlottedHtml;
use crate::base::diagnostic::Checked;
use crate::base::set_aside::AsideFile;

/// Ids that every page of a text has.
const RESERVED: [&str; 3] = ["text", "article", "cite"];

/// A text: its HTML, with slots for addresses and for words of the theme, and its parts as other stages need them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    html: SlottedHtml,
    /// The purposes of the slots, by their numbers.
    pub links: Vec<Link>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The excerpts, in order.
    pub excerpts: Vec<Excerpt>,
    /// The names that the attributions of excerpts and reports give to their sources, in order.
    pub credits: Vec<Credit>,
    /// Blockquotes without an attribution, in bytes from the start of the file.
    pub unattributed: Vec<Range<usize>>,
    /// The notes, in order.
    pub notes: Vec<Note>,
    /// Every id in the HTML that a link may name.
    pub ids: Vec<String>,
    /// The first paragraph of prose, or all before `<!-- more -->`, as plain text.
    pub opening: String,
    /// Words, notes aside.
    pub words: usize,
}

impl Body {
    /// Returns whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.len() == 0
    }

    /// Returns the HTML, from the disk if it was set aside.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn html(&self) -> io::Result<LoadedHtml<'_>> {
        self.html.load()
    }

    /// Gives back the room in which lists could have grown: a site may have a million texts.
    fn shrunk(mut self) -> Self {
        self.links.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.excerpts.shrink_to_fit();
        self.credits.shrink_to_fit();
        self
    }

    /// Sets the HTML aside in `file`, where it stays until a page shows it.
    pub(crate) fn set_aside(&mut self, file: &Arc<AsideFile>) {
        self.html.set_aside(file);
    }
}

/// Parses a text of CommonMark with tables, strikethrough, task lists, footnotes and alerts (GFM).
pub fn parse(text: &str, context: &MarkdownContext<'_>) -> Checked<Body> {
    let text = &*events::replace_nul(text);
    let (mut faults, mut marks) = (Vec::new(), MarksByEvent::new());

    let padded = PaddedText::new(text);
    let mut parsed = event_reader::read_events(text, &padded, context.options);
    if context.cites.style == AttributionStyle::Free {
        free_style::simplify(&mut parsed);
    }
    faults.extend(stray::find_stray(text, &parsed, context));
    let definitions = note::find_definitions(&parsed);
    let mut layout = layout::lay_out(parsed, &definitions);
    let attributions = attribution::find_attributions(text, &layout.events, context).take(&mut faults);
    excerpt::show_html(&mut layout.events, &attributions);
    faults.extend(address::drop_refused(&mut layout.events, context));
    let mut ids = reserved_ids(context, &definitions, &layout, attributions.excerpts().count());
    let raw_html = raw_html::apply_rule(&mut layout, &mut ids, context).take(&mut faults);
    let headings = heading::assign_ids(&mut layout.events, &mut ids);
    let excerpts = excerpt::gather_excerpts(text, &layout.events, &attributions, context, &mut marks);
    faults.extend(excerpt::check_quotable(text, &layout.events, &attributions, context));
    let credits = credit::gather_credits(&layout.events, &attributions, context, &mut faults);
    faults.extend(credit::check_strays(text, &layout.events, &attributions, context));
    let unattributed = credit::unattributed_quotes(&layout.events, &attributions, context);
    faults.extend(passage::mark_passages(text, &layout, context, &mut marks));
    let code = highlight::highlight_blocks(text, &layout.events, context).take(&mut faults);
    let prose = survey::measure(&layout);
    faults.extend(reference_check::check_notes(text, &layout, &definitions, context));
    faults.extend(reference_check::check_source_links(&layout.events, context));

    let mut analysis = TextAnalysis { context, layout, attributions, excerpts, marks, raw_html, code };
    let (marked, links) = html::write_page(&analysis, text.len());
    let (html, places) = SlottedHtml::from_marked(&marked);
    for (number, excerpt) in analysis.excerpts.iter_mut().enumerate() {
        excerpt.set_place(number, &places);
    }
    let notes =
        analysis.layout.notes.iter().enumerate().map(|(number, note)| note.with_places(number, &places, context));
    let body = Body {
        html,
        links,
        headings,
        notes: notes.collect(),
        excerpts: analysis.excerpts,
        credits,
        unattributed,
        ids: ids.into_iter().collect(),
        opening: prose.opening,
        words: prose.words,
    };
    Checked { value: body.shrunk(), faults }
}

/// The ids that headings cannot have: those of the page, its sources, the text's excerpts, and its notes.
fn reserved_ids(
    context: &MarkdownContext<'_>,
    definitions: &NoteDefinitions,
    layout: &Layout<'_>,
    excerpts: usize,
) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = RESERVED.map(str::to_owned).into_iter().collect();
    ids.extend(context.cites.ids.iter().cloned());
    ids.extend(context.cites.source_ids().map(|id| format!("source-{id}")));
    ids.extend((0..excerpts).map(Excerpt::id));
    ids.extend(layout.notes.iter().flat_map(|note| note.reference_ids()));
    for definition in definitions.by_label.values() {
        ids.extend([note_id(&definition.slug), passage_id(&definition.slug)]);
    }
    ids
}
