//! Leaves out faults that only follow from others: a thing said to be missing may stand in a part that could not be
//! read. One mistake is one message, and the others appear, if they are real, as soon as it is mended.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::content;
use super::inputs::Inputs;
use super::plan::NO_ADDRESS;
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Severity, Span, retain};
use crate::base::text::near::nearest;
use crate::base::text::path::RelPath;

/// The keys that decide which addresses a site has.
const ADDRESS_KEYS: [&str; 4] = ["slug", "permalink", "sections", "aliases"];

/// Facts that cannot be known until faults are mended.
#[derive(Default)]
struct Doubts<'a> {
    /// Files that could not be read in full.
    unread: BTreeSet<&'a RelPath>,
    /// Files with a text that is cut short, or there twice.
    garbled: BTreeSet<&'a RelPath>,
    /// Files whose list of sources may be incomplete.
    sources: BTreeSet<&'a RelPath>,
    /// The folders of articles that may be published or not.
    folders: BTreeSet<&'a str>,
    /// True if the site may have other addresses.
    addresses: bool,
}

/// The texts of the files that have faults; each is checked once to be UTF-8.
type Texts<'a> = BTreeMap<&'a RelPath, &'a str>;

/// Removes the faults that follow from others.
pub(super) fn leave_out(faults: &mut Vec<Diagnostic>, inputs: &Inputs) {
    if faults.len() < 2 {
        return;
    }
    let paths: BTreeSet<RelPath> = faults.iter().filter_map(|fault| Some(fault.span.as_ref()?.path.clone())).collect();
    let texts: Texts<'_> = paths.iter().filter_map(|path| Some((path, inputs.text(path).ok()?))).collect();
    let doubts = Doubts::raised_by(faults, &texts);
    let kept = faults.iter().map(|fault| !is_dependent(fault) || !doubts.cover(fault)).collect();
    retain(faults, kept);
    let causes = Causes::among(faults, &texts);
    let kept = faults.iter().map(|fault| !is_dependent(fault) || !causes.explain(fault, &texts)).collect();
    retain(faults, kept);
}

/// Returns whether a fault is one that can follow from another.
fn is_dependent(fault: &Diagnostic) -> bool {
    let codes = [
        codes::UNDEFINED_NOTE,
        codes::DUPLICATE_NOTE,
        codes::NO_PASSAGE,
        codes::NOT_VERBATIM,
        codes::UNKNOWN_LANGUAGE,
        codes::FIRST_LEVEL,
        codes::UNKNOWN_SOURCE,
        codes::UNDECLARED_OUTLET,
        codes::BROKEN_LINK,
        codes::BROKEN_FRAGMENT,
        codes::UNPUBLISHED_LINK,
        codes::UNUSED_ASSET,
        codes::ADDRESS_TAKEN,
        codes::DUPLICATE_NAME,
        codes::UNUSED_NOTE,
        codes::NO_SNAPSHOT,
        codes::LOOSE_ATTRIBUTION,
        codes::ODD_DATE,
    ];
    codes.contains(&fault.code)
}

impl<'a> Doubts<'a> {
    fn raised_by(faults: &'a [Diagnostic], texts: &Texts<'a>) -> Self {
        let mut doubts = Self::default();
        for (fault, span) in faults.iter().filter_map(|fault| Some((fault, fault.span.as_ref()?))) {
            if fault.code == codes::CONFLICT || fault.code == codes::UNCLOSED {
                doubts.garbled.insert(&span.path);
                doubts.folders.insert(span.path.parent());
            }
            if fault.severity() != Severity::Error {
                continue;
            }
            if [codes::NOT_UTF8, codes::NO_FRONT_MATTER, codes::TOML_SYNTAX].contains(&fault.code) {
                doubts.unread.insert(&span.path);
                doubts.sources.insert(&span.path);
                doubts.folders.insert(span.path.parent());
                doubts.addresses |= content::is_content(&span.path) || span.path.as_str() == "site.toml";
            } else if is_of_key(fault)
                && let Some(key) = FaultyKey::at(span, texts)
            {
                key.add_doubts(fault, span, &mut doubts);
            }
        }
        doubts
    }

    fn cover(&self, fault: &Diagnostic) -> bool {
        let Some(span) = &fault.span else { return false };
        let about = subject(fault).and_then(RelPath::new);
        let is_about_doubtful =
            || about.is_some_and(|path| self.unread.contains(&path) || self.garbled.contains(&path));
        if self.garbled.contains(&span.path) && fault.code != codes::BROKEN_LINK {
            true
        } else if fault.code == codes::UNKNOWN_SOURCE || fault.code == codes::LOOSE_ATTRIBUTION {
            self.sources.contains(&span.path)
        } else if fault.code == codes::BROKEN_LINK {
            self.addresses && fault.message.starts_with(NO_ADDRESS)
        } else if fault.code == codes::BROKEN_FRAGMENT || fault.code == codes::UNPUBLISHED_LINK {
            is_about_doubtful()
        } else if fault.code == codes::UNUSED_ASSET {
            self.folders.contains(span.path.parent())
        } else {
            false
        }
    }
}

/// The key of a document of TOML that a fault is at.
struct FaultyKey<'a> {
    /// The name of its table, or its own name if it is a header.
    table: &'a str,
    /// The text before the equals sign.
    name: &'a str,
}

impl<'a> FaultyKey<'a> {
    fn at(span: &Span, texts: &Texts<'a>) -> Option<Self> {
        /// The number of lines up to which a header is looked for.
        const LINES: usize = 50;
        let text = *texts.get(&span.path)?;
        let line = line_of(text, span.range.start)?;
        let table = text[..line.end].lines().rev().take(LINES).find(|line| line.starts_with(['[', '+']));
        let table = table.unwrap_or_default().trim_start_matches('[');
        let name = text[line].split(['=', ':']).next().unwrap_or_default();
        Some(Self {
            table: table.split([']', ' ']).next().unwrap_or_default(),
            name: name.trim_matches(['[', ']', ' ', '"']),
        })
    }

    /// Adds the facts that a fault of this key puts in doubt.
    fn add_doubts(&self, fault: &Diagnostic, span: &'a Span, doubts: &mut Doubts<'a>) {
        let is_value = [codes::WRONG_TYPE, codes::UNKNOWN_KEY, codes::BAD_VALUE, codes::BAD_DATE].contains(&fault.code);
        let is_source = |name: &str| nearest(name, ["source"]).is_some();
        let names_source = |name: &str| nearest(name, ["id", "outlet"]).is_some();
        let is_id = fault.code == codes::DUPLICATE_SOURCE
            || names_source(self.name)
            || suggestion(fault).is_some_and(names_source);
        if is_source(self.name) || (is_source(self.table) && is_id) {
            doubts.sources.insert(&span.path);
        } else if is_value && nearest(self.name, ADDRESS_KEYS).is_some() {
            doubts.addresses = true;
        } else if is_value && ["date", "expires", "draft"].contains(&self.name) {
            doubts.folders.insert(span.path.parent());
        }
    }
}

/// The faults that others follow from, by their subjects.
#[derive(Default)]
struct Causes<'a> {
    /// Names that are suggested instead of others, by file.
    suggested: HashSet<(&'a RelPath, &'a str)>,
    /// Sources that are not declared, by file.
    sources: HashSet<(&'a RelPath, &'a str)>,
    /// The lines of broken links, stray markup and TOML that cannot be read, by folder and file.
    links: BTreeMap<(&'a str, &'a RelPath), Vec<&'a str>>,
    /// The beginnings of these lines, by file.
    lines: HashSet<(&'a RelPath, usize)>,
    /// Files that declare the same outlet or topic.
    twins: HashSet<&'a RelPath>,
    /// Articles that links lead to and that are not published.
    unpublished: HashSet<&'a str>,
    /// Addresses that two pages have.
    addresses: Vec<&'a str>,
}

impl<'a> Causes<'a> {
    fn among(faults: &'a [Diagnostic], texts: &Texts<'a>) -> Self {
        /// The number of lines of a file, and of addresses, that are compared.
        const ENOUGH: usize = 100;
        let mut causes = Self::default();
        for (fault, span) in faults.iter().filter_map(|fault| Some((fault, fault.span.as_ref()?))) {
            causes.suggested.extend(suggestion(fault).map(|name| (&span.path, name)));
            if fault.code == codes::UNPUBLISHED_LINK {
                causes.unpublished.extend(subject(fault));
            } else if fault.code == codes::UNKNOWN_SOURCE {
                causes.sources.extend(subject(fault).map(|name| (&span.path, name)));
            } else if [codes::STRAY_MARKUP, codes::BROKEN_LINK, codes::TOML_SYNTAX].contains(&fault.code) {
                let Some((text, line)) = line_at(span, texts) else { continue };
                causes.lines.insert((&span.path, line.start));
                let lines = causes.links.entry((span.path.parent(), &span.path)).or_default();
                if lines.len() < ENOUGH {
                    lines.push(&text[line]);
                }
            } else if fault.code == codes::DUPLICATE_NAME && !fault.message.contains(" names ") {
                causes.twins.extend(fault.spans().map(|span| &span.path));
            } else if fault.code == codes::ADDRESS_TAKEN && causes.addresses.len() < ENOUGH {
                causes.addresses.extend(fault.message.rsplit(' ').next());
            }
        }
        causes
    }

    fn explain(&self, fault: &Diagnostic, texts: &Texts<'_>) -> bool {
        let Some(span) = &fault.span else {
            // Of outputs without a file of their own: those beside a page whose address is taken.
            return fault.code == codes::ADDRESS_TAKEN && self.addresses.iter().any(|it| fault.message.contains(it));
        };
        if fault.code == codes::ODD_DATE {
            self.unpublished.contains(span.path.as_str())
        } else if fault.code == codes::UNUSED_ASSET {
            let (name, folder) = (span.path.name(), span.path.parent());
            let encoded = name.replace(' ', "%20");
            let lines = self.links.iter().filter(|((other, _), _)| *other == folder).flat_map(|(_, lines)| lines);
            lines.into_iter().any(|line| line.contains(name) || line.contains(&encoded))
        } else if fault.code == codes::UNUSED_NOTE {
            subject(fault)
                .is_some_and(|name| self.suggested.contains(&(&span.path, name)) || self.is_written(span, name))
        } else if fault.code == codes::UNDECLARED_OUTLET {
            // What cannot be read may be part of the name.
            self.has_line(span, texts)
                || suggestion(fault).is_some_and(|name| self.sources.contains(&(&span.path, name)))
        } else if fault.code == codes::DUPLICATE_NAME {
            // Two files of one outlet also share its names.
            fault.message.contains(" names ") && fault.spans().any(|span| self.twins.contains(&span.path))
        } else if fault.code == codes::LOOSE_ATTRIBUTION || fault.code == codes::NO_SNAPSHOT {
            self.has_line(span, texts)
        } else {
            false
        }
    }

    /// Returns whether one of the faulty lines of the span's file has `name`.
    fn is_written(&self, span: &Span, name: &str) -> bool {
        let lines = self.links.get(&(span.path.parent(), &span.path));
        lines.is_some_and(|lines| lines.iter().any(|line| line.contains(name)))
    }

    /// Returns whether the span is on a faulty line.
    fn has_line(&self, span: &Span, texts: &Texts<'_>) -> bool {
        line_at(span, texts).is_some_and(|(_, line)| self.lines.contains(&(&span.path, line.start)))
    }
}

/// Returns whether a fault is one of a key of TOML.
fn is_of_key(fault: &Diagnostic) -> bool {
    let codes = [
        codes::WRONG_TYPE,
        codes::UNKNOWN_KEY,
        codes::MISSING_KEY,
        codes::BAD_VALUE,
        codes::BAD_DATE,
        codes::DUPLICATE_SOURCE,
    ];
    codes.contains(&fault.code)
}

/// The name that a fault suggests instead.
fn suggestion(fault: &Diagnostic) -> Option<&str> {
    fault.label.strip_prefix("did you mean `")?.strip_suffix("`?")
}

/// The subject of a message: its first name in backticks.
fn subject(fault: &Diagnostic) -> Option<&str> {
    fault.message.split('`').nth(1)
}

/// The text of a place's file, and the line where the place begins.
fn line_at<'a>(span: &Span, texts: &Texts<'a>) -> Option<(&'a str, Range<usize>)> {
    let text = *texts.get(&span.path)?;
    Some((text, line_of(text, span.range.start)?))
}

/// The line that contains the byte `at`, without its line break; of a long line, the bytes near `at`.
fn line_of(text: &str, at: usize) -> Option<Range<usize>> {
    /// The number of bytes on each side that are near.
    const NEAR: usize = 2000;
    let from = text.ceil_char_boundary(at.saturating_sub(NEAR).min(text.len()));
    let to = text.floor_char_boundary(at.saturating_add(NEAR).min(text.len()));
    let start = text.get(from..at)?.rfind('\n').map_or(from, |end| from + end + 1);
    Some(start..text.get(at..to)?.find('\n').map_or(to, |end| at + end))
}
