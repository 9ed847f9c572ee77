//! Repairs: which of the changes that faults carry can be made, tried in memory before anyone is asked.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{ChangeTag, TextDiff};

use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Severity, Span, Wording};
use crate::base::repair::{Repair, RepairEdit, apply};
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::{InputFile, Inputs};

/// A change of a file that mends a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedRepair {
    /// The fault.
    pub fault: Diagnostic,
    /// The file that is changed or created.
    pub path: RelPath,
    /// Its text; `None` if the file is created.
    pub old: Option<String>,
    /// The changes of its text, or all of it.
    pub edits: Vec<RepairEdit>,
}

impl OfferedRepair {
    /// The repair of a fault, if its file is still the one in which the fault was found.
    pub fn of(fault: &Diagnostic, inputs: &Inputs) -> Option<Self> {
        let repair = fault.repair.as_deref()?;
        if let Repair::Create { path, text } = repair {
            let edits = vec![RepairEdit { range: 0..0, new: text.clone() }];
            let is_new = !inputs.files.contains_key(path);
            return is_new.then(|| Self { fault: fault.clone(), path: path.clone(), old: None, edits });
        }
        let span = fault.span.as_ref()?;
        let text = inputs.text(&span.path).ok()?;
        let edits = repair.edits(&span.range, text)?;
        Some(Self { fault: fault.clone(), path: span.path.clone(), old: Some(text.to_owned()), edits })
    }

    /// The text of the file with this change alone.
    pub fn new_text(&self) -> String {
        apply(self.old.as_deref().unwrap_or_default(), &self.edits)
    }

    /// The lines that change: `- old`, `+ new`.
    pub fn changed_lines(&self) -> Vec<String> {
        let new = self.new_text();
        let diff = TextDiff::from_lines(self.old.as_deref().unwrap_or_default(), &new);
        let changes = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
        changes.map(|change| format!("{} {}", change.tag(), change.value().trim_end_matches(['\r', '\n']))).collect()
    }

    /// Returns whether a fault, found after this change alone, is at a place that it has written.
    fn touches(&self, fault: &Diagnostic) -> bool {
        let Some(span) = fault.span.as_ref().filter(|span| span.path == self.path) else { return false };
        let mut grown = 0_isize;
        self.edits.iter().any(|edit| {
            let start = edit.range.start.saturating_add_signed(grown);
            grown += edit.new.len().cast_signed() - edit.range.len().cast_signed();
            span.range.start <= start + edit.new.len() && start <= span.range.end
        })
    }

    /// Returns whether two changes are of the same bytes.
    pub fn overlaps(&self, other: &Self) -> bool {
        let touches = |a: &RepairEdit, b: &RepairEdit| {
            a.range.start == b.range.start || (a.range.start < b.range.end && b.range.start < a.range.end)
        };
        self.path == other.path && self.edits.iter().any(|a| other.edits.iter().any(|b| touches(a, b)))
    }

    /// Returns whether two changes are of the same line.
    pub fn shares_line(&self, other: &Self) -> bool {
        let [ours, theirs] = [self, other].map(Self::lines);
        self.path == other.path && ours.start <= theirs.end && theirs.start <= ours.end
    }

    /// The bytes of the lines that it changes.
    fn lines(&self) -> Range<usize> {
        let text = self.old.as_deref().unwrap_or_default();
        let start = self.edits.first().map_or(0, |edit| edit.range.start);
        let end = self.edits.last().map_or(0, |edit| edit.range.end);
        let start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        start..end + text.get(end..).and_then(|after| after.find('\n')).unwrap_or(text.len().saturating_sub(end))
    }

    /// Returns whether the change mends its fault, and brings none to the place that it writes but those that can be mended in
    /// turn. A file that could not be parsed may then show others.
    fn is_sound(&self, inputs: &Inputs, before: &FaultCounts, check: &FaultCheck<'_>) -> bool {
        let mut changed = inputs.clone();
        changed.files.insert(self.path.clone(), InputFile::new(self.new_text()));
        let faults = check(changed);
        let after = count(&faults);
        let is_new = |fault: &Diagnostic| told(&after, fault) > told(before, fault);
        (self.fault.severity() == Severity::Advice || told(&after, &self.fault) < told(before, &self.fault))
            && !faults.iter().any(|fault| is_new(fault) && self.is_worse(fault))
    }

    /// Returns whether a new fault is worse than the one that is mended: it is at the place of the change, and cannot be mended in
    /// turn.
    fn is_worse(&self, fault: &Diagnostic) -> bool {
        let is_uncovered = self.fault.code == codes::TOML_SYNTAX && fault.code != codes::TOML_SYNTAX;
        let can_stay = fault.severity() == Severity::Advice || fault.repair.is_some() || is_uncovered;
        !can_stay && self.touches(fault)
    }
}

/// Finds the faults of a site with these inputs.
pub type FaultCheck<'a> = dyn Fn(Inputs) -> Vec<Diagnostic> + 'a;

/// A fault without its place, which other changes move: its file, code, message and wordings.
type FaultIdentity = (Option<RelPath>, &'static str, String, String);

/// How often each fault is told.
type FaultCounts = BTreeMap<FaultIdentity, usize>;

fn identity(fault: &Diagnostic) -> FaultIdentity {
    let wordings = fault.wordings.iter().flat_map(|both| both.iter().map(Wording::text)).collect();
    (fault.span.as_ref().map(|span| span.path.clone()), fault.code.id, fault.message.clone(), wordings)
}

fn count(faults: &[Diagnostic]) -> FaultCounts {
    let mut counts = FaultCounts::new();
    faults.iter().for_each(|fault| *counts.entry(identity(fault)).or_default() += 1);
    counts
}

fn told(counts: &FaultCounts, fault: &Diagnostic) -> usize {
    counts.get(&identity(fault)).copied().unwrap_or_default()
}

/// The repairs of a site's faults that can be made, in their order. Each has been tried in memory: its fault goes, and none comes
/// to its place that cannot be mended in turn. Of changes that overlap, the first is offered.
pub fn offers(inputs: &Inputs, faults: &[Diagnostic], check: &FaultCheck<'_>) -> Vec<OfferedRepair> {
    sound(inputs, faults, faults.iter(), check)
}

/// The same for those of the faults that are at a place.
pub fn offers_at(inputs: &Inputs, faults: &[Diagnostic], at: &Span, check: &FaultCheck<'_>) -> Vec<OfferedRepair> {
    let touches =
        |span: &Span| span.path == at.path && span.range.start <= at.range.end && at.range.start <= span.range.end;
    sound(inputs, faults, faults.iter().filter(|fault| fault.span.as_ref().is_some_and(touches)), check)
}

fn sound<'a>(
    inputs: &Inputs,
    faults: &[Diagnostic],
    wanted: impl Iterator<Item = &'a Diagnostic>,
    check: &FaultCheck<'_>,
) -> Vec<OfferedRepair> {
    let before = count(faults);
    let mut offered: Vec<OfferedRepair> = Vec::new();
    for offer in wanted.filter_map(|fault| OfferedRepair::of(fault, inputs)) {
        if !offered.iter().any(|other| other.overlaps(&offer)) && offer.is_sound(inputs, &before, check) {
            offered.push(offer);
        }
    }
    offered
}

/// The files with all of these changes, which do not overlap: path, old text, new text.
pub fn changed_files(accepted: &[OfferedRepair]) -> Vec<(&RelPath, Option<&str>, String)> {
    let mut by_file: BTreeMap<&RelPath, (Option<&str>, Vec<RepairEdit>)> = BTreeMap::new();
    for offer in accepted {
        let (_, edits) = by_file.entry(&offer.path).or_insert((offer.old.as_deref(), Vec::new()));
        edits.extend(offer.edits.iter().cloned());
    }
    let changed = by_file.into_iter().map(|(path, (old, mut edits))| {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        (path, old, apply(old.unwrap_or_default(), &edits))
    });
    changed.collect()
}
