//! The reader of Markdown that was written for another generator: Jekyll, Hugo, Zola. Its text stays as it is, to the byte,
//! except for what only that generator understands and margent can express.
//!
//! ```text
//! file → front matter, text     YAML, TOML, JSON                 foreign_front_matter, yaml
//!      → the fields of a draft                                   keys
//!      → the text               template tags, links, headings   template_tags, project_links, heading_ids, quotations
//! ```

mod foreign_front_matter;
mod heading_ids;
mod keys;
mod project_links;
mod quotations;
mod template_tags;
mod yaml;

use std::path::Path;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use toml::value::Datetime;

use self::foreign_front_matter::FrontMatterFormat;
use self::project_links::SourceProject;
use super::attribution::AttributionContext;
use super::capture::Capture;
use super::date_parser::parse_date;
use super::draft::{CaptureContents, Confidence, Draft};
use super::html_to_markdown::address::host_of;
use super::options::ImportOptions;
use super::refusal::ImportRefusal;
use crate::base::text::slug;
use crate::base::text::words::collapse_space;
use crate::pipeline::content::Unknown;
use crate::pipeline::markdown::EXTENSIONS;

/// Reads an article.
///
/// # Errors
/// When its front matter cannot be read, or it is not an article.
pub(super) fn read_article(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let (text, skipped) = capture.text()?;
    let stem = capture.stem();
    if stem == "_index" {
        let message = "this is the page of a section, not an article";
        let hint = "write a topic (content/topics/) or a page (content/pages/) with its text";
        return Err(ImportRefusal::new(message, hint));
    }
    let file = foreign_front_matter::split(&text)?;
    let name = article_name(stem, &capture.folder);
    let project = SourceProject::of_folder(&capture.folder);
    let date = date_in_name(&name).or_else(|| project.date_of_folders());
    let mut draft = Draft { slug: Some(name.clone()), date, ..Draft::default() };
    if draft.date.is_some() && !["date", "publishDate"].iter().any(|key| file.keys.contains_key(key)) {
        draft.decide(Confidence::High, "date: that in the file's path");
    }
    if file.format == FrontMatterFormat::None {
        draft.decide(Confidence::Medium, "the file has no front matter; all of it is text");
    }
    keys::fill_in(&mut draft, file.keys, options);
    let mut body = file.body;
    if draft.title.is_empty()
        && let Some((title, rest)) = opening_heading(body)
    {
        draft.decide(Confidence::High, "title: the heading at the top of the text");
        (draft.title, body) = (title, rest);
    }
    if draft.title.is_empty() {
        draft.title = without_date(&name).replace(['-', '_'], " ").trim().to_owned();
        draft.unknown.push(Unknown::Title(draft.title.clone()));
        draft.decide(Confidence::Low, "title: made from the file's name");
    }
    draft.from = project.relative_path(&capture.name);
    let converted = template_tags::convert_tags(body, &|target| project.link_to_article(target));
    let rewritten = project_links::rewrite(&converted.text, &converted.written, &project);
    draft.unknown.extend(converted.unconverted.into_iter().map(Unknown::TemplateTag));
    draft.unknown.extend(rewritten.dead.into_iter().map(Unknown::LinkTarget));
    draft.assets = rewritten.assets;
    draft.link_targets = project.take_link_targets();
    let (text, heading_ids) = heading_ids::without_ids(&rewritten.text);
    draft.removed.extend(heading_ids);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    if !rewritten.text.is_empty() {
        let own_host = draft.url.as_deref().and_then(host_of);
        let context = AttributionContext { outlets: options.outlets, own_host: own_host.as_deref() };
        quotations::separate(text, context).into_draft(&mut draft);
    }
    Ok(CaptureContents { drafts: vec![draft], skipped })
}

/// The name of an article: that of its file, or that of the folder whose `index` it is; with the date that Jekyll puts in
/// front.
fn article_name(stem: &str, folder: &Path) -> String {
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    folder.filter(|_| stem == "index").unwrap_or_else(|| stem.to_owned())
}

/// The date at the start of a file's name.
fn date_in_name(name: &str) -> Option<Datetime> {
    (without_date(name).len() < name.len()).then(|| parse_date(name.get(..10)?)).flatten()
}

/// A name without the date that it begins with: Jekyll sets a hyphen behind it, Zola also an underscore.
fn without_date(name: &str) -> &str {
    let underscored = name.get(..11).and_then(|date| date.strip_suffix('_')).and_then(parse_date);
    if underscored.is_some() { &name[11..] } else { slug::without_date(name) }
}

/// The words of the heading of the first level at the top of a text, and the text below it. A heading with links or images
/// says more than a title can.
fn opening_heading(body: &str) -> Option<(String, &str)> {
    let mut events = Parser::new_ext(body, EXTENSIONS | Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter();
    let Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range)) = events.next() else { return None };
    let mut title = String::new();
    for (event, _) in events.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_)))) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else is part of a title")]
        match event {
            Event::Text(words) | Event::Code(words) => title.push_str(&words),
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            _ => return None,
        }
    }
    let title = collapse_space(&title);
    (!title.is_empty()).then(|| (title, body[range.end..].trim_start_matches(['\r', '\n'])))
}
