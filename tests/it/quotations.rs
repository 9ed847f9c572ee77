//! How well quotations are verified, on quotations labelled before the rules were written, by people who had not seen these.
//!
//! `cargo test --test it quotations -- --nocapture` prints the score; with `QUOTATIONS=tuning`, each case that fails. Nobody
//! tunes by `held-out.toml`.

#![allow(clippy::print_stdout, reason = "the score is what the test is for")]

use std::ffi::OsStr;

use serde::Deserialize;

use crate::common::{self, Files, site};
use margent::base::codes::Severity;

/// A labelled quotation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelledQuote {
    name: String,
    kind: String,
    lang: String,
    verdict: QuoteVerdict,
    why: String,
    snapshot: String,
    excerpt: String,
    #[serde(default = "default_attribution")]
    attribution: String,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum QuoteVerdict {
    /// The source does not say this.
    Forged,
    /// The source's words, maybe in other typesetting.
    Honest,
}

#[derive(Deserialize)]
struct LabelledQuotes {
    case: Vec<LabelledQuote>,
}

fn default_attribution() -> String {
    "[The Coast Post](source:report)".to_owned()
}

fn files(case: &LabelledQuote) -> Files {
    let article = format!(
        "+++\ntitle = \"T\"\ndate = 2020-01-01\nlanguage = \"{}\"\n[[source]]\nid = \"report\"\noutlet = \"coast-post\"\n\
         title = \"R\"\nsnapshot = \"report.txt\"\n+++\n\nThe report:\n\n{}>\n> — {}\n\n{}",
        case.lang,
        case.excerpt,
        case.attribution,
        notes(&case.excerpt)
    );
    site(&[
        // Links of the cases lead elsewhere.
        ("site.toml", "title = \"Test\"\nbase_url = \"https://digest.example\"\n"),
        ("content/articles/a.md", &article),
        ("content/snapshots/report.txt", &case.snapshot),
        (
            "content/outlets/coast-post.md",
            "+++\nname = \"The Coast Post\"\naliases = [\"Coast Post\", \"코스트 포스트\"]\n+++\n",
        ),
        ("content/outlets/island-wire.md", "+++\nname = \"Island Wire\"\naliases = [\"IW\"]\n+++\n"),
    ])
}

/// Definitions of the notes that an excerpt refers to.
fn notes(excerpt: &str) -> String {
    let labels = excerpt.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
    labels.map(|(label, _)| format!("[^{label}]: A note.\n\n")).collect()
}

/// What is said of a quotation, by a build or by `margent check`: messages, with their codes.
fn said(case: &LabelledQuote) -> Vec<String> {
    let files = files(case);
    let loaded = common::load(&files);
    let mut said: Vec<String> =
        loaded.faults.iter().map(|fault| format!("{} {}", fault.code.id, fault.message)).collect();
    if loaded.faults.iter().all(|fault| fault.code.severity != Severity::Error) {
        let quotations = &loaded.site.index.quotations;
        said.extend(quotations.cuts.iter().map(|cut| format!("A107 {}", cut.words)));
        let verified = quotations.verified.iter().flatten().filter(|verified| **verified).count();
        if verified != 1 {
            said.push(format!("{verified} verified"));
        }
    }
    said
}

/// Counts forged quotations that pass without a word, and honest ones that do not.
fn score(name: &str) -> (usize, usize) {
    let path = format!("{}/tests/quotations/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the cases");
    let cases = toml::from_str::<LabelledQuotes>(&text).expect("well-formed").case;
    let (mut passed, mut refused) = (0, 0);
    for case in &cases {
        let said = said(case);
        let fails = match case.verdict {
            QuoteVerdict::Forged => said.is_empty(),
            QuoteVerdict::Honest => !said.is_empty(),
        };
        let counter = if case.verdict == QuoteVerdict::Forged { &mut passed } else { &mut refused };
        *counter += usize::from(fails);
        if fails && std::env::var_os("QUOTATIONS").as_deref() == Some(OsStr::new(name)) {
            println!(
                "\n{} ({}): {}\n  {said:?}\n{}---\n{}",
                case.name, case.kind, case.why, case.snapshot, case.excerpt
            );
        }
    }
    let forged = cases.iter().filter(|case| case.verdict == QuoteVerdict::Forged).count();
    let honest = cases.len() - forged;
    println!(
        "{name}: {passed} of {forged} forged quotations pass in silence, {refused} of {honest} honest ones are refused"
    );
    (passed, refused)
}

#[test]
fn forged_quotations_are_noticed_and_honest_ones_pass() {
    assert_eq!(score("tuning"), (0, 0));
    let (passed, refused) = score("held-out");
    assert!(passed <= 6 && refused <= 2, "{passed} forged pass, {refused} honest refused");
}
