//! The command line: arguments → a command → an exit status.
//!
//! `args` defines every command, option and help text. `commands` has a file or folder for each command, which calls one of
//! the other rooms; `reports` has what it prints. No other room prints: results go to standard output, faults and notices to
//! standard error, and the exit status says which it was. `starter` has the files of a new site.
//!
//! A decision about sites does not belong here: if another program could want it, it belongs into a room of the library.

mod args;
mod commands;
mod memory;
mod output_folder;
mod progress;
mod reports;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use terminal::{PLAIN, RED};

/// Exit status of errors of the environment or the command line; 0 means success, and 1 faults in the site.
const ENVIRONMENT: u8 = 2;

/// Runs the command of the command line.
pub fn run() -> ExitCode {
    let Cli { command, global } = Cli::parse();
    let result = match &command {
        Command::Init(args) => commands::init::run(&global, args),
        Command::New(args) => commands::new::run(&global, args),
        Command::Build(args) => commands::build::run(&global, args),
        Command::Check(args) => commands::check::run(&global, args),
        Command::Serve(args) => commands::serve::run(&global, args),
        Command::Tag(args) => commands::tag::run(&global, args),
        Command::Import(args) => commands::import::run(&global, args),
        Command::Publish(args) => commands::publish::run(&global, args),
        Command::Theme(args) => commands::theme::run(&global, args),
        Command::Explain(args) => commands::explain::run(args),
        Command::Completions(args) => commands::generate::completions(args),
        Command::Man(args) => commands::generate::man(args),
    };
    result.unwrap_or_else(|error| {
        let causes = crate::pipeline::report::causes(&error);
        // If even this cannot be printed, the exit status remains.
        let _ = terminal::eprint(&format!("{RED}error{PLAIN}: {causes}\n"));
        ExitCode::from(ENVIRONMENT)
    })
}
