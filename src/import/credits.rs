//! Credits of pictures, by their words.

use super::phrase::{ends_sentence, tokens};

/// Words of a photo credit: a short line with one of them is a caption.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "photo by", "photo :", "photos :", "photo credit", "photograph by", "photograph :", "picture :", "picture by",
    "image :", "image by", "image credit", "image courtesy", "image via", "images courtesy", "photo courtesy",
    "courtesy of", "credit :", "getty images", "ap photo", "afp photo", "reuters photo", "file photo",
    "featured image", "feature image", "screenshot", "screen capture", "사진 =", "사진 :", "사진 제공", "foto :", "fotos :",
    "bild :", "crédit photo",
];

/// Returns whether a line is a caption or a credit, by the words that say whose picture it is.
pub(super) fn is_credited(line: &str) -> bool {
    // `Photo: …` and `Photo by …` may continue as a sentence.
    let mut labels = CREDITS.iter().filter(|credit| credit.ends_with([':', '=']) || credit.ends_with(" by"));
    let words = tokens(line).join(" ");
    let labelled = labels.any(|label| words.starts_with(label));
    let bracketed = line.starts_with(['[', '(']) && line.ends_with([']', ')']);
    let tail = line.strip_suffix([')', ']']).and_then(|line| line.rsplit_once(['(', '['])).map_or("", |(_, tail)| tail);
    has_credit(line) && (labelled || bracketed || !ends_sentence(line) || has_credit(tail))
}

fn has_credit(text: &str) -> bool {
    let text = format!(" {} ", tokens(text).join(" "));
    CREDITS.iter().any(|credit| text.contains(&format!(" {credit} ")))
}
