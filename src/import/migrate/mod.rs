//! The reader of Markdown that was written for another generator: Jekyll, Hugo, Zola. Its text stays as it is, to the byte,
//! but for what only that generator understands and margent has a way to say.
//!
//! ```text
//! file → front matter, text     YAML, TOML, JSON        front, yaml
//!      → a draft's facts        and the list of keys    keys
//!      → the text               tags, links, headings   body, link, heading
//! ```

mod body;
mod front;
mod heading;
mod keys;
mod link;
mod yaml;

use std::path::Path;

use front::FrontMatterFormat;
use link::SourceProject;

use super::{
    Capture, CaptureContents, Confidence, Draft, DraftBlock, ImportOptions, ImportRefusal, LEADS_NOWHERE, when,
};
use crate::base::text::slug;

/// Reads a file.
///
/// # Errors
/// When its front matter cannot be read, or it is no article.
pub(super) fn read(capture: &Capture, reading: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let text = capture.text()?;
    let stem = capture.stem();
    if stem == "_index" {
        let message = "this is the page of a section, not an article";
        return Err(ImportRefusal::new(
            message,
            "write a topic (content/topics/) or a page (content/pages/) with its text",
        ));
    }
    let parts = front::split(&text)?;
    let named = name(stem, &capture.folder);
    let mut draft = Draft { slug: Some(named.clone()), date: dated(&named), ..Draft::default() };
    if draft.date.is_some() && !["date", "publishDate"].iter().any(|key| parts.keys.contains_key(key)) {
        draft.decide(Confidence::High, "date: that in the file's name");
    }
    if parts.form == FrontMatterFormat::None {
        draft.decide(Confidence::Medium, "the file has no front matter; all of it is text");
    }
    keys::fill(&mut draft, parts.keys, reading);
    if draft.title.is_empty() {
        draft.title = slug::without_date(&named).replace(['-', '_'], " ").trim().to_owned();
        draft.unknown.push("title".to_owned());
        draft.decide(Confidence::Low, "title: made of the file's name");
    }
    let project = SourceProject::of(&capture.folder);
    draft.from = project.path(&capture.name);
    let told = body::translate(parts.body, &|target| project.article(target));
    let linked = link::rewrite(&told.text, &told.made, &project);
    draft
        .unknown
        .extend(told.unknown.iter().map(|tag| format!("what `{tag}` showed; it stands in the text as it was")));
    draft.unknown.extend(
        linked.unknown.iter().map(|link| format!("{LEADS_NOWHERE}`{link}` leads; it stands in the text as it was")),
    );
    draft.assets = linked.assets;
    draft.leads = project.leads();
    let (text, ids) = heading::without_ids(&linked.text);
    draft.removed.extend(ids);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    draft.blocks.extend((!linked.text.is_empty()).then(|| DraftBlock::Prose(text.to_owned())));
    Ok(CaptureContents { drafts: vec![draft], left: Vec::new() })
}

/// The name that a file is known by: its own, or that of the folder whose `index` it is; with the date in front that
/// Jekyll has there.
fn name(stem: &str, folder: &Path) -> String {
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    match folder {
        Some(folder) if stem == "index" => folder,
        _ => stem.to_owned(),
    }
}

/// The date in front of a file's name.
fn dated(name: &str) -> Option<toml::value::Datetime> {
    if slug::without_date(name).len() == name.len() { None } else { when::read(name.get(..10)?) }
}
