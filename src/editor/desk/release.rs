//! The state of an article: draft or published.

use toml_edit::{Item, Value, value};

use super::proof::new_error;
use super::{EditRefusal, EditedArticle};
use crate::editor::front_matter_edit::edit_front_matter;

/// Makes an article a draft, or lets it be published.
///
/// # Errors
/// When its front matter cannot be parsed.
pub fn set_draft(on: &EditedArticle<'_>, draft: bool) -> Result<String, EditRefusal> {
    let before = on.read(on.file)?;
    let edited = edit_front_matter(on.path, on.file, |document| {
        match document.get_mut("draft").and_then(Item::as_value_mut) {
            Some(old) => {
                // A comment beside it stays.
                let decor = old.decor().clone();
                *old = Value::from(draft);
                *old.decor_mut() = decor;
            }
            None => document["draft"] = value(draft),
        }
        Some(())
    });
    let refused = || EditRefusal::new("the front matter cannot be changed", "mend its faults first");
    let file = edited.ok_or_else(refused)?;
    let after = on.read(&file)?;
    let is_done = after.article.draft == draft && new_error(&before.faults, &after.faults).is_none();
    if is_done { Ok(file) } else { Err(refused()) }
}
