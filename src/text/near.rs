//! "Did you mean": the spelling nearest to a wrong one.

/// Returns the candidate nearest to `word`, if one is near enough to be meant: at most a third of its
/// letters apart (Damerau–Levenshtein), letter case aside, or one a prefix of the other.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let allowed = (lower.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let prefix = lower.len() >= 3 && (other.starts_with(&lower) || lower.starts_with(&other));
            let apart = if prefix { 1 } else { strsim::damerau_levenshtein(&lower, &other) };
            (apart <= allowed).then_some((apart, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_and_far() {
        let keys = ["tags", "topics", "title", "updated"];
        assert_eq!(nearest("taggs", keys), Some("tags"));
        assert_eq!(nearest("Topic", keys), Some("topics"));
        assert_eq!(nearest("colour", keys), None);
    }
}
