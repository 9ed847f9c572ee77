//! Errors of object stores in our words. They may quote the request, so credentials are taken out.

use anyhow::{Error, anyhow};

use crate::pipeline::config::{BucketScheme, BucketUrl};

/// The variables of the environment that authorise a publication. One of them is enough; the first is the usual one.
pub(super) fn credentials(scheme: BucketScheme) -> &'static [&'static str] {
    match scheme {
        BucketScheme::S3 => &[
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_METADATA_ENDPOINT",
        ],
        BucketScheme::Gs => &[
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_SERVICE_ACCOUNT",
            "GOOGLE_SERVICE_ACCOUNT_PATH",
            "GOOGLE_SERVICE_ACCOUNT_KEY",
            "SERVICE_ACCOUNT",
        ],
        BucketScheme::Az => &[
            "AZURE_STORAGE_ACCOUNT_KEY",
            "AZURE_STORAGE_ACCESS_KEY",
            "AZURE_STORAGE_MASTER_KEY",
            "AZURE_STORAGE_SAS_KEY",
            "AZURE_STORAGE_SAS_TOKEN",
            "AZURE_STORAGE_TOKEN",
            "AZURE_STORAGE_CLIENT_SECRET",
            "AZURE_CLIENT_SECRET",
            "AZURE_FEDERATED_TOKEN_FILE",
            "AZURE_MSI_ENDPOINT",
            "IDENTITY_ENDPOINT",
        ],
    }
}

/// The variables that most publications set.
pub(super) fn usual_credentials(scheme: BucketScheme) -> &'static str {
    match scheme {
        BucketScheme::S3 => "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        BucketScheme::Gs => "GOOGLE_APPLICATION_CREDENTIALS",
        BucketScheme::Az => "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
    }
}

/// Words an error that `doing` something met.
pub(super) fn explain(url: &BucketUrl, doing: &str, error: &object_store::Error) -> Error {
    let reason = reason(&error.to_string());
    let secrets = credentials(url.scheme).iter().filter_map(std::env::var_os);
    let reason = secrets.fold(reason, |text, secret| mask(&text, &secret.to_string_lossy()));
    let names = credentials(url.scheme)[0];
    #[expect(clippy::wildcard_enum_match_arm, reason = "object_store adds kinds of errors in small releases")]
    match error {
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => anyhow!(
            "{url} refuses access ({reason}); check {names} and the others that docs/publishing.md names, and that they \
             allow to read, write, list and delete"
        ),
        object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. } => anyhow!(
            "the store of {url} lacks what a publication needs ({reason}); it must write on condition (If-Match, If-None-Match)"
        ),
        _ => anyhow!("cannot {doing} {url}: {reason}"),
    }
}

/// Shortens what a store answered to its code and message, if there are any.
fn reason(text: &str) -> String {
    match (between(text, "<Code>", "</Code>"), between(text, "<Message>", "</Message>")) {
        (Some(code), Some(message)) => format!("{code}: {}", message.trim_end_matches('.')),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        // Queries of addresses may hold signatures.
        (None, None) => {
            let words = text.split_whitespace().map(|word| match word.split_once('?') {
                Some((address, _)) if address.contains("://") => address,
                _ => word,
            });
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

/// Takes a secret out of a text. A value too short to be one stays, since it would be found in words.
fn mask(text: &str, secret: &str) -> String {
    if secret.len() < 4 { text.to_owned() } else { text.replace(secret, "***") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_reason_is_left() {
        let answer = "PUT http://h/b?X-Sig=1 403: <Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message>\
            <AWSAccessKeyId>AKIAX</AWSAccessKeyId></Error>";
        assert_eq!(reason(answer), "SignatureDoesNotMatch: No");
        assert_eq!(reason("GET https://a.net/b?sig=xyz failed\nat once?"), "GET https://a.net/b failed at once?");
        assert_eq!(mask("key AKIAX in AKIAX", "AKIAX"), "key *** in ***");
        assert_eq!(mask("a bad key", "a"), "a bad key");
    }
}
