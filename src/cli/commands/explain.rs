//! `margent explain`

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::base::codes::{ALL, Code};
use crate::base::text::near::nearest;
use crate::cli::args::ExplainArgs;
use crate::cli::terminal::{BOLD, PLAIN, did_you_mean, print};

/// Prints the explanation of a code, or the list of all codes.
pub(in crate::cli) fn run(args: &ExplainArgs) -> Result<ExitCode> {
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
