//! Changes that are proposed: repairs of the faults at a place, as code actions, and new names of a source, a topic, an
//! outlet or a tag.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Value, json};

use super::known::{AskedPlace, KnownSite};
use super::mention::{Mention, Mentioned};
use super::shared::file_of;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::moved_text;
use crate::editor::repairs::{OfferedRepair, offers_at};
use crate::load;

/// Lists the repairs of the faults in a range of positions, as `CodeAction`s. Each has been tried on the site in memory.
pub(super) fn actions(place: &AskedPlace<'_>, range: &Value) -> Value {
    let range = place.known.lines(place.path).bytes(range);
    let shown = place.known.session.state().shown.get(place.path).cloned();
    let Some((here, told)) = shown else { return json!([]) };
    let others = place.known.loaded.faults.iter().filter(|fault| file_of(fault) != *place.path);
    let faults: Vec<Diagnostic> = here.iter().chain(others).cloned().collect();
    let memo = &place.known.loaded.memo;
    let check = |inputs| load(inputs, memo).faults;
    let offered = offers_at(&place.known.inputs(), &faults, &Span::new(place.path, range), &check);
    let told =
        |fault: &Diagnostic| here.iter().position(|other| other == fault).map(|number| &told["diagnostics"][number]);
    offered.iter().filter_map(|offer| Some(action(place, offer, told(&offer.fault)?))).collect()
}

fn action(place: &AskedPlace<'_>, offer: &OfferedRepair, fault: &Value) -> Value {
    let edits = offer.edits.iter().map(|edit| (edit.range.clone(), edit.new.clone()));
    let changes = place.known.changes(&offer.path, edits);
    let created = offer.old.is_none().then(|| json!({ "kind": "create", "uri": place.known.session.uri(&offer.path) }));
    json!({
        "title": offer.fault.repair.as_deref().map(Repair::title),
        "kind": "quickfix",
        "diagnostics": [fault],
        "isPreferred": true,
        "edit": { "documentChanges": created.into_iter().chain([changes]).collect::<Vec<_>>() },
    })
}

/// The changes of each file: bytes, and their new text.
type RenameEdits = BTreeMap<RelPath, BTreeSet<(usize, usize, String)>>;

/// Returns the range of the name at the cursor if it can be changed; else null.
pub(super) fn prepare(place: &AskedPlace<'_>) -> Value {
    let mention = place.mention().filter(|mention| is_renamed(place, mention));
    mention.map_or(Value::Null, |mention| place.known.lines(place.path).range(&mention.range))
}

/// Titles of topics and outlets are not their names.
fn is_renamed(place: &AskedPlace<'_>, mention: &Mention) -> bool {
    match &mention.thing {
        Mentioned::Source(id) => place.text[mention.range.clone()] == **id,
        Mentioned::Outlet(key) => !mention.declares && place.text[mention.range.clone()] == **key,
        Mentioned::Topic(_) => !mention.declares,
        Mentioned::Tag(_) => true,
        Mentioned::Note(_) | Mentioned::File(..) => false,
    }
}

/// Returns a `WorkspaceEdit` that gives the thing at the cursor a new name.
///
/// # Errors
/// A message where it cannot have that name.
pub(super) fn rename(place: &AskedPlace<'_>, name: &str) -> Result<Value, String> {
    let mention = place.mention().filter(|mention| is_renamed(place, mention));
    let mention = mention.ok_or("only sources, topics, outlets and tags can be renamed, at a place that names them")?;
    check_name(place, &mention.thing, name)?;
    let mut edits = RenameEdits::new();
    for (path, other) in place.known.places_of(&mention.thing, place.path) {
        match &mention.thing {
            Mentioned::Outlet(key) => rename_outlet(place.known, &path, &other, (key, name), &mut edits),
            Mentioned::Source(id) => {
                let text = place.known.text(&path);
                edits.entry(path).or_default().insert(source_edit(&text, &other, (id, name)));
            }
            // Its title stays.
            Mentioned::Topic(_) if other.declares => {}
            Mentioned::Topic(_) | Mentioned::Tag(_) => {
                edits.entry(path).or_default().insert(edit(other.range, name));
            }
            Mentioned::Note(_) | Mentioned::File(..) => {}
        }
    }
    let file = place.known.named_file(&mention.thing);
    if let Some((file, alias)) = file.and_then(|file| Some((file, alias(place.known, file, &mention.thing)?))) {
        edits.entry(file.clone()).or_default().insert(edit(alias.range, alias.new));
    }
    let changes = edits.iter().filter(|(_, edits)| !edits.is_empty()).map(|(path, edits)| {
        place.known.changes(path, edits.iter().map(|(start, end, text)| (*start..*end, text.clone())))
    });
    let moved = file.and_then(|file| {
        let to = RelPath::new(&format!("{}/{name}.md", file.parent()))?;
        let [from, to] = [file, &to].map(|path| place.known.session.uri(path));
        Some(json!({ "kind": "rename", "oldUri": from, "newUri": to }))
    });
    Ok(json!({ "documentChanges": changes.chain(moved).collect::<Vec<_>>() }))
}

/// The change that makes an alias of the address of a topic or outlet, for its readers.
fn alias(known: &KnownSite<'_>, file: &RelPath, thing: &Mentioned) -> Option<RepairEdit> {
    let address = match thing {
        Mentioned::Topic(key) => format!("/topics/{key}/"),
        Mentioned::Outlet(key) => format!("/outlets/{key}/"),
        Mentioned::Source(_) | Mentioned::Tag(_) | Mentioned::Note(_) | Mentioned::File(..) => return None,
    };
    let text = known.text(file);
    Some(RepairEdit::between(&text, &moved_text::with_alias(file, &text, &address)?))
}

fn check_name(place: &AskedPlace<'_>, thing: &Mentioned, name: &str) -> Result<(), String> {
    let slug = slug::slugify(name);
    if slug.is_empty() {
        return Err("use letters or digits".to_owned());
    }
    let is_tag = matches!(thing, Mentioned::Tag(_));
    if is_tag && name.contains(|c: char| matches!(c, '"' | '\'' | '\\') || c.is_control()) {
        return Err("write the tag without quotation marks and backslashes".to_owned());
    }
    if !is_tag && slug != name {
        return Err(format!("`{name}` cannot be part of an address; write it as `{slug}`"));
    }
    let content = place.known.content();
    let is_declared = |other: &Mention| other.declares && other.thing == Mentioned::Source(name.to_owned());
    let is_taken = match thing {
        Mentioned::Source(_) => place.known.mentions(place.path).iter().any(is_declared),
        Mentioned::Topic(_) => content.topics.iter().any(|topic| topic.key == name),
        Mentioned::Outlet(_) => content.outlets.iter().any(|outlet| outlet.key == name),
        // Two tags may become one.
        Mentioned::Tag(_) | Mentioned::Note(_) | Mentioned::File(..) => false,
    };
    if is_taken { Err(format!("`{name}` is there already; choose another name")) } else { Ok(()) }
}

fn edit(range: Range<usize>, text: impl Into<String>) -> (usize, usize, String) {
    (range.start, range.end, text.into())
}

/// Changes the id of a source where it stands, or adds one where the outlet stands for it.
fn source_edit(text: &str, mention: &Mention, (id, name): (&str, &str)) -> (usize, usize, String) {
    let line = text[..mention.range.start].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..mention.range.start];
    let key = before.trim_end_matches(['"', '\'']).trim_end().strip_suffix('=').map(str::trim_end);
    let key = key.and_then(|keys| keys.strip_suffix("outlet")).filter(|_| mention.declares);
    let key = key.map(|before| line + before.len());
    match key {
        // In a line of its own, or in an inline table.
        Some(at) if text[line..at].trim().is_empty() => edit(at..at, format!("id = \"{name}\"\n{}", &text[line..at])),
        Some(at) => edit(at..at, format!("id = \"{name}\", ")),
        None => {
            // A link whose address is elsewhere is mended there.
            let written = &text[mention.range.clone()];
            edit(mention.range.clone(), if written == id { name } else { written })
        }
    }
}

/// Changes the key of an outlet, and keeps the ids of sources that it stands for.
fn rename_outlet(
    known: &KnownSite<'_>,
    path: &RelPath,
    mention: &Mention,
    (key, name): (&str, &str),
    edits: &mut RenameEdits,
) {
    let text = known.text(path);
    // Names and aliases stay what they are.
    if mention.declares || text[mention.range.clone()] != *key {
        return;
    }
    let changes = edits.entry(path.clone()).or_default();
    changes.insert(edit(mention.range.clone(), name));
    let as_source = Mentioned::Source(key.to_owned());
    let is_id = known.mentions(path).iter().any(|it| it.declares && it.thing == as_source && it.range == mention.range);
    if is_id {
        changes.insert(source_edit(&text, &Mention { declares: true, ..mention.clone() }, (key, key)));
    }
}
