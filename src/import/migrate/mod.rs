//! The reader of Markdown that was written for another generator: Jekyll, Hugo, Zola. Its text stays as it is, to the byte,
//! except for what only that generator understands and margent can express.
//!
//! ```text
//! file → front matter, text     YAML, TOML, JSON                 front_matter
//!      → the fields of a draft                                   this module
//!      → the text               template tags, links, headings   template_tags, project_links, quotations
//! ```

mod front_matter;
mod project_links;
mod quotations;
mod template_tags;

use std::path::Path;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use toml::value::Datetime;
use toml_edit::{InlineTable, Value};

use super::attribution::{AttributionContext, LinkedLine};
use super::capture::Capture;
use super::date_parser::{moment, parse_date};
use super::draft::{CaptureContents, Confidence, Draft, RemovedText, language_tag};
use super::html_to_markdown::address::host_of;
use super::html_to_markdown::plain_text;
use super::options::ImportOptions;
use super::refusal::ImportRefusal;
use crate::base::fields::is_web_url;
use crate::base::text::slug;
use crate::base::text::words::collapse_space;
use crate::pipeline::content::{Unknown, article};
use crate::pipeline::markdown::EXTENSIONS;
use front_matter::{FrontMatterFormat, plain_item};
use project_links::SourceProject;

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
    let file = front_matter::split(&text)?;
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
    let linked = linked_page(&file.keys, without_date(&name));
    fill_in(&mut draft, file.keys, options);
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
    let (text, heading_ids) = project_links::without_ids(&rewritten.text);
    draft.removed.extend(heading_ids);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    if !rewritten.text.is_empty() {
        let own_host = draft.url.as_deref().and_then(host_of);
        let context = AttributionContext { outlets: options.outlets, own_host: own_host.as_deref() };
        let title = linked.map(|url| LinkedLine::linked(&draft.title, &url));
        quotations::separate(text, context, title.as_ref()).into_draft(&mut draft);
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

/// The keys of front matter that no field of the draft has taken yet, in order.
struct ForeignKeys(Vec<(String, Value)>);

impl ForeignKeys {
    /// Removes the first of the named keys whose value fits, and returns the value. Letter case does not matter, as in Hugo.
    fn take(&mut self, names: &[&str]) -> Option<Value> {
        names.iter().find_map(|name| {
            let index = self.0.iter().position(|(key, value)| key.eq_ignore_ascii_case(name) && fits(name, value))?;
            Some(self.0.remove(index).1)
        })
    }
}

/// Fills in a draft from front matter.
fn fill_in(draft: &mut Draft, keys: InlineTable, options: &ImportOptions<'_>) {
    let mut keys = ForeignKeys(keys.into_iter().map(|(key, value)| (key.to_string(), value)).collect());
    if let Some(title) = keys.take(&["title"]) {
        draft.title = words_of_title(&scalar_text(&title).unwrap_or_default());
    }
    set_dates(draft, &mut keys);
    draft.summary = keys.take(&["summary", "description", "excerpt"]).and_then(|value| scalar_text(&value));
    draft.author = keys.take(&["author", "authors"]).map(|value| texts(&value).join(", "));
    draft.language = keys.take(&["language", "lang", "locale"]).and_then(|value| language_tag(&scalar_text(&value)?));
    draft.slug = keys
        .take(&["slug"])
        .and_then(|value| scalar_text(&value))
        .filter(|text| !slug::slugify(text).is_empty())
        .or(draft.slug.take());
    if let Some(value) = keys.take(&["draft"]) {
        note_draft(draft, "draft", if value.as_bool() == Some(false) { "published" } else { "not published" });
    }
    if let Some(value) = keys.take(&["published"]) {
        note_draft(draft, "published", if value.as_bool() == Some(true) { "published" } else { "not published" });
    }
    set_terms(draft, &mut keys, options);
    for key in ["aliases", "redirect_from", "url", "permalink", "path"] {
        let Some(value) = keys.take(&[key]) else { continue };
        for path in texts(&value) {
            match alias(&path) {
                Some(alias) => draft.aliases.extend((!draft.aliases.contains(&alias)).then_some(alias)),
                None => draft.unknown.push(Unknown::Redirect(path)),
            }
        }
    }
    add_extra(draft, keys);
}

/// The address of the page that a post is about, by the keys of blogs that post links. One with the name of the post in it is
/// that of the post itself.
fn linked_page(keys: &InlineTable, name: &str) -> Option<String> {
    const KEYS: [&str; 13] = [
        "external-url",
        "external_url",
        "externalurl",
        "link-url",
        "link_url",
        "linkurl",
        "linked_url",
        "source-url",
        "source_url",
        "bookmark-of",
        "bookmark_of",
        "repost-of",
        "link",
    ];
    let url = KEYS.iter().find_map(|wanted| keys.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted)))?.1;
    let url = url.as_str().filter(|url| is_web_url(url) && !url.contains(name))?;
    Some(url.to_owned())
}

/// Sets the dates that are stated.
fn set_dates(draft: &mut Draft, keys: &mut ForeignKeys) {
    draft.date = keys.take(&["date", "publishDate"]).and_then(|value| date(&value)).or(draft.date);
    let expires = keys.take(&["expires", "expiryDate"]).and_then(|value| date(&value));
    let updated = keys.take(&["updated", "lastmod", "last_modified_at", "modified"]).and_then(|value| date(&value));
    draft.expires = after_date(draft, "expires", expires);
    draft.updated = after_date(draft, "updated", updated);
}

/// Checks that a date is not earlier than that of the article; one that is earlier is left out and listed.
fn after_date(draft: &mut Draft, kind: &'static str, date: Option<Datetime>) -> Option<Datetime> {
    let date = date?;
    if draft.date.is_some_and(|published| moment(&date) < moment(&published)) {
        draft.removed.push(RemovedText { kind, text: format!("{date}, which is earlier than its date") });
        return None;
    }
    Some(date)
}

/// Notes that the article is a draft now, whatever it was.
fn note_draft(draft: &mut Draft, key: &str, state: &str) {
    draft.decide(Confidence::High, format!("a draft until you release it; it was {state} (`{key}`)"));
}

/// Sets topics and tags, also from the taxonomies of Zola and Hugo.
fn set_terms(draft: &mut Draft, keys: &mut ForeignKeys, options: &ImportOptions<'_>) {
    let mut tags: Vec<String> = Vec::new();
    let mut categories: Vec<String> = Vec::new();
    for key in ["tags", "tag", "keywords"] {
        tags.extend(keys.take(&[key]).iter().flat_map(tag_list));
    }
    for key in ["topics", "categories", "category"] {
        categories.extend(keys.take(&[key]).iter().flat_map(tag_list));
    }
    if let Some(Value::InlineTable(table)) = keys.take(&["taxonomies"]) {
        for (key, value) in table {
            match &*key {
                "tags" => tags.extend(texts(&value)),
                "categories" | "topics" => categories.extend(texts(&value)),
                name => {
                    let mut kept =
                        draft.extra.remove("taxonomies").and_then(|item| item.into_table().ok()).unwrap_or_default();
                    kept.insert(name, plain_item(value.clone()));
                    draft.extra.insert("taxonomies", toml_edit::Item::Table(kept));
                    draft.decide(
                        Confidence::High,
                        format!("`taxonomies.{name}` is under [extra]: articles have topics and tags"),
                    );
                }
            }
        }
    }
    for name in categories {
        match options.topic(&name) {
            Some(topic) => draft.add_topic(topic),
            None => tags.push(name),
        }
    }
    for tag in tags {
        draft.tags.extend((!draft.tags.contains(&tag)).then_some(tag));
    }
}

/// Puts all other keys under `[extra]`.
fn add_extra(draft: &mut Draft, rest: ForeignKeys) {
    let mut moved = Vec::new();
    for (key, value) in rest.0 {
        match (key.as_str(), value) {
            // These tables are for the editor's own keys there.
            ("extra" | "params", Value::InlineTable(table)) => {
                for (key, value) in table {
                    draft.extra.insert(&key, plain_item(value));
                }
            }
            (_, value) => {
                moved.push(format!("`{key}`"));
                draft.extra.insert(&key, plain_item(value));
            }
        }
    }
    if !moved.is_empty() {
        draft.decide(Confidence::High, format!("under [extra], since articles have no such key: {}", moved.join(", ")));
    }
}

/// Returns whether a value has a type that the key allows. Any other value goes under `[extra]` as it is.
fn fits(key: &str, value: &Value) -> bool {
    let is_text = scalar_text(value).is_some_and(|text| !text.trim().is_empty());
    match key {
        "date" | "publishDate" | "expires" | "expiryDate" | "updated" | "lastmod" | "last_modified_at" | "modified" => {
            date(value).is_some()
        }
        "draft" | "published" => value.is_bool(),
        "taxonomies" => value.is_inline_table(),
        "language" | "lang" | "locale" => scalar_text(value).is_some_and(|text| language_tag(&text).is_some()),
        "slug" => scalar_text(value).is_some_and(|text| !slug::slugify(&text).is_empty()),
        "authors" | "author" => {
            let names = texts(value).len();
            names > 0 && value.as_array().is_none_or(|list| list.len() == names)
        }
        "tags" | "tag" | "keywords" | "topics" | "categories" | "category" | "aliases" | "redirect_from" => {
            is_text || value.as_array().is_some_and(|list| list.iter().all(|item| scalar_text(item).is_some()))
        }
        _ => is_text,
    }
}

fn date(value: &Value) -> Option<Datetime> {
    let date = match value {
        Value::Datetime(date) => *date.value(),
        Value::String(text) => parse_date(text.value())?,
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::InlineTable(_) => {
            return None;
        }
    };
    // Articles have no fractions of a second.
    let time = date.time.map(|time| toml::value::Time { nanosecond: None, ..time });
    date.date.map(|_| Datetime { time, ..date })
}

/// The text of a scalar; a number may be a name.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => Some(value.to_string().trim().to_owned()),
        Value::Boolean(_) | Value::Array(_) | Value::InlineTable(_) => None,
    }
}

/// A title as readers saw it, where it is written in HTML; `Option<T>` is not.
fn words_of_title(title: &str) -> String {
    let is_html = title.contains("</") || (title.contains('&') && title.contains(';'));
    if is_html { plain_text(title) } else { title.trim().to_owned() }
}

fn texts(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        // A person has a name and perhaps more.
        Value::InlineTable(table) => table.get("name").and_then(scalar_text).into_iter().collect::<Vec<_>>(),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            scalar_text(value).into_iter().collect()
        }
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The tags of a list or of a text, which separates them by commas or, in Jekyll, by spaces.
fn tag_list(value: &Value) -> Vec<String> {
    match value.as_str() {
        Some(text) if text.contains(',') => {
            text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
        }
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => texts(value),
    }
}

/// The alias for a path, unless it is a pattern of Jekyll, such as `/:year/:title/`.
fn alias(path: &str) -> Option<String> {
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    if path.contains(':') { None } else { article::alias(&path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_words() {
        for (title, words) in [
            ("Why <em>I</em> left &amp; why it&#8217;s late", "Why I left & why it’s late"),
            ("Option<T> & you", "Option<T> & you"),
        ] {
            assert_eq!(words_of_title(title), words, "{title}");
        }
    }

    #[test]
    fn posts_pass_on_what_their_keys_link_to() {
        for (key, url, is_passed_on) in [
            ("external-url", "https://quay.example/how-piers-stand", true),
            ("Link", "https://quay.example/1", true),
            ("link", "https://own.example/2019/late-boats/", false),
            ("link", "/late", false),
            ("image", "https://quay.example/1", false),
        ] {
            let keys = InlineTable::from_iter([(key, Value::from(url))]);
            let found = linked_page(&keys, "late-boats");
            assert_eq!(found.as_deref(), is_passed_on.then_some(url), "{key} {url}");
        }
    }
}
