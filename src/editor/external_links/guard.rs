//! Keeps requests to the public internet, so that a link cannot make margent connect to what only this machine or its
//! network can reach (server-side request forgery).

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The IP addresses that requests may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressScope {
    /// Those of the public internet.
    Public,
    /// All, also those of this computer and its network.
    Any,
}

impl AddressScope {
    /// All addresses if private ones are allowed.
    pub(crate) fn allowing_private(is_allowed: bool) -> Self {
        if is_allowed { Self::Any } else { Self::Public }
    }
}

/// The reason why a name could not be resolved.
#[derive(Debug)]
pub(super) enum ResolveError {
    /// The host has only private addresses.
    Private,
    /// The lookup failed, which says nothing about the host.
    Lookup(io::Error),
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Private => f.write_str("a private address"),
            Self::Lookup(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ResolveError {}

/// Resolves names to the addresses in its scope. The connection goes to exactly these, so that a name cannot resolve to
/// another address a moment later (DNS rebinding).
#[derive(Debug)]
pub(super) struct GuardedResolver {
    inner: DefaultResolver,
    scope: AddressScope,
}

impl GuardedResolver {
    /// Resolves to addresses in `scope` only.
    pub(super) fn new(scope: AddressScope) -> Self {
        Self { inner: DefaultResolver::default(), scope }
    }

    fn allows(&self, address: IpAddr) -> bool {
        self.scope == AddressScope::Any || is_public(address)
    }
}

impl Resolver for GuardedResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let resolved = self.inner.resolve(uri, config, timeout).map_err(lookup_error)?;
        let mut allowed = self.empty();
        resolved.iter().filter(|address| self.allows(address.ip())).for_each(|address| allowed.push(*address));
        if allowed.is_empty() { Err(Error::Other(Box::new(ResolveError::Private))) } else { Ok(allowed) }
    }
}

/// Distinguishes a host that does not exist from a lookup that failed.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors of ureq pass through")]
fn lookup_error(error: Error) -> Error {
    match error {
        Error::Io(error) if is_unknown_host(&error) => Error::HostNotFound,
        Error::Io(error) => Error::Other(Box::new(ResolveError::Lookup(error))),
        other => other,
    }
}

/// Returns whether a name does not exist, rather than could not be looked up: `EAI_NONAME` and `EAI_NODATA`, whose
/// numbers the standard library drops, in the words of glibc, musl, the BSDs and macOS; and `WSAHOST_NOT_FOUND`.
fn is_unknown_host(error: &io::Error) -> bool {
    const HOST_NOT_FOUND: i32 = 11_001;
    const WORDINGS: [&str; 4] = ["not known", "does not resolve", "No address associated", "No such host"];
    let message = error.to_string();
    error.raw_os_error() == Some(HOST_NOT_FOUND) || WORDINGS.iter().any(|wording| message.contains(wording))
}

/// Returns whether an address belongs to the public internet (the registries of special-purpose addresses, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast();
    let shared = a == 100 && b & 0xc0 == 64;
    let benchmarks = a == 198 && b & 0xfe == 18;
    let protocols = (a, b, c) == (192, 0, 0);
    let reserved = a == 0 || a >= 240;
    !(special || shared || benchmarks || protocols || reserved)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // IPv4 addresses inside IPv6: mapped, compatible, translated (RFC 6052) and 6to4 (RFC 3056).
    let inner = match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0, 0, 0, 0, 0, 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some((high, low))
        }
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = inner {
        return is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    }
    // Global unicast is 2000::/3, without documentation and Teredo, which can tunnel to any address.
    let documentation = parts[0] == 0x2001 && parts[1] == 0xdb8 || parts[0] == 0x3fff && parts[1] < 0x1000;
    let teredo = parts[0] == 0x2001 && parts[1] == 0;
    parts[0] & 0xe000 == 0x2000 && !documentation && !teredo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_and_private() {
        #[rustfmt::skip]
        let private = [
            "127.0.0.1", "127.255.255.255", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "0.0.0.0", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1",
            "198.19.255.255", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
            "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::192.168.0.1", "64:ff9b::a00:1",
            "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1", "2001::1", "fec0::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().expect(address)), "{address}");
        }
        #[rustfmt::skip]
        let public = [
            "1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.0.1",
            "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888",
            "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1",
        ];
        for address in public {
            assert!(is_public(address.parse().expect(address)), "{address}");
        }
    }

    #[test]
    fn names_that_do_not_exist() {
        let error = |text: &str| io::Error::other(format!("failed to lookup address information: {text}"));
        assert!(is_unknown_host(&error("Name or service not known")));
        assert!(is_unknown_host(&error("nodename nor servname provided, or not known")));
        assert!(!is_unknown_host(&error("Temporary failure in name resolution")));
        assert!(!is_unknown_host(&error("Non-recoverable failure in name resolution")));
    }
}
