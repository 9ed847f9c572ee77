//! Surveys a text for advice to its editor. A build does not need a survey, so no [`Body`](super::Body) has one.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::events::EXTENSIONS;

/// The quotations, images and links of a text. Ranges are bytes of that text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextSurvey {
    /// Quotations at the top level.
    pub quotations: Vec<Range<usize>>,
    /// Images without alternative text.
    pub bare_images: Vec<Range<usize>>,
    /// The addresses of its links and images, as they are written.
    pub links: Vec<(String, Range<usize>)>,
}

/// Surveys a text of Markdown.
pub(crate) fn survey(text: &str) -> TextSurvey {
    let mut survey = TextSurvey::default();
    let mut depth = 0usize;
    // The image that is open, as long as it has no text.
    let mut bare = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events are not surveyed")]
        match &event {
            Event::Start(Tag::BlockQuote(_)) if depth == 0 => survey.quotations.push(range.clone()),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if *link_type != LinkType::Email => {
                survey.links.push((dest_url.to_string(), range.clone()));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                survey.links.push((dest_url.to_string(), range.clone()));
                bare = Some(range.clone());
            }
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => bare = None,
            Event::End(TagEnd::Image) => survey.bare_images.extend(bare.take()),
            _ => {}
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no depth")]
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    survey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_quotations_images_and_links() {
        let text = "[a](https://a.example/) ![](b.png) ![ ](c.png) ![d *e*](d.png) <mail@example.org>\n\n\
                    > One\n>\n> > Two\n\n- > Three\n\n<https://f.example/>\n";
        let survey = survey(text);
        let links: Vec<_> = survey.links.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!(links, ["https://a.example/", "b.png", "c.png", "d.png", "https://f.example/"]);
        let bare: Vec<_> = survey.bare_images.into_iter().map(|range| &text[range]).collect();
        assert_eq!(bare, ["![](b.png)", "![ ](c.png)"]);
        let quotations: Vec<_> = survey.quotations.into_iter().map(|range| text[range].trim_end()).collect();
        assert_eq!(quotations, ["> One\n>\n> > Two"]);
    }
}
