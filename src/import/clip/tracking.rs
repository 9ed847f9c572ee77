//! Addresses without what only tells their site where a reader came from.

use url::Url;

/// Parameters that count readers, or the beginnings of their names where a `*` follows.
const TRACKING: [&str; 38] = [
    "utm_*",
    "pk_*",
    "mtm_*",
    "at_*",
    "hsa_*",
    "guce_*",
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "cmpid",
    "dclid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ref_src",
    "ref_url",
    "s_cid",
    "twclid",
    "wbraid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Removes tracking parameters, a fragment, and the name and password of a user. Everything else stays as it is written.
pub(crate) fn without_tracking(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let url = without_user(url);
    let Some((page, query)) = url.split_once('?') else { return url };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    if kept.iter().all(|pair| pair.is_empty()) { page.to_owned() } else { format!("{page}?{}", kept.join("&")) }
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *known,
    })
}

fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or(&rest[..end]);
    format!("{scheme}://{host}{}", &rest[end..])
}

/// The address of which an address of the Internet Archive (`https://web.archive.org/web/20150131120000/https://…`) is a copy.
pub(crate) fn archived_address(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://web.archive.org/web/")?;
    let (stamp, original) = rest.split_once('/')?;
    let is_stamp = stamp.len() >= 4 && stamp.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let original = if original.contains("://") { original.to_owned() } else { format!("https://{original}") };
    (is_stamp && Url::parse(&original).is_ok_and(|url| url.has_host())).then_some(original)
}

/// Returns whether an address has a path or a query, hence is more than the home page of a site.
pub(crate) fn is_inner_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once(['/', '?']).is_some_and(|(_, path)| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_tracking() {
        for (written, clean) in [
            ("https://a.example/b?id=3&utm_source=x&fbclid=y#top", "https://a.example/b?id=3"),
            ("https://a.example/b?UTM_medium=x", "https://a.example/b"),
            ("https://me:secret@a.example/b@c?q=%ED%95%9C", "https://a.example/b@c?q=%ED%95%9C"),
            ("https://a.example/?at=3", "https://a.example/?at=3"),
        ] {
            assert_eq!(without_tracking(written), clean);
        }
        assert!(is_inner_page("https://a.example?id=5") && !is_inner_page("https://a.example/"));
        let copy = "https://web.archive.org/web/20150131120000/http://a.example/b";
        assert_eq!(archived_address(copy).as_deref(), Some("http://a.example/b"));
        assert_eq!(archived_address("https://web.archive.org/web/about/x"), None);
        assert!(is_inner_page("https://a.example/b") && !is_inner_page("https://a.example/"));
    }
}
