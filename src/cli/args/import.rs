//! The arguments of `margent import`.

use std::path::PathBuf;

use clap::Args;

use encoding_rs::Encoding;

use super::value::parse_charset;
use crate::import::{CaptureKind, SplitMode};

/// `margent import`
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// Captures to import
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Folder of the site for new articles
    #[arg(long, default_value = "content/articles", value_name = "FOLDER")]
    pub into: String,

    /// Kind of the captures, instead of detecting it
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub kind: Option<CaptureKind>,

    /// Character set of the captures, such as EUC-KR, instead of what they say
    #[arg(long, value_name = "NAME", value_parser = parse_charset)]
    pub charset: Option<&'static Encoding>,

    /// When to split a capture into several articles
    #[arg(long, value_enum, default_value_t = SplitMode::Auto, value_name = "WHEN")]
    pub split: SplitMode,

    /// Update articles that were imported before, except for what you have changed in them
    #[arg(long)]
    pub update: bool,

    /// Import as a new draft even what seems to be in an article of yours, or was deleted
    #[arg(long)]
    pub again: bool,
}
