//! `margent new`

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::base::codes;
use crate::base::text::{date, near, slug};
use crate::editor::site_file::{self, SiteFileError};
use crate::import::OutletNames;
use crate::import::clip::comparable;
use crate::pipeline::content::{ARTICLES, Article, Indexed, Outlet, TOPICS, Topic};
use crate::pipeline::inputs;
use crate::{BuildOptions, Inputs, Site};
use anyhow::{Context, Result, bail};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value, value};

use crate::cli::args::{GlobalArgs, NewArgs};
use crate::cli::memory::load_inputs;
use crate::cli::reports::fault_report;
use crate::cli::terminal::{eprint, print};

/// Writes the article, prints its path, and opens it in an editor.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &NewArgs) -> Result<ExitCode> {
    // Drafts and articles dated in the future have addresses and sources too.
    let options = BuildOptions { drafts: true, future: true, base_url: None };
    let inputs = Inputs::read(&global.root, options)?;
    let loaded = load_inputs(global, inputs, Duration::ZERO)?;
    let site = loaded.site;
    if loaded.faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        return fault_report::refuse(global, &site.inputs, loaded.faults, "written");
    }
    let title = args.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = slug::file_stem(&slug::slugify(&title));
    if name.is_empty() {
        bail!("the title `{title}` has no letters to make an address from");
    }
    let slug = slug::without_date(&name);
    if let Some(other) = site.content.articles.iter().find(|article| article.slug == slug) {
        bail!("{} has the same address; choose another title", other.path);
    }
    let today = date::from_unix(site.inputs.now + i64::from(site.config.utc_offset.seconds()));
    let today = today.context("the clock shows no valid date")?.day();
    let front = front_matter(args, &site, &title, &today)?;
    let path = format!("{ARTICLES}/{}/{name}.md", today.split('-').next().unwrap_or_default());
    create(&global.root.join(&path), &format!("+++\n{front}+++\n\n"))?;
    print(&format!("{}\n", global.root.join(&path).display()))?;
    args.source.iter().try_for_each(|url| note_citations(&site, url))?;
    if !args.no_edit && io::stdout().is_terminal() {
        open_editor(&global.root.join(&path))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The front matter: the arguments, and the values that follow from them.
fn front_matter(args: &NewArgs, site: &Site, title: &str, today: &str) -> Result<DocumentMut> {
    let mut front = DocumentMut::new();
    front["title"] = value(title);
    let date: toml_edit::Datetime = today.parse().context("the clock shows no valid date")?;
    front["date"] = value(date);
    let topics = args.topic.iter().map(|name| topic_key(&site.content.topics, name)).collect::<Result<Vec<_>>>()?;
    for (key, list) in [("topics", &topics), ("tags", &args.tag)] {
        if !list.is_empty() {
            front[key] = Item::Value(Value::Array(list.iter().collect()));
        }
    }
    if args.draft {
        front["draft"] = value(true);
    }
    if args.source.is_none() && args.outlet.is_none() {
        return Ok(front);
    }
    let mut source = Table::new();
    source["outlet"] = value(outlet_key(args, site)?);
    if let Some(url) = &args.source {
        source["url"] = value(url);
        source["accessed"] = value(date);
    }
    front["source"] = Item::ArrayOfTables(ArrayOfTables::from_iter([source]));
    Ok(front)
}

/// The key of a declared topic, found by its key or title.
pub(super) fn topic_key(topics: &[Indexed<Topic>], name: &str) -> Result<String> {
    let key = slug::slugify(name);
    if let Some(topic) = topics.iter().find(|topic| topic.key == name || topic.key == key) {
        return Ok(topic.key.clone());
    }
    let keys: Vec<&str> = topics.iter().map(|topic| topic.key.as_str()).collect();
    match near::nearest(name, keys.iter().copied()) {
        Some(near) => bail!("there is no topic `{name}`; did you mean `{near}`?"),
        None if keys.is_empty() => bail!("there is no topic `{name}`; declare it in {TOPICS}/{key}.md first"),
        None => bail!("there is no topic `{name}`; the site has {}", keys.join(", ")),
    }
}

/// The key of the declared outlet with this key, name or alias.
pub(super) fn outlet_named(declared: &[Indexed<Outlet>], name: &str) -> Result<String> {
    if let Some(outlet) = declared.iter().find(|outlet| outlet.key == *name) {
        return Ok(outlet.key.clone());
    }
    if let Some(outlet) = OutletNames::of(declared).find(name) {
        return Ok(outlet.key.clone());
    }
    match near::nearest(name, declared.iter().map(|outlet| outlet.key.as_str())) {
        Some(near) => bail!("there is no outlet `{name}`; did you mean `{near}`?"),
        None => bail!("there is no outlet `{name}`; declare it in content/outlets/{}.md first", slug::slugify(name)),
    }
}

/// The key of the outlet that --outlet names, or to which the domain of --source belongs.
fn outlet_key(args: &NewArgs, site: &Site) -> Result<String> {
    if let Some(name) = &args.outlet {
        return outlet_named(&site.content.outlets, name);
    }
    let outlets = OutletNames::of(&site.content.outlets);
    let url = args.source.as_deref().unwrap_or_default();
    if let Some(outlet) = outlets.at(url) {
        return Ok(outlet.key.clone());
    }
    let host = crate::publish::host::host(url);
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if host.is_empty() {
        bail!("--source {url} is not a complete web address; start it with https://");
    }
    eprint(&format!("no outlet has the domain {host}; add a file to content/outlets/ with domains = [\"{host}\"]\n"))?;
    Ok(host.to_owned())
}

/// Prints the articles that cite the address already.
fn note_citations(site: &Site, url: &str) -> Result<()> {
    let mut articles = site.content.articles.iter().filter(|article| cites(article, url));
    articles.try_for_each(|article| eprint(&format!("{} cites this address already\n", article.path)))
}

fn cites(article: &Article, url: &str) -> bool {
    let mut urls = article.sources.iter().filter_map(|source| source.url.as_deref());
    urls.any(|other| comparable(other) == comparable(url))
}

/// Creates the file; an existing one is never overwritten.
fn create(path: &Path, text: &str) -> Result<()> {
    match site_file::create(path, text.as_bytes()) {
        Err(SiteFileError::Exists) => bail!("{} already exists; choose another title", path.display()),
        created => created.with_context(|| format!("cannot write {}", path.display())),
    }
}

/// Opens the file in the user's editor through the shell, as git does, since the variable may hold options.
fn open_editor(path: &Path) -> Result<()> {
    let Some(editor) = inputs::editor() else {
        return eprint("no editor was opened, since neither $VISUAL nor $EDITOR is set\n");
    };
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{editor} \"$@\""), &editor]).arg(path);
    let status = command.status().with_context(|| format!("cannot run {editor}"))?;
    if !status.success() {
        bail!("{editor} failed; the article is in {}", path.display());
    }
    Ok(())
}
