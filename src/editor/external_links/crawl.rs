//! Checks many links and stays polite: one request at a time to each host, a delay between two, a longer one when a
//! host asks for it, and none once a host no longer responds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::client::{Client, LinkResponse, Method, RequestError, status_line};
use super::guard::AddressScope;
use crate::base::text::characters::printable;
use crate::pipeline::link_results::{LinkResult, LinkStatus, Reachability};

/// The limits of a crawl.
#[derive(Clone, Debug)]
pub struct CrawlLimits {
    /// Hosts that are asked at the same time.
    pub concurrent_hosts: usize,
    /// The delay between two requests to a host.
    pub crawl_delay: Duration,
    /// The time limit of a request.
    pub request_timeout: Duration,
    /// The time limit of all requests for an address, without the delays.
    pub address_timeout: Duration,
    /// The longest `Retry-After` that is honoured; a host that asks for more is skipped.
    pub max_retry_after: Duration,
    /// The number of times in a row that a host may ask for a later retry.
    pub max_retries: u32,
    /// Redirects in a row.
    pub max_redirects: usize,
    /// The IP addresses that may be asked.
    pub scope: AddressScope,
}

impl Default for CrawlLimits {
    fn default() -> Self {
        Self {
            concurrent_hosts: 8,
            crawl_delay: Duration::from_secs(1),
            request_timeout: Duration::from_secs(15),
            address_timeout: Duration::from_secs(45),
            max_retry_after: Duration::from_secs(30),
            max_retries: 2,
            max_redirects: 10,
            scope: AddressScope::Public,
        }
    }
}

/// Timeouts in a row after which a host is skipped.
const MAX_TIMEOUTS: u32 = 3;
/// The reason for a link without a result after a time limit.
const TIMED_OUT: &str = "no response in time";

/// The state of a host during a crawl.
#[derive(Default)]
struct HostState {
    /// The earliest time of the next request.
    next_request: Option<Instant>,
    /// Timeouts in a row.
    timeouts: u32,
    /// Requests in a row to retry later.
    retries: u32,
    /// The result of all its remaining addresses, once it is skipped.
    skipped: Option<LinkResult>,
}

struct Crawl<'a> {
    client: Client,
    limits: &'a CrawlLimits,
    now: i64,
    hosts: Mutex<HashMap<String, Arc<Mutex<HostState>>>>,
    /// Addresses for which a request was sent.
    requested: AtomicUsize,
}

/// An address on its way through redirects.
struct PendingAddress {
    url: Url,
    /// True if all redirects so far are permanent.
    permanent: bool,
    visited: HashSet<Url>,
    /// The time that its requests took.
    elapsed: Duration,
    requested: bool,
}

/// Checks every address and calls `report` with each result, from several threads in turn. `now` is in seconds since
/// 1970. Returns the number of addresses for which a request was sent.
pub fn check(
    addresses: &[String],
    limits: &CrawlLimits,
    now: i64,
    report: &(dyn Fn(&str, LinkResult) + Sync),
) -> usize {
    let client = Client::new(limits.scope);
    let crawl = Crawl { client, limits, now, hosts: Mutex::default(), requested: AtomicUsize::new(0) };
    let check = |addresses: Vec<&str>| addresses.into_iter().for_each(|address| report(address, crawl.check(address)));
    for_each_host(addresses, limits.concurrent_hosts, &check);
    crawl.requested.into_inner()
}

/// Does some work for the addresses of each host, on a thread for so many hosts at the same time.
pub fn for_each_host(addresses: &[String], threads: usize, work: &(dyn Fn(Vec<&str>) + Sync)) {
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let host = Url::parse(address).map(|url| host_of(&url)).unwrap_or_default();
        by_host.entry(host).or_default().push(address);
    }
    // Hosts with most addresses come first, so that none of them is left alone at the end.
    let mut queue: Vec<_> = by_host.into_values().collect();
    queue.sort_by_key(|addresses| Reverse(addresses.len()));
    let threads = queue.len().min(threads);
    let queue = Mutex::new(VecDeque::from(queue));
    let next = || lock(&queue).pop_front();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| std::iter::from_fn(next).for_each(work));
        }
    });
}

/// A thread that panics leaves a value that is still valid.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

impl Crawl<'_> {
    fn result(&self, status: LinkStatus, why: impl Into<String>) -> LinkResult {
        /// Characters of a reason, since hosts can influence it.
        const MAX_LENGTH: usize = 200;
        let why: String = printable(&why.into()).chars().take(MAX_LENGTH).collect();
        LinkResult::new(status, why, self.now)
    }

    fn unverifiable(&self, why: impl Into<String>) -> LinkResult {
        self.result(LinkStatus::Unverifiable, why)
    }

    fn host_not_found(&self) -> LinkResult {
        LinkResult { missing: Some(self.now), ..self.unverifiable("host not found") }
    }

    fn no_network(&self, why: &str) -> LinkResult {
        LinkResult {
            reachability: Reachability::NoNetwork,
            ..self.unverifiable(format!("not reachable from here: {why}"))
        }
    }

    fn private_address(&self) -> LinkResult {
        let why = "a private address, which is only asked with --allow-private";
        LinkResult { reachability: Reachability::Private, ..self.unverifiable(why) }
    }

    fn check(&self, address: &str) -> LinkResult {
        let url = match Url::parse(address) {
            Ok(url) => url,
            Err(error) => return self.unverifiable(format!("invalid address: {error}")),
        };
        let mut pending =
            PendingAddress { url, permanent: true, visited: HashSet::new(), elapsed: Duration::ZERO, requested: false };
        let result = self.follow_redirects(&mut pending).unwrap_or_else(|result| result);
        self.requested.fetch_add(usize::from(pending.requested), Ordering::Relaxed);
        result
    }

    /// Follows the redirects of an address to its end.
    ///
    /// # Errors
    /// When there is no final response; the result says why.
    fn follow_redirects(&self, pending: &mut PendingAddress) -> Result<LinkResult, LinkResult> {
        for _ in 0..=self.limits.max_redirects {
            if !pending.visited.insert(pending.url.clone()) {
                return Err(self.unverifiable("redirect loop"));
            }
            let response = self.fetch(pending)?;
            let Some(location) = response.location.filter(|_| matches!(response.status, 301 | 302 | 303 | 307 | 308))
            else {
                return Ok(self.classify(pending, response.status));
            };
            pending.permanent &= matches!(response.status, 301 | 308);
            pending.url = match pending.url.join(&location) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => url,
                Ok(_) | Err(_) => {
                    return Err(self.unverifiable(format!("redirects to {location}, which is not a web address")));
                }
            };
        }
        Err(self.unverifiable(format!("more than {} redirects", self.limits.max_redirects)))
    }

    fn classify(&self, pending: &PendingAddress, status: u16) -> LinkResult {
        match status {
            200..=299 if pending.permanent && pending.visited.len() > 1 => {
                let mut to = pending.url.clone();
                to.set_fragment(None);
                LinkResult { to: Some(to.into()), ..self.result(LinkStatus::Moved, "moved permanently") }
            }
            200..=299 => self.result(LinkStatus::Fine, status_line(status)),
            404 | 410 => self.result(LinkStatus::Dead, status_line(status)),
            _ => self.unverifiable(status_line(status)),
        }
    }

    /// Fetches the current address with HEAD, then with GET where that may help; retries when its host asks for it.
    fn fetch(&self, pending: &mut PendingAddress) -> Result<LinkResponse, LinkResult> {
        let mut method = Method::Head;
        loop {
            match (self.request(method, pending)?, method) {
                // Many hosts support GET alone, and say so with various statuses.
                (Ok(response), Method::Head) if response.status >= 400 && !asks_for_retry(&response) => {
                    method = Method::Get;
                }
                (Ok(response), _) if asks_for_retry(&response) => self.back_off(pending, &response)?,
                (Ok(response), _) => return Ok(response),
                (Err(RequestError::Timeout | RequestError::Exchange(_)), Method::Head) => method = Method::Get,
                (Err(error), _) => return Err(self.failure(error)),
            }
        }
    }

    fn failure(&self, error: RequestError) -> LinkResult {
        match error {
            RequestError::HostNotFound => self.host_not_found(),
            RequestError::NoNetwork(why) => self.no_network(&why),
            RequestError::PrivateAddress => self.private_address(),
            RequestError::Timeout => self.unverifiable(TIMED_OUT),
            RequestError::Connection(why) | RequestError::Exchange(why) => self.unverifiable(why),
        }
    }

    /// Sends one request as soon as its host may be asked.
    ///
    /// # Errors
    /// When no request may be sent any more; the result says why.
    fn request(
        &self,
        method: Method,
        pending: &mut PendingAddress,
    ) -> Result<Result<LinkResponse, RequestError>, LinkResult> {
        let host = Arc::clone(lock(&self.hosts).entry(host_of(&pending.url)).or_default());
        // Locked until there is a response: one request at a time.
        let mut host = lock(&host);
        if let Some(result) = &host.skipped {
            return Err(result.clone());
        }
        let timeout = self.limits.request_timeout.min(self.limits.address_timeout.saturating_sub(pending.elapsed));
        if timeout.is_zero() {
            return Err(self.unverifiable(TIMED_OUT));
        }
        if let Some(at) = host.next_request {
            thread::sleep(at.saturating_duration_since(Instant::now()));
        }
        let started = Instant::now();
        let response = self.client.send(method, &pending.url, timeout, self.now);
        pending.elapsed += started.elapsed();
        pending.requested |= !matches!(response, Err(RequestError::PrivateAddress));
        self.update_host(&mut host, &response);
        Ok(response)
    }

    /// Notes the time from which the host may be asked again, or the reason to skip it.
    fn update_host(&self, host: &mut HostState, response: &Result<LinkResponse, RequestError>) {
        match response {
            Ok(response) => {
                host.timeouts = 0;
                if !asks_for_retry(response) {
                    host.retries = 0;
                }
            }
            Err(RequestError::Timeout) => {
                host.timeouts += 1;
                if host.timeouts == MAX_TIMEOUTS {
                    host.skipped = Some(self.unverifiable(format!("{TIMED_OUT}, as before from this host")));
                }
            }
            Err(RequestError::Exchange(_)) => host.timeouts = 0,
            // These requests never reached the host, so that no delay is due.
            Err(RequestError::Connection(_) | RequestError::PrivateAddress) => {
                host.timeouts = 0;
                return;
            }
            Err(RequestError::HostNotFound) => return host.skipped = Some(self.host_not_found()),
            Err(RequestError::NoNetwork(why)) => return host.skipped = Some(self.no_network(why)),
        }
        host.next_request = Some(Instant::now() + self.limits.crawl_delay);
    }

    /// Delays further requests to the host for as long as it asks (`Retry-After`), or exponentially longer each time.
    ///
    /// # Errors
    /// When it asks for too long a delay, or too often.
    fn back_off(&self, pending: &PendingAddress, response: &LinkResponse) -> Result<(), LinkResult> {
        let host = Arc::clone(lock(&self.hosts).entry(host_of(&pending.url)).or_default());
        let mut host = lock(&host);
        let delay = response.retry_after.unwrap_or_else(|| Duration::from_secs(1 << host.retries.min(10)));
        if delay > self.limits.max_retry_after || host.retries == self.limits.max_retries {
            let retry_after = response.retry_after.map(|delay| format!("; asks to come back in {} s", delay.as_secs()));
            let why = status_line(response.status) + &retry_after.unwrap_or_default();
            // 429 limits the client, hence all addresses; 503 may concern a single page.
            if response.status == 429 {
                host.skipped = Some(self.unverifiable(format!("{why}, as before from this host")));
            }
            return Err(self.unverifiable(why));
        }
        host.retries += 1;
        host.next_request = Some(Instant::now() + delay.max(self.limits.crawl_delay));
        Ok(())
    }
}

/// Returns whether the host may respond differently later.
fn asks_for_retry(response: &LinkResponse) -> bool {
    response.status == 429 || response.status == 503 && response.retry_after.is_some()
}
