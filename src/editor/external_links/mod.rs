//! External links: their places in the content, and their state.
//!
//! ```text
//! Content → [mentions]  every external address, and where it is mentioned
//!         → [crawl]     requests them politely; the only part of margent that sends web requests
//!         → LinkResults kept in `.margent/links.json`, an input of the page `/links/`
//! ```

pub mod archive;
mod client;
pub mod crawl;
pub mod guard;
pub mod page;

use std::collections::BTreeMap;

use crate::base::diagnostic::Span;
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Article, Content, Source, front_matter};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown;

/// A place that mentions an address.
#[derive(Clone, Debug)]
pub(crate) struct LinkMention {
    /// The place.
    pub place: Span,
    /// The role of the address there.
    pub role: LinkRole,
    /// The day on which the editor saw it, or is likely to have seen it: `20150131`.
    pub day: Option<String>,
}

/// The role of an address where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkRole {
    /// The address of a source.
    Source {
        /// The id of the source.
        id: String,
        /// Its archived copy.
        archived: Option<String>,
    },
    /// The archived copy of the source with this id.
    ArchivedCopy(String),
    /// A link or an image in a text.
    Text,
}

/// Every external address that the content mentions, without `#fragment`, in order. `base_url` is the site's.
pub(crate) fn mentions(content: &Content, inputs: &Inputs, base_url: &str) -> BTreeMap<String, Vec<LinkMention>> {
    let home = format!("{base_url}/");
    let in_articles = content.articles.iter().flat_map(|article| mentions_in(article, inputs));
    let in_others = content.other_texts().flat_map(|(path, _)| links_in(inputs, path));
    let in_others = in_others.map(|(url, place)| (url, LinkMention { place, role: LinkRole::Text, day: None }));
    let mut mentions: BTreeMap<String, Vec<LinkMention>> = BTreeMap::new();
    for (address, mention) in in_articles.chain(in_others) {
        let Some(address) = external_address(&address) else { continue };
        if address != base_url && !address.starts_with(&home) {
            mentions.entry(address).or_default().push(mention);
        }
    }
    mentions
}

/// The addresses of an article's sources, then those in its text.
fn mentions_in(article: &Article, inputs: &Inputs) -> Vec<(String, LinkMention)> {
    let mut mentions = Vec::new();
    for source in &article.sources {
        let place = Span::new(&article.path, source.outlet.range.clone());
        let mention = |role| LinkMention { place: place.clone(), role, day: seen_on(article, source) };
        let role = LinkRole::Source { id: source.id.clone(), archived: source.archived.clone() };
        mentions.extend(source.url.iter().map(|url| (url.clone(), mention(role.clone()))));
        let copy = source.archived.iter();
        mentions.extend(copy.map(|url| (url.clone(), mention(LinkRole::ArchivedCopy(source.id.clone())))));
    }
    // An attribution may name its source by the address, which is mentioned above.
    let is_source = |address: &str| article.sources.iter().any(|it| it.url.as_deref() == Some(address));
    let day = article.date.as_ref().map(compact_day);
    let links = links_in(inputs, &article.path).into_iter().filter(|(address, _)| !is_source(address));
    mentions.extend(links.map(|(url, place)| (url, LinkMention { place, role: LinkRole::Text, day: day.clone() })));
    mentions
}

/// The links of a text, and their places in its file.
fn links_in(inputs: &Inputs, path: &RelPath) -> Vec<(String, Span)> {
    let text = inputs.text(path).unwrap_or_default();
    let start = front_matter::split(path, text).map_or(text.len(), |parts| parts.body.start);
    let links = markdown::survey(&text[start..]).links.into_iter();
    links.map(|(address, range)| (address, Span::new(path, start + range.start..start + range.end))).collect()
}

/// The address to request, if it is a web address.
fn external_address(written: &str) -> Option<String> {
    let whole = if written.starts_with("//") { format!("https:{written}") } else { written.to_owned() };
    let address = whole.split('#').next().unwrap_or_default();
    let web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    web.then(|| address.to_owned())
}

/// The day on which the editor saw a source, as far as the front matter says.
fn seen_on(article: &Article, source: &Source) -> Option<String> {
    let known = source.accessed.as_ref().or(source.published.as_ref()).or(article.date.as_ref());
    known.map(compact_day)
}

/// `20150131`, as the Internet Archive writes days.
fn compact_day(moment: &Moment) -> String {
    moment.day().replace('-', "")
}

/// The address at which the Internet Archive shows its copy of that day, or lists all copies.
pub(super) fn archive_address(address: &str, day: Option<&str>) -> String {
    format!("https://web.archive.org/web/{}/{address}", day.unwrap_or("*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_addresses() {
        assert_eq!(external_address("HTTPS://a.example/b#c").as_deref(), Some("HTTPS://a.example/b"));
        assert_eq!(external_address("//a.example/").as_deref(), Some("https://a.example/"));
        for inside in ["b.md", "/b/", "#c", "source:b", "mailto:a@example.org", "가나다라마바"] {
            assert_eq!(external_address(inside), None, "{inside}");
        }
    }
}
