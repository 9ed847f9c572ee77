//! Links that leave the site: where they stand, and what came of following them.
//!
//! ```text
//! Content → [gather]    every outgoing address, and where it is mentioned
//!         → [crawl]     follows them, politely; the only part of margent that asks the network
//!         → LinkResults kept in `.margent/links.json`, an input of the page `/links/`
//! ```

pub mod client;
pub mod crawl;
pub mod guard;

use std::collections::BTreeMap;

use crate::base::diagnostic::Span;
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Article, Content, Source, front_matter};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::markdown;

/// A place that mentions an address.
#[derive(Clone, Debug)]
pub struct LinkMention {
    /// Where.
    pub place: Span,
    /// What it is there.
    pub role: LinkRole,
    /// The day on which it was as the editor knew it: `20150131`.
    pub day: Option<String>,
}

/// What an address is where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRole {
    /// The address of a source.
    Source {
        /// The source.
        id: String,
        /// Its archived copy.
        archived: Option<String>,
    },
    /// The archived copy of the source of this id.
    Copy(String),
    /// A link or an image of a text.
    Text,
}

/// Every address outside the site that the content mentions, without `#fragment`, in order. `base_url` is the site's.
pub fn gather(content: &Content, inputs: &Inputs, base_url: &str) -> BTreeMap<String, Vec<LinkMention>> {
    let mut all: BTreeMap<String, Vec<LinkMention>> = BTreeMap::new();
    let home = format!("{base_url}/");
    let mut add = |address: &str, mention: LinkMention| {
        if let Some(address) = outgoing(address).filter(|it| !it.starts_with(&home) && it != base_url) {
            all.entry(address).or_default().push(mention);
        }
    };
    for article in &content.articles {
        for source in &article.sources {
            let place = Span::new(&article.path, source.outlet.range.clone());
            let mention = |role| LinkMention { place: place.clone(), role, day: day(article, source) };
            let role = LinkRole::Source { id: source.id.clone(), archived: source.archived.clone() };
            source.url.iter().for_each(|url| add(url, mention(role.clone())));
            source.archived.iter().for_each(|url| add(url, mention(LinkRole::Copy(source.id.clone()))));
        }
        // An attribution that names its source by the address is mentioned there.
        let own = |address: &str| article.sources.iter().any(|it| it.url.as_deref() == Some(address));
        let day = article.date.as_ref().map(digits);
        for (address, place) in links(inputs, &article.path).into_iter().filter(|(address, _)| !own(address)) {
            add(&address, LinkMention { place, role: LinkRole::Text, day: day.clone() });
        }
    }
    let topics = content.topics.iter().map(|it| &it.path);
    let others = topics.chain(content.outlets.iter().map(|it| &it.path)).chain(content.pages.iter().map(|it| &it.path));
    for (address, place) in others.flat_map(|path| links(inputs, path)) {
        add(&address, LinkMention { place, role: LinkRole::Text, day: None });
    }
    all
}

/// Where the links of a text lead, and where they stand in its file.
fn links(inputs: &Inputs, path: &RelPath) -> Vec<(String, Span)> {
    let text = inputs.text(path).unwrap_or_default();
    let start = front_matter::split(path, text).map_or(text.len(), |parts| parts.body.start);
    let found = markdown::survey(&text[start..]).links.into_iter();
    found.map(|(address, range)| (address, Span::new(path, start + range.start..start + range.end))).collect()
}

/// The address that is asked for, if it is one of the web.
fn outgoing(written: &str) -> Option<String> {
    let whole = if written.starts_with("//") { format!("https:{written}") } else { written.to_owned() };
    let address = whole.split('#').next().unwrap_or_default();
    let web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    web.then(|| address.to_owned())
}

/// The day on which a source was as it is quoted.
fn day(article: &Article, source: &Source) -> Option<String> {
    let known = source.accessed.as_ref().or(source.published.as_ref()).or(article.date.as_ref());
    known.map(digits)
}

fn digits(moment: &Moment) -> String {
    moment.day().replace('-', "")
}

/// Where the Internet Archive shows its copy of that day, or all its copies.
pub fn archive(address: &str, day: Option<&str>) -> String {
    format!("https://web.archive.org/web/{}/{address}", day.unwrap_or("*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_site() {
        assert_eq!(outgoing("HTTPS://a.example/b#c").as_deref(), Some("HTTPS://a.example/b"));
        assert_eq!(outgoing("//a.example/").as_deref(), Some("https://a.example/"));
        for inside in ["b.md", "/b/", "#c", "source:b", "mailto:a@example.org", "가나다라마바"] {
            assert_eq!(outgoing(inside), None, "{inside}");
        }
    }
}
