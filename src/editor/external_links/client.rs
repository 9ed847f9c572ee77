//! Asks for one address: HEAD, and GET where HEAD is not answered as GET would be. Bodies are never read, and everything is
//! bounded in time.

use std::io;
use std::time::{Duration, Instant};

use ureq::http::{Response, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};
use url::Url;

use super::guard::{GuardedResolver, PRIVATE};

/// Who asks.
const AGENT: &str = concat!("margent/", env!("CARGO_PKG_VERSION"), " (link check)");
/// Bytes of a head that are read.
const HEAD: usize = 64 << 10;

/// How a host is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// For the head alone.
    Head,
    /// As a reader does; the body is not read.
    Get,
}

/// What a host answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkResponse {
    /// The status (RFC 9110 §15).
    pub status: u16,
    /// Where it sends us.
    pub location: Option<String>,
    /// How long it wants to be left alone.
    pub retry_after: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// There is no such host, as far as names can be looked up.
    NoHost,
    /// No name can be looked up, or no network reached: why.
    NoNetwork(String),
    /// The address is private, and was not asked.
    Private,
    /// It took too long.
    Slow,
    /// Another method would not help: why.
    Certain(String),
    /// Something else: why.
    Other(String),
}

/// Asks hosts.
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client; `private` allows private addresses.
    pub fn new(private: bool) -> Self {
        let config = Agent::config_builder()
            .user_agent(AGENT)
            .http_status_as_error(false)
            // We follow redirects ourselves, to tell those for good from others.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEAD)
            .max_idle_connections(0)
            // A proxy would look names up itself, behind our back.
            .proxy(None)
            .build();
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), GuardedResolver::new(private)) }
    }

    /// Asks once, for so long at most.
    ///
    /// # Errors
    /// When there is no answer that can be understood.
    pub fn ask(&self, method: Method, url: &Url, time: Duration, now: i64) -> Result<LinkResponse, RequestError> {
        let request = match method {
            Method::Head => self.agent.head(url.as_str()),
            Method::Get => self.agent.get(url.as_str()),
        };
        let started = Instant::now();
        let asked = request.config().timeout_global(Some(time)).build().call();
        asked.map(|response| answer(&response, now)).map_err(|error| match trouble(&error) {
            // A connection that is cut when the time is over.
            RequestError::Other(_) if started.elapsed() >= time => RequestError::Slow,
            other => other,
        })
    }
}

fn answer(response: &Response<Body>, now: i64) -> LinkResponse {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    // Addresses may be written in UTF-8, although they should not.
    let location =
        response.headers().get(header::LOCATION).map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
    LinkResponse {
        status: response.status().as_u16(),
        location,
        retry_after: text(header::RETRY_AFTER).and_then(|text| wait(text, now)),
    }
}

/// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
fn wait(text: &str, now: i64) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(Duration::from_secs((date.as_second() - now).try_into().unwrap_or(0)))
}

fn trouble(error: &Error) -> RequestError {
    match error {
        Error::HostNotFound => RequestError::NoHost,
        Error::Timeout(_) => RequestError::Slow,
        Error::Rustls(error) => RequestError::Certain(format!("TLS: {error}")),
        Error::Tls(why) => RequestError::Certain(format!("TLS: {why}")),
        Error::Protocol(error) => RequestError::Other(format!("no valid HTTP: {error}")),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => RequestError::Slow,
            io::ErrorKind::ConnectionRefused => RequestError::Certain("the host refuses connections".to_owned()),
            // What rustls says of bytes that it cannot take.
            io::ErrorKind::InvalidData => RequestError::Certain(format!("TLS: {error}")),
            _ if error.to_string() == PRIVATE => RequestError::Private,
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
                RequestError::NoNetwork(error.to_string())
            }
            // What the standard library puts before the words of any system.
            _ if error.to_string().contains("lookup address") => RequestError::NoNetwork(error.to_string()),
            _ => RequestError::Other(error.to_string()),
        },
        other => RequestError::Other(other.to_string()),
    }
}

/// A status as people know it: `404 Not Found`.
pub fn phrase(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_to_wait() {
        let now = 784_111_770;
        assert_eq!(wait("120", now), Some(Duration::from_secs(120)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(7)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT", now + 60), Some(Duration::ZERO));
        assert_eq!(wait("soon", now), None);
        assert_eq!(wait("-5", now), None);
    }

    #[test]
    fn phrases() {
        assert_eq!([404, 299].map(phrase), ["404 Not Found", "299"]);
    }
}
