//! Holds the source to its structure: who imports whom, names, and sizes.
//!
//! `cargo test --test it layers` says for each violation where it is and what to do.

mod imports;
mod rules;
mod sources;

use std::path::Path;

use rules::Violation;
use sources::Sources;

fn check(rule: impl Fn(&Sources) -> Vec<Violation>) {
    let violations = rule(&Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))));
    let list: String = violations.iter().map(|violation| format!("\n{violation}")).collect();
    assert!(violations.is_empty(), "{} violations:{list}", violations.len());
}

#[test]
fn rooms_import_one_way() {
    check(rules::rooms);
}

#[test]
fn stages_import_one_way() {
    check(rules::stages);
}

#[test]
fn no_files_import_each_other() {
    check(rules::circles);
}

#[test]
fn type_names_are_unique() {
    check(rules::type_names);
}

#[test]
fn long_closures_are_functions() {
    check(rules::closures);
}

#[test]
fn files_and_functions_are_short() {
    check(rules::sizes);
}

#[test]
fn only_the_command_line_prints() {
    check(rules::printing);
}
