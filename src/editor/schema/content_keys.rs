//! The keys of front matter.

use super::known_key::KeyForm::{Bool, Date, Open, Tables, Text, TextOrTexts, Texts, TextsOrTables, Whole, Written};
use super::known_key::{KeyForm, KnownKey, key, required};

const TITLE: KnownKey = required(key("title", Text, "\"Ferries return\"", "the headline"));
const SLUG: KnownKey =
    key("slug", Text, "\"ferries-return\"", "the last part of the address, instead of the file's name");
const LANGUAGE: KnownKey = key("language", Text, "\"en\"", "BCP 47 tag, if not the site's language");
const DRAFT: KnownKey = key("draft", Bool, "true", "not published yet");
const UPDATED: KnownKey = key("updated", Date, "2015-02-05", "the last change in substance");
const ALIASES: KnownKey = key("aliases", Texts, "[\"/old-address/\"]", "former addresses, which redirect here");
const EXTRA: KnownKey = key("extra", Open, "{}", "your own keys, for templates");

/// Of `content/articles/`.
pub(super) const ARTICLE: &[KnownKey] = &[
    TITLE,
    key("date", Date, "2015-01-31", "the day of publication"),
    UPDATED,
    key("topics", Texts, "[\"border\"]", "keys of declared topics"),
    key("declined_topics", Texts, "[\"trade\"]", "keys of topics that are no longer suggested"),
    key("tags", Texts, "[\"ferries\"]", "free keywords"),
    key("summary", Text, "\"Two ferries sail again.\"", "the standfirst; else the opening"),
    key("author", Text, "\"A. Writer\"", "the author, if not the site's"),
    LANGUAGE,
    DRAFT,
    key("expires", Date, "2030-01-01", "the day from which it is no longer published"),
    SLUG,
    ALIASES,
    key("source", Tables(SOURCE), "[]", "the reports that it cites, the lead source first"),
    key("correction", Tables(CORRECTION), "[]", "corrections made after publication"),
    key("import", KeyForm::Table(IMPORT), "{}", "questions that an import left open"),
    EXTRA,
];

const SOURCE: &[KnownKey] = &[
    key("id", Text, "\"times\"", "its name in links, source:ID; else the slug of the outlet"),
    required(key("outlet", Text, "\"bay-times\"", "the publisher: key, name or alias of an outlet")),
    key("title", Text, "\"Ferry to sail again\"", "its headline"),
    key("url", Text, "\"https://example.org/ferry\"", "its complete address, or one on this site"),
    key("author", Text, "\"B. Reporter\"", "its author"),
    key("language", Text, "\"ko\"", "BCP 47 tag of its language"),
    key("published", Date, "2015-01-30", "the day on which it appeared"),
    key("accessed", Date, "2015-02-01", "the day on which you read it"),
    key("archived", Text, "\"https://archive.example.org/ferry\"", "the address of an archived copy"),
    key("snapshot", Text, "\"ferry.txt\"", "your private copy in content/snapshots/"),
    key(
        "sha256",
        Text,
        "\"0000000000000000000000000000000000000000000000000000000000000000\"",
        "the hash of the copy when its excerpts were verified; check --record writes it",
    ),
    key("verified", Date, "2015-02-02", "the day on which they were verified; check --record writes it"),
];

const CORRECTION: &[KnownKey] = &[
    required(key("text", Text, "\"The fare was misstated.\"", "the mistake, as plain text")),
    key("date", Date, "2015-02-06", "the day of the correction"),
];

/// The keys other than `unknown` are those of earlier versions.
const IMPORT: &[KnownKey] = &[
    key("unknown", Written, "[]", "questions that an import left open; margent writes and removes them"),
    key("from", Text, "\"page.html\"", "no longer used"),
    key("post", Text, "\"12\"", "no longer used"),
    key("url", Text, "\"https://example.org/\"", "no longer used"),
    key("id", Text, "\"12\"", "no longer used"),
    key("words", Text, "\"12\"", "no longer used"),
    key("decisions", Texts, "[\"one\"]", "no longer used"),
    key("removed", Texts, "[\"one\"]", "no longer used"),
    key("wrote", Open, "{}", "no longer used"),
];

/// Of `content/topics/`.
pub(super) const TOPIC: &[KnownKey] = &[
    required(key("title", Text, "\"Ferries\"", "the title that readers see")),
    key("description", Text, "\"Boats and their fares.\"", "one sentence"),
    key("terms", TextsOrTables(TERM), "[\"ferr*\"]", "words and phrases that count for or against the topic"),
    key("threshold", Whole(1, 1000), "2", "the score from which it is suggested"),
    key("except", Texts, "[\"ferris wheel\"]", "phrases within which a term does not count"),
    ALIASES,
    EXTRA,
];

/// A term of a topic's rules.
pub(super) const TERM: &[KnownKey] = &[
    required(key("term", TextOrTexts, "\"ferr*\"", "a word or phrase, or several that mean the same")),
    key("weight", Whole(-100, 100), "2", "points for each occurrence; a negative weight counts against the topic"),
    key("case", Bool, "true", "letter case matters"),
    key("elsewhere", Bool, "true", "counts only in texts that do not mention the site's subject"),
];

/// Of `content/outlets/`.
pub(super) const OUTLET: &[KnownKey] = &[
    required(key("name", Text, "\"Bay Times\"", "the name that readers see")),
    key(
        "aliases",
        Texts,
        "[\"The Bay Times\"]",
        "other names that sources may use, and former addresses, which start with /",
    ),
    key("domains", Texts, "[\"example.org\"]", "hosts of its pages"),
    key("country", Text, "\"KR\"", "two capital letters (ISO 3166-1)"),
    key("max_quote_words", Whole(1, 100_000), "50", "the greatest number of words of an excerpt"),
    EXTRA,
];

/// Of `content/pages/`.
pub(super) const PAGE: &[KnownKey] = &[
    TITLE,
    key("summary", Text, "\"Who we are.\"", "one sentence for search engines"),
    UPDATED,
    LANGUAGE,
    DRAFT,
    SLUG,
    ALIASES,
    key("menu", Bool, "false", "the menu shows it"),
    key("weight", Whole(-1000, 1000), "10", "its place in the menu, lowest first"),
    EXTRA,
];
