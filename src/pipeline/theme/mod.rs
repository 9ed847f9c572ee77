//! Themes: folders with templates, static files and words → [`Theme`], compiled once.
//!
//! A theme may extend another. Its own templates have plain names; those of the theme that it extends remain available
//! as `<theme>/<template>`, so that a template can replace another and still extend it. The themes `broadsheet` and `wire` are
//! part of the program; a site's files in a folder of that name override its own.

mod functions;
mod inheritance;
mod template_runs;
mod templates;
mod translation;

use std::collections::BTreeMap;
use std::sync::Arc;

use inheritance::Ancestor;
use tera::Tera;

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::hash::{Hasher, Key};
use crate::base::text::path::RelPath;
use crate::pipeline::config::{self, Config};
use crate::pipeline::content::STATIC;
use crate::pipeline::inputs::Inputs;

pub(crate) use template_runs::TemplateRuns;
pub(crate) use templates::{TemplateFiles, as_phrase, template_fault};
pub(crate) use translation::ThemeWords;

/// Files at the root that hosts, search engines or browsers take as orders.
#[rustfmt::skip]
const SERVICE_FILES: [&str; 9] = [
    "cname", "robots.txt", "sw.js", "service-worker.js", ".nojekyll", ".htaccess", "_headers", "_redirects",
    "ads.txt",
];
/// The folder of such files (RFC 8615).
const WELL_KNOWN: &str = ".well-known/";

/// A theme.
pub struct Theme {
    /// The templates.
    pub tera: Tera,
    /// Its words in the site's language.
    pub words: Arc<ThemeWords>,
    /// Fonts for pictures, the theme's own before those of the theme that it extends.
    pub fonts: Vec<RelPath>,
    /// Files to copy to the root of the site: path there → file.
    pub statics: BTreeMap<String, RelPath>,
    /// Cache key of everything that the theme adds to a page.
    pub key: Key,
    /// The files of the templates.
    pub files: TemplateFiles,
    /// The templates that run at this moment.
    pub(crate) runs: Arc<TemplateRuns>,
    /// True if the templates are compiled. Otherwise nothing can be rendered.
    pub is_ready: bool,
}

impl Theme {
    /// A theme without templates.
    pub(crate) fn empty() -> Self {
        let words = Arc::new(ThemeWords::new());
        let (statics, fonts) = (BTreeMap::new(), Vec::new());
        let runs = Arc::default();
        Self { tera: Tera::new(), words, fonts, statics, key: 0, files: BTreeMap::new(), runs, is_ready: false }
    }
}

/// Loads the configured theme and those that it extends, and compiles the templates.
pub(crate) fn compile(inputs: &Inputs, config: &Config) -> Checked<Theme> {
    let mut faults = Vec::new();
    let lineage = inheritance::lineage(inputs, config).take(&mut faults);
    let names: Vec<&str> = lineage.iter().map(|theme| theme.name.as_str()).collect();
    let words = Arc::new(translation::read_words(inputs, &names, config).take(&mut faults));
    let mut theme = Theme { words, ..Theme::empty() };
    add_files(inputs, &lineage, &mut theme, &mut faults);
    faults.extend(leave_out_service_files(config, &mut theme));
    theme.key = key(inputs, config, &theme);
    theme.tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    let hashes = static_hashes(inputs, &theme.statics);
    let own = (&theme.words, translation::primary(config), &theme.runs);
    functions::register(&mut theme.tera, config.base_path(), hashes, own);
    let prefixes: Vec<String> = names.iter().skip(1).map(|name| format!("{name}/")).collect();
    theme.tera.set_fallback_prefixes(prefixes).expect("there are no templates yet");
    // Without a theme that is extended, its templates would be reported as missing.
    let is_complete = !faults.iter().any(|fault| fault.code == codes::UNKNOWN_THEME);
    let sources = templates::parse(inputs, &theme.files);
    if is_complete && sources.faults.is_empty() {
        let compile_faults = templates::compile(inputs, &theme.files, &mut theme.tera, sources.value);
        theme.is_ready = compile_faults.is_empty();
        faults.extend(compile_faults);
    } else {
        faults.extend(sources.faults);
    }
    Checked { value: theme, faults }
}

/// Adds the files of the themes `lineage`: the theme's own files last, so that they override others.
fn add_files(inputs: &Inputs, lineage: &[Ancestor], theme: &mut Theme, faults: &mut Vec<Diagnostic>) {
    for (distance, Ancestor { name, leave_out }) in lineage.iter().enumerate().rev() {
        faults.extend(leave_out.iter().filter_map(|(file, place)| leave_out_file(theme, file, place)));
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
}

/// Takes out a static file of a theme that is extended, or all in a folder; returns a fault if there is none.
fn leave_out_file(theme: &mut Theme, file: &str, place: &Span) -> Option<Diagnostic> {
    let before = theme.statics.len();
    theme.statics.retain(|name, _| name != file && !(file.ends_with('/') && name.starts_with(file)));
    if theme.statics.len() < before {
        return None;
    }
    let message = format!("the theme extends none that has a static file `{file}`");
    let fault = Diagnostic::new(codes::BAD_VALUE, message).at(place.clone());
    let fault = fault.did_you_mean(file, theme.statics.keys().map(String::as_str));
    Some(fault.hint("`margent theme` lists static files; a folder ends in /"))
}

/// Takes out the static files that act on the whole site, unless the site wants them.
fn leave_out_service_files(config: &Config, theme: &mut Theme) -> Vec<Diagnostic> {
    let refused = |(name, path): (&String, &RelPath)| Some((name.clone(), service_file_fault(config, name, path)?));
    let refused: BTreeMap<_, _> = theme.statics.iter().filter_map(refused).collect();
    theme.statics.retain(|name, _| !refused.contains_key(name));
    refused.into_values().collect()
}

/// Returns the fault of the static file `name` of a theme, at `path`, if it is to be left out.
fn service_file_fault(config: &Config, name: &str, path: &RelPath) -> Option<Diagnostic> {
    let folded = name.to_lowercase();
    let is_service = SERVICE_FILES.contains(&folded.as_str()) || folded.starts_with(WELL_KNOWN);
    if !is_service || config.look.service_files.iter().any(|allowed| allowed == name) {
        return None;
    }
    let message = format!("the theme has `{name}`, which acts on the whole site; it is left out");
    let hint = format!("to take it, write `service_files = [\"{name}\"]` under [theme] in site.toml");
    Some(Diagnostic::new(codes::SERVICE_FILE, message).at(Span::file(path)).hint(hint))
}

/// Cache key of everything that [`compile`] depends on. All themes count, since one may extend another.
pub(crate) fn inputs_key(inputs: &Inputs) -> Key {
    let files = inputs.inside("themes").chain(inputs.inside(STATIC));
    let site = inputs.files.get(&config::site_toml()).map_or(0, |file| file.hash);
    let hasher = Hasher::new().key(inputs.program).key(site).data(&inputs.options.base_url);
    files.fold(hasher, |hasher, (path, file)| hasher.bytes(path.as_str().as_bytes()).key(file.hash)).finish()
}

/// Cache key of everything that the theme adds to a page.
fn key(inputs: &Inputs, config: &Config, theme: &Theme) -> Key {
    let start = Hasher::new().key(inputs.program).data(&*theme.words).bytes(config.base_url.as_bytes());
    let templates = theme.files.iter().map(|(name, path)| (name.clone(), inputs.files[path].hash));
    let fonts = theme.fonts.iter().map(|path| (path.to_string(), inputs.files[path].hash));
    let files = templates.chain(fonts).chain(static_hashes(inputs, &theme.statics));
    files.fold(start, |hasher, (name, hash)| hasher.bytes(name.as_bytes()).key(hash)).finish()
}

/// Hashes the file published for each static file of the theme: a site's own file at the same address replaces it.
fn static_hashes(inputs: &Inputs, statics: &BTreeMap<String, RelPath>) -> BTreeMap<String, Key> {
    let own = |name| inputs.files.get(&RelPath::new(&format!("{STATIC}/{name}"))?);
    let published = |(name, path)| (String::clone(name), own(name).unwrap_or(&inputs.files[path]).hash);
    statics.iter().map(published).collect()
}
