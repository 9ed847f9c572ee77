//! `margent theme`

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::text::near::nearest_path;
use crate::base::text::path::RelPath;
use crate::editor::site_file::{self, SiteFileError};
use crate::pipeline::config::{self, Config};
use crate::pipeline::inputs::BUILT_IN;
use crate::pipeline::theme::{self, Theme};
use crate::{BuildOptions, Inputs};
use anyhow::{Context, Result, bail};

use crate::cli::args::{GlobalArgs, ThemeArgs, ThemeCommand};
use crate::cli::terminal::{BOLD, PLAIN, did_you_mean, print};

/// Lists the files of the theme that the site can override, or copies one into the site's theme.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &ThemeArgs) -> Result<()> {
    let inputs = Inputs::read(&global.root, BuildOptions::default())?;
    let config = config::read(&inputs).value;
    let theme = theme::compile(&inputs, &config).value;
    match &args.command {
        None => print(&list(&inputs, &global.root, &config, &theme)),
        Some(ThemeCommand::Eject { name }) => eject(&global.root, &inputs, &config, &theme, name),
    }
}

/// The templates by their plain names, each with the file that is used.
fn templates(theme: &Theme) -> BTreeMap<&str, &RelPath> {
    // A name in a theme that this one extends starts with that theme's; plain names override them.
    let (plain, of_parents): (Vec<_>, Vec<_>) = theme.files.iter().partition(|(name, _)| !name.contains('/'));
    let of_parents = of_parents.into_iter().filter_map(|(name, path)| Some((name.rsplit_once('/')?.1, path)));
    of_parents.chain(plain.into_iter().map(|(name, path)| (name.as_str(), path))).collect()
}

/// The files of words by their names, such as `i18n/en.toml`, each with the file that is used.
fn words<'a>(inputs: &'a Inputs, config: &Config) -> BTreeMap<String, &'a RelPath> {
    // Those of the site's theme override those of the built-in one.
    let folders = [BUILT_IN, &config.theme.value].map(|name| format!("themes/{name}/i18n"));
    let files = folders.iter().flat_map(|folder| inputs.inside(folder));
    files.map(|(path, _)| (format!("i18n/{}", path.name()), path)).collect()
}

fn list(inputs: &Inputs, root: &Path, config: &Config, theme: &Theme) -> String {
    let templates = templates(theme);
    let statics = theme.statics.iter().map(|(name, path)| (name.as_str(), path));
    let words = words(inputs, config);
    let names = templates.keys().copied().chain(theme.statics.keys().chain(words.keys()).map(String::as_str));
    let width = names.map(str::len).max().unwrap_or(0) + 2;
    let statics: String = statics.map(|(name, path)| line(root, name, width, path)).collect();
    let templates: String = templates.into_iter().map(|(name, path)| line(root, name, width, path)).collect();
    let words: String = words.iter().map(|(name, path)| line(root, name, width, path)).collect();
    let name = &config.theme.value;
    format!(
        "{BOLD}theme {name}{PLAIN}\n\n{BOLD}templates{PLAIN}\n{templates}\n{BOLD}static files{PLAIN}\n{statics}\n{BOLD}words{PLAIN}\n{words}\n\
         `margent theme eject NAME` copies one into themes/{name}/, where it overrides all others.\n"
    )
}

fn line(root: &Path, name: &str, width: usize, path: &RelPath) -> String {
    let path = path.as_str();
    let place = if root.join(path).exists() { path } else { "built in" };
    format!("  {name:<width$}{place}\n")
}

fn eject(root: &Path, inputs: &Inputs, config: &Config, theme: &Theme, name: &str) -> Result<()> {
    let templates = templates(theme).into_iter().map(|(name, path)| (name, ("templates", path)));
    let statics = theme.statics.iter().map(|(name, path)| (name.as_str(), ("static", path)));
    let words = words(inputs, config);
    let words = words.iter().map(|(name, path)| (name.as_str(), (".", *path)));
    let known: BTreeMap<&str, (&str, &RelPath)> = words.chain(statics).chain(templates).collect();
    let Some((folder, path)) = known.get(name) else {
        let names: Vec<&str> = known.keys().copied().collect();
        let hint = did_you_mean(nearest_path(name, &names));
        bail!("the theme `{}` has no file {name}{hint}; `margent theme` lists all", config.theme.value);
    };
    let place = format!("themes/{}/{folder}/{name}", config.theme.value).replace("/./", "/");
    let to = root.join(&place);
    match site_file::create(&to, &inputs.files[*path].content()?) {
        Err(SiteFileError::Exists) => bail!("{place} already exists, and stays as it is"),
        created => created.with_context(|| format!("cannot write {place}"))?,
    }
    print(&format!("{place}\n"))
}
