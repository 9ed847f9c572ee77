//! One outside report, as a saved page, an e-mail or a copied text has it.

use toml::value::Datetime;

use super::draft::Decision;

/// One outside report: the facts that its copy states, and its text.
#[derive(Clone, Debug, Default)]
pub struct SavedReport {
    /// The headline.
    pub title: Option<String>,
    /// The authors.
    pub author: Option<String>,
    /// When it was published, with the offset if that is stated.
    pub published: Option<Datetime>,
    /// Its address.
    pub url: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The name that its site or its sender gives itself.
    pub site: Option<String>,
    /// The text: its paragraphs with an empty line between them.
    pub text: String,
    /// The text of each page, for a PDF.
    pub pages: Vec<String>,
    /// The obstacle between a reader and the text, if there seems to be one.
    pub wall: Option<Wall>,
    /// The decisions taken.
    pub decisions: Vec<Decision>,
}

/// What a site shows in place of a text, or of the rest of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// An offer to subscribe; the beginning of the text may be there.
    Paywall,
    /// A question about cookies.
    Consent,
    /// A test whether a person is asking.
    Challenge,
}

impl Wall {
    /// A noun phrase for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paywall => "a paywall",
            Self::Consent => "a question about cookies",
            Self::Challenge => "a test for robots",
        }
    }
}
