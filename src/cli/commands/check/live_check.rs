//! `margent check --quotes --live`: reads the sources of excerpts on the web again, politely, and remembers what it read.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::base::store;
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::clock::today;
use crate::cli::memory::MEMORY;
use crate::cli::progress::with_progress_of;
use crate::cli::reports::live_report;
use crate::cli::terminal::{eprint, print, print_exactly};
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::page::{PageLimits, fetch_page};
use crate::import::OutletNames;
use crate::import::live::{LivePage, compare_excerpts, quoted_addresses};
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
    let scope = if args.allow_private { AddressScope::Any } else { AddressScope::Public };
    let limits = PageLimits { scope, ..PageLimits::default() };
    let outlets = OutletNames::of(&site.content.outlets);
    let read = |url: &str| LivePage::new(fetch_page(url, &limits), inputs.now, &outlets);
    known.extend(read_all(&stale, &read));
    store::save(&file, &known)?;
    let found = compare_excerpts(site, &known, &today(inputs, &site.config)?.to_string());
    match global.format {
        Format::Human => print(&live_report::table(&found))?,
        Format::Json => print_exactly(&live_report::json_lines(&found, args))?,
        Format::Github | Format::Sarif => {}
    }
    eprint(&live_report::summary(&found, stale.len()))?;
    Ok(found.into_iter().filter_map(|excerpt| excerpt.advice).collect())
}

/// Reads pages, several hosts at once, each one page after the other with a pause between.
fn read_all(addresses: &[String], read: &(dyn Fn(&str) -> LivePage + Sync)) -> Vec<(String, LivePage)> {
    let mut by_host: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address.split('/').nth(2).unwrap_or_default()).or_default().push(address);
    }
    let threads = by_host.len().min(HOSTS);
    let queue = Mutex::new(VecDeque::from_iter(by_host.into_values()));
    with_progress_of(addresses.len(), "pages", 1, Instant::now(), |tick| {
        let read = |url: &str| (url.to_owned(), read(url));
        thread::scope(|scope| {
            let work = || read_hosts(&queue, &read, &tick);
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
        })
    })
}

/// Reads the pages of one host after the other, until none is left.
fn read_hosts(
    queue: &Mutex<VecDeque<Vec<&str>>>,
    read: &dyn Fn(&str) -> (String, LivePage),
    tick: &dyn Fn(),
) -> Vec<(String, LivePage)> {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let mut pages = Vec::new();
    while let Some(addresses) = next() {
        for (number, address) in addresses.into_iter().enumerate() {
            thread::sleep(if number > 0 { PAUSE } else { Duration::ZERO });
            pages.push(read(address));
            tick();
        }
    }
    pages
}
