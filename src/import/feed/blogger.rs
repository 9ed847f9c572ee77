//! Blogger's export: an Atom feed of everything that a blog holds. Its posts and pages are an editor's own texts; comments,
//! templates and settings are not imported.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::entry::{EntryText, ImportedEntry, plain_paragraphs};
use super::xml_feeds;
use crate::import::attribution::AttributionContext;
use crate::import::draft::{CaptureContents, Confidence, Draft, DraftBlock, LinkTarget, RemovedText};
use crate::import::draft_file;
use crate::import::html_to_markdown::address::{BaseUrl, ResolvedReference, host_of};
use crate::import::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use crate::import::html_to_markdown::{self, excerpts};
use crate::import::options::ImportOptions;
use crate::import::refusal::Skipped;
use crate::import::xml::XmlElement;
use crate::pipeline::content::{Unknown, article};

/// Returns whether a feed is an export, not the public feed of a blog.
pub(super) fn is_export(root: &XmlElement) -> bool {
    let is_archive = root.text_of(&root.name_in("id")).is_some_and(|id| id.ends_with(".archive"));
    is_archive
        || root
            .elements()
            .any(|entry| matches!(&*kind(entry), "template" | "settings") || entry.child("blogger:type").is_some())
}

/// Reads the posts and pages of an export.
pub(super) fn read(root: &XmlElement, options: &ImportOptions<'_>) -> CaptureContents {
    let entries = root.elements().filter(|entry| entry.name == root.name_in("entry"));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut texts: Vec<(&XmlElement, ImportedEntry)> = Vec::new();
    for entry in entries {
        let kind = kind(entry);
        let is_trashed = entry.text_of("blogger:trashed").is_some();
        if matches!(&*kind, "post" | "page") && !is_trashed {
            texts.push((entry, xml_feeds::parse_entry(entry, root, None)));
        } else {
            let name = if is_trashed { format!("{kind} in the trash") } else { kind };
            *counts.entry(name).or_default() += 1;
        }
    }
    let ids = texts.iter().filter_map(|(_, entry)| Some((page_key(entry.link.as_deref()?)?, entry.id.clone()?)));
    let ids: BTreeMap<(String, String), String> = ids.collect();
    let drafts = texts.iter().map(|(element, entry)| draft(element, entry, &ids, options)).collect();
    let skipped = |(kind, count)| Skipped::new(format!("{count} × {kind}"), "only posts and pages are imported");
    CaptureContents { drafts, skipped: counts.into_iter().map(skipped).collect() }
}

/// The kind of an entry, as `post`: in the category of a scheme of its own, or in an element.
fn kind(entry: &XmlElement) -> String {
    let is_kind = |scheme: Option<&str>| scheme.is_some_and(|scheme| scheme.ends_with("g/2005#kind"));
    let category = xml_feeds::categories(entry).find(|(_, scheme)| is_kind(*scheme));
    let kind = category.and_then(|(term, _)| Some(term.rsplit_once('#')?.1.to_owned()));
    kind.or_else(|| entry.text_of("blogger:type")).unwrap_or_default().to_lowercase()
}

/// The host and path of an address, by which links between posts are known.
fn page_key(url: &str) -> Option<(String, String)> {
    let page = url.split(['?', '#']).next()?;
    Some((host_of(page)?, page.split_once("://")?.1.split_once('/')?.1.to_owned()))
}

fn draft(
    element: &XmlElement,
    entry: &ImportedEntry,
    ids: &BTreeMap<(String, String), String>,
    options: &ImportOptions<'_>,
) -> Draft {
    let mut draft = Draft {
        id: entry.id.clone(),
        url: entry.link.clone(),
        date: entry.published,
        author: entry.author.clone(),
        removed: entry.removed.clone(),
        ..Draft::default()
    };
    draft.title = entry.title.clone().unwrap_or_else(|| {
        draft.unknown.push(Unknown::Title("Untitled".to_owned()));
        "Untitled".to_owned()
    });
    draft.unknown.extend(entry.stated_date.iter().map(|stated| Unknown::Date(Some(stated.clone()))));
    for (tag, _) in xml_feeds::categories(element).filter(|(_, scheme)| scheme.is_none_or(|it| !it.ends_with("#kind")))
    {
        match options.topic(&tag) {
            Some(topic) => draft.add_topic(topic),
            None => draft.tags.push(tag),
        }
    }
    let path = element.text_of("blogger:filename");
    let path = path.or_else(|| page_key(entry.link.as_deref()?).map(|(_, path)| format!("/{path}")));
    draft.slug = path.as_deref().and_then(|path| path.rsplit('/').next()?.split('.').next().map(str::to_owned));
    draft.slug = draft.slug.take().filter(|slug| !slug.is_empty());
    draft.aliases.extend(path.as_deref().and_then(article::alias));
    note_state(element, &mut draft);
    add_text(entry, ids, options, &mut draft);
    let enclosures = entry.enclosures.iter().map(|url| RemovedText { kind: "enclosure", text: url.clone() });
    draft.removed.extend(enclosures);
    draft
}

/// Notes whether a text was a page or a draft.
fn note_state(element: &XmlElement, draft: &mut Draft) {
    if kind(element) == "page" {
        let text = "it was a page, not a post: move it to content/pages/ and remove what pages do not have \
                    (date, author, tags, source, import)";
        draft.decide(Confidence::Low, text);
    }
    let control = element.child("app:control").and_then(|control| control.text_of("app:draft"));
    let is_draft = control.is_some_and(|draft| draft == "yes")
        || element.text_of("blogger:status").is_some_and(|status| status.eq_ignore_ascii_case("draft"));
    if is_draft {
        draft.decide(Confidence::High, "a draft: it was not published in Blogger");
    }
}

fn add_text(
    entry: &ImportedEntry,
    ids: &BTreeMap<(String, String), String>,
    options: &ImportOptions<'_>,
    draft: &mut Draft,
) {
    let base = BaseUrl::new(entry.link.as_deref());
    let targets = RefCell::new(Vec::new());
    let resolve = |href: &str| link_to(base.resolve(href), ids, &mut targets.borrow_mut());
    match entry.content.as_ref().or(entry.summaries.first()) {
        Some(EntryText::Html(html)) => {
            let content = html_to_markdown::parse(html, HtmlContext { resolve: &resolve, origin: HtmlOrigin::Post });
            let own_host = entry.link.as_deref().and_then(host_of);
            let context = AttributionContext { outlets: options.outlets, own_host: own_host.as_deref() };
            excerpts::separate(content.blocks, context, None).with_removed(content.removed).into_draft(draft);
        }
        Some(EntryText::Text(text)) => draft.blocks.push(DraftBlock::Prose(plain_paragraphs(text))),
        None => draft.unknown.push(Unknown::Text),
    }
    draft.link_targets = targets.into_inner();
}

/// Turns a link to another text of the export into a placeholder.
fn link_to(
    link: ResolvedReference,
    ids: &BTreeMap<(String, String), String>,
    targets: &mut Vec<LinkTarget>,
) -> ResolvedReference {
    let ResolvedReference::Absolute(url) = link else { return link };
    let Some(id) = page_key(&url).and_then(|key| ids.get(&key)) else { return ResolvedReference::Absolute(url) };
    targets.push(LinkTarget { text: id.clone(), fallback: url });
    ResolvedReference::Absolute(draft_file::placeholder(targets.len() - 1))
}
