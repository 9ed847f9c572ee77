//! `[theme]`: the look of the site, as far as the theme leaves it to the editor.

use serde::Serialize;

use crate::base::fields::{Fields, Located, Toml};
use crate::base::text::colour::Colour;

/// The background of broadsheet by day and by night, from which an accent has to stand out.
const PAPER: [Colour; 2] = [Colour(0xfb, 0xfa, 0xf6), Colour(0x16, 0x17, 0x1a)];
/// Contrast that text needs (WCAG 2.2, success criterion 1.4.3).
const READABLE: f64 = 4.5;

/// The settings of a theme.
#[derive(Clone, Debug, Default)]
pub struct ThemeSettings {
    /// The colour of links and marks, by day and by night; the theme's own where none is set.
    pub accent: Option<[Colour; 2]>,
    /// The typefaces.
    pub fonts: FontChoice,
    /// The side of a wide page that notes are set on.
    pub margin: PageSide,
    /// The spacing.
    pub density: Density,
    /// The theme's static files that may act on the whole site, such as `robots.txt`.
    pub service_files: Vec<String>,
}

/// A choice of typefaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FontChoice {
    /// The theme's serif, which comes with the site.
    #[default]
    Serif,
    /// Serifs of the reader's system; nothing is loaded.
    System,
    /// The sans serif of the reader's system.
    Sans,
}

/// A side of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageSide {
    /// The right one.
    #[default]
    Right,
    /// The left one.
    Left,
}

/// The spacing of a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// More room between lines and around texts.
    #[default]
    Comfortable,
    /// More text on a screen.
    Compact,
}

impl ThemeSettings {
    /// Reads the keys of `[theme]` but `name`.
    pub fn read(toml: &mut Toml<'_>, fields: &mut Fields<'_>) -> Self {
        let fonts = [("serif", FontChoice::Serif), ("system", FontChoice::System), ("sans", FontChoice::Sans)];
        let sides = [("right", PageSide::Right), ("left", PageSide::Left)];
        let service_files = fields.strings(toml, "service_files").unwrap_or_default();
        let densities = [("comfortable", Density::Comfortable), ("compact", Density::Compact)];
        Self {
            accent: fields.string(toml, "accent").and_then(|given| accent(toml, &given)),
            fonts: super::choice(toml, fields, ("fonts", "typeface"), fonts).unwrap_or_default(),
            margin: super::choice(toml, fields, ("margin", "side"), sides).unwrap_or_default(),
            density: super::choice(toml, fields, ("density", "density"), densities).unwrap_or_default(),
            service_files: service_files.into_iter().map(|name| name.value).collect(),
        }
    }
}

/// The accent by day as it is given, and by night as much lighter as it has to be.
fn accent(toml: &mut Toml<'_>, given: &Located<String>) -> Option<[Colour; 2]> {
    let Some(colour) = Colour::parse(&given.value) else {
        toml.reject(&given.range, format!("`{}` is not a colour", given.value), "write it as \"#1a5fb4\"");
        return None;
    };
    let [day, night] = PAPER;
    let contrast = colour.contrast(day);
    if contrast < READABLE {
        let darker = colour.mix_until(Colour::BLACK, |colour| colour.contrast(day) >= READABLE);
        toml.reject(
            &given.range,
            format!(
                "the accent `{}` is too faint to read: its contrast with the paper is {contrast:.1}, not 4.5",
                given.value
            ),
            format!("choose a darker colour; the nearest of this hue is \"{darker}\""),
        );
        return None;
    }
    Some([colour, colour.mix_until(Colour::WHITE, |colour| colour.contrast(night) >= READABLE + 2.5)])
}
