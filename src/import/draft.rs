//! The result of reading a capture: drafts, and the parts of the capture that are in none of them.

use std::path::PathBuf;

use toml::value::Datetime;

use super::refusal::Skipped;
use crate::base::fields::is_language;
use crate::base::hash;
use crate::base::text::path::RelPath;
use crate::base::text::{slug, words};
use crate::editor::escape::escape_inline;
use crate::pipeline::content::{SNAPSHOTS, SourceField, Unknown};

/// The contents of a capture.
#[derive(Clone, Debug, Default)]
pub struct CaptureContents {
    /// The articles.
    pub drafts: Vec<Draft>,
    /// The parts that are in no article.
    pub skipped: Vec<Skipped>,
}

/// An article, read from a capture.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The headline. Never empty when a reader returns it.
    pub title: String,
    /// The name of the file, if the capture states one; otherwise it follows from the title.
    pub slug: Option<String>,
    /// When it was published.
    pub date: Option<Datetime>,
    /// When it was last changed in substance.
    pub updated: Option<Datetime>,
    /// When it stops being published.
    pub expires: Option<Datetime>,
    /// The summary that its editor wrote.
    pub summary: Option<String>,
    /// Its authors.
    pub author: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The publisher's id for it, such as its address or its id in a feed. It identifies the article whatever its title
    /// and its capture are called.
    pub id: Option<String>,
    /// The path of the capture in its project, if there is one; otherwise the capture is known by its name.
    pub from: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// Keys of declared topics, including suggested ones.
    pub topics: Vec<String>,
    /// Former addresses on this site.
    pub aliases: Vec<String>,
    /// The reports that it cites, the lead source first. Their ids differ.
    pub sources: Vec<DraftSource>,
    /// The text.
    pub blocks: Vec<DraftBlock>,
    /// Files to put beside it.
    pub assets: Vec<DraftAsset>,
    /// The targets of links to other texts, which need not have their files yet.
    pub link_targets: Vec<LinkTarget>,
    /// Keys that articles do not have.
    pub extra: toml_edit::Table,
    /// The decisions taken.
    pub decisions: Vec<Decision>,
    /// The parts left out of the article.
    pub removed: Vec<RemovedText>,
    /// Further unknown facts; [`Draft::unknown`] adds what the other fields show.
    pub unknown: Vec<Unknown>,
}

/// A report that an article cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSource {
    /// The id that the text uses, if the outlet alone is ambiguous.
    pub id: Option<String>,
    /// The key of the outlet, or its name if it is not declared.
    pub outlet: String,
    /// The report's headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its authors.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Datetime>,
    /// When the editor read it.
    pub accessed: Option<Datetime>,
    /// The address of an archived copy.
    pub archived: Option<String>,
    /// BCP 47 tag of the language that it is in.
    pub language: Option<String>,
    /// The private copy in `content/snapshots/`, and what is known of it.
    pub snapshot: Option<DraftSnapshot>,
}

/// A private copy of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSnapshot {
    /// The name of its file; empty until it is placed.
    pub name: String,
    /// Its text.
    pub text: String,
    /// When excerpts were verified against it.
    pub verified: Option<Datetime>,
}

impl DraftSnapshot {
    /// The SHA-256 of the file, in hexadecimal digits (FIPS 180-4).
    pub fn sha256(&self) -> String {
        hash::sha256(self.text.as_bytes())
    }

    /// The path of the file.
    pub fn path(&self) -> Option<RelPath> {
        RelPath::new(&format!("{SNAPSHOTS}/{}", self.name))
    }
}

/// A part of a text, in Markdown; [`Draft::body`] joins the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftBlock {
    /// The editor's words: a paragraph, a list, a heading and so on.
    Prose(String),
    /// The words of a source.
    Excerpt(DraftExcerpt),
}

/// A verbatim quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftExcerpt {
    /// Its Markdown, without `>`.
    pub text: String,
    /// Its attribution, if the capture has one.
    pub cite: Option<Attribution>,
}

/// An attribution, in the words of the capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The index of the source.
    pub source: usize,
    /// The words before the name: `via `.
    pub before: String,
    /// The name of the outlet.
    pub name: String,
    /// The words after it, the locator: `, 30 January 2015`.
    pub after: String,
}

/// The target of a link to another text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTarget {
    /// The other text's [`Draft::id`], else its [`Draft::from`].
    pub text: String,
    /// The link to use if the site has no such text.
    pub fallback: String,
}

/// A file that an article shows or links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAsset {
    /// Its name beside the article.
    pub name: String,
    /// The file to copy.
    pub from: PathBuf,
}

/// The confidence in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess that an editor has to check.
    Low,
    /// Likely.
    Medium,
    /// Stated by the capture.
    High,
}

impl Confidence {
    /// The word for it in reports and front matter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Something that was decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its confidence.
    pub confidence: Confidence,
    /// What, and why.
    pub text: String,
}

/// A piece of a capture that is not part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedText {
    /// Its kind: `reply form`, `caption`.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
}

impl DraftSource {
    /// The id that the text uses.
    pub fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| slug::slugify(&self.outlet))
    }

    /// The fields that the capture does not state.
    fn unknown(&self) -> Option<Unknown> {
        let missing: Vec<SourceField> = SourceField::ALL.into_iter().filter(|field| self.lacks(*field)).collect();
        (!missing.is_empty()).then(|| Unknown::Source(self.id(), missing))
    }

    fn lacks(&self, field: SourceField) -> bool {
        match field {
            SourceField::Title => self.title.is_none(),
            SourceField::Url => self.url.is_none(),
            SourceField::Author => self.author.is_none(),
            SourceField::Published => self.published.is_none(),
        }
    }
}

impl Draft {
    /// The text as Markdown, without the front matter.
    pub fn body(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            DraftBlock::Prose(text) => format!("{text}\n"),
            DraftBlock::Excerpt(excerpt) => blockquote(excerpt, &self.sources),
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// The confidence in the least certain decision.
    pub(crate) fn confidence(&self) -> Confidence {
        self.decisions.iter().map(|decision| decision.confidence).min().unwrap_or(Confidence::High)
    }

    /// The facts that an editor has to fill in.
    pub fn unknown(&self) -> Vec<Unknown> {
        let has_stated_date = self.unknown.iter().any(|entry| matches!(entry, Unknown::Date(_)));
        let date = (self.date.is_none() && !has_stated_date).then_some(Unknown::Date(None));
        // A report alone has no words whose author an editor would have to name.
        let has_prose = self.blocks.iter().any(|block| matches!(block, DraftBlock::Prose(_)));
        let author = (self.author.is_none() && has_prose).then_some(Unknown::Author);
        let sources = self.sources.iter().filter_map(DraftSource::unknown);
        date.into_iter().chain(author).chain(sources).chain(self.unknown.iter().cloned()).collect()
    }

    /// The number of excerpts.
    pub fn excerpts(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block, DraftBlock::Excerpt(_))).count()
    }

    /// Adds a decision.
    pub(super) fn decide(&mut self, confidence: Confidence, text: impl Into<String>) {
        self.decisions.push(Decision { confidence, text: words::collapse_space(&text.into()) });
    }

    /// Adds a topic once.
    pub(super) fn add_topic(&mut self, key: &str) {
        if !self.topics.iter().any(|known| known == key) {
            self.topics.push(key.to_owned());
        }
    }

    /// The name of its file: the capture's, else the title, else `article`.
    pub(super) fn file_name(&self) -> String {
        let name = slug::file_stem(&slug::slugify(self.slug.as_ref().unwrap_or(&self.title)));
        if name.is_empty() { "article".to_owned() } else { name }
    }
}

/// The language tag in its usual form (BCP 47); `None` if it is invalid.
pub(super) fn language_tag(written: &str) -> Option<String> {
    let is_whole = |tag: &String| tag.rsplit('-').next().is_some_and(|last| last.len() > 1);
    Some(written.trim().replace('_', "-")).filter(|tag| is_language(tag) && is_whole(tag))
}

/// A blockquote that ends with its attribution.
fn blockquote(excerpt: &DraftExcerpt, sources: &[DraftSource]) -> String {
    let mut text = excerpt.text.clone();
    if let Some(Attribution { source, before, name, after }) = &excerpt.cite
        && let Some(source) = sources.get(*source)
    {
        // Words struck through are no quotation.
        text = text.replace("~~", "");
        let (before, name, after) = (escape_inline(before), escape_inline(name), escape_inline(after));
        text.push_str(&format!("\n\n— {before}[{name}](source:{}){after}", source.id()));
    }
    text.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_sets_are_no_languages() {
        assert_eq!(language_tag("de_AT").as_deref(), Some("de-AT"));
        assert_eq!(language_tag("utf-8"), None);
    }
}
