//! Titles without the name of their site, and the names of a site.

use super::page::PageLine;
use crate::base::text::words::collapse_space;
use crate::import::html_to_markdown::address::host_of;

/// Signs between the parts of a title.
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " // ", " ‹ "];

/// The names of a site, in letters and digits only.
#[derive(Debug, Default)]
pub(super) struct SiteNames(Vec<String>);

impl SiteNames {
    /// The names that a site states, and those of its address.
    pub fn new(stated: &[String], url: Option<&str>) -> Self {
        let host = url.and_then(host_of).unwrap_or_default();
        let labels: Vec<&str> = host.split('.').collect();
        let short = labels.len().checked_sub(2).and_then(|at| labels.get(at)).copied().unwrap_or_default();
        let names = stated.iter().map(String::as_str).chain([host.as_str(), short]).map(plain);
        Self(names.filter(|name| name.chars().count() > 1).collect())
    }

    /// Returns whether a text is a name of the site.
    pub fn include(&self, text: &str) -> bool {
        let text = plain(text);
        self.0.contains(&text)
    }

    /// Returns whether a part of a title is the name of the site, with a few words beside it or without its ending.
    fn are_in(&self, part: &str) -> bool {
        const WORDS: usize = 5;
        let text = plain(part);
        let is_short = part.split_whitespace().count() <= WORDS;
        let is_alike = |name: &String| {
            name.len() > 3 && (text.contains(name.as_str()) || (text.len() > 3 && name.starts_with(&text)))
        };
        self.include(part) || (is_short && self.0.iter().any(is_alike))
    }
}

/// Letters and digits in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the name of the site before or behind it; `None` if it is no more than that.
pub(super) fn without_site(title: &str, site: &SiteNames) -> Option<String> {
    /// Words before the titles of pages made for printing.
    const PRINTED: [&str; 6] =
        ["Print: ", "Print version: ", "Printable version: ", "Druckversion: ", "Druckansicht: ", "Imprimer : "];
    let title = collapse_space(title);
    let printed = PRINTED.iter().find_map(|words| title.strip_prefix(words));
    let mut title = printed.unwrap_or(&title).to_owned();
    while let Some((head, tail)) = last_part(&title) {
        if site.are_in(tail) {
            title = head.to_owned();
        } else {
            break;
        }
    }
    if let Some((head, tail)) = SEPARATORS.iter().chain(&[": "]).find_map(|between| title.split_once(between))
        && site.include(head)
    {
        title = tail.to_owned();
    }
    if let Some((head, tail)) = title.strip_suffix(')').and_then(|title| title.rsplit_once(" ("))
        && site.include(tail)
    {
        title = head.to_owned();
    }
    let title = title.trim();
    (!title.is_empty() && !site.include(title)).then(|| title.to_owned())
}

/// A title in the spelling of a text that begins with it, but for spaces, such as `<title>`.
pub(super) fn spelled_as(title: &str, whole: &str) -> Option<String> {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let last = letters(title).chars().count().checked_sub(1)?;
    let (at, c) = whole.char_indices().filter(|(_, c)| !c.is_whitespace()).nth(last)?;
    let spelled = whole[..at + c.len_utf8()].trim();
    (letters(spelled) == letters(title)).then(|| spelled.to_owned())
}

/// A title in two parts, of which the second is the last.
pub(super) fn last_part(title: &str) -> Option<(&str, &str)> {
    let at = SEPARATORS.iter().filter_map(|between| title.rfind(between)).max()?;
    let between = title[at + 1..].find(' ').map_or(title.len(), |end| at + 1 + end);
    Some((title[..at].trim(), title[between..].trim()))
}

/// The headline that a title is, where the title has more before or behind it, or less.
pub(super) fn as_headline<'a>(title: &str, headlines: &'a [String]) -> Option<&'a String> {
    let whole = plain(title);
    let is_cut = title.ends_with('…') || title.ends_with("...");
    headlines.iter().find(|headline| {
        let part = plain(headline);
        let is_long = part.chars().count() >= 8 && part.len() * 10 >= whole.len() * 4;
        let rest = match (whole.strip_prefix(&part), whole.strip_suffix(&part)) {
            (Some(_), _) => title.get(headline.len()..),
            (_, Some(_)) => title.len().checked_sub(headline.len()).and_then(|at| title.get(..at)),
            (None, None) => None,
        };
        let is_apart =
            rest.is_some_and(|rest| rest.trim().starts_with(is_separator) || rest.trim().ends_with(is_separator));
        (is_long && whole != part && is_apart) || (is_cut && part.len() > whole.len() && part.starts_with(&whole))
    })
}

/// The place of the headline among lines: the title itself, its letters and digits, or a line that holds little else.
pub(super) fn headline_at<'a>(lines: impl Iterator<Item = &'a PageLine> + Clone, title: &str) -> Option<usize> {
    /// Letters of a title that no line holds by chance.
    const DISTINCT: usize = 20;
    let exact = lines.clone().position(|line| line.text == title);
    exact.or_else(|| {
        let title = Some(plain(title)).filter(|title| !title.is_empty())?;
        // Far longer ones are not even made plain.
        let is_near = |line: &PageLine| line.text.len() < 3 * title.len() + DISTINCT;
        let lines: Vec<String> =
            lines.map(|line| if is_near(line) { plain(&line.text) } else { String::new() }).collect();
        let is_around =
            |line: &String| title.len() >= DISTINCT && line.len() < 2 * title.len() && line.contains(&title);
        lines.iter().position(|line| *line == title).or_else(|| lines.iter().position(is_around))
    })
}

fn is_separator(c: char) -> bool {
    matches!(c, '|' | '-' | '–' | '—' | '·' | '•' | ':' | '»' | '/' | '‹')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sites_go() {
        let site = SiteNames::new(&["Deck Notes".to_owned()], Some("https://www.decknotes.example/fares"));
        for (title, without) in [
            ("Fares rise | Deck Notes", Some("Fares rise")),
            ("Fares rise - decknotes.example", Some("Fares rise")),
            ("Deck Notes: Fares rise", Some("Fares rise")),
            ("Fares rise – again", Some("Fares rise – again")),
            ("Fares rise (Deck Notes)", Some("Fares rise")),
            ("Deck Notes", None),
        ] {
            assert_eq!(without_site(title, &site).as_deref(), without, "{title}");
        }
    }

    #[test]
    fn titles_have_the_spaces_of_the_page() {
        let spelled = |title| spelled_as(title, "“Late!” Fares rise | Deck Notes");
        assert_eq!(spelled("“Late!”Fares rise").as_deref(), Some("“Late!” Fares rise"));
        assert_eq!(spelled("Fares rise"), None);
    }

    #[test]
    fn headlines_are_the_titles() {
        let headlines = ["Winter fares rise".to_owned()];
        for (title, is_headline) in [
            ("Winter fares rise : 3 March, 10.20", true),
            ("Northern line: Winter fares rise", true),
            ("Winter fares ri...", true),
            ("Winter fares rise again", false),
            ("Winter fares rise", false),
        ] {
            assert_eq!(as_headline(title, &headlines).is_some(), is_headline, "{title}");
        }
    }
}
