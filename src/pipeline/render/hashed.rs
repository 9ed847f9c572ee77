//! Data for templates, together with its hash.

use serde::Serialize;
use tera::value::Key;
use tera::{Context, TeraResult, Value};

use crate::base::hash::{self, Hasher};
use crate::pipeline::content::ArticleId;
use crate::pipeline::site::Site;

/// A value that a template can see, and its hash.
#[derive(Clone)]
pub(super) struct HashedValue {
    value: Value,
    key: hash::Key,
}

impl HashedValue {
    /// Serialises `data`.
    pub fn of<T: Serialize + ?Sized>(data: &T) -> Self {
        Self { value: Value::from_serializable(data), key: Hasher::new().data(data).finish() }
    }

    /// Adds the field `name`, a list of hashed values. Values are shared, not copied: many articles have one topic.
    pub(crate) fn with_list<'a>(self, name: &'static str, list: impl IntoIterator<Item = &'a Self>) -> Self {
        let (values, hasher) = collect(list, Hasher::new().key(self.key).bytes(name.as_bytes()));
        let mut map = self.value.into_map().unwrap_or_default();
        map.insert(Key::Str(name), values);
        Self { value: Value::from(map), key: hasher.finish() }
    }
}

/// Everything that a template sees. There is no other way to give it a value, so that the key names all that it can
/// show.
pub(crate) struct PageData {
    pub(super) template: &'static str,
    /// The title of the page.
    pub(super) title: String,
    /// The articles of `articles` whose entries it shows, too. An entry shows no more of an article than `articles` has.
    pub(super) listed: Option<Vec<ArticleId>>,
    context: Context,
    /// Bytes of the HTML that it shows.
    len: usize,
    hasher: Hasher,
}

impl PageData {
    /// Starts without any value.
    pub(super) fn new(template: &'static str) -> Self {
        Self {
            template,
            title: String::new(),
            listed: None,
            context: Context::new(),
            len: 0,
            hasher: Hasher::new().bytes(template.as_bytes()),
        }
    }

    /// Sets the title.
    pub(super) fn titled(self, title: &str) -> Self {
        Self { title: title.to_owned(), ..self }
    }

    /// Shows the entries of these articles when it is rendered.
    pub(super) fn with_entries_of(self, listed: &[ArticleId]) -> Self {
        Self { listed: Some(listed.to_vec()), ..self }
    }

    /// Shows `data` as `name`.
    pub(super) fn show<T: Serialize + ?Sized>(mut self, name: &'static str, data: &T) -> Self {
        self.context.insert(name, data);
        self.hasher = self.hasher.bytes(name.as_bytes()).data(data);
        self
    }

    /// Shows a list of hashed values.
    pub(super) fn show_list<'a>(mut self, name: &'static str, list: impl IntoIterator<Item = &'a HashedValue>) -> Self {
        let (values, hasher) = collect(list, self.hasher.bytes(name.as_bytes()));
        self.hasher = hasher.bytes(b"end");
        self.context.insert_value(name, values);
        self
    }

    /// Shows a hashed value.
    pub(super) fn show_hashed(self, name: &'static str, hashed: &HashedValue) -> Self {
        self.show_optional(name, Some(hashed))
    }

    /// Shows a hashed value, or none.
    pub(super) fn show_optional(mut self, name: &'static str, hashed: Option<&HashedValue>) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).key(hashed.map_or(0, |hashed| hashed.key));
        self.context.insert_value(name, hashed.map_or_else(Value::none, |hashed| hashed.value.clone()));
        self
    }

    /// Shows HTML, which the template does not escape.
    pub(super) fn show_html(mut self, name: &'static str, html: &str) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).bytes(html.as_bytes());
        self.context.insert_value(name, Value::safe_string(html));
        self.len += html.len();
        self
    }

    /// Shows the entries of the listed articles.
    pub(super) fn show_entries(mut self, entries: Vec<Value>) -> Self {
        self.context.insert_value("entries", Value::from(entries));
        self
    }

    /// Runs the template.
    pub(super) fn run_template(&self, site: &Site) -> TeraResult<Vec<u8>> {
        site.theme.runs.run(&site.theme.tera, (self.template, &self.title), (&self.context, self.len))
    }

    /// Returns the key of the page that the template makes of the data. `theme` is the key of the theme.
    pub(super) fn key(&self, theme: hash::Key) -> hash::Key {
        self.hasher.clone().key(theme).finish()
    }
}

/// Collects the values of a list, and adds their keys to `hasher`.
fn collect<'a>(list: impl IntoIterator<Item = &'a HashedValue>, mut hasher: Hasher) -> (Value, Hasher) {
    let mut values = Vec::new();
    for hashed in list {
        hasher = hasher.key(hashed.key);
        values.push(hashed.value.clone());
    }
    (Value::from(values), hasher)
}
