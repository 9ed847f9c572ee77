//! The reader of Markdown that was written for another generator: Jekyll, Hugo, Zola. Its text stays as it is, to the byte,
//! except for what only that generator understands and margent can express.
//!
//! ```text
//! file → front matter, text     YAML, TOML, JSON                 foreign_front_matter, yaml
//!      → the fields of a draft                                   keys
//!      → the text               template tags, links, headings   template_tags, project_links, heading_ids
//! ```

mod foreign_front_matter;
mod heading_ids;
mod keys;
mod project_links;
mod template_tags;
mod yaml;

use std::path::Path;

use self::foreign_front_matter::FrontMatterFormat;
use self::project_links::SourceProject;
use super::capture::Capture;
use super::date_parser::parse_date;
use super::draft::{CaptureContents, Confidence, Draft, DraftBlock};
use super::options::ImportOptions;
use super::refusal::ImportRefusal;
use crate::base::text::slug;
use crate::pipeline::content::Unknown;

/// Reads an article.
///
/// # Errors
/// When its front matter cannot be read, or it is not an article.
pub(super) fn read_article(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let (text, controls) = capture.text()?;
    let stem = capture.stem();
    if stem == "_index" {
        let message = "this is the page of a section, not an article";
        let hint = "write a topic (content/topics/) or a page (content/pages/) with its text";
        return Err(ImportRefusal::new(message, hint));
    }
    let file = foreign_front_matter::split(&text)?;
    let name = article_name(stem, &capture.folder);
    let mut draft = Draft { slug: Some(name.clone()), date: date_in_name(&name), ..Draft::default() };
    if draft.date.is_some() && !["date", "publishDate"].iter().any(|key| file.keys.contains_key(key)) {
        draft.decide(Confidence::High, "date: that in the file's name");
    }
    if file.format == FrontMatterFormat::None {
        draft.decide(Confidence::Medium, "the file has no front matter; all of it is text");
    }
    keys::fill_in(&mut draft, file.keys, options);
    if draft.title.is_empty() {
        draft.title = slug::without_date(&name).replace(['-', '_'], " ").trim().to_owned();
        draft.unknown.push(Unknown::Title(draft.title.clone()));
        draft.decide(Confidence::Low, "title: made from the file's name");
    }
    let project = SourceProject::of_folder(&capture.folder);
    draft.from = project.relative_path(&capture.name);
    let converted = template_tags::convert_tags(file.body, &|target| project.link_to_article(target));
    let rewritten = project_links::rewrite(&converted.text, &converted.written, &project);
    draft.unknown.extend(converted.unconverted.into_iter().map(Unknown::TemplateTag));
    draft.unknown.extend(rewritten.dead.into_iter().map(Unknown::LinkTarget));
    draft.assets = rewritten.assets;
    draft.link_targets = project.take_link_targets();
    let (text, heading_ids) = heading_ids::without_ids(&rewritten.text);
    draft.removed.extend(heading_ids);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    draft.blocks.extend((!rewritten.text.is_empty()).then(|| DraftBlock::Prose(text.to_owned())));
    Ok(CaptureContents { drafts: vec![draft], skipped: Vec::from_iter(controls) })
}

/// The name of an article: that of its file, or that of the folder whose `index` it is; with the date that Jekyll puts in
/// front.
fn article_name(stem: &str, folder: &Path) -> String {
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    folder.filter(|_| stem == "index").unwrap_or_else(|| stem.to_owned())
}

/// The date at the start of a file's name.
fn date_in_name(name: &str) -> Option<toml::value::Datetime> {
    let has_date = slug::without_date(name).len() < name.len();
    has_date.then(|| parse_date(name.get(..10)?)).flatten()
}
