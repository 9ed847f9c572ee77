//! The reader of WordPress exports (WXR): an RSS feed with all contents of a blog.
//!
//! ```text
//! XML → items        posts, pages, attachments, and types that plugins add    blog
//!     → HTML         block comments, shortcodes, paragraphs                   post_html, shortcode
//!     → drafts       links between posts, copies of files, addresses          here, post_links
//! ```
//!
//! Posts in the trash or behind a password do not become articles.

mod blog;
mod post_html;
mod post_links;
mod shortcode;

use std::collections::BTreeMap;

use self::blog::{Blog, WordPressItem};
use self::post_links::PostLinks;
use super::attribution::AttributionContext;
use super::capture::Capture;
use super::draft::{CaptureContents, Confidence, Draft, RemovedText, language_tag};
use super::html_to_markdown::address::host_of;
use super::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use super::html_to_markdown::{self, excerpts};
use super::options::ImportOptions;
use super::refusal::{ImportRefusal, Skipped};
use super::xml;
use crate::base::fields::is_web_url;
use crate::base::text::path::percent_decode;
use crate::base::text::slug::UniqueNames;
use crate::base::text::words::plural;
use crate::pipeline::content::{Unknown, article};

/// Reads the posts and pages of an export.
///
/// # Errors
/// When the export has no posts, or none that can be read.
pub(super) fn read_export(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let (text, faulty) = xml::decode(&capture.bytes, capture.charset)?;
    let document = xml::parse(&text, |name| name == "item")?;
    let Some(channel) = document.root.child("channel") else {
        let message = "this is not an export of WordPress: it has no channel";
        return Err(ImportRefusal::new(message, "export the blog again: Tools → Export → All content"));
    };
    let blog = Blog::parse(channel);
    let mut skipped = Vec::from_iter(faulty);
    skipped.extend(Skipped::controls(document.controls));
    let posts: Vec<&WordPressItem> = blog.items.iter().filter(|item| is_article(item, &mut skipped)).collect();
    let names = names(&posts);
    let mut reader = PostReader { blog: &blog, links: PostLinks::new(&blog, &posts, &capture.folder), options };
    let drafts: Vec<Draft> = posts.iter().zip(&names).map(|(post, name)| reader.draft(post, name)).collect();
    list_skipped(&blog, &reader.links, &mut skipped);
    if let Some(ImportRefusal { line, message, hint }) = document.broken {
        if drafts.is_empty() {
            return Err(ImportRefusal { line, message, hint });
        }
        let why = format!("the items before it are imported; {hint}");
        skipped.push(Skipped { line, what: format!("what follows: {message}"), why });
    }
    if drafts.is_empty() && skipped.is_empty() {
        return Err(ImportRefusal::new(
            "the export holds no posts",
            "export the blog again: Tools → Export → All content",
        ));
    }
    Ok(CaptureContents { drafts, skipped })
}

/// Returns whether an item becomes an article. If a post does not, lists the reason in `skipped`.
fn is_article(item: &WordPressItem, skipped: &mut Vec<Skipped>) -> bool {
    if !matches!(&*item.kind, "post" | "page") {
        // `list_skipped` lists these by type.
        return false;
    }
    let why = match &*item.status {
        "trash" => "it was in the trash",
        "auto-draft" => "it is a draft that WordPress made automatically",
        "inherit" => "it is an earlier version of another",
        _ if item.has_password => "it is behind a password; remove the password in WordPress to import it",
        _ => return true,
    };
    let what = format!("the {} “{}”", item.kind, item.title);
    skipped.push(Skipped { line: Some(item.line), what, why: why.to_owned() });
    false
}

/// Returns a unique file name for each post, made from its slug.
fn names(posts: &[&WordPressItem]) -> Vec<String> {
    let mut taken = UniqueNames::default();
    posts.iter().map(|post| taken.take(&file_name(post), "")).collect()
}

fn file_name(post: &WordPressItem) -> String {
    let slug = if post.slug.is_empty() { &post.title } else { &post.slug };
    Draft { slug: Some(slug.clone()), ..Draft::default() }.file_name()
}

/// Turns the posts of a blog into drafts.
struct PostReader<'a> {
    blog: &'a Blog,
    links: PostLinks<'a>,
    options: &'a ImportOptions<'a>,
}

impl PostReader<'_> {
    fn draft(&mut self, post: &WordPressItem, name: &str) -> Draft {
        let blog = self.blog;
        let mut draft = Draft { slug: Some(name.to_owned()), date: post.date, ..Draft::default() };
        draft.title = post.title.clone();
        if draft.title.is_empty() {
            draft.title = format!("Untitled {}", post.number).trim_end().to_owned();
            draft.unknown.push(Unknown::Title(draft.title.clone()));
        }
        draft.author = post.author.as_ref().map(|login| blog.authors.get(login).unwrap_or(login).clone());
        draft.id = post.id().cloned();
        draft.url = post.link.clone().filter(|url| is_web_url(url));
        draft.language = blog.language.as_deref().and_then(language_tag);
        draft.summary = Some(html_to_markdown::plain_text(&post.excerpt)).filter(|text| !text.is_empty());
        add_terms(post, &mut draft, self.options);
        add_aliases(post, blog, &mut draft);
        if post.kind == "page" {
            let text = "it was a page, not a post: move it to content/pages/ and remove what pages do not have \
                        (date, author, tags, source, import)";
            draft.decide(Confidence::Low, text);
        }
        if post.status != "publish" {
            draft
                .decide(Confidence::High, format!("a draft: it was “{}” in WordPress, and not published", post.status));
        }
        for (key, value) in &post.fields {
            draft.extra.insert(key, toml_edit::value(value));
        }
        if let Some(image) = post.thumbnail.and_then(|number| blog.attachments.get(&number)) {
            draft.extra.insert("image", toml_edit::value(image.url.as_str()));
        }
        self.add_text(post, &mut draft);
        draft
    }

    fn add_text(&mut self, post: &WordPressItem, draft: &mut Draft) {
        let content = post.content.clone() + &post.footnotes;
        let cleaned = post_html::convert(&content, &|numbers| self.blog.gallery(numbers, post.number));
        draft.unknown.extend(cleaned.unconverted.into_iter().map(Unknown::Shortcode));
        self.links.begin();
        let links = std::cell::RefCell::new(&mut self.links);
        let resolve = |link: &str| links.borrow_mut().resolve(link, post);
        let content =
            html_to_markdown::parse(&cleaned.html, HtmlContext { resolve: &resolve, origin: HtmlOrigin::Post });
        draft.unknown.extend(self.links.former_links().cloned().map(Unknown::FormerLink));
        draft.assets = self.links.assets();
        draft.link_targets = self.links.take_targets();
        let own_host = draft.url.as_deref().and_then(host_of);
        let context = AttributionContext { outlets: self.options.outlets, own_host: own_host.as_deref() };
        let mut written = excerpts::separate(content.blocks, context, None);
        written.blocks.iter_mut().for_each(post_html::write_more_mark);
        written.with_removed(content.removed).into_draft(draft);
    }
}

/// Adds categories as topics or tags, and tags as tags.
fn add_terms(post: &WordPressItem, draft: &mut Draft, options: &ImportOptions<'_>) {
    for (taxonomy, key, name) in &post.terms {
        match (taxonomy.as_str(), options.topic(name).or_else(|| options.topic(key))) {
            ("category", _) if key == "uncategorized" => {
                draft.removed.push(RemovedText { kind: "default category", text: name.clone() });
            }
            ("category", Some(topic)) => draft.add_topic(topic),
            ("category" | "post_tag", _) => draft.tags.push(name.clone()),
            _ => draft.removed.push(RemovedText { kind: "term", text: format!("{taxonomy}: {name}") }),
        }
    }
}

/// Adds the former addresses of a post as aliases, if a static site can redirect them.
fn add_aliases(post: &WordPressItem, blog: &Blog, draft: &mut Draft) {
    let Some(path) = post.link.as_deref().and_then(|link| blog.path(link)) else { return };
    let path = percent_decode(&path);
    let mut paths = vec![path.clone()];
    for old in &post.old_slugs {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if let Some(at) = path.rfind(last).filter(|_| last == post.slug) {
            let old = format!("{}{}{}", &path[..at], percent_decode(old), &path[at + last.len()..]);
            // The former address of one post may now be that of another.
            if !blog.addresses.contains(&old) {
                paths.push(old);
            }
        }
    }
    for path in paths {
        match article::alias(&path) {
            Some(alias) => draft.aliases.extend((!draft.aliases.contains(&alias)).then_some(alias)),
            // Every export has addresses like `/?p=12`, which are listed once.
            None if path == "/" || path.contains('?') => {}
            None => draft.unknown.push(Unknown::Redirect(path)),
        }
    }
}

/// Lists the contents of the export that no article has.
fn list_skipped(blog: &Blog, links: &PostLinks<'_>, skipped: &mut Vec<Skipped>) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in blog.items.iter().filter(|item| !matches!(&*item.kind, "post" | "page" | "attachment")) {
        kinds.entry(&item.kind).or_default().push(&item.title);
    }
    for (kind, titles) in kinds {
        let named = titles.iter().filter(|title| !title.is_empty()).copied().collect::<Vec<_>>().join(", ");
        let what = format!("{} of the type “{kind}”: {named}", titles.len());
        skipped.push(Skipped::new(what.trim_end_matches([':', ' ']), "only posts and pages are imported"));
    }
    let files: Vec<&str> =
        blog.attachments.values().map(|it| it.url.as_str()).filter(|url| !links.is_copied(url)).collect();
    if !files.is_empty() {
        let what = format!("{}: {}", plural(files.len(), "file"), files.join(", "));
        skipped.push(Skipped::new(what, "an article takes what it shows from a folder `uploads` beside the export"));
    }
    let comments: usize = blog.items.iter().map(|item| item.comments).sum();
    if comments > 0 {
        skipped.push(Skipped::new(plural(comments, "comment"), "articles have no comments"));
    }
    if blog.items.iter().any(|item| item.guid.contains("?p=") || item.guid.contains("?page_id=")) {
        let why = "a static site cannot redirect them; the paths that posts had are among their aliases";
        skipped.push(Skipped::new("addresses such as /?p=12", why));
    }
}
