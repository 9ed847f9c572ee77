//! Colours and their contrast.

use std::fmt;

/// A colour in sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Black.
    pub(crate) const BLACK: Self = Self(0, 0, 0);
    /// White.
    pub(crate) const WHITE: Self = Self(0xff, 0xff, 0xff);

    /// Parses `#rgb` or `#rrggbb` (CSS Color 4 §5.2).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let whole = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(&whole[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// The contrast ratio, 1 to 21 (WCAG 2.2).
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Mixes in `end`, by hundredths, until `is_enough`.
    pub(crate) fn mix_until(self, end: Self, is_enough: impl Fn(Self) -> bool) -> Self {
        (0..=100).map(|share| self.mix(end, share)).find(|colour| is_enough(*colour)).unwrap_or(end)
    }

    /// Mixes in `share` hundredths of `end`.
    fn mix(self, end: Self, share: u32) -> Self {
        let part = |from, to| mix_part(from, to, share);
        Self(part(self.0, end.0), part(self.1, end.1), part(self.2, end.2))
    }
}

/// Converts a part of a colour from sRGB to linear light.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn mix_part(from: u8, to: u8, share: u32) -> u8 {
    let sum = u32::from(from) * (100 - share) + u32::from(to) * share;
    u8::try_from(sum / 100).unwrap_or(u8::MAX)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#0a8").map(|colour| colour.to_string()).as_deref(), Some("#00aa88"));
        assert_eq!(Colour::parse("#00AA88"), Colour::parse("#0a8"));
        for wrong in ["0a8", "#0a", "#0a8f", "#ggg", "red", "#1234567", "#é1"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        // #767676 is the lightest grey with enough contrast to white.
        assert!(Colour(0x76, 0x76, 0x76).contrast(Colour::WHITE) >= 4.5);
        assert!(Colour(0x77, 0x77, 0x77).contrast(Colour::WHITE) < 4.5);
    }
}
