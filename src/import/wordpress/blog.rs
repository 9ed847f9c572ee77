//! The contents of a WordPress export: a blog, its items and its uploaded files.

use std::collections::{BTreeMap, BTreeSet};

use toml::value::{Datetime, Offset};

use crate::base::text::html::escape;
use crate::base::text::path::percent_decode;
use crate::import::date_parser::{moment, parse_date};
use crate::import::html_to_markdown;
use crate::import::html_to_markdown::address::{BaseUrl, ResolvedReference};
use crate::import::xml::XmlElement;

/// A blog.
#[derive(Default)]
pub(super) struct Blog {
    /// The address of the blog, without a slash at the end.
    home: String,
    pub language: Option<String>,
    /// Login → the name that readers saw.
    pub authors: BTreeMap<String, String>,
    pub items: Vec<WordPressItem>,
    /// Uploaded files by their numbers.
    pub attachments: BTreeMap<u64, Attachment>,
    /// The paths of all items.
    pub addresses: BTreeSet<String>,
}

/// A file that was uploaded.
pub(super) struct Attachment {
    pub url: String,
    title: String,
    parent: u64,
}

/// A post, a page, an attachment, or an item of a type that a plugin added.
#[derive(Default)]
pub(super) struct WordPressItem {
    pub line: usize,
    pub number: u64,
    pub kind: String,
    pub status: String,
    pub title: String,
    pub slug: String,
    pub link: Option<String>,
    pub guid: String,
    pub date: Option<Datetime>,
    pub author: Option<String>,
    pub content: String,
    /// Its footnotes, as a list in HTML.
    pub footnotes: String,
    pub excerpt: String,
    /// Categories, tags and others: taxonomy, key and name.
    pub terms: Vec<(String, String, String)>,
    pub old_slugs: Vec<String>,
    /// Custom fields.
    pub fields: BTreeMap<String, String>,
    pub thumbnail: Option<u64>,
    pub has_password: bool,
    pub comments: usize,
}

impl Blog {
    /// Parses the channel of an export.
    pub fn parse(channel: &XmlElement) -> Self {
        let home = channel.text_of("wp:base_blog_url").or_else(|| channel.text_of("link")).unwrap_or_default();
        let authors = channel.children_named("wp:author").filter_map(|author| {
            let name = author.text_of("wp:author_display_name")?;
            Some((author.text_of("wp:author_login")?, name))
        });
        let mut blog = Self {
            home: home.trim_end_matches('/').to_owned(),
            language: channel.text_of("language"),
            authors: authors.collect(),
            ..Self::default()
        };
        for element in channel.children_named("item") {
            let item = WordPressItem::parse(element);
            if item.kind == "attachment" {
                let url = element.text_of("wp:attachment_url").unwrap_or_else(|| item.guid.clone());
                let parent = number(element, "wp:post_parent").unwrap_or_default();
                blog.attachments.insert(item.number, Attachment { url, title: item.title.clone(), parent });
            }
            let path = item.link.as_deref().and_then(|link| blog.path(link));
            blog.addresses.extend(path.map(|path| percent_decode(&path)));
            blog.items.push(item);
        }
        blog
    }

    /// Returns the path of an address on the blog; `None` for any other address.
    pub fn path(&self, url: &str) -> Option<String> {
        let (url, home) = (host_and_path(url)?, host_and_path(&self.home)?);
        let path = url.get(..home.len()).filter(|head| head.eq_ignore_ascii_case(home)).map(|_| &url[home.len()..])?;
        match path.chars().next() {
            Some('/') => Some(path.to_owned()),
            None | Some('?' | '#') => Some(format!("/{path}")),
            Some(_) => None,
        }
    }

    /// Resolves a link, which may be relative to the blog.
    pub fn resolve(&self, link: &str) -> ResolvedReference {
        BaseUrl::new(Some(&format!("{}/", self.home))).resolve(link)
    }

    /// Returns the addresses and titles of the images of a gallery: those with the numbers `ids`, or else all that were uploaded
    /// to the post.
    pub(crate) fn gallery(&self, ids: Option<&str>, post: u64) -> Vec<(String, String)> {
        let image = |attachment: &Attachment| (attachment.url.clone(), attachment.title.clone());
        match ids {
            Some(ids) => {
                let numbers = ids.split(',').filter_map(|id| id.trim().parse::<u64>().ok());
                numbers.filter_map(|id| self.attachments.get(&id)).map(image).collect()
            }
            None => {
                let uploaded = self.attachments.values().filter(|attachment| attachment.parent == post && post > 0);
                uploaded.map(image).collect()
            }
        }
    }
}

/// Returns a web address without its scheme and `www.`.
fn host_and_path(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    Some(rest.strip_prefix("www.").unwrap_or(rest))
}

impl WordPressItem {
    /// Returns the `guid`, which does not change with the address, or else the address.
    pub fn id(&self) -> Option<&String> {
        Some(&self.guid).filter(|guid| !guid.is_empty()).or(self.link.as_ref())
    }

    fn parse(item: &XmlElement) -> Self {
        let text = |name: &str| item.text_of(name).unwrap_or_default();
        let meta = item
            .children_named("wp:postmeta")
            .filter_map(|meta| Some((meta.text_of("wp:meta_key")?, meta.text_of("wp:meta_value")?)));
        let meta: Vec<(String, String)> = meta.collect();
        let values =
            |key: &'static str| meta.iter().filter(move |(known, _)| known == key).map(|(_, value)| value.clone());
        let terms = item.children_named("category").filter_map(|term| {
            let taxonomy = term.attribute("domain").unwrap_or("category").to_owned();
            let name = html_to_markdown::plain_text(&term.text());
            Some((taxonomy, percent_decode(term.attribute("nicename").unwrap_or_default()), name))
                .filter(|(_, _, name)| !name.is_empty())
        });
        Self {
            line: item.line,
            number: number(item, "wp:post_id").unwrap_or_default(),
            kind: item.text_of("wp:post_type").unwrap_or_else(|| "post".to_owned()),
            status: item.text_of("wp:status").unwrap_or_else(|| "publish".to_owned()),
            title: html_to_markdown::plain_text(&text("title")),
            slug: percent_decode(&text("wp:post_name")),
            link: item.text_of("link"),
            guid: text("guid"),
            date: date(&text("wp:post_date"), &text("wp:post_date_gmt")),
            author: item.text_of("dc:creator"),
            content: text("content:encoded"),
            excerpt: text("excerpt:encoded"),
            terms: terms.collect(),
            old_slugs: values("_wp_old_slug").collect(),
            footnotes: values("footnotes").find_map(|json| footnote_list(&json)).unwrap_or_default(),
            // Fields of WordPress itself and of its plugins begin with an underscore.
            fields: meta.iter().filter(|(key, _)| !key.starts_with('_') && key != "footnotes").cloned().collect(),
            thumbnail: values("_thumbnail_id").next().and_then(|id| id.parse().ok()),
            has_password: item.text_of("wp:post_password").is_some(),
            comments: item.children_named("wp:comment").count(),
        }
    }
}

/// A footnote of the block editor (WordPress 6.3).
#[derive(serde::Deserialize)]
struct WordPressFootnote {
    content: String,
    id: String,
}

/// The list that WordPress shows for footnotes, which it keeps apart from the text.
fn footnote_list(json: &str) -> Option<String> {
    let notes: Vec<WordPressFootnote> = serde_json::from_str(json).ok()?;
    let items: String = notes.iter().map(footnote_item).collect();
    (!items.is_empty()).then(|| format!("\n\n<ol>{items}</ol>"))
}

fn footnote_item(note: &WordPressFootnote) -> String {
    let id = escape(&note.id);
    format!("<li id=\"{id}\">{} <a href=\"#{id}-link\">↩</a></li>", note.content)
}

fn number(element: &XmlElement, name: &str) -> Option<u64> {
    element.text_of(name)?.parse().ok()
}

/// Parses the date in the time zone of the blog. The offset is the difference to the same moment in UTC.
fn date(local: &str, utc: &str) -> Option<Datetime> {
    let Some(date) = parse_date(local) else {
        // The moment is known, but not the time zone of the blog.
        return parse_date(utc).map(|date| Datetime { offset: Some(Offset::Z), ..date });
    };
    let utc = parse_date(utc).and_then(|utc| moment(&utc));
    let minutes = moment(&date).zip(utc).map(|(local, utc)| (local.unix() - utc.unix()) / 60);
    // Offsets are quarters of an hour from -12 to +14 hours; anything else is a mistake of the export.
    let offset = minutes.filter(|minutes| minutes % 15 == 0 && (-720..=840).contains(minutes));
    let offset = offset.and_then(|minutes| i16::try_from(minutes).ok());
    let offset = offset.map(|minutes| if minutes == 0 { Offset::Z } else { Offset::Custom { minutes } });
    Some(Datetime { offset, ..date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_follow_from_both_clocks() {
        for (local, utc, stated) in [
            ("2015-03-03 10:00:00", "2015-03-03 01:00:00", "2015-03-03T10:00:00+09:00"),
            ("2015-03-03 10:00:00", "2015-03-03 10:00:00", "2015-03-03T10:00:00Z"),
            ("2015-03-03 10:00:00", "0000-00-00 00:00:00", "2015-03-03T10:00:00"),
            ("2015-03-03 10:00:00", "2014-03-03 01:00:00", "2015-03-03T10:00:00"),
            ("0000-00-00 00:00:00", "2015-03-03 01:00:00", "2015-03-03T01:00:00Z"),
            ("0000-00-00 00:00:00", "0000-00-00 00:00:00", ""),
            ("", "", ""),
        ] {
            assert_eq!(date(local, utc).map(|at| at.to_string()).unwrap_or_default(), stated, "{local} {utc}");
        }
    }
}
