//! The arguments of `margent quotes`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::pipeline::config::RequiredEvidence;

/// `margent quotes`
#[derive(Args)]
pub(crate) struct QuotesArgs {
    /// Markdown files, or folders of them [default: the folder of --root]
    #[arg(value_name = "FOLDER")]
    pub places: Vec<PathBuf>,

    /// Folder with the texts of sources, beside those that quotes.toml names
    #[arg(long, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,

    /// Treat a quotation without a snapshot as an error
    #[arg(long, value_enum, value_name = "EVIDENCE")]
    pub require: Option<DemandedEvidence>,
}

/// The evidence that every quotation must have.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DemandedEvidence {
    /// The text of its source
    Snapshot,
}

impl QuotesArgs {
    /// The requirement for quotations.
    pub(crate) fn requirement(&self) -> RequiredEvidence {
        match self.require {
            Some(DemandedEvidence::Snapshot) => RequiredEvidence::Snapshot,
            None => RequiredEvidence::Nothing,
        }
    }
}
