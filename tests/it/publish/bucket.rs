//! `margent publish` to a bucket, as far as it needs no server.

use crate::common::git_site::GitSite;
use crate::common::site;

fn repo(publish: &str) -> GitSite {
    let mut files = site(&[("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")]);
    let config = format!("title = \"Quay\"\nbase_url = \"https://digest.press\"\n{publish}");
    files.insert("site.toml".to_owned(), config);
    GitSite::new(&files)
}

/// Without credentials, or without the feature, nothing is sent.
fn reason() -> &'static str {
    if cfg!(feature = "bucket") {
        "there are no credentials for s3://digest/of in the environment: set AWS_ACCESS_KEY_ID and"
    } else {
        "cannot publish to s3://digest/of: this program was built without the feature `bucket`"
    }
}

#[test]
fn a_bucket_is_named_by_option_or_in_the_configuration() {
    let said = repo("").refuses(&["--to", "s3://digest/of"], 2);
    assert!(said.contains(reason()), "{said}");
    let configured = repo("[publish]\nto = \"s3://digest/of/\"\n");
    let said = configured.refuses(&[], 2);
    assert!(said.contains(reason()), "{said}");
    // The options of a branch speak for it.
    let said = configured.publish(&["--branch", "gh-pages"]);
    assert!(said.contains("to gh-pages on"), "{said}");
    let said = configured.refuses(&["--to", "s3://digest", "--branch", "gh-pages"], 2);
    assert!(said.contains("cannot be used with"), "{said}");
}

#[test]
fn an_address_of_a_bucket_holds_no_credentials() {
    let said = repo("").refuses(&["--to", "s3://key:secret@digest"], 2);
    assert!(said.contains("write it as s3://BUCKET/FOLDER"), "{said}");
    let said = repo("[publish]\nto = \"https://digest.press\"\n").refuses(&[], 1);
    assert!(said.contains("error[E014]: `to` is not the address of a bucket"), "{said}");
}

#[test]
#[cfg(feature = "bucket")]
fn the_usual_credentials_are_named() {
    for (bucket, names) in [
        ("gs://digest", "set GOOGLE_APPLICATION_CREDENTIALS; docs/publishing.md names"),
        ("az://digest", "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY; docs"),
    ] {
        let said = repo("").refuses(&["--to", bucket], 2);
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(names), "{said}");
    }
}
