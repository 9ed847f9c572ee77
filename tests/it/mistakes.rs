//! One mistake is one message. `tests/mistakes/catalogue.toml` lists single mistakes on the correct site in
//! `tests/mistakes/base/`; each must give exactly one error or warning, of the level and at the line that an editor expects.
//!
//! `cargo test --test it mistakes -- --nocapture` prints the score, and `MISTAKE=PART-OF-A-NAME` what is said of some.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use crate::common::{Outputs, read_files};
use margent::base::codes;
use margent::base::codes::Severity;
use margent::editor::repairs;
use margent::pipeline::output;
use margent::pipeline::report::{self, Format};
use margent::{Inputs, Memo};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

/// April 2025: the newest article of the site is from March.
const NOW: i64 = 1_743_465_600;

#[derive(Deserialize)]
struct Catalogue {
    mistake: Vec<Mistake>,
}

/// One change of one file, and the message that it must bring.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    name: String,
    /// The file that is changed, made or removed.
    file: String,
    /// What occurs once in the file, and is replaced by `put`.
    find: Option<String>,
    put: Option<String>,
    /// The whole file.
    content: Option<String>,
    #[serde(default)]
    remove: bool,
    level: String,
    /// The file that the message names, if not the one that is changed.
    at: Option<String>,
    /// The line of the message, where only one is right.
    line: Option<u64>,
    /// Words of which the message or its help has at least one.
    #[serde(default)]
    says: Vec<String>,
}

/// A message: level, file, line, and all that it says.
struct Message {
    level: &'static str,
    /// The file of its place, then those of related places.
    files: Vec<String>,
    line: Option<u64>,
    text: String,
}

static CATALOGUE: LazyLock<Vec<Mistake>> = LazyLock::new(|| {
    let text = include_str!("../mistakes/catalogue.toml");
    toml::from_str::<Catalogue>(text).expect("a catalogue").mistake
});

fn base() -> Outputs {
    read_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/base"))
}

impl Mistake {
    /// Makes the mistake.
    fn apply(&self, files: &mut Outputs) {
        if self.remove {
            files.remove(&self.file).unwrap_or_else(|| panic!("{}: no {}", self.name, self.file));
        } else if let Some(content) = &self.content {
            files.insert(self.file.clone(), content.clone().into_bytes());
        } else {
            let text = String::from_utf8(files[&self.file].clone()).expect("text");
            let find = self.find.as_deref().unwrap_or_else(|| panic!("{}: nothing to find", self.name));
            assert_eq!(text.matches(find).count(), 1, "{}: {find:?} occurs once", self.name);
            files.insert(self.file.clone(), text.replace(find, self.put.as_deref().unwrap_or_default()).into_bytes());
        }
    }

    /// Names what is wrong with the messages that the mistake brings; nothing if they are as they should be.
    fn failure(&self, messages: &[Message]) -> Option<&'static str> {
        let [message] = messages else {
            return Some(if messages.is_empty() { "silent" } else { "cascade" });
        };
        let text = message.text.to_lowercase();
        let at = self.at.as_ref().unwrap_or(&self.file);
        if !message.files.iter().any(|file| file == at || file.starts_with(&format!("{at}/"))) {
            Some("file")
        } else if self.line.is_some() && message.line != self.line {
            Some("line")
        } else if message.level != self.level {
            Some("level")
        } else if !self.says.is_empty() && !self.says.iter().any(|word| text.contains(&word.to_lowercase())) {
            Some("words")
        } else {
            None
        }
    }
}

/// Builds the site without writing it.
fn messages(files: &Outputs, memo: &Memo) -> Vec<Message> {
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    inputs.now = NOW;
    let margent::Loaded { site, mut faults, .. } = margent::load(inputs, memo);
    let broken = [codes::TEMPLATE_SYNTAX, codes::MISSING_TEMPLATE, codes::UNKNOWN_THEME, codes::NO_CONFIG];
    if files.keys().any(|path| path.starts_with("themes/")) && !faults.iter().any(|fault| broken.contains(&fault.code))
    {
        faults.extend(output::check(&site).expect("files that can be read"));
    }
    let json = report::render(&faults, &site.inputs, Format::Json, "");
    let told = faults.iter().zip(json.lines()).filter(|(fault, _)| fault.code.severity != Severity::Advice);
    told.map(|(fault, json)| {
        let mut object: Value = serde_json::from_str(json).expect("JSON");
        // What a repair writes is no message.
        object.as_object_mut().expect("an object").remove("repair");
        let related = object["related"].as_array().expect("a list").iter().map(|related| &related["place"]);
        Message {
            level: if fault.code.severity == Severity::Error { "error" } else { "warning" },
            files: std::iter::once(&object["place"]).chain(related).map(path).collect(),
            line: object["place"]["line"].as_u64(),
            text: object.to_string(),
        }
    })
    .collect()
}

/// Makes all repairs that the site's faults carry, as `margent check --fix --yes` does, and returns how many.
fn repair(files: &mut Outputs, memo: &Memo) -> usize {
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    inputs.now = NOW;
    let faults = margent::load(inputs.clone(), memo).faults;
    let offered = repairs::offers(&inputs, &faults, &|inputs| margent::load(inputs, memo).faults);
    for (path, old, new) in repairs::changed_files(&offered) {
        assert_eq!(old.is_some(), files.contains_key(path.as_str()));
        files.insert(path.as_str().to_owned(), new.into_bytes());
    }
    offered.len()
}

/// The lines that differ.
fn diff(old: &str, new: &str) -> String {
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(0).to_string()
}

/// A repair mends its mistake and changes nothing else: the site has no fault after it. Most restore it to the byte.
#[test]
#[expect(clippy::print_stdout, reason = "the score is read with --nocapture")]
fn a_repair_leaves_no_fault() {
    let base = base();
    let inputs = Inputs::in_memory(base.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let memo = margent::load(inputs, &Memo::default()).memo;
    let results = CATALOGUE.par_iter().filter_map(|mistake| {
        let mut files = base.clone();
        mistake.apply(&mut files);
        let broken = files.clone();
        let mut made = 0;
        // One repair may uncover the next fault.
        while made < 5 {
            let more = repair(&mut files, &memo);
            made += more;
            if more == 0 {
                break;
            }
        }
        let text =
            |files: &Outputs, path: &str| String::from_utf8_lossy(files.get(path).unwrap_or(&Vec::new())).into_owned();
        let changed = files.keys().filter(|file| broken.get(*file) != files.get(*file));
        let changed: Vec<String> = changed.map(|file| diff(&text(&broken, file), &text(&files, file))).collect();
        (made > 0).then(|| (&mistake.name, messages(&files, &memo), changed, files == base))
    });
    let results: Vec<_> = results.collect();
    let restored = results.iter().filter(|(.., restored)| *restored).count();
    for (name, left, changed, _) in results.iter().filter(|(_, left, _, restored)| !left.is_empty() || !restored) {
        let left: Vec<&str> = left.iter().map(|message| message.text.as_str()).collect();
        println!("{name}: {left:#?}\n{}", changed.join("\n"));
    }
    println!("{} of {} mistakes are repaired, {restored} to the byte", results.len(), CATALOGUE.len());
    assert!(results.iter().all(|(_, left, ..)| left.is_empty()), "faults are left");
    assert!(restored * 10 >= results.len() * 7, "{restored} of {} are restored", results.len());
}

fn path(place: &Value) -> String {
    place["path"].as_str().unwrap_or_default().to_owned()
}

/// Half of the names, at random.
fn is_held_out(name: &str) -> bool {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32) % 2 == 1
}

#[test]
#[expect(clippy::print_stdout, reason = "the score is read with --nocapture")]
fn one_mistake_is_one_message() {
    let base = base();
    let inputs = Inputs::in_memory(base.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let memo = margent::load(inputs, &Memo::default()).memo;
    assert!(messages(&base, &memo).is_empty(), "the site has no mistake");
    let wanted = std::env::vars().find(|(name, _)| name == "MISTAKE").map(|(_, value)| value);
    let results = CATALOGUE.par_iter().map(|mistake| {
        let mut files = base.clone();
        mistake.apply(&mut files);
        let said = messages(&files, &memo);
        (mistake, mistake.failure(&said), said)
    });
    let mut kinds: BTreeMap<&str, String> = BTreeMap::new();
    let (mut right, mut held, mut held_right) = (0, 0, 0);
    for (mistake, failure, said) in results.collect::<Vec<_>>() {
        let is_held = is_held_out(&mistake.name);
        held += usize::from(is_held);
        right += usize::from(failure.is_none());
        held_right += usize::from(failure.is_none() && is_held);
        let is_wanted = wanted.as_ref().is_some_and(|part| mistake.name.contains(part.as_str()));
        let Some(kind) = failure.or(is_wanted.then_some("right")) else { continue };
        let list = kinds.entry(kind).or_default();
        if is_held && !is_wanted {
            continue;
        }
        let place = (mistake.at.as_ref().unwrap_or(&mistake.file), mistake.line.unwrap_or(0));
        let _ = writeln!(list, "  {} [{} {}:{}] {:?}", mistake.name, mistake.level, place.0, place.1, mistake.says);
        for Message { level, files, line, text } in said {
            let object: Value = serde_json::from_str(&text).expect("JSON");
            let _ = writeln!(
                list,
                "      {level} {} {files:?}:{} {} {} {}",
                object["code"],
                line.unwrap_or(0),
                object["message"],
                object["label"],
                object["hints"]
            );
        }
    }
    for (kind, list) in &kinds {
        println!("{kind}:\n{list}");
    }
    let total = CATALOGUE.len();
    println!("{right} of {} right; of the half held out {held_right} of {held}", total);
    assert!(right * 100 >= total * 92, "{right} of {total} mistakes bring their one message");
}
