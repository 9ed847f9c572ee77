//! Gives headings their ids.

use std::collections::{BTreeSet, HashMap};

use pulldown_cmark::{Event, Tag};
use serde::{Deserialize, Serialize};

use super::events::{SpannedEvent, end_of, words_of};
use crate::base::text::{slug, words};

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1–6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Its id in the page.
    pub id: String,
}

/// Gives each heading an id that is not among the ids `taken`, which it then joins.
pub(super) fn assign_ids(events: &mut [SpannedEvent<'_>], taken: &mut BTreeSet<String>) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut last_numbers = HashMap::new();
    for at in 0..events.len() {
        let Event::Start(Tag::Heading { level, .. }) = events[at].0 else { continue };
        let text = words::collapse_space(&words_of(&events[at + 1..end_of(events, at)]));
        let new_id = slug::heading_id(&text, taken, &mut last_numbers);
        headings.push(Heading { level: level as u8, text, id: new_id.clone() });
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[at].0 {
            *id = Some(new_id.into());
        }
    }
    headings
}
