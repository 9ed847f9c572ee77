//! Posts whose words and author a page holds in an attribute, as newsletters embed them: made quotations with a credit.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use crate::import::attribution::is_post_address;

/// A post as an attribute states it.
struct StatedPost {
    url: String,
    words: String,
    name: String,
    handle: String,
    date: String,
}

/// Makes quotations of the elements that state a post.
pub(super) fn quote_stated_posts(document: &Document) {
    for element in document.select("[data-attrs]").nodes() {
        let Some(post) = element.attr("data-attrs").and_then(|stated| stated_post(&stated)) else { continue };
        if element.ancestors_it(None).any(|outer| outer.has_name("blockquote")) {
            continue;
        }
        let quotation = element.tree.new_element("blockquote");
        quotation.set_attr("cite", &post.url);
        for line in post.words.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let paragraph = element.tree.new_element("p");
            paragraph.set_text(line);
            quotation.append_child(&paragraph);
        }
        quotation.append_child(&credit(element, &post));
        element.replace_with(&quotation);
    }
}

/// The credit of a post, as platforms write it.
fn credit<'a>(element: &NodeRef<'a>, post: &StatedPost) -> NodeRef<'a> {
    let credit = element.tree.new_element("p");
    let link = element.tree.new_element("a");
    link.set_attr("href", &post.url);
    link.set_text(post.date.as_str());
    credit.set_text(format!("— {} (@{}) ", post.name, post.handle));
    credit.append_child(&link);
    credit
}

fn stated_post(stated: &str) -> Option<StatedPost> {
    let stated: Value = serde_json::from_str(stated).ok()?;
    let text = |name: &str| stated.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let url = text("url").filter(|url| is_post_address(url))?;
    let handle = text("username")?.trim_start_matches('@');
    let date = text("date").map_or_else(|| "Post".to_owned(), written);
    let words = text("full_text").or_else(|| text("text"))?.to_owned();
    let name = text("name").unwrap_or(handle).to_owned();
    Some(StatedPost { url: url.to_owned(), words, name, handle: handle.to_owned(), date })
}

/// A date as people write it: `Sat Sep 19 05:18:23 +0000 2020` is 19 September 2020 in the words of the page.
fn written(date: &str) -> String {
    let parts: Vec<&str> = date.split_whitespace().collect();
    match parts[..] {
        [_, month, day, _, _, year] => format!("{month} {day}, {year}"),
        _ => date.split('T').next().unwrap_or(date).to_owned(),
    }
}
