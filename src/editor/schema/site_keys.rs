//! The keys of `site.toml`.

use super::content_keys::TERM;
use super::known_key::KeyForm::{
    Bool, OneOf, Open, SomeOf, Table, Tables, Text, TextOrTable, Texts, TextsOrTables, Whole,
};
use super::known_key::{KnownKey, key, required};

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
