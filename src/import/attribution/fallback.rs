//! The sources of quotations that no line or lead-in names: titles, paragraphs above, the same words before.

use super::address::may_be_source;
use super::line::ends_in_dash_line;
use super::linked_line::LinkedLine;
use super::named_outlet::NamedOutlet;
use super::place::{AttributionContext, QuotedPlace};
use super::told::{LinkedPages, only_linked, told_before, told_in};

/// A source, and why it is one.
type FoundSource = Option<(NamedOutlet, &'static str)>;

/// What a text has said so far that may tell the source of a quotation, if nothing else does.
#[derive(Default)]
pub(super) struct LastResorts {
    /// The page that the title of the text links to.
    titled: Option<NamedOutlet>,
    /// The page that the heading of the section links to.
    section: Option<NamedOutlet>,
    pages: LinkedPages,
    /// The letters of the quotations that have sources, and these.
    quoted: Vec<(String, NamedOutlet)>,
}

impl LastResorts {
    /// Takes the title of the text.
    pub fn set_title(&mut self, title: Option<&LinkedLine>, context: &AttributionContext<'_>) {
        self.titled = title.and_then(|title| linked_page(title, context));
    }

    /// Notes what a line links to.
    pub fn read(&mut self, line: &LinkedLine, context: &AttributionContext<'_>) {
        if line.is_heading {
            self.section = linked_page(line, context);
        }
        self.pages.read(line, context);
    }

    /// Notes the source of a quotation.
    pub fn remember(&mut self, place: &QuotedPlace, outlet: &NamedOutlet) {
        let outlet = NamedOutlet { before: String::new(), after: String::new(), ..outlet.clone() };
        self.quoted.push((letters_of(place), outlet));
    }

    /// The page that the heading or the title links to, which the text passes on.
    pub fn of_title(&self, place: &QuotedPlace) -> FoundSource {
        if ends_in_dash_line(place) {
            return None;
        }
        let section = self.section.clone().map(|outlet| (outlet, "the page that the heading above it links to"));
        section.or_else(|| Some((self.titled.clone()?, "the page that the title links to")))
    }

    /// The report that the paragraphs above tell of.
    pub fn told(&self, place: &QuotedPlace, context: &AttributionContext<'_>) -> FoundSource {
        let nearest = &place.lead_in().filter(|_| !ends_in_dash_line(place))?;
        if let Some(outlet) = told_in(nearest, context) {
            return Some((outlet, "the paragraph above it tells of what it links to"));
        }
        if let Some(outlet) = self.pages.of_site_in(nearest) {
            return Some((outlet, "the lead-in names the site of a page that the text links to"));
        }
        if let Some(outlet) = told_before(&place.above, context) {
            return Some((outlet, "the paragraph before the lead-in tells of what it links to"));
        }
        Some((only_linked(nearest, context)?, "the only link in the paragraph above it"))
    }

    /// The source of the same words further above.
    pub fn quoted_again(&self, place: &QuotedPlace) -> FoundSource {
        const MIN_LETTERS: usize = 20;
        let letters = letters_of(place);
        let mut same = self.quoted.iter().filter(|(known, _)| *known == letters && letters.len() >= MIN_LETTERS);
        Some((same.next_back()?.1.clone(), "the same words are quoted above"))
    }
}

/// The page to which a title links, of another site.
fn linked_page(title: &LinkedLine, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let (_, url) = title.web_links().next().filter(|(range, _)| range.len() == title.text.trim().len())?;
    let may_be = context.own_host.is_some() && may_be_source(url, context.own_host);
    let outlet = NamedOutlet::linked("", url, context.outlets).filter(|_| may_be)?;
    Some(NamedOutlet { title: Some(title.text.trim().to_owned()), ..outlet })
}

/// The letters and digits of a quotation.
fn letters_of(place: &QuotedPlace) -> String {
    let words = place.quoted.iter().flat_map(|line| line.text.chars());
    words.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
