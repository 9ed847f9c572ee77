//! Topics: the few declared subjects of the beat, with the rules that suggest them.

use super::article;
use super::front_matter;
use super::front_matter::ContentContext;
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
pub fn parse(reading: &ContentContext<'_>, text: &str) -> Checked<Topic> {
    let read = |toml: &mut Toml<'_>, fields: Fields<'_>| read(reading, toml, fields);
    front_matter::file(reading, text, read, |_| CitableSources::default()).map(|(topic, body)| Topic { body, ..topic })
}

fn read(reading: &ContentContext<'_>, toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Topic {
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
