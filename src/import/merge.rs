//! Merges what a capture states now into the file that it was imported into before.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Item, Value};

use super::draft_file::{BODY, DATE, DraftFile, IMPORT, SOURCE};

/// A file after a later import.
pub(super) struct MergeResult {
    /// The merged file.
    pub text: String,
    /// The fields that were updated.
    pub updated: Vec<String>,
    /// The fields that the capture states differently now, but that an editor has changed.
    pub kept: Vec<String>,
    /// The file if they were taken over all the same.
    pub stated: String,
}

/// Merges three versions of each field: as it was written (`base`, hashes), as it is now, as the capture states it. Without a
/// record of what was written, every field may be an editor's.
pub(super) fn merge(base: &BTreeMap<String, String>, mut current: DraftFile, mut new: DraftFile) -> MergeResult {
    let (ours, theirs) = (current.field_hashes(), new.field_hashes());
    let (mut updated, mut kept) = (Vec::new(), Vec::new());
    let keys: BTreeSet<&String> = base.keys().chain(theirs.keys()).collect();
    for key in keys {
        let [written, edited, stated] = [base, &ours, &theirs].map(|fields| fields.get(key));
        if stated == written || stated == edited {
            continue;
        }
        if edited == written && !base.is_empty() {
            updated.push(key.clone());
        } else {
            kept.push(key.clone());
        }
    }
    // Words belong to their report and its date: if an editor has changed one of them, the others stay too, whatever the
    // capture states now.
    if kept.iter().any(|key| [BODY, SOURCE].contains(&key.as_str())) {
        let related = updated.extract_if(.., |key| [BODY, SOURCE, DATE].contains(&key.as_str()));
        kept.extend(related);
    }
    take_over(&updated, &mut current, &mut new);
    // An editor who has deleted the questions has no use for them.
    if !updated.is_empty() && current.front.contains_key(IMPORT) {
        replace(&mut current, IMPORT, new.front.remove(IMPORT));
    }
    let text = current.text();
    take_over(&kept, &mut current, &mut new);
    MergeResult { text, updated, kept, stated: current.text() }
}

/// Replaces fields by what the capture states.
fn take_over(keys: &[String], current: &mut DraftFile, new: &mut DraftFile) {
    for key in keys {
        if key == BODY {
            current.body = std::mem::take(&mut new.body);
        } else {
            replace(current, key, new.front.remove(key));
        }
    }
}

/// Replaces an item, keeping the comments around it.
fn replace(file: &mut DraftFile, key: &str, new: Option<Item>) {
    let Some(mut new) = new else {
        file.front.remove(key);
        return;
    };
    match (file.front.get(key), &mut new) {
        (Some(Item::Value(old)), Item::Value(new)) => *Value::decor_mut(new) = old.decor().clone(),
        (Some(Item::Table(old)), Item::Table(new)) => {
            *new.decor_mut() = old.decor().clone();
            new.set_position(old.position());
        }
        _ => {}
    }
    file.front[key] = new;
}
