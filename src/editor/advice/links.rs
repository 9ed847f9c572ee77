//! Links that no longer work, at each place that mentions them, with what to do there.

use std::collections::BTreeMap;

use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::editor::external_links::{LinkMention, LinkRole, archive};
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};

/// Dead links, and those that have moved.
pub fn list(mentions: &BTreeMap<String, Vec<LinkMention>>, findings: &LinkResults) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (address, places) in mentions {
        let Some(finding) = findings.links.get(address) else { continue };
        all.extend(places.iter().filter_map(|mention| one(address, finding, mention, findings)));
    }
    all
}

fn one(address: &str, finding: &LinkResult, mention: &LinkMention, findings: &LinkResults) -> Option<Diagnostic> {
    let what = match &mention.role {
        LinkRole::Source { id, .. } => format!("the address of source {id}"),
        LinkRole::Copy(id) => format!("the archived copy of source {id}"),
        LinkRole::Text => "this link".to_owned(),
    };
    let said = match (finding.class, &finding.to) {
        (LinkStatus::Dead, _) if is_archived(mention, findings) => return None,
        (LinkStatus::Dead, _) => {
            let message = format!("{what} is dead ({}): {address}", finding.why);
            Diagnostic::new(codes::DEAD_LINK, message).hint(copy(address, mention))
        }
        (LinkStatus::Moved, Some(to)) => {
            let said = Diagnostic::new(codes::MOVED_LINK, format!("{what} has moved: {address}"));
            match &mention.role {
                LinkRole::Source { .. } => said.hint(format!("if that is the same report, write: url = {to:?}")),
                LinkRole::Copy(_) => said.hint(format!("if that is the same copy, write: archived = {to:?}")),
                LinkRole::Text => said.hint(format!("if that is the same page, link to {to}")),
            }
        }
        (LinkStatus::Moved | LinkStatus::Unverifiable | LinkStatus::Fine, _) => return None,
    };
    Some(said.at(mention.place.clone()))
}

/// Whether readers have a copy of what is dead, as far as anybody knows.
fn is_archived(mention: &LinkMention, findings: &LinkResults) -> bool {
    let LinkRole::Source { archived: Some(copy), .. } = &mention.role else { return false };
    findings.links.get(copy).is_none_or(|copy| copy.class != LinkStatus::Dead)
}

/// Where a copy may be. Whether there is one, only the editor can see.
fn copy(address: &str, mention: &LinkMention) -> String {
    let at = archive(address, mention.day.as_deref());
    match (&mention.role, &mention.day) {
        (LinkRole::Source { .. }, Some(_)) => format!("if this shows a copy, write: archived = {at:?}"),
        (LinkRole::Source { .. }, None) => format!("look for a copy at {at} and write: archived = \"…\""),
        (LinkRole::Copy(_), _) => "look for another copy, or take `archived` out".to_owned(),
        (LinkRole::Text, _) => format!("if this shows a copy, link to it: {at}"),
    }
}
