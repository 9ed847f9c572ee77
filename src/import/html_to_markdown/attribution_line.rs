//! The attribution that a page sets below a quotation, and the source that it names.

use super::address;
use super::block::{Block, Inline, QuoteAttribution, TextRun, text_of};
use super::whitespace::collapse_whitespace;
use crate::import::draft::{Attribution, Confidence, DraftSource};
use crate::import::outlet_names::OutletNames;

/// Characters before an attribution.
pub(super) const ATTRIBUTION_DASHES: [char; 5] = ['—', '―', '–', '-', ' '];

/// An attribution that names a source.
pub(super) struct NamedAttribution {
    pub source: DraftSource,
    pub cite: Attribution,
    pub confidence: Confidence,
    pub why: &'static str,
}

/// Splits the attribution off a quotation: its last paragraph, or the last line of its only one, if that starts with a
/// dash.
pub(super) fn split_attribution(mut body: Vec<Block>) -> (Vec<Block>, Vec<TextRun>) {
    let Some(Block::Paragraph(runs)) = body.last() else { return (body, Vec::new()) };
    let text = text_of(runs);
    if body.len() > 1 && text.starts_with(['—', '―', '–']) && text.chars().count() <= 200 {
        let line = runs.clone();
        body.pop();
        return (body, line);
    }
    let last_line = runs.iter().rposition(|run| run.content == Inline::Break).map(|at| at + 1);
    let Some(at) = last_line.filter(|at| text_of(&runs[*at..]).trim_start().starts_with(['—', '―'])) else {
        return (body, Vec::new());
    };
    let (head, line) = (collapse_whitespace(runs[..at].to_vec()), collapse_whitespace(runs[at..].to_vec()));
    body.pop();
    body.extend((!head.is_empty()).then_some(Block::Paragraph(head)));
    (body, line)
}

/// The source that an attribution names: a declared outlet, or an address.
pub(super) fn parse_attribution(attribution: &QuoteAttribution, outlets: &OutletNames) -> Option<NamedAttribution> {
    let (link, [before, name, after]) = split_at_name(&attribution.line);
    let url = link.or_else(|| attribution.cite.clone()).filter(|url| address::host_of(url).is_some());
    let host = url.as_deref().and_then(address::host_of);
    let by_domain = host.as_deref().and_then(|host| outlets.on(host));
    let words = name.split_whitespace().count();
    let (outlet, confidence, why) = match (by_domain, outlets.find(&name), &host) {
        (Some(outlet), _, _) => (outlet.key.clone(), Confidence::High, "the address of its attribution"),
        (None, Some(outlet), _) => (outlet.key.clone(), Confidence::High, "its attribution"),
        (None, None, Some(host)) => (
            // A few words are a name, more are a headline.
            if (1..=4).contains(&words) { name.clone() } else { host.clone() },
            Confidence::Medium,
            "the address of its attribution, of no declared outlet",
        ),
        (None, None, None) => return None,
    };
    let outlet_name = by_domain.map_or_else(|| outlet.clone(), |outlet| outlet.name.value.clone());
    let title = (words > 4).then(|| name.clone());
    let name = if words == 0 { outlet_name } else { name };
    let source = DraftSource { outlet, title, url, ..DraftSource::default() };
    let on_one_line = |text: String| text.replace('\n', " ");
    let cite =
        Attribution { source: 0, before: on_one_line(before), name: on_one_line(name), after: on_one_line(after) };
    Some(NamedAttribution { source, cite, confidence, why })
}

/// Splits an attribution into the words before its name, the name, and the words after it. The first link is the name, and
/// comes with its address; without a link the name ends at the first comma or bracket.
fn split_at_name(line: &[TextRun]) -> (Option<String>, [String; 3]) {
    let is_web = |run: &TextRun| run.style.link.as_ref().is_some_and(|url| address::host_of(url).is_some());
    if let Some(start) = line.iter().position(is_web) {
        let link = line[start].style.link.clone();
        let end = start + line[start..].iter().take_while(|run| run.style.link == link).count();
        let before = text_of(&line[..start]).trim_start_matches(ATTRIBUTION_DASHES).to_owned();
        return (link, [before, text_of(&line[start..end]), text_of(&line[end..])]);
    }
    let text = text_of(&collapse_whitespace(line.to_vec()));
    let text = text.trim_start_matches(ATTRIBUTION_DASHES);
    let name = text[..text.find([',', '(', ';', '|']).unwrap_or(text.len())].trim_end();
    (None, [String::new(), name.to_owned(), text[name.len()..].to_owned()])
}
