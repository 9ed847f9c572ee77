//! The JSON-LD of a page (schema.org): the object that is the article, and the objects that it refers to.

use serde_json::Value;

use crate::import::html_to_markdown::plain_text;
use crate::import::html_to_markdown::tree::HtmlElement;

/// Types of articles, the more specific ones first.
#[rustfmt::skip]
const ARTICLE_TYPES: [&str; 12] = [
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "ScholarlyArticle",
    "TechArticle", "Report", "Article",
];

/// The objects of a page.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    objects: Vec<Value>,
    article: Option<usize>,
}

/// Parses every `<script type="application/ld+json">`. Invalid JSON is skipped, as search engines do.
pub(super) fn parse_linked_data(page: &HtmlElement) -> LinkedData {
    let mut objects = Vec::new();
    for script in page.all().filter(|element| is_json_ld(element)) {
        let text = script.own_text();
        let text = text.trim().trim_start_matches("<!--").trim_start_matches("/*<![CDATA[*/");
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        // Whatever follows the first value is not JSON-LD.
        if let Some(Ok(value)) = values.next() {
            collect_objects(value, &mut objects);
        }
    }
    let ranks = objects.iter().map(|object| ARTICLE_TYPES.iter().position(|kind| has_type(object, kind)));
    let article = ranks.enumerate().filter_map(|(n, rank)| Some((rank?, n))).min().map(|(_, n)| n);
    LinkedData { objects, article }
}

fn is_json_ld(element: &HtmlElement) -> bool {
    let is_type = |kind: &str| kind.starts_with("application/ld+json");
    element.is(&["script"]) && element.attribute("type").is_some_and(is_type)
}

/// Collects every object of a list, of a graph, and those that are the main entity of a page.
fn collect_objects(value: Value, objects: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect_objects(value, objects)),
        Value::Object(mut map) => {
            for key in ["@graph", "mainEntity"] {
                map.remove(key).into_iter().for_each(|value| collect_objects(value, objects));
            }
            objects.push(Value::Object(map));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn has_type(object: &Value, kind: &str) -> bool {
    let is_kind = |value: &Value| value.as_str().is_some_and(|name| name.rsplit(['/', ':']).next() == Some(kind));
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(value) => is_kind(value),
        None => false,
    }
}

impl LinkedData {
    /// Returns whether the page declares itself to be one article.
    pub(crate) fn is_article(&self) -> bool {
        self.article.is_some_and(|n| self.objects[n].get("headline").is_some())
    }

    /// Returns whether the article may be read without paying, as far as the page states it (`isAccessibleForFree`).
    pub(super) fn is_free(&self) -> bool {
        let stated = self.article.and_then(|n| self.objects[n].get("isAccessibleForFree"));
        stated.is_none_or(|free| {
            free.as_bool().unwrap_or(!free.as_str().is_some_and(|no| no.eq_ignore_ascii_case("false")))
        })
    }

    /// The text that the page states as that of the article, as it is written.
    pub(crate) fn article_body(&self) -> Option<&str> {
        self.objects[self.article?].get("articleBody")?.as_str().filter(|text| !text.contains('<'))
    }

    /// The texts of a field of the article: those of a list, or the names of the objects that it refers to.
    pub fn texts(&self, field: &str) -> Vec<String> {
        let value = self.article.and_then(|n| self.objects[n].get(field));
        value.map(|value| self.texts_of(value)).unwrap_or_default()
    }

    fn texts_of(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(text) => Some(plain_text(text.trim())).filter(|text| !text.is_empty()).into_iter().collect(),
            Value::Array(values) => values.iter().flat_map(|value| self.texts_of(value)).collect(),
            Value::Object(map) => match (map.get("name"), map.get("@id")) {
                (Some(Value::String(name)), _) => vec![plain_text(name.trim())],
                (Some(Value::Array(names)), _) => names.iter().filter_map(Value::as_str).map(plain_text).collect(),
                (_, Some(id)) => {
                    let object = self.objects.iter().find(|object| object.get("@id") == Some(id));
                    let name = object.and_then(|object| object.get("name")?.as_str());
                    // An id without an object may be an address.
                    name.or(id.as_str()).map(plain_text).into_iter().collect()
                }
                _ => Vec::new(),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        }
    }
}
