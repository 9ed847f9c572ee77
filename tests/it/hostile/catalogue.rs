//! The cases as they are written in `tests/hostile/*.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml_edit::{DocumentMut, value};

use crate::common::CONFIG;

/// The catalogues, in the order of the document.
pub const NAMES: [&str; 8] = ["files", "names", "settings", "texts", "html", "themes", "imports", "publishing"];

/// A kind of what is hostile.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub title: String,
    pub about: String,
    pub case: Vec<HostileCase>,
}

/// A few files, a command, and what comes of it.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct HostileCase {
    /// In a few words.
    pub what: String,
    /// Path below the site → text, in which `⟦x×3⟧` is `xxx`. An empty one is left out.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Path → bytes, two digits each.
    #[serde(default)]
    hex: BTreeMap<String, String>,
    /// The text of `content/articles/a.md`.
    article: Option<String>,
    /// More lines of its front matter.
    #[serde(default)]
    front: String,
    /// Path of a symbolic link → where it leads.
    #[serde(default)]
    pub links: BTreeMap<String, String>,
    /// Paths of named pipes.
    #[serde(default)]
    pub pipes: Vec<String>,
    /// The site is a git repository.
    #[serde(default)]
    pub git: bool,
    /// The command.
    #[serde(default = "check")]
    pub run: Vec<String>,
    /// What is never said.
    pub never: Option<String>,
    /// The status at the end.
    #[serde(rename = "status")]
    pub _status: Option<i32>,
    /// What is said.
    #[serde(default)]
    pub said: String,
    /// A text with HTML, instead of files and a command,
    pub html: Option<String>,
    /// and what is published of it.
    #[serde(default)]
    pub becomes: String,
}

fn check() -> Vec<String> {
    vec!["check".to_owned()]
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile").join(name).with_extension("toml")
}

/// Reads a catalogue.
pub fn read(name: &str) -> Catalogue {
    let text = fs::read_to_string(path(name)).expect("a catalogue");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Compares values of cases with those expected, and gives those that differ; with `BLESS` set, they are what is expected
/// from now on.
pub fn compare(name: &str, outcomes: &[Vec<(&str, toml_edit::Value)>]) -> String {
    let mut document: DocumentMut = fs::read_to_string(path(name)).expect("a catalogue").parse().expect("TOML");
    let mut differences = String::new();
    let cases = document["case"].as_array_of_tables_mut().expect("cases");
    assert_eq!(cases.len(), outcomes.len());
    for (case, outcome) in cases.iter_mut().zip(outcomes) {
        for (key, is) in outcome {
            let was = case.get(key).map(|item| item.as_value().expect("a value").clone().decorated("", ""));
            if was.as_ref().map(plain) != Some(plain(is)) {
                let was = was.map(|was| plain(&was)).unwrap_or_default();
                differences += &format!("\n{name}: {}\n{key} was {was}\n{key} is {}\n", case["what"], plain(is));
                case[key] = value(is.clone());
            }
        }
    }
    if std::env::var_os("BLESS").is_none() {
        return differences;
    }
    fs::write(path(name), document.to_string()).expect("written");
    String::new()
}

fn plain(value: &toml_edit::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Writes out what is written as `⟦x×3⟧`.
pub fn expanded(text: &str) -> String {
    let mut parts = text.split('⟦');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (times, rest) = part.split_once('⟧').expect("⟧");
        let (what, count) = times.rsplit_once('×').expect("×");
        all += &what.repeat(count.parse().expect("a number"));
        all += rest;
    }
    all
}

impl HostileCase {
    /// Every file: path below the site → bytes.
    pub fn all_files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::from([("site.toml".to_owned(), CONFIG.as_bytes().to_vec())]);
        if let Some(text) = &self.article {
            let article = format!("+++\ntitle = \"A\"\n{}\n+++\n{}\n", self.front, text);
            files.insert("content/articles/a.md".to_owned(), expanded(&article).into_bytes());
        }
        files.extend(self.files.iter().map(|(path, text)| (expanded(path), expanded(text).into_bytes())));
        files.retain(|_, bytes| !bytes.is_empty());
        files.extend(self.hex.iter().map(|(path, digits)| (path.clone(), bytes_of(digits))));
        files
    }
}

fn bytes_of(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("digits")).collect()
}
