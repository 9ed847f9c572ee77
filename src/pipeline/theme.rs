//! Themes: folders with templates, static files and words → [`Theme`], compiled once.
//!
//! A theme may extend another. Its templates come first under their plain names; those of the theme that it
//! extends stay within reach as `<theme>/<template>`, so that a template can replace another and still extend
//! it. The theme `broadsheet` is part of the program; files of a folder of that name go before its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, ReportError, State, Tera, TeraResult};

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Fields;
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::{RelPath, percent_encode};
use crate::pipeline::config::{self, Config};
use crate::pipeline::content::STATIC;
use crate::pipeline::inputs::{BUILT_IN, Inputs, built_in};

/// A theme.
pub struct Theme {
    /// The templates.
    pub tera: Tera,
    /// The theme's own words in the site's language.
    pub words: Arc<ThemeWords>,
    /// Fonts for pictures, its own first.
    pub fonts: Vec<RelPath>,
    /// Files to copy to the root of the site: path there → file.
    pub statics: BTreeMap<String, RelPath>,
    /// Stands for all that the theme adds to a page.
    pub key: Key,
    /// Template → its file.
    pub files: BTreeMap<String, RelPath>,
    /// Whether the templates could be compiled. Without them nothing can be rendered.
    pub is_ready: bool,
}

impl Theme {
    /// A theme without templates.
    pub fn empty() -> Self {
        let words = Arc::new(ThemeWords::new());
        let (statics, fonts) = (BTreeMap::new(), Vec::new());
        Self { tera: Tera::new(), words, fonts, statics, key: 0, files: BTreeMap::new(), is_ready: false }
    }
}

/// Words by key.
pub type ThemeWords = BTreeMap<String, String>;

/// Loads the configured theme and what it extends, and compiles the templates.
pub fn compile(inputs: &Inputs, config: &Config) -> Checked<Theme> {
    let mut faults = Vec::new();
    let chain = chain(inputs, config, &mut faults);
    let words = Arc::new(words(inputs, &chain, config, &mut faults));
    let mut theme = Theme { words, ..Theme::empty() };
    // The theme's own files last, so that they win.
    for (distance, name) in chain.iter().enumerate().rev() {
        let folder = format!("themes/{name}");
        for (path, _) in inputs.inside(&folder) {
            let inner = path.strip(&folder).unwrap_or_default();
            if let Some(file) = inner.strip_prefix("static/") {
                theme.statics.insert(file.to_owned(), path.clone());
            } else if let Some(template) = inner.strip_prefix("templates/") {
                let prefix = if distance == 0 { String::new() } else { format!("{name}/") };
                theme.files.insert(format!("{prefix}{template}"), path.clone());
            } else if inner.starts_with("fonts/") && [".ttf", ".otf"].iter().any(|end| inner.ends_with(end)) {
                theme.fonts.push(path.clone());
            }
        }
    }
    theme.fonts.reverse();
    theme.key = key(inputs, config, &theme);
    register(inputs, config, &mut theme);
    let prefixes: Vec<String> = chain.iter().skip(1).map(|name| format!("{name}/")).collect();
    if !prefixes.is_empty()
        && let Err(error) = theme.tera.set_fallback_prefixes(prefixes)
    {
        faults.push(Diagnostic::new(codes::TEMPLATE_SYNTAX, error.to_string()));
    }
    load(inputs, &mut theme, &mut faults);
    Checked { value: theme, faults }
}

/// Stands for all that [`compile`] depends on. All files of themes count, as one may extend another.
pub fn inputs_key(inputs: &Inputs) -> Key {
    let files = inputs.inside("themes").chain(inputs.inside(STATIC));
    let site = RelPath::new(config::FILE).and_then(|path| inputs.files.get(&path)).map_or(0, |file| file.hash);
    let hasher = Hasher::new().key(inputs.program).key(site).data(&inputs.options.base_url);
    files.fold(hasher, |hasher, (path, file)| hasher.bytes(path.as_str().as_bytes()).key(file.hash)).finish()
}

/// The configured theme, the one it extends, and so on.
fn chain(inputs: &Inputs, config: &Config, faults: &mut Vec<Diagnostic>) -> Vec<String> {
    let site = RelPath::new(config::FILE).expect("a plain name");
    let mut names: Vec<String> = Vec::new();
    let mut next = Some((config.theme.value.clone(), Span::new(&site, config.theme.range.clone())));
    while let Some((name, place)) = next.take() {
        let known: Vec<&str> = installed(inputs);
        if !known.contains(&name.as_str()) || names.contains(&name) {
            let message = match names.contains(&name) {
                true => format!("the theme `{name}` extends itself, directly or through others"),
                false => format!("there is no theme `{name}`"),
            };
            let fault = Diagnostic::new(codes::UNKNOWN_THEME, message).at(place);
            let fault = fault.did_you_mean(&name, known.iter().copied().filter(|known| *known != name));
            faults.push(fault.hint(format!("themes here: {}", known.join(", "))));
            break;
        }
        let path = RelPath::new(&format!("themes/{name}/theme.toml")).expect("a plain name");
        names.push(name);
        if inputs.files.contains_key(&path) {
            next = read_manifest(inputs, &path, faults);
        }
    }
    if names.is_empty() { vec![BUILT_IN.to_owned()] } else { names }
}

/// Reads `theme.toml`: which theme it extends, and where that is said.
fn read_manifest(inputs: &Inputs, path: &RelPath, faults: &mut Vec<Diagnostic>) -> Option<(String, Span)> {
    let text = inputs.text(path).map_err(|fault| faults.push(fault)).ok()?;
    let (mut toml, mut fields) = Fields::parse(path, text, 0);
    fields.string(&mut toml, "title");
    fields.string(&mut toml, "description");
    fields.string(&mut toml, "license");
    let extends = fields.string(&mut toml, "extends");
    fields.finish(&mut toml);
    faults.extend(toml.into_diagnostics());
    extends.map(|name| (name.value, Span::new(path, name.range)))
}

fn installed(inputs: &Inputs) -> Vec<&str> {
    let mut names: Vec<&str> =
        inputs.files.keys().filter_map(|path| path.strip("themes")?.split_once('/').map(|(name, _)| name)).collect();
    names.dedup();
    names
}

/// The words of the site's language over those of its main language over English.
fn words(inputs: &Inputs, chain: &[String], config: &Config, faults: &mut Vec<Diagnostic>) -> ThemeWords {
    let mut words = ThemeWords::new();
    let primary = config.language.split('-').next().unwrap_or_default();
    let mut languages = vec!["en", primary, config.language.as_str()];
    languages.dedup();
    // The built-in theme has words for everything that margent itself names, months for instance.
    let sources = std::iter::once(BUILT_IN).chain(chain.iter().rev().map(String::as_str));
    let mut translated = false;
    for language in languages {
        for name in sources.clone() {
            let Some(path) = RelPath::new(&format!("themes/{name}/i18n/{language}.toml")) else { continue };
            if !inputs.files.contains_key(&path) {
                continue;
            }
            translated |= language.split('-').next() == Some(primary);
            // A site's own file of that name need not have all words.
            if name == BUILT_IN
                && let Some(text) = built_in(&path)
            {
                read_words(&path, text, &mut words, faults);
            }
            match inputs.text(&path) {
                Ok(text) => read_words(&path, text, &mut words, faults),
                Err(fault) => faults.push(fault),
            }
        }
    }
    if !translated {
        let site = RelPath::new(config::FILE).expect("a plain name");
        let place = Span::new(&site, config.language_at.clone());
        let message = format!("the theme `{}` has no words in `{}`", chain[0], config.language);
        let hint = format!("write themes/{}/i18n/{primary}.toml; until then its words are English", chain[0]);
        faults.push(Diagnostic::new(codes::NO_TRANSLATION, message).at(place).hint(hint));
    }
    words
}

fn read_words(path: &RelPath, text: &str, words: &mut ThemeWords, faults: &mut Vec<Diagnostic>) {
    let (mut toml, fields) = Fields::parse(path, text, 0);
    words.extend(fields.into_texts(&mut toml));
    faults.extend(toml.into_diagnostics());
}

fn key(inputs: &Inputs, config: &Config, theme: &Theme) -> Key {
    let start = Hasher::new().key(inputs.program).data(&*theme.words).bytes(config.base_url.as_bytes());
    let templates = theme.files.iter().map(|(name, path)| (name.clone(), inputs.files[path].hash));
    let fonts = theme.fonts.iter().map(|path| (path.to_string(), inputs.files[path].hash));
    let files = templates.chain(fonts).chain(static_hashes(inputs, theme));
    files.fold(start, |hasher, (name, hash)| hasher.bytes(name.as_bytes()).key(hash)).finish()
}

/// Makes known what templates may call: `url`, `asset` and `tr`.
fn register(inputs: &Inputs, config: &Config, theme: &mut Theme) {
    theme.tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    let base = config.base_path().to_owned();
    theme.tera.register_function("url", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(format!("{base}{}", percent_encode(args.must_get::<&str>("path")?)))
    });
    let base = config.base_path().to_owned();
    let hashes = static_hashes(inputs, theme);
    theme.tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let path = args.must_get::<&str>("path")?;
        let missing = || tera::Error::message(format!("the theme has no static file `{path}`"));
        let hash = hashes.get(path).ok_or_else(missing)?;
        // A new address for each version, so that a cache never shows an old one.
        Ok(format!("{base}/{}?v={:08x}", percent_encode(path), hash >> 96))
    });
    let words = Arc::clone(&theme.words);
    theme.tera.register_function("tr", move |args: Kwargs, _: &State<'_>| translate(&words, &args));
}

/// The theme's static files, each with the hash of what is published: a site can replace it by one of the same name.
fn static_hashes(inputs: &Inputs, theme: &Theme) -> BTreeMap<String, Key> {
    let published = |(name, path): (&String, &RelPath)| {
        let own = RelPath::new(&format!("{STATIC}/{name}")).and_then(|own| inputs.files.get(&own));
        (name.clone(), own.map_or(inputs.files[path].hash, |file| file.hash))
    };
    theme.statics.iter().map(published).collect()
}

/// The words of `key`, or of `key_one` where `n` is 1, with `{name}` replaced by the argument `name`.
fn translate(words: &ThemeWords, args: &Kwargs) -> TeraResult<String> {
    let key = args.must_get::<&str>("key")?;
    let one = args.get::<i64>("n")? == Some(1);
    let singular = one.then(|| words.get(&format!("{key}_one"))).flatten();
    let found = singular.or_else(|| words.get(key));
    let mut text = found.ok_or_else(|| tera::Error::message(format!("the theme has no words `{key}`")))?.clone();
    for (name, value) in args.iter() {
        if let Some(name) = name.as_str() {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
    }
    Ok(text)
}

fn load(inputs: &Inputs, theme: &mut Theme, faults: &mut Vec<Diagnostic>) {
    let mut sources: Vec<(&str, &str)> = Vec::new();
    let mut broken = faults.iter().any(|fault| fault.code == codes::UNKNOWN_THEME);
    for (name, path) in &theme.files {
        match inputs.text(path) {
            Ok(text) => sources.push((name, text)),
            Err(fault) => {
                broken = true;
                faults.push(fault);
            }
        }
    }
    // Each by itself first: a fault of syntax must not hide those of other templates.
    for (name, text) in &sources {
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            broken = true;
            faults.push(located(inputs, theme, report, codes::TEMPLATE_SYNTAX));
        }
    }
    if broken {
        return;
    }
    match theme.tera.add_raw_templates(sources) {
        Ok(()) => theme.is_ready = true,
        Err(error) => faults.extend(load_faults(inputs, theme, &error)),
    }
}

/// A fault that Tera reports with its place.
pub fn located(inputs: &Inputs, theme: &Theme, report: &ReportError, code: &'static codes::Code) -> Diagnostic {
    let fault = Diagnostic::new(code, brief(&plain(report.message())));
    match theme.files.get(report.filename()) {
        // An empty range would mark nothing.
        Some(path) => {
            let range = report.span().range.clone();
            let text = inputs.text(path).unwrap_or_default();
            let next = text.get(range.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            fault.at(Span::new(path, range.start..range.end.max(range.start + next)))
        }
        None => fault,
    }
}

/// Without the list of all that there is, where it is too long to help; the nearest is named instead.
fn brief(message: &str) -> String {
    /// Characters.
    const LONG: usize = 160;
    let Some((head, list)) = message.split_once(". Available").filter(|_| message.chars().count() > LONG) else {
        return message.to_owned();
    };
    let missing = head.split('`').nth(1).unwrap_or_default();
    let known = list.split_once(": ").map_or("", |(_, names)| names).split(", ").map(|name| name.trim_matches('`'));
    match crate::base::text::near::nearest(missing, known) {
        Some(near) => format!("{head}; did you mean `{near}`?"),
        None => head.to_owned(),
    }
}

/// Tera's sentence as a phrase of ours.
pub fn plain(message: &str) -> String {
    let mut chars = message.trim().trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

/// Tera reports unknown filters, functions and the like all at once, as one text of many reports, each with its
/// place in a line `--> template:line:column`.
fn load_faults(inputs: &Inputs, theme: &Theme, error: &tera::Error) -> Vec<Diagnostic> {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        return vec![located(inputs, theme, report, codes::TEMPLATE_SYNTAX)];
    }
    let text = error.to_string();
    let mut faults = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(span) = place_of(inputs, theme, place)
        {
            faults.push(Diagnostic::new(codes::TEMPLATE_SYNTAX, plain(message)).at(span));
        }
    }
    if faults.is_empty() {
        let first = text.lines().next().unwrap_or_default();
        let fault = Diagnostic::new(codes::TEMPLATE_SYNTAX, plain(first));
        faults.push(match error.kind() {
            ErrorKind::CircularExtend { tpl, .. }
            | ErrorKind::CircularInclude { tpl, .. }
            | ErrorKind::MissingParent { current: tpl, .. }
                if theme.files.contains_key(tpl) =>
            {
                fault.at(Span::file(&theme.files[tpl]))
            }
            _ => fault,
        });
    }
    faults
}

/// The word at `template:line:column`.
fn place_of(inputs: &Inputs, theme: &Theme, place: &str) -> Option<Span> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = theme.files.get(parts.next()?)?;
    let text = inputs.text(path).ok()?;
    let start = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let rest = &text[start..];
    let from = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    let word = rest[from..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '/')).unwrap_or(1).max(1);
    Some(Span::new(path, start + from..start + from + word))
}
