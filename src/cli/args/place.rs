//! The arguments of commands that read reports from the web and from files.

use clap::Args;
use encoding_rs::Encoding;

use super::value::parse_charset;
use crate::import::CaptureKind;

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
