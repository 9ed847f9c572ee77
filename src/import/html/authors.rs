//! The people who wrote a text, by what a page states: their names without the words around them, and without sites, desks and
//! agencies, which nobody is.

use super::page::{HtmlPage, PageLine};
use super::titles::{SiteNames, headline_at, plain};
use crate::base::text::words::{self, collapse_space};
use crate::import::attribution::is_name;
use crate::import::html_to_markdown::tree::{HtmlElement, HtmlNode};

/// Words before a name.
#[rustfmt::skip] // It would give each word a line.
const BEFORE: [&str; 31] = [
    "by", "written by", "posted by", "post author", "published by", "words by", "story by", "von", "geschrieben von",
    "eingestellt von", "erstellt von", "artikel von", "verfasst von", "veröffentlicht von", "ein beitrag von", "pressemitteilung von", "par", "écrit par", "por", "escrito por",
    "publicado por", "di", "door", "text", "autor", "autorin", "author", "auteur", "interview", "글", "作者",
];
/// Signs that end a name.
const AFTER: [&str; 13] =
    [" | ", " · ", " • ", " – ", " — ", " - ", " on ", " am ", " für ", " for ", " 责任编辑", " (", "\u{a0}|"];
/// Words and signs between names.
const BETWEEN: [&str; 9] = [", ", " and ", " und ", " & ", " y ", " et ", " e ", "; ", " / "];
/// Degrees, which stand behind a name as another would.
const DEGREES: [&str; 14] =
    ["phd", "md", "ma", "ba", "mba", "rd", "rn", "msc", "bsc", "jr", "sr", "mph", "dphil", "esq"];
/// Words of names without a capital.
#[rustfmt::skip] // It would give each word a line.
const PARTICLES: [&str; 30] = [
    "de", "da", "di", "do", "dos", "das", "del", "della", "der", "den", "van", "von", "vom", "zu", "zum", "zur", "und", "la", "le",
    "el", "al", "bin", "ibn", "y", "e", "ter", "ten", "af", "av", "du",
];
/// Words that are in no names of people.
#[rustfmt::skip] // It would give each word a line.
const NOT_PEOPLE: [&str; 110] = [
    "admin", "administrator", "editor", "editors", "editorial", "redaktion", "redaktionsteam", "redacción",
    "redaccion", "rédaction", "redazione", "redactie", "redakcja", "redação", "staff", "team", "desk", "newsroom",
    "publisher", "webmaster", "user", "agencia", "agencias", "agency", "agencies", "agence", "agentur", "agenturen",
    "gmbh", "ag", "kg", "ug", "inc", "ltd", "llc", "verlag", "verein", "stiftung", "news", "magazin", "magazine",
    "zeitung", "press", "presse", "pressestelle", "media", "tv", "radio", "online", "correspondent", "reporter",
    "contributor", "anonymous", "unknown", "guest", "gast", "dpa", "afp", "ap", "reuters", "apa", "kna", "epd", "sid",
    "efe", "ansa", "pap", "pm", "bundesministerium", "ministerium", "universität", "university", "institut",
    "deutschland", "germany", "newsdesk", "author", "authors", "autor", "inhalte", "twitter", "facebook", "linkedin", "follow",
    "following", "folgen", "subscribe", "required", "updated", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "mon", "tue", "wed", "thu", "fri", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    "フォロー", "未知",
];

/// Endings of the names of sites and organisations, as one word or as a part of one.
#[rustfmt::skip] // It would give each word a line.
const NOT_PEOPLE_ENDINGS: [&str; 27] = [
    "redaktion", "stiftung", "verband", "ministerium", "verlag", "zeitung", "magazin", "blog", "blogger", "bloggern", "blatt",
    "archiv", "departement", "partei", "sekretariat", "feuerwehr", "portal", "agentur", "abteilung", "autoren",
    "新闻", "新聞", "网", "網", "报", "報", "编辑部",
];

/// The texts in a byline that may name people: the links to them, else its parts if one of them is a whole name, else all of it.
pub(super) fn named_in(byline: &HtmlElement) -> Vec<String> {
    let text = byline.text();
    let links = byline.all().filter(|element| element.is(&["a"]) && leads_to_person(element));
    let mut names: Vec<String> = links.flat_map(|link| whole_names(link, true)).collect();
    if names.is_empty() {
        // Behind a word such as `by` any link may be a name.
        names = whole_names(byline, without_word_before(&text) != text);
    }
    if names.is_empty() { vec![text] } else { names }
}

/// The parts of an element that are whole names.
fn whole_names(element: &HtmlElement, may_be_link: bool) -> Vec<String> {
    const MAX_WORDS: usize = 5;
    let is_other = |inner: &HtmlElement| inner.is(&["button", "label", "option"]) || (!may_be_link && inner.is(&["a"]));
    let parts = element.all_within(move |inner| !is_other(inner)).filter(move |inner| !is_other(inner));
    let texts = parts.flat_map(|inner| &inner.children).filter_map(HtmlNode::as_text).map(collapse_space);
    // With a colon it is the label of what follows.
    let may_be =
        |text: &str| text.contains(' ') && !text.ends_with(':') && text.split_whitespace().count() <= MAX_WORDS;
    let is_whole = |text: &String| is_name(text) && may_be(text);
    texts.map(|text| without_word_before(&text).to_owned()).filter(is_whole).collect()
}

/// Returns whether a link leads to the page of a person.
fn leads_to_person(link: &HtmlElement) -> bool {
    const WORDS: [&str; 10] =
        ["author", "autor", "people", "person", "writer", "reporter", "contributor", "journalist", "profile", "/user"];
    let href = link.attribute("href").unwrap_or_default().to_lowercase();
    WORDS.iter().any(|word| href.contains(word))
}

/// The names of people in a text that states an author; none where it names none.
pub(super) fn people(text: &str, site: &SiteNames) -> Vec<String> {
    let text = collapse_space(text);
    let text = without_word_before(&text);
    let ends = AFTER.iter().filter_map(|after| text.find(after)).filter(|at| !is_inside_name(text, *at));
    // Behind the last of several names is what they do.
    let last = [" and ", " und "].iter().filter_map(|and| text.rfind(and)).max();
    let posts = last.and_then(|last| Some(last + text[last..].find(", ")?));
    let end = ends.chain(text.find('\n')).chain(posts).min().unwrap_or(text.len());
    let mut parts = vec![text[..end].trim()];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    // Names of sites may have a comma or an `and` as well, and behind a domain is its address.
    if site.include(&text[..end]) || parts.first().is_some_and(|part| is_domain(part)) {
        return Vec::new();
    }
    // `Lind, Mara` is one name.
    if let ([last, first], true) = (&parts[..], text.contains(", "))
        && !last.contains(' ')
        && !first.contains(' ')
        && is_person(&format!("{first} {last}"), site)
    {
        return vec![text[..end].trim().to_owned()];
    }
    let names = parts.into_iter().map(|name| {
        name.trim().trim_start_matches("记者").trim_end_matches(" 기자").trim_matches([',', ':', ' ', '\'', '’'])
    });
    let names =
        names.map(|name| without_repetition(name.strip_suffix('.').filter(|_| !is_organisation(name)).unwrap_or(name)));
    let mut names: Vec<String> = names.filter(|name| is_person(name, site)).map(str::to_owned).collect();
    names.dedup();
    names
}

/// Returns whether a bracket at `at` is a part of a name, as in `Robin (R.M.) Lind`; what is in capitals is an agency.
fn is_inside_name(text: &str, at: usize) -> bool {
    let Some((called, rest)) = text[at..].strip_prefix(" (").and_then(|inside| inside.split_once(") ")) else {
        return false;
    };
    let is_called = called.contains('.') || called.contains(char::is_lowercase);
    is_called && !called.contains(' ') && [called, rest].iter().all(|part| part.starts_with(char::is_uppercase))
}

/// The one word by which an author goes, who states no name; such a word may as well be anything else.
pub(super) fn handle(text: &str, site: &SiteNames) -> Option<String> {
    let text = collapse_space(text);
    let handle = without_word_before(&text).trim_matches([',', '.', ':', '|', ' ']);
    let is_word = handle.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_nobody =
        NOT_PEOPLE.contains(&plain(handle).as_str()) || plain(handle).contains("admin") || site.include(handle);
    ((3..=20).contains(&handle.chars().count()) && is_word && !is_nobody).then(|| handle.to_owned())
}

/// A text without words such as `by` before a name.
fn without_word_before(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = BEFORE.iter().find_map(|before| after_word(text, before)) {
        text = rest;
    }
    text
}

/// A name without its repetition, as pages show one beside a picture.
fn without_repetition(name: &str) -> &str {
    let (head, tail) = name.split_at(name.floor_char_boundary(name.len() / 2));
    let (head, tail) = (head.trim(), tail.trim());
    if head == tail { head } else { name }
}

/// The people that the page names in its lines, and where.
pub(super) fn in_lines(page: &HtmlPage<'_>, title: Option<&str>, site: &SiteNames) -> (&'static str, Vec<String>) {
    let near = title.map(|title| near_headline(&page.lines, title, site)).unwrap_or_default();
    if !near.is_empty() {
        return ("the line near its headline", near);
    }
    // Elements of that class hold much else: only what looks like whole names counts.
    let is_whole =
        |people: &Vec<String>| !people.is_empty() && people.iter().all(|name| is_name(name) && name.contains(' '));
    let marked = page.author_lines().iter().map(|text| people(text, site)).find(is_whole);
    ("an element of an author's class", marked.unwrap_or_default())
}

/// The people in the lines about a text: those near its headline that begin with a word such as `by`.
fn near_headline(lines: &[PageLine], title: &str, site: &SiteNames) -> Vec<String> {
    const BELOW: usize = 8;
    const ABOVE: usize = 3;
    const WORDS: usize = 14;
    let Some(headline) = headline_at(lines.iter(), title) else { return Vec::new() };
    let near = lines[headline + 1..].iter().take(BELOW).chain(lines[..headline].iter().rev().take(ABOVE));
    near.filter(|line| line.text.split_whitespace().count() <= WORDS && !line.text.ends_with('.'))
        .find_map(|line| {
            let rest = BEFORE.iter().find_map(|before| after_word(&line.text, before))?;
            let mut people = people(rest.split(" in ").next()?, site);
            // Behind the name that is a link is what the person does.
            let linked = people.first().is_some_and(|name| words::count(name) == line.linked);
            people.truncate(if linked { 1 } else { people.len() });
            Some(people).filter(|people| !people.is_empty())
        })
        .unwrap_or_default()
}

/// Returns the text after a word and a space or a colon, or from a capital on where a style sheet puts the space.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    const SPACES: [char; 4] = [' ', ':', '：', '\u{a0}'];
    let head = text.get(..word.len()).filter(|head| head.to_lowercase() == word)?;
    let rest = &text[head.len()..];
    let is_glued = head.len() > 2 && head.ends_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
    (is_glued || rest.is_empty() || rest.starts_with(SPACES)).then(|| rest.trim_start_matches(SPACES))
}

/// Returns whether a name ends as that of a registered association does, or in a word for a site or an organisation.
fn is_organisation(name: &str) -> bool {
    let is_registered = [" e.V", " e. V", " eV", " eG", " e.V.", " e. V."].iter().any(|end| name.ends_with(end));
    let ends = |word: &str| NOT_PEOPLE_ENDINGS.iter().any(|ending| plain(word).ends_with(ending));
    is_registered || name.split_whitespace().any(ends)
}

/// Returns whether a word is a domain, as `deck.example` is; `J.R.` are initials.
fn is_domain(word: &str) -> bool {
    !word.contains(' ') && word.trim_end_matches('.').split('.').skip(1).any(|part| part.len() > 1)
}

fn is_person(name: &str, site: &SiteNames) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_nobody = |word: &&str| NOT_PEOPLE.contains(&plain(word).as_str());
    // Of names, a word begins with a capital: also `van Osei`, but not `an angler from Aurich`.
    let is_capital = words.iter().any(|word| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()));
    let is_particle =
        |word: &str| PARTICLES.contains(&plain(word).as_str()) || word.starts_with("d'") || word.starts_with("d’");
    let may_be_name = |word: &&str| !word.starts_with(char::is_lowercase) || is_particle(word);
    (1..=5).contains(&words.len())
        && is_capital
        && name.starts_with(char::is_alphabetic)
        && (words.iter().all(may_be_name) || (words.len() == 2 && may_be_name(&words[0])))
        && !is_abbreviation(name)
        && !is_han_phrase(name)
        && !name.contains(|c: char| {
            c.is_ascii_digit()
                || matches!(c, '@' | '/' | '[' | '<' | '{' | '|' | '„' | '"' | '?' | '!' | ':' | '：' | '#')
        })
        && !name.contains("://")
        && !words.iter().any(is_nobody)
        && !is_organisation(name)
        && !words.iter().any(|word| is_domain(word))
        && !name.replace(" (", "").contains('(')
        && !DEGREES.contains(&plain(name).as_str())
        && !site.include(name)
}

/// Returns whether a word is the short name of an organisation, or initials: `NPA`.
fn is_abbreviation(name: &str) -> bool {
    const LETTERS: usize = 6;
    name.chars().count() <= LETTERS && name.chars().all(|c| c.is_uppercase() || c == '-')
}

/// Returns whether a text in Han characters is longer than a name; those of other languages have points between their parts.
fn is_han_phrase(name: &str) -> bool {
    const LETTERS: usize = 8;
    name.chars().all(|c| matches!(c, '一'..='鿿')) && name.chars().count() > LETTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html_to_markdown::tree;

    #[test]
    fn people_are_named() {
        let site = SiteNames::new(&["Deck Notes".to_owned()], Some("https://decknotes.example/"));
        for (text, named) in [
            ("By Mara Lind", "Mara Lind"),
            ("Von Mara Lind und Rolf Osei", "Mara Lind, Rolf Osei"),
            ("Geschrieben von: Mara Lind | 3 March", "Mara Lind"),
            ("Mara Lind, PhD", "Mara Lind"),
            ("Lind, Mara", "Lind, Mara"),
            ("홍길동 기자", "홍길동"),
            ("Veröffentlicht vonMara Lind", "Mara Lind"),
            ("Mara\u{a0} Lind Mara Lind", "Mara Lind"),
            ("Fährverband Nord e. V.", ""),
            ("Deck-Redaktion", ""),
            ("J. R. Osei", "J. R. Osei"),
            ("Robin (R.M.) Lind and Rolf Osei", "Robin (R.M.) Lind, Rolf Osei"),
            ("Mara Lind (AFP) Harbour", "Mara Lind"),
            ("Mara Lind and Rolf Osei, Pilots, Harbour House Europe", "Mara Lind, Rolf Osei"),
            ("作者：林文 责任编辑：小棒", "林文"),
            ("作者：记者林文", "林文"),
            ("作者：未知 责任编辑：小棒", ""),
            ("海湾新闻", ""),
            ("林文海湾大学港口研究院院长", ""),
            ("Deck Notes", ""),
            ("Deck Notes Redaktion", ""),
            ("decknotes.example", ""),
            ("NPA", ""),
            ("Ida van der Osei", "Ida van der Osei"),
            ("Mara lind", "Mara lind"),
            ("'Mara Lind, Rolf Osei'", "Mara Lind, Rolf Osei"),
            ("keen sailor Mara", ""),
            ("Boats of the North", ""),
            ("- Piers", ""),
            ("admin", ""),
            ("mlind", ""),
            ("mara@decknotes.example", ""),
            ("https://social.example/mara", ""),
        ] {
            assert_eq!(people(text, &site).join(", "), named, "{text}");
        }
    }

    #[test]
    fn bylines_name_people_by_their_parts() {
        for (html, named) in [
            ("<a href=/user/1><span>By</span>Mara Lind</a>", "Mara Lind"),
            ("<span>By</span><a href=/people/lind>Mara Lind</a><span>Staff Writer</span>", "Mara Lind"),
            ("By <a href=/authors/lind>Mara Lind</a>, <a href=/2015>Fri., May 31, 2015</a>", "Mara Lind"),
            ("<span>Mara Lind</span> <span>Rolf Osei</span> <button>Follow</button>", "Mara Lind, Rolf Osei"),
            ("<span>Mara</span> <span>Lind</span>", "Mara Lind"),
            ("By <a href=/1>Mara Lind</a> <span>Tuesday, Aug. 17, 2010</span>", "Mara Lind"),
            ("Eingestellt von <span>Mara</span>", "Mara"),
            (
                "<a href=/team/lind>Mara Lind</a>, Pilot <span>Article Category: </span><a href=/1>#Boats</a>",
                "Mara Lind",
            ),
            ("<label>Name(required)</label>", ""),
            ("decknotes.example, Aurich", ""),
        ] {
            let byline = tree::parse_fragment(html).expect(html);
            let names: Vec<String> =
                named_in(&byline).iter().flat_map(|text| people(text, &SiteNames::default())).collect();
            assert_eq!(names.join(", "), named, "{html}");
        }
    }

    #[test]
    fn writers_may_go_by_one_word() {
        let site = SiteNames::new(&["Deck Notes".to_owned()], None);
        for (text, named) in
            [("von saltmarsh7", Some("saltmarsh7")), ("admin", None), ("decknotes", None), ("the crew", None)]
        {
            assert_eq!(handle(text, &site).as_deref(), named, "{text}");
        }
    }
}
