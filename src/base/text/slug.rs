//! Slugs: the part of an address that names one thing. All scripts are kept; only characters that do not suit addresses
//! are replaced.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most bytes of a part of an address: the limit of file systems.
pub(crate) const LONGEST: usize = 255;

/// Lower-cases `text`, composes it (NFC), and joins its runs of letters, digits and combining marks with
/// hyphens. Apostrophes are removed (`Kim's` → `kims`). Empty if nothing is left.
pub fn slugify(text: &str) -> String {
    if text.is_ascii() {
        hyphenate(text.chars().map(|c| c.to_ascii_lowercase()), text.len())
    } else {
        // What is left out may stand between marks that the normal form orders.
        hyphenate(text.chars().filter(|c| !is_left_out(*c)).flat_map(char::to_lowercase).nfc(), text.len())
    }
}

/// Returns whether words go on across a character: an apostrophe, or one that nobody sees.
fn is_left_out(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{200b}'..='\u{200d}')
}

/// Joins runs of letters, digits and combining marks with hyphens.
fn hyphenate(chars: impl Iterator<Item = char>, len: usize) -> String {
    let mut slug = String::with_capacity(len);
    let mut gap = false;
    for c in chars {
        if c.is_alphanumeric() || is_combining_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if !is_left_out(c) {
            gap = true;
        }
    }
    slug
}

/// Returns the part of a slug by which an alphabetical index sorts it: without the English article, as libraries file titles.
pub(crate) fn filed_as(slug: &str) -> &str {
    slug.strip_prefix("the-").unwrap_or(slug)
}

/// Returns the letter under which an alphabetical index lists a slug: without accents; the first consonant of a Hangul
/// syllable, a doubled one as a single one; `#` for all digits.
pub(crate) fn index_letter(slug: &str) -> String {
    const FIRST: [char; 19] = [
        'ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ',
        'ㅎ',
    ];
    /// The number of syllables that begin with the same consonant.
    const SYLLABLES: u32 = 588;
    match filed_as(slug).chars().next() {
        Some(c @ '가'..='힣') => FIRST[((u32::from(c) - u32::from('가')) / SYLLABLES) as usize].to_string(),
        Some(c) if c.is_numeric() => "#".to_owned(),
        Some(c) => std::iter::once(c).nfd().take(1).flat_map(char::to_uppercase).collect(),
        None => String::new(),
    }
}

/// Makes the id of a heading as GitHub does, so that `#heading` works in both places: lower case; letters of any
/// script, digits, hyphens and underscores; spaces become hyphens. Adds the id to those `taken`; `last` has the numbers
/// of equal headings.
pub(crate) fn heading_id(text: &str, taken: &mut BTreeSet<String>, last: &mut HashMap<String, usize>) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') || is_combining_mark(*c);
    let id: String = text.trim().nfc().flat_map(char::to_lowercase).filter(is_kept).collect();
    let id = id.replace(' ', "-");
    let wanted = if id.trim_matches('-').is_empty() { "section".to_owned() } else { id };
    // Continues after the last heading with this text, so that a thousand equal ones take a thousand steps.
    let n = last.entry(wanted.clone()).or_insert(0);
    free_name(&wanted, "", n, taken)
}

/// Makes `wanted` unique among the names `taken`, by `-2`, `-3`, …, and adds it to them.
pub(crate) fn unique_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    free_name(wanted, "", &mut 1, taken)
}

/// The name of `stem` and `ending`, with the first number after `n` between them for which it is not `taken`, if it is.
fn free_name(stem: &str, ending: &str, n: &mut usize, taken: &mut BTreeSet<String>) -> String {
    let mut name = format!("{stem}{ending}");
    while !taken.insert(name.clone()) {
        *n += 1;
        name = format!("{stem}-{n}{ending}");
    }
    name
}

/// Names that are taken; each further one is made unique as by [`unique_name`], so that a thousand equal ones take a thousand steps.
#[derive(Default)]
pub(crate) struct UniqueNames {
    taken: BTreeSet<String>,
    /// The last number of each name that was wanted.
    last: HashMap<String, usize>,
}

impl UniqueNames {
    /// Begins with the names that are there.
    pub(crate) fn of(taken: impl IntoIterator<Item = String>) -> Self {
        Self { taken: taken.into_iter().collect(), last: HashMap::new() }
    }

    /// Takes the name of `stem` and `ending`, such as `.png`, with a number between them if needed.
    pub(crate) fn take(&mut self, stem: &str, ending: &str) -> String {
        let n = self.last.entry(format!("{stem}{ending}")).or_insert(1);
        free_name(stem, ending, n, &mut self.taken)
    }
}

/// Returns the file name, without extension, of an article with this slug: shortened at a hyphen, if there is one, since file
/// names have at most 255 bytes, and never `index`, which would name its folder.
pub(crate) fn file_stem(slug: &str) -> String {
    /// The number of letters at most: titles may be long.
    const LIMIT: usize = 72;
    /// Bytes at most: letters of some scripts have four.
    const BYTES: usize = 240;
    let letters = slug.char_indices().nth(LIMIT).map_or(slug.len(), |(end, _)| end);
    let end = slug.floor_char_boundary(letters.min(BYTES));
    let cut = match &slug[..end] {
        whole if end == slug.len() => whole,
        cut => cut.rsplit_once('-').map_or(cut, |(head, _)| head),
    };
    if cut == "index" { "index-article".to_owned() } else { cut.to_owned() }
}

/// Removes a leading date (`2015-01-31-`) from a file name.
pub(crate) fn without_date(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    let shape = b"dddd-dd-dd-";
    let is_dated = bytes.len() > shape.len()
        && shape.iter().zip(bytes).all(|(s, b)| if *s == b'd' { b.is_ascii_digit() } else { s == b });
    if is_dated { &stem[shape.len()..] } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_lists() {
        for (slug, expected) in [
            ("apple", "A"),
            ("ärzte", "A"),
            ("24-hours", "#"),
            ("북한", "ㅂ"),
            ("까치", "ㄱ"),
            ("힣", "ㅎ"),
            ("the-quay", "Q"),
            ("theatre", "T"),
        ] {
            assert_eq!(index_letter(slug), expected, "{slug}");
        }
    }

    #[test]
    fn slugs() {
        assert_eq!(slugify("North Korea’s 3G -- network!"), "north-koreas-3g-network");
        assert_eq!(slugify("광명 인트라넷"), "광명-인트라넷");
        assert_eq!(slugify("E\u{301}tude"), "étude");
        assert_eq!(slugify("…"), "");
        let odd = slugify("a\u{5bf}\u{200d}\u{5bb}");
        assert_eq!(slugify(&odd), odd, "a slug is its own slug");
        let (mut taken, mut last) = (BTreeSet::new(), HashMap::new());
        let anchors = ["Who pays?", "Edit `site.toml` & go", "Who pays?", "고려링크 요금", "…"]
            .map(|text| heading_id(text, &mut taken, &mut last));
        assert_eq!(anchors, ["who-pays", "edit-sitetoml--go", "who-pays-1", "고려링크-요금", "section"]);
        assert_eq!(["index", "indexes"].map(file_stem), ["index-article", "indexes"]);
        assert_eq!(file_stem(&"word-".repeat(60)), ["word"; 14].join("-"));
        assert_eq!(file_stem(&"한".repeat(300)), "한".repeat(72));
        assert_eq!(file_stem(&"\u{1e922}".repeat(300)), "\u{1e922}".repeat(60));
        assert_eq!(without_date("2015-01-31-chips"), "chips");
        assert_eq!(without_date("2015-01-31-"), "2015-01-31-");
        assert_eq!(without_date("광명-2015"), "광명-2015");
    }
}
