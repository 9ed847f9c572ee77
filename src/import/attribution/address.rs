//! The kind of a link, by its address: a page, a post, a profile.

use crate::import::html_to_markdown::address::host_of;

/// Platforms of posts: domain, name, and what the path of a post has.
const PLATFORMS: [(&str, &str, &[&str]); 10] = [
    ("twitter.com", "Twitter", &["/status/", "/statuses/"]),
    ("x.com", "X", &["/status/"]),
    ("instagram.com", "Instagram", &["/p/", "/reel/", "/tv/"]),
    (
        "facebook.com",
        "Facebook",
        &["/posts/", "/videos/", "/photos/", "permalink", "story_fbid", "/watch", "/notes/", "/reel/", "/share/"],
    ),
    ("reddit.com", "Reddit", &["/comments/"]),
    ("threads.net", "Threads", &["/post/"]),
    ("threads.com", "Threads", &["/post/"]),
    ("bsky.app", "Bluesky", &["/post/"]),
    ("tiktok.com", "TikTok", &["/video/"]),
    ("linkedin.com", "LinkedIn", &["/posts/", "/feed/update/"]),
];

/// Hosts that explain or sell what a text names, but are rarely quoted.
const REFERENCES: [&str; 4] = ["wikipedia.org", "wikimedia.org", "amazon.", "goodreads.com"];
/// Works of reference that are quoted where a text names them: domain, name, and names in other scripts.
const NAMED_REFERENCES: [(&str, &str, &[&str]); 3] = [
    ("wikipedia.org", "Wikipedia", &["위키백과", "위키피디아", "ウィキペディア", "维基百科", "維基百科"]),
    ("wiktionary.org", "Wiktionary", &["위키낱말사전", "ウィクショナリー", "维基词典", "維基詞典"]),
    ("wikiquote.org", "Wikiquote", &["위키인용집", "ウィキクォート", "维基语录", "維基語錄"]),
];

fn is_at(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Subdomains and folders at which platforms speak for themselves.
#[rustfmt::skip]
const OF_PLATFORMS: [&str; 13] = [
    "//about.", "//blog.", "//help.", "//developer", "//engineering.", "//support.", ".com/about/", ".com/legal/", ".com/policies",
    ".com/privacy", ".com/terms", ".com/help/", ".com/pulse/",
];

/// The platform of an address, and whether the address is that of a post. A platform's own page is a page like any other.
pub(super) fn platform(url: &str) -> Option<(&'static str, bool)> {
    let host = host_of(url)?;
    let (_, name, paths) = PLATFORMS.iter().find(|(domain, ..)| is_at(&host, domain))?;
    let is_post = paths.iter().any(|path| url.contains(path));
    (is_post || !OF_PLATFORMS.iter().any(|of| url.contains(of))).then_some((*name, is_post))
}

/// The platform that a word in lower case names, whatever its ending: `twitterze`.
pub(super) fn platform_called(word: &str) -> Option<&'static str> {
    let is_called =
        |name: &&str| name.len() > 1 && word.strip_prefix(&*name.to_lowercase()).is_some_and(|end| end.len() < 3);
    PLATFORMS.iter().map(|(_, name, _)| *name).find(is_called)
}

/// Returns whether an address is that of a post on a platform.
pub(in crate::import) fn is_post_address(url: &str) -> bool {
    platform(url).is_some_and(|(_, is_post)| is_post) || is_toot(url)
}

/// The handle in the address of a post: `/@maralind/video/1`, `/maralind/status/1`.
pub(super) fn handle_of(url: &str) -> Option<String> {
    let toot = || url.split_once("/@").filter(|_| is_toot(url)).and_then(|(_, rest)| rest.split('/').next());
    let user = ["/status/", "/statuses/", "/post/", "/video/"].iter().find_map(|path| Some(url.split_once(path)?.0));
    let user = user.and_then(|user| user.rsplit('/').next()).or_else(toot)?.trim_start_matches('@');
    (!user.is_empty()).then(|| format!("@{user}"))
}

fn named_reference(host: &str) -> Option<&'static (&'static str, &'static str, &'static [&'static str])> {
    NAMED_REFERENCES.iter().find(|(domain, ..)| is_at(host, domain))
}

/// The name of a work of reference by an address there.
pub(super) fn reference_at(host: &str) -> Option<&'static str> {
    named_reference(host).map(|(_, name, _)| *name)
}

/// Returns whether a link may lead to the words that are quoted, or a sentence names the work of reference to which it leads.
pub(super) fn may_be_named_source(sentence: &str, url: &str, own_host: Option<&str>) -> bool {
    let reference = || host_of(url).and_then(|host| named_reference(&host));
    let names = |(_, name, others): &(_, &str, &[&str])| {
        sentence.to_lowercase().contains(&name.to_lowercase()) || others.iter().any(|other| sentence.contains(other))
    };
    may_be_source(url, own_host) || reference().is_some_and(names)
}

/// Returns whether an address is that of a post on a server of Mastodon: `/@user/109`.
fn is_toot(url: &str) -> bool {
    let Some((_, user)) = url.split_once("/@") else { return false };
    user.split('/').nth(1).is_some_and(|id| id.len() > 8 && id.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns whether an address is on a host, or on one above or below it.
pub(in crate::import) fn is_of(url: &str, own: &str) -> bool {
    host_of(url).is_some_and(|host| is_at(&host, own) || is_at(own, &host))
}

/// Returns whether a link may lead to the words that are quoted: on another site, and neither a profile nor what explains. A
/// post on a server of one's own is elsewhere too.
pub(super) fn may_be_source(url: &str, own_host: Option<&str>) -> bool {
    let Some(host) = host_of(url) else { return false };
    let is_own = own_host.is_some_and(|own| is_of(url, own)) && !is_toot(url);
    // What a reader writes there is quoted as other posts are.
    let is_reference = REFERENCES.iter().any(|reference| host.contains(reference)) && !url.contains("/review/");
    let shows_words = !is_reference && !is_picture(url) && !is_profile(url, &host) && !is_search(url);
    !is_own && shows_words && platform(url).is_none_or(|(_, is_post)| is_post)
}

/// Returns whether an address is that of a person's page on a host of code or of texts.
fn is_profile(url: &str, host: &str) -> bool {
    const HOSTS: [&str; 6] = ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "about.me", "keybase.io"];
    let path = url.split_once(host).map_or("", |(_, path)| path.trim_matches('/'));
    (HOSTS.contains(&host) && !path.contains('/')) || path.contains("/profile?") || path.starts_with("users/")
}

/// Returns whether an address is that of what a search finds.
fn is_search(url: &str) -> bool {
    ["?q=", "/search?", "?s=", "?query="].iter().any(|query| url.contains(query))
}

/// Returns whether a line that states a source may mean a link: also to a shop of books, or to what explains.
pub(super) fn may_be_stated(url: &str, own_host: Option<&str>) -> bool {
    let is_reference = host_of(url).is_some_and(|host| REFERENCES.iter().any(|reference| host.contains(reference)));
    may_be_source(url, own_host) || (is_reference && !is_picture(url))
}

/// Returns whether an address or a name is that of the file of a picture.
pub(super) fn is_picture(address: &str) -> bool {
    const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];
    let lower = address.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// The word among a few that is the name of a host.
pub(super) fn label_in<'a>(words: &'a str, host: &str) -> Option<&'a str> {
    const MAX_WORDS: usize = 4;
    let label = host.rsplit('.').nth(1)?;
    let is_short = words.split_whitespace().count() <= MAX_WORDS;
    words.split_whitespace().find(|word| is_short && word.eq_ignore_ascii_case(label))
}

/// Returns whether a name is that of a host: `Harbour Gazette`, `harbourgazette.example`.
pub(super) fn resembles(name: &str, host: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let name = letters(name);
    let name = name.strip_prefix("the").filter(|rest| rest.len() > 2).unwrap_or(&name);
    let label = host.rsplit('.').skip(1).map(letters).max_by_key(String::len).unwrap_or_default();
    name.len() > 2 && label.len() > 2 && (name.contains(&label) || label.contains(name))
}
