//! What stands in a text, for those who advise its editor. A build has no use for it, so no [`Body`](super::Body)
//! carries it: it is looked for when somebody asks.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::EXTENSIONS;

/// What stands in a text. Ranges are bytes of that text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSurvey {
    /// Quotations that stand in nothing else.
    pub quotations: Vec<Range<usize>>,
    /// Images without alternative text.
    pub bare_images: Vec<Range<usize>>,
    /// The addresses that its links and images lead to, as they are written.
    pub links: Vec<(String, Range<usize>)>,
}

/// Looks through a text of Markdown.
pub fn survey(text: &str) -> TextSurvey {
    let mut found = TextSurvey::default();
    let mut depth = 0usize;
    // Where an image begins, while no text of it has been seen.
    let mut bare = None;
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        match &event {
            Event::Start(Tag::BlockQuote(_)) if depth == 0 => found.quotations.push(range.clone()),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if *link_type != LinkType::Email => {
                found.links.push((dest_url.to_string(), range.clone()));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                found.links.push((dest_url.to_string(), range.clone()));
                bare = Some(range.clone());
            }
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => bare = None,
            Event::End(TagEnd::Image) => found.bare_images.extend(bare.take()),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text() {
        let text = "[a](https://a.example/) ![](b.png) ![ ](c.png) ![d *e*](d.png) <mail@example.org>\n\n\
                    > One\n>\n> > Two\n\n- > Three\n\n<https://f.example/>\n";
        let found = survey(text);
        let links: Vec<_> = found.links.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!(links, ["https://a.example/", "b.png", "c.png", "d.png", "https://f.example/"]);
        let bare: Vec<_> = found.bare_images.into_iter().map(|range| &text[range]).collect();
        assert_eq!(bare, ["![](b.png)", "![ ](c.png)"]);
        let quotations: Vec<_> = found.quotations.into_iter().map(|range| text[range].trim_end()).collect();
        assert_eq!(quotations, ["> One\n>\n> > Two"]);
    }
}
