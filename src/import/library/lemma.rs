//! The words with which a note on a whole highlight opens: the highlight, or its first and last words.

/// The most words that are quoted whole.
const WHOLE: usize = 10;
/// The number of words at each end of a longer passage.
const END: usize = 4;

/// The passage that stands for the last paragraph of a highlight, as a note quotes it; `None` if none occurs just once.
pub(super) fn lemma(paragraphs: &[String]) -> Option<String> {
    let all = paragraphs.join(" ");
    let last = paragraphs.last()?;
    // An ellipsis would part the passage in two.
    let words: Vec<&str> = last.split_whitespace().take_while(|word| !matches!(*word, "…" | "...")).collect();
    if words.len() <= WHOLE {
        return Some(words.join(" ")).filter(|whole| occurs_once(&all, whole));
    }
    (END..words.len() / 2).find_map(|length| {
        let first = words[..length].join(" ");
        let end = words[words.len() - length..].join(" ");
        (occurs_once(&all, &first) && occurs_once(&all, &end)).then(|| format!("{first} … {end}"))
    })
}

fn occurs_once(text: &str, words: &str) -> bool {
    !words.is_empty() && text.to_lowercase().matches(&words.to_lowercase()).count() == 1
}

#[cfg(test)]
mod tests {
    use super::lemma;

    #[test]
    fn passages_occur_once() {
        let long = "the ferry left at nine and the crew of the ferry left the quay at ten";
        for (highlight, expected) in [
            (&["It rose."][..], Some("It rose.")),
            (&["It rose.", "It rose."], None),
            (&["First.", long], Some("the ferry left at … the quay at ten")),
            (&["It rose … and fell."], Some("It rose")),
            (&["… and fell."], None),
        ] {
            let paragraphs: Vec<String> = highlight.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(lemma(&paragraphs).as_deref(), expected, "{highlight:?}");
        }
    }
}
