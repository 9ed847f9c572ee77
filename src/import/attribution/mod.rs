//! The attribution of quotations: one implementation for pages, feeds, posts, Markdown and copied text.
//!
//! ```text
//! a quotation and what stands around it      QuotedPlace, of lines as LinkedLine
//!   → an embedded post                       post
//!   → its markup, its last line              line
//!   → the line below it                      line, below
//!   → the lead-in above it                   lead_in, mention; works, to which it points back
//!   → a footnote that cites                  line
//!   → titles, headings, paragraphs above      fallback, told
//!   → NamedAttribution                       the outlet, how sure, why, and what of the text says so
//! ```
//!
//! A source is an outlet that the site declares, by its domain or any of its names; else the host of a link; else a name that
//! is typical of outlets. Never is it a date, a button or a person. The words that it goes by are in [`vocabulary`].

mod address;
mod back_reference;
mod below;
mod citing;
mod fallback;
mod introduction;
#[rustfmt::skip] // It would give each word a line.
mod introduction_vocabulary;
mod lead_in;
mod line;
mod linked_line;
mod mention;
mod named_outlet;
mod outlet_mention;
#[rustfmt::skip] // It would give each word a line.
mod outlet_vocabulary;
mod people;
mod place;
mod post;
mod reviewed;
#[cfg(test)]
mod tests;
mod title;
mod told;
#[rustfmt::skip] // It would give each word a line.
mod vocabulary;
mod works;

pub(super) use address::{is_of, is_post_address};
pub(super) use below::has_arrow;
pub(super) use lead_in::{cited_outlets, is_lead_in};
pub(super) use line::{heading_line, is_marked, split_closing_outlet};
pub(super) use linked_line::{LinkedLine, split_runs};
pub(super) use mention::{has_outlet_word, is_name};
pub(super) use named_outlet::NamedOutlet;
pub(super) use place::{AttributionContext, QuotedPlace, UsedPart};
pub(super) use post::credit_start;

use std::collections::BTreeMap;

use super::draft::Confidence;
use fallback::LastResorts;
use people::LinkedPeople;
use reviewed::ReviewedWork;
use works::LinkedWorks;

/// The source of a quotation.
#[derive(Clone)]
pub(super) struct NamedAttribution {
    pub outlet: NamedOutlet,
    pub confidence: Confidence,
    pub why: &'static str,
    pub used: UsedPart,
}

impl NamedAttribution {
    /// Returns whether something apart from sentences states it.
    pub fn is_stated(&self) -> bool {
        self.confidence == Confidence::High || self.used != UsedPart::Nothing
    }
}

/// Attributes the quotations of a text, in order.
pub(super) struct Attributor<'a> {
    context: AttributionContext<'a>,
    /// The names of hosts, as links call them.
    names: BTreeMap<String, String>,
    works: LinkedWorks,
    people: LinkedPeople,
    reviewed: ReviewedWork,
    last_resorts: LastResorts,
    /// The footnotes, by their labels.
    notes: BTreeMap<String, LinkedLine>,
    /// The source of the quotation before, except for embedded posts.
    last: Option<NamedAttribution>,
}

impl<'a> Attributor<'a> {
    /// Starts at the top of a text with these lines.
    pub fn new<'b>(context: AttributionContext<'a>, lines: impl Iterator<Item = &'b LinkedLine>) -> Self {
        let mut names = BTreeMap::new();
        let lines: Vec<&LinkedLine> = lines.collect();
        let reviewed = ReviewedWork::of(&lines, &context);
        for line in lines {
            let links =
                line.web_links().filter_map(|(range, url)| named_outlet::named_host(&line.text[range.clone()], url));
            names.extend(links);
        }
        let (works, people, last_resorts, notes) = Default::default();
        Self { context, names, works, people, reviewed, last_resorts, notes, last: None }
    }

    /// Takes the footnotes of the text by their labels, which may say where its quotations are from.
    pub fn noted(self, notes: BTreeMap<String, LinkedLine>) -> Self {
        Self { notes, ..self }
    }

    /// Takes the title of the text, which may link to what the text passes on.
    pub fn titled(mut self, title: Option<&LinkedLine>) -> Self {
        self.last_resorts.set_title(title, &self.context);
        self
    }

    /// The source of the next quotation, if anything names it.
    pub fn attribute(&mut self, place: &QuotedPlace) -> Option<NamedAttribution> {
        self.read(&place.above);
        if let Some(post) = post::read_post(place, &self.context) {
            let why = "an embedded post; its platform is the outlet";
            return Some(NamedAttribution { outlet: post.outlet, confidence: Confidence::High, why, used: post.used });
        }
        if place.is_box_of_links() {
            return None;
        }
        let mut named = self.stated(place).or_else(|| self.introduced(place)).or_else(|| self.cited_in_note(place));
        named = named.or_else(|| of_last_resort(self.last_resorts.of_title(place))).or_else(|| self.pointed_to(place));
        named = named.or_else(|| of_last_resort(self.last_resorts.told(place, &self.context)));
        named = named.or_else(|| of_last_resort(self.last_resorts.quoted_again(place)));
        named = named.or_else(|| of_last_resort(self.under_review(place)));
        if let Some(named) = &mut named {
            named.outlet.rename_host(&self.names);
            self.last_resorts.remember(place, &named.outlet);
        }
        self.last = named.clone();
        named
    }

    /// The source of a paragraph in quotation marks, if the lead-in above it names one.
    pub fn attribute_announced(&mut self, place: &QuotedPlace) -> Option<NamedAttribution> {
        self.read(&place.above);
        let is_announced = place.above.last().is_some_and(|line| is_lead_in(&line.text));
        let mut named = self.introduced(place).filter(|_| is_announced)?;
        named.outlet.rename_host(&self.names);
        self.last = Some(named.clone());
        Some(named)
    }

    /// Notes what later lead-ins may point back to.
    fn read(&mut self, above: &[LinkedLine]) {
        for line in above {
            self.works.read(line, &self.context);
            self.people.read(line, &self.context);
            self.last_resorts.read(line, &self.context);
        }
    }

    /// The source that the markup, the last line or the line below states.
    fn stated(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        if let Some(outlet) = line::parse_line(&place.line, &self.context) {
            return Some(stated(outlet, UsedPart::Line, "its attribution"));
        }
        if let Some(outlet) = place.cite.as_ref().and_then(|url| self.cited_at(url)) {
            return Some(stated(outlet, UsedPart::Nothing, "the address in its `cite`"));
        }
        let below = place.below.as_ref().filter(|line| {
            (line::is_marked(&line.text) && !line::credits_finder(&line.text)) || line::ends_in_source(line)
        });
        if let Some(outlet) = below.and_then(|line| line::parse_line(line, &self.context)) {
            return Some(stated(outlet, UsedPart::Below, "the line below it"));
        }
        if let Some(outlet) = place.below.as_ref().and_then(|line| below::arrowed(line, &self.context)) {
            return Some(stated(outlet, UsedPart::Below, "the line below it"));
        }
        let heading = place.above.last().filter(|line| line.is_heading && line::names_origin(&line.text));
        if let Some(outlet) = heading.and_then(|line| line::parse_line(line, &self.context)) {
            return Some(stated(outlet, UsedPart::Nothing, "the heading above it"));
        }
        let titled = || place.below.as_ref().and_then(|line| title::titled_first(line, &self.context));
        let titled = || titled().map(|outlet| stated(outlet, UsedPart::Below, "the title in the line below it"));
        let last_line = || self.last_line(place).map(|line| titled_by_headline(line, place));
        last_line().or_else(|| self.dated_below(place)).or_else(titled).or_else(|| self.card(place))
    }

    /// The page that a quotation shows the card of.
    fn card(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let (words, url) = place.card()?;
        let is_elsewhere = self.context.own_host.is_some() && address::may_be_source(url, self.context.own_host);
        let outlet = NamedOutlet::linked(words, url, self.context.outlets).filter(|_| is_elsewhere)?;
        Some(stated(outlet, UsedPart::Nothing, "the page that it links to"))
    }

    /// Returns whether a quotation is the card of another page of the same site.
    pub fn is_teaser(&self, place: &QuotedPlace) -> bool {
        place.card().is_some_and(|(_, url)| self.context.own_host.is_some_and(|own| address::is_of(url, own)))
    }

    /// The source that the line below points to, if nothing else names one: `via`, or a sentence such as `The report is here`.
    fn pointed_to(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let low =
            |outlet, why| NamedAttribution { confidence: Confidence::Low, ..stated(outlet, UsedPart::Nothing, why) };
        if let Some(outlet) = place.quoted.last().and_then(|last| below::closing_pointer(last, &self.context)) {
            return Some(low(outlet, "the link in its last sentence"));
        }
        let below = place.below.as_ref()?;
        if line::is_via(&below.text) {
            let outlet = line::parse_line(below, &self.context)?;
            let why = "the line below it, although `via` may only say where it was found";
            return Some(NamedAttribution { confidence: Confidence::Medium, ..stated(outlet, UsedPart::Below, why) });
        }
        let outlet = below::pointed_to(below, &self.context).or_else(|| below::said_above(below, &self.context))?;
        Some(low(outlet, "the link in the sentence below it"))
    }

    /// The declared outlet that a line below names with a date, and with nothing before it.
    fn dated_below(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let is_announced = place.above.last().is_some_and(|line| is_lead_in(&line.text));
        let below = place.below.as_ref().filter(|below| !is_announced && line::is_only_names(below, &self.context))?;
        let outlet = line::parse_line(below, &self.context)?;
        let is_dated = outlet.is_declared && outlet.before.is_empty() && outlet.published.is_some();
        is_dated.then(|| stated(outlet, UsedPart::Below, "the line below it"))
    }

    fn cited_at(&self, url: &str) -> Option<NamedOutlet> {
        let may_be = address::may_be_source(url, self.context.own_host);
        NamedOutlet::linked("", url, self.context.outlets).filter(|_| may_be)
    }

    /// The source that the last line of the quotation names, or brackets at its end.
    fn last_line(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let at = place.quoted.len().checked_sub(1)?;
        let last = &place.quoted[at];
        let last_line = last.text.rfind('\n').map_or(0, |at| at + 1);
        // All of a paragraph that is not the only one, else its last line.
        for start in [0, last_line].into_iter().filter(|start| at + start > 0) {
            let line = last.part(start..last.text.len());
            if (line::is_marked(&line.text) || line::is_only_names(&line, &self.context))
                && let Some(outlet) = line::parse_line(&line, &self.context)
            {
                return Some(stated(outlet, UsedPart::Quoted(at, start), "its last line"));
            }
            if let Some(outlet) = title::titled_first(&line, &self.context) {
                return Some(stated(outlet, UsedPart::Quoted(at, start), "the title in its last line"));
            }
        }
        if let Some(start) = line::closing_dash(last)
            && let Some(outlet) = line::parse_line(&last.part(start..last.text.len()), &self.context)
        {
            return Some(stated(outlet, UsedPart::Quoted(at, start), "the dash at its end"));
        }
        if let Some((start, outlet)) = line::closing_link(last, &self.context).filter(|(start, _)| at + start > 0) {
            return Some(stated(outlet, UsedPart::Quoted(at, start), "the link in brackets at its end"));
        }
        let sentence = lead_in::last_sentence(&last.text);
        let tail = last.part(sentence..last.text.len());
        let is_whole = last.links.iter().all(|(range, _)| range.end <= sentence || sentence <= range.start);
        let is_source = line::is_declared_name(&tail.text, self.context.outlets)
            || (is_whole && line::is_link(&tail, &self.context));
        if sentence > 0 && is_source {
            let outlet = line::parse_line(&tail, &self.context)?;
            return Some(stated(outlet, UsedPart::Quoted(at, sentence), "the name at its end"));
        }
        let (body, outlet) = split_closing_outlet(&last.text, self.context.outlets)
            .filter(|(_, it)| it.is_declared || mention::is_publisher(&it.name))?;
        (at > 0 || !body.is_empty())
            .then(|| stated(outlet, UsedPart::Quoted(at, body.len()), "the brackets at its end"))
    }

    /// The source that the text above introduces.
    fn introduced(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let Some(nearest) = &place.lead_in() else {
            if let Some(noted) = self.cited_in_note(place) {
                return Some(noted);
            }
            // One lead-in may serve several; an attribution of its own does not.
            let last =
                self.last.clone().filter(|last| last.used == UsedPart::Nothing && !line::ends_in_dash_line(place))?;
            let confidence = last.confidence.min(Confidence::Medium);
            return Some(NamedAttribution { confidence, why: "the quotation right before it", ..last });
        };
        if let Some(outlet) = lead_in::linked_title(nearest, &self.context) {
            return Some(inferred(outlet, "the line above it is a link to what it quotes"));
        }
        let is_signed = line::ends_in_dash_line(place);
        let found = lead_in::lead_in_source(nearest, &self.context).filter(|found| found.is_announced || !is_signed);
        if let Some(found) = found {
            let (confidence, why) = match (found.outlet.is_declared, found.is_announced, found.is_linked) {
                (true, true, _) if found.is_speaker => (Confidence::High, "the lead-in"),
                (true, true, true) => (Confidence::Medium, "the link in the lead-in"),
                (true, true, false) => (Confidence::Medium, "the only outlet in the lead-in"),
                (true, false, _) => (Confidence::Medium, "the sentence before it"),
                (false, true, true) => (Confidence::Medium, "the link in the lead-in, of no declared outlet"),
                (false, _, _) => (Confidence::Low, "the sentence before it; the site does not declare it"),
            };
            return Some(NamedAttribution { outlet: found.outlet, confidence, why, used: UsedPart::Nothing });
        }
        // Under a signature the words are those of whom it names.
        let points_back = || self.cited_in_note(place).or_else(|| self.pointed_back(place));
        (!is_signed).then(|| self.named_above(nearest).or_else(points_back))?
    }

    /// The source that the footnote cites whose mark is behind the quotation, else behind the lead-in.
    fn cited_in_note(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        let lines = [place.quoted.last(), place.above.last()];
        let label = lines.into_iter().flatten().find_map(|line| line.closing_note.as_ref())?;
        let outlet = line::cited_in_note(self.notes.get(label)?, &self.context)?;
        Some(inferred(outlet, "the footnote behind it"))
    }

    /// The work under review, if nothing else is named.
    fn under_review(&self, place: &QuotedPlace) -> Option<(NamedOutlet, &'static str)> {
        let lead_in = place.lead_in().filter(|_| !line::ends_in_dash_line(place))?;
        Some((self.reviewed.quoted_below(&lead_in, &self.context)?, "the work that the text is about"))
    }

    /// The site, or the title of a work, that a lead-in names.
    fn named_above(&self, lead_in: &LinkedLine) -> Option<NamedAttribution> {
        let site = || lead_in::site_named(&lead_in.text, &self.names);
        let site = site().map(|outlet| inferred(outlet, "the lead-in names a site that the text links to"));
        let person = || self.people.speaking_in(lead_in).or_else(|| self.people.work_in(lead_in));
        let person = || person().map(|it| inferred(it, "the text names words of that person"));
        site.or_else(person)
            .or_else(|| Some(inferred(title::titled_work(lead_in, &self.context)?, "the title in the lead-in")))
    }

    /// The report of which a line is the title, if all between that and the quotation is one paragraph that introduces nothing
    /// else.
    fn titled_above(&self, place: &QuotedPlace) -> Option<NamedOutlet> {
        let [.., title, remark] = &place.above[..] else { return None };
        let is_remark =
            !remark.text.trim().is_empty() && !is_lead_in(&remark.text) && remark.web_links().next().is_none();
        lead_in::linked_title(title, &self.context).filter(|_| is_remark)
    }

    /// The source to which a lead-in points back.
    fn pointed_back(&self, place: &QuotedPlace) -> Option<NamedAttribution> {
        /// The most paragraphs between two quotations of which the second one points back to the first.
        const MAX_BETWEEN: usize = 3;
        /// The paragraphs before a lead-in to which it may point back.
        const MAX_BEFORE: usize = 2;
        let why = "the lead-in points back to what the text links to";
        let nearest = place.above.last()?;
        if let Some(outlet) = self.titled_above(place) {
            return Some(inferred(outlet, "the link two lines above it is to what it quotes"));
        }
        if let Some(work) = self.works.meant_by(&nearest.text) {
            return Some(inferred(work.clone(), why));
        }
        if !lead_in::is_bridge(&nearest.text) && !back_reference::points_back(&place.above) {
            return None;
        }
        let mut before = place.above.iter().rev().skip(1).take(MAX_BEFORE);
        if let Some(outlet) = before.find_map(|line| lead_in::reported_in(line, &self.context)) {
            let why = "the lead-in points back to the paragraph before it";
            return Some(NamedAttribution { outlet, confidence: Confidence::Low, why, used: UsedPart::Nothing });
        }
        if let Some(outlet) = back_reference::report_meant(&place.above, &self.context) {
            return Some(inferred(outlet, why));
        }
        let goes_on = place.above.len() <= MAX_BETWEEN;
        let NamedAttribution { outlet, confidence, .. } = self.last.clone().filter(|_| goes_on)?;
        // The words around the name belong to the quotation before.
        let outlet = NamedOutlet { before: String::new(), after: String::new(), ..outlet };
        let why = "the lead-in goes on from the quotation before";
        let confidence = confidence.min(Confidence::Medium);
        Some(NamedAttribution { outlet, confidence, why, used: UsedPart::Nothing })
    }
}

/// A source whose report has the headline that the quotation consists of.
fn titled_by_headline(mut named: NamedAttribution, place: &QuotedPlace) -> NamedAttribution {
    let headline = place.headline().filter(|(_, url)| named.outlet.url.as_deref() == Some(url));
    named.outlet.title = headline.map(|(headline, _)| headline.to_owned()).or(named.outlet.title);
    named
}

/// A source of last resort, and why.
fn of_last_resort(found: Option<(NamedOutlet, &'static str)>) -> Option<NamedAttribution> {
    found.map(|(outlet, why)| inferred(outlet, why))
}

/// An attribution that the text only hints at.
fn inferred(outlet: NamedOutlet, why: &'static str) -> NamedAttribution {
    let confidence = if outlet.is_declared { Confidence::Medium } else { Confidence::Low };
    NamedAttribution { outlet, confidence, why, used: UsedPart::Nothing }
}

/// An attribution that the text states apart from sentences.
fn stated(outlet: NamedOutlet, used: UsedPart, why: &'static str) -> NamedAttribution {
    let confidence = if outlet.is_declared { Confidence::High } else { Confidence::Medium };
    NamedAttribution { outlet, confidence, why, used }
}
