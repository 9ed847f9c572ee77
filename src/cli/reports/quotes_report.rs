//! The tables of `margent check --quotes`: every quotation of articles with sources, and the numbers of excerpts, all
//! and verified, of each article and outlet.

use serde_json::json;

use crate::Site;
use crate::base::text::words;
use crate::cli::terminal::{BOLD, PLAIN, plural};

/// The excerpts of an article, or of an outlet in all articles.
#[derive(Default)]
struct QuoteRow {
    name: String,
    excerpts: usize,
    verified: usize,
    /// Words of the longest excerpt.
    longest: usize,
}

impl QuoteRow {
    fn named(name: impl ToString) -> Self {
        Self { name: name.to_string(), ..Self::default() }
    }

    fn add(&mut self, words: usize, verified: usize) {
        self.excerpts += 1;
        self.verified += verified;
        self.longest = self.longest.max(words);
    }
}

/// Articles and outlets with excerpts, sorted by name.
fn rows(site: &Site) -> [(&'static str, Vec<QuoteRow>); 2] {
    let mut articles = Vec::new();
    let mut outlets: Vec<QuoteRow> =
        site.index.taxonomies.outlets.iter().map(|outlet| QuoteRow::named(&outlet.title)).collect();
    for (id, article) in site.content.articles.enumerate() {
        let mut row = QuoteRow::named(&article.path);
        for (excerpt, verified) in article.body.excerpts.iter().zip(&site.index.quotations.verified[id]) {
            let words = excerpt.parts.iter().map(|part| words::count(&part.words)).sum();
            let verified = usize::from(*verified);
            row.add(words, verified);
            outlets[site.index.taxonomies.of_article[id].outlets[excerpt.source_number]].add(words, verified);
        }
        articles.push(row);
    }
    [("article", with_excerpts(articles)), ("outlet", with_excerpts(outlets))]
}

fn with_excerpts(mut rows: Vec<QuoteRow>) -> Vec<QuoteRow> {
    rows.retain(|row| row.excerpts > 0);
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// A blockquote of an article with sources.
struct QuotationRow {
    /// The file and the line.
    place: String,
    /// The state of its verification: `verified`, `not verified`, `paraphrase` or `no attribution`.
    state: &'static str,
    /// The id of its source.
    source: Option<String>,
}

/// All blockquotes of articles with sources, in the order of files and lines.
fn quotations(site: &Site) -> Vec<QuotationRow> {
    let mut rows = Vec::new();
    for (id, article) in site.content.articles.enumerate().filter(|(_, article)| !article.sources.is_empty()) {
        let text = site.inputs.text(&article.path).unwrap_or_default();
        let mut excerpts = article.body.excerpts.iter().zip(&site.index.quotations.verified[id]);
        let mut all: Vec<(usize, &'static str, Option<String>)> = Vec::new();
        for credit in &article.body.credits {
            let excerpt = if credit.verbatim { excerpts.next() } else { None };
            let (start, state) = match excerpt {
                Some((excerpt, true)) => (excerpt.range.start, "verified"),
                Some((excerpt, false)) => (excerpt.range.start, "not verified"),
                None => (credit.range.start, "paraphrase"),
            };
            all.push((start, state, Some(article.sources[credit.source].id.clone())));
        }
        all.extend(article.body.unattributed.iter().map(|range| (range.start, "no attribution", None)));
        all.sort_unstable();
        let (mut line, mut counted) = (1, 0);
        for (start, state, source) in all {
            line += text.get(counted..start).unwrap_or_default().matches('\n').count();
            counted = start;
            rows.push(QuotationRow { place: format!("{}:{line}", article.path), state, source });
        }
    }
    rows
}

/// Tables for people.
pub(in crate::cli) fn table(site: &Site) -> String {
    let listed = quotations(site);
    if listed.is_empty() {
        return "no article with sources has a quotation\n".to_owned();
    }
    let mut text = String::new();
    for QuotationRow { place, state, source } in listed {
        text.push_str(&format!("{state:<14}  {place}  {}\n", source.unwrap_or_default()).replace("  \n", "\n"));
    }
    text.push('\n');
    text + &tally(site)
}

/// The tables of excerpts by article and by outlet.
fn tally(site: &Site) -> String {
    let rows = rows(site);
    if rows[0].1.is_empty() {
        return "no article has an excerpt\n".to_owned();
    }
    let mut text = String::new();
    for (kind, rows) in rows {
        text.push_str(&format!("{BOLD}excerpts  verified  unverified  longest  {kind}{PLAIN}\n"));
        for QuoteRow { name, excerpts, verified, longest } in rows {
            let unverified = excerpts - verified;
            let longest = plural(longest, "word");
            text.push_str(&format!("{excerpts:>8}  {verified:>8}  {unverified:>10}  {longest:>9}  {name}\n"));
        }
        text.push('\n');
    }
    text
}

/// One JSON object a line.
pub(in crate::cli) fn json_lines(site: &Site) -> String {
    let listed = quotations(site).into_iter().map(|QuotationRow { place, state, source }| {
        json!({ "quotation": { "place": place, "state": state, "source": source } }).to_string() + "\n"
    });
    let rows = rows(site);
    listed.chain(rows.iter().flat_map(|(kind, rows)| rows.iter().map(|row| as_json(kind, row) + "\n"))).collect()
}

fn as_json(kind: &str, row: &QuoteRow) -> String {
    let counts = json!({ "excerpts": row.excerpts, "verified": row.verified, "longest_words": row.longest });
    json!({ "quotes": { kind: row.name, "counts": counts } }).to_string()
}
