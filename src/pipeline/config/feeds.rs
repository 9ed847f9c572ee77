//! `[feeds]`: which feeds a site has, and their entries.

use super::choice::{FeedContent, FeedFormat, Section, choice, choices};
use crate::base::fields::{Fields, Toml};

/// The feeds of the site.
#[derive(Clone, Debug)]
pub struct FeedConfig {
    /// The number of newest articles that a feed holds.
    pub limit: usize,
    /// The sections that have feeds of their own, topics, tags and outlets one each.
    pub sections: Vec<Section>,
    /// The feed of the whole site.
    pub site: FeedShape,
    /// The feeds of sections. Hundreds of them would hold each article several times over, so these are short and in one
    /// format unless configured.
    pub section: FeedShape,
}

/// The formats of a feed, and the part of an article in it.
#[derive(Clone, Debug)]
pub struct FeedShape {
    /// One file each.
    pub formats: Vec<FeedFormat>,
    /// Whole articles or their summaries.
    pub content: FeedContent,
}

impl Default for FeedConfig {
    fn default() -> Self {
        Self {
            limit: 20,
            sections: Section::WITH_FEEDS.to_vec(),
            site: FeedShape { formats: FeedFormat::ALL.to_vec(), content: FeedContent::Full },
            section: FeedShape { formats: vec![FeedFormat::Atom], content: FeedContent::Summary },
        }
    }
}

impl FeedConfig {
    /// Reads the table.
    pub(super) fn read(toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Self {
        let mut feeds = Self::default();
        if let Some(formats) = read_formats(toml, &mut fields, "formats") {
            // One format suffices for sections; where there are no feeds, there are none of sections.
            feeds.section.formats = formats.first().copied().into_iter().collect();
            feeds.site.formats = formats;
        }
        if let Some(formats) = read_formats(toml, &mut fields, "section_formats") {
            feeds.section.formats = formats;
        }
        for (key, shape) in [("content", &mut feeds.site), ("section_content", &mut feeds.section)] {
            let known = [("full", FeedContent::Full), ("summary", FeedContent::Summary)];
            shape.content = choice(toml, &mut fields, (key, "content"), known).unwrap_or(shape.content);
        }
        if let Some(number) = fields.integer(toml, "limit", 1..=10_000) {
            feeds.limit = usize::try_from(number.value).unwrap_or(feeds.limit);
        }
        if let Some(names) = fields.strings(toml, "sections") {
            let known = Section::WITH_FEEDS.map(|section| (section.name(), section));
            feeds.sections = choices(toml, "section", names, known);
        }
        fields.finish(toml);
        feeds
    }
}

fn read_formats(toml: &mut Toml<'_>, fields: &mut Fields<'_>, key: &'static str) -> Option<Vec<FeedFormat>> {
    let names = fields.strings(toml, key)?;
    Some(choices(toml, "format", names, FeedFormat::ALL.map(|format| (format.name(), format))))
}
