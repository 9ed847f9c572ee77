//! What can be said to `margent import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `margent import`
#[derive(Args)]
pub struct ImportArgs {
    /// The captures
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Write new articles into this folder of the site
    #[arg(long, default_value = "content/articles", value_name = "FOLDER")]
    pub into: String,

    /// Read the files as this kind of capture, whatever they look like
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub kind: Option<KindArg>,

    /// Whether a file holds several articles
    #[arg(long, value_enum, default_value_t = SplitArg::Auto, value_name = "WHEN")]
    pub split: SplitArg,

    /// Bring articles that were imported before up to date, except what you have changed in them
    #[arg(long)]
    pub update: bool,

    /// Import what an article without the table `[import]` seems to be already, as a draft of its own
    #[arg(long)]
    pub again: bool,
}

/// Kinds of captures.
#[derive(Clone, Copy, ValueEnum)]
pub enum KindArg {
    /// The text of a page, as copied from a browser
    Text,
    /// A saved web page
    Html,
    /// Atom, RSS or JSON Feed
    Feed,
    /// An export of WordPress
    Wordpress,
    /// Markdown with front matter of another generator
    Markdown,
}

/// Whether a file holds several articles.
#[derive(Clone, Copy, ValueEnum)]
pub enum SplitArg {
    /// When it shows that it lists posts
    Auto,
    /// Each short line above a paragraph is a title
    Always,
    /// It holds one article
    Never,
}
