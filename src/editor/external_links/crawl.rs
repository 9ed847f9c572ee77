//! Follows many addresses and is a good guest: one request at a time for each host, a pause between two, longer ones where
//! a host asks for that, and no more where it does not answer.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::client::{Client, LinkResponse, Method, RequestError, phrase};
use super::guard::PRIVATE;
use crate::base::text::characters::printable;
use crate::pipeline::link_results::{LinkResult, LinkStatus};

/// How much patience there is.
#[derive(Clone, Debug)]
pub struct CrawlLimits {
    /// Hosts that are asked at the same time.
    pub hosts: usize,
    /// Between two requests to a host.
    pub pause: Duration,
    /// For a request.
    pub request: Duration,
    /// For all requests that an address takes, waiting aside.
    pub address: Duration,
    /// For a host that asks to be left alone for a while.
    pub wait: Duration,
    /// How often a host may ask for that.
    pub waits: u32,
    /// Redirects in a row.
    pub redirects: usize,
    /// Whether private addresses are asked.
    pub private: bool,
}

impl Default for CrawlLimits {
    fn default() -> Self {
        Self {
            hosts: 8,
            pause: Duration::from_secs(1),
            request: Duration::from_secs(15),
            address: Duration::from_secs(45),
            wait: Duration::from_secs(30),
            waits: 2,
            redirects: 10,
            private: false,
        }
    }
}

/// Begins why an address cannot be verified where no network is.
pub const NO_NETWORK: &str = "not to be reached from here: ";

/// After so many requests in a row without an answer, a host is left alone.
const SILENT: u32 = 3;

/// A host, and how it wants to be treated.
#[derive(Default)]
struct HostState {
    /// When it may be asked again.
    free: Option<Instant>,
    /// Requests in a row without an answer.
    silent: u32,
    /// How often it asked to be left alone for a while.
    waits: u32,
    /// What is found of all its addresses, since it is not asked any more.
    closed: Option<LinkResult>,
}

struct Crawl<'a> {
    client: Client,
    limits: &'a CrawlLimits,
    now: i64,
    hosts: Mutex<HashMap<String, Arc<Mutex<HostState>>>>,
    /// How many addresses were asked for.
    asked: AtomicUsize,
}

/// What is known of an address on its way.
struct PendingAddress {
    url: Url,
    /// Whether every redirect so far is for good.
    permanent: bool,
    seen: HashSet<Url>,
    /// What its requests took.
    spent: Duration,
    /// Whether there was any.
    is_asked: bool,
}

/// Follows every address and calls `tell` with what came of it, from several threads in turn. `now` is in seconds since 1970.
/// Returns how many addresses were asked for: those of a host that is not asked are none of them.
pub fn follow(addresses: &[String], limits: &CrawlLimits, now: i64, tell: &(dyn Fn(&str, LinkResult) + Sync)) -> usize {
    let client = Client::new(limits.private);
    let crawl = Crawl { client, limits, now, hosts: Mutex::default(), asked: AtomicUsize::new(0) };
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let host = Url::parse(address).map(|url| host(&url)).unwrap_or_default();
        by_host.entry(host).or_default().push(address);
    }
    // The longest first, so that no host is left over at the end.
    let mut queue: Vec<_> = by_host.into_values().collect();
    queue.sort_by_key(|addresses| std::cmp::Reverse(addresses.len()));
    let threads = queue.len().min(limits.hosts);
    let queue = Mutex::new(VecDeque::from(queue));
    let next = || lock(&queue).pop_front();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(addresses) = next() {
                    addresses.into_iter().for_each(|address| tell(address, crawl.address(address)));
                }
            });
        }
    });
    crawl.asked.into_inner()
}

/// A thread that fails leaves a value that is still sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

impl Crawl<'_> {
    fn found(&self, class: LinkStatus, why: impl Into<String>) -> LinkResult {
        /// Letters of a reason; hosts have a say in it.
        const LIMIT: usize = 200;
        let why: String = printable(&why.into()).chars().take(LIMIT).collect();
        LinkResult::new(class, why, self.now)
    }

    /// What is found of an address.
    fn address(&self, address: &str) -> LinkResult {
        let url = match Url::parse(address) {
            Ok(url) => url,
            Err(error) => return self.found(LinkStatus::Unverifiable, format!("no address: {error}")),
        };
        let mut way =
            PendingAddress { url, permanent: true, seen: HashSet::new(), spent: Duration::ZERO, is_asked: false };
        let finding = self.redirected(&mut way);
        self.asked.fetch_add(usize::from(way.is_asked), Ordering::Relaxed);
        finding
    }

    /// Follows an address through its redirects.
    fn redirected(&self, way: &mut PendingAddress) -> LinkResult {
        for _ in 0..=self.limits.redirects {
            if !way.seen.insert(way.url.clone()) {
                return self.found(LinkStatus::Unverifiable, "redirects in a circle");
            }
            let answer = match self.visit(way) {
                Ok(answer) => answer,
                Err(finding) => return finding,
            };
            let Some(location) = answer.location.filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308))
            else {
                return self.settle(way, answer.status);
            };
            way.permanent &= matches!(answer.status, 301 | 308);
            way.url = match way.url.join(&location) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => url,
                _ => {
                    return self
                        .found(LinkStatus::Unverifiable, format!("redirects to {location}, which is no web page"));
                }
            };
        }
        self.found(LinkStatus::Unverifiable, format!("more than {} redirects", self.limits.redirects))
    }

    fn settle(&self, way: &PendingAddress, status: u16) -> LinkResult {
        match status {
            200..=299 if way.permanent && way.seen.len() > 1 => {
                let mut to = way.url.clone();
                to.set_fragment(None);
                LinkResult { to: Some(to.into()), ..self.found(LinkStatus::Moved, "moved for good") }
            }
            200..=299 => self.found(LinkStatus::Fine, phrase(status)),
            404 | 410 => self.found(LinkStatus::Dead, phrase(status)),
            _ => self.found(LinkStatus::Unverifiable, phrase(status)),
        }
    }

    /// Asks for the address at hand, again where its host asks for patience.
    fn visit(&self, way: &mut PendingAddress) -> Result<LinkResponse, LinkResult> {
        let mut method = Method::Head;
        loop {
            match (self.ask(method, way)?, method) {
                // Many hosts know GET alone, and say so in many ways.
                (Ok(answer), Method::Head) if answer.status >= 400 && !is_busy(&answer) => method = Method::Get,
                (Err(RequestError::Slow | RequestError::Other(_)), Method::Head) => method = Method::Get,
                (Ok(answer), _) if is_busy(&answer) => self.be_patient(way, &answer)?,
                (Ok(answer), _) => return Ok(answer),
                (Err(RequestError::NoHost), _) => return Err(self.not_found()),
                (Err(RequestError::Private), _) => return Err(self.refused()),
                (Err(RequestError::Slow), Method::Get) => {
                    return Err(self.found(LinkStatus::Unverifiable, "no answer in time"));
                }
                (Err(RequestError::NoNetwork(why)), _) => return Err(self.no_network(&why)),
                (Err(RequestError::Certain(why)), _) | (Err(RequestError::Other(why)), Method::Get) => {
                    return Err(self.found(LinkStatus::Unverifiable, why));
                }
            }
        }
    }

    /// What is found where the name of the host is not.
    fn not_found(&self) -> LinkResult {
        LinkResult { missing: Some(self.now), ..self.found(LinkStatus::Unverifiable, "the host is not found") }
    }

    /// What is found where no network is.
    fn no_network(&self, why: &str) -> LinkResult {
        self.found(LinkStatus::Unverifiable, format!("{NO_NETWORK}{why}"))
    }

    /// What is found of a private address.
    fn refused(&self) -> LinkResult {
        let why = format!("{PRIVATE}, which is not asked without --allow-private");
        LinkResult { is_refused: true, ..self.found(LinkStatus::Unverifiable, why) }
    }

    /// One request, when its host may be asked.
    fn ask(&self, method: Method, way: &mut PendingAddress) -> Result<Result<LinkResponse, RequestError>, LinkResult> {
        let name = host(&way.url);
        let host = Arc::clone(lock(&self.hosts).entry(name).or_default());
        // Held until there is an answer: one request at a time.
        let mut host = lock(&host);
        if let Some(finding) = &host.closed {
            return Err(finding.clone());
        }
        let time = self.limits.request.min(self.limits.address.saturating_sub(way.spent));
        if time.is_zero() {
            return Err(self.found(LinkStatus::Unverifiable, "no answer in time"));
        }
        if let Some(free) = host.free {
            thread::sleep(free.saturating_duration_since(Instant::now()));
        }
        let started = Instant::now();
        let asked = self.client.ask(method, &way.url, time, self.now);
        way.spent += started.elapsed();
        way.is_asked |= !matches!(asked, Err(RequestError::Private));
        // Nobody is bothered by a request that never left.
        if !matches!(
            asked,
            Err(RequestError::NoHost | RequestError::NoNetwork(_) | RequestError::Private | RequestError::Certain(_))
        ) {
            host.free = Some(Instant::now() + self.limits.pause);
        }
        if asked.as_ref().is_ok_and(|answer| !is_busy(answer)) {
            host.waits = 0;
        }
        host.silent = if matches!(asked, Err(RequestError::Slow)) { host.silent + 1 } else { 0 };
        match &asked {
            _ if host.silent == SILENT => {
                let why = "no answer in time, as before from this host";
                host.closed = Some(self.found(LinkStatus::Unverifiable, why));
            }
            // A name that is looked up again is no other.
            Err(RequestError::NoHost) => host.closed = Some(self.not_found()),
            Err(RequestError::NoNetwork(why)) => host.closed = Some(self.no_network(why)),
            _ => {}
        }
        Ok(asked)
    }

    /// Lets a host alone for as long as it asks, or for good where that is too long or too often.
    fn be_patient(&self, way: &PendingAddress, answer: &LinkResponse) -> Result<(), LinkResult> {
        let host = Arc::clone(lock(&self.hosts).entry(host(&way.url)).or_default());
        let mut host = lock(&host);
        let wait = answer.retry_after.unwrap_or_else(|| Duration::from_secs(1 << host.waits.min(10)));
        let status = phrase(answer.status);
        if wait > self.limits.wait || host.waits == self.limits.waits {
            let asks = answer.retry_after.map(|wait| format!("; asks to come back in {} s", wait.as_secs()));
            let why = status + &asks.unwrap_or_default();
            // One that is too busy for one page may have others; one that counts requests has not.
            if answer.status == 429 {
                let why = format!("{why}, as before from this host");
                host.closed = Some(self.found(LinkStatus::Unverifiable, why));
            }
            return Err(self.found(LinkStatus::Unverifiable, why));
        }
        host.waits += 1;
        host.free = Some(Instant::now() + wait.max(self.limits.pause));
        Ok(())
    }
}

/// Whether the host may answer otherwise later.
fn is_busy(answer: &LinkResponse) -> bool {
    answer.status == 429 || answer.status == 503 && answer.retry_after.is_some()
}
