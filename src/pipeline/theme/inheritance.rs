//! The themes that a theme extends.

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Fields;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{self, Config};
use crate::pipeline::inputs::{BUILT_IN, Inputs};

/// A theme, as the one that extends it sees it.
pub(super) struct Ancestor {
    /// Its name.
    pub name: String,
    /// The static files of those it extends that it does without, each with its place in `theme.toml`.
    pub leave_out: Vec<(String, Span)>,
}

/// Returns the configured theme, the one that it extends, and so on.
pub(super) fn lineage(inputs: &Inputs, config: &Config) -> Checked<Vec<Ancestor>> {
    let mut faults = Vec::new();
    let site = config::site_toml();
    let mut themes: Vec<Ancestor> = Vec::new();
    let mut next = Some((config.theme.value.clone(), Span::new(&site, config.theme.range.clone())));
    while let Some((name, place)) = next.take() {
        let known = installed(inputs);
        let is_circle = themes.iter().any(|theme| theme.name == name);
        if is_circle || !known.contains(&name.as_str()) {
            let message = if is_circle {
                format!("the theme `{name}` extends itself, directly or through others")
            } else {
                format!("there is no theme `{name}`")
            };
            let fault = Diagnostic::new(codes::UNKNOWN_THEME, message).at(place);
            let fault = if is_circle { fault } else { fault.did_you_mean(&name, known.iter().copied()) };
            faults.push(fault.hint(format!("themes here: {}", known.join(", "))));
            break;
        }
        let path = RelPath::new(&format!("themes/{name}/theme.toml")).expect("a plain name");
        let mut theme = Ancestor { name, leave_out: Vec::new() };
        if inputs.files.contains_key(&path) {
            next = read_file(inputs, &path, &mut theme, &mut faults);
        }
        themes.push(theme);
    }
    if themes.is_empty() {
        themes.push(Ancestor { name: BUILT_IN.to_owned(), leave_out: Vec::new() });
    }
    Checked { value: themes, faults }
}

/// Reads `theme.toml` and returns the name of the theme that it extends, with its place.
fn read_file(
    inputs: &Inputs,
    path: &RelPath,
    theme: &mut Ancestor,
    faults: &mut Vec<Diagnostic>,
) -> Option<(String, Span)> {
    let text = inputs.text(path).map_err(|fault| faults.push(fault)).ok()?;
    let (mut toml, mut fields) = Fields::parse(path, text, 0);
    fields.string(&mut toml, "title");
    fields.string(&mut toml, "description");
    fields.string(&mut toml, "license");
    let extends = fields.string(&mut toml, "extends");
    let leave_out = fields.strings(&mut toml, "leave_out").unwrap_or_default();
    theme.leave_out = leave_out.into_iter().map(|file| (file.value, Span::new(path, file.range))).collect();
    fields.finish(&mut toml);
    faults.extend(toml.into_diagnostics());
    extends.map(|name| (name.value, Span::new(path, name.range)))
}

/// The names of all themes that can be used.
fn installed(inputs: &Inputs) -> Vec<&str> {
    let mut names: Vec<&str> =
        inputs.files.keys().filter_map(|path| path.strip("themes")?.split_once('/').map(|(name, _)| name)).collect();
    names.dedup();
    names
}
