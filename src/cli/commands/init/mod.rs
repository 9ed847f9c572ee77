//! `margent init`

mod host;
mod questions;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use crate::base::text::{date, slug};
use crate::editor::site_file::{self, SiteFileError};
use crate::pipeline::{config, inputs};
use crate::{Inputs, Memo};
use anyhow::{Context, Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use toml_edit::Value;

use crate::cli::args::{GlobalArgs, InitArgs, InitHost};
use crate::cli::reports::fault_report;
use crate::cli::terminal::{plural, print};
use host::repository;
use questions::Questions;

/// The files of a new site, with names in `{{…}}` where sites differ.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// The file that has another path in a site than here.
const GITIGNORE: (&str, &str) = ("gitignore", ".gitignore");
/// The file that is written once for each topic.
const TOPIC: &str = "content/topics/topic.md";
/// An address until `margent publish` or the workflow finds the real one.
const PLACEHOLDER: &str = "https://example.org";
const DAY: i64 = 24 * 60 * 60;

/// Asks for the values that no option sets, if this is a terminal, and writes a site.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &InitArgs) -> Result<ExitCode> {
    let root = site_folder(global, args)?;
    let choices = InitChoices::of(args)?;
    let now = inputs::clock()?;
    let files = files(&choices, now)?;
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    inputs.now = now;
    let loaded = crate::load(inputs, &Memo::default());
    if fault_report::are_fatal(global, &loaded.faults) {
        return fault_report::refuse(global, &loaded.site.inputs, loaded.faults, "written");
    }
    fault_report::show(global, &loaded.site.inputs, &loaded.faults)?;
    let mut kept = Vec::new();
    for (path, text) in &files {
        if !create(root, path, text)? {
            kept.push(path);
        }
    }
    let is_here = root == Path::new(".");
    let place = if is_here { "this folder".to_owned() } else { format!("{}/", shown(root)) };
    let cd = if is_here { String::new() } else { format!("cd {} && ", shown(root)) };
    let mut text = format!("Created in {place} ({})\n", plural(files.len() - kept.len(), "file"));
    text.extend(kept.iter().map(|path| format!("  kept {path}, which already existed\n")));
    if !choices.can_install() {
        let names: Vec<&str> = host::files(choices.host).iter().map(|(path, _)| *path).collect();
        text += &format!(
            "\n{} was not written, since this program does not know the address of its repository, from which the host would \
             install it. `margent init --git URL` in a new folder writes it; `margent publish` does without.\n\n",
            names.join(" or ")
        );
    }
    print(&format!("{text}Next: {cd}margent serve --open\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn shown(root: &Path) -> String {
    root.display().to_string().trim_end_matches('/').to_owned()
}

fn site_folder<'a>(global: &'a GlobalArgs, args: &'a InitArgs) -> Result<&'a Path> {
    let root = match &args.dir {
        Some(dir) if global.root != Path::new(".") => {
            let (dir, root) = (dir.display(), global.root.display());
            bail!("{dir} and --root {root} both name the new site's folder; use only one of them")
        }
        Some(dir) => dir,
        None => &global.root,
    };
    if let Some(file) = root.ancestors().find(|path| path.is_file()) {
        bail!("{} is a file; name a folder for the new site", file.display());
    }
    if root.join(config::FILE).exists() {
        bail!("{} already exists; margent does not overwrite a site", root.join(config::FILE).display());
    }
    Ok(root)
}

/// The choices in which new sites differ.
struct InitChoices {
    title: String,
    base_url: String,
    language: String,
    topics: Vec<String>,
    host: InitHost,
    /// The repository from which the host installs margent, if it is known.
    repository: Option<String>,
}

impl InitChoices {
    fn of(args: &InitArgs) -> Result<Self> {
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let (mut answers, mut output) = (io::stdin().lock(), anstream::stdout());
        let mut questions = is_terminal.then_some(Questions { answers: &mut answers, output: &mut output });
        // The options are checked before anything is asked.
        let topics = questions::topics(args.topic.iter().map(String::as_str));
        let mut topics = topics.map_err(|why| anyhow!("--topic: {why}"))?;
        let repository = repository(args.git.as_deref())?;
        let title = choose(("title", args.title.as_deref()), &mut questions, &TITLE)?;
        let base_url = choose(("base-url", args.base_url.as_deref()), &mut questions, &BASE_URL)?;
        let language = choose(("language", args.language.as_deref()), &mut questions, &LANGUAGE)?;
        if let Some(questions) = questions.as_mut().filter(|_| topics.is_empty()) {
            let check = |answer: &str| questions::topics(answer.split(','));
            topics = questions.ask("Topics, separated by commas", "Ferries, Weather", check)?;
        }
        Ok(Self { title, base_url, language, topics, host: args.host, repository })
    }

    /// Returns false if the host would have to install margent from nobody knows where, and so fail at the first push.
    fn can_install(&self) -> bool {
        self.repository.is_some() || !host::installs(self.host)
    }
}

/// A question, its default answer, and the check of an answer: the value, or the reason why it cannot be used.
struct InitQuestion {
    text: &'static str,
    default: &'static str,
    check: fn(&str) -> Result<String, String>,
}

const TITLE: InitQuestion = InitQuestion { text: "Title of the site", default: "My digest", check: questions::title };
const BASE_URL: InitQuestion =
    InitQuestion { text: "Public address, if you know it", default: PLACEHOLDER, check: questions::base_url };
const LANGUAGE: InitQuestion = InitQuestion { text: "Language", default: "en", check: questions::language };

/// The value of an option if it was given; else the answer to a question, or its default where nobody can be asked.
fn choose(
    (option, value): (&str, Option<&str>),
    questions: &mut Option<Questions<'_>>,
    question: &InitQuestion,
) -> Result<String> {
    match (value, questions) {
        (Some(value), _) => (question.check)(value).map_err(|why| anyhow!("--{option}: {why}")),
        (None, Some(questions)) => questions.ask(question.text, question.default, question.check),
        (None, None) => Ok(question.default.to_owned()),
    }
}

/// A topic of the new site.
struct StarterTopic {
    key: String,
    title: String,
    description: String,
    terms: Vec<String>,
}

impl StarterTopic {
    fn fill(&self, text: &str) -> String {
        let fields = [
            ("title", quoted(&self.title)),
            ("description", quoted(&self.description)),
            ("terms", list(self.terms.iter().map(String::as_str))),
        ];
        fill(text, &fields)
    }
}

/// The topics asked for, or two that fit the example.
fn topics(choices: &InitChoices) -> Vec<StarterTopic> {
    let titles = match choices.topics.as_slice() {
        [] => vec!["Ferries".to_owned(), "Weather".to_owned()],
        titles => titles.to_vec(),
    };
    let topics = titles.into_iter().map(|title| {
        let key = slug::slugify(&title);
        let terms: &[&str] = match key.as_str() {
            "ferries" => &["ferry", "ferries", "timetable*", "quay*"],
            "weather" => &["fog", "ice", "storm*", "wind*"],
            _ => &[&title],
        };
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        StarterTopic { description: format!("Articles about {title}."), key, terms, title }
    });
    topics.collect()
}

/// Every file of the new site, by its path.
fn files(choices: &InitChoices, now: i64) -> Result<BTreeMap<String, String>> {
    let topics = topics(choices);
    let fields = fields(choices, &topics, now)?;
    let mut files = BTreeMap::new();
    for (path, text) in starter(&STARTER) {
        if path == TOPIC {
            let pages = topics.iter().map(|topic| (format!("content/topics/{}.md", topic.key), topic.fill(text)));
            files.extend(pages);
            continue;
        }
        let title = if path == config::FILE { quoted(&choices.title) } else { choices.title.clone() };
        let target = if path == GITIGNORE.0 { GITIGNORE.1 } else { path };
        files.insert(target.to_owned(), fill(&fill(text, &fields), &[("title", title)]));
    }
    if choices.can_install() {
        files.extend(host::files(choices.host).iter().map(|(path, text)| ((*path).to_owned(), fill(text, &fields))));
    }
    Ok(files)
}

/// The value for each name in the files, except for the title.
fn fields(choices: &InitChoices, topics: &[StarterTopic], now: i64) -> Result<[(&'static str, String); 9]> {
    // The example is about the topics that fit it, or about the first one.
    let shown = if choices.topics.is_empty() { topics.len() } else { 1 };
    Ok([
        ("language", quoted(&choices.language)),
        ("base_url", quoted(&choices.base_url)),
        ("topics", list(topics.iter().take(shown).map(|topic| topic.key.as_str()))),
        ("date", day(now)?),
        ("before", day(now - DAY)?),
        ("version", quoted(env!("CARGO_PKG_VERSION"))),
        ("repository", choices.repository.clone().unwrap_or_default()),
        ("host", host::settings(choices.host)),
        ("publishing", host::publishing(choices.host, choices.can_install()).to_owned()),
    ])
}

fn day(at: i64) -> Result<String> {
    date::from_unix(at).map(|moment| moment.day().to_owned()).context("the clock shows no valid date")
}

/// Path and text of every file in the folder and below.
fn starter(folder: &'static Dir<'static>) -> Vec<(&'static str, &'static str)> {
    let texts = folder.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    texts.chain(folder.dirs().flat_map(starter)).collect()
}

/// Replaces each `{{name}}` by its value.
fn fill(text: &str, fields: &[(&str, String)]) -> String {
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

/// Creates a file; returns `false` if it already exists.
fn create(root: &Path, path: &str, text: &str) -> Result<bool> {
    let path = root.join(path);
    match site_file::create(&path, text.as_bytes()) {
        Err(SiteFileError::Exists) => Ok(false),
        created => created.map(|()| true).with_context(|| format!("cannot write {}", path.display())),
    }
}
