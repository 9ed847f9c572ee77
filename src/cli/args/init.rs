//! The arguments of `margent init`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
