//! Keys that other programs call by other names.

/// Words for one thing; the first is margent's.
const SYNONYMS: [&[&str]; 5] = [
    &["title", "name", "headline", "heading", "subject", "label"],
    &["name", "title", "label", "outlet"],
    &["url", "link", "href", "address", "uri", "permalink", "page"],
    &["text", "note", "description", "body", "content", "what"],
    &["outlet", "publisher", "publication", "newspaper", "medium", "media", "name", "by"],
];

/// Returns whether `word` is another word for margent's `key`.
pub(super) fn mean_the_same(word: &str, key: &str) -> bool {
    let word = word.to_lowercase();
    SYNONYMS.iter().any(|words| words[0] == key && words[1..].contains(&word.as_str()))
}
