//! The keys of `site.toml` and of front matter, as data for editors' programs. The readers in `pipeline` decide what is right;
//! a test holds these tables to them, key by key and type by type.

mod keys;

use serde_json::{Map, Value, json};

use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::content::{ARTICLES, OUTLETS, PAGES, TOPICS};

pub use keys::{KeyForm, KnownKey};

/// A kind of file that has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SchemaKind {
    /// site.toml
    Site,
    /// Front matter of content/articles/
    Article,
    /// Front matter of content/topics/
    Topic,
    /// Front matter of content/outlets/
    Outlet,
    /// Front matter of content/pages/
    Page,
}

impl SchemaKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Site, Self::Article, Self::Topic, Self::Outlet, Self::Page];

    /// Returns the kind of a file of a site; `None` if it has no keys.
    pub(crate) fn of(path: &RelPath) -> Option<Self> {
        let is_in = |folder| path.extension() == "md" && path.strip(folder).is_some();
        Self::ALL.into_iter().find(|kind| match kind {
            Self::Site => path.as_str() == config::FILE,
            Self::Article => is_in(ARTICLES),
            Self::Topic => is_in(TOPICS),
            Self::Outlet => is_in(OUTLETS),
            Self::Page => is_in(PAGES),
        })
    }

    /// Returns the keys outside of any table.
    pub(crate) fn keys(self) -> &'static [KnownKey] {
        match self {
            Self::Site => keys::SITE,
            Self::Article => keys::ARTICLE,
            Self::Topic => keys::TOPIC,
            Self::Outlet => keys::OUTLET,
            Self::Page => keys::PAGE,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Site => "Configuration of a site of margent",
            Self::Article => "Front matter of an article of margent",
            Self::Topic => "Front matter of a topic of margent",
            Self::Outlet => "Front matter of an outlet of margent",
            Self::Page => "Front matter of a page of margent",
        }
    }
}

/// Returns the keys of a kind of file as JSON Schema (draft 2020-12). TOML's dates are texts there, since JSON has none.
pub fn json_schema(kind: SchemaKind) -> Value {
    let mut schema = table(kind.keys());
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(kind.title());
    schema
}

/// Returns a value of the key that `names` lead to, table by table, as it is written in TOML.
pub fn example<'n>(kind: SchemaKind, names: impl IntoIterator<Item = &'n str>) -> Option<&'static str> {
    let mut keys = kind.keys();
    let mut found = None;
    for name in names {
        let key = keys.iter().find(|key| key.name == name)?;
        (keys, found) = (key.form.keys().unwrap_or_default(), Some(key.example));
    }
    found
}

fn table(keys: &[KnownKey]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn property(key: &KnownKey) -> Value {
    let text = || json!({ "type": "string" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let mut schema = match key.form {
        KeyForm::Text => text(),
        KeyForm::Date => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "format": "date-time" },
            { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" },
        ] }),
        KeyForm::Bool => json!({ "type": "boolean" }),
        KeyForm::Whole(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        KeyForm::Texts => list(text()),
        KeyForm::TextOrTexts => json!({ "anyOf": [text(), list(text())] }),
        KeyForm::OneOf(names) => json!({ "type": "string", "enum": names }),
        KeyForm::SomeOf(names) => {
            json!({ "type": "array", "items": { "type": "string", "enum": names }, "uniqueItems": true })
        }
        KeyForm::Table(keys) => table(keys),
        KeyForm::TextOrTable(keys) => json!({ "anyOf": [text(), table(keys)] }),
        KeyForm::Tables(keys) => list(table(keys)),
        KeyForm::TextsOrTables(keys) => list(json!({ "anyOf": [text(), table(keys)] })),
        KeyForm::Open => json!({ "type": "object" }),
        KeyForm::Written => list(json!({})),
    };
    schema["description"] = json!(key.about);
    schema
}
