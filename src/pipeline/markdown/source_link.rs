//! Checks the links to sources.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::context::MarkdownContext;
use super::events::{SpannedEvent, outside_images};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::Repair;
use crate::base::text::near::{EXPLAINED, nearest};
use crate::base::text::words;

/// The folders of texts that have no sources.
const OTHERS: [&str; 3] = ["content/topics", "content/outlets", "content/pages"];

/// Reports the links to sources that the front matter does not declare.
pub(super) fn check_source_links(events: &[SpannedEvent<'_>], context: &MarkdownContext<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (_, (event, range)) in outside_images(events) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && let Some(id) = dest_url.strip_prefix("source:")
            && context.cited(dest_url).is_none()
        {
            let explained = faults.len() < EXPLAINED;
            faults.push(unknown_source(id, range, context, explained));
        }
    }
    faults
}

fn unknown_source(id: &str, link: &Range<usize>, context: &MarkdownContext<'_>, explained: bool) -> Diagnostic {
    if id.is_empty() {
        return Diagnostic::new(codes::UNKNOWN_SOURCE, "this link does not name a source")
            .hint("write `source:` and the id of a source")
            .at(context.span(link));
    }
    let mut known = context.cites.source_ids().peekable();
    let hint = if OTHERS.iter().any(|folder| context.path.strip(folder).is_some()) {
        "only articles have sources: link to one of them, or to the report itself".to_owned()
    } else if known.peek().is_none() {
        format!("declare it: [[source]] with outlet = \"{id}\"")
    } else {
        format!("declared here: {}", words::list(context.cites.source_ids()))
    };
    let fault = Diagnostic::new(codes::UNKNOWN_SOURCE, format!("there is no source `{id}` in the front matter"))
        .hint(hint)
        .at(context.span(link));
    match explained.then(|| nearest(id, known)).flatten() {
        // The text of the link may be the same word.
        Some(near) => fault.suggest(id, near).repair(Repair::reword(format!("source:{id}"), format!("source:{near}"))),
        None => fault,
    }
}
