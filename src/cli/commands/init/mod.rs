//! `margent init`

mod questions;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::base::text::{date, slug};
use crate::pipeline::config;
use crate::pipeline::inputs;
use crate::{Inputs, Memo};
use anyhow::{Context, Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use toml_edit::Value;

use super::{BOLD, PLAIN, faults, number, say};
use crate::cli::args::{GlobalArgs, InitArgs};
use questions::Questions;

/// The files of a new site, with names in `{{…}}` for what differs from one to the other.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Files whose place in a site is another than here.
const MOVED: [(&str, &str); 2] = [("gitignore", ".gitignore"), ("pages.yml", ".github/workflows/pages.yml")];
/// The file that is written once for each topic.
const TOPIC: &str = "content/topics/topic.md";
/// An address for now. `margent publish` and the workflow find the real one.
const PLACEHOLDER: &str = "https://example.org";
const DAY: i64 = 24 * 60 * 60;

/// Asks what the options do not say, if somebody can answer, and writes a site.
pub fn run(shared: &GlobalArgs, args: &InitArgs) -> Result<ExitCode> {
    let root = match &args.dir {
        Some(dir) if shared.root != Path::new(".") => {
            bail!(
                "{} and --root {} both name the new site's folder; give one of them",
                dir.display(),
                shared.root.display()
            )
        }
        Some(dir) => dir,
        None => &shared.root,
    };
    if let Some(file) = root.ancestors().find(|path| path.is_file()) {
        bail!("{} is a file; name a folder for the new site", file.display());
    }
    if root.join(config::FILE).exists() {
        bail!("{} is there already; margent overwrites no site", root.join(config::FILE).display());
    }
    let choices = InitChoices::of(args)?;
    let now = inputs::clock()?;
    let files = files(&choices, now)?;
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    inputs.now = now;
    let loaded = crate::load(inputs, &Memo::default());
    if faults::are_fatal(shared, &loaded.faults) {
        return faults::refuse(shared, &loaded.site.inputs, loaded.faults, "written");
    }
    faults::show(shared, &loaded.site.inputs, &loaded.faults)?;
    let mut kept = Vec::new();
    for (path, text) in &files {
        if !create(root, path, text)? {
            kept.push(path);
        }
    }
    let written = number(files.len() - kept.len(), "file");
    let mut told = format!("{BOLD}{}{PLAIN}: {written} of a new site in {}\n", choices.title, root.display());
    for path in kept {
        told.push_str(&format!("  kept {path}, which was there already\n"));
    }
    told.push_str("  next, in that folder: `margent build`, and look into README.md\n");
    say(&told)?;
    Ok(ExitCode::SUCCESS)
}

/// What differs from one new site to the other.
struct InitChoices {
    title: String,
    base_url: String,
    language: String,
    topics: Vec<String>,
    /// How the workflow installs margent.
    install: String,
}

impl InitChoices {
    fn of(args: &InitArgs) -> Result<Self> {
        let asks = io::stdin().is_terminal() && io::stdout().is_terminal();
        let (mut answers, mut shown) = (io::stdin().lock(), anstream::stdout());
        let mut questions = asks.then_some(Questions { answers: &mut answers, shown: &mut shown });
        let mut choose = |option: &str, given: &Option<String>, question: &str, usual: &str, check: AnswerCheck| match (
            given,
            &mut questions,
        ) {
            (Some(given), _) => check(given).map_err(|why| anyhow!("--{option}: {why}")),
            (None, Some(questions)) => questions.ask(question, usual, check),
            (None, None) => Ok(usual.to_owned()),
        };
        // What is given is looked at before anything is asked.
        let given = questions::topics(args.topic.iter().map(String::as_str));
        let mut topics = given.map_err(|why| anyhow!("--topic: {why}"))?;
        let title = choose("title", &args.title, "Title of the site", "My digest", questions::title)?;
        let address = "Address, if it is known";
        let base_url = choose("base-url", &args.base_url, address, PLACEHOLDER, questions::base_url)?;
        let language = choose("language", &args.language, "Language", "en", questions::language)?;
        if let Some(questions) = questions.as_mut().filter(|_| topics.is_empty()) {
            let check = |answer: &str| questions::topics(answer.split(','));
            topics = questions.ask("Topics, with commas between them", "Ferries, Weather", check)?;
        }
        Ok(Self { title, base_url, language, topics, install: install(args)? })
    }
}

/// Tells which answer can be used, or why it cannot.
type AnswerCheck = fn(&str) -> Result<String, String>;

/// The command by which the workflow installs margent.
fn install(args: &InitArgs) -> Result<String> {
    match &args.git {
        None => Ok("cargo install margent --version \"=$MARGENT_VERSION\" --locked".to_owned()),
        Some(url) if url.contains(|c: char| c.is_whitespace() || c.is_control() || "'\"\\$`".contains(c)) => {
            bail!("--git {url} cannot be used; give the address of a git repository")
        }
        Some(url) => Ok(format!("cargo install margent --git '{url}' --tag \"v$MARGENT_VERSION\" --locked")),
    }
}

/// A topic of the new site.
struct StarterTopic {
    key: String,
    title: String,
    description: String,
    terms: Vec<String>,
}

/// The topics asked for, or two that fit the example.
fn topics(choices: &InitChoices) -> Vec<StarterTopic> {
    let wanted = match choices.topics.as_slice() {
        [] => vec!["Ferries".to_owned(), "Weather".to_owned()],
        given => given.to_vec(),
    };
    let topics = wanted.into_iter().map(|title| {
        let key = slug::slugify(&title);
        let terms: &[&str] = match key.as_str() {
            "ferries" => &["ferry", "ferries", "timetable*", "quay*"],
            "weather" => &["fog", "ice", "storm*", "wind*"],
            _ => &[&title],
        };
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        StarterTopic { description: format!("Articles about {}.", title.to_lowercase()), key, terms, title }
    });
    topics.collect()
}

/// Every file of the new site.
fn files(choices: &InitChoices, now: i64) -> Result<BTreeMap<String, String>> {
    let topics = topics(choices);
    let day = |at| date::from_unix(at).map(|day| day.day()).context("the clock tells no date");
    // The example is about the topics that fit it, or about the first there is.
    let shown = if choices.topics.is_empty() { topics.len() } else { 1 };
    let fill = |text: &str| -> Result<String> {
        let fields = [
            ("language", quoted(&choices.language)),
            ("base_url", quoted(&choices.base_url)),
            ("topics", list(topics.iter().take(shown).map(|topic| topic.key.as_str()))),
            ("date", day(now)?),
            ("before", day(now - DAY)?),
            ("version", quoted(env!("CARGO_PKG_VERSION"))),
            ("install", choices.install.clone()),
        ];
        Ok(filled(text, &fields))
    };
    let mut files = BTreeMap::new();
    for (path, text) in starter(&STARTER) {
        if path == TOPIC {
            for topic in &topics {
                let fields = [
                    ("title", quoted(&topic.title)),
                    ("description", quoted(&topic.description)),
                    ("terms", list(topic.terms.iter().map(String::as_str))),
                ];
                files.insert(format!("content/topics/{}.md", topic.key), filled(text, &fields));
            }
            continue;
        }
        let title = if path == config::FILE { quoted(&choices.title) } else { choices.title.clone() };
        let moved = MOVED.iter().find(|(from, _)| *from == path).map_or(path, |(_, to)| to);
        files.insert(moved.to_owned(), filled(&fill(text)?, &[("title", title)]));
    }
    Ok(files)
}

/// Path and text of every file in the folder and below.
fn starter(folder: &'static Dir<'static>) -> Vec<(&'static str, &'static str)> {
    let texts = folder.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    texts.chain(folder.dirs().flat_map(starter)).collect()
}

fn filled(text: &str, fields: &[(&str, String)]) -> String {
    fields.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The inside of a list of texts as TOML.
fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(quoted).collect::<Vec<_>>().join(", ")
}

/// Writes a file unless there is one; tells whether it did.
fn create(root: &Path, path: &str, text: &str) -> Result<bool> {
    let path = root.join(path);
    let writing = || format!("cannot write {}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(root)).with_context(writing)?;
    match File::create_new(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        made => made.and_then(|mut file| file.write_all(text.as_bytes())).map(|()| true).with_context(writing),
    }
}
