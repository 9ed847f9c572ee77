//! Blocks → the text of a draft: which quotations are excerpts, and of which source.

use super::address;
use super::attribution_line::{NamedAttribution, parse_attribution};
use super::block::{Block, Inline, QuoteAttribution, TextRun, TextStyle};
use super::converted::ConvertedText;
use super::write;
use crate::import::draft::{Attribution, Decision, DraftBlock, DraftExcerpt, DraftSource};
use crate::import::outlet_names::OutletNames;
use crate::pipeline::content::Unknown;

/// Writes the blocks of an editor's text, and separates the excerpts among them.
pub(crate) fn separate(blocks: Vec<Block>, outlets: &OutletNames) -> ConvertedText {
    let mut converted = ConvertedText::default();
    let mut prose: Vec<Block> = Vec::new();
    for block in blocks {
        let Block::Quote(inner, attribution) = block else {
            prose.push(block);
            continue;
        };
        converted.add_prose(std::mem::take(&mut prose));
        if let Some(named) = parse_attribution(&attribution, outlets) {
            converted.add_excerpt(inner, named);
        } else {
            converted.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text: to_markdown(inner), cite: None }));
            converted.unknown.push(Unknown::ExcerptOutlet(converted.excerpts()));
            prose.extend(attribution_paragraph(attribution));
        }
    }
    converted.add_prose(prose);
    converted
}

/// Writes blocks as a single excerpt of one source.
pub(crate) fn single_excerpt(blocks: Vec<Block>, source: DraftSource, name: &str) -> ConvertedText {
    let cite = Attribution { source: 0, before: String::new(), name: name.to_owned(), after: String::new() };
    let excerpt = DraftBlock::Excerpt(DraftExcerpt { text: to_markdown(blocks), cite: Some(cite) });
    ConvertedText { blocks: vec![excerpt], sources: vec![source], ..ConvertedText::default() }
}

/// Writes blocks as one text, with its quotations in place.
pub(crate) fn to_markdown(blocks: Vec<Block>) -> String {
    write_all(blocks).join("\n\n")
}

impl ConvertedText {
    fn add_prose(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(write_all(blocks).into_iter().map(DraftBlock::Prose));
    }

    fn add_excerpt(&mut self, blocks: Vec<Block>, named: NamedAttribution) {
        let source = self.source_number(named.source);
        let number = self.excerpts() + 1;
        let text = format!("excerpt {number} is from {}: {}", named.cite.name, named.why);
        self.decisions.push(Decision { confidence: named.confidence, text });
        let cite = Some(Attribution { source, ..named.cite });
        self.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text: to_markdown(blocks), cite }));
    }

    /// The number of a source, which is added if it is new. Reports of one outlet are the same unless their addresses
    /// differ.
    fn source_number(&mut self, source: DraftSource) -> usize {
        let is_same = |other: &DraftSource| {
            other.outlet == source.outlet && (other.url == source.url || other.url.is_none() || source.url.is_none())
        };
        if let Some(number) = self.sources.iter().position(is_same) {
            let known = &mut self.sources[number];
            known.url = known.url.take().or(source.url);
            known.title = known.title.take().or(source.title);
            return number;
        }
        let count = self.sources.iter().filter(|other| other.outlet == source.outlet).count();
        let id = (count > 0).then(|| format!("{}-{}", source.id(), count + 1));
        self.sources.push(DraftSource { id, ..source });
        self.sources.len() - 1
    }
}

/// The Markdown of each block.
fn write_all(blocks: Vec<Block>) -> Vec<String> {
    let blocks = detach_attributions(blocks);
    let previous = std::iter::once(None).chain(blocks.iter().map(Some));
    blocks.iter().zip(previous).map(|(block, previous)| write::write_block(block, previous)).collect()
}

/// Moves attributions below their quotations: as the last line of one, an attribution would have to name a source.
fn detach_attributions(blocks: Vec<Block>) -> Vec<Block> {
    let mut detached = Vec::new();
    for block in blocks {
        match block {
            Block::Quote(inner, attribution) => {
                detached.push(Block::Quote(detach_attributions(inner), QuoteAttribution::default()));
                detached.extend(attribution_paragraph(attribution));
            }
            Block::List(start, items) => {
                detached.push(Block::List(start, items.into_iter().map(detach_attributions).collect()));
            }
            Block::Paragraph(_) | Block::Heading(..) | Block::Code(..) | Block::Rule | Block::Table(_) => {
                detached.push(block);
            }
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
