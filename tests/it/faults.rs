//! What margent says of faulty sites, word for word. Each folder of `tests/faults/` is a small site with a mistake that
//! an editor makes; its `expected.txt` is what a terminal shows for it, colours aside. A folder whose name starts
//! with `clean-` is a site that looks odd and has no fault.
//!
//! `BLESS=1 cargo test --test it faults` writes every `expected.txt` anew. Read the difference aloud before you keep it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::common::{cases, is_thorough};
use margent::base::codes;
use margent::base::codes::Severity;
use margent::base::diagnostic::{self, Diagnostic};
use margent::pipeline::output;
use margent::pipeline::report::{self, Format};
use margent::{BuildOptions, Inputs, Loaded, Memo, Site};
use rayon::ThreadPoolBuilder;
use serde_json::Value;

/// December 2015: what is dated later lies in the future.
const NOW: i64 = 1_450_000_000;
/// Codes that no case shows. E003: git and some file systems hold no name that is not Unicode, and no circle of links. E005:
/// `tests/hostile` makes a text of that length. The others are about publishing, and shown by `publish`.
const NOT_SHOWN: [&str; 8] = ["E003", "E005", "E091", "E092", "E093", "E094", "E095", "E096"];

/// A site, and its faults.
struct Case {
    name: String,
    root: PathBuf,
    site: Site,
    faults: Vec<Diagnostic>,
}

/// Every case, checked on one thread.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let cases = cases("faults").into_iter().map(|root| {
        let name = root.file_name().expect("a name").to_string_lossy().into_owned();
        let (site, faults) = check(read(&root));
        Case { name, root, site, faults }
    });
    ThreadPoolBuilder::new().num_threads(1).build().expect("a thread").install(|| cases.collect())
});

fn read(root: &Path) -> Inputs {
    let mut inputs = Inputs::read(root, BuildOptions::default()).expect("a folder that can be read");
    inputs.now = NOW;
    inputs
}

/// Loads and checks a site, as a build that cannot be written does.
fn check(inputs: Inputs) -> (Site, Vec<Diagnostic>) {
    let Loaded { site, mut faults, .. } = margent::load(inputs, &Memo::default());
    let broken = [codes::TEMPLATE_SYNTAX, codes::MISSING_TEMPLATE, codes::UNKNOWN_THEME];
    if !faults.iter().any(|fault| broken.contains(&fault.code)) {
        faults.extend(output::check(&site).expect("files that can be read"));
    }
    diagnostic::sort(&mut faults);
    (site, faults)
}

/// What a terminal without colours shows.
fn plain(faults: &[Diagnostic], site: &Site) -> String {
    anstream::adapter::strip_str(&report::render(faults, &site.inputs, Format::Human, "")).to_string()
}

#[test]
fn messages() {
    let bless = std::env::vars_os().any(|(name, value)| name == "BLESS" && value == "1");
    let mut seen = BTreeSet::from(NOT_SHOWN);
    let mut failures = String::new();
    for Case { name, root, site, faults } in CASES.iter() {
        seen.extend(faults.iter().map(|fault| fault.code.id));
        let shown = plain(faults, site);
        let file = root.join("expected.txt");
        let _ = bless.then(|| fs::write(&file, &shown).expect("a file that can be written"));
        if faults.is_empty() != name.starts_with("clean-") {
            let _ = writeln!(failures, "\n{name}: {} faults", faults.len());
        }
        let expected = fs::read_to_string(&file).unwrap_or_else(|_| "no file; BLESS=1 writes it\n".to_owned());
        if expected != shown {
            let _ = write!(failures, "\n{name}:\n{}", difference(&expected, &shown));
        }
    }
    // What is advice is no fault of a site; tests/it/advice.rs is about it.
    let faults = codes::ALL.iter().filter(|code| code.severity != Severity::Advice);
    for code in faults.filter(|code| !seen.contains(code.id)) {
        let _ = writeln!(failures, "\nno case shows {}: {}", code.id, code.title);
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Lines that are missing (`-`) and lines that are new (`+`), by the longest common sequence of lines.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (a, b) in (0..old.len()).rev().flat_map(|a| (0..new.len()).rev().map(move |b| (a, b))) {
        let skipped = common[a + 1][b].max(common[a][b + 1]);
        common[a][b] = if old[a] == new[b] { common[a + 1][b + 1] + 1 } else { skipped };
    }
    let (mut a, mut b, mut text) = (0, 0, String::new());
    while a < old.len() || b < new.len() {
        let (mark, line) = match (old.get(a), new.get(b)) {
            (Some(left), Some(right)) if left == right => (' ', left),
            (Some(left), right) if right.is_none() || common[a + 1][b] >= common[a][b + 1] => ('-', left),
            (_, right) => ('+', right.expect("one side is left")),
        };
        a += usize::from(mark != '+');
        b += usize::from(mark != '-');
        let _ = writeln!(text, "{mark} {line}");
    }
    text
}

#[test]
fn formats_places_and_threads() {
    let four = ThreadPoolBuilder::new().num_threads(4).build().expect("threads");
    for (number, Case { name, root, site, faults }) in CASES.iter().enumerate() {
        if number % 8 == 0 || is_thorough() {
            assert_eq!(four.install(|| check(read(root))).1, *faults, "{name} on one thread and on four");
        }
        let json = report::render(faults, &site.inputs, Format::Json, "");
        let github = report::render(faults, &site.inputs, Format::Github, "");
        assert_eq!((json.lines().count(), github.lines().count()), (faults.len(), faults.len()), "{name}");
        for ((fault, json), github) in faults.iter().zip(json.lines()).zip(github.lines()) {
            let context = format!("{name}: {json}\n{github}");
            let object: Value = serde_json::from_str(json).expect(&context);
            assert_eq!((&object["code"], &object["message"]), (&fault.code.id.into(), &fault.message.as_str().into()));
            let command = if fault.code.id.starts_with('E') { "::error " } else { "::warning " };
            assert!(github.starts_with(command), "{context}");
            object["related"].as_array().expect(&context).iter().for_each(|it| place(site, &it["place"], &context));
            let Some(span) = &fault.span else { continue };
            place(site, &object["place"], &context);
            assert!(github.contains(&format!("file={}", span.path)), "{context}");
            if !span.range.is_empty() {
                let bytes = site.inputs.files[&span.path].head();
                let text = std::str::from_utf8(bytes)
                    .map_or(bytes.get(span.range.clone()).is_some(), |text| text.get(span.range.clone()).is_some());
                assert!(text, "not a stretch of the file: {context}");
                let [line, end, column] = ["line", "end_line", "column"].map(|key| &object["place"][key]);
                assert!(github.contains(&format!("line={line},endLine={end},col={column},")), "{context}");
                let human = plain(std::slice::from_ref(fault), site);
                assert!(human.contains(&format!("--> {}:{line}:{column}\n", span.path)), "{context}\n{human}");
            }
        }
    }
}

/// The place is in a file of the site, or the file as a whole.
fn place(site: &Site, place: &Value, context: &str) {
    let path = margent::base::text::path::RelPath::new(place["path"].as_str().expect(context)).expect(context);
    let text = site.inputs.files.get(&path).map(|file| String::from_utf8_lossy(file.head())).unwrap_or_default();
    for keys in [["line", "column"], ["end_line", "end_column"]] {
        let [Some(line), Some(column)] = keys.map(|key| place[key].as_u64()) else { return };
        let length = text.split('\n').nth(line as usize - 1).expect(context).chars().count() as u64;
        assert!((1..=length + 1).contains(&column), "outside of the line: {context}");
    }
}
