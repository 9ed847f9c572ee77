//! `margent check --external`: checks the links whose last result is too old.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::json;

use crate::base::store;
use crate::base::text::characters::printable;
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural, print, print_exactly, with_progress_of};
use crate::editor::advice;
use crate::editor::external_links::crawl::{self, CrawlLimits};
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::{LinkMention, mentions};
use crate::pipeline::inputs::LINKS;
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus, Reachability};
use crate::pipeline::report::Format;
use crate::{Diagnostic, Inputs, Site};

/// The time between two saves of the results, so that little is lost if the check is interrupted.
const SAVE_INTERVAL: Duration = Duration::from_secs(10);

/// The parameters of one check.
struct LinkCheck<'a> {
    global: &'a GlobalArgs,
    limits: CrawlLimits,
    now: i64,
    /// Mentions by address.
    mentions: BTreeMap<String, Vec<LinkMention>>,
    /// The results of the last check.
    known: LinkResults,
}

/// Checks the external links of the site, prints the results, and returns advice on them.
pub(super) fn check(global: &GlobalArgs, args: &CheckArgs, site: &Site, inputs: &Inputs) -> Result<Vec<Diagnostic>> {
    let scope = AddressScope::allowing_private(args.allow_private);
    let run = LinkCheck {
        global,
        limits: CrawlLimits { scope, ..CrawlLimits::default() },
        now: inputs.now,
        mentions: mentions(&site.content, inputs, &site.config.base_url),
        known: LinkResults::of(inputs).unwrap_or_default(),
    };
    let max_age = i64::from(args.max_age) * 24 * 60 * 60;
    let (mut results, mut stale) = (LinkResults::default(), Vec::new());
    for (address, mentions) in &run.mentions {
        match run.known.links.get(address).filter(|result| result.holds(run.now, max_age)) {
            Some(result) => drop(results.links.insert(address.clone(), mentioned_in(result.clone(), mentions))),
            None => stale.push(address.clone()),
        }
    }
    let (results, requested) = crawl_stale(&run, &stale, results);
    require_network(&run, &stale, &results)?;
    save(global, &results)?;
    match global.format {
        Format::Human => print(&table(&run.mentions, &results))?,
        Format::Json => print_exactly(&json_lines(&results, args))?,
        Format::Github | Format::Sarif => {}
    }
    eprint(&summary(&results, requested))?;
    Ok(advice::addresses::dead_links(&run.mentions, &results))
}

/// Adds the results of `stale` addresses to `results`, saving them from time to time. Also returns the number of
/// addresses for which a request was sent.
fn crawl_stale(run: &LinkCheck<'_>, stale: &[String], results: LinkResults) -> (LinkResults, usize) {
    let state = Mutex::new((results, Instant::now()));
    let requested = with_progress_of(stale.len(), "addresses", 1, Instant::now(), |tick| {
        crawl::check(stale, &run.limits, run.now, &|address, result| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            add_result(run, stale, &mut state, (address, result));
            tick();
        })
    });
    (state.into_inner().unwrap_or_else(PoisonError::into_inner).0, requested)
}

fn add_result(
    run: &LinkCheck<'_>,
    stale: &[String],
    (results, saved): &mut (LinkResults, Instant),
    (address, result): (&str, LinkResult),
) {
    let result = result.after(run.known.links.get(address));
    results.links.insert(address.to_owned(), mentioned_in(result, &run.mentions[address]));
    if saved.elapsed() > SAVE_INTERVAL && unresolved_hosts(stale, results).is_empty() {
        // If this fails, the last save reports it.
        let _ = save(run.global, results);
        *saved = Instant::now();
    }
}

fn mentioned_in(result: LinkResult, mentions: &[LinkMention]) -> LinkResult {
    let from: BTreeSet<&str> = mentions.iter().map(|mention| mention.place.path.as_str()).collect();
    LinkResult { from: from.into_iter().map(str::to_owned).collect(), ..result }
}

fn save(global: &GlobalArgs, results: &LinkResults) -> Result<()> {
    store::replace_file(&global.root.join(LINKS), results.to_json())
}

/// Fails if no host at all could be resolved: more likely there is no network than that all hosts are gone.
fn require_network(run: &LinkCheck<'_>, stale: &[String], results: &LinkResults) -> Result<()> {
    let unresolved = unresolved_hosts(stale, results);
    if unresolved.is_empty() || is_online(run, &unresolved) {
        return Ok(());
    }
    match unresolved.first() {
        Some(host) if unresolved.len() == 1 => {
            bail!("the only host to check, {host}, cannot be found; is there a network? no result was saved")
        }
        _ => {
            bail!("none of {} can be found; is there a network? no result was saved", plural(unresolved.len(), "host"))
        }
    }
}

/// The hosts that could not be resolved, if no other could.
fn unresolved_hosts<'a>(stale: &'a [String], results: &LinkResults) -> BTreeSet<&'a str> {
    let checked = stale.iter().filter_map(|address| Some((address, results.links.get(address)?)));
    let checked: Vec<_> = checked.filter(|(_, result)| result.reachability != Reachability::Private).collect();
    if checked.iter().any(|(_, result)| !is_unresolved(result)) {
        return BTreeSet::new();
    }
    checked.into_iter().filter_map(|(address, _)| host_of(address)).collect()
}

fn is_unresolved(result: &LinkResult) -> bool {
    result.missing.is_some() || result.reachability == Reachability::NoNetwork
}

fn host_of(address: &str) -> Option<&str> {
    address.split('/').nth(2)
}

/// Requests an address that worked in the last check.
fn is_online(run: &LinkCheck<'_>, unresolved: &BTreeSet<&str>) -> bool {
    let worked = |result: &LinkResult| matches!(result.status, LinkStatus::Fine | LinkStatus::Moved);
    let is_other = |address: &str| host_of(address).is_some_and(|host| !unresolved.contains(host));
    let known = run.known.links.iter().find(|(address, result)| worked(result) && is_other(address));
    let is_online = AtomicBool::new(false);
    if let Some((address, _)) = known {
        crawl::check(std::slice::from_ref(address), &run.limits, run.now, &|_, result| {
            let is_private = result.reachability == Reachability::Private;
            is_online.store(!is_private && !is_unresolved(&result), Ordering::Relaxed);
        });
    }
    is_online.into_inner()
}

/// A line of the table.
#[derive(Default)]
struct LinkRow {
    addresses: usize,
    mentions: usize,
    why: String,
}

/// The links that need attention as a table, the most urgent first. A host that is not found has one line.
pub(in crate::cli) fn table(mentions: &BTreeMap<String, Vec<LinkMention>>, results: &LinkResults) -> String {
    let mut rows: BTreeMap<(LinkStatus, &str), LinkRow> = BTreeMap::new();
    for (address, result) in results.links.iter().filter(|(_, result)| result.status != LinkStatus::Fine) {
        let host = host_of(address).filter(|_| result.missing.is_some());
        let row = rows.entry((result.status, host.unwrap_or(address))).or_default();
        row.addresses += 1;
        row.mentions += mentions[address].len();
        row.why = result.to.as_ref().map_or_else(|| result.why.clone(), |to| format!("now {to}"));
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("{BOLD}{:<12}  places  address{PLAIN}\n", "link");
    for ((status, name), LinkRow { addresses, mentions, why }) in rows {
        let more = if addresses > 1 { format!(" ({addresses} addresses)") } else { String::new() };
        let (status, name) = (status.name(), printable(name));
        text.push_str(&format!("{status:<12}  {mentions:>6}  {name}{more}\n{:22}{why}\n", ""));
    }
    text.push('\n');
    text
}

/// One JSON object a line.
pub(in crate::cli) fn json_lines(results: &LinkResults, args: &CheckArgs) -> String {
    let shown = results.links.iter().filter(|(_, result)| args.all || result.status != LinkStatus::Fine);
    shown.map(|(address, result)| as_json(address, result) + "\n").collect()
}

fn as_json(address: &str, result: &LinkResult) -> String {
    let LinkResult { status, why, to, checked, from, .. } = result;
    let link = json!({ "address": address, "class": status, "why": why, "to": to, "checked": checked, "from": from });
    json!({ "link": link }).to_string()
}

/// The number of links of each status.
pub(in crate::cli) fn summary(results: &LinkResults, requested: usize) -> String {
    let count = |status| results.links.values().filter(|result| result.status == status).count();
    let counts = LinkStatus::ALL.iter().rev().map(|status| format!("{} {}", count(*status), status.name()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let total = plural(results.links.len(), "address");
    let private = results.links.values().filter(|result| result.reachability == Reachability::Private).count();
    let private = if private > 0 { format!(", {} skipped", plural(private, "private address")) } else { String::new() };
    format!("{BOLD}{total}{PLAIN}: {counts}; {requested} checked now{private}\n")
}
