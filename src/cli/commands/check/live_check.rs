//! `margent check --quotes --live`: reads the sources of excerpts on the web again, politely, and remembers what it read.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use crate::base::store;
use crate::base::text::characters::printable;
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::commands::clip::site::today;
use crate::cli::memory::MEMORY;
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural, print, print_exactly, with_progress_of};
use crate::editor::external_links::crawl::for_each_host;
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::page::{PageLimits, fetch_page};
use crate::import::OutletNames;
use crate::import::live::{LiveExcerpt, LivePage, LiveState, compare_excerpts, quoted_addresses};
use crate::pipeline::report::Format;
use crate::{Diagnostic, Inputs, Site};

/// The file of the pages that were read, in `.margent/`.
const PAGES: &str = "live";
/// Hosts that are asked at the same time.
const HOSTS: usize = 8;
/// The pause between two requests to a host.
const PAUSE: Duration = Duration::from_secs(1);

/// Reads what is not known, prints what stands and what does not, and returns advice on the latter.
pub(super) fn check(global: &GlobalArgs, args: &CheckArgs, site: &Site, inputs: &Inputs) -> Result<Vec<Diagnostic>> {
    let file = global.root.join(MEMORY).join(PAGES);
    let mut known: BTreeMap<String, LivePage> = store::load(&file)?.unwrap_or_default();
    let addresses = quoted_addresses(site);
    known.retain(|address, _| addresses.contains(address));
    let max_age = i64::from(args.max_age) * 24 * 60 * 60;
    let is_fresh = |page: &LivePage| !page.texts.is_empty() && inputs.now - page.checked < max_age;
    let stale: Vec<String> = addresses.into_iter().filter(|url| !known.get(url).is_some_and(is_fresh)).collect();
    let scope = AddressScope::allowing_private(args.allow_private);
    let limits = PageLimits { scope, ..PageLimits::default() };
    let outlets = OutletNames::of(&site.content.outlets);
    let read = |url: &str| LivePage::new(fetch_page(url, &limits), inputs.now, &outlets);
    known.extend(read_all(&stale, &read));
    store::save(&file, &known)?;
    let found = compare_excerpts(site, &known, &today(inputs, &site.config)?.to_string());
    match global.format {
        Format::Human => print(&table(&found))?,
        Format::Json => print_exactly(&json_lines(&found, args))?,
        Format::Github | Format::Sarif => {}
    }
    eprint(&summary(&found, stale.len()))?;
    Ok(found.into_iter().filter_map(|excerpt| excerpt.advice).collect())
}

/// Reads pages, several hosts at once, each one page after the other with a pause between.
fn read_all(addresses: &[String], read: &(dyn Fn(&str) -> LivePage + Sync)) -> Vec<(String, LivePage)> {
    let pages = Mutex::new(Vec::new());
    with_progress_of(addresses.len(), "pages", 1, Instant::now(), |tick| {
        for_each_host(addresses, HOSTS, &|addresses| {
            for (number, address) in addresses.into_iter().enumerate() {
                thread::sleep(if number > 0 { PAUSE } else { Duration::ZERO });
                let page = (address.to_owned(), read(address));
                pages.lock().unwrap_or_else(PoisonError::into_inner).push(page);
                tick();
            }
        });
    });
    pages.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The excerpts that do not stand, or nobody can tell of, as a table, the most urgent first.
pub(in crate::cli) fn table(found: &[LiveExcerpt]) -> String {
    let mut rows: Vec<&LiveExcerpt> = found.iter().filter(|excerpt| excerpt.state != LiveState::Stands).collect();
    if rows.is_empty() {
        return String::new();
    }
    rows.sort_by_key(|excerpt| excerpt.state);
    let mut text = format!("{BOLD}{:<10}  excerpt{PLAIN}\n", "state");
    for LiveExcerpt { article, number, url, state, why, .. } in rows {
        let why = why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        text.push_str(&format!(
            "{:<10}  {article}, excerpt {number}\n{:12}{}{why}\n",
            state.name(),
            "",
            printable(url)
        ));
    }
    text.push('\n');
    text
}

/// One JSON object a line; those that stand only with `--all`.
pub(in crate::cli) fn json_lines(found: &[LiveExcerpt], args: &CheckArgs) -> String {
    let shown = found.iter().filter(|excerpt| args.all || excerpt.state != LiveState::Stands);
    let lines = shown.map(|LiveExcerpt { article, number, url, state, why, .. }| {
        json!({ "live": { "article": article.as_str(), "excerpt": number, "address": url, "state": state.name(), "why": why } })
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The number of excerpts of each state.
pub(in crate::cli) fn summary(found: &[LiveExcerpt], requested: usize) -> String {
    let count = |state| found.iter().filter(|excerpt| excerpt.state == state).count();
    let counts = LiveState::ALL.map(|state| {
        let name = if state == LiveState::Stands && count(state) != 1 { "stand" } else { state.name() };
        format!("{} {name}", count(state))
    });
    let total = plural(found.len(), "excerpt");
    format!("{BOLD}{total} of the web{PLAIN}: {}; {} read now\n", counts.join(", "), plural(requested, "page"))
}
