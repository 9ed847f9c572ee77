//! The keys of a table as data: name, form, meaning, an example.

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
        match self {
            Self::Table(keys) | Self::TextOrTable(keys) | Self::Tables(keys) | Self::TextsOrTables(keys) => Some(keys),
            Self::Text
            | Self::Date
            | Self::Bool
            | Self::Whole(..)
            | Self::Texts
            | Self::TextOrTexts
            | Self::OneOf(_)
            | Self::SomeOf(_)
            | Self::Open
            | Self::Written => None,
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
