//! What an editor may want to look at, in a site that may well be sound: advice, never a fault of a build.
//!
//! Everything is read from what the pipeline made and from the texts themselves. Advice on what is published speaks of
//! the [`Site`]; what an import left open is looked for in every article, since imported articles are drafts.

mod imported;

use rayon::prelude::*;

use crate::content::{Article, Content, front_matter};
use crate::diag::{self, Diagnostic};
use crate::inputs::Inputs;
use crate::site::Site;

/// What advice is given on.
pub struct Reading<'a> {
    /// The site.
    pub site: &'a Site,
    /// What it was made of, texts included.
    pub inputs: &'a Inputs,
    /// Everything that the editor wrote, unpublished articles included.
    pub content: &'a Content,
}

impl<'a> Reading<'a> {
    /// The whole file of an article, and where its Markdown begins.
    fn text(&self, article: &Article) -> (&'a str, usize) {
        let text = self.inputs.text(&article.path).unwrap_or_default();
        let start = front_matter::split(&article.path, text).map_or(text.len(), |parts| parts.body.start);
        (text, start)
    }
}

/// All that there is to say, in the order of files and places.
pub fn list(reading: &Reading<'_>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> =
        reading.content.articles.par_iter().flat_map_iter(|article| imported::open(reading, article)).collect();
    diag::sort(&mut all);
    all
}
