//! The keys of `site.toml` and of front matter as data: name, form, meaning, an example.

use KeyForm::{
    Bool, Date, OneOf, Open, SomeOf, Table, Tables, Text, TextOrTable, TextOrTexts, Texts, TextsOrTables, Whole,
    Written,
};

/// A key that a table may have.
#[derive(Clone, Copy, Debug)]
pub struct KnownKey {
    /// Its name.
    pub name: &'static str,
    /// The values that it takes.
    pub form: KeyForm,
    /// A value as it is written in TOML.
    pub example: &'static str,
    /// Its meaning in a few words.
    pub about: &'static str,
    /// True if it must not be missing.
    pub required: bool,
}

/// The values that a key takes.
#[derive(Clone, Copy, Debug)]
pub enum KeyForm {
    /// Text.
    Text,
    /// A date or a date-time (TOML 1.1).
    Date,
    /// `true` or `false`.
    Bool,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// A list of texts.
    Texts,
    /// Text, or a list of texts.
    TextOrTexts,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of some of these texts.
    SomeOf(&'static [&'static str]),
    /// A table of these keys.
    Table(&'static [KnownKey]),
    /// Text, or a table of these keys.
    TextOrTable(&'static [KnownKey]),
    /// A list of tables of these keys.
    Tables(&'static [KnownKey]),
    /// A list whose items are texts or tables of these keys.
    TextsOrTables(&'static [KnownKey]),
    /// A table of any keys.
    Open,
    /// A list whose items margent itself writes.
    Written,
}

impl KeyForm {
    /// Returns the keys of the table, or of each of the tables, that the value can be.
    pub(crate) fn keys(self) -> Option<&'static [KnownKey]> {
        if let Self::Table(keys) | Self::TextOrTable(keys) | Self::Tables(keys) | Self::TextsOrTables(keys) = self {
            Some(keys)
        } else {
            None
        }
    }
}

/// A key that may be missing.
pub(super) const fn key(name: &'static str, form: KeyForm, example: &'static str, about: &'static str) -> KnownKey {
    KnownKey { name, form, example, about, required: false }
}

/// The same key as one that must not be missing.
pub(super) const fn required(key: KnownKey) -> KnownKey {
    KnownKey { required: true, ..key }
}

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

/// Of the whole file.
pub(super) const SITE: &[KnownKey] = &[
    required(key("title", Text, "\"My digest\"", "the site's name")),
    required(key("base_url", Text, "\"https://example.org/digest\"", "the public address")),
    key("language", Text, "\"en\"", "BCP 47 tag of the theme's words and of articles that name none"),
    key("description", Text, "\"News of the bay.\"", "one sentence about the site"),
    key("author", Text, "\"The editors\"", "the author of articles that name none"),
    key(
        "theme",
        TextOrTable(THEME),
        "\"broadsheet\"",
        "the look: a folder in themes/, or a built-in theme: broadsheet or wire",
    ),
    key("permalink", Text, "\"/articles/{slug}/\"", "the address of an article"),
    key("utc_offset", Text, "\"+09:00\"", "the offset of dates that have none"),
    key("margent_version", Text, "\"0.1\"", "the version of margent that the site is written for"),
    key("build", Table(BUILD), "{}", "the output folder and the host"),
    key("publish", Table(PUBLISH), "{}", "where `margent publish` sends the site"),
    key("index", Table(INDEX), "{}", "the lists of the site"),
    key("feeds", Table(FEEDS), "{}", "feeds"),
    key("quotes", Table(QUOTES), "{}", "the requirements for excerpts"),
    key("cards", Table(CARDS), "{}", "pictures for links to articles"),
    key("search", Table(SEARCH), "{}", "the search"),
    key("markdown", Table(MARKDOWN), "{}", "how texts are read"),
    key("topics", Table(TOPICS), "{}", "rules that all topics share"),
    key("menu", Tables(MENU), "[]", "replaces the menu of sections and pages"),
    key("extra", Open, "{}", "your own keys, for templates"),
];

const THEME: &[KnownKey] = &[
    key("name", Text, "\"broadsheet\"", "a folder in themes/, or a built-in theme: broadsheet or wire"),
    key("accent", Text, "\"#1a5fb4\"", "the colour of links and marks"),
    key("fonts", OneOf(&["serif", "system", "sans"]), "\"serif\"", "the typefaces"),
    key("margin", OneOf(&["right", "left"]), "\"right\"", "the side of a wide page on which notes appear"),
    key("density", OneOf(&["comfortable", "compact"]), "\"compact\"", "the spacing"),
    key("service_files", Texts, "[\"robots.txt\"]", "static files of the theme that may act on the whole site"),
];

const BUILD: &[KnownKey] = &[
    key("out", Text, "\"public\"", "the output folder, inside the site's folder"),
    key(
        "host",
        OneOf(&["netlify", "cloudflare"]),
        "\"netlify\"",
        "the host for which to write _headers and _redirects",
    ),
];

const PUBLISH: &[KnownKey] = &[key("to", Text, "\"s3://bucket/folder\"", "a bucket, instead of a branch")];

const INDEX: &[KnownKey] = &[
    key("per_page", Whole(1, 1000), "20", "articles on a page of a list"),
    key("related", Whole(0, 20), "4", "related articles under each article"),
    key(
        "sections",
        SomeOf(&["topics", "outlets", "sources", "tags", "authors", "archive", "corrections", "links"]),
        "[\"topics\", \"archive\"]",
        "the site's lists, in the order of the menu",
    ),
];

const FEEDS: &[KnownKey] = &[
    key("formats", SomeOf(&["atom", "rss", "json"]), "[\"atom\"]", "the formats of the site's feed"),
    key("content", OneOf(&["full", "summary"]), "\"full\"", "whole articles, or their summaries"),
    key("limit", Whole(1, 10_000), "20", "the number of articles in a feed"),
    key(
        "sections",
        SomeOf(&["topics", "outlets", "tags", "authors", "corrections"]),
        "[\"topics\"]",
        "the lists that have feeds of their own",
    ),
    key("section_formats", SomeOf(&["atom", "rss", "json"]), "[\"atom\"]", "the formats of their feeds"),
    key("section_content", OneOf(&["full", "summary"]), "\"summary\"", "the part of an article in their feeds"),
];

const QUOTES: &[KnownKey] = &[
    key("require", OneOf(&["nothing", "snapshot"]), "\"snapshot\"", "the evidence that every excerpt needs"),
    key("strict", Bool, "true", "omissions and insertions that may change the meaning are errors"),
];

const CARDS: &[KnownKey] = &[key("enabled", Bool, "false", "make a picture of each article for links to it")];

const SEARCH: &[KnownKey] = &[key("enabled", Bool, "false", "give readers a search")];

const MARKDOWN: &[KnownKey] = &[
    key("smart_punctuation", Bool, "true", "curly quotes, dashes and ellipses for straight ones"),
    key("highlight", Bool, "false", "colour code"),
    key("html", OneOf(&["escape", "sanitise", "allow"]), "\"sanitise\"", "the treatment of HTML in texts"),
];

const TOPICS: &[KnownKey] = &[
    key("terms", TextsOrTables(TERM), "[\"ferr*\"]", "terms that count for every topic"),
    key("subject", Texts, "[\"North Sea\"]", "terms that show that a text is about the site's subject"),
];

const MENU: &[KnownKey] = &[
    required(key("title", Text, "\"By topic\"", "the title that readers see")),
    required(key("url", Text, "\"/topics/\"", "an address on this site, or a complete one")),
];
