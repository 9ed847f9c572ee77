//! `margent publish`

use clap::Args;

use super::value::{base_url, bucket_url};
use crate::pipeline::config::BucketUrl;

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
