//! The folders of `content/`, and those whose names are misspelt, so that nothing in them is read.

use std::collections::BTreeMap;

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest;
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;
pub(crate) use crate::pipeline::inputs::{IMPORTS, SNAPSHOTS};

/// Articles.
pub const ARTICLES: &str = "content/articles";
/// Topics.
pub(crate) const TOPICS: &str = "content/topics";
/// Outlets.
pub const OUTLETS: &str = "content/outlets";
/// Pages.
pub(crate) const PAGES: &str = "content/pages";
/// Files copied as they are to the root of the site.
pub(crate) const STATIC: &str = "content/static";

/// Returns whether no reader ever sees the file, whatever links to it.
pub(crate) fn is_private(path: &RelPath) -> bool {
    path.strip(SNAPSHOTS).is_some() || path.strip(IMPORTS).is_some()
}

/// Returns whether the file is an article, a topic, an outlet or a page.
pub(crate) fn is_content(path: &RelPath) -> bool {
    // The end first: this is asked of every file at every edit in the preview.
    path.as_str().ends_with(".md")
        && [ARTICLES, TOPICS, OUTLETS, PAGES].iter().any(|folder| path.strip(folder).is_some())
}

/// Returns whether the file is an article.
pub(crate) fn is_article(path: &RelPath) -> bool {
    path.as_str().ends_with(".md") && path.strip(ARTICLES).is_some()
}

/// Misspelt folders of texts, such as `artikles`, each with its fault: the folder of a similar name is missing. Where
/// there is that folder too, the other may be meant as it is.
pub(super) fn misspelt(inputs: &Inputs) -> BTreeMap<String, Diagnostic> {
    let known = [ARTICLES, TOPICS, OUTLETS, PAGES].map(|folder| &folder["content/".len()..]);
    let (there, missing): (Vec<&str>, Vec<&str>) =
        known.into_iter().partition(|name| inputs.inside(&format!("content/{name}")).next().is_some());
    let mut found = BTreeMap::new();
    for name in inputs.folders("content").into_iter().filter(|name| !there.contains(name)) {
        let Some(near) = nearest(name, missing.iter().copied()) else { continue };
        let folder = format!("content/{name}");
        let mut files = inputs.inside(&folder).map(|(path, _)| path);
        if let Some(path) = files.find(|path| path.extension() == "md") {
            let message = format!("`content/{name}/` is not a folder that margent reads");
            let fault = Diagnostic::new(codes::FOLDER_NAME, message).at(Span::file(path));
            found.insert(name.to_owned(), fault.hint(format!("did you mean content/{near}/? Rename the folder")));
        }
    }
    found
}
