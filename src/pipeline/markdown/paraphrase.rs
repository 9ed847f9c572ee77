//! The words that tell a paraphrase from an excerpt.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::SpannedEvent;
use crate::base::text::near::nearest;

/// The beginnings of the attribution of a paraphrase, after the dash: in English, Korean and Arabic.
const PARAPHRASE: [&str; 3] = ["paraphrased from", "요약:", "بتصرف عن"];

/// Returns whether the words between the dash and the link of an attribution say that the quotation is a paraphrase.
pub(super) fn says_paraphrased(lead: &str) -> bool {
    let lead = lead.to_lowercase();
    PARAPHRASE.iter().any(|phrase| lead.contains(phrase))
}

/// The first word outside of links that says, or misspells, that the quotation is a paraphrase.
pub(super) fn paraphrase_word<'e>(attribution: &'e [SpannedEvent<'_>]) -> Option<&'e str> {
    /// The least number of letters: shorter words, such as `para.`, mean something else.
    const LETTERS: usize = 7;
    const KNOWN: [&str; 5] = ["paraphrased", "paraphrasing", "paraphrase", "summarised", "summarized"];
    let mut links = 0usize;
    for (event, _) in attribution {
        #[expect(clippy::wildcard_enum_match_arm, reason = "other events have no words")]
        match event {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            Event::Text(text) if links == 0 => {
                let mut words = text.split(|c: char| !c.is_alphabetic());
                let long = |word: &&str| word.chars().count() >= LETTERS && nearest(word, KNOWN).is_some();
                if let Some(word) = words.find(long) {
                    return Some(word);
                }
            }
            _ => {}
        }
    }
    None
}
