//! A quotation and what stands around it, and which part of it tells its source.

use super::linked_line::LinkedLine;
use super::vocabulary::QUOTING_REMARKS;
use crate::base::fields::is_web_url;
use crate::import::options::OutletNames;
use crate::import::phrase::tokens;

/// Facts known besides the text.
#[derive(Clone, Copy)]
pub(crate) struct AttributionContext<'a> {
    pub outlets: &'a OutletNames,
    /// The host of the text, which quotes others.
    pub own_host: Option<&'a str>,
}

/// A quotation and what stands around it.
#[derive(Default)]
pub(crate) struct QuotedPlace {
    /// The paragraphs between the quotation before, or the start, and this one.
    pub above: Vec<LinkedLine>,
    /// Its paragraphs.
    pub quoted: Vec<LinkedLine>,
    /// The address in its `cite`.
    pub cite: Option<String>,
    /// The attribution that its markup tells apart.
    pub line: LinkedLine,
    /// The paragraph right below.
    pub below: Option<LinkedLine>,
}

impl QuotedPlace {
    /// The paragraph right above, without a remark of the editor on the quotation: `(emphasis mine)`.
    pub(super) fn lead_in(&self) -> Option<LinkedLine> {
        const MAX_WORDS: usize = 8;
        let line = self.above.last()?;
        let text = line.text.trim_end().trim_end_matches('.').strip_suffix([')', ']']);
        let remark = text.and_then(|text| text.rfind(['(', '[']).map(|start| (start, tokens(&text[start..]))));
        let end = remark.filter(|(start, words)| {
            let is_remark = words.iter().any(|word| QUOTING_REMARKS.contains(&word.as_str()));
            *start > 0 && words.len() <= MAX_WORDS && is_remark
        });
        Some(end.map_or_else(|| line.clone(), |(end, _)| line.part(0..end)))
    }

    /// The words and the address of a quotation that is nothing but a link: the card of a page.
    pub(super) fn card(&self) -> Option<(&str, &str)> {
        let [line] = &self.quoted[..] else { return None };
        let (range, url) = line.web_links().next()?;
        let words = line.text[range.clone()].trim();
        (words == line.text.trim()).then_some((words, url))
    }

    /// Returns whether a quotation is a box of links, which are nobody's words: at most one line is no link.
    pub(super) fn is_box_of_links(&self) -> bool {
        let is_link = |line: &&LinkedLine| line.web_links().any(|(range, _)| range.len() == line.text.trim().len());
        let links = self.quoted.iter().filter(is_link).count();
        links > 1 && links + 1 >= self.quoted.len()
    }

    /// The headline of a page, and the address below it, of a quotation that is no more.
    pub(super) fn headline(&self) -> Option<(&str, &str)> {
        const MAX_WORDS: usize = 20;
        let last = self.quoted.last()?;
        let (range, url) = last.web_links().next().filter(|(range, _)| range.end == last.text.trim_end().len())?;
        let above = last.text[..range.start].trim();
        let headline = match &self.quoted[..] {
            [_] => above,
            [line, _] if above.is_empty() && line.web_links().next().is_none() => line.text.trim(),
            _ => return None,
        };
        let is_sentence = headline.is_empty() || headline.ends_with(['.', ':', '”', '"', '。']);
        let is_headline = !is_sentence && headline.split_whitespace().count() <= MAX_WORDS;
        (is_headline && is_web_url(&last.text[range.clone()])).then_some((headline, url))
    }
}

/// The part of a text that became an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum UsedPart {
    /// None: a lead-in stays what it is.
    Nothing,
    /// The line that the markup tells apart.
    Line,
    /// The quotation from a byte of one of its paragraphs on.
    Quoted(usize, usize),
    /// The paragraph below.
    Below,
}
