//! Parts → blocks: which quotations are excerpts, and of which source.

use super::super::{Attribution, Confidence, Decision, DraftBlock, DraftExcerpt, DraftSource, OutletNames};
use super::address;
use super::line::{DASHES, tidy};
use super::part::{self, Leaf, Part, Run, Style, Whose};
use super::{Written, write};

/// An attribution that names a source.
struct NamedAttribution {
    source: DraftSource,
    cite: Attribution,
    confidence: Confidence,
    why: &'static str,
}

/// Writes parts of the editor's, with the excerpts among them.
pub(in crate::import) fn blocks(parts: Vec<Part>, outlets: &OutletNames) -> Written {
    let mut written = Written::default();
    let mut prose: Vec<Part> = Vec::new();
    for part in parts {
        let Part::Quote(inner, whose) = part else {
            prose.push(part);
            continue;
        };
        written.prose(std::mem::take(&mut prose));
        match named(&whose, outlets) {
            Some(named) => written.excerpt(inner, named),
            None => {
                let text = text(inner);
                written.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text, cite: None }));
                written.unknown.push(format!("outlet of excerpt {}", written.excerpts()));
                prose.extend(below(whose));
            }
        }
    }
    written.prose(prose);
    written
}

/// Writes parts of which all are the words of one source.
pub(in crate::import) fn whole(parts: Vec<Part>, source: DraftSource, name: &str) -> Written {
    let cite = Attribution { source: 0, before: String::new(), name: name.to_owned(), after: String::new() };
    let block = DraftBlock::Excerpt(DraftExcerpt { text: text(parts), cite: Some(cite) });
    Written { blocks: vec![block], sources: vec![source], ..Written::default() }
}

/// Writes parts as one text, its quotations in their place.
pub(in crate::import) fn text(parts: Vec<Part>) -> String {
    lines(settle(parts)).join("\n\n")
}

impl Written {
    fn prose(&mut self, parts: Vec<Part>) {
        self.blocks.extend(lines(settle(parts)).into_iter().map(DraftBlock::Prose));
    }

    fn excerpt(&mut self, parts: Vec<Part>, named: NamedAttribution) {
        let source = self.source(named.source);
        let number = self.excerpts() + 1;
        let said = format!("excerpt {number} is from {}: {}", named.cite.name, named.why);
        self.decisions.push(Decision { confidence: named.confidence, text: said });
        let cite = Some(Attribution { source, ..named.cite });
        self.blocks.push(DraftBlock::Excerpt(DraftExcerpt { text: text(parts), cite }));
    }

    fn excerpts(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block, DraftBlock::Excerpt(_))).count()
    }

    /// The number of a source. Reports of one outlet are one where their addresses do not differ.
    fn source(&mut self, source: DraftSource) -> usize {
        let same = |it: &DraftSource| {
            it.outlet == source.outlet && (it.url == source.url || it.url.is_none() || source.url.is_none())
        };
        if let Some(at) = self.sources.iter().position(same) {
            let known = &mut self.sources[at];
            known.url = known.url.take().or(source.url);
            known.title = known.title.take().or(source.title);
            return at;
        }
        let count = self.sources.iter().filter(|it| it.outlet == source.outlet).count();
        let id = (count > 0).then(|| format!("{}-{}", source.id(), count + 1));
        self.sources.push(DraftSource { id, ..source });
        self.sources.len() - 1
    }
}

/// Markdown of each part.
fn lines(parts: Vec<Part>) -> Vec<String> {
    parts.iter().enumerate().map(|(n, part)| write::part(part, n.checked_sub(1).map(|before| &parts[before]))).collect()
}

/// Puts attributions that name no source below their quotations: as the last line of one they would claim to.
fn settle(parts: Vec<Part>) -> Vec<Part> {
    let mut settled = Vec::new();
    for part in parts {
        match part {
            Part::Quote(inner, whose) => {
                settled.push(Part::Quote(settle(inner), Whose::default()));
                settled.extend(below(whose));
            }
            Part::List(start, items) => settled.push(Part::List(start, items.into_iter().map(settle).collect())),
            other => settled.push(other),
        }
    }
    settled
}

/// The paragraph that tells of an attribution.
fn below(Whose { cite, line }: Whose) -> Option<Part> {
    if !line.is_empty() {
        return Some(Part::Paragraph(line));
    }
    let url = cite?;
    let leaf = Leaf::Text(address::host(&url)?);
    Some(Part::Paragraph(vec![Run { leaf, style: Style { link: Some(url), ..Style::default() } }]))
}

/// What an attribution names: an outlet that is declared, or an address.
fn named(whose: &Whose, outlets: &OutletNames) -> Option<NamedAttribution> {
    let linked =
        whose.line.iter().position(|run| run.style.link.as_ref().is_some_and(|url| address::host(url).is_some()));
    let url = linked.and_then(|at| whose.line[at].style.link.clone()).or_else(|| whose.cite.clone());
    let url = url.filter(|url| address::host(url).is_some());
    let (before, name, after) = match linked {
        Some(at) => {
            let count = whose.line[at..].iter().take_while(|run| run.style.link == whose.line[at].style.link).count();
            (
                part::text(&whose.line[..at]),
                part::text(&whose.line[at..at + count]),
                part::text(&whose.line[at + count..]),
            )
        }
        None => {
            let line = part::text(&tidy(whose.line.clone()));
            let line = line.trim_start_matches(DASHES);
            let end = line.find([',', '(', ';', '|']).unwrap_or(line.len());
            let name = line[..end].trim_end();
            (String::new(), name.to_owned(), line[name.len()..].to_owned())
        }
    };
    let before = before.trim_start_matches(DASHES).to_owned();
    let host = url.as_deref().and_then(address::host);
    let by_domain = host.as_deref().and_then(|host| outlets.on(host));
    let (outlet, confidence, why) = match (by_domain, outlets.find(&name), &host) {
        (Some(outlet), _, _) => (outlet.key.clone(), Confidence::High, "the address of its attribution"),
        (None, Some(outlet), _) => (outlet.key.clone(), Confidence::High, "its attribution"),
        (None, None, Some(host)) => {
            // A few words are a name, more are a headline.
            let short = (1..=4).contains(&name.split_whitespace().count());
            (
                if short { name.clone() } else { host.clone() },
                Confidence::Medium,
                "the address of its attribution, of no declared outlet",
            )
        }
        (None, None, None) => return None,
    };
    let shown = by_domain.map_or_else(|| outlet.clone(), |outlet| outlet.name.value.clone());
    let title = (name.split_whitespace().count() > 4).then(|| name.clone());
    let name = if name.trim().is_empty() { shown } else { name };
    let source = DraftSource { outlet, title, url, ..DraftSource::default() };
    let fold = |text: String| text.replace('\n', " ");
    Some(NamedAttribution {
        source,
        cite: Attribution { source: 0, before: fold(before), name: fold(name), after: fold(after) },
        confidence,
        why,
    })
}
