//! What a user sees, feature by feature. Each folder of `tests/golden/` is a site, laid over `_base`; its folder `expected/`
//! holds outputs that must come out to the letter. A case without expectations, and an expectation that is no output, fail.
//!
//! `BLESS=1 cargo test --test it golden` writes the files in `expected/` anew. To expect another output, make an empty file first.

use crate::common;
use std::fs;
use std::path::Path;

use crate::common::{Outputs, cases, read_files, render};
use margent::base::text::path::RelPath;
use margent::{Inputs, Memo};

/// 1 January 2020.
const NOW: i64 = 1_577_836_800;

fn build(case: &Path) -> Outputs {
    let mut files = read_files(&case.with_file_name("_base"));
    files.extend(read_files(case));
    files.retain(|path, _| !path.starts_with("expected/"));
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    inputs.now = NOW;
    let loaded = margent::load(inputs, &Memo::default());
    assert!(loaded.faults.is_empty(), "{}: {:#?}", case.display(), loaded.faults);
    render(&loaded.site)
}

#[test]
fn outputs_are_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failed = Vec::new();
    for case in cases("golden") {
        let outputs = build(&case);
        let expected = read_files(&case.join("expected"));
        assert!(!expected.is_empty(), "{} expects nothing", case.display());
        for (path, bytes) in expected {
            let Some(output) = outputs.get(&path) else {
                panic!("{}: there is no output {path} among {:#?}", case.display(), outputs.keys());
            };
            if *output == bytes {
                continue;
            }
            if bless {
                fs::write(case.join("expected").join(&path), output).expect("written");
                continue;
            }
            let (was, is) = (String::from_utf8_lossy(&bytes), String::from_utf8_lossy(output));
            let line = was.lines().zip(is.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let at = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
            failed.push(format!("{}: {path}:{}\n- {}\n+ {}", case.display(), line + 1, at(&was), at(&is)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The themes that are part of the program are those in the repository.
#[test]
fn the_built_in_themes_are_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let inputs = Inputs::in_memory([]);
    for (path, bytes) in read_files(&folder) {
        let name = RelPath::new(&format!("themes/{path}")).expect("a path");
        let file = inputs.files.get(&name).unwrap_or_else(|| panic!("{path} is not in the program"));
        assert!(file.head() == bytes, "{path} differs");
    }
}

#[test]
fn a_site_changes_single_words_of_the_built_in_theme() {
    let words = |files: &[(&str, &str)]| common::load_valid(&common::site(files)).theme.words.clone();
    let (all, own) = (words(&[]), words(&[("themes/broadsheet/i18n/en.toml", "latest = \"Fresh\"\n")]));
    assert_eq!(own["latest"], "Fresh");
    assert_ne!(all["latest"], "Fresh");
    assert!(own.keys().eq(all.keys()));
}
