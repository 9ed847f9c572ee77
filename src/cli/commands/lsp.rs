//! `margent lsp`

use std::process::ExitCode;

use anyhow::Result;

use crate::lsp;

/// Serves an editor by the Language Server Protocol until the session ends.
pub(in crate::cli) fn run() -> Result<ExitCode> {
    lsp::run()?;
    Ok(ExitCode::SUCCESS)
}
