//! The site and the files on which all advice is based.

use std::collections::BTreeSet;

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
    /// The files of the last build, or of the published site, by their paths below the output folder.
    pub written: &'a BTreeSet<String>,
}

impl<'a> AdviceContext<'a> {
    /// Returns the whole file of a text, and where its Markdown begins.
    pub(super) fn text(&self, path: &RelPath) -> (&'a str, usize) {
        let text = self.inputs.text(path).unwrap_or_default();
        let start = front_matter::split(path, text).map_or(text.len(), |parts| parts.body.start);
        (text, start)
    }
}
