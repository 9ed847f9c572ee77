//! The readers of what reading programs keep: highlights with notes (Hypothesis, Readwise), references (CSL-JSON, BibTeX).
//!
//! ```text
//! file → [SavedWork]   facts, highlights, notes                highlights, references
//!      → [Draft]       one for each work with highlights; one that cites all references    this module
//! ```

pub(super) mod highlights;
pub(super) mod references;

use std::collections::BTreeSet;

use super::capture::Capture;
use super::draft::{Attribution, CaptureContents, Confidence, Draft, DraftBlock, DraftExcerpt, DraftSource};
use super::html_to_markdown::address::host_of;
use super::options::ImportOptions;
use super::refusal::ImportRefusal;
use crate::base::text::slug::{UniqueNames, slugify};
use crate::base::text::words::collapse_space;
use crate::editor::escape::escape_paragraph;
use crate::pipeline::content::Unknown;
use references::{SavedHighlight, SavedWork};

/// Reads annotations of Hypothesis, as JSON.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_hypothesis(
    capture: &Capture,
    options: &ImportOptions<'_>,
) -> Result<CaptureContents, ImportRefusal> {
    read(capture, highlights::read_hypothesis, |works| works_alone(works, options))
}

/// Reads highlights of Readwise, as a table (CSV).
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_readwise(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, highlights::read_readwise, |works| works_alone(works, options))
}

/// Reads references in CSL-JSON.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_csl(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, references::read_csl_json, |works| vec![draft_of_references(works, capture.stem(), options)])
}

/// Reads references in BibTeX.
///
/// # Errors
/// When they cannot be read, or there are none.
pub(super) fn read_bibtex(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    read(capture, references::read_bibtex, |works| vec![draft_of_references(works, capture.stem(), options)])
}

fn read(
    capture: &Capture,
    works: impl FnOnce(&str) -> Result<Vec<SavedWork>, ImportRefusal>,
    drafts: impl FnOnce(Vec<SavedWork>) -> Vec<Draft>,
) -> Result<CaptureContents, ImportRefusal> {
    let (text, skipped) = capture.text()?;
    let works = works(&text)?;
    if works.is_empty() {
        return Err(ImportRefusal::new("nothing is in this export", "choose what to export again"));
    }
    Ok(CaptureContents { drafts: drafts(works), skipped })
}

/// A draft for each work.
fn works_alone(works: Vec<SavedWork>, options: &ImportOptions<'_>) -> Vec<Draft> {
    works.into_iter().map(|work| draft_of_work(work, options)).collect()
}

/// Makes the draft of a work: its highlights as excerpts, the notes on them as anchored notes.
fn draft_of_work(work: SavedWork, options: &ImportOptions<'_>) -> Draft {
    let mut draft = Draft { url: work.url.clone(), id: work.url.clone(), tags: work.tags.clone(), ..Draft::default() };
    let source = source_of(&work, options, &mut draft);
    if work.read.is_some() {
        draft.decide(Confidence::High, "accessed: the day of the last highlight");
    }
    if work.people.len() > 1 {
        let people = work.people.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        draft.decide(Confidence::Low, format!("the notes are by several people: {people}"));
    }
    match &work.title {
        Some(title) => draft.title = collapse_space(title),
        None => {
            draft.title = source.name.clone();
            draft.unknown.push(Unknown::Title(draft.title.clone()));
            draft.decide(Confidence::Low, "title: the name of the outlet");
        }
    }
    draft.blocks.extend(work.remarks.into_iter().map(DraftBlock::Prose));
    let mut notes = Vec::new();
    for highlight in &work.highlights {
        draft.blocks.push(excerpt(highlight, &source.name, &mut notes));
    }
    draft.blocks.extend(notes.into_iter().map(DraftBlock::Prose));
    draft.sources.push(source.draft);
    draft.removed.extend(work.left_out);
    draft
}

/// Makes the one draft that cites references; their notes are its text.
fn draft_of_references(works: Vec<SavedWork>, name: &str, options: &ImportOptions<'_>) -> Draft {
    let title = name.replace(['-', '_'], " ").trim().to_owned();
    let mut draft = Draft { title: title.clone(), slug: Some(name.to_owned()), ..Draft::default() };
    draft.unknown.push(Unknown::Title(title));
    draft.decide(Confidence::Low, "title: made from the file's name");
    let (mut taken, mut tags) = (UniqueNames::default(), BTreeSet::new());
    for work in works {
        let NamedSource { name, draft: mut source } = source_of(&work, options, &mut draft);
        let key = work.key.as_deref().map(slugify).filter(|key| !key.is_empty());
        let id = taken.take(&key.unwrap_or_else(|| source.id()), "");
        let called = escape_paragraph(work.title.as_deref().unwrap_or(&name));
        let remarks = work.remarks.iter().map(|note| DraftBlock::Prose(format!("[{called}](source:{id}): {note}")));
        draft.blocks.extend(remarks);
        source.id = Some(id);
        draft.sources.push(source);
        draft.tags.extend(work.tags.into_iter().filter(|tag| tags.insert(slugify(tag))));
        draft.removed.extend(work.left_out);
    }
    draft
}

/// A source, and the name that attributions give it.
struct NamedSource {
    name: String,
    draft: DraftSource,
}

/// The source for a work. Its outlet is the declared one with its address, or what published it, else the host of the address;
/// a work with none of these is known by its author or its title.
fn source_of(work: &SavedWork, options: &ImportOptions<'_>, draft: &mut Draft) -> NamedSource {
    let outlets = options.outlets;
    let declared = work.url.as_deref().and_then(|url| outlets.at(url));
    // What has neither an address nor a publisher may name its outlet as the author.
    let named = work.publisher.as_deref().or_else(|| work.author.as_deref().filter(|_| work.url.is_none()));
    let declared = declared.or_else(|| outlets.find(named?));
    let host = work.url.as_deref().and_then(host_of);
    let (outlet, name) = match (declared, work.publisher.clone().or(host)) {
        (Some(declared), _) => (declared.key.clone(), declared.name.value.clone()),
        (None, Some(name)) => (name.clone(), name),
        (None, None) => {
            let name =
                work.author.clone().or_else(|| work.title.clone()).unwrap_or_else(|| "unnamed source".to_owned());
            draft.decide(Confidence::Low, format!("outlet: {name}, since nothing says who published it"));
            (name.clone(), name)
        }
    };
    let id = slugify(&outlet).is_empty().then(|| "source".to_owned());
    let source = DraftSource {
        id,
        outlet,
        title: work.title.as_deref().map(collapse_space),
        url: work.url.clone(),
        author: work.author.clone(),
        published: work.published,
        accessed: work.read,
        language: work.language.clone(),
        ..DraftSource::default()
    };
    NamedSource { name, draft: source }
}

/// The excerpt of a highlight. Adds the note on it to `notes`.
fn excerpt(highlight: &SavedHighlight, name: &str, notes: &mut Vec<String>) -> DraftBlock {
    let paragraphs: Vec<String> =
        highlight.words.lines().map(collapse_space).filter(|paragraph| !paragraph.is_empty()).collect();
    let mut text = paragraphs.iter().map(|paragraph| verbatim(paragraph)).collect::<Vec<_>>().join("\n\n");
    if let Some(note) = &highlight.note {
        let label = notes.len() + 1;
        text.push_str(&format!("[^{label}]"));
        let passage = lemma(&paragraphs).map(|words| format!("\"{}\": ", escape_paragraph(&words)));
        notes.push(indented(&format!("[^{label}]: {}{note}", passage.unwrap_or_default())));
    }
    let cite =
        Attribution { source: 0, before: String::new(), name: name.to_owned(), after: highlight.locator.clone() };
    DraftBlock::Excerpt(DraftExcerpt { text, cite: Some(cite) })
}

/// A paragraph of a source as Markdown; its brackets are its own, no omissions and insertions.
fn verbatim(paragraph: &str) -> String {
    escape_paragraph(paragraph).replace("\\[", "[").replace('[', "\\[")
}

/// The text of a note, whose further lines belong to it.
fn indented(note: &str) -> String {
    let mut lines = note.trim_end().lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| if line.trim().is_empty() { text + "\n" } else { text + "\n    " + line })
}

/// The words with which a note opens that is on a whole highlight: its last paragraph, or the first and last words of that; `None` if
/// none occur just once.
fn lemma(paragraphs: &[String]) -> Option<String> {
    /// The most words that are quoted whole.
    const WHOLE: usize = 10;
    /// The number of words at each end of a longer passage.
    const END: usize = 4;
    let all = paragraphs.join(" ");
    let last = paragraphs.last()?;
    // An ellipsis would part the passage in two.
    let words: Vec<&str> = last.split_whitespace().take_while(|word| !matches!(*word, "…" | "...")).collect();
    if words.len() <= WHOLE {
        return Some(words.join(" ")).filter(|whole| occurs_once(&all, whole));
    }
    (END..words.len() / 2).find_map(|length| {
        let first = words[..length].join(" ");
        let end = words[words.len() - length..].join(" ");
        (occurs_once(&all, &first) && occurs_once(&all, &end)).then(|| format!("{first} … {end}"))
    })
}

fn occurs_once(text: &str, words: &str) -> bool {
    !words.is_empty() && text.to_lowercase().matches(&words.to_lowercase()).count() == 1
}

#[cfg(test)]
mod tests {
    use super::lemma;

    #[test]
    fn passages_occur_once() {
        let long = "the ferry left at nine and the crew of the ferry left the quay at ten";
        for (highlight, expected) in [
            (&["It rose."][..], Some("It rose.")),
            (&["It rose.", "It rose."], None),
            (&["First.", long], Some("the ferry left at … the quay at ten")),
            (&["It rose … and fell."], Some("It rose")),
            (&["… and fell."], None),
        ] {
            let paragraphs: Vec<String> = highlight.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(lemma(&paragraphs).as_deref(), expected, "{highlight:?}");
        }
    }
}
