//! The command line: arguments → a command → an exit status.
//!
//! `args` defines every command, option and help text. `commands` has a file or folder for each command, which calls
//! one of the other rooms; `reports` has the texts that it prints. No other room prints: results go to standard output,
//! faults and notices to standard error, and the exit status says which it was. `starter` and `hosts`
//! have the files of a new site.
//!
//! A decision about sites does not belong here: if another program could want it, it belongs into a room of the
//! library.

mod args;
mod commands;
mod interruption;
mod last_build;
mod memory;
mod output_folder;
mod reports;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use args::{Cli, Command, GlobalArgs};
use clap::{CommandFactory, FromArgMatches};
use terminal::{ENVIRONMENT, print_error};

use crate::lsp;
use crate::pipeline::config;
use crate::pipeline::report::Format;
use crate::pipeline::search;

/// Runs the command of the command line.
pub fn run() -> ExitCode {
    search::with_small_pieces(run_parsed)
}

fn run_parsed() -> ExitCode {
    let Cli { command, global } = parse();
    let result = prepare(&command, &global).and_then(|()| run_command(&command, &global));
    result.unwrap_or_else(|error| {
        print_error(&error);
        ExitCode::from(ENVIRONMENT)
    })
}

/// Reads the command line. Only `margent --help` lists the options that every command has.
fn parse() -> Cli {
    let command = Cli::command();
    let options = command.get_arguments().filter(|option| option.is_global_set());
    let options: Vec<clap::Arg> = options.map(|option| option.clone().hide(true)).collect();
    let matches = command.mut_subcommands(|sub| hide_options(sub, &options)).get_matches();
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Gives a command and its own commands the `options` of every command, hidden, before clap gives them visible ones.
fn hide_options(command: clap::Command, options: &[clap::Arg]) -> clap::Command {
    let command = command.args(options).mut_subcommands(|sub| hide_options(sub, options));
    command.after_help("Global options: --root, --format, --deny; see `margent --help`")
}

/// For a command about a site, checks that it runs in one, and finishes the work of a build that was killed.
fn prepare(command: &Command, global: &GlobalArgs) -> Result<()> {
    if global.format == Format::Sarif && !matches!(command, Command::Quotes(_)) {
        bail!("only `margent quotes` writes SARIF; use --format json or github");
    }
    match command {
        Command::Init(_)
        | Command::Quotes(_)
        | Command::Explain(_)
        | Command::Lsp
        | Command::Schema(_)
        | Command::Completions(_)
        | Command::Man(_) => Ok(()),
        // These report a missing site as a fault.
        Command::New(_) | Command::Clip(_) | Command::Build(_) | Command::Check(_) | Command::Tag(_) => {
            check_site_folder(&global.root, false)?;
            memory::recover(&global.root)
        }
        Command::Serve(_) | Command::Mv(_) | Command::Import(_) | Command::Publish(_) | Command::Theme(_) => {
            check_site_folder(&global.root, true)?;
            memory::recover(&global.root)
        }
    }
}

fn run_command(command: &Command, global: &GlobalArgs) -> Result<ExitCode> {
    match command {
        Command::Init(args) => commands::init::run(global, args),
        Command::New(args) => commands::new::run(global, args),
        Command::Clip(args) => commands::clip::run(global, args),
        Command::Build(args) => commands::build::run(global, args),
        Command::Check(args) => commands::check::run(global, args),
        Command::Quotes(args) => commands::quotes::run(global, args),
        Command::Serve(args) => success(commands::serve::run(global, args)),
        Command::Tag(args) => commands::tag::run(global, args),
        Command::Mv(args) => commands::mv::run(global, args),
        Command::Import(args) => commands::import::run(global, args),
        Command::Publish(args) => commands::publish::run(global, args),
        Command::Theme(args) => success(commands::theme::run(global, args)),
        Command::Explain(args) => success(commands::reference::explain(args)),
        Command::Lsp => success(lsp::run()),
        Command::Schema(args) => success(commands::reference::schema(args)),
        Command::Completions(args) => success(commands::reference::completions(args)),
        Command::Man(args) => success(commands::reference::man(args)),
    }
}

fn success(done: Result<()>) -> Result<ExitCode> {
    done.map(|()| ExitCode::SUCCESS)
}

/// Checks that `root` is not a folder inside a site and, if a site `is_needed`, that it has one.
///
/// # Errors
/// When the site is elsewhere, or nowhere.
fn check_site_folder(root: &Path, is_needed: bool) -> Result<()> {
    let file = config::FILE;
    if root.join(file).exists() || !root.is_dir() {
        return Ok(());
    }
    if let Some(above) = site_above(root) {
        let above = above.display();
        bail!("there is no {file} in {}, but there is one in {above}; add --root {above}", root.display());
    }
    if is_needed {
        bail!("there is no {file} in {}; {}", root.display(), config::NO_SITE);
    }
    Ok(())
}

/// The nearest folder with a site that `root` is in, as a path that leads there.
fn site_above(root: &Path) -> Option<PathBuf> {
    let full = root.canonicalize().ok()?;
    let steps = full.ancestors().skip(1).position(|folder| folder.join(config::FILE).is_file())? + 1;
    let up: PathBuf = std::iter::repeat_n("..", steps).collect();
    Some(if root == Path::new(".") { up } else { root.join(up) })
}
