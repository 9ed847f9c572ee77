//! The arguments of `margent clip`.

use std::path::PathBuf;

use clap::Args;

use super::place::PlaceArgs;

/// `margent clip`
#[derive(Args)]
pub(crate) struct ClipArgs {
    /// Reports: addresses, saved files, or - for standard input
    ///
    /// A file is a web page (.html, .mhtml), an e-mail (.eml), a text (.txt, .md) or, if margent was built with the feature `pdf`, a
    /// PDF with text.
    #[arg(required = true, value_name = "WHERE")]
    pub places: Vec<String>,

    /// Article that gets the sources, instead of a new draft
    #[arg(long, value_name = "ARTICLE", conflicts_with_all = ["title", "topic"])]
    pub into: Option<PathBuf>,

    /// Passage to quote: its exact words, or "first words … last words"; […] leaves words out; repeat for more
    #[arg(long = "quote", value_name = "WORDS")]
    pub quotes: Vec<String>,

    /// Your own words, which come before the quotation
    #[arg(long, value_name = "WORDS")]
    pub comment: Option<String>,

    /// Write a new article that the next build publishes, instead of a draft
    #[arg(long, conflicts_with = "into")]
    pub release: bool,

    /// Add an empty report, for your own words, with its attribution
    #[arg(long)]
    pub report: bool,

    /// Headline of the new draft [default: that of the report]
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// Topic of the new draft, instead of those suggested; repeat for more
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// Outlet of the report, if neither its address nor the page says so
    #[arg(long, value_name = "OUTLET")]
    pub outlet: Option<String>,

    /// Declare an outlet that the site does not have, by the name and the domain that the report states
    #[arg(long)]
    pub new_outlet: bool,

    /// Address of the report, instead of the one that the file states
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// Keep the original file beside its snapshot, which is plain text
    #[arg(long)]
    pub keep_original: bool,

    #[command(flatten)]
    pub reading: PlaceArgs,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
