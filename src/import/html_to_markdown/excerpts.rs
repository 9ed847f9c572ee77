//! Blocks → the text of a draft: which quotations are excerpts, and of which source.

use std::collections::{BTreeMap, VecDeque};

use super::beside::{line_above, line_of};
use super::block::{Block, Inline, QuoteAttribution, TextRun, TextStyle, collapse_whitespace};
use super::converted::ConvertedText;
use super::{address, anchors, quotations, write};
use crate::import::attribution::{
    AttributionContext, Attributor, LinkedLine, NamedAttribution, QuotedPlace, UsedPart, is_lead_in, split_runs,
};
use crate::import::draft::{Attribution, Confidence, Decision, DraftBlock, DraftExcerpt, DraftSource, RemovedText};
use crate::pipeline::content::Unknown;
use crate::pipeline::markdown;

/// The kind of a quotation that repeats the text to catch the eye.
const PULL_QUOTE: &str = "pull quote";
/// The fewest letters of a pull quote: fewer may be repeated by chance.
const MIN_REPEATED: usize = 25;

/// Writes the blocks of an editor's text, and separates the excerpts among them; its title may link to what it passes on.
pub(crate) fn separate(blocks: Vec<Block>, place: AttributionContext<'_>, title: Option<&LinkedLine>) -> ConvertedText {
    let blocks = quotations::quote_signed(blocks);
    let lines: Vec<LinkedLine> = blocks.iter().map(line_of).collect();
    let mut separator = ExcerptSeparator {
        attributor: Attributor::new(place, lines.iter()).titled(title).noted(notes_of(&blocks)),
        own_words: own_words(&blocks),
        converted: ConvertedText::default(),
        above: Vec::new(),
        prose: Vec::new(),
    };
    let mut blocks = VecDeque::from(blocks);
    while !blocks.is_empty() {
        let quoted = quotations::announced_paragraphs(blocks.make_contiguous());
        if quoted > 0 && separator.add_quoted_paragraphs(&blocks.make_contiguous()[..quoted]) {
            blocks.drain(..quoted);
            continue;
        }
        match blocks.pop_front() {
            Some(Block::Quote(inner, attribution)) => {
                let below =
                    if let Some(Block::Paragraph(runs)) = blocks.front() { Some(LinkedLine::of(runs)) } else { None };
                if separator.add_quotation(inner, attribution, below) == UsedPart::Below {
                    blocks.pop_front();
                }
            }
            Some(block) => separator.add_block(block),
            None => {}
        }
    }
    separator.write_prose();
    separator.converted
}

/// The first paragraphs of footnotes, by their labels.
fn notes_of(blocks: &[Block]) -> BTreeMap<String, LinkedLine> {
    let note = |block: &Block| {
        if let Block::Note(label, inner) = block { Some((label.clone(), line_of(inner.first()?))) } else { None }
    };
    blocks.iter().filter_map(note).collect()
}

/// The letters of each block that is no quotation, by lines.
fn own_words(blocks: &[Block]) -> String {
    let prose = blocks.iter().filter(|block| !matches!(block, Block::Quote(..)));
    prose.map(|block| letters(&block.text())).collect::<Vec<_>>().join("\n")
}

/// Returns whether a quotation repeats words of a text.
fn repeats(own_words: &str, quoted: &[Block]) -> bool {
    let words = letters(&quoted.iter().map(Block::text).collect::<String>());
    words.chars().count() >= MIN_REPEATED && own_words.contains(&words)
}

/// A quotation that is left out, as it is listed.
fn left_out(kind: &'static str, block: &Block) -> RemovedText {
    RemovedText { kind, text: block.text().trim().replace('\n', " ") }
}

/// The letters and digits of a text, for comparison.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Separates excerpts in one walk over the blocks of a text.
struct ExcerptSeparator<'a> {
    attributor: Attributor<'a>,
    /// The letters of each block that is no quotation, by lines.
    own_words: String,
    converted: ConvertedText,
    /// The paragraphs since the quotation before.
    above: Vec<LinkedLine>,
    /// The blocks that are still to be written.
    prose: Vec<Block>,
}

impl ExcerptSeparator<'_> {
    fn add_block(&mut self, block: Block) {
        self.above.extend(line_above(&block));
        self.prose.push(block);
    }

    /// Adds paragraphs that are set apart from the text as an excerpt, if the lead-in above them names their source.
    fn add_quoted_paragraphs(&mut self, blocks: &[Block]) -> bool {
        if !self.above.last().is_some_and(|above| is_lead_in(&above.text)) {
            return false;
        }
        let quoted = blocks.iter().map(line_of).collect();
        let place = QuotedPlace { above: std::mem::take(&mut self.above), quoted, ..QuotedPlace::default() };
        let Some(named) = self.attributor.attribute_announced(&place) else {
            self.above = place.above;
            return false;
        };
        self.write_prose();
        self.converted.add_excerpt(blocks.to_vec(), named);
        true
    }

    fn write_prose(&mut self) {
        self.converted.add_prose(std::mem::take(&mut self.prose));
    }

    /// Adds a quotation, and returns what of the text became its attribution.
    fn add_quotation(
        &mut self,
        inner: Vec<Block>,
        attribution: QuoteAttribution,
        below: Option<LinkedLine>,
    ) -> UsedPart {
        let place = QuotedPlace {
            above: std::mem::take(&mut self.above),
            quoted: inner.iter().map(line_of).collect(),
            cite: attribution.cite.clone(),
            line: LinkedLine::of(&attribution.line),
            below,
        };
        let named = self.attributor.attribute(&place);
        let is_stated = named.as_ref().is_some_and(|named| named.is_stated());
        if !is_stated && (self.is_pull_quote(&inner, &place) || self.attributor.is_teaser(&place)) {
            let kind = if self.attributor.is_teaser(&place) { "related posts" } else { PULL_QUOTE };
            self.converted.removed.push(left_out(kind, &Block::Quote(inner, attribution)));
            self.above = place.above;
            return UsedPart::Nothing;
        }
        self.write_prose();
        let Some(named) = named else {
            let text = joined(inner);
            self.converted.unknown.push(Unknown::ExcerptOutlet(markdown::opening(&text)));
            self.converted.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text, cite: None }));
            self.prose.extend(attribution_paragraph(attribution));
            return UsedPart::Nothing;
        };
        let used = named.used;
        let inner = self.without_attribution(inner, used);
        if inner.is_empty() {
            self.prose.extend(linked_paragraph(&named));
            return used;
        }
        let is_label_below = used == UsedPart::Below && named.outlet.before.contains(':');
        self.converted.add_excerpt(inner, named);
        if is_label_below && place.above.is_empty() {
            self.converted.share_source();
        }
        // A person below the words of an outlet stays.
        self.prose.extend(
            attribution_paragraph(attribution).filter(|_| used != UsedPart::Line && !place.line.text.is_empty()),
        );
        used
    }

    /// Returns whether a quotation repeats the text's own words, to catch the eye.
    fn is_pull_quote(&self, inner: &[Block], place: &QuotedPlace) -> bool {
        let is_announced = place.above.last().is_some_and(|line| is_lead_in(&line.text));
        !is_announced && repeats(&self.own_words, inner)
    }

    /// The blocks of a quotation without the attribution and the buttons among them.
    fn without_attribution(&mut self, mut inner: Vec<Block>, used: UsedPart) -> Vec<Block> {
        if let UsedPart::Quoted(at, start) = used {
            let rest = inner.split_off(at);
            if let Some(Block::Paragraph(runs)) = rest.into_iter().next() {
                let head = collapse_whitespace(split_runs(runs, start).0);
                inner.extend((!head.is_empty()).then_some(Block::Paragraph(head)));
            }
        }
        let (buttons, words): (Vec<Block>, Vec<Block>) =
            inner.into_iter().partition(|block| line_of(block).is_post_button());
        if words.is_empty() {
            // A post whose words the page does not hold.
            return buttons;
        }
        let removed = |block: Block| RemovedText { kind: "button", text: block.text() };
        self.converted.removed.extend(buttons.into_iter().map(removed));
        words
    }
}

/// A link to the report of an attribution, as a paragraph.
fn linked_paragraph(named: &NamedAttribution) -> Option<Block> {
    let link = named.outlet.url.clone();
    let content = Inline::Text(format!("{} ({})", named.outlet.name, named.outlet.outlet));
    let run = TextRun { content, style: TextStyle { link, ..TextStyle::default() } };
    Some(Block::Paragraph(vec![run, TextRun::plain(&named.outlet.after)]))
}

/// Writes blocks as a single excerpt of one source.
pub(crate) fn single_excerpt(blocks: Vec<Block>, source: DraftSource, name: &str) -> ConvertedText {
    let cite = Attribution { source: 0, before: String::new(), name: name.to_owned(), after: String::new() };
    let (blocks, removed) = quotable(blocks);
    let excerpt = DraftBlock::Excerpt(DraftExcerpt { text: excerpt_markdown(blocks), cite: Some(cite) });
    ConvertedText { blocks: vec![excerpt], sources: vec![source], removed, ..ConvertedText::default() }
}

/// The blocks of a report as they are quoted, without what repeats others, and a list of the quotations that do.
pub(crate) fn quotable(blocks: Vec<Block>) -> (Vec<Block>, Vec<RemovedText>) {
    let mut blocks = anchors::as_list(blocks);
    blocks.iter_mut().for_each(|block| block.change_lines(&mut |runs| runs.iter_mut().for_each(TextRun::raise_number)));
    let mut said: VecDeque<bool> = blocks.windows(2).map(|pair| is_said_below(&pair[0], &pair[1])).collect();
    blocks.retain(|_| !said.pop_front().unwrap_or_default());
    let own_words = own_words(&blocks);
    let is_pulled = |block: &Block| matches!(block, Block::Quote(inner, _) if repeats(&own_words, inner));
    let (pulled, kept): (Vec<Block>, _) = blocks.into_iter().partition(is_pulled);
    (kept, pulled.iter().map(|block| left_out(PULL_QUOTE, block)).collect())
}

/// Returns whether the words for a picture begin the caption below, which says little more.
fn is_said_below(picture: &Block, caption: &Block) -> bool {
    let (Block::Paragraph(_), Block::Paragraph(runs)) = (picture, caption) else { return false };
    let [shown, said] = [picture, caption].map(|block| letters(&block.text()));
    runs.iter().all(|run| run.style.emphasis) && said.starts_with(&shown) && said.len() < 2 * shown.len()
}

/// Writes the words of others as one text, with the attributions of its quotations below them.
pub(crate) fn to_markdown(blocks: Vec<Block>) -> String {
    joined(anchors::as_list(blocks))
}

fn joined(blocks: Vec<Block>) -> String {
    write_words(detach_attributions(blocks))
}

/// Writes the words of a source; whom it quotes stays inside its quotations.
fn excerpt_markdown(blocks: Vec<Block>) -> String {
    write_words(keep_attributions(blocks))
}

impl ConvertedText {
    fn add_prose(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(write_all(detach_attributions(blocks)).into_iter().map(DraftBlock::Prose));
    }

    fn add_excerpt(&mut self, blocks: Vec<Block>, named: NamedAttribution) {
        self.add_named(excerpt_markdown(blocks), named);
    }

    /// Adds an excerpt by its Markdown.
    pub(in crate::import) fn add_named(&mut self, text: String, named: NamedAttribution) {
        let outlet = named.outlet;
        let source = self.source_number(outlet.source());
        let number = self.excerpts() + 1;
        let shown = if outlet.is_declared { &outlet.name } else { &outlet.outlet };
        let decision = format!("excerpt {number} is from {shown}: {}", named.why);
        self.decisions.push(Decision { confidence: named.confidence, text: decision });
        let cite = Some(Attribution { source, before: outlet.before, name: outlet.name, after: outlet.after });
        self.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text, cite }));
    }

    /// Attributes the quotation right before the last one to the source of that, if it has none: a line such as
    /// `Source: …` is below both.
    fn share_source(&mut self) {
        let number = self.excerpts();
        let [.., DraftBlock::Excerpt(first), DraftBlock::Excerpt(second)] = &mut self.blocks[..] else { return };
        if first.cite.is_some() {
            return;
        }
        first.cite.clone_from(&second.cite);
        let question = Unknown::ExcerptOutlet(markdown::opening(&first.text));
        self.unknown.retain(|unknown| *unknown != question);
        let text = format!("excerpt {} is from the same: the line is below both", number - 1);
        self.decisions.push(Decision { confidence: Confidence::Medium, text });
    }

    /// The number of a source, which is added if it is new. Reports of one outlet are the same unless their addresses,
    /// authors or dates differ.
    fn source_number(&mut self, source: DraftSource) -> usize {
        if let Some(number) = self.sources.iter().position(|known| may_be_one(known, &source)) {
            let known = &mut self.sources[number];
            known.url = known.url.take().or(source.url);
            known.title = known.title.take().or(source.title);
            known.author = known.author.take().or(source.author);
            known.published = known.published.take().or(source.published);
            return number;
        }
        let count = self.sources.iter().filter(|other| other.outlet == source.outlet).count();
        let id = (count > 0).then(|| format!("{}-{}", source.id(), count + 1));
        self.sources.push(DraftSource { id, ..source });
        self.sources.len() - 1
    }
}

/// Returns whether two sources may be one report.
fn may_be_one(a: &DraftSource, b: &DraftSource) -> bool {
    a.outlet == b.outlet
        && may_equal(&a.url, &b.url)
        && may_equal(&a.author, &b.author)
        && may_equal(&a.published, &b.published)
}

/// Returns whether two statements can both be true.
fn may_equal<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a == b || a.is_none() || b.is_none()
}

/// The Markdown of each block.
fn write_all(blocks: Vec<Block>) -> Vec<String> {
    write::write_each(&blocks, write::write_block)
}

/// The Markdown of the words of a source.
fn write_words(blocks: Vec<Block>) -> String {
    write::write_each(&blocks, write::write_quoted).join("\n\n")
}

/// Moves attributions into their quotations, as their last lines.
fn keep_attributions(blocks: Vec<Block>) -> Vec<Block> {
    let kept = blocks.into_iter().map(|block| {
        if let Block::Quote(inner, QuoteAttribution { line, .. }) = block {
            let mut inner = keep_attributions(inner);
            inner.extend((!line.is_empty()).then(|| Block::Paragraph(after_dash(line))));
            Block::Quote(inner, QuoteAttribution::default())
        } else if let Block::List(start, items) = block {
            Block::List(start, items.into_iter().map(keep_attributions).collect())
        } else {
            block
        }
    });
    kept.collect()
}

/// An attribution after a dash; none stays none.
pub(in crate::import) fn after_dash(line: Vec<TextRun>) -> Vec<TextRun> {
    if line.is_empty() {
        return line;
    }
    let has_dash = LinkedLine::of(&line).text.trim_start().starts_with(['—', '―', '–', '-']);
    let dash = (!has_dash).then(|| TextRun::plain("— "));
    dash.into_iter().chain(line).collect()
}

/// Moves attributions below their quotations: as the last line of one, an attribution would have to name a source.
fn detach_attributions(blocks: Vec<Block>) -> Vec<Block> {
    let mut detached = Vec::new();
    for block in blocks {
        if let Block::Quote(inner, attribution) = block {
            detached.push(Block::Quote(detach_attributions(inner), QuoteAttribution::default()));
            detached.extend(attribution_paragraph(attribution));
        } else if let Block::List(start, items) = block {
            detached.push(Block::List(start, items.into_iter().map(detach_attributions).collect()));
        } else {
            detached.push(block);
        }
    }
    detached
}

/// An attribution as a paragraph; of one that is only an address, its host as a link.
fn attribution_paragraph(QuoteAttribution { cite, line }: QuoteAttribution) -> Option<Block> {
    if !line.is_empty() {
        return Some(Block::Paragraph(line));
    }
    let url = cite?;
    let content = Inline::Text(address::host_of(&url)?);
    Some(Block::Paragraph(vec![TextRun { content, style: TextStyle { link: Some(url), ..TextStyle::default() } }]))
}
