//! Advice on addresses: those of the published site, or of the last build, that the site no longer has, so that links to
//! them from elsewhere break; and external links that are dead or have moved.

use std::collections::{BTreeMap, BTreeSet};

use super::context::AdviceContext;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::near::nearest_path;
use crate::base::text::path::RelPath;
use crate::base::text::slug;
use crate::editor::external_links::{LinkMention, LinkRole, archive_address};
use crate::editor::moved_text;
use crate::pipeline::index::published::permalink;
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus};
use crate::pipeline::plan::{address_of, path_of};

/// Lists that exist only as long as they have articles. They cannot have aliases.
const LISTS: [&str; 3] = ["tags/", "authors/", "archive/"];

/// Reports pages that the earlier site has and that are no longer planned, each at the text that has likely replaced it.
pub(super) fn gone(context: &AdviceContext<'_>) -> Vec<Diagnostic> {
    let plan = &context.site.plan.outputs;
    let withdrawn = withdrawn(context);
    let pages =
        context.earlier.files.iter().filter(|path| path.ends_with(".html") && !plan.contains_key(path.as_str()));
    let pages = pages.filter(|path| !is_list(path) && !withdrawn.contains(*path));
    let gone: Vec<String> = pages.map(|path| address_of(path)).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let new = new_pages(context);
    let ends: Vec<&str> = new.iter().map(|(address, _)| address.trim_matches('/')).collect();
    let faults = gone.iter().map(|address| {
        let near = nearest_path(address.trim_matches('/'), &ends);
        let near = near.and_then(|near| ends.iter().position(|end| *end == near));
        let near = near.or_else(|| only_one(section(address), &gone, &new));
        let alias = format!("`aliases = [\"{address}\"]`");
        match near {
            Some(near) => {
                let fault = fault(context, address, &format!("if this has taken its place, add {alias}"));
                offer_alias(fault.at(new[near].1.clone()), context, &new[near].1.path, address)
            }
            None => fault(context, address, &format!("add {alias} to what has taken its place")),
        }
    });
    faults.collect()
}

/// The section of an address: `outlets` of `/outlets/courier/`.
fn section(address: &str) -> &str {
    address.split('/').nth(1).unwrap_or_default()
}

/// The number of the new page of a section, if it is the only one, and one is gone.
fn only_one(name: &str, gone: &[String], new: &[(String, Span)]) -> Option<usize> {
    let is_only = gone.iter().filter(|address| section(address) == name).take(2).count() == 1;
    let mut there = new.iter().enumerate().filter(|(_, (address, _))| section(address) == name);
    let (number, _) = there.next().filter(|_| is_only)?;
    there.next().is_none().then_some(number)
}

fn fault(context: &AdviceContext<'_>, address: &str, advice: &str) -> Diagnostic {
    let lost = match &context.earlier.published_at {
        Some(place) => format!("{address} is published on {place} and would be gone"),
        None => format!("{address} was part of the last build and is gone"),
    };
    Diagnostic::new(codes::ADDRESS_GONE, format!("{lost}; {advice}"))
}

/// Adds to a fault the repair that gives a text an alias.
fn offer_alias(fault: Diagnostic, context: &AdviceContext<'_>, path: &RelPath, address: &str) -> Diagnostic {
    let (text, _) = context.text(path);
    let edited = moved_text::with_alias(path, text, address);
    let title = format!("add the alias {address}");
    fault.repair(edited.map(|new| Repair::Edit { title, edits: vec![RepairEdit::between(text, &new)] }))
}

/// Returns whether a path is a later page of a list, or in one of the [`LISTS`].
fn is_list(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let numbered = parts.next() == Some("index.html")
        && parts.next().is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
        && parts.next() == Some("page");
    numbered || LISTS.iter().any(|list| path.starts_with(list))
}

/// Returns the paths that unpublished articles and pages would have, and the outlets that such articles cite.
fn withdrawn(context: &AdviceContext<'_>) -> BTreeSet<String> {
    let omitted = &context.site.index.omitted.files;
    let articles = context.content.articles.iter().filter(|article| omitted.contains_key(&article.path));
    let outlets = articles.clone().flat_map(|article| &article.sources).map(|source| &source.outlet.value);
    let outlets = outlets.map(|outlet| path_of(&format!("/outlets/{}/", slug::slugify(outlet))));
    let articles = articles.map(|article| path_of(&permalink(&context.site.config.permalink.value, article)));
    let pages = context.content.pages.iter().filter(|page| omitted.contains_key(&page.path));
    articles.chain(outlets).chain(pages.map(|page| path_of(&format!("/{}/", page.slug)))).collect()
}

/// Returns the articles, pages, topics and outlets whose addresses the earlier site did not have.
fn new_pages(context: &AdviceContext<'_>) -> Vec<(String, Span)> {
    let (content, index) = (&context.site.content, &context.site.index);
    let articles =
        content.articles.iter().map(|it| Span::new(&it.path, it.head.clone())).zip(&index.addresses.articles);
    let pages = content.pages.iter().map(|it| Span::file(&it.path)).zip(&index.addresses.pages);
    let topics =
        index.taxonomies.topics.iter().filter_map(|term| Some((&content.topics[term.file?].path, &term.address)));
    let outlets =
        index.taxonomies.outlets.iter().filter_map(|term| Some((&content.outlets[term.file?].path, &term.address)));
    let terms = topics.chain(outlets).map(|(path, address)| (Span::file(path), address));
    let all =
        articles.chain(pages).chain(terms).filter(|(_, address)| !context.earlier.files.contains(&path_of(address)));
    all.map(|(place, address)| (address.clone(), place)).collect()
}

/// Dead links, and links that have moved.
pub(crate) fn dead_links(mentions: &BTreeMap<String, Vec<LinkMention>>, results: &LinkResults) -> Vec<Diagnostic> {
    let mut dead_links = Vec::new();
    for (address, mentions) in mentions {
        let Some(result) = results.links.get(address) else { continue };
        dead_links.extend(mentions.iter().filter_map(|mention| advise(address, result, mention, results)));
    }
    dead_links
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
