//! Sends one request of a link check: HEAD, or GET where a host does not answer HEAD as it would GET. Its body is never read,
//! and every request has a time limit.

use std::io;
use std::time::{Duration, Instant};

use ureq::http::{Response, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};
use url::Url;

use super::guard::{AddressScope, GuardedResolver, ResolveError};

/// The `User-Agent` of every request.
const USER_AGENT: &str = concat!("margent/", env!("CARGO_PKG_VERSION"), " (link check)");
/// Bytes of a response's header that are read.
const MAX_HEADER: usize = 64 << 10;

/// The method of a request (RFC 9110 §9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// `HEAD`.
    Head,
    /// `GET`, as a browser sends it; the body is not read.
    Get,
}

/// The part of a response that a link check needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LinkResponse {
    /// The status code (RFC 9110 §15).
    pub(super) status: u16,
    /// The header field `Location`.
    pub(super) location: Option<String>,
    /// The header field `Retry-After`, as the time from now.
    pub(super) retry_after: Option<Duration>,
}

/// The reason why a request has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// The host does not exist, according to its name server.
    HostNotFound,
    /// The lookup failed for this reason, such as a network that is down.
    NoNetwork(String),
    /// The host has a private address, so that nothing was sent.
    PrivateAddress,
    /// The time limit was reached.
    Timeout,
    /// The connection failed for this reason; another method would not help.
    Connection(String),
    /// The exchange failed for this reason; another method may help.
    Exchange(String),
}

/// Sends requests.
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    /// Returns a client that connects to addresses in `scope` only.
    pub(super) fn new(scope: AddressScope) -> Self {
        Self { agent: agent(USER_AGENT, scope) }
    }

    /// Sends one request and waits at most `timeout` for its response. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// When there is no valid response.
    pub(super) fn send(
        &self,
        method: Method,
        url: &Url,
        timeout: Duration,
        now: i64,
    ) -> Result<LinkResponse, RequestError> {
        let request = match method {
            Method::Head => self.agent.head(url.as_str()),
            Method::Get => self.agent.get(url.as_str()),
        };
        let started = Instant::now();
        match request.config().timeout_global(Some(timeout)).build().call() {
            Ok(response) => Ok(link_response(&response, now)),
            Err(error) => {
                let error = request_error(&error);
                // A connection that was cut at the time limit.
                let is_cut = matches!(error, RequestError::Exchange(_)) && started.elapsed() >= timeout;
                Err(if is_cut { RequestError::Timeout } else { error })
            }
        }
    }
}

/// Returns an agent that follows no redirects, and connects to addresses in `scope` only.
pub(super) fn agent(user_agent: &str, scope: AddressScope) -> Agent {
    let config = Agent::config_builder()
        .user_agent(user_agent)
        .http_status_as_error(false)
        // Whoever sends the request follows redirects, to tell permanent ones from others.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(MAX_HEADER)
        .max_idle_connections(0)
        // A proxy would resolve names itself, past the guard.
        .proxy(None)
        .build();
    Agent::with_parts(config, DefaultConnector::default(), GuardedResolver::new(scope))
}

fn link_response(response: &Response<Body>, now: i64) -> LinkResponse {
    let headers = response.headers();
    // Some hosts write addresses in UTF-8, although the standard allows only ASCII.
    let location = headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let retry_after = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    LinkResponse {
        status: response.status().as_u16(),
        location,
        retry_after: retry_after.and_then(|value| parse_retry_after(value, now)),
    }
}

/// Parses `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
fn parse_retry_after(value: &str, now: i64) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value.trim()).ok()?;
    Some(Duration::from_secs((date.as_second() - now).try_into().unwrap_or(0)))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors of ureq concern a single exchange")]
pub(super) fn request_error(error: &Error) -> RequestError {
    match error {
        Error::HostNotFound => RequestError::HostNotFound,
        Error::Timeout(_) => RequestError::Timeout,
        Error::Rustls(error) => RequestError::Connection(format!("TLS: {error}")),
        Error::Tls(why) => RequestError::Connection(format!("TLS: {why}")),
        Error::Protocol(error) => RequestError::Exchange(format!("invalid HTTP: {error}")),
        Error::Io(error) => connection_error(error),
        Error::Other(error) => match error.downcast_ref::<ResolveError>() {
            Some(ResolveError::Private) => RequestError::PrivateAddress,
            Some(ResolveError::Lookup(error)) => RequestError::NoNetwork(error.to_string()),
            None => RequestError::Exchange(error.to_string()),
        },
        other => RequestError::Exchange(other.to_string()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the kinds of the standard library can grow")]
fn connection_error(error: &io::Error) -> RequestError {
    match error.kind() {
        io::ErrorKind::TimedOut => RequestError::Timeout,
        io::ErrorKind::ConnectionRefused => RequestError::Connection("the host refuses connections".to_owned()),
        // rustls wraps its errors so.
        io::ErrorKind::InvalidData => RequestError::Connection(format!("TLS: {error}")),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => RequestError::NoNetwork(error.to_string()),
        _ => RequestError::Exchange(error.to_string()),
    }
}

/// Returns a status code with its reason phrase: `404 Not Found`.
pub(super) fn status_line(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after() {
        let now = 784_111_770;
        assert_eq!(parse_retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(7)));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now + 60), Some(Duration::ZERO));
        assert_eq!(parse_retry_after("soon", now), None);
        assert_eq!(parse_retry_after("-5", now), None);
    }

    #[test]
    fn status_lines() {
        assert_eq!([404, 299].map(status_line), ["404 Not Found", "299"]);
    }
}
