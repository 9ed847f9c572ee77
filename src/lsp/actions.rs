//! Repairs of the faults at a place, as code actions.

use serde_json::{Value, json};

use super::known::AskedPlace;
use super::report::file_of;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::repair::Repair;
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
