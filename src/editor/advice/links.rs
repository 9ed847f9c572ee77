//! Advice on external links that are dead or have moved, at each place that mentions them.

use std::collections::BTreeMap;

use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::Repair;
use crate::editor::external_links::{LinkMention, LinkRole, archive_address};
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};

/// Dead links, and links that have moved.
pub(crate) fn list(mentions: &BTreeMap<String, Vec<LinkMention>>, results: &LinkResults) -> Vec<Diagnostic> {
    let mut list = Vec::new();
    for (address, mentions) in mentions {
        let Some(result) = results.links.get(address) else { continue };
        list.extend(mentions.iter().filter_map(|mention| advise(address, result, mention, results)));
    }
    list
}

fn advise(address: &str, result: &LinkResult, mention: &LinkMention, results: &LinkResults) -> Option<Diagnostic> {
    let subject = match &mention.role {
        LinkRole::Source { id, .. } => format!("the address of source {id}"),
        LinkRole::ArchivedCopy(id) => format!("the archived copy of source {id}"),
        LinkRole::Text => "this link".to_owned(),
    };
    let diagnostic = match (result.status, &result.to) {
        (LinkStatus::Dead, _) if is_archived(mention, results) => return None,
        (LinkStatus::Dead, _) => {
            let message = format!("{subject} is dead ({}): {address}", result.why);
            Diagnostic::new(codes::DEAD_LINK, message).hint(replacement(address, mention))
        }
        (LinkStatus::Moved, Some(to)) => {
            let hint = match &mention.role {
                LinkRole::Source { .. } => format!("if it is the same report, write: url = {to:?}"),
                LinkRole::ArchivedCopy(_) => format!("if it is the same copy, write: archived = {to:?}"),
                LinkRole::Text => format!("if it is the same page, link to {to}"),
            };
            let fault = Diagnostic::new(codes::MOVED_LINK, format!("{subject} has moved: {address}")).hint(hint);
            fault.repair(Repair::reword(address, to.as_str()))
        }
        (LinkStatus::Moved | LinkStatus::Unverifiable | LinkStatus::Fine, _) => return None,
    };
    Some(diagnostic.at(mention.place.clone()))
}

/// Returns whether readers have an archived copy that is not known to be dead.
fn is_archived(mention: &LinkMention, results: &LinkResults) -> bool {
    let LinkRole::Source { archived: Some(copy), .. } = &mention.role else { return false };
    results.links.get(copy).is_none_or(|copy| copy.status != LinkStatus::Dead)
}

/// Suggests a replacement for a dead link. Only the editor can see whether there is a copy.
fn replacement(address: &str, mention: &LinkMention) -> String {
    let copy = archive_address(address, mention.day.as_deref());
    match (&mention.role, &mention.day) {
        (LinkRole::Source { .. }, Some(_)) => format!("if there is a copy, write: archived = {copy:?}"),
        (LinkRole::Source { .. }, None) => format!("look for a copy at {copy} and write: archived = \"…\""),
        (LinkRole::ArchivedCopy(_), _) => "find another copy, or remove `archived`".to_owned(),
        (LinkRole::Text, _) => format!("if there is a copy, link to it: {copy}"),
    }
}
