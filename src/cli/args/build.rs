//! The arguments of `margent build`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::value::base_url;

/// `margent build`
#[derive(Args)]
pub(crate) struct BuildArgs {
    /// Output folder, instead of public/
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Public address of the site, instead of base_url in site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Include drafts
    #[arg(long)]
    pub drafts: bool,

    /// Include articles dated in the future
    #[arg(long)]
    pub future: bool,

    /// Number of threads [default: all]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// List the files that were left out, and the first ones written and deleted
    #[arg(long, short)]
    pub verbose: bool,

    /// Say what took the time: stages, templates, files, outputs
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub timings: Option<TimingsFormat>,
}

/// The format of `margent build --timings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimingsFormat {
    /// A table for people.
    Table,
    /// One JSON object, the last line of standard output.
    Json,
}
