//! The command line of margent.

mod cli;
mod cmd;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// Exit status: 0 clean, 1 faults in the site, 2 faults of the environment or of the command line.
const ENVIRONMENT: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Init(args) => cmd::init::run(&cli.shared, args),
        Command::New(args) => cmd::new::run(&cli.shared, args),
        Command::Build(args) => cmd::build::run(&cli.shared, args),
        Command::Check(args) => cmd::check::run(&cli.shared, args),
        Command::Serve(args) => cmd::serve::run(&cli.shared, args),
        Command::Tag(args) => cmd::tag::run(&cli.shared, args),
        Command::Import(args) => cmd::import::run(&cli.shared, args),
        Command::Publish(args) => cmd::publish::run(&cli.shared, args),
        Command::Theme(args) => cmd::theme::run(&cli.shared, args),
        Command::Explain(args) => cmd::explain::run(args),
        Command::Completions(args) => cmd::generate::completions(args),
        Command::Man(args) => cmd::generate::man(args),
    };
    done.unwrap_or_else(|error| {
        let causes = margent::report::causes(&error);
        // Where even this cannot be told, the exit status remains.
        let _ = cmd::notify(&format!("{}error{}: {causes}\n", cmd::RED, cmd::PLAIN));
        ExitCode::from(ENVIRONMENT)
    })
}
