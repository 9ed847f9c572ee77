//! Folders of `content/` whose names are misspelt, so that nothing in them is read.

use std::collections::BTreeMap;

use super::{ARTICLES, OUTLETS, PAGES, TOPICS};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::near::nearest;
use crate::pipeline::inputs::Inputs;

/// Misspelt folders of texts, such as `artikles`, each with its fault: the folder of a similar name is missing. Where there
/// is that folder too, the other may be meant as it is.
pub(super) fn misspelt(inputs: &Inputs) -> BTreeMap<String, Diagnostic> {
    let known = [ARTICLES, TOPICS, OUTLETS, PAGES].map(|folder| &folder["content/".len()..]);
    let (there, missing): (Vec<&str>, Vec<&str>) =
        known.into_iter().partition(|name| inputs.inside(&format!("content/{name}")).next().is_some());
    let mut found = BTreeMap::new();
    for (path, _) in inputs.inside("content").filter(|(path, _)| path.extension() == "md") {
        let name = path.strip("content").and_then(|rest| rest.split_once('/')).map(|(name, _)| name);
        let Some(name) = name.filter(|name| !there.contains(name) && !found.contains_key(*name)) else { continue };
        if let Some(near) = nearest(name, missing.iter().copied()) {
            let message = format!("`content/{name}/` is not a folder that margent reads");
            let fault = Diagnostic::new(codes::FOLDER_NAME, message).at(Span::file(path));
            found.insert(name.to_owned(), fault.hint(format!("did you mean content/{near}/? Rename the folder")));
        }
    }
    found
}
