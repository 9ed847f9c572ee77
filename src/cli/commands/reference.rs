//! The commands about margent itself: `margent explain`, `schema`, `completions` and `man`.

use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use unicode_width::UnicodeWidthStr;

use crate::base::codes::{ALL, Code};
use crate::base::text::near::nearest;
use crate::cli::args::{Cli, CompletionsArgs, ExplainArgs, ManArgs, SchemaArgs};
use crate::cli::terminal::{BOLD, PLAIN, did_you_mean, print, print_exactly, width};
use crate::editor::schema::json_schema;

/// The number of columns that are read well.
const WIDTH: usize = 100;

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
    let explanation = code.explanation().trim_start_matches("## ");
    print(&format!("{}\n", rewrapped(explanation, width().min(WIDTH)).trim_end()))
}

/// Breaks the paragraphs of a Markdown text anew, for a terminal of `columns`.
fn rewrapped(text: &str, columns: usize) -> String {
    let (mut out, mut used, mut is_code) = (String::new(), 0, false);
    for line in text.lines() {
        let is_fence = line.starts_with("```");
        if is_code || is_fence || line.is_empty() || line.starts_with(['-', '|', '#']) {
            out.push_str(if used > 0 { "\n" } else { "" });
            out.push_str(&format!("{line}\n"));
            used = 0;
        } else {
            for word in line.split_whitespace() {
                let fits = used + 1 + word.width() <= columns;
                out.push_str(if used == 0 {
                    ""
                } else if fits {
                    " "
                } else {
                    "\n"
                });
                out.push_str(word);
                used = if fits && used > 0 { used + 1 } else { 0 } + word.width();
            }
        }
        is_code ^= is_fence;
    }
    out
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
