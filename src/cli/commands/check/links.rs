//! `margent check --external`: asks for what the cache does not know, and shows what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::base::store;
use crate::base::text::characters::printable;
use crate::editor::advice;
use crate::editor::external_links::crawl::{self, CrawlLimits};
use crate::editor::external_links::{LinkMention, gather};
use crate::pipeline::inputs::LINKS;
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};
use crate::{Diagnostic, Inputs, Site};
use anyhow::{Result, bail};
use serde_json::json;

use crate::cli::args::{CheckArgs, FormatArg, GlobalArgs};
use crate::cli::commands::bar::with_bar_of;
use crate::cli::commands::{BOLD, PLAIN, notify, number, say};

/// What is found is saved so often, so that little is lost when somebody loses patience.
const SAVE: Duration = Duration::from_secs(10);

/// Mentions by address.
type MentionsByAddress = BTreeMap<String, Vec<LinkMention>>;

/// What a run goes by.
struct LinkCheck<'a> {
    shared: &'a GlobalArgs,
    limits: CrawlLimits,
    now: i64,
    mentions: MentionsByAddress,
    /// What the last run found.
    known: LinkResults,
}

/// Follows the links of the site, and returns what there is to do about them.
pub(super) fn check(shared: &GlobalArgs, args: &CheckArgs, site: &Site, inputs: &Inputs) -> Result<Vec<Diagnostic>> {
    let mentions = gather(&site.content, inputs, &site.config.base_url);
    let limits = CrawlLimits { private: args.allow_private, ..CrawlLimits::default() };
    let known = LinkResults::of(inputs).unwrap_or_default();
    let run = LinkCheck { shared, limits, now: inputs.now, mentions, known };
    let max_age = i64::from(args.max_age) * 24 * 60 * 60;
    let (mut findings, mut open) = (LinkResults::default(), Vec::new());
    for (address, places) in &run.mentions {
        match run.known.links.get(address).filter(|finding| finding.holds(run.now, max_age)) {
            Some(finding) => drop(findings.links.insert(address.clone(), mentioned(finding.clone(), places))),
            None => open.push(address.clone()),
        }
    }
    let (findings, asked) = follow(&run, &open, findings);
    require_network(&run, &open, &findings)?;
    save(shared, &findings)?;
    match shared.format {
        FormatArg::Human => say(&table(&run.mentions, &findings))?,
        FormatArg::Json => say(&lines(args, &findings))?,
        FormatArg::Github => {}
    }
    notify(&summary(&findings, asked))?;
    Ok(advice::links::list(&run.mentions, &findings))
}

/// Asks for what is open, and adds it to what still holds; says also how many were asked for. What is found is saved now and
/// then.
fn follow(run: &LinkCheck<'_>, open: &[String], holding: LinkResults) -> (LinkResults, usize) {
    let state = Mutex::new((holding, Instant::now()));
    let asked = with_bar_of(open.len(), "addresses", 1, Instant::now(), |tick| {
        crawl::follow(open, &run.limits, run.now, &|address, finding| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            let finding = finding.after(run.known.links.get(address));
            state.0.links.insert(address.to_owned(), mentioned(finding, &run.mentions[address]));
            if state.1.elapsed() > SAVE && unfound(open, &state.0).is_empty() {
                // Where this fails, the last save will say so.
                let _ = save(run.shared, &state.0);
                state.1 = Instant::now();
            }
            tick();
        })
    });
    (state.into_inner().unwrap_or_else(PoisonError::into_inner).0, asked)
}

fn mentioned(finding: LinkResult, places: &[LinkMention]) -> LinkResult {
    let from: BTreeSet<&str> = places.iter().map(|mention| mention.place.path.as_str()).collect();
    LinkResult { from: from.into_iter().map(str::to_owned).collect(), ..finding }
}

fn save(shared: &GlobalArgs, findings: &LinkResults) -> Result<()> {
    store::replace_file(&shared.root.join(LINKS), findings.to_json())
}

/// Refuses to believe that every host is gone that was asked: without a network none is found.
fn require_network(run: &LinkCheck<'_>, open: &[String], findings: &LinkResults) -> Result<()> {
    let unfound = unfound(open, findings);
    if unfound.is_empty() || sign_of_network(run, &unfound) {
        return Ok(());
    }
    match unfound.first() {
        Some(only) if unfound.len() == 1 => {
            bail!("the host {only} cannot be found, and no other was asked; is there a network? nothing was kept")
        }
        _ => bail!("none of {} can be found; is there a network? nothing was kept", number(unfound.len(), "host")),
    }
}

/// The hosts that are not found, if no other was.
fn unfound<'a>(open: &'a [String], findings: &LinkResults) -> BTreeSet<&'a str> {
    let asked = open.iter().filter_map(|address| Some((address, findings.links.get(address)?)));
    let asked: Vec<_> = asked.filter(|(_, finding)| !finding.is_refused).collect();
    if asked.iter().any(|(_, finding)| !is_unfound(finding)) {
        return BTreeSet::new();
    }
    asked.into_iter().filter_map(|(address, _)| host(address)).collect()
}

fn is_unfound(finding: &LinkResult) -> bool {
    finding.missing.is_some() || finding.why.starts_with(crawl::NO_NETWORK)
}

fn host(address: &str) -> Option<&str> {
    address.split('/').nth(2)
}

/// Asks for one address that was there the last time.
fn sign_of_network(run: &LinkCheck<'_>, unfound: &BTreeSet<&str>) -> bool {
    let was_there = |finding: &LinkResult| matches!(finding.class, LinkStatus::Fine | LinkStatus::Moved);
    let other = |address: &str| host(address).is_some_and(|host| !unfound.contains(host));
    let known = run.known.links.iter().find(|(address, finding)| was_there(finding) && other(address));
    let is_found = AtomicBool::new(false);
    if let Some((address, _)) = known {
        crawl::follow(std::slice::from_ref(address), &run.limits, run.now, &|_, finding| {
            is_found.store(!finding.is_refused && !is_unfound(&finding), Ordering::Relaxed);
        });
    }
    is_found.into_inner()
}

/// A line of the table.
#[derive(Default)]
struct LinkRow {
    addresses: usize,
    places: usize,
    why: String,
}

/// What is not fine, the most urgent first. All addresses of a host that is not found are one line.
fn table(mentions: &MentionsByAddress, findings: &LinkResults) -> String {
    let mut rows: BTreeMap<(LinkStatus, &str), LinkRow> = BTreeMap::new();
    for (address, finding) in findings.links.iter().filter(|(_, finding)| finding.class != LinkStatus::Fine) {
        let name = host(address).filter(|_| finding.missing.is_some()).unwrap_or(address);
        let row = rows.entry((finding.class, name)).or_default();
        row.addresses += 1;
        row.places += mentions[address].len();
        row.why = finding.to.as_ref().map_or_else(|| finding.why.clone(), |to| format!("now {to}"));
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("{BOLD}{:<12}  places  address{PLAIN}\n", "link");
    for ((class, name), LinkRow { addresses, places, why }) in rows {
        let more = if addresses > 1 { format!(" ({addresses} addresses)") } else { String::new() };
        let (class, name) = (class.name(), printable(name));
        text.push_str(&format!("{class:<12}  {places:>6}  {name}{more}\n{:22}{why}\n", ""));
    }
    text.push('\n');
    text
}

/// One JSON object a line.
fn lines(args: &CheckArgs, findings: &LinkResults) -> String {
    let shown = findings.links.iter().filter(|(_, finding)| args.all || finding.class != LinkStatus::Fine);
    let line = |(address, it): (&String, &LinkResult)| {
        let link = json!({
            "address": address, "class": it.class, "why": it.why, "to": it.to, "checked": it.checked, "from": it.from,
        });
        json!({ "link": link }).to_string() + "\n"
    };
    shown.map(line).collect()
}

fn summary(findings: &LinkResults, asked: usize) -> String {
    let of = |class| findings.links.values().filter(|finding| finding.class == class).count();
    let counts = LinkStatus::ALL.iter().rev().map(|class| format!("{} {}", of(*class), class.name()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let all =
        if findings.links.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", findings.links.len()) };
    let refused = findings.links.values().filter(|finding| finding.is_refused).count();
    let refused = if refused > 0 { format!(", {refused} private and not asked") } else { String::new() };
    format!("{BOLD}{all}{PLAIN}: {counts}; asked for {asked}{refused}\n")
}
