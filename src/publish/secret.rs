//! Finds secrets: keys and tokens of services, in the formats that these services document. The list is short and
//! exact, since a false alarm stops a publication.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use SecretLength::{AtLeast, Exactly};

/// The format of one kind of secret.
struct SecretPattern {
    prefix: &'static str,
    /// The kind, with its article: "a token of GitHub".
    kind: &'static str,
    length: SecretLength,
    /// Returns whether a byte may follow the prefix.
    alphabet: fn(u8) -> bool,
}

/// The number of characters after the prefix.
enum SecretLength {
    Exactly(usize),
    AtLeast(usize),
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_upper_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_word_or_slash(byte: u8) -> bool {
    is_word(byte) || byte == b'/'
}

fn is_word_or_dot(byte: u8) -> bool {
    is_word(byte) || byte == b'.'
}

fn is_hexadecimal(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

const fn pattern(
    prefix: &'static str,
    kind: &'static str,
    length: SecretLength,
    alphabet: fn(u8) -> bool,
) -> SecretPattern {
    SecretPattern { prefix, kind, length, alphabet }
}

const PATTERNS: [SecretPattern; 54] = [
    pattern("AKIA", "an access key of AWS", Exactly(16), is_upper_or_digit),
    pattern("ASIA", "an access key of AWS", Exactly(16), is_upper_or_digit),
    pattern("ghp_", "a token of GitHub", AtLeast(36), is_alphanumeric),
    pattern("gho_", "a token of GitHub", AtLeast(36), is_alphanumeric),
    pattern("ghu_", "a token of GitHub", AtLeast(36), is_alphanumeric),
    pattern("ghs_", "a token of GitHub", AtLeast(36), is_alphanumeric),
    pattern("ghr_", "a token of GitHub", AtLeast(36), is_alphanumeric),
    pattern("github_pat_", "a token of GitHub", AtLeast(60), is_word),
    pattern("glpat-", "a token of GitLab", AtLeast(20), is_word),
    pattern("gldt-", "a deploy token of GitLab", AtLeast(20), is_word),
    pattern("glrt-", "a runner token of GitLab", AtLeast(20), is_word),
    pattern("glptt-", "a trigger token of GitLab", Exactly(40), is_word),
    pattern("xoxb-", "a token of Slack", AtLeast(20), is_word),
    pattern("xoxp-", "a token of Slack", AtLeast(20), is_word),
    pattern("xoxe-", "a token of Slack", AtLeast(20), is_word),
    pattern("xapp-", "an app token of Slack", AtLeast(30), is_word),
    pattern("hooks.slack.com/services/", "a webhook of Slack", AtLeast(40), is_word_or_slash),
    pattern("discord.com/api/webhooks/", "a webhook of Discord", AtLeast(60), is_word_or_slash),
    pattern("sk_live_", "a key of Stripe", AtLeast(20), is_alphanumeric),
    pattern("rk_live_", "a key of Stripe", AtLeast(20), is_alphanumeric),
    pattern("whsec_", "a signing secret of Stripe", AtLeast(32), is_alphanumeric),
    pattern("AIza", "a key of Google", Exactly(35), is_word),
    pattern("GOCSPX-", "a client secret of Google", Exactly(28), is_word),
    pattern("ya29.", "an access token of Google", AtLeast(60), is_word),
    pattern("npm_", "a token of npm", Exactly(36), is_alphanumeric),
    pattern("pypi-AgEIcHlwaS5vcmc", "a token of PyPI", AtLeast(50), is_word),
    pattern("rubygems_", "a key of RubyGems", Exactly(48), is_alphanumeric),
    pattern("cio", "a token of crates.io", Exactly(32), is_alphanumeric),
    pattern("dckr_pat_", "a token of Docker", AtLeast(27), is_word),
    pattern("dop_v1_", "a token of DigitalOcean", Exactly(64), is_alphanumeric),
    pattern("HRKU-AA", "a key of Heroku", AtLeast(50), is_word),
    pattern("nfp_", "a token of Netlify", AtLeast(36), is_alphanumeric),
    pattern("sk-ant-", "a key of Anthropic", AtLeast(40), is_word),
    pattern("sk-proj-", "a key of OpenAI", AtLeast(40), is_word),
    pattern("hf_", "a token of Hugging Face", Exactly(34), is_alphanumeric),
    pattern("gsk_", "a key of Groq", Exactly(52), is_alphanumeric),
    pattern("SG.", "a key of SendGrid", Exactly(66), is_word_or_dot),
    pattern("key-", "a key of Mailgun", Exactly(32), is_hexadecimal),
    pattern("xkeysib-", "a key of Brevo", AtLeast(80), is_word),
    pattern("shpat_", "a token of Shopify", Exactly(32), is_hexadecimal),
    pattern("shpss_", "a secret of Shopify", Exactly(32), is_hexadecimal),
    pattern("lin_api_", "a key of Linear", Exactly(40), is_alphanumeric),
    pattern("secret_", "a token of Notion", Exactly(43), is_alphanumeric),
    pattern("ntn_", "a token of Notion", AtLeast(46), is_alphanumeric),
    pattern("figd_", "a token of Figma", AtLeast(40), is_word),
    pattern("dp.pt.", "a token of Doppler", AtLeast(40), is_alphanumeric),
    pattern("hvs.", "a token of Vault", AtLeast(90), is_word),
    pattern("pul-", "a token of Pulumi", Exactly(40), is_hexadecimal),
    pattern("PMAK-", "a key of Postman", Exactly(59), is_word),
    pattern("NRAK-", "a key of New Relic", Exactly(27), is_upper_or_digit),
    pattern("glsa_", "a token of Grafana", AtLeast(41), is_word),
    pattern("sntrys_", "a token of Sentry", AtLeast(60), is_word),
    pattern("AGE-SECRET-KEY-1", "a private key of age", Exactly(58), is_upper_or_digit),
    pattern(PRIVATE_KEY, "a private key", AtLeast(0), is_word),
];

/// The start of a private key in PEM (RFC 7468 §10), also of OpenSSH and RSA.
const PRIVATE_KEY: &str = "-----BEGIN ";
/// The number of bytes after the start within which the first line of the key must follow.
const KEY_LINE_WITHIN: usize = 512;
/// The number of base64 characters in such a line, at least; prose about keys has none.
const KEY_LINE_LENGTH: usize = 48;

/// The end of tokens in the documentation of services.
const EXAMPLE: &[u8] = b"EXAMPLE";
/// The number of different characters in a token, at least; a placeholder such as `xxxx` has fewer.
const DISTINCT_CHARACTERS: usize = 8;

static PREFIXES: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(PATTERNS.iter().map(|pattern| pattern.prefix)).expect("a few short words"));

/// Something that looks like a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// The kind, with its article: "a token of GitHub".
    pub kind: &'static str,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Finds everything in `bytes` that looks like a secret.
pub(crate) fn find(bytes: &[u8]) -> Vec<Secret> {
    let secrets = PREFIXES.find_iter(bytes).filter_map(|prefix| {
        let pattern = &PATTERNS[prefix.pattern().as_usize()];
        let end = match pattern.prefix {
            PRIVATE_KEY => private_key_end(bytes, prefix.end())?,
            _ => token_end(bytes, prefix.range(), pattern)?,
        };
        Some(Secret { kind: pattern.kind, range: prefix.start()..end })
    });
    secrets.collect()
}

/// Replaces every secret in a text by its start.
pub(crate) fn mask_all(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for Secret { range, .. } in find(text.as_bytes()) {
        kept.push_str(&text[end..range.start]);
        kept.push_str(&masked(&text[range.clone()]));
        end = range.end;
    }
    kept + &text[end..]
}

/// Shortens a secret to its start, enough to find it and never enough to use it.
pub(crate) fn masked(secret: &str) -> String {
    let shown = if secret.starts_with(PRIVATE_KEY) { secret.len() } else { 6 };
    secret.chars().take(shown).chain(['…']).collect()
}

/// Returns the end of the token that starts at `prefix`, if it is one.
fn token_end(bytes: &[u8], prefix: Range<usize>, pattern: &SecretPattern) -> Option<usize> {
    let starts = prefix.start == 0 || !is_word(bytes[prefix.start - 1]);
    let body = &bytes[prefix.end..];
    let len = body.iter().position(|byte| !(pattern.alphabet)(*byte)).unwrap_or(body.len());
    let fits = match pattern.length {
        Exactly(length) => len == length,
        AtLeast(length) => len >= length,
    };
    let body = &body[..len];
    let mut distinct = body.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let varied = distinct.len() >= DISTINCT_CHARACTERS && !body.ends_with(EXAMPLE);
    (starts && fits && varied).then_some(prefix.end + len)
}

/// Returns the end of a private key's first line, if the key itself follows.
fn private_key_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..bytes.len().min(start + KEY_LINE_WITHIN)];
    let title = rest.iter().position(|byte| !(byte.is_ascii_uppercase() || *byte == b' '))?;
    let after = rest[title..].strip_prefix(b"-----")?;
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let line = after.split(|byte| !base64(byte)).any(|run| run.len() >= KEY_LINE_LENGTH);
    (rest[..title].ends_with(b"PRIVATE KEY") && line).then_some(start + title + 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        find(text.as_bytes()).into_iter().map(|secret| (secret.kind, &text[secret.range])).collect()
    }

    /// A token put together here, so that no scanner of this repository stumbles over it.
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
    fn every_kind_is_found_and_masked() {
        let kinds: std::collections::BTreeSet<_> = PATTERNS.iter().map(|pattern| pattern.kind).collect();
        assert!(kinds.len() >= 35, "{}", kinds.len());
        for pattern in PATTERNS.iter().filter(|pattern| pattern.prefix != PRIVATE_KEY) {
            let (Exactly(length) | AtLeast(length)) = pattern.length;
            let body = (0..=255u8).rev().chain(0..=255).filter(|byte| (pattern.alphabet)(*byte)).cycle().take(length);
            let token = format!("{}{}", pattern.prefix, body.map(char::from).collect::<String>());
            assert_eq!(found(&format!("<a href=\"{token}\">")), [(pattern.kind, &*token)]);
            assert!(masked(&token).chars().count() < 8);
        }
    }

    #[test]
    fn prose_about_secrets_is_left_alone() {
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
