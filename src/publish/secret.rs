//! What looks like a secret: keys and tokens that services give out, by the forms that these services document. Few and
//! exact, since a false alarm stops a publication.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// The form of a kind of secret.
struct SecretPattern {
    /// How it begins.
    prefix: &'static str,
    what: &'static str,
    /// How many characters follow, at least.
    least: usize,
    /// Whether no more may follow.
    exact: bool,
    /// Which characters may follow.
    alphabet: fn(u8) -> bool,
}

fn letters(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn capitals(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn words(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

const fn form(
    prefix: &'static str,
    what: &'static str,
    least: usize,
    exact: bool,
    alphabet: fn(u8) -> bool,
) -> SecretPattern {
    SecretPattern { prefix, what, least, exact, alphabet }
}

const FORMS: [SecretPattern; 17] = [
    form("AKIA", "an access key of AWS", 16, true, capitals),
    form("ASIA", "an access key of AWS", 16, true, capitals),
    form("ghp_", "a token of GitHub", 36, false, letters),
    form("gho_", "a token of GitHub", 36, false, letters),
    form("ghu_", "a token of GitHub", 36, false, letters),
    form("ghs_", "a token of GitHub", 36, false, letters),
    form("ghr_", "a token of GitHub", 36, false, letters),
    form("github_pat_", "a token of GitHub", 60, false, words),
    form("glpat-", "a token of GitLab", 20, false, words),
    form("xoxb-", "a token of Slack", 20, false, words),
    form("xoxp-", "a token of Slack", 20, false, words),
    form("sk_live_", "a key of Stripe", 20, false, letters),
    form("AIza", "a key of Google", 35, true, words),
    form("npm_", "a token of npm", 36, true, letters),
    form("sk-ant-", "a key of Anthropic", 40, false, words),
    form("sk-proj-", "a key of OpenAI", 40, false, words),
    form(KEY, "a private key", 0, false, words),
];

/// Begins every private key in PEM (RFC 7468 §10), also those of OpenSSH and RSA.
const KEY: &str = "-----BEGIN ";
/// Bytes after the beginning in which the first line of a key must stand.
const KEY_WITHIN: usize = 512;
/// Characters of base64 that make such a line; prose about keys has none.
const KEY_LINE: usize = 48;

/// What the documentation of services uses as an example.
const EXAMPLE: &[u8] = b"EXAMPLE";
/// A token has more kinds of characters than what only stands in for one, such as `xxxx`.
const KINDS: usize = 8;

static PREFIXES: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(FORMS.iter().map(|form| form.prefix)).expect("a few short words"));

/// Something that looks like a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// With its article: "a token of GitHub".
    pub what: &'static str,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Everything in `bytes` that looks like a secret.
pub fn find(bytes: &[u8]) -> Vec<Secret> {
    let found = PREFIXES.find_iter(bytes).filter_map(|found| {
        let form = &FORMS[found.pattern().as_usize()];
        let end = if form.prefix == KEY { key(bytes, found.end())? } else { token(bytes, found.range(), form)? };
        Some(Secret { what: form.what, range: found.start()..end })
    });
    found.collect()
}

/// How a secret begins, for an editor who looks for it; never enough to use it.
pub fn masked(secret: &str) -> String {
    let shown = if secret.starts_with(KEY) { secret.len() } else { 6 };
    secret.chars().take(shown).chain(['…']).collect()
}

/// Where the token ends that starts at `prefix`, if it is one.
fn token(bytes: &[u8], prefix: Range<usize>, form: &SecretPattern) -> Option<usize> {
    let starts = prefix.start == 0 || !words(bytes[prefix.start - 1]);
    let body = &bytes[prefix.end..];
    let len = body.iter().position(|byte| !(form.alphabet)(*byte)).unwrap_or(body.len());
    let ends = !form.exact || len == form.least;
    let body = &body[..len];
    let mut kinds = body.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let varied = kinds.len() >= KINDS && !body.ends_with(EXAMPLE);
    (starts && ends && len >= form.least && varied).then_some(prefix.end + len)
}

/// Where the first line of a private key ends, if its contents follow.
fn key(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..bytes.len().min(start + KEY_WITHIN)];
    let title = rest.iter().position(|byte| !(byte.is_ascii_uppercase() || *byte == b' '))?;
    let after = rest[title..].strip_prefix(b"-----")?;
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let line = after.split(|byte| !base64(byte)).any(|run| run.len() >= KEY_LINE);
    (rest[..title].ends_with(b"PRIVATE KEY") && line).then_some(start + title + 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        find(text.as_bytes()).into_iter().map(|secret| (secret.what, &text[secret.range])).collect()
    }

    /// Put together here, so that no scanner of this repository stumbles.
    fn github() -> String {
        format!("ghp_{}", "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYzA1b")
    }

    #[test]
    fn secrets_are_found() {
        let text = format!("<p>token={}, AK{}IOSF0DNN7ZXCVBNM.", github(), "IA");
        let kinds: Vec<_> = found(&text).into_iter().map(|(what, _)| what).collect();
        assert_eq!(kinds, ["a token of GitHub", "an access key of AWS"]);
        assert_eq!(found(&text)[0].1, github());
        assert_eq!(masked(&github()), "ghp_aB…");
        let line = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
        let key = format!("-----BEGIN OPENSSH PRIVATE {}-----\n{line}\n", "KEY");
        assert_eq!(found(&key), [("a private key", "-----BEGIN OPENSSH PRIVATE KEY-----")]);
    }

    #[test]
    fn what_only_speaks_of_secrets_is_left_alone() {
        for text in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_short",
            "AKIAIOSFODNN7EXAMPLE",
            "XAKIAIOSF0DNN7ZXCVBNM",
            "-----BEGIN PUBLIC KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
            "a file that starts with -----BEGIN PRIVATE KEY----- is one to keep",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
