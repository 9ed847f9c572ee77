//! The reader of WordPress exports (WXR): RSS with everything that a blog holds.
//!
//! ```text
//! XML → items        posts, pages, attachments and whatever plugins add       item
//!     → HTML         block comments, shortcodes, paragraphs                   text, shortcode
//!     → drafts       links between posts, copies of files, addresses          here, place
//! ```
//!
//! What nobody was meant to read is no article: what is in the trash, or behind a password.

mod item;
mod place;
mod shortcode;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use item::{Blog, WordPressItem};
use place::LinkTargets;

use super::html_to_markdown::extract::{HtmlContext, HtmlOrigin};
use super::html_to_markdown::{self, ConvertedText, excerpts};
use super::xml;
use super::{Capture, CaptureContents, Confidence, Draft, ImportOptions, ImportRefusal, RemovedText, Skipped};
use crate::base::fields::is_web_url;
use crate::base::text::path::percent_decode;
use crate::base::text::slug;
use crate::pipeline::content::article;

/// Reads an export.
///
/// # Errors
/// When no item of it can be read.
pub(super) fn read(capture: &Capture, reading: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let document = xml::parse(&xml::decode(&capture.bytes)?, |name| name == "item")?;
    let Some(channel) = document.root.child("channel") else {
        let message = "this is no export of WordPress: it has no channel";
        return Err(ImportRefusal::new(message, "export the blog again: Tools → Export → All content"));
    };
    let blog = Blog::read(channel);
    let mut left = Vec::new();
    if document.controls > 0 {
        let what = format!("{} control characters, which XML cannot hold", document.controls);
        left.push(Skipped::new(what, "the text around them is imported"));
    }
    let posts: Vec<&WordPressItem> = blog.items.iter().filter(|item| is_article(item, &mut left)).collect();
    let names = names(&posts);
    let mut places = LinkTargets::new(&blog, &posts, &capture.folder);
    let drafts: Vec<Draft> =
        posts.iter().zip(&names).map(|(post, name)| draft(post, name, &blog, &mut places, reading)).collect();
    tell(&blog, &places, &mut left);
    if let Some(ImportRefusal { line, message, hint }) = document.broken {
        if drafts.is_empty() {
            return Err(ImportRefusal { line, message, hint });
        }
        let why = format!("the items before it are imported; {hint}");
        left.push(Skipped { line, what: format!("what follows: {message}"), why });
    }
    if drafts.is_empty() && left.is_empty() {
        return Err(ImportRefusal::new(
            "the export holds no posts",
            "export the blog again: Tools → Export → All content",
        ));
    }
    Ok(CaptureContents { drafts, left })
}

/// Tells whether an item becomes an article; says why not.
fn is_article(item: &WordPressItem, left: &mut Vec<Skipped>) -> bool {
    if !matches!(&*item.kind, "post" | "page") {
        // Told by their kinds.
        return false;
    }
    let why = match &*item.status {
        "trash" => "it was in the trash",
        "auto-draft" => "it is a draft that WordPress made by itself",
        "inherit" => "it is an earlier version of another",
        _ if item.protected => "it is behind a password; take the password away in WordPress to import it",
        _ => return true,
    };
    let what = format!("the {} “{}”", item.kind, item.title);
    left.push(Skipped { line: Some(item.line), what, why: why.to_owned() });
    false
}

/// Names for the files: the slugs, each once.
fn names(posts: &[&WordPressItem]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |post: &&WordPressItem| {
        let wanted = if post.slug.is_empty() { post.title.clone() } else { post.slug.clone() };
        let named = Draft { slug: Some(wanted), ..Draft::default() }.name();
        slug::unique_name(&named, &mut taken)
    };
    posts.iter().map(name).collect()
}

fn draft(
    post: &WordPressItem,
    name: &str,
    blog: &Blog,
    places: &mut LinkTargets<'_>,
    reading: &ImportOptions<'_>,
) -> Draft {
    let mut draft = Draft { slug: Some(name.to_owned()), date: post.date, ..Draft::default() };
    draft.title = post.title.clone();
    if draft.title.is_empty() {
        draft.title = format!("Untitled {}", post.id).trim_end().to_owned();
        draft.unknown.push("title".to_owned());
    }
    draft.author = post.author.as_ref().map(|login| blog.authors.get(login).unwrap_or(login).clone());
    draft.id = post.called().cloned();
    draft.url = post.link.clone().filter(|url| is_web_url(url));
    draft.language = super::feed::language(blog.language.as_deref());
    draft.summary = Some(html_to_markdown::plain_text(&post.excerpt)).filter(|text| !text.is_empty());
    categories(post, &mut draft, reading);
    aliases(post, blog, &mut draft);
    if post.kind == "page" {
        let text = "it was a page, not a post: move it to content/pages/ and remove what pages do not have (date, author, tags, source, import)";
        draft.decide(Confidence::Low, text);
    }
    if post.status != "publish" {
        draft.decide(Confidence::High, format!("a draft: it was “{}” in WordPress, and not published", post.status));
    }
    for (key, value) in &post.fields {
        draft.extra.insert(key, toml_edit::value(value));
    }
    if let Some(image) = post.thumbnail.and_then(|id| blog.attachments.get(&id)) {
        draft.extra.insert("image", toml_edit::value(image.url.as_str()));
    }
    body(post, blog, places, reading, &mut draft);
    draft
}

fn categories(post: &WordPressItem, draft: &mut Draft, reading: &ImportOptions<'_>) {
    for (taxonomy, key, name) in &post.terms {
        match (taxonomy.as_str(), reading.topic(name).or_else(|| reading.topic(key))) {
            ("category", _) if key == "uncategorized" => {
                draft.removed.push(RemovedText { kind: "default category", text: name.clone() });
            }
            ("category", Some(topic)) => {
                if !draft.topics.iter().any(|known| known == topic) {
                    draft.topics.push(topic.to_owned());
                }
            }
            ("category" | "post_tag", _) => draft.tags.push(name.clone()),
            _ => draft.removed.push(RemovedText { kind: "term", text: format!("{taxonomy}: {name}") }),
        }
    }
}

/// The addresses that the post had, where a page of a static site can have them.
fn aliases(post: &WordPressItem, blog: &Blog, draft: &mut Draft) {
    let Some(path) = post.link.as_deref().and_then(|link| blog.path(link)) else { return };
    let path = percent_decode(&path);
    let mut paths = vec![path.clone()];
    for old in &post.old_slugs {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if let Some(at) = path.rfind(last).filter(|_| last == post.slug) {
            let old = format!("{}{}{}", &path[..at], percent_decode(old), &path[at + last.len()..]);
            // What was one post's address may be another's by now.
            if !blog.addresses.contains(&old) {
                paths.push(old);
            }
        }
    }
    for path in paths {
        match article::alias(&path) {
            Some(alias) => draft.aliases.extend((!draft.aliases.contains(&alias)).then_some(alias)),
            // `/?p=12`, which every export has; told once.
            None if path == "/" || path.contains('?') => {}
            None => draft.unknown.push(format!("how to redirect its former address {path}")),
        }
    }
}

fn body(
    post: &WordPressItem,
    blog: &Blog,
    places: &mut LinkTargets<'_>,
    reading: &ImportOptions<'_>,
    draft: &mut Draft,
) {
    let clean = text::clean(&post.content, &|ids| blog.gallery(ids, post.id));
    let unknown = |name: &String| format!("what the shortcode or block “{name}” showed");
    draft.unknown.extend(clean.unknown.iter().map(unknown));
    places.begin();
    let resolver = std::cell::RefCell::new(&mut *places);
    let reach = |link: &str| resolver.borrow_mut().reach(link, post);
    let shape = html_to_markdown::parse(&clean.html, HtmlContext { resolve: &reach, origin: HtmlOrigin::Post });
    draft.unknown.extend(
        places.old_links().map(|link| format!("whether the link to the former site still leads somewhere: {link}")),
    );
    draft.assets = places.assets();
    draft.leads = places.leads();
    let mut written = excerpts::separate(shape.blocks, reading.outlets);
    written.blocks.iter_mut().for_each(text::mark);
    ConvertedText { removed: shape.removed, ..written }.into_draft(draft);
}

/// Lists what is in the export and in no article.
fn tell(blog: &Blog, places: &LinkTargets<'_>, left: &mut Vec<Skipped>) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in blog.items.iter().filter(|item| !matches!(&*item.kind, "post" | "page" | "attachment")) {
        kinds.entry(&item.kind).or_default().push(&item.title);
    }
    for (kind, titles) in kinds {
        let named = titles.iter().filter(|title| !title.is_empty()).copied().collect::<Vec<_>>().join(", ");
        let what = format!("{} of the type “{kind}”: {named}", titles.len());
        left.push(Skipped::new(what.trim_end_matches([':', ' ']), "posts and pages are imported, nothing else"));
    }
    let files: Vec<&str> =
        blog.attachments.values().map(|it| it.url.as_str()).filter(|url| !places.is_copied(url)).collect();
    if !files.is_empty() {
        let what = format!("{}: {}", number(files.len(), "file"), files.join(", "));
        left.push(Skipped::new(what, "an article takes what it shows from a folder `uploads` beside the export"));
    }
    let comments: usize = blog.items.iter().map(|item| item.comments).sum();
    if comments > 0 {
        left.push(Skipped::new(number(comments, "comment"), "an article has none"));
    }
    if blog.items.iter().any(|item| item.guid.contains("?p=") || item.guid.contains("?page_id=")) {
        let why = "a static site cannot redirect them; the paths that posts had are among their aliases";
        left.push(Skipped::new("addresses such as /?p=12", why));
    }
}

fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
