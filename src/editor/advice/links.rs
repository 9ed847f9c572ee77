//! Links that no longer work, at each place that mentions them, with what to do there.

use std::collections::BTreeMap;

use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::editor::external_links::{Class, Finding, Findings, Mention, Role, archive};

/// Dead links, and those that have moved.
pub fn list(mentions: &BTreeMap<String, Vec<Mention>>, findings: &Findings) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (address, places) in mentions {
        let Some(finding) = findings.links.get(address) else { continue };
        all.extend(places.iter().filter_map(|mention| one(address, finding, mention, findings)));
    }
    all
}

fn one(address: &str, finding: &Finding, mention: &Mention, findings: &Findings) -> Option<Diagnostic> {
    let what = match &mention.role {
        Role::Source { id, .. } => format!("the address of source {id}"),
        Role::Copy(id) => format!("the archived copy of source {id}"),
        Role::Text => "this link".to_owned(),
    };
    let said = match (finding.class, &finding.to) {
        (Class::Dead, _) if is_archived(mention, findings) => return None,
        (Class::Dead, _) => {
            let message = format!("{what} is dead ({}): {address}", finding.why);
            Diagnostic::new(codes::DEAD_LINK, message).hint(copy(address, mention))
        }
        (Class::Moved, Some(to)) => {
            let said = Diagnostic::new(codes::MOVED_LINK, format!("{what} has moved: {address}"));
            match &mention.role {
                Role::Source { .. } => said.hint(format!("if that is the same report, write: url = {to:?}")),
                Role::Copy(_) => said.hint(format!("if that is the same copy, write: archived = {to:?}")),
                Role::Text => said.hint(format!("if that is the same page, link to {to}")),
            }
        }
        (Class::Moved | Class::Unverifiable | Class::Fine, _) => return None,
    };
    Some(said.at(mention.place.clone()))
}

/// Whether readers have a copy of what is dead, as far as anybody knows.
fn is_archived(mention: &Mention, findings: &Findings) -> bool {
    let Role::Source { archived: Some(copy), .. } = &mention.role else { return false };
    findings.links.get(copy).is_none_or(|copy| copy.class != Class::Dead)
}

/// Where a copy may be. Whether there is one, only the editor can see.
fn copy(address: &str, mention: &Mention) -> String {
    let at = archive(address, mention.day.as_deref());
    match (&mention.role, &mention.day) {
        (Role::Source { .. }, Some(_)) => format!("if this shows a copy, write: archived = {at:?}"),
        (Role::Source { .. }, None) => format!("look for a copy at {at} and write: archived = \"…\""),
        (Role::Copy(_), _) => "look for another copy, or take `archived` out".to_owned(),
        (Role::Text, _) => format!("if this shows a copy, link to it: {at}"),
    }
}
