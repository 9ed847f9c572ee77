//! `docs/reliability.md`, which says what the cases show.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::catalogue::{self, HostileCase};

/// What other tests show, in `tests/hostile/elsewhere.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherTests {
    case: Vec<OtherTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherTest {
    /// What is tried.
    what: String,
    /// What holds.
    then: String,
    /// The function, as `module::name`.
    test: String,
}

/// What comes before the tables.
const OPENING: &str = "# Reliability

What margent does with files, texts and captures that somebody made to break it. `cargo test --test it hostile` runs every
case below, and writes this page from them: nothing here is claimed without a test. The trust that lies behind it is in
[SECURITY.md](../SECURITY.md), the meaning of a number such as E092 in [errors.md](errors.md).

In each case of the tables, margent ends within 30 seconds and within 3 GB of addresses, changes nothing outside of
the site, and writes no control character to the terminal.
";

/// Quotes what is said for a cell of a table, without what would make it a table, a link or HTML.
fn cell(text: &str) -> String {
    const LONGEST: usize = 160;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let mut cell = String::new();
    let mut is_code = false;
    for c in short.chars() {
        is_code ^= c == '`';
        match c {
            c if is_code && c != '|' => cell.push(c),
            '|' | '<' | '[' | '*' | '_' | '\\' => cell.extend(['\\', c]),
            '\n' => cell.push(' '),
            c => cell.push(c),
        }
    }
    cell
}

/// What comes of a case, in a few words: each message without its place.
fn outcome(case: &HostileCase) -> String {
    let of_message = |line: &&str| {
        ["error", "warning", "advice"].iter().any(|severity| line.starts_with(severity)) || line.contains(": written")
    };
    let mut messages: Vec<String> = case.said.lines().filter(of_message).map(without_severity).collect();
    messages.dedup();
    match messages.as_slice() {
        [] => "nothing: it is taken".to_owned(),
        [one] => cell(one),
        [first, second] => format!("{}; {}", cell(first), cell(second)),
        [first, .., last] => format!("{}; … {} more …; {}", cell(first), messages.len() - 2, cell(last)),
    }
}

/// `E001: …` instead of `error[E001]: …`.
fn without_severity(line: &str) -> String {
    let coded = ["error[", "warning["].iter().find_map(|start| line.strip_prefix(start));
    coded.map_or_else(|| line.to_owned(), |rest| rest.replacen(']', "", 1))
}

fn tables() -> String {
    let mut text = String::new();
    for name in catalogue::NAMES {
        let catalogue = catalogue::read(name);
        let _ = writeln!(text, "\n## {}\n\n{}\n", catalogue.title, catalogue.about);
        let _ = writeln!(
            text,
            "| what is tried | what margent {} |\n|---|---|",
            if name == "html" { "publishes" } else { "says" }
        );
        for case in &catalogue.case {
            let is = if name == "html" { published(&case.becomes) } else { outcome(case) };
            let _ = writeln!(text, "| {} | {is} |", case.what);
        }
    }
    text
}

/// HTML as code in a table.
fn published(html: &str) -> String {
    let line = html.trim().replace('\n', " ").replace('|', "\\|");
    if line.is_empty() {
        return "nothing".to_owned();
    }
    let fence = if line.contains('`') { "``" } else { "`" };
    format!("{fence}{line}{fence}")
}

fn other_tests() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = fs::read_to_string(folder.join("hostile/elsewhere.toml")).expect("there");
    let mut table = "\n## Elsewhere\n\n| what is tried | what holds | test |\n|---|---|---|\n".to_owned();
    for other in toml::from_str::<OtherTests>(&text).expect("well-formed").case {
        let (module, name) = other.test.rsplit_once("::").expect("a module");
        let file = folder.join("it").join(module.replace("::", "/"));
        let source = fs::read_to_string(file.with_extension("rs")).or_else(|_| fs::read_to_string(file.join("mod.rs")));
        assert!(source.expect("a module").contains(&format!("fn {name}(")), "there is no test {}", other.test);
        let _ = writeln!(table, "| {} | {} | `{}` |", other.what, other.then, other.test);
    }
    table
}

/// The tests of the cases may be writing what is said at this moment, so this one is run after them with `BLESS`.
#[test]
fn the_document_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reliability.md");
    let is = format!("{OPENING}{}{}", tables(), other_tests());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, is).expect("written");
        return;
    }
    let was = fs::read_to_string(path).unwrap_or_default();
    assert!(
        was == is,
        "docs/reliability.md is out of date: BLESS=1 cargo test --test it hostile::reliability writes it"
    );
}
