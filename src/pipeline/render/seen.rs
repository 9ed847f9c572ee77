//! Data for templates, together with the hash that stands for it.

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Value};

use super::view::PageView;
use crate::base::hash::{self, Hasher};

/// A value that a template can see, and its hash.
#[derive(Clone)]
pub struct HashedValue {
    value: Value,
    key: hash::Key,
}

impl HashedValue {
    /// Makes the value of `data`.
    pub fn of<T: Serialize>(data: &T) -> Self {
        Self { value: Value::from_serializable(data), key: Hasher::new().data(data).finish() }
    }

    /// Adds the field `name`, a list of values made before. Values are shared, not copied: many articles have one topic.
    pub fn with_list<'a>(self, name: &'static str, list: impl IntoIterator<Item = &'a HashedValue>) -> Self {
        let mut hasher = Hasher::new().key(self.key).bytes(name.as_bytes());
        let mut values = Vec::new();
        for seen in list {
            hasher = hasher.key(seen.key);
            values.push(seen.value.clone());
        }
        let mut map = self.value.into_map().unwrap_or_default();
        map.insert(Key::Str(name), Value::from(values));
        Self { value: Value::from(map), key: hasher.finish() }
    }
}

/// All that the template of one page sees, besides what every page sees. There is no other way to give a
/// template a value, so the key names everything that it can show.
pub struct PageData {
    /// The template.
    pub template: &'static str,
    /// The title of the page.
    pub title: String,
    /// The values.
    pub context: Context,
    hasher: Hasher,
}

impl PageData {
    /// A page without data.
    pub fn new(template: &'static str) -> Self {
        Self {
            template,
            title: String::new(),
            context: Context::new(),
            hasher: Hasher::new().bytes(template.as_bytes()),
        }
    }

    /// Shows `data` as `name`.
    pub fn show<T: Serialize + ?Sized>(mut self, name: &'static str, data: &T) -> Self {
        self.context.insert(name, data);
        self.hasher = self.hasher.bytes(name.as_bytes()).data(data);
        self
    }

    /// Shows what the head of the page needs, as `page`.
    pub fn show_head(self, head: &PageView) -> Self {
        Self { title: head.title.clone(), ..self.show("page", head) }
    }

    /// Shows a list of values made before.
    pub fn show_list<'a>(mut self, name: &'static str, list: impl IntoIterator<Item = &'a HashedValue>) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes());
        let mut values = Vec::new();
        for seen in list {
            self.hasher = self.hasher.key(seen.key);
            values.push(seen.value.clone());
        }
        self.hasher = self.hasher.bytes(b"end");
        self.context.insert_value(name, Value::from(values));
        self
    }

    /// Shows a value made before, or none.
    pub fn show_one(mut self, name: &'static str, seen: Option<&HashedValue>) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).key(seen.map_or(0, |seen| seen.key));
        self.context.insert_value(name, seen.map_or_else(Value::none, |seen| seen.value.clone()));
        self
    }

    /// Shows HTML, which the template does not escape.
    pub fn show_html(mut self, name: &'static str, html: &str) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).bytes(html.as_bytes());
        self.context.insert_value(name, Value::safe_string(html));
        self
    }

    /// Returns the key of the page made with the theme whose key is `theme`.
    pub fn key(&self, theme: hash::Key) -> hash::Key {
        self.hasher.clone().key(theme).finish()
    }
}
