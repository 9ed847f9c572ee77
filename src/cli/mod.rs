//! The command line: arguments → a command → an exit status.
//!
//! `args` defines every command, option and help text. `commands` has a file or folder for each command: it calls one of the
//! other rooms and prints the result. Nothing else prints: results go to standard output, faults and notices to standard
//! error, and the exit status says which it was. `starter` has the files of a new site.
//!
//! A decision about sites does not belong here: if another program could want it, it belongs into a room of the library.

mod args;
mod commands;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Exit status: 0 clean, 1 faults in the site, 2 faults of the environment or of the command line.
const ENVIRONMENT: u8 = 2;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Init(args) => commands::init::run(&cli.shared, args),
        Command::New(args) => commands::new::run(&cli.shared, args),
        Command::Build(args) => commands::build::run(&cli.shared, args),
        Command::Check(args) => commands::check::run(&cli.shared, args),
        Command::Serve(args) => commands::serve::run(&cli.shared, args),
        Command::Tag(args) => commands::tag::run(&cli.shared, args),
        Command::Import(args) => commands::import::run(&cli.shared, args),
        Command::Publish(args) => commands::publish::run(&cli.shared, args),
        Command::Theme(args) => commands::theme::run(&cli.shared, args),
        Command::Explain(args) => commands::explain::run(args),
        Command::Completions(args) => commands::generate::completions(args),
        Command::Man(args) => commands::generate::man(args),
    };
    done.unwrap_or_else(|error| {
        let causes = crate::pipeline::report::causes(&error);
        // Where even this cannot be told, the exit status remains.
        let _ = commands::notify(&format!("{}error{}: {causes}\n", commands::RED, commands::PLAIN));
        ExitCode::from(ENVIRONMENT)
    })
}
