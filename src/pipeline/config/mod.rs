//! `site.toml` → [`Config`]. A wrong value is replaced by its default, with a diagnostic.

mod bucket_url;
mod choice;
mod feeds;
mod look;
mod rules;
mod site_file;

use jiff::tz::Offset;
use serde::Serialize;

pub(crate) use bucket_url::BUCKET_FORM;
#[cfg(feature = "bucket")]
pub(crate) use bucket_url::BucketScheme;
pub use bucket_url::BucketUrl;
pub use choice::{FeedContent, FeedFormat, QuoteRules, RawHtmlRule, RequiredEvidence, Section, StaticHost, Taxonomy};
use choice::{choice, choices};
pub use feeds::{FeedConfig, FeedShape};
pub use look::{Density, FontChoice, PageSide, ThemeSettings};
pub use rules::{RuleTerm, SharedRules, TopicRules};
pub(crate) use site_file::{FILE, site_toml};

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::fields::{Extra, Fields, Located, TextOrTable, Toml};
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::RelPath;
use crate::pipeline::inputs::Inputs;

/// The configuration of a site. `docs/configuration.md` says what each key means to an editor.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// The public address of the site, without a trailing slash.
    pub base_url: String,
    /// BCP 47 tag of the site's own words, and of articles that name none.
    pub language: String,
    /// Its place in `site.toml`.
    pub language_at: std::ops::Range<usize>,
    /// One sentence that describes the site.
    pub description: String,
    /// The author of articles that name none.
    pub author: String,
    /// The folder under `themes/`, or a built-in theme.
    pub theme: Located<String>,
    /// `[theme]`: the settings that the theme leaves to the editor.
    pub look: ThemeSettings,
    /// The address of an article, with `{slug}`, `{year}`, `{month}`, `{day}`.
    pub permalink: Located<String>,
    /// The offset from UTC of dates that have none of their own.
    pub utc_offset: Offset,
    /// `[build]`: the output folder, unless the command line names another.
    pub out: String,
    /// `[publish] to`: the bucket to publish to, if not to a branch.
    pub publish_to: Option<BucketUrl>,
    /// `[build] host`: the host for which the site has files of its own.
    pub host: Option<StaticHost>,
    /// `[index]`
    pub index: IndexConfig,
    /// `[feeds]`
    pub feeds: FeedConfig,
    /// `[quotes]`: the requirements for excerpts.
    pub quotes: QuoteRules,
    /// `[cards] enabled`: true if each article has a picture for links to it.
    pub cards: bool,
    /// `[search] enabled`: true if readers can search the site.
    pub search: bool,
    /// `[markdown]`
    pub markdown: MarkdownConfig,
    /// `[topics]`: the rules that all topics share.
    pub topics: SharedRules,
    /// `[[menu]]`: replaces the menu made of the sections and pages.
    pub menu: Vec<MenuItem>,
    /// `[extra]`: keys of the editor's own, for templates.
    pub extra: Extra,
}

/// The lists of the site.
#[derive(Clone, Debug)]
pub struct IndexConfig {
    /// Articles on a page of a list.
    pub per_page: usize,
    /// Related articles under each article; 0 for none.
    pub related: usize,
    /// The sections that the site has.
    pub sections: Vec<Section>,
}

/// The settings of the Markdown parser.
#[derive(Clone, Debug, Serialize)]
pub struct MarkdownConfig {
    /// True if straight quotation marks, hyphens and dots become curly ones, dashes and ellipses.
    pub smart_punctuation: bool,
    /// True if code is coloured.
    pub highlight: bool,
    /// The treatment of HTML.
    pub html: RawHtmlRule,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        Self { smart_punctuation: false, highlight: true, html: RawHtmlRule::Sanitise }
    }
}

/// An entry of the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// The title that readers see.
    pub title: String,
    /// An address in the site (`/about/`) or a complete URL.
    pub url: Located<String>,
}

impl Config {
    /// The path of `base_url`: empty, or `/repo`.
    pub(crate) fn base_path(&self) -> &str {
        let host = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[host..].find('/').map_or("", |at| &self.base_url[host + at..])
    }

    /// Returns the cache key of everything a content file depends on besides itself.
    pub(crate) fn content_key(&self) -> Key {
        Hasher::new().data(&self.markdown).data(&self.utc_offset.seconds()).data(&self.base_url).finish()
    }

    /// Returns whether the site has the section.
    pub(crate) fn has(&self, section: impl Into<Section>) -> bool {
        self.index.sections.contains(&section.into())
    }
}

/// What to do where no site is.
pub(crate) const NO_SITE: &str =
    "run margent in the site's folder, name that folder with `--root DIR`, or start a site with `margent init`";

/// Reads `site.toml`.
pub fn read(inputs: &Inputs) -> Checked<Config> {
    let path = site_toml();
    let mut faults = Vec::new();
    if !inputs.files.contains_key(&path) {
        faults.push(Diagnostic::new(codes::NO_CONFIG, "there is no `site.toml` here").hint(NO_SITE));
        return Checked { value: defaults(), faults };
    }
    let (text, unreadable) = match inputs.text(&path) {
        Ok(text) => (text, None),
        Err(fault) => ("", Some(fault)),
    };
    let (mut toml, fields) = Fields::parse(&path, text, 0);
    let mut config = resolve(&mut toml, fields);
    if let Some(given) = &inputs.options.base_url {
        config.base_url = given.trim_end_matches('/').to_owned();
        if !is_base_url(&config.base_url) {
            let fault =
                Diagnostic::new(codes::BAD_VALUE, format!("`--base-url {given}` is not a complete web address"));
            faults.push(fault.hint("write the whole address, from https:// on"));
        }
    }
    faults.extend(match unreadable {
        // Keys are missing because nothing could be read.
        Some(fault) => vec![fault],
        None => toml.into_diagnostics(),
    });
    Checked { value: config, faults }
}

fn resolve(toml: &mut Toml<'_>, mut fields: Fields<'_>) -> Config {
    let mut config = defaults();
    if let Some(wanted) = fields.string(toml, "margent_version") {
        site_file::check_version(toml, &wanted);
    }
    config.title = fields.required(toml, "title", "add title = \"…\", the site's name").value;
    let base_url = fields.required(toml, "base_url", "add base_url = \"https://…\", where the site will live");
    read_base_url(toml, base_url, &mut config);
    if let Some(language) = fields.language(toml, "language") {
        config.language = language.value;
        config.language_at = language.range;
    }
    if let Some(text) = fields.string(toml, "description") {
        config.description = text.value;
    }
    if let Some(text) = fields.string(toml, "author") {
        config.author = text.value;
    }
    match fields.text_or_table(toml, "theme") {
        Some(TextOrTable::Text(name)) => config.theme = name,
        Some(TextOrTable::Table(theme)) => read_theme(toml, theme, &mut config),
        None => {}
    }
    if let Some(pattern) = fields.string(toml, "permalink") {
        read_permalink(toml, pattern, &mut config);
    }
    if let Some(offset) = fields.offset(toml, "utc_offset") {
        config.utc_offset = offset;
    }
    if let Some(build) = fields.table(toml, "build") {
        read_build(toml, build, &mut config);
    }
    config.publish_to = fields.table(toml, "publish").and_then(|publish| BucketUrl::read(toml, publish));
    if let Some(index) = fields.table(toml, "index") {
        read_index(toml, index, &mut config.index);
    }
    if let Some(feeds) = fields.table(toml, "feeds") {
        config.feeds = FeedConfig::read(toml, feeds);
    }
    if let Some(quotes) = fields.table(toml, "quotes") {
        read_quotes(toml, quotes, &mut config.quotes);
    }
    if let Some(cards) = fields.table(toml, "cards") {
        read_enabled(toml, cards, "cards", cfg!(feature = "cards"), &mut config.cards);
    }
    if let Some(search) = fields.table(toml, "search") {
        read_enabled(toml, search, "search", cfg!(feature = "search"), &mut config.search);
    }
    if let Some(markdown) = fields.table(toml, "markdown") {
        read_markdown(toml, markdown, &mut config.markdown);
    }
    if let Some(mut topics) = fields.table(toml, "topics") {
        config.topics = SharedRules::read(toml, &mut topics);
        topics.finish(toml);
    }
    config.menu = fields.tables(toml, "menu").into_iter().map(|item| read_menu_item(toml, item)).collect();
    config.extra = fields.extra(toml);
    fields.finish(toml);
    config
}

fn defaults() -> Config {
    let at = |value: &str| Located { value: value.to_owned(), range: 0..0 };
    Config {
        title: String::new(),
        base_url: "http://localhost".to_owned(),
        language: "en".to_owned(),
        language_at: 0..0,
        description: String::new(),
        author: String::new(),
        theme: at("broadsheet"),
        look: ThemeSettings::default(),
        permalink: at("/articles/{slug}/"),
        utc_offset: Offset::UTC,
        out: "public".to_owned(),
        publish_to: None,
        host: None,
        index: IndexConfig { per_page: 20, related: 4, sections: Section::defaults() },
        feeds: FeedConfig::default(),
        quotes: QuoteRules { require: RequiredEvidence::Nothing, strict: false },
        cards: false,
        search: cfg!(feature = "search"),
        markdown: MarkdownConfig::default(),
        topics: SharedRules::default(),
        menu: Vec::new(),
        extra: Extra::new(),
    }
}

fn read_base_url(toml: &mut Toml<'_>, given: Located<String>, config: &mut Config) {
    let url = given.value.trim_end_matches('/');
    if given.value.trim().is_empty() {
        return;
    }
    if !is_base_url(url) {
        toml.reject(
            &given.range,
            "`base_url` is not a complete web address",
            "write it such as \"https://user.github.io/repo\": https://, a host, a plain path, and no ? or #",
        );
        return;
    }
    config.base_url = url.to_owned();
}

/// Returns whether a site can be served at `url`: a web address of a host and a path, without a trailing slash.
pub(crate) fn is_base_url(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let plain = rest.split('/').all(|part| !matches!(part, "" | "." | ".."));
    crate::base::fields::is_web_url(url) && plain && !url.contains(['?', '#', '@'])
}

fn read_permalink(toml: &mut Toml<'_>, pattern: Located<String>, config: &mut Config) {
    let bare = ["{slug}", "{year}", "{month}", "{day}"].iter().fold(pattern.value.clone(), |p, v| p.replace(v, "x"));
    let is_valid = pattern.value.starts_with('/')
        && pattern.value.ends_with('/')
        && pattern.value.contains("{slug}")
        && !bare.contains(['{', '}', '?', '#'])
        && !bare.contains(char::is_control)
        && RelPath::new(&bare).is_some_and(|path| format!("/{path}/") == bare);
    if is_valid {
        config.permalink = pattern;
        return;
    }
    toml.reject(
        &pattern.range,
        "`permalink` is not a valid pattern",
        "start and end it with /, use {slug} and, if wanted, {year}, {month} and {day}: \"/{year}/{month}/{slug}/\"",
    );
}

fn read_theme(toml: &mut Toml<'_>, mut fields: Fields<'_>, config: &mut Config) {
    if let Some(name) = fields.string(toml, "name") {
        config.theme = name;
    }
    config.look = ThemeSettings::read(toml, &mut fields);
    fields.finish(toml);
}

fn read_build(toml: &mut Toml<'_>, mut fields: Fields<'_>, config: &mut Config) {
    let known = [("netlify", StaticHost::Netlify), ("cloudflare", StaticHost::Cloudflare)];
    config.host = choice(toml, &mut fields, ("host", "host"), known);
    if let Some(out) = fields.string(toml, "out") {
        let path = RelPath::new(&out.value).filter(|_| !out.value.starts_with('/'));
        let is_read =
            |path: &RelPath| ["content", "themes"].contains(&path.as_str().split('/').next().unwrap_or_default());
        let (message, hint) = match path {
            Some(path) if !is_read(&path) => {
                config.out = path.to_string();
                return fields.finish(toml);
            }
            Some(_) => ("holds what the site is made of", "use a folder of its own, such as \"public\""),
            None => ("is not a folder inside the site", "use one inside the site, such as \"public\", or use --out"),
        };
        toml.reject(&out.range, format!("`{}` {message}", out.value), hint);
    }
    fields.finish(toml);
}

fn read_index(toml: &mut Toml<'_>, mut fields: Fields<'_>, index: &mut IndexConfig) {
    if let Some(number) = fields.integer(toml, "per_page", 1..=1000) {
        index.per_page = usize::try_from(number.value).unwrap_or(index.per_page);
    }
    if let Some(number) = fields.integer(toml, "related", 0..=20) {
        index.related = usize::try_from(number.value).unwrap_or(index.related);
    }
    if let Some(names) = fields.strings(toml, "sections") {
        index.sections = choices(toml, "section", names, Section::ALL.map(|section| (section.name(), section)));
    }
    fields.finish(toml);
}

fn read_quotes(toml: &mut Toml<'_>, mut fields: Fields<'_>, quotes: &mut QuoteRules) {
    let known = [("nothing", RequiredEvidence::Nothing), ("snapshot", RequiredEvidence::Snapshot)];
    quotes.require = choice(toml, &mut fields, ("require", "requirement"), known).unwrap_or(quotes.require);
    if let Some(strict) = fields.bool(toml, "strict") {
        quotes.strict = strict.value;
    }
    fields.finish(toml);
}

/// Reads `enabled` of a feature that the program may have been built without.
fn read_enabled(toml: &mut Toml<'_>, mut fields: Fields<'_>, what: &str, built: bool, enabled: &mut bool) {
    if let Some(choice) = fields.bool(toml, "enabled") {
        if choice.value && !built {
            let hint = format!("install a release of margent, compile it with `--features {what}`, or remove the line");
            toml.reject(&choice.range, format!("this margent was built without {what}"), &hint);
        } else {
            *enabled = choice.value;
        }
    }
    fields.finish(toml);
}

fn read_markdown(toml: &mut Toml<'_>, mut fields: Fields<'_>, markdown: &mut MarkdownConfig) {
    if let Some(choice) = fields.bool(toml, "smart_punctuation") {
        markdown.smart_punctuation = choice.value;
    }
    if let Some(choice) = fields.bool(toml, "highlight") {
        markdown.highlight = choice.value;
    }
    let known = [("escape", RawHtmlRule::Escape), ("sanitise", RawHtmlRule::Sanitise), ("allow", RawHtmlRule::Allow)];
    markdown.html = choice(toml, &mut fields, ("html", "setting"), known).unwrap_or(markdown.html);
    fields.finish(toml);
}

fn read_menu_item(toml: &mut Toml<'_>, mut fields: Fields<'_>) -> MenuItem {
    let title = fields.required(toml, "title", "add title = \"…\"").value;
    let url = fields.required(toml, "url", "add url = \"/about/\" or a complete address");
    if !url.value.is_empty() && !url.value.starts_with('/') && !crate::base::fields::is_web_url(&url.value) {
        toml.reject(&url.range, "`url` is not an address", "start it with / for this site, or with https://");
    }
    fields.finish(toml);
    MenuItem { title, url }
}
