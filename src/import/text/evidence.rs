//! The evidence for every decision of the reader of text captures, and how sure each makes it.

use crate::import::Confidence::{self, High, Low, Medium};

/// The reason for a decision, and its confidence.
pub(super) struct Evidence {
    pub confidence: Confidence,
    pub reason: &'static str,
}

const fn evidence(confidence: Confidence, reason: &'static str) -> Evidence {
    Evidence { confidence, reason }
}

// Titles.
pub(super) const TITLE_ALONE: Evidence = evidence(High, "the one short line above the first paragraph");
pub(super) const TITLE_AT_BYLINE: Evidence = evidence(High, "the line above the author or the date");
pub(super) const TITLE_ABOVE: Evidence = evidence(Medium, "one of several short lines above the first paragraph");
pub(super) const TITLE_LISTED: Evidence =
    evidence(Medium, "a short line above a paragraph, on a page that lists posts");
pub(super) const TITLE_MISSING: Evidence = evidence(Low, "the name of the file, since no line looks like one");

// Metadata.
pub(super) const STATED: Evidence = evidence(High, "where the page states it");
pub(super) const BESIDE_DATE: Evidence = evidence(Low, "a name beside the date; nothing says that it is the author's");
pub(super) const FIRST_OF_SEVERAL: Evidence = evidence(Low, "the first of several on the page");

// The extent of an excerpt.
pub(super) const FROM_LEAD_IN: Evidence = evidence(High, "from a lead-in with a colon to the outlet's name");
pub(super) const FROM_REMARK: Evidence = evidence(Medium, "from the editor's words to the outlet's name");
pub(super) const ONE_PARAGRAPH: Evidence = evidence(Medium, "the paragraph that ends with the outlet's name");
pub(super) const FROM_SECOND: Evidence = evidence(
    Low,
    "to the outlet's name; nothing shows where it starts, so the first paragraph is assumed to be the editor's",
);
pub(super) const IN_MARKS: Evidence = evidence(Medium, "paragraphs that open with a quotation mark");
pub(super) const AFTER_LEAD_IN: Evidence =
    evidence(Low, "after a lead-in that names an outlet; nothing shows where it ends");

// The outlet of an excerpt.
pub(super) const NAMED_AT_END: Evidence = evidence(High, "named at its end");
pub(super) const UNDECLARED_AT_END: Evidence = evidence(Medium, "in brackets at its end; the site does not declare it");
pub(super) const NAMED_INSIDE: Evidence = evidence(Medium, "named in it");
pub(super) const NAMED_IN_LEAD_IN: Evidence = evidence(Medium, "named in the lead-in");
pub(super) const NAMED_BEFORE: Evidence = evidence(Low, "named in the paragraph before");
pub(super) const NAMED_AFTER: Evidence = evidence(Low, "named in the paragraph after");
pub(super) const NAMED_LAST: Evidence = evidence(Low, "the outlet quoted last; nothing here names one");
pub(super) const NAMED_NOWHERE: Evidence = evidence(Low, "nothing names one");

// Other sources.
pub(super) const MENTIONED: Evidence = evidence(Medium, "the text says what it reports");
pub(super) const MENTIONED_UNDECLARED: Evidence =
    evidence(Low, "the text says what it reports; the site does not declare it");

// Lines.
pub(super) const REJOINED: Evidence = evidence(Medium, "the second half continues in mid-sentence");
pub(super) const CAPTION: Evidence = evidence(Medium, "a short line with a credit");
pub(super) const HEADING: Evidence = evidence(Medium, "a short line without a full stop above a paragraph");
pub(super) const COMMENTS: Evidence = evidence(Medium, "below the heading of the comments");
pub(super) const LEFT_OVER: Evidence = evidence(Low, "looks like page furniture");
