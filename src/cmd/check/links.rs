//! `margent check --external`: asks for what the cache does not know, and shows what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use margent::inputs::LINKS;
use margent::links::crawl::{self, Limits};
use margent::links::{Class, Finding, Findings, Mention, gather};
use margent::{Diagnostic, Inputs, Site, advice, report, store};
use serde_json::json;

use crate::cli::{CheckArgs, FormatArg, Shared};
use crate::cmd::bar::with_bar_of;
use crate::cmd::{BOLD, PLAIN, notify, number, say};

/// What is found is saved so often, so that little is lost when somebody loses patience.
const SAVE: Duration = Duration::from_secs(10);
/// Without a network no host exists; so many hosts do not vanish at once.
const HOSTS: usize = 3;

/// Mentions by address.
type Mentions = BTreeMap<String, Vec<Mention>>;

/// What a run goes by.
struct Run<'a> {
    shared: &'a Shared,
    limits: Limits,
    now: i64,
    mentions: Mentions,
}

/// Follows the links of the site, and returns what there is to do about them.
pub(super) fn check(shared: &Shared, args: &CheckArgs, site: &Site, inputs: &Inputs) -> Result<Vec<Diagnostic>> {
    let mentions = gather(&site.content, inputs, &site.config.base_url);
    let limits = Limits { private: args.allow_private, ..Limits::default() };
    let run = Run { shared, limits, now: inputs.now, mentions };
    let known = Findings::of(inputs).unwrap_or_default();
    let max_age = i64::from(args.max_age) * 24 * 60 * 60;
    let (mut findings, mut open) = (Findings::default(), Vec::new());
    for (address, places) in &run.mentions {
        match known.links.get(address).filter(|finding| finding.holds(run.now, max_age)) {
            Some(finding) => drop(findings.links.insert(address.clone(), mentioned(finding.clone(), places))),
            None => open.push(address.clone()),
        }
    }
    let findings = follow(&run, &open, findings);
    no_network(&open, &findings)?;
    save(shared, &findings)?;
    match shared.format {
        FormatArg::Human => say(&table(&run.mentions, &findings))?,
        FormatArg::Json => say(&lines(args, &findings))?,
        FormatArg::Github => {}
    }
    notify(&summary(&findings, open.len()))?;
    Ok(advice::links::list(&run.mentions, &findings))
}

/// Asks for what is open, and adds it to what is known. What is found is saved now and then.
fn follow(run: &Run<'_>, open: &[String], known: Findings) -> Findings {
    let state = Mutex::new((known, Instant::now()));
    with_bar_of(open.len(), "addresses", 1, Instant::now(), |tick| {
        crawl::follow(open, &run.limits, run.now, &|address, finding| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.0.links.insert(address.to_owned(), mentioned(finding, &run.mentions[address]));
            if state.1.elapsed() > SAVE && no_network(open, &state.0).is_ok() {
                // Where this fails, the last save will say so.
                let _ = save(run.shared, &state.0);
                state.1 = Instant::now();
            }
            tick();
        });
    });
    state.into_inner().unwrap_or_else(PoisonError::into_inner).0
}

fn mentioned(finding: Finding, places: &[Mention]) -> Finding {
    let from: BTreeSet<&str> = places.iter().map(|mention| mention.place.path.as_str()).collect();
    Finding { from: from.into_iter().map(str::to_owned).collect(), ..finding }
}

fn save(shared: &Shared, findings: &Findings) -> Result<()> {
    store::replace(&shared.root.join(LINKS), findings.to_json())
}

/// Refuses to believe that every host is gone.
fn no_network(open: &[String], findings: &Findings) -> Result<()> {
    let asked: Vec<_> = open.iter().filter_map(|address| Some((address, findings.links.get(address)?))).collect();
    let lost = |why: &str| why == crawl::NO_HOST || why.contains("lookup address");
    let hosts: BTreeSet<&str> = asked.iter().filter_map(|(address, _)| address.split('/').nth(2)).collect();
    if hosts.len() >= HOSTS && asked.iter().all(|(_, finding)| lost(&finding.why)) {
        bail!("none of {} can be found; is there a network?", number(hosts.len(), "host"));
    }
    Ok(())
}

/// What is not fine, the most urgent first.
fn table(mentions: &Mentions, findings: &Findings) -> String {
    let mut rows: Vec<_> = findings.links.iter().filter(|(_, finding)| finding.class != Class::Fine).collect();
    if rows.is_empty() {
        return String::new();
    }
    rows.sort_by_key(|(address, finding)| (finding.class, *address));
    let mut text = format!("{BOLD}{:<12}  places  address{PLAIN}\n", "link");
    for (address, finding) in rows {
        let (class, places) = (finding.class.name(), mentions[address].len());
        let why = finding.to.as_ref().map_or_else(|| finding.why.clone(), |to| format!("now {to}"));
        let address = report::printable(address);
        text.push_str(&format!("{class:<12}  {places:>6}  {address}\n{:22}{why}\n", ""));
    }
    text.push('\n');
    text
}

/// One JSON object a line.
fn lines(args: &CheckArgs, findings: &Findings) -> String {
    let shown = findings.links.iter().filter(|(_, finding)| args.all || finding.class != Class::Fine);
    let line = |(address, it): (&String, &Finding)| {
        let link = json!({
            "address": address, "class": it.class, "why": it.why, "to": it.to, "checked": it.checked, "from": it.from,
        });
        json!({ "link": link }).to_string() + "\n"
    };
    shown.map(line).collect()
}

fn summary(findings: &Findings, asked: usize) -> String {
    let of = |class| findings.links.values().filter(|finding| finding.class == class).count();
    let counts = Class::ALL.iter().rev().map(|class| format!("{} {}", of(*class), class.name()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let all =
        if findings.links.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", findings.links.len()) };
    format!("{BOLD}{all}{PLAIN}: {counts}; asked for {asked}\n")
}
