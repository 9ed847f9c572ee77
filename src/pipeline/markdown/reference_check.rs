//! Checks notes (labels defined twice or not at all, empty notes, misspelt kinds, notes that nothing refers to), and the
//! links to sources.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::context::MarkdownContext;
use super::events::{SpannedEvent, outside_images};
use super::layout::Layout;
use super::note::{NoteDefinition, NoteDefinitions, NoteKind};
use crate::base::codes;
use crate::base::diagnostic::Diagnostic;
use crate::base::repair::{Repair, RepairEdit};
use crate::base::text::near::{EXPLAINED, nearest};
use crate::base::text::words;

/// Checks the definitions of notes and the references to them.
pub(super) fn check_notes(
    text: &str,
    layout: &Layout<'_>,
    definitions: &NoteDefinitions,
    context: &MarkdownContext<'_>,
) -> Vec<Diagnostic> {
    let repeated = definitions.repeated.iter().map(|(label, range)| repeated(label, range, definitions, context));
    let mut faults: Vec<Diagnostic> = repeated.collect();
    let shown: BTreeSet<&str> = layout.notes.iter().map(|note| note.slug.as_str()).collect();
    for (label, note) in &definitions.by_label {
        let found = check_definition(text, label, note, context);
        faults.extend(found.map(|fault| fault.at(context.span(&head(label, &note.range)))));
        if !shown.contains(note.slug.as_str()) {
            let fault = Diagnostic::new(codes::UNUSED_NOTE, format!("nothing refers to the note `{label}`"))
                .hint(format!("refer to it with [^{label}], or remove it"));
            faults.push(fault.at(context.span(&head(label, &note.range))));
        }
    }
    let mut undefined = undefined_references(text, layout);
    for (label, range) in colonless(text, &mut undefined) {
        let fault =
            Diagnostic::new(codes::UNDEFINED_NOTE, format!("this definition of the note `{label}` has no colon"));
        let signs =
            text[range.end..].len() - text[range.end..].trim_start_matches([' ', '=', '-', '.', '–', '—']).len();
        let edit = RepairEdit { range: range.end..range.end + signs, new: ": ".to_owned() };
        let fault = fault.repair(context.repair("write a colon after it", vec![edit]));
        faults.push(fault.hint(format!("write [^{label}]: and the text of the note")).at(context.span(&range)));
    }
    faults.extend(undefined.into_iter().enumerate().map(|(number, (label, range))| {
        let near = if number < EXPLAINED { nearest(label, definitions.labels()) } else { None };
        let fault = Diagnostic::new(codes::UNDEFINED_NOTE, format!("the note `{label}` has no definition"))
            .did_you_mean(label, near)
            .hint(format!("define it at the end of the file: [^{label}]: …"))
            .at(context.span(&range));
        // A definition that has its reference is another note's.
        let near = near.and_then(|near| definitions.by_label.get(near));
        let is_free = near.is_some_and(|note| !shown.contains(note.slug.as_str()));
        if is_free { fault } else { Diagnostic { repair: None, ..fault } }
    }));
    faults
}

/// Takes the labels that begin a paragraph, and all references to them, out of those that have no definition.
fn colonless<'t>(text: &str, undefined: &mut Vec<(&'t str, Range<usize>)>) -> Vec<(&'t str, Range<usize>)> {
    let mut counts = BTreeMap::new();
    for (label, _) in undefined.iter() {
        *counts.entry(*label).or_insert(0) += 1;
    }
    let is_definition = |(label, range): &&(&str, Range<usize>)| counts[label] > 1 && begins_definition(text, range);
    let found: Vec<_> = undefined.iter().filter(is_definition).cloned().collect();
    let labels: BTreeSet<&str> = found.iter().map(|(label, _)| *label).collect();
    undefined.retain(|(label, _)| !labels.contains(label));
    found
}

/// Returns whether the label at `range` begins a paragraph, and a sign other than a colon follows.
fn begins_definition(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let begins = before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
    begins && text[range.end..].starts_with([' ', '=', '-', '.', '–', '—'])
}

fn repeated(
    label: &str,
    range: &Range<usize>,
    definitions: &NoteDefinitions,
    context: &MarkdownContext<'_>,
) -> Diagnostic {
    let first = definitions.by_label.get(label).map(|note| note.range.clone()).unwrap_or_default();
    Diagnostic::new(codes::DUPLICATE_NOTE, format!("the note `{label}` is defined twice"))
        .related(context.span(&head(label, &first)), "the first definition, which is shown")
        .hint("give one of them another label")
        .at(context.span(&head(label, range)))
}

fn check_definition(
    text: &str,
    label: &str,
    note: &NoteDefinition,
    context: &MarkdownContext<'_>,
) -> impl Iterator<Item = Diagnostic> {
    let empty = note.events.is_empty().then(|| {
        Diagnostic::new(codes::UNDEFINED_NOTE, format!("the note `{label}` is empty"))
            .hint(format!("write it after the colon: [^{label}]: …"))
    });
    let misspelt = NoteKind::suggest_label(label).map(|suggested| {
        let message = format!("`{label}` does not name a kind of note, so the note is shown as context");
        let names = NoteKind::ALL.map(NoteKind::name).join(", ");
        Diagnostic::new(codes::NEAR_KIND, message)
            .suggest(label, &suggested)
            .repair(context.repair(format!("write `{suggested}`"), renamed(text, label, &suggested)))
            .hint(format!("the kinds are {names}; any other label is context"))
    });
    empty.into_iter().chain(misspelt)
}

/// The changes that give a note another label, wherever it is.
fn renamed(text: &str, label: &str, new: &str) -> Vec<RepairEdit> {
    let written = format!("[^{label}]");
    let places = text.match_indices(&written).map(|(at, _)| at + 2..at + 2 + label.len());
    places.map(|range| RepairEdit { range, new: new.to_owned() }).collect()
}

/// The bytes of `[^label]:` at the start of a definition.
fn head(label: &str, definition: &Range<usize>) -> Range<usize> {
    definition.start..definition.start + "[^]:".len() + label.len()
}

/// The labels written as `[^label]` that have no definition: CommonMark shows them as text.
fn undefined_references<'t>(text: &'t str, layout: &Layout<'_>) -> Vec<(&'t str, Range<usize>)> {
    let mut undefined = Vec::new();
    for (at, (event, range)) in outside_images(&layout.events) {
        let code = at.checked_sub(1).is_some_and(|at| matches!(layout.events[at].0, Event::Start(Tag::CodeBlock(_))));
        if code || !matches!(event, Event::Text(shown) if shown.contains("[^")) {
            continue;
        }
        let source = &text[range.clone()];
        for (start, _) in source.match_indices("[^") {
            let label = source[start + 2..].split(']').next().unwrap_or_default();
            let end = start + label.len() + "[^]".len();
            let escaped = text[..range.start + start].ends_with('\\');
            if end <= source.len() && !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
                undefined.push((label, range.start + start..range.start + end));
            }
        }
    }
    undefined
}

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
