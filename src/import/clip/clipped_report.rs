//! A report as a source of an article, with its snapshot, and its address without what only tells its site where a reader
//! came from.

use toml::value::Datetime;
use url::Url;

use crate::base::text::slug;
use crate::import::draft::{DraftSnapshot, DraftSource};
use crate::import::html_to_markdown::address::{archived, host_of};
use crate::import::options::OutletNames;
use crate::import::refusal::ImportRefusal;
use crate::import::saved_report::SavedReport;

/// Facts that an editor states, or that are known of where the report was found; they count more than what it says itself.
#[derive(Clone, Debug, Default)]
pub struct ReportFacts {
    /// The headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The key or name of its outlet.
    pub outlet: Option<String>,
    /// The address at which it was fetched, for reports that state none.
    pub fetched_from: Option<String>,
}

/// A report, ready to be cited.
#[derive(Clone, Debug)]
pub struct ClippedReport {
    /// The source. Its snapshot, the headline and the text, has no name yet.
    pub source: DraftSource,
    /// The key of the outlet, where it is declared.
    pub declared: Option<String>,
    /// The name that attributions give to the outlet.
    pub outlet_name: String,
    /// The host of its address, without `www.`.
    pub host: Option<String>,
    /// The report as it was read.
    pub report: SavedReport,
}

impl ClippedReport {
    /// Decides on address, outlet and snapshot of a report that was read on the day `accessed`.
    ///
    /// # Errors
    /// When nothing says whose report it is.
    pub fn new(
        report: SavedReport,
        facts: &ReportFacts,
        outlets: &OutletNames,
        accessed: Datetime,
    ) -> Result<Self, ImportRefusal> {
        let (url, archived) = addresses(&report, facts);
        let host = url.as_deref().and_then(host_of);
        let stated = facts.outlet.as_deref();
        let by_host = || host.as_deref().and_then(|host| outlets.on(host));
        let by_name = || report.site.as_deref().and_then(|name| outlets.find(name));
        let declared = match stated {
            Some(name) => outlets.find(name),
            None => by_host().or_else(by_name),
        };
        let undeclared = || stated.map(str::to_owned).or_else(|| report.site.clone()).or_else(|| host.clone());
        let undeclared = || undeclared().filter(|name| !slug::slugify(name).is_empty());
        let outlet_name = declared.map(|outlet| outlet.name.value.clone()).or_else(undeclared);
        let outlet_name = outlet_name.ok_or_else(|| {
            ImportRefusal::new(
                "nothing says whose report this is",
                "name its outlet with --outlet, or its address with --url",
            )
        })?;
        let title = facts.title.clone().or_else(|| report.title.clone());
        let source = DraftSource {
            outlet: declared.map_or_else(|| outlet_name.clone(), |outlet| outlet.key.clone()),
            title,
            url,
            author: report.author.clone(),
            published: report.published,
            archived,
            language: report.language.clone(),
            ..DraftSource::default()
        };
        let declared = declared.map(|outlet| outlet.key.clone());
        Ok(Self { source: source.read_in(&report, accessed), declared, outlet_name, host, report })
    }

    /// The text of the snapshot; empty if the report has none.
    pub fn text(&self) -> &str {
        self.source.snapshot.as_ref().map_or("", |snapshot| &snapshot.text)
    }

    /// The facts that neither the report nor the editor states.
    pub fn unknown(&self) -> Vec<&'static str> {
        let source = &self.source;
        let facts = [
            ("title", source.title.is_none()),
            ("address", source.url.is_none()),
            ("author", source.author.is_none()),
            ("date", source.published.is_none()),
        ];
        facts.into_iter().filter(|(_, is_unknown)| *is_unknown).map(|(name, _)| name).collect()
    }
}

impl DraftSource {
    /// Adds that it was read on the day `today`, and a snapshot of its text, in the words of `report`. What has neither an address
    /// nor a text cannot be read.
    pub(in crate::import) fn read_in(self, report: &SavedReport, today: Datetime) -> Self {
        // What an editor calls the report is no evidence of what it says.
        let text = match &report.title {
            Some(title) if !report.text.starts_with(title.as_str()) => format!("{title}\n\n{}\n", report.text),
            Some(_) | None => format!("{}\n", report.text),
        };
        let has_text = !report.text.is_empty();
        let accessed = day_after_publication(today, report.published.as_ref());
        let snapshot = DraftSnapshot { name: String::new(), text, verified: None };
        Self {
            accessed: Some(accessed).filter(|_| has_text || self.url.is_some()),
            snapshot: Some(snapshot).filter(|_| has_text),
            ..self
        }
    }
}

/// The day on which a report was read: where it is today, or where the report was published, whichever is later.
fn day_after_publication(today: Datetime, published: Option<&Datetime>) -> Datetime {
    let day = |date: &Datetime| date.date.map(|date| (date.year, date.month, date.day));
    let published = published.filter(|published| day(published) > day(&today));
    published.map_or(today, |published| Datetime { date: published.date, time: None, offset: None })
}

/// The address of a report, and that of the archived copy that it was read from.
fn addresses(report: &SavedReport, facts: &ReportFacts) -> (Option<String>, Option<String>) {
    let fetched = facts.fetched_from.as_deref();
    let own = report.url.as_deref();
    // Some pages name the home page of their site as their address.
    let own = own.filter(|own| is_inner_page(own) || fetched.is_none_or(|fetched| !is_inner_page(fetched)));
    let written = facts.url.as_deref().or(own).or(fetched);
    let copy = [written, fetched].into_iter().flatten().find(|url| archived_address(url).is_some());
    let original = written.and_then(archived_address).or_else(|| written.map(str::to_owned));
    (original.as_deref().map(without_tracking), copy.map(str::to_owned))
}

/// Parameters that count readers, or the beginnings of their names where a `*` follows.
#[rustfmt::skip]
const TRACKING: [&str; 38] = [
    "utm_*", "pk_*", "mtm_*", "at_*", "hsa_*", "guce_*", "__twitter_impression", "_ga", "_gl", "_hsenc", "_hsmi",
    "cmpid", "dclid", "epik", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "fbclid", "gbraid", "gclid",
    "gclsrc", "guccounter", "igsh", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ncid", "ref_src", "ref_url",
    "s_cid", "twclid", "wbraid", "wt_mc", "xtor", "yclid",
];

/// Removes tracking parameters, a fragment, and the name and password of a user. Everything else stays as it is written.
pub(crate) fn without_tracking(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let url = without_user(url);
    let Some((page, query)) = url.split_once('?') else { return url };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    if kept.iter().all(|pair| pair.is_empty()) { page.to_owned() } else { format!("{page}?{}", kept.join("&")) }
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *known,
    })
}

fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or(&rest[..end]);
    format!("{scheme}://{host}{}", &rest[end..])
}

/// The whole address of which an address of the Internet Archive is a copy.
fn archived_address(url: &str) -> Option<String> {
    let (stamp, original) = archived(url)?;
    let is_stamp = stamp.len() >= 4 && stamp.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let original = if original.contains("://") { original.to_owned() } else { format!("https://{original}") };
    (is_stamp && Url::parse(&original).is_ok_and(|url| url.has_host())).then_some(original)
}

/// Returns whether an address has a path or a query, hence is more than the home page of a site.
fn is_inner_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once(['/', '?']).is_some_and(|(_, path)| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_tracking() {
        for (written, clean) in [
            ("https://a.example/b?id=3&utm_source=x&fbclid=y#top", "https://a.example/b?id=3"),
            ("https://a.example/b?UTM_medium=x", "https://a.example/b"),
            ("https://me:secret@a.example/b@c?q=%ED%95%9C", "https://a.example/b@c?q=%ED%95%9C"),
            ("https://a.example/?at=3", "https://a.example/?at=3"),
        ] {
            assert_eq!(without_tracking(written), clean);
        }
        assert!(is_inner_page("https://a.example?id=5") && !is_inner_page("https://a.example/"));
        let copy = "https://web.archive.org/web/20150131120000/http://a.example/b";
        assert_eq!(archived_address(copy).as_deref(), Some("http://a.example/b"));
        assert_eq!(archived_address("https://web.archive.org/web/about/x"), None);
        assert!(is_inner_page("https://a.example/b") && !is_inner_page("https://a.example/"));
    }
}
