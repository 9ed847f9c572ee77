//! `margent quotes`

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::args::{GlobalArgs, QuotesArgs};
use crate::cli::reports::{fault_report, folder_quotes_report};
use crate::editor::folder_quotes::check_folder;

/// Checks the quotations of a folder, and prints what is wrong and what could not be checked.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &QuotesArgs) -> Result<ExitCode> {
    let checked = check_folder(&global.root, &args.places, args.snapshots.as_deref(), args.requirement())?;
    let global = GlobalArgs { root: checked.base.clone(), ..global.clone() };
    fault_report::show(&global, &checked.inputs, &checked.faults)?;
    folder_quotes_report::show(global.format, &checked)?;
    Ok(if fault_report::are_fatal(&global, &checked.faults) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
