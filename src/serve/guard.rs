//! Decides which requests are answered. The server is for browsers that were given its very address: a page of another site must
//! not be able to read what is served here, under whatever name it reaches this address (DNS rebinding).

use std::net::IpAddr;

use super::desk::DESK;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::percent_decode_str;

/// The names under which the server answers: host and port.
pub(crate) struct HostGuard {
    hosts: Vec<String>,
}

/// The answer to a request that is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RequestRefusal {
    /// The status to answer with.
    pub status: StatusCode,
    /// The text of the answer.
    pub why: &'static str,
}

impl HostGuard {
    /// Allows the names of an address of this computer, with `port`.
    pub fn new(host: IpAddr, port: u16) -> Self {
        let own = if host.is_ipv6() { format!("[{host}]") } else { host.to_string() };
        let names: Vec<String> = host.is_loopback().then(|| "localhost".to_owned()).into_iter().chain([own]).collect();
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        // Browsers leave out the default port.
        if port == 80 {
            hosts.extend(names);
        }
        Self { hosts }
    }

    /// Returns the requested path, decoded and without the slash at its start.
    ///
    /// # Errors
    /// When the request must not be answered.
    pub fn path(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<String, RequestRefusal> {
        let refusal = |status, why| Err(RequestRefusal { status, why });
        if !self.is_host(uri, headers) {
            return refusal(StatusCode::FORBIDDEN, "this server answers only to its own address");
        }
        if !self.is_origin(headers) {
            return refusal(StatusCode::FORBIDDEN, "this server answers only to its own pages");
        }
        let Some(path) = decode_path(uri.path()) else {
            return refusal(StatusCode::BAD_REQUEST, "the path of this address is not valid");
        };
        // Only the desk changes something, and only for its own pages, which state where they are from.
        let is_action = method == Method::POST && path.starts_with(DESK);
        if method != Method::GET && method != Method::HEAD && !is_action {
            return refusal(StatusCode::METHOD_NOT_ALLOWED, "this server can only be read: use GET or HEAD");
        }
        if is_action && !headers.contains_key(ORIGIN) {
            return refusal(StatusCode::FORBIDDEN, "this server answers only to its own pages");
        }
        Ok(path)
    }

    fn is_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(HOST).iter();
        let (first, second) = (given.next().and_then(|host| host.to_str().ok()), given.next());
        let named = |host: &str| self.hosts.iter().any(|own| own == host);
        first.is_some_and(named) && second.is_none() && uri.authority().is_none_or(|host| named(host.as_str()))
    }

    fn is_origin(&self, headers: &HeaderMap) -> bool {
        let own =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.hosts.iter().any(|it| it == host));
        headers.get_all(ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(own))
    }
}

/// Decodes a path once. Returns `None` for what no link of a site contains: `..`, a backslash, a control character, an
/// encoded slash, or bytes that are not UTF-8.
fn decode_path(path: &str) -> Option<String> {
    let raw = path.strip_prefix('/')?;
    let path = percent_decode_str(raw).decode_utf8().ok()?;
    let dots = path.split('/').any(|part| matches!(part, "." | ".."));
    let slashes = path.matches('/').count() != raw.matches('/').count();
    (!dots && !slashes && !path.contains('\\') && !path.contains(char::is_control)).then(|| path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(target: &str, headers: &[(&str, &str)]) -> Result<String, StatusCode> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = axum::http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
            map.append(name, value.parse().expect("a value"));
        }
        let uri = target.parse().expect("an address");
        HostGuard::new(IpAddr::from([127, 0, 0, 1]), 4000)
            .path(&Method::GET, &uri, &map)
            .map_err(|refusal| refusal.status)
    }

    #[test]
    fn only_own_names() {
        for host in ["127.0.0.1:4000", "localhost:4000"] {
            assert_eq!(ask("/a/", &[("host", host)]), Ok("a/".to_owned()));
        }
        let foreign =
            ["evil.example", "127.0.0.1", "127.0.0.1:4001", "localhost:4000.evil.example", "LOCALHOST:4000", ""];
        for host in foreign {
            assert_eq!(ask("/", &[("host", host)]), Err(StatusCode::FORBIDDEN), "{host}");
        }
        assert_eq!(ask("/", &[]), Err(StatusCode::FORBIDDEN));
        let twice = [("host", "127.0.0.1:4000"), ("host", "evil.example")];
        assert_eq!(ask("/", &twice), Err(StatusCode::FORBIDDEN));
        assert_eq!(ask("http://evil.example/", &[("host", "127.0.0.1:4000")]), Err(StatusCode::FORBIDDEN));
    }

    #[test]
    fn another_address_has_one_name() {
        let uri = "/".parse().expect("an address");
        for (address, host, is_own) in [
            ("192.168.0.5", "192.168.0.5:4000", true),
            ("fd00::1", "[fd00::1]:4000", true),
            ("192.168.0.5", "localhost:4000", false),
            ("192.168.0.5", "127.0.0.1:4000", false),
            ("192.168.0.5", "192.168.0.6:4000", false),
        ] {
            let headers = [(HOST, host.parse().expect("a value"))].into_iter().collect();
            let guard = HostGuard::new(address.parse().expect("an address"), 4000);
            assert_eq!(guard.path(&Method::GET, &uri, &headers).is_ok(), is_own, "{address} as {host}");
        }
    }

    #[test]
    fn only_own_origins() {
        let with = |origin| ask("/", &[("host", "127.0.0.1:4000"), ("origin", origin)]);
        assert_eq!(with("http://127.0.0.1:4000"), Ok(String::new()));
        for origin in ["null", "https://127.0.0.1:4000", "http://127.0.0.1", "http://evil.example"] {
            assert_eq!(with(origin), Err(StatusCode::FORBIDDEN), "{origin}");
        }
    }

    #[test]
    fn no_way_out() {
        let at = |path| ask(path, &[("host", "127.0.0.1:4000")]);
        assert_eq!(at("/tags/%EA%B4%91/"), Ok("tags/광/".to_owned()));
        // What is encoded twice is decoded once; no file has the resulting name.
        assert_eq!(at("/%252e%252e/x"), Ok("%2e%2e/x".to_owned()));
        for path in ["/../x", "/a/../../x", "/%2e%2e/x", "/..%2fx", "/%5c..%5cx", "/a%00", "/a%2fb", "/%ff", "/a%0a"] {
            assert_eq!(at(path), Err(StatusCode::BAD_REQUEST), "{path}");
        }
    }
}
