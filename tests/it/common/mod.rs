//! What several tests share: sites of inline files, and what they are built into.

#![allow(dead_code, reason = "each test uses a part")]

#[cfg(unix)]
pub mod git_site;
pub mod importer;
pub mod live;
pub mod served;
pub mod workspace;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use margent::base::text::path::RelPath;
use margent::pipeline::output::{self, Destination, WriteReport};
use margent::pipeline::plan::SEARCH_INDEX;
use margent::pipeline::render::{self, RenderFailure, SharedData};
use margent::pipeline::search::{SearchFiles, parts};
use margent::{Inputs, Loaded, Memo, Site};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// A site's files: path → text.
pub type Files = BTreeMap<String, String>;

/// What a build gives: path → bytes.
pub type Outputs = BTreeMap<String, Vec<u8>>;

/// The smallest configuration.
pub const CONFIG: &str = "title = \"Test\"\nbase_url = \"https://example.org\"\n";

/// A site with the smallest configuration and the files given.
pub fn site(files: &[(&str, &str)]) -> Files {
    let config = ("site.toml".to_owned(), CONFIG.to_owned());
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).chain([config]).rev().collect()
}

/// The same as inputs, on 1 January 2020.
pub fn inputs(files: &Files) -> Inputs {
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    inputs.now = 1_577_836_800;
    inputs
}

/// Runs the pipeline without a memo.
pub fn load(files: &Files) -> Loaded {
    margent::load(inputs(files), &Memo::default())
}

/// Runs a law on so many cases, the same in every run; where `PROPTEST_CASES` is set, on that many new ones.
pub fn random_cases(default: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if is_thorough() { config } else { ProptestConfig { cases: default, rng_seed: RngSeed::Fixed(1), ..config } }
}

/// Tells whether to try everything, however long it takes.
pub fn is_thorough() -> bool {
    std::env::var_os("PROPTEST_CASES").is_some()
}

/// The folders of a folder of `tests/`, each a case, in the order of their names; `_…` is what cases share.
pub fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path());
    let is_case =
        |path: &PathBuf| path.is_dir() && path.file_name().is_none_or(|name| name.as_encoded_bytes()[0] != b'_');
    let mut cases: Vec<_> = entries.filter(is_case).collect();
    cases.sort();
    cases
}

/// The codes of the faults.
pub fn fault_codes(loaded: &Loaded) -> Vec<&'static str> {
    loaded.faults.iter().map(|fault| fault.code.id).collect()
}

/// The faults of a site other than those that an import passes on: outlets without a file, and what looks like markup
/// in the capture.
pub fn faults_of_import(loaded: &Loaded) -> Vec<&margent::Diagnostic> {
    const PASSED_ON: [&str; 6] = ["W023", "W110", "W113", "W114", "W115", "W116"];
    loaded.faults.iter().filter(|fault| !PASSED_ON.contains(&fault.code.id)).collect()
}

/// Loads a site that must have no fault.
pub fn load_valid(files: &Files) -> Site {
    let loaded = load(files);
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    loaded.site
}

/// Renders every output by itself, in memory, and makes the search index.
pub fn render(site: &Site) -> Outputs {
    let shared = SharedData::new(site);
    let bytes = |path: &str, output| match render::bytes(site, &shared, path, output) {
        Ok(bytes) => bytes,
        Err(RenderFailure::Site(fault)) => panic!("{path}: {fault:#?}"),
        Err(RenderFailure::Disk(error)) => panic!("{path}: {error:#}"),
    };
    let outputs = site.plan.outputs.iter().map(|(path, output)| (path.to_string(), bytes(path, output)));
    outputs
        .chain(search_index(site).into_iter().map(|(path, bytes)| (format!("{SEARCH_INDEX}{path}"), bytes)))
        .collect()
}

/// Makes the search index of a site, all parts of it.
pub fn search_index(site: &Site) -> SearchFiles {
    parts(site)
        .iter()
        .flat_map(|part| part.gather(site).expect("nothing set aside").files().expect("an index"))
        .collect()
}

/// The text of one output of a sound site.
pub fn render_page(files: &Files, path: &str) -> String {
    let mut outputs = render(&load_valid(files));
    let bytes = outputs.remove(path).unwrap_or_else(|| panic!("no {path} among {:#?}", outputs.keys()));
    String::from_utf8(bytes).expect("UTF-8")
}

/// Writes a site below `folder`.
pub fn build(site: &Site, folder: &Path) -> Result<WriteReport, Vec<margent::Diagnostic>> {
    let to = Destination { out: folder.join("public"), manifest: folder.join("memory/output") };
    output::write(site, &to, &|_, _| Ok(())).expect("the disk works")
}

/// Every file below `folder`.
pub fn read_files(folder: &Path) -> Outputs {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
    files.map(|entry| (relative(entry.path()), fs::read(entry.path()).expect("readable"))).collect()
}

/// Writes the files of a site to disk.
pub fn write_files(files: &Files, folder: &Path) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}

/// A path of a site.
pub fn rel_path(text: &str) -> RelPath {
    RelPath::new(text).expect("inside the site")
}
