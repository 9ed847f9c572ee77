//! What a page says of itself in JSON-LD (schema.org): the object that is the article, and the objects that it names.

use serde_json::Value;

use super::super::markup::tree::{Element, Node};
use super::super::markup::words;

/// Types that are articles, the more exact ones first.
const ARTICLES: [&str; 12] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "ScholarlyArticle",
    "TechArticle",
    "Report",
    "Article",
];

/// The objects of a page.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    objects: Vec<Value>,
    article: Option<usize>,
}

/// Reads every `<script type="application/ld+json">`. What is no JSON is passed over, as search engines do.
pub(super) fn read(page: &Element) -> LinkedData {
    let mut objects = Vec::new();
    let ours = |it: &&Element| {
        it.is(&["script"]) && it.attribute("type").is_some_and(|it| it.starts_with("application/ld+json"))
    };
    for script in page.all().filter(ours) {
        let text = script
            .children
            .iter()
            .map(|it| if let Node::Text(text) = it { text.as_str() } else { "" })
            .collect::<String>();
        let text = text.trim().trim_start_matches("<!--").trim_start_matches("/*<![CDATA[*/");
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        // Whatever follows the first value is not JSON-LD.
        if let Some(Ok(value)) = values.next() {
            gather(value, &mut objects);
        }
    }
    let kinds = objects.iter().map(|object| ARTICLES.iter().position(|kind| is_a(object, kind)));
    let found = kinds.enumerate().filter_map(|(n, kind)| Some((kind?, n)));
    let article = found.min().map(|(_, n)| n);
    LinkedData { objects, article }
}

/// Every object of a list, of a graph, and those that are the main thing of a page.
fn gather(value: Value, objects: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, objects)),
        Value::Object(mut map) => {
            for key in ["@graph", "mainEntity"] {
                map.remove(key).into_iter().for_each(|value| gather(value, objects));
            }
            objects.push(Value::Object(map));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_a(object: &Value, kind: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|it| it.rsplit(['/', ':']).next() == Some(kind));
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(value) => is(value),
        None => false,
    }
}

impl LinkedData {
    /// Tells whether the page holds one article, by its own words.
    pub fn is_article(&self) -> bool {
        self.article.is_some_and(|n| self.objects[n].get("headline").is_some())
    }

    /// The texts of a field of the article: those of a list, or the names of what it names.
    pub fn texts(&self, field: &str) -> Vec<String> {
        let value = self.article.and_then(|n| self.objects[n].get(field));
        value.map(|value| self.named(value)).unwrap_or_default()
    }

    fn named(&self, value: &Value) -> Vec<String> {
        let entities = |text: &str| words(text);
        match value {
            Value::String(text) => Some(entities(text.trim())).filter(|text| !text.is_empty()).into_iter().collect(),
            Value::Array(values) => values.iter().flat_map(|value| self.named(value)).collect(),
            Value::Object(map) => match (map.get("name"), map.get("@id")) {
                (Some(Value::String(name)), _) => vec![entities(name.trim())],
                (Some(Value::Array(names)), _) => names.iter().filter_map(|it| it.as_str().map(entities)).collect(),
                (_, Some(id)) => {
                    let object = self.objects.iter().find(|it| it.get("@id") == Some(id));
                    let name = object.and_then(|object| object.get("name")?.as_str());
                    // An address by itself is one.
                    name.or(id.as_str()).map(entities).into_iter().collect()
                }
                _ => Vec::new(),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        }
    }
}
