//! `margent schema`

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::args::SchemaArgs;
use crate::cli::terminal::print;
use crate::editor::schema::json_schema;

/// Prints the JSON Schema of a kind of file.
pub(in crate::cli) fn run(args: &SchemaArgs) -> Result<ExitCode> {
    print(&format!("{:#}\n", json_schema(args.of)))?;
    Ok(ExitCode::SUCCESS)
}
