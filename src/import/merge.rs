//! A file that was imported before, and what its capture gives now: which fields may be brought up to date.

use std::collections::BTreeSet;

use toml_edit::{Item, Value};

use super::front::{BODY, DATE, DraftFile, SOURCE};

/// What a later import may change in a file, and what it may not.
pub(super) struct MergeResult {
    /// The file with what may be changed.
    pub text: String,
    /// The fields that are brought up to date.
    pub taken: Vec<String>,
    /// Fields that the capture gives otherwise now, and that an editor has changed.
    pub kept: Vec<String>,
}

/// Merges by three versions of each field: what was written, what is there now, what the capture gives. Without a note of
/// what was written, every field may be an editor's.
pub(super) fn merge(mut current: DraftFile, new: DraftFile) -> MergeResult {
    let (wrote, now, fresh) = (current.wrote(), current.fields(), new.fields());
    let (mut taken, mut kept) = (Vec::new(), Vec::new());
    let keys: BTreeSet<&String> = wrote.keys().chain(fresh.keys()).collect();
    for key in keys {
        let [wrote_it, is, gives] = [&wrote, &now, &fresh].map(|fields| fields.get(key));
        if gives == wrote_it || gives == is {
            continue;
        }
        if is == wrote_it && !wrote.is_empty() {
            taken.push(key.clone());
        } else {
            kept.push(key.clone());
        }
    }
    // Words belong to the report that they were taken from, and to its day: where an editor has changed one of the two, the
    // other stays as well, whatever the capture says by now.
    if kept.iter().any(|key| [BODY, SOURCE].contains(&key.as_str())) {
        let with_it = taken.extract_if(.., |key| [BODY, SOURCE, DATE].contains(&key.as_str()));
        kept.extend(with_it);
    }
    let mut new = new;
    for key in &taken {
        if key == BODY {
            current.body = std::mem::take(&mut new.body);
        } else {
            replace(&mut current, key, new.front.remove(key));
        }
    }
    if !taken.is_empty() || !kept.is_empty() {
        replace(&mut current, "import", new.front.remove("import"));
    }
    MergeResult { text: current.text(), taken, kept }
}

/// Puts an item where another was, with the comments around it.
fn replace(parts: &mut DraftFile, key: &str, new: Option<Item>) {
    let Some(mut new) = new else {
        parts.front.remove(key);
        return;
    };
    match (parts.front.get(key), &mut new) {
        (Some(Item::Value(old)), Item::Value(new)) => *Value::decor_mut(new) = old.decor().clone(),
        (Some(Item::Table(old)), Item::Table(new)) => {
            *new.decor_mut() = old.decor().clone();
            new.set_position(old.position());
        }
        _ => {}
    }
    parts.front[key] = new;
}
