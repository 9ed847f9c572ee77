//! The words that the reader of text captures goes by. To teach it another kind of page, start here.

/// The most words of a title.
pub(super) const MAX_TITLE_WORDS: usize = 24;
/// The most words of a heading.
pub(super) const MAX_HEADING_WORDS: usize = 12;
/// The most words of a caption.
pub(super) const MAX_CAPTION_WORDS: usize = 60;

/// Words that only the editor of a digest uses, since they address the reader of the page.
pub(super) const TO_THE_READER: &[&str] = &[
    "read more at", "read the rest", "read the whole", "read it all", "read the full", "read the article",
    "at the link", "click here", "click the link", "click on the link", "you can read", "stay tuned", "hat tip",
    "h t", "via reader", "in my opinion", "imho",
];

/// Words of the first person. Outside quotation marks they are the editor's; a news agency does not use them.
pub(super) const FIRST_PERSON: &[&str] =
    &["i", "i'm", "i'd", "i've", "i'll", "me", "my", "mine", "myself", "저는", "제가", "나는", "내가"];
