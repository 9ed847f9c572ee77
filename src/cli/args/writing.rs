//! The arguments of `margent init`, `clip` and `import`, and of reading a report.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;

use crate::import::{CaptureKind, SplitMode};

/// `margent init`
#[derive(Args)]
pub(crate) struct InitArgs {
    /// Folder of the new site; created if it does not exist
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,

    /// Title of the site
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// Public address of the site; on GitHub Pages it is found automatically
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Language of the site, as a BCP 47 tag such as en or ko
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,

    /// Topic of the site; repeat for more
    #[arg(long, value_name = "TITLE")]
    pub topic: Vec<String>,

    /// Host of the site, which gets the files that it needs
    #[arg(long, value_enum, default_value_t = InitHost::Github, value_name = "HOST")]
    pub host: InitHost,

    /// Address of the repository of margent, from whose releases the host installs it
    #[arg(long, value_name = "URL")]
    pub git: Option<String>,
}

/// The host of a new site.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitHost {
    /// GitHub Pages
    Github,
    /// GitLab Pages
    Gitlab,
    /// Netlify
    Netlify,
    /// Cloudflare Pages
    Cloudflare,
    /// A server of your own, by rsync over SSH
    Rsync,
}

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

/// The ways of reading a report.
#[derive(Args, Clone, Copy)]
pub(crate) struct PlaceArgs {
    /// Kind of the files, instead of detecting it
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub kind: Option<CaptureKind>,

    /// Character set of the files, such as EUC-KR, instead of what they say
    #[arg(long, value_name = "NAME", value_parser = parse_charset)]
    pub charset: Option<&'static Encoding>,

    /// Allow requests to private addresses of this computer and its network
    #[arg(long)]
    pub allow_private: bool,
}

/// Reads the name of a character set (Encoding Standard §4.2).
fn parse_charset(name: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label_no_replacement(name.as_bytes());
    known.ok_or_else(|| "no such character set; write a name such as EUC-KR, Shift_JIS or windows-1252".to_owned())
}
