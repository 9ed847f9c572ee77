//! The arguments of `margent build`, `check`, `serve`, `publish` and `quotes`, and the readers of their values.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::editor::external_links::archive;
use crate::pipeline::config::{self, BUCKET_FORM, BucketUrl, RequiredEvidence};

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

/// `margent check`
#[derive(Args)]
#[command(group = ArgGroup::new("online").args(["external", "live", "archive"]).multiple(true))]
pub(crate) struct CheckArgs {
    /// Include minor advice, such as notes that are not anchored to a passage
    #[arg(long)]
    pub all: bool,

    /// Show how much each article and outlet is quoted, and how much of it is verified by snapshots
    #[arg(long)]
    pub quotes: bool,

    /// With --quotes: read the sources of excerpts on the web again, and say which excerpts still stand there
    #[arg(long, requires = "quotes")]
    pub live: bool,

    /// Look for archived copies of quoted sources that have none, and write `archived` where all excerpts stand in the copy
    ///
    /// TIMEMAPS is the address of an archive's TimeMaps (RFC 7089), to which that of a page is added; by default the Internet
    /// Archive's.
    #[arg(long, value_name = "TIMEMAPS", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = archive::TIME_MAPS)]
    pub archive: Option<String>,

    /// With --archive: order a copy of pages of which the Internet Archive has none, with your key in MARGENT_ARCHIVE_KEY
    ///
    /// The key is ACCESS:SECRET, as archive.org/account/s3.php shows it. SERVICE is the address of another Save Page Now.
    #[arg(long, value_name = "SERVICE", num_args = 0..=1, require_equals = true, requires = "archive")]
    #[arg(default_missing_value = archive::SAVE)]
    pub save: Option<String>,

    /// Record in articles what their excerpts were verified against, the SHA-256 of each snapshot and today's date, and
    /// remove the questions of imports that they answer
    #[arg(long)]
    pub record: bool,

    /// Mend what can be mended: show each change, and ask before it is made
    #[arg(long)]
    pub fix: bool,

    /// With --fix: make the changes that mend errors and warnings without asking
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    pub yes: bool,

    /// With --fix: only show the changes
    #[arg(long, requires = "fix")]
    pub dry_run: bool,

    /// Check external links: addresses and archived copies of sources, and links in texts
    ///
    /// Each host gets one request at a time, with a delay in between. Results are kept in .margent/.
    #[arg(long)]
    pub external: bool,

    /// With --external or --live: ask again after this many days; dead links are checked daily
    #[arg(long, value_name = "DAYS", default_value_t = 7, requires = "online")]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub max_age: u16,

    /// With --external, --live or --archive: allow requests to private addresses of this computer and its network
    #[arg(long, requires = "online")]
    pub allow_private: bool,

    /// Include drafts
    #[arg(long)]
    pub drafts: bool,

    /// Include articles dated in the future
    #[arg(long)]
    pub future: bool,
}

/// `margent serve`
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// Port; if it is in use, the next free one
    #[arg(long, short, default_value_t = 4000, value_name = "PORT")]
    pub port: u16,

    /// Open the site in your browser
    #[arg(long)]
    pub open: bool,

    /// Let open pages follow your edits to the article that changed
    #[arg(long)]
    pub follow: bool,

    /// Leave out drafts
    #[arg(long)]
    pub no_drafts: bool,

    /// Leave out articles dated in the future
    #[arg(long)]
    pub no_future: bool,

    /// Address of this computer at which to listen, for phones and others in your network
    #[arg(long, default_value_t = IpAddr::from([127, 0, 0, 1]), value_name = "ADDRESS")]
    pub host: IpAddr,

    /// Token that pages ask for once before they may write; with another --host, the desk needs one
    #[arg(long, value_name = "TOKEN", value_parser = desk_token)]
    pub desk_token: Option<String>,

    /// Let no page write into content/
    #[arg(long, conflicts_with = "desk_token")]
    pub read_only: bool,

    /// Link that opens a file in your editor, such as vscode://file{path}:{line}
    #[arg(long, value_name = "LINK", value_parser = parse_editor_link)]
    pub editor_link: Option<String>,
}

/// `margent publish`
#[derive(Args)]
pub(crate) struct PublishArgs {
    /// Bucket to publish to: s3://BUCKET/FOLDER, gs://… or az://…; credentials are those in the environment
    #[arg(long, value_name = "URL", value_parser = bucket_url, conflicts_with_all = ["branch", "remote"])]
    pub to: Option<BucketUrl>,

    /// Branch to publish [default: gh-pages]
    #[arg(long, value_name = "NAME")]
    pub branch: Option<String>,

    /// Repository to publish to: name of a remote, or address [default: origin]
    #[arg(long, value_name = "REMOTE")]
    pub remote: Option<String>,

    /// Public address of the site, instead of the one found in CNAME, the repository or site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// List the files that would be added (+), changed (~) and removed (-), and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Publish on top of a commit that margent did not make: it stays in the history, its files are replaced. In a bucket:
    /// publish among objects of others, and replace those whose names the site needs
    #[arg(long)]
    pub adopt: bool,

    /// Publish even if most pages would be removed, or if they belong to a site with another title
    #[arg(long)]
    pub replace: bool,

    /// Take the lock of a bucket from a publication that no longer runs
    #[arg(long)]
    pub break_lock: bool,

    /// List the files that were added, changed and removed
    #[arg(long, short)]
    pub verbose: bool,
}

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

/// Parses the value of `--base-url`.
fn base_url(text: &str) -> Result<String, String> {
    if config::is_base_url(text.trim_end_matches('/')) {
        Ok(text.to_owned())
    } else {
        Err("write it like https://user.github.io/repo, without ? and #".to_owned())
    }
}

/// Parses the address of a bucket.
fn bucket_url(text: &str) -> Result<BucketUrl, String> {
    BucketUrl::parse(text).ok_or_else(|| BUCKET_FORM.to_owned())
}

/// Reads a token that pages send in a header (RFC 9110 §5.6.2), and that nobody guesses.
fn desk_token(text: &str) -> Result<String, String> {
    let is_sent = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    match text.len() {
        16..=200 if is_sent => Ok(text.to_owned()),
        _ => Err(
            "take 16 to 200 letters, digits and - . _ ~ that nobody guesses, for instance of `openssl rand -hex 16`"
                .to_owned(),
        ),
    }
}

fn parse_editor_link(link: &str) -> Result<String, &'static str> {
    let is_link = link.contains(':') && link.contains("{path}");
    if is_link {
        Ok(link.to_owned())
    } else {
        Err("write a link with {path} in it, such as vscode://file{path}:{line}")
    }
}
