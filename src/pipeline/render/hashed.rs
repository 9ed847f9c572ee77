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
        let list: Vec<_> = list.into_iter().collect();
        let mut map = self.value.into_map().unwrap_or_default();
        map.insert(Key::Str(name), values(&list));
        let hasher = Hasher::new().key(self.key).bytes(name.as_bytes());
        Self { value: Value::from(map), key: hash_list(&list, hasher).finish() }
    }
}

/// The purpose of collecting data.
#[derive(Clone, Copy)]
pub(crate) enum ViewPurpose {
    /// To know the key alone: values are hashed, and not kept.
    Key,
    /// To render them.
    Bytes,
}

/// Everything that a template sees. There is no other way to give it a value, so that the key names all that it can
/// show.
pub(crate) struct PageData {
    pub(super) template: &'static str,
    /// The title of the page.
    pub(super) title: String,
    /// The articles of `articles` whose entries it shows, too. An entry shows no more of an article than `articles` has.
    pub(super) listed: Option<Vec<ArticleId>>,
    /// The values; none if only the key is wanted.
    context: Option<Context>,
    /// Bytes of the HTML that it shows.
    len: usize,
    hasher: Hasher,
}

impl PageData {
    /// Starts without any value.
    pub(super) fn new(template: &'static str, purpose: ViewPurpose) -> Self {
        Self {
            template,
            title: String::new(),
            listed: None,
            context: match purpose {
                ViewPurpose::Key => None,
                ViewPurpose::Bytes => Some(Context::new()),
            },
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
        self.hasher = self.hasher.bytes(name.as_bytes()).data(data);
        self.keep(name, || Value::from_serializable(data))
    }

    /// Shows a list of hashed values.
    pub(super) fn show_list<'a>(mut self, name: &'static str, list: impl IntoIterator<Item = &'a HashedValue>) -> Self {
        let list: Vec<_> = list.into_iter().collect();
        self.hasher = hash_list(&list, self.hasher.bytes(name.as_bytes())).bytes(b"end");
        self.keep(name, || values(&list))
    }

    /// Shows a hashed value.
    pub(super) fn show_hashed(self, name: &'static str, hashed: &HashedValue) -> Self {
        self.show_optional(name, Some(hashed))
    }

    /// Shows a hashed value, or none.
    pub(super) fn show_optional(mut self, name: &'static str, hashed: Option<&HashedValue>) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).key(hashed.map_or(0, |hashed| hashed.key));
        self.keep(name, || hashed.map_or_else(Value::none, |hashed| hashed.value.clone()))
    }

    /// Shows HTML, which the template does not escape.
    pub(super) fn show_html(mut self, name: &'static str, html: &str) -> Self {
        self.hasher = self.hasher.bytes(name.as_bytes()).bytes(html.as_bytes());
        self.len += html.len();
        self.keep(name, || Value::safe_string(html))
    }

    /// Shows the entries of the listed articles.
    pub(super) fn show_entries(self, entries: Vec<Value>) -> Self {
        self.keep("entries", || Value::from(entries))
    }

    /// Keeps a value that has been hashed, if it will be rendered.
    fn keep(mut self, name: &'static str, value: impl FnOnce() -> Value) -> Self {
        if let Some(context) = &mut self.context {
            context.insert_value(name, value());
        }
        self
    }

    /// Runs the template.
    pub(super) fn run_template(&self, site: &Site) -> TeraResult<Vec<u8>> {
        let missing = || tera::Error::message("these data were collected for their key alone");
        let context = self.context.as_ref().ok_or_else(missing)?;
        site.theme.runs.run(&site.theme.tera, (self.template, &self.title), (context, self.len))
    }

    /// Returns the key of the page that the template makes of the data. `theme` is the key of the theme.
    pub(super) fn key(&self, theme: hash::Key) -> hash::Key {
        self.hasher.clone().key(theme).finish()
    }
}

/// Adds the keys of a list to `hasher`.
fn hash_list(list: &[&HashedValue], hasher: Hasher) -> Hasher {
    list.iter().fold(hasher, |hasher, hashed| hasher.key(hashed.key))
}

fn values(list: &[&HashedValue]) -> Value {
    Value::from(list.iter().map(|hashed| hashed.value.clone()).collect::<Vec<_>>())
}
