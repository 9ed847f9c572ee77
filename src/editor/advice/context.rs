//! The site and the files on which all advice is based.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::text::path::RelPath;
use crate::pipeline::content::{Content, front_matter};
use crate::pipeline::inputs::Inputs;
use crate::pipeline::site::Site;

/// A site, and the data that advice needs besides it.
pub struct AdviceContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// The inputs of the site, with all texts.
    pub inputs: &'a Inputs,
    /// Everything that the editor wrote, unpublished articles included.
    pub content: &'a Content,
    /// The site as readers have it.
    pub earlier: &'a EarlierSite,
}

/// A site as it was before, to which links from elsewhere lead.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EarlierSite {
    /// Its files, by their paths below the output folder.
    pub files: BTreeSet<String>,
    /// The branch or bucket where it is published; `None` for the last build on this computer.
    pub published_at: Option<String>,
}

impl<'a> AdviceContext<'a> {
    /// Returns the whole file of a text, and where its Markdown begins.
    pub(super) fn text(&self, path: &RelPath) -> (&'a str, usize) {
        let text = self.inputs.text(path).unwrap_or_default();
        let start = front_matter::split(path, text).map_or(text.len(), |parts| parts.body.start);
        (text, start)
    }
}
