//! The commands about margent itself: `margent explain`, `schema`, `completions` and `man`.

use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use crate::base::codes::{ALL, Code};
use crate::base::text::near::nearest;
use crate::cli::args::{Cli, CompletionsArgs, ExplainArgs, ManArgs, SchemaArgs};
use crate::cli::terminal::{BOLD, PLAIN, did_you_mean, print, print_exactly};
use crate::editor::schema::json_schema;

/// Prints the explanation of a code, or the list of all codes.
pub(in crate::cli) fn explain(args: &ExplainArgs) -> Result<()> {
    let Some(id) = &args.code else {
        let list = ALL.iter().map(|code| format!("{BOLD}{}{PLAIN}  {}\n", code.id, code.title));
        return print(&list.collect::<String>());
    };
    let Some(code) = Code::find(id) else {
        let hint = did_you_mean(nearest(id, ALL.iter().map(|code| code.id)));
        bail!("there is no fault {id}{hint}; `margent explain` lists all");
    };
    print(&format!("{}\n", code.explanation().trim_start_matches("## ")))
}

/// Prints the completion script of a shell.
pub(in crate::cli) fn completions(args: &CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "margent", &mut script);
    print_exactly(&String::from_utf8_lossy(&script))
}

/// Writes a manual page for margent and for each of its commands.
pub(in crate::cli) fn man(args: &ManArgs) -> Result<()> {
    std::fs::create_dir_all(&args.dir).with_context(|| format!("cannot create {}", args.dir.display()))?;
    clap_mangen::generate_to(Cli::command(), &args.dir)
        .with_context(|| format!("cannot write to {}", args.dir.display()))
}

/// Prints the JSON Schema of a kind of file.
pub(in crate::cli) fn schema(args: &SchemaArgs) -> Result<()> {
    print_exactly(&format!("{:#}\n", json_schema(args.of)))
}
