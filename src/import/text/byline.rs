//! Bylines: the author, the date and the tags in the lines around a post. Only what is written out is taken, and no date that
//! can be read in two ways.

use toml::value::Datetime;

use crate::import::attribution::{has_outlet_word, is_name};
use crate::import::phrase::tokens;
use crate::import::written_date::{date_in, is_date};

/// The metadata of a post, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PostMetadata {
    pub authors: Vec<String>,
    /// Names beside a date that may not be those of authors.
    pub names: Vec<String>,
    pub dates: Vec<Datetime>,
    pub tags: Vec<String>,
}

impl PostMetadata {
    /// Adds what a byline states.
    pub(crate) fn add_line(&mut self, line: &str) {
        // A line made for this may name a user: `Posted by admin`.
        let author = author_in(line).filter(|name| is_name(name) || !name.contains(' ') || are_names(name));
        self.authors.extend(author.filter(|name| !self.authors.contains(name)));
        self.names.extend(name_beside_date(line).filter(|name| !self.names.contains(name)));
        self.dates.extend(date_in(line).filter(|date| !self.dates.contains(date)));
        let new: Vec<_> = tags_in(line).into_iter().filter(|tag| !self.tags.contains(tag)).collect();
        self.tags.extend(new);
    }
}

/// Returns whether a line is only a byline: `By Jane Doe`, `3 March 2015`,
/// `3 March 2015 by Jane Doe`, `Jane Doe | 3 March 2015`; so in German and Korean.
pub(super) fn is_byline(line: &str) -> bool {
    let words = tokens(line).len();
    let by = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    let named = by && author_in(line).is_some_and(|name| is_name(&name));
    let dated = split_at_by(line).is_some_and(|(day, name)| is_date(day) && is_name(name));
    let is_other = is_labelled_date(line) || german_author(line).is_some() || korean_author(line).is_some();
    let is_short = named || dated || is_other || is_date(line) || name_beside_date(line).is_some();
    words <= 12 && is_short || hashtags(line).is_some()
}

/// The tags of a line that has nothing else: `#해저케이블 #제주`.
fn hashtags(line: &str) -> Option<Vec<String>> {
    let tag = |word: &str| word.strip_prefix('#').filter(|tag| tag.starts_with(char::is_alphabetic)).map(str::to_owned);
    let tags: Option<Vec<String>> = line.split_whitespace().map(tag).collect();
    tags.filter(|tags| !tags.is_empty())
}

/// Returns whether a line is a date behind a word such as `입력`.
fn is_labelled_date(line: &str) -> bool {
    let rest = ["기사입력", "입력", "등록", "작성일", "게시일"].iter().find_map(|label| line.strip_prefix(label));
    rest.is_some_and(|rest| is_date(rest.trim_start_matches([' ', ':'])))
}

/// The names of `Von N. N.`, with a date before or behind them or none. `Von Ebbe und Flut` is a title.
fn german_author(line: &str) -> Option<&str> {
    let (before, rest) = match line.strip_prefix("Von ") {
        Some(rest) => ("", rest),
        None => line.split_once(" von ")?,
    };
    let (names, after) =
        [", ", " | ", " · ", " – ", " am "].iter().find_map(|between| rest.split_once(between)).unwrap_or((rest, ""));
    let is_day = |text: &str| text.is_empty() || is_date(text);
    (is_day(before) && is_day(after) && are_names(names)).then_some(names)
}

/// Returns whether a text is whole names joined by `und`.
fn are_names(text: &str) -> bool {
    text.split(" und ").all(|name| name.split_whitespace().count() > 1 && is_name(name))
}

/// The name of `홍길동 기자`.
fn korean_author(line: &str) -> Option<&str> {
    line.strip_suffix(" 기자").filter(|name| is_hangul_name(name))
}

fn is_hangul_name(text: &str) -> bool {
    (2..=4).contains(&text.chars().count()) && text.chars().all(|c| ('가'..='힣').contains(&c))
}

/// Splits a line at its last `by`.
fn split_at_by(line: &str) -> Option<(&str, &str)> {
    let at = line.to_ascii_lowercase().rfind(" by ")?;
    Some((&line[..at], line[at + 4..].trim()))
}

/// The name beside a date, on a line that holds nothing else: `Jane Doe | March 3, 2015`. One word may be a place, and some
/// names are those of outlets.
fn name_beside_date(line: &str) -> Option<String> {
    if let Some((_, name)) = line.rsplit_once(' ').filter(|(day, name)| is_date(day.trim_end()) && is_hangul_name(name))
        && !is_date(line)
    {
        return Some(name.to_owned());
    }
    const BETWEEN: [&str; 7] = [" | ", " · ", " • ", " – ", " — ", " - ", " ・ "];
    let (at, between) = BETWEEN.iter().find_map(|between| Some((line.find(between)?, between)))?;
    let (first, second) = (line[..at].trim(), line[at + between.len()..].trim());
    let name = match (is_date(first), is_date(second)) {
        (true, false) => second,
        (false, true) => first,
        (true, true) | (false, false) => return None,
    };
    if is_hangul_name(name) {
        return Some(name.to_owned());
    }
    let words = name.split_whitespace().count();
    ((2..=4).contains(&words)
        && !has_outlet_word(name)
        && is_name(name)
        && !name.contains(|c: char| c.is_ascii_digit()))
    .then(|| name.to_owned())
}

/// The name after the last `by` of a line, or what stands for it in German and Korean.
fn author_in(line: &str) -> Option<String> {
    if let Some(name) = german_author(line).or_else(|| korean_author(line)) {
        return Some(name.to_owned());
    }
    let lower = line.to_ascii_lowercase();
    let colon = ["author: ", "작성자: "].iter().find_map(|label| Some(lower.find(label)? + label.len()));
    let by = lower.rfind(" by ").map(|at| at + 4).or_else(|| lower.starts_with("by ").then_some(3));
    let rest = &line[colon.or(by)?..];
    let ends = [" on ", " in ", " at ", " | ", " · ", ", ", " – ", " — ", ". Bookmark", ". Follow"];
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(['.', ',', ':', '|']).trim();
    name.contains(char::is_alphabetic).then(|| name.to_owned())
}

/// The tags of `Tag: Ports`, `Tagged ports, ferries` and `This entry was posted in News and tagged ports by Jane Doe`.
fn tags_in(line: &str) -> Vec<String> {
    if let Some(tags) = hashtags(line) {
        return tags;
    }
    let lower = line.to_ascii_lowercase();
    let label = ["tag archives:", "tagged with:", "tagged with ", "tagged:", "tagged ", "tags:", "tag:", "태그:"];
    let Some(start) = label.iter().find_map(|label| Some(lower.find(label)? + label.len())) else { return Vec::new() };
    let rest = &line[start..];
    let end = [" by ", ". "].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let names =
        rest[..end].split(',').map(|tag| tag.trim().trim_matches(['.', '#', '‘', '’', '“', '”', '"', '\'']).trim());
    names.filter(|tag| !tag.is_empty() && tag.split_whitespace().count() <= 5).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata_in(line: &str) -> (String, String, String) {
        let mut metadata = PostMetadata::default();
        metadata.add_line(line);
        let dates: Vec<_> = metadata.dates.iter().map(ToString::to_string).collect();
        (metadata.authors.join("|"), dates.join("|"), metadata.tags.join("|"))
    }

    #[test]
    fn metadata_of_a_line() {
        for (line, author, date, tags) in [
            ("Posted on by", "", "", ""),
            ("Posted on March 3, 2015 by Jane van Doe", "Jane van Doe", "2015-03-03", ""),
            ("This entry was posted in , , by Jane Doe.", "Jane Doe", "", ""),
            (
                "This entry was posted in News and tagged ports, ferries by J. Doe. Bookmark the permalink.",
                "J. Doe",
                "",
                "ports|ferries",
            ),
            ("Posted by harbour_girl on 2015-03-03", "harbour_girl", "2015-03-03", ""),
            ("By Jane Doe | 3 Mar 2015, 10:15 am", "Jane Doe", "2015-03-03", ""),
            ("March 3, 2015 by Jane Doe", "Jane Doe", "2015-03-03", ""),
            ("Jane Doe | March 3, 2015", "", "2015-03-03", ""),
            ("2015년 3월 3일", "", "2015-03-03", ""),
            ("Von Mara Lind, 3. März 2015", "Mara Lind", "2015-03-03", ""),
            ("3. März 2015 von Mara Lind und Rolf Osei", "Mara Lind und Rolf Osei", "2015-03-03", ""),
            ("홍길동 기자", "홍길동", "", ""),
            ("#항구 #pilots", "", "", "항구|pilots"),
            ("입력 2015.03.03 10:20", "", "2015-03-03", ""),
            ("Posted on 03/04/2015", "", "", ""),
            ("Posted on February 30, 2015", "", "", ""),
            ("Tag: Ports", "", "", "Ports"),
            ("Tagged #ports, ferries.", "", "", "ports|ferries"),
        ] {
            assert_eq!(metadata_in(line), (author.to_owned(), date.to_owned(), tags.to_owned()), "{line}");
        }
        assert!(
            is_byline("By Jane Doe") && is_byline("March 3rd, 2015 at 10:15 pm") && is_byline("Monday, 3 March 2015")
        );
        assert!(is_byline("March 3, 2015 by Jane Doe") && is_byline("March 3, 2015 at 10:15 pm by J. van Doe"));
        assert!(is_byline("Jane Doe | March 3, 2015") && is_byline("3 March 2015 · Jane Doe"));
        for byline in ["Von Mara Lind", "Von Mara Lind, 3. März 2015", "3. März 2015 von Mara Lind", "홍길동 기자"]
        {
            assert!(is_byline(byline), "{byline}");
        }
        assert!(is_byline("먼바다 ・ 2021. 5. 2. 8:05") && is_byline("#항구 #pilots") && !is_byline("#1 of #2"));
        assert!(is_byline("입력 2015.03.03 10:20") && is_byline("2015년 3월 3일  홍길동"));
        assert!(!is_byline("Von Ebbe und Flut") && !is_byline("Von Kiel nach Amrum"));
        for prose in
            ["Seoul – 3 March 2015", "Harbour News | March 3, 2015", "March 3, 2015 by the sea", "Ice – Jane Doe"]
        {
            assert!(!is_byline(prose), "{prose}");
        }
        assert!(!is_byline("By the sea the ferries wait.") && !is_byline("The ports were closed on 3 March 2015"));
    }
}
