//! The commands about margent itself: `margent explain`, `schema`, `completions` and `man`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use crate::base::codes::{ALL, Code};
use crate::base::text::near::nearest;
use crate::cli::args::{Cli, CompletionsArgs, ExplainArgs, ManArgs, SchemaArgs};
use crate::cli::terminal::{BOLD, PLAIN, did_you_mean, print, print_exactly};
use crate::editor::schema::json_schema;

/// Prints the explanation of a code, or the list of all codes.
pub(in crate::cli) fn explain(args: &ExplainArgs) -> Result<ExitCode> {
    let Some(id) = &args.code else {
        let list = ALL.iter().map(|code| format!("{BOLD}{}{PLAIN}  {}\n", code.id, code.title));
        print(&list.collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(code) = Code::find(id) else {
        let hint = did_you_mean(nearest(id, ALL.iter().map(|code| code.id)));
        bail!("there is no fault {id}{hint}; `margent explain` lists all");
    };
    print(&format!("{}\n", code.explanation().trim_start_matches("## ")))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the completion script of a shell.
pub(in crate::cli) fn completions(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "margent", &mut script);
    print_exactly(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a manual page for margent and for each of its commands.
pub(in crate::cli) fn man(args: &ManArgs) -> Result<ExitCode> {
    std::fs::create_dir_all(&args.dir).with_context(|| format!("cannot create {}", args.dir.display()))?;
    clap_mangen::generate_to(Cli::command(), &args.dir)
        .with_context(|| format!("cannot write to {}", args.dir.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the JSON Schema of a kind of file.
pub(in crate::cli) fn schema(args: &SchemaArgs) -> Result<ExitCode> {
    print_exactly(&format!("{:#}\n", json_schema(args.of)))?;
    Ok(ExitCode::SUCCESS)
}
