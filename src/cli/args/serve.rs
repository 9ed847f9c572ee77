//! The arguments of `margent serve`.

use std::net::IpAddr;

use clap::Args;

use super::value::desk_token;

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
    #[arg(long, value_name = "LINK")]
    pub editor_link: Option<String>,
}
