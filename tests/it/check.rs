//! A check finds what a build finds, since both render every output.

use std::fs;
use std::path::Path;
use std::process::Command;

use margent::base::codes;
use margent::pipeline::output;
use margent::{BuildOptions, Diagnostic, Inputs, Memo, Site};

use crate::common::{CONFIG, Files, build, load, site, write_files};

/// The path and the message of each fault that a check finds in a site, which a build must find, too.
fn faults(files: &Files) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    let site = load(files).site;
    let checked = output::check(&site).expect("readable");
    assert_eq!(build(&site, folder.path()).expect_err("faults"), checked);
    write_files(files, folder.path());
    for command in ["check", "build"] {
        let margent = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(folder.path()).arg(command).output();
        let margent = margent.expect("started");
        let text = String::from_utf8_lossy(&margent.stderr);
        assert_eq!(margent.status.code(), Some(1), "{command}: {text}");
        assert!(text.contains("error[E061]"), "{command}: {text}");
    }
    let place = |fault: &Diagnostic| fault.span.as_ref().expect("a place").path.to_string();
    checked.iter().map(|fault| (place(fault), fault.message.clone())).collect()
}

#[test]
#[cfg(feature = "cards")]
fn a_malformed_icon_is_a_fault_of_the_site() {
    let files = site(&[
        ("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n"),
        ("content/static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>"),
    ]);
    let faults = faults(&files);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].0, "content/static/favicon.svg");
}

#[test]
#[cfg(feature = "cards")]
fn every_card_is_checked() {
    let config = format!("{CONFIG}[search]\nenabled = false\n[cards]\nenabled = true\n");
    let template = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
                    {% if article.title == \"Second\" %}{{ article.absent }}{% endif %}</svg>";
    let files = site(&[
        ("site.toml", &config),
        ("content/articles/a.md", "+++\ntitle = \"First\"\ndate = 2019-05-02\n+++\nText.\n"),
        ("content/articles/b.md", "+++\ntitle = \"Second\"\ndate = 2019-05-01\n+++\nText.\n"),
        ("themes/broadsheet/templates/card.svg", template),
    ]);
    let faults = faults(&files);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].0, "themes/broadsheet/templates/card.svg");
}

/// Sites with every mistake that an editor makes; see `faults.rs`.
#[test]
fn a_check_finds_what_a_build_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    for root in fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path()) {
        if !root.is_dir() {
            continue;
        }
        let inputs = Inputs::read(&root, BuildOptions::default()).expect("a folder that can be read");
        let loaded = margent::load(inputs, &Memo::default());
        // A build stops before it writes what lacks templates or addresses.
        let stops = |fault: &Diagnostic| [codes::MISSING_TEMPLATE, codes::ADDRESS_TAKEN].contains(&fault.code);
        if loaded.site.theme.is_ready && !loaded.faults.iter().any(stops) {
            assert_eq!(output::check(&loaded.site).expect("readable"), built(&loaded.site), "{}", root.display());
        }
    }
}

/// What a build that writes finds.
fn built(site: &Site) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().expect("a folder");
    build(site, folder.path()).err().unwrap_or_default()
}
