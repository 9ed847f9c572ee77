//! Notes on selected words: written into the text, rewritten, deleted; and their definitions, as they are written in a file.

use std::ops::Range;

use super::proof::{NotePassages, passages, prove_notes};
use super::{EditRefusal, EditedArticle, ReadArticle, SelectedWords};
use crate::base::text::characters::fold_char;
use crate::base::text::slug::slugify;
use crate::editor::escape::escape_inline;
use crate::pipeline::markdown::{NoteKind, SlotFilling};

/// Words up to which a passage is quoted whole if it can be.
const WHOLE: usize = 6;

/// Words of a passage that its note quotes at its beginning and at its end, at most.
const QUOTED: usize = 12;

/// A note as an editor writes it on a page.
#[derive(Clone, Debug)]
pub struct NoteDraft {
    /// The name of its kind.
    pub kind: String,
    /// Its text, as Markdown.
    pub text: String,
}

/// A proven edit of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteEdit {
    /// The new text of the file.
    pub file: String,
    /// The id of the note on the page.
    pub id: String,
    /// Its definition, as Markdown; empty if it was deleted.
    pub definition: String,
    /// Its text as HTML, in which links lead nowhere.
    pub html: String,
}

/// A note as it is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteInFile {
    /// The name of its kind.
    pub kind: &'static str,
    /// The passage that it quotes, with quotation marks and colon; empty if it quotes none.
    pub passage: String,
    /// Its text, as Markdown.
    pub text: String,
}

/// Writes a note on the selected words: the reference after them, the definition with the others at the end.
///
/// # Errors
/// When the words cannot be found, or the note would not be on exactly these words.
pub fn annotate(on: &EditedArticle<'_>, selected: &SelectedWords, draft: &NoteDraft) -> Result<NoteEdit, EditRefusal> {
    let kind = kind_named(&draft.kind)?;
    let text = note_text(draft, on.newline())?;
    let before = on.read(on.file)?;
    let letters = selected.find(&before.written)?;
    let words = before.written.words(letters.clone());
    let label = free_label(kind, &words, &before, on.file);
    let id = format!("note-{label}");
    let mut expected = passages(&before.article);
    expected.insert(id.clone(), Some(words.split_whitespace().collect()));
    let mut refusal = None;
    for at in reference_places(on.file, &before, letters.end) {
        for lemma in lemmas(&words) {
            let definition = format!("[^{label}]: \"{lemma}\": {text}");
            let with_reference = format!("{}[^{label}]{}", &on.file[..at], &on.file[at..]);
            let shifted = on.read(&with_reference)?;
            let file = append(&with_reference, &shifted, &definition, on.newline());
            match proven(on, &before, &expected, file, id.clone()) {
                Ok(edit) => return Ok(edit),
                Err(why) => refusal = refusal.or(Some(why)),
            }
        }
    }
    Err(refusal.unwrap_or_else(|| EditRefusal::new("there are no words", "select some")))
}

/// Reads the note with this id.
///
/// # Errors
/// When there is none, or its definition is part of a list or quotation.
pub fn read_note(on: &EditedArticle<'_>, id: &str) -> Result<NoteInFile, EditRefusal> {
    let definition = find_note(on, &on.read(on.file)?, id)?;
    let marked = definition.range.start + "[^]:".len() + definition.label.len();
    Ok(NoteInFile {
        kind: NoteKind::of_label(&definition.label).name(),
        passage: on.file[marked..definition.head.end].trim().to_owned(),
        text: unindent(&on.file[definition.head.end..definition.range.end]),
    })
}

/// Writes another text or kind into the note with this id. With the kind, its label changes wherever it is.
///
/// # Errors
/// When the note cannot be read, or more than it would change.
pub fn rewrite_note(on: &EditedArticle<'_>, id: &str, draft: &NoteDraft) -> Result<NoteEdit, EditRefusal> {
    let kind = kind_named(&draft.kind)?;
    let before = on.read(on.file)?;
    let old = find_note(on, &before, id)?;
    let mut label = old.label.clone();
    if NoteKind::of_label(&label) != kind {
        let name = label.strip_prefix(NoteKind::of_label(&label).name()).unwrap_or(&label);
        label = free_label(kind, name.trim_start_matches(['-', '_']), &before, on.file);
    }
    let mut changes = vec![(old.range.start + 2..old.range.start + 2 + old.label.len(), label.clone())];
    if draft.text.trim() != unindent(&on.file[old.head.end..old.range.end]) {
        let text = note_text(draft, on.newline())?;
        changes.push((old.head.end..old.range.end, format!(" {text}")));
    }
    let references = references_to(&before, &old.label);
    changes.extend(references.map(|range| (range.start + 2..range.end - 1, label.clone())));
    let mut expected = passages(&before.article);
    let new_id = if label == old.label { id.to_owned() } else { format!("note-{label}") };
    let passage = expected.remove(id).flatten();
    expected.insert(new_id.clone(), passage);
    proven(on, &before, &expected, changed(on.file, changes), new_id)
}

/// Deletes the note with this id, and all references to it.
///
/// # Errors
/// When the note cannot be read, or more than it would change.
pub fn delete_note(on: &EditedArticle<'_>, id: &str) -> Result<NoteEdit, EditRefusal> {
    let before = on.read(on.file)?;
    let old = find_note(on, &before, id)?;
    let mut expected = passages(&before.article);
    expected.remove(id);
    let inside = |range: &Range<usize>| old.range.contains(&range.start);
    let references = references_to(&before, &old.label).filter(|range| !inside(range));
    let (above, below): (Vec<_>, Vec<_>) = references.partition(|range| range.start < old.range.start);
    let none = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| (range, String::new())).collect();
    let file = changed(on.file, none(below));
    let file = remove(&file, &old);
    proven(on, &before, &expected, changed(&file, none(above)), id.to_owned())
}

fn kind_named(name: &str) -> Result<NoteKind, EditRefusal> {
    let kind = NoteKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.ok_or_else(|| {
        let names = NoteKind::ALL.map(NoteKind::name).join(", ");
        EditRefusal::new(format!("`{name}` is no kind of note"), format!("choose one of {names}"))
    })
}

fn note_text(draft: &NoteDraft, newline: &str) -> Result<String, EditRefusal> {
    let text = indent(&draft.text, newline);
    if text.is_empty() {
        return Err(EditRefusal::new("the note has no text", "write it"));
    }
    Ok(text)
}

fn find_note(on: &EditedArticle<'_>, read: &ReadArticle, id: &str) -> Result<WrittenDefinition, EditRefusal> {
    let note = read.article.body.notes.iter().find(|note| note.id == id);
    let found = note.and_then(|note| definition_at(on.file, read, note.range.start));
    let found = found.ok_or_else(|| EditRefusal::new("there is no such note any more", "load the page again"))?;
    if !found.is_plain {
        let message = format!("the definition of `{}` is inside a list or quotation", found.label);
        return Err(EditRefusal::new(message, "change it in the file itself"));
    }
    Ok(found)
}

/// The references to a label, in bytes of the file.
fn references_to<'a>(read: &'a ReadArticle, label: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let references = read.written.references.iter().filter(move |(other, _)| other == label);
    references.map(|(_, range)| read.start + range.start..read.start + range.end)
}

/// Replaces stretches of a text that do not overlap.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    changes.into_iter().for_each(|(range, new)| text.replace_range(range, &new));
    text
}

/// A label of the kind with the first of the words, which is nowhere in the file.
fn free_label(kind: NoteKind, words: &str, read: &ReadArticle, file: &str) -> String {
    /// Characters of the words at most.
    const LENGTH: usize = 24;
    let slug = slugify(words);
    let parts = slug.split('-').take(3).filter(|part| !part.is_empty());
    let name = parts.fold(String::new(), |name, part| {
        let longer = if name.is_empty() { part.to_owned() } else { format!("{name}-{part}") };
        if longer.chars().count() > LENGTH && !name.is_empty() { name } else { longer }
    });
    let name: String = if name.is_empty() { "note".to_owned() } else { name.chars().take(LENGTH).collect() };
    let wanted = format!("{}-{name}", kind.name());
    let is_free = |label: &String| {
        !file.contains(&format!("[^{label}]")) && !read.article.body.ids.contains(&format!("note-{label}"))
    };
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(is_free).unwrap_or(wanted)
}

/// The bytes of the file where a reference can follow the letter before `end`: after marks that close what it ends and references
/// that are there; or else at once.
fn reference_places(file: &str, read: &ReadArticle, end: usize) -> Vec<usize> {
    let Some(last) = end.checked_sub(1).and_then(|last| read.written.letters.get(last)) else { return Vec::new() };
    let at_once = read.start + last.after;
    let (mut at, mut next) = (at_once, end);
    loop {
        let reference = read.written.references.iter().find(|(_, range)| read.start + range.start == at);
        let mark = read.written.letters.get(next).filter(|letter| read.start + letter.start == at);
        if let Some((_, range)) = reference {
            at = read.start + range.end;
        } else if let Some(mark) = mark.filter(|mark| ".,;:!?)]”’»」』》。、，".contains(mark.letter) && !mark.spaced)
        {
            at = read.start + mark.after;
            next += 1;
        } else {
            break;
        }
    }
    let mut places = vec![at, at_once];
    places.dedup();
    places.retain(|at| file.is_char_boundary(*at));
    places
}

/// The ways to quote a passage, the shortest first: whole if it is short, else its first and last words.
fn lemmas(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split(' ').collect();
    let quote = |words: &[&str]| escape_inline(&words.join(" "));
    let whole = quote(&words);
    if words.len() <= WHOLE {
        return vec![whole];
    }
    let most = QUOTED.min(words.len() - 1);
    let pairs = (4..=most).flat_map(|sum| (2..=sum - 2).rev().map(move |first| (first, sum - first)));
    let short =
        pairs.map(|(first, last)| format!("{} … {}", quote(&words[..first]), quote(&words[words.len() - last..])));
    short.chain([whole]).collect()
}

fn proven(
    on: &EditedArticle<'_>,
    before: &ReadArticle,
    expected: &NotePassages,
    file: String,
    id: String,
) -> Result<NoteEdit, EditRefusal> {
    let after = on.read(&file)?;
    prove_notes(before, &after, expected)?;
    let body = &after.article.body;
    let note = body.notes.iter().find(|note| note.id == id);
    let html = note.map(|note| {
        body.html().expect("it was just parsed").fill_part(note.text[0].clone(), |_| SlotFilling::Word(""))
    });
    let definition = note.and_then(|note| definition_at(&file, &after, note.range.start));
    let definition = definition.map(|it| file[it.range].to_owned());
    Ok(NoteEdit { id, definition: definition.unwrap_or_default(), html: html.unwrap_or_default(), file })
}

/// A definition of a note. Ranges are bytes of the file.
pub(super) struct WrittenDefinition {
    pub label: String,
    /// The whole, without the line end.
    pub range: Range<usize>,
    /// The label with its brackets and colon, and the passage with its quotation marks and colon.
    pub head: Range<usize>,
    /// True if it begins a line, so that it is not part of a list or quotation.
    pub is_plain: bool,
}

/// The definition that starts at a byte of the file.
fn definition_at(file: &str, read: &ReadArticle, start: usize) -> Option<WrittenDefinition> {
    let (label, range) = read.written.definitions.iter().find(|(_, range)| read.start + range.start == start)?;
    let end = read.start + range.start + file[read.start..][range.clone()].trim_end().len();
    let marked = start + "[^]:".len() + label.len();
    let passage = passage_length(&file[marked.min(end)..end]);
    Some(WrittenDefinition {
        label: label.clone(),
        range: start..end,
        head: start..(marked + passage).min(end),
        is_plain: start == read.start || file[..start].ends_with('\n'),
    })
}

/// The length of the quoted passage that a definition opens with, as far as its colon.
fn passage_length(text: &str) -> usize {
    let from = text.len() - text.trim_start().len();
    let Some(opening) = text[from..].chars().next() else { return 0 };
    let mark = fold_char(opening);
    if !matches!(mark, '"' | '\'') {
        return 0;
    }
    let inside = from + opening.len_utf8();
    let closes = |(at, c): &(usize, char)| {
        fold_char(*c) == mark && text[inside + at + c.len_utf8()..].trim_start().starts_with([':', '：'])
    };
    let close = text[inside..].char_indices().find(closes);
    let colon = close.and_then(|(at, _)| text[inside + at..].find([':', '：']).map(|colon| inside + at + colon));
    colon.map_or(0, |colon| colon + text[colon..].chars().next().map_or(0, char::len_utf8))
}

/// Writes the text of a note after its head: further lines are indented, so that they belong to it.
pub(super) fn indent(text: &str, newline: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines = text.trim().split('\n').map(str::trim_end).enumerate();
    let indented =
        lines.map(|(nth, line)| if nth == 0 || line.is_empty() { line.to_owned() } else { format!("    {line}") });
    indented.collect::<Vec<_>>().join(newline)
}

/// The text of a note as an editor writes it, from its lines in a file.
fn unindent(text: &str) -> String {
    let lines = text.trim().lines().map(|line| {
        let blank = line.len() - line.trim_start_matches(' ').len();
        &line[blank.min(4)..]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Puts a definition at the end of a file, with the others, in the way in which they are set apart.
pub(super) fn append(file: &str, read: &ReadArticle, definition: &str, newline: &str) -> String {
    let end = file.trim_end().len().max(read.start);
    let last = read.written.definitions.iter().map(|(_, range)| read.start + range.start).max();
    let last = last.filter(|start| definition_at(file, read, *start).is_some_and(|it| it.range.end == end));
    let gap = match last {
        Some(start) if !is_apart(&file[..end], read, start) => newline.to_owned(),
        _ if end == read.start => String::new(),
        _ => newline.repeat(2),
    };
    let tail = if end == read.start && file[end..].is_empty() { newline } else { &file[end..] };
    format!("{}{gap}{definition}{tail}", &file[..end])
}

/// Returns whether the last definition, which starts at a byte, is set apart from others by empty lines, or has some itself.
fn is_apart(file: &str, read: &ReadArticle, start: usize) -> bool {
    let has_empty_line = |text: &str| text.matches('\n').count() > 1 && text.replace('\r', "").contains("\n\n");
    let above = &file[file[..start].trim_end().len()..start];
    (read.written.definitions.len() > 1 && has_empty_line(above)) || has_empty_line(&file[start..])
}

/// Takes a definition out of a file, with the space that set it apart.
pub(super) fn remove(file: &str, definition: &WrittenDefinition) -> String {
    let (before, after) = (&file[..definition.range.start], &file[definition.range.end..]);
    if after.trim().is_empty() {
        let body = before.trim_end();
        return format!("{body}{after}");
    }
    format!("{before}{}", after.trim_start_matches(['\r', '\n']))
}
