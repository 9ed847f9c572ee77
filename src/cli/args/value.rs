//! Reads the values of options.

use encoding_rs::Encoding;

use crate::pipeline::config::{self, BUCKET_FORM, BucketUrl};

/// Parses the value of `--base-url`.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    if config::is_base_url(text.trim_end_matches('/')) {
        Ok(text.to_owned())
    } else {
        Err("write it like https://user.github.io/repo, without ? and #".to_owned())
    }
}

/// Parses the address of a bucket.
pub(super) fn bucket_url(text: &str) -> Result<BucketUrl, String> {
    BucketUrl::parse(text).ok_or_else(|| BUCKET_FORM.to_owned())
}

/// Reads the name of a character set (Encoding Standard §4.2).
pub(super) fn parse_charset(name: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label_no_replacement(name.as_bytes());
    known.ok_or_else(|| "no such character set; write a name such as EUC-KR, Shift_JIS or windows-1252".to_owned())
}

/// Reads a token that pages send in a header (RFC 9110 §5.6.2), and that nobody guesses.
pub(super) fn desk_token(text: &str) -> Result<String, String> {
    let is_sent = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    match text.len() {
        16..=200 if is_sent => Ok(text.to_owned()),
        _ => Err(
            "take 16 to 200 letters, digits and - . _ ~ that nobody guesses, for instance of `openssl rand -hex 16`"
                .to_owned(),
        ),
    }
}
