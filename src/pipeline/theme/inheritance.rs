//! The themes that a theme extends.

use crate::base::codes;
use crate::base::diagnostic::{Checked, Diagnostic, Span};
use crate::base::fields::Fields;
use crate::base::text::path::RelPath;
use crate::pipeline::config::{self, Config};
use crate::pipeline::inputs::{BUILT_IN, Inputs};

/// Returns the name of the configured theme, of the one that it extends, and so on.
pub(super) fn lineage(inputs: &Inputs, config: &Config) -> Checked<Vec<String>> {
    let mut faults = Vec::new();
    let site = RelPath::new(config::FILE).expect("a plain name");
    let mut names: Vec<String> = Vec::new();
    let mut next = Some((config.theme.value.clone(), Span::new(&site, config.theme.range.clone())));
    while let Some((name, place)) = next.take() {
        let known = installed(inputs);
        if !known.contains(&name.as_str()) || names.contains(&name) {
            let message = if names.contains(&name) {
                format!("the theme `{name}` extends itself, directly or through others")
            } else {
                format!("there is no theme `{name}`")
            };
            let fault = Diagnostic::new(codes::UNKNOWN_THEME, message).at(place);
            let fault = fault.did_you_mean(&name, known.iter().copied().filter(|known| *known != name));
            faults.push(fault.hint(format!("themes here: {}", known.join(", "))));
            break;
        }
        let path = RelPath::new(&format!("themes/{name}/theme.toml")).expect("a plain name");
        names.push(name);
        if inputs.files.contains_key(&path) {
            next = read_parent(inputs, &path, &mut faults);
        }
    }
    if names.is_empty() {
        names.push(BUILT_IN.to_owned());
    }
    Checked { value: names, faults }
}

/// Reads `theme.toml` and returns the name of the theme that it extends, with its place.
fn read_parent(inputs: &Inputs, path: &RelPath, faults: &mut Vec<Diagnostic>) -> Option<(String, Span)> {
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

/// The names of all themes that can be used.
fn installed(inputs: &Inputs) -> Vec<&str> {
    let mut names: Vec<&str> =
        inputs.files.keys().filter_map(|path| path.strip("themes")?.split_once('/').map(|(name, _)| name)).collect();
    names.dedup();
    names
}
