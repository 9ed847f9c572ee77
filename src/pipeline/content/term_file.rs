//! Topics, the few declared subjects of the beat, and outlets, the publishers of sources: the files that declare terms.

use super::article;
use super::front_matter::{self, ContentContext};
use crate::base::diagnostic::Checked;
use crate::base::fields::{Extra, Fields, Located, Toml};
use crate::base::text::path::RelPath;
use crate::pipeline::config::TopicRules;
use crate::pipeline::markdown::{Body, CitableSources};

/// A declared subject.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The file.
    pub path: RelPath,
    /// Its name in articles and the last part of its address: the file's name.
    pub key: String,
    /// The title that readers see.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// The rules that suggest it. A build does not use them.
    pub rules: TopicRules,
    /// Former addresses, which lead to its page.
    pub aliases: Vec<Located<String>>,
    /// Keys of the editor's own.
    pub extra: Extra,
    /// The introduction.
    pub body: Body,
}

/// Reads a topic.
pub fn parse_topic(reading: &ContentContext<'_>, text: &str) -> Checked<Topic> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read_topic(reading, toml, fields);
    front_matter::file(reading, text, read, |_| CitableSources::default()).map(|(topic, body)| Topic { body, ..topic })
}

fn read_topic(reading: &ContentContext<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Topic {
    let title = fields.required(toml, "title", "add title = \"…\"").value;
    let topic = Topic {
        path: reading.path.clone(),
        key: front_matter::slug(toml, None, reading.path, &title),
        title,
        description: fields.string(toml, "description").map(|text| text.value).unwrap_or_default(),
        rules: TopicRules::read(toml, &mut fields),
        aliases: article::aliases(toml, &mut fields),
        extra: fields.extra(toml),
        body: Body::default(),
    };
    fields.finish(toml);
    topic
}

/// A publisher of reports.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// The file.
    pub path: RelPath,
    /// Its name in sources and the last part of its address: the file's name.
    pub key: String,
    /// The title that readers see.
    pub name: Located<String>,
    /// Other names that sources may use.
    pub aliases: Vec<Located<String>>,
    /// Former addresses, which lead to its page: those of its `aliases` that start with `/`.
    pub addresses: Vec<Located<String>>,
    /// Hosts of its pages.
    pub domains: Vec<String>,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
    /// The greatest number of words that a quotation of it may have.
    pub max_quote_words: Option<usize>,
    /// Keys of the editor's own.
    pub extra: Extra,
    /// A description.
    pub body: Body,
}

/// Reads an outlet.
pub fn parse_outlet(reading: &ContentContext<'_>, text: &str) -> Checked<Outlet> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read_outlet(reading, toml, fields);
    front_matter::file(reading, text, read, |_| CitableSources::default())
        .map(|(outlet, body)| Outlet { body, ..outlet })
}

fn read_outlet(reading: &ContentContext<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Outlet {
    let name = fields.required(toml, "name", "add name = \"…\"");
    let aliases = fields.strings(toml, "aliases").unwrap_or_default();
    let (addresses, names) = aliases.into_iter().partition(|alias| alias.value.starts_with('/'));
    let outlet = Outlet {
        path: reading.path.clone(),
        key: front_matter::slug(toml, None, reading.path, &name.value),
        name,
        aliases: names_only(toml, names),
        addresses: article::former_addresses(toml, addresses),
        domains: domains(toml, &mut fields),
        country: country(toml, &mut fields),
        max_quote_words: fields
            .integer(toml, "max_quote_words", 1..=100_000)
            .and_then(|number| usize::try_from(number.value).ok()),
        extra: fields.extra(toml),
        body: Body::default(),
    };
    fields.finish(toml);
    outlet
}

/// Rejects names that are empty.
fn names_only(toml: &mut Toml<'_>, mut names: Vec<Located<String>>) -> Vec<Located<String>> {
    for alias in names.iter().filter(|alias| alias.value.trim().is_empty()) {
        toml.reject(&alias.range, "this alias is empty", "write another name of the outlet, or remove it");
    }
    names.retain(|alias| !alias.value.trim().is_empty());
    names
}

/// Reads host names as they appear in addresses.
fn domains(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Vec<String> {
    let mut domains = Vec::new();
    for Located { value, range } in fields.strings(toml, "domains").unwrap_or_default() {
        let bare = value.split_once("://").map_or(value.as_str(), |(_, rest)| rest);
        let host = bare.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
        let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
        let is_host = host.contains('.') && host.split('.').all(label);
        if is_host && host == value.to_lowercase() {
            domains.push(host);
        } else {
            let hint = if is_host { format!("write \"{host}\"") } else { "write it as \"example.org\"".to_owned() };
            toml.reject(&range, format!("`{value}` is not a domain"), hint);
        }
    }
    domains
}

fn country(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Option<String> {
    let code = fields.string(toml, "country")?;
    if code.value.len() == 2 && code.value.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(code.value);
    }
    let hint = "write two capital letters, such as \"KR\" (ISO 3166-1)";
    toml.reject(&code.range, format!("`{}` is not a country code", code.value), hint);
    None
}
