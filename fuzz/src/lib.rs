//! Builds and imports in memory, for the targets of fuzzing. None may end the program, and whatever is imported must build.

use std::path::PathBuf;
use std::sync::LazyLock;

use margent::base::codes::Severity;
use margent::import::{Capture, CaptureKind, ImportOptions, OutletNames, SplitMode, read_capture};
use margent::pipeline::output;
use margent::{Inputs, Loaded, Memo, load};

const SITE: &[u8] = b"title = \"S\"\nbase_url = \"https://s.example/\"\n";
const OUTLET: &[u8] = b"+++\nname = \"S\"\ndomains = [\"s.example\"]\n+++\n";
/// Front matter with a source that has a snapshot.
pub const FRONT: &str = "title = \"A\"\n[[source]]\nid = \"s\"\noutlet = \"s\"\nsnapshot = \"s.txt\"";

/// What a build remembers of the theme, so that it is compiled once.
static MEMO: LazyLock<Memo> = LazyLock::new(|| loaded(b"+++\ntitle = \"A\"\n+++\n", b"", &Memo::default()).memo);

fn loaded(article: &[u8], snapshot: &[u8], memo: &Memo) -> Loaded {
    let mut inputs = Inputs::in_memory([
        ("site.toml", SITE),
        ("content/outlets/s.md", OUTLET),
        ("content/articles/a.md", article),
        ("content/snapshots/s.txt", snapshot),
    ]);
    inputs.options.drafts = true;
    load(inputs, memo)
}

/// Builds a site of one article, to the last output.
pub fn build(article: &[u8], snapshot: &[u8]) -> Loaded {
    let built = loaded(article, snapshot, &MEMO);
    output::check(&built.site).expect("no disk");
    built
}

/// Splits the bytes into two texts at the first NUL.
pub fn two_texts(bytes: &[u8]) -> (String, String) {
    let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&bytes[..at]), text(bytes.get(at + 1..).unwrap_or_default()))
}

/// Imports a capture: it is refused, or becomes texts that build.
pub fn import(name: &str, kind: CaptureKind, bytes: &[u8]) {
    let outlets = OutletNames::default();
    let today = "2020-01-01".parse().expect("a day");
    let options =
        ImportOptions { outlets: &outlets, topics: &[], today, split: SplitMode::Auto, suggest: &|_, _| Vec::new() };
    let capture = Capture {
        name: name.to_owned(),
        folder: PathBuf::from("no such folder"),
        kind,
        charset: None,
        bytes: bytes.to_vec(),
    };
    let Ok(contents) = read_capture(&capture, &options) else { return };
    for draft in contents.drafts {
        let sources =
            draft.sources.iter().map(|source| format!("[[source]]\nid = \"{}\"\noutlet = \"s\"\n", source.id()));
        let file = format!("+++\ntitle = \"A\"\n{}+++\n{}", sources.collect::<String>(), draft.body());
        let faults = build(file.as_bytes(), b"").faults;
        // Links to files and passages of notes that are not there are repaired later.
        let unrepaired = faults.iter().filter(|fault| fault.code.severity == Severity::Error);
        let unrepaired: Vec<_> =
            unrepaired.filter(|fault| !["E030", "E031", "E055"].contains(&fault.code.id)).collect();
        assert!(unrepaired.is_empty(), "{unrepaired:#?}\n{file}");
    }
}
