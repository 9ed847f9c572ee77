//! The arguments of `margent check`.

use clap::Args;

use crate::editor::external_links::{memento, save_page};

/// `margent check`
#[derive(Args)]
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
    #[arg(default_missing_value = memento::TIME_MAPS)]
    pub archive: Option<String>,

    /// With --archive: order a copy of pages of which the Internet Archive has none, with your key in MARGENT_ARCHIVE_KEY
    ///
    /// The key is ACCESS:SECRET, as archive.org/account/s3.php shows it. SERVICE is the address of another Save Page Now.
    #[arg(long, value_name = "SERVICE", num_args = 0..=1, require_equals = true, requires = "archive")]
    #[arg(default_missing_value = save_page::SAVE)]
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
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub max_age: u16,

    /// With --external or --live: allow requests to private addresses of this computer and its network
    #[arg(long)]
    pub allow_private: bool,

    /// Include drafts
    #[arg(long)]
    pub drafts: bool,

    /// Include articles dated in the future
    #[arg(long)]
    pub future: bool,
}
