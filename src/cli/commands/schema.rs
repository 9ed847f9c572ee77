//! `margent schema`

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::args::SchemaArgs;
use crate::cli::terminal::print_exactly;
use crate::editor::schema::json_schema;

/// Prints the JSON Schema of a kind of file.
pub(in crate::cli) fn run(args: &SchemaArgs) -> Result<ExitCode> {
    print_exactly(&format!("{:#}\n", json_schema(args.of)))?;
    Ok(ExitCode::SUCCESS)
}
