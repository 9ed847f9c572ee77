//! Fetches one page, as a reader's browser would, but without scripts, cookies and compression: with limits on time, size and
//! redirects, and from the public internet only.

use std::error::Error;
use std::fmt;
use std::io::Read;
use std::time::{Duration, Instant};

use ureq::http::header;
use ureq::{Agent, Body};
use url::Url;

use super::client::{RequestError, agent, request_error, status_line};
use super::guard::AddressScope;

/// The `User-Agent` of every request.
const USER_AGENT: &str = concat!("Mozilla/5.0 (compatible; margent/", env!("CARGO_PKG_VERSION"), ")");

/// The limits of a request for a page.
#[derive(Clone, Debug)]
pub struct PageLimits {
    /// Bytes of its body.
    pub size: u64,
    /// The time for all of it, redirects included.
    pub timeout: Duration,
    /// Redirects in a row.
    pub redirects: usize,
    /// The IP addresses that may be asked.
    pub scope: AddressScope,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { size: 16 << 20, timeout: Duration::from_secs(30), redirects: 10, scope: AddressScope::Public }
    }
}

/// A page as its host sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedPage {
    /// Its address, after redirects.
    pub url: String,
    /// Its media type in lower case, without parameters (RFC 9110 §8.3); empty if the host states none.
    pub media_type: String,
    /// The character set that the host states.
    pub charset: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

/// The reason why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The address is invalid, or none of the web.
    Invalid(String),
    /// The host has a private address.
    PrivateAddress,
    /// Nothing was received, for this reason.
    Unreachable(String),
    /// The host refuses, with this status line: it wants a reader to log in, to pay, or to be a person.
    Refused(String),
    /// The page does not exist (any more), with this status line.
    Gone(String),
    /// The body is larger than the limit in bytes.
    TooLarge(u64),
    /// The time limit was reached.
    Timeout,
    /// The host redirects too often, or to no web address.
    Redirects,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(why) => write!(f, "invalid address: {why}"),
            Self::PrivateAddress => f.write_str("a private address, which is only asked with --allow-private"),
            Self::Unreachable(why) | Self::Refused(why) | Self::Gone(why) => f.write_str(why),
            Self::TooLarge(limit) => write!(f, "larger than {} MB", limit >> 20),
            Self::Timeout => f.write_str("no response in time"),
            Self::Redirects => f.write_str("redirects without end, or out of the web"),
        }
    }
}

impl Error for FetchError {}

/// Fetches the page at `address`.
///
/// # Errors
/// When its host does not send it within the limits.
pub fn fetch_page(address: &str, limits: &PageLimits) -> Result<FetchedPage, FetchError> {
    let mut url = parse_address(address)?;
    let agent = agent(USER_AGENT, limits.scope);
    let started = Instant::now();
    for _ in 0..=limits.redirects {
        let left = limits.timeout.checked_sub(started.elapsed()).ok_or(FetchError::Timeout)?;
        let response = send(&agent, &url, left)?;
        let status = response.status().as_u16();
        let location =
            response.headers().get(header::LOCATION).map(|at| String::from_utf8_lossy(at.as_bytes()).into_owned());
        match (status, location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                let next = url.join(&location).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
                url = next.ok_or(FetchError::Redirects)?;
            }
            (200..=299, _) => return read_body(response, &url, limits),
            (404 | 410, _) => return Err(FetchError::Gone(status_line(status))),
            (401..=403 | 406 | 429 | 451 | 503, _) => return Err(FetchError::Refused(status_line(status))),
            _ => return Err(FetchError::Unreachable(status_line(status))),
        }
    }
    Err(FetchError::Redirects)
}

fn parse_address(address: &str) -> Result<Url, FetchError> {
    match Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        Ok(url) => Err(FetchError::Invalid(format!("`{}:` is no address of the web", url.scheme()))),
        Err(error) => Err(FetchError::Invalid(error.to_string())),
    }
}

fn send(agent: &Agent, url: &Url, timeout: Duration) -> Result<ureq::http::Response<Body>, FetchError> {
    let accept = "text/html,application/xhtml+xml,text/plain;q=0.8,application/pdf;q=0.8,*/*;q=0.1";
    let request = agent.get(url.as_str()).header(header::ACCEPT, accept).header(header::ACCEPT_ENCODING, "identity");
    request.config().timeout_global(Some(timeout)).build().call().map_err(|error| match request_error(&error) {
        RequestError::HostNotFound => FetchError::Unreachable("host not found".to_owned()),
        RequestError::PrivateAddress => FetchError::PrivateAddress,
        RequestError::Timeout => FetchError::Timeout,
        RequestError::NoNetwork(why) | RequestError::Connection(why) | RequestError::Exchange(why) => {
            FetchError::Unreachable(why)
        }
    })
}

fn read_body(response: ureq::http::Response<Body>, url: &Url, limits: &PageLimits) -> Result<FetchedPage, FetchError> {
    let stated = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let media_type = stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let parameters = stated.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let charset = charsets.next().map(|(_, value)| value.trim().trim_matches('"').to_owned());
    let mut body = Vec::new();
    let mut reader = response.into_body().into_reader().take(limits.size + 1);
    if let Err(error) = reader.read_to_end(&mut body) {
        let broken = FetchError::Unreachable(format!("the connection broke off: {error}"));
        let is_late = request_error(&error.into()) == RequestError::Timeout;
        return Err(if is_late { FetchError::Timeout } else { broken });
    }
    if body.len() as u64 > limits.size {
        return Err(FetchError::TooLarge(limits.size));
    }
    let mut url = url.clone();
    url.set_fragment(None);
    Ok(FetchedPage { url: url.into(), media_type, charset, body })
}
