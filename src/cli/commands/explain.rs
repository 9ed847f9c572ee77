//! `margent explain`

use std::process::ExitCode;

use crate::base::codes::{ALL, Code};
use crate::base::text::near::nearest;
use anyhow::{Result, bail};

use super::{BOLD, PLAIN, say};
use crate::cli::args::ExplainArgs;

/// Prints the long text of a code, or the list of all.
pub fn run(args: &ExplainArgs) -> Result<ExitCode> {
    let Some(id) = &args.code else {
        let list = ALL.iter().map(|code| format!("{BOLD}{}{PLAIN}  {}\n", code.id, code.title));
        say(&list.collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(code) = Code::find(id) else {
        let near = nearest(id, ALL.iter().map(|code| code.id));
        let advice = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
        bail!("there is no fault {id}{advice}; `margent explain` lists all");
    };
    say(&format!("{}\n", code.explanation().trim_start_matches("## ")))?;
    Ok(ExitCode::SUCCESS)
}
