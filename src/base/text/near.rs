//! "Did you mean": the nearest spelling.

/// The number of faults of a kind for which names are compared: for each, that takes time for every name that there is. Once
/// `check --fix` has repaired these, it looks at the next.
pub(crate) const EXPLAINED: usize = 100;

/// Returns the candidate nearest to `word`, if one is near enough: at most a third of the letters differ
/// (Damerau–Levenshtein), in any letter case, or, from three letters on, one is the beginning of the other.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    let allowed = letters.div_ceil(3).min(letters / 2).max(usize::from(letters > 1));
    candidates
        .into_iter()
        .filter_map(|candidate| distance(&lower, letters, allowed, candidate).map(|distance| (distance, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns whether `near` is what `word` must have meant: the same words and numbers but for a slip of the hand, or a longer word
/// that begins so. A short word with another letter is another name: `NBC` is no `ABC`.
pub(crate) fn is_slip(word: &str, near: &str) -> bool {
    let [ours, theirs] = [word, near].map(words);
    if ours.concat() == theirs.concat() {
        return true;
    }
    let begins = |short: &str, long: &str| short.chars().count() >= 3 && long.starts_with(short);
    match (&ours[..], &theirs[..]) {
        ([ours], [theirs]) if begins(ours, theirs) || begins(theirs, ours) => !has_digits(ours) && !has_digits(theirs),
        _ => ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| is_slip_of_word(ours, theirs)),
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn has_digits(word: &str) -> bool {
    word.contains(|c: char| c.is_numeric())
}

/// Returns whether a word is another one with a slip: a third of its letters at most, or one of a short word.
fn is_slip_of_word(ours: &str, theirs: &str) -> bool {
    const SHORT: usize = 4;
    if ours == theirs {
        return true;
    }
    let counts = [ours, theirs].map(|word| word.chars().count());
    let (few, many) = (counts[0].min(counts[1]), counts[0].max(counts[1]));
    let distance = strsim::damerau_levenshtein(ours, theirs);
    let is_near = if many <= SHORT {
        // Letters are lost or change places; another letter makes another word.
        distance == 1 && few > 2 && (few < many || same_letters(ours, theirs))
    } else {
        distance <= many / 3
    };
    is_near && !has_digits(ours) && !has_digits(theirs)
}

fn same_letters(ours: &str, theirs: &str) -> bool {
    let [ours, theirs] = [ours, theirs].map(|word| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    });
    ours == theirs
}

/// Returns the path nearest to `wanted`: the same name in another folder, or a similar name in the same folder.
pub(crate) fn nearest_path<'a>(wanted: &str, paths: &[&'a str]) -> Option<&'a str> {
    let (folder, name) = split(wanted);
    let same = paths.iter().find(|path| split(path).1 == name);
    same.copied().or_else(|| {
        let here = paths.iter().filter(|path| path.len().abs_diff(wanted.len()) <= 8 && split(path).0 == folder);
        let (lower, letters) = (stem(name).to_lowercase(), stem(name).chars().count());
        let allowed = letters.div_ceil(3).min(letters / 2);
        let near = |path| Some((distance(&lower, letters, allowed, stem(split(path).1))?, path));
        here.filter_map(|path| near(*path)).min().map(|(_, path)| path)
    })
}

/// Splits a path into its folder and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns the words of `text` that differ least from `wanted`, if less than half of the letters differ.
pub(crate) fn nearest_words(text: &str, wanted: &str) -> Option<String> {
    /// The number of letters to compare at most; more is not worth the time.
    const LIMIT: usize = 10_000_000;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (length, letters) = (wanted.split_whitespace().count(), wanted.chars().count());
    if words.len().saturating_mul(3 * letters * letters) > LIMIT {
        return None;
    }
    // One word may be missing or added.
    let lengths = length.saturating_sub(1).max(1)..=length + 1;
    let windows = lengths.flat_map(|length| words.windows(length)).map(|window| window.join(" "));
    let (distance, near) = windows.map(|window| (strsim::levenshtein(&window, wanted), window)).min()?;
    (distance * 2 < letters).then_some(near)
}

/// Returns the distance of `candidate` from the word `lower` of this number of `letters`, if it is at most `allowed`.
fn distance(lower: &str, letters: usize, allowed: usize, candidate: &str) -> Option<usize> {
    let count = candidate.chars().count();
    let prefix = letters.min(count) >= 3;
    if !prefix && count.abs_diff(letters) > allowed {
        return None;
    }
    let other = candidate.to_lowercase();
    if prefix && (other.starts_with(lower) || lower.starts_with(&other)) {
        return Some(1);
    }
    if count.abs_diff(letters) > allowed {
        return None;
    }
    let distance = strsim::damerau_levenshtein(lower, &other);
    (distance <= allowed).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far() {
        let keys = ["tags", "topics", "title", "updated", "p", "R"];
        assert_eq!(nearest("taggs", keys), Some("tags"));
        assert_eq!(nearest("Topic", keys), Some("topics"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("pyhton", keys), None);
        assert_eq!(nearest("c", ["a"]), None);
        assert_eq!(nearest("pyhton", ["python", "p"]), Some("python"));
    }

    #[test]
    fn slips_of_the_hand() {
        for (word, meant) in [
            ("Topic", "topics"),
            ("per-page", "per_page"),
            ("tgas", "tags"),
            ("descr", "description"),
            ("Harbor News", "Harbour News"),
            ("ferrys.md", "ferries.md"),
        ] {
            assert!(is_slip(word, meant), "{word}");
        }
        for (word, other) in [
            ("New York Post", "New York Times"),
            ("NBC", "ABC"),
            ("Reuters Korea", "Reuters"),
            ("budget-2025.md", "budget-2024.md"),
            ("a.pdf", "a.md"),
            ("Kyodo News", "Tokyo News"),
        ] {
            assert!(!is_slip(word, other), "{word}");
        }
    }

    #[test]
    fn near_paths() {
        let paths = ["content/articles/ferries.md", "content/articles/old/ports.md"];
        assert_eq!(nearest_path("content/articles/ferrys.md", &paths), Some(paths[0]));
        assert_eq!(nearest_path("content/articles/ports.md", &paths), Some(paths[1]));
        assert_eq!(nearest_path("content/articles/gone.md", &paths), None);
        assert_eq!(nearest_path("content/articles/ferries", &paths), Some(paths[0]));
    }
}
