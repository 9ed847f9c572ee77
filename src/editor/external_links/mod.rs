//! Links that leave the site: where they stand, and what came of following them.
//!
//! ```text
//! Content → [gather]    every outgoing address, and where it is mentioned
//!         → [crawl]     follows them, politely; the only part of margent that asks the network
//!         → Findings    kept in `.margent/links.json`, an input of the page `/links/`
//! ```

pub mod client;
pub mod crawl;
pub mod guard;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Span;
use crate::base::text::date::Moment;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{Article, Content, Source, front_matter};
use crate::pipeline::inputs::{Inputs, LINKS};
use crate::pipeline::markdown;

/// What became of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// 404, 410, or no such host at two looks a day apart.
    Dead,
    /// It has a new address for good.
    Moved,
    /// Nobody can tell: it is refused, too busy, too slow, its host is not found, or its encryption is at fault.
    Unverifiable,
    /// It is there.
    Fine,
}

impl Class {
    /// Every class, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Dead, Self::Moved, Self::Unverifiable, Self::Fine];

    /// One word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Moved => "moved",
            Self::Unverifiable => "unverifiable",
            Self::Fine => "fine",
        }
    }
}

/// What came of following an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What became of it.
    pub class: Class,
    /// Why: `404 Not Found`.
    pub why: String,
    /// Its new address, where it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Since when its host has not been found, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<i64>,
    /// When, as seconds since 1970.
    pub checked: i64,
    /// The files that mention it.
    #[serde(default)]
    pub from: Vec<String>,
    /// Whether it was not asked, being private. That says nothing of the address, so it is never kept.
    #[serde(skip)]
    pub is_refused: bool,
}

/// Why an address is dead whose host nobody knows.
pub const NO_HOST: &str = "no such host";

const DAY: i64 = 24 * 60 * 60;

impl Finding {
    /// Of this class, for this reason.
    pub fn new(class: Class, why: impl Into<String>, checked: i64) -> Self {
        Self { class, why: why.into(), to: None, missing: None, checked, from: Vec::new(), is_refused: false }
    }

    /// The same, given what was found `before`. A host that is not found may be gone, or a network may be; it is gone when
    /// it was not found at two looks a day apart.
    pub fn after(mut self, before: Option<&Self>) -> Self {
        let since = before.and_then(|before| before.missing);
        if let (Some(now), Some(since)) = (self.missing, since) {
            self.missing = Some(since);
            if now - since >= DAY {
                (self.class, self.why) = (Class::Dead, NO_HOST.to_owned());
            }
        }
        self
    }

    /// Tells whether it still holds at `now`. What is not as it should be is looked at again after a day.
    pub fn holds(&self, now: i64, max_age: i64) -> bool {
        let age = match self.class {
            Class::Fine | Class::Moved => max_age,
            Class::Dead | Class::Unverifiable => max_age.min(DAY),
        };
        (0..age).contains(&(now - self.checked))
    }
}

/// What came of following all, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Address, without `#fragment` → what became of it.
    pub links: BTreeMap<String, Finding>,
}

impl Findings {
    /// Those that the inputs hold; `None` if no check was made, or none that this program understands.
    pub fn of(inputs: &Inputs) -> Option<Self> {
        let file = inputs.files.get(&RelPath::new(LINKS)?)?;
        serde_json::from_slice(&file.content().ok()?).ok()
    }

    /// Those that are worth keeping as text.
    pub fn to_json(&self) -> Vec<u8> {
        let kept = self.links.iter().filter(|(_, finding)| !finding.is_refused);
        let kept = Self { links: kept.map(|(address, finding)| (address.clone(), finding.clone())).collect() };
        // Texts and numbers alone: that cannot fail.
        serde_json::to_vec_pretty(&kept).unwrap_or_default()
    }
}

/// A place that mentions an address.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where.
    pub place: Span,
    /// What it is there.
    pub role: Role,
    /// The day on which it was as the editor knew it: `20150131`.
    pub day: Option<String>,
}

/// What an address is where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
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
pub fn gather(content: &Content, inputs: &Inputs, base_url: &str) -> BTreeMap<String, Vec<Mention>> {
    let mut all: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    let home = format!("{base_url}/");
    let mut add = |address: &str, mention: Mention| {
        if let Some(address) = outgoing(address).filter(|it| !it.starts_with(&home) && it != base_url) {
            all.entry(address).or_default().push(mention);
        }
    };
    for article in &content.articles {
        for source in &article.sources {
            let place = Span::new(&article.path, source.outlet.range.clone());
            let mention = |role| Mention { place: place.clone(), role, day: day(article, source) };
            let role = Role::Source { id: source.id.clone(), archived: source.archived.clone() };
            source.url.iter().for_each(|url| add(url, mention(role.clone())));
            source.archived.iter().for_each(|url| add(url, mention(Role::Copy(source.id.clone()))));
        }
        // An attribution that names its source by the address is mentioned there.
        let own = |address: &str| article.sources.iter().any(|it| it.url.as_deref() == Some(address));
        let day = article.date.as_ref().map(digits);
        for (address, place) in links(inputs, &article.path).into_iter().filter(|(address, _)| !own(address)) {
            add(&address, Mention { place, role: Role::Text, day: day.clone() });
        }
    }
    let topics = content.topics.iter().map(|it| &it.path);
    let others = topics.chain(content.outlets.iter().map(|it| &it.path)).chain(content.pages.iter().map(|it| &it.path));
    for (address, place) in others.flat_map(|path| links(inputs, path)) {
        add(&address, Mention { place, role: Role::Text, day: None });
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
    fn how_long_a_finding_holds() {
        let finding = |class| Finding::new(class, "", 1_000_000);
        let holds = |class, days: i64, max: i64| finding(class).holds(1_000_000 + days * DAY, max * DAY);
        assert!(holds(Class::Fine, 6, 7) && holds(Class::Moved, 6, 7) && !holds(Class::Fine, 7, 7));
        assert!(holds(Class::Dead, 0, 7) && !holds(Class::Dead, 1, 7) && !holds(Class::Unverifiable, 1, 7));
        assert!(!holds(Class::Fine, 0, 0) && !holds(Class::Dead, 0, 0));
        // A clock that was ahead.
        assert!(!holds(Class::Fine, -1, 7));
    }

    #[test]
    fn a_host_is_gone_after_two_looks() {
        let looked =
            |now| Finding { missing: Some(now), ..Finding::new(Class::Unverifiable, "the host is not found", now) };
        let first = looked(DAY).after(None);
        let soon = looked(2 * DAY - 1).after(Some(&first));
        assert_eq!((soon.class, soon.missing), (Class::Unverifiable, Some(DAY)));
        let later = looked(2 * DAY).after(Some(&soon));
        assert_eq!((later.class, later.why.as_str(), later.missing), (Class::Dead, NO_HOST, Some(DAY)));
        // It was there in between.
        let there = Finding::new(Class::Fine, "200 OK", 2 * DAY).after(Some(&first));
        assert_eq!(looked(9 * DAY).after(Some(&there)).class, Class::Unverifiable);
    }

    #[test]
    fn a_refusal_is_not_kept() {
        let fine = Finding::new(Class::Fine, "200 OK", 1);
        let refused = Finding { is_refused: true, ..fine.clone() };
        let links = [("https://a.example/".to_owned(), fine), ("https://b.example/".to_owned(), refused)].into();
        let kept: Findings = serde_json::from_slice(&Findings { links }.to_json()).expect("JSON");
        assert_eq!(kept.links.keys().collect::<Vec<_>>(), ["https://a.example/"]);
    }

    #[test]
    fn what_leaves_the_site() {
        assert_eq!(outgoing("HTTPS://a.example/b#c").as_deref(), Some("HTTPS://a.example/b"));
        assert_eq!(outgoing("//a.example/").as_deref(), Some("https://a.example/"));
        for inside in ["b.md", "/b/", "#c", "source:b", "mailto:a@example.org", "가나다라마바"] {
            assert_eq!(outgoing(inside), None, "{inside}");
        }
    }
}
