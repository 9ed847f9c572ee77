//! `margent lsp`

use std::process::ExitCode;

use anyhow::Result;

use crate::lsp;

/// Serves the editor's program until it says goodbye.
pub(in crate::cli) fn run() -> Result<ExitCode> {
    lsp::run()?;
    Ok(ExitCode::SUCCESS)
}
