//! The table of `margent check --quotes`: how much each article and outlet is quoted, and how much of it is verified.

use serde_json::json;

use crate::Site;
use crate::base::text::words;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::pipeline::index::quote::source_of;

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
            if let Some(source) = source_of(article, excerpt) {
                outlets[site.index.taxonomies.of_article[id].outlets[source]].add(words, verified);
            }
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

/// A table for people.
pub(in crate::cli) fn table(site: &Site) -> String {
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
    rows(site).iter().flat_map(|(kind, rows)| rows.iter().map(|row| as_json(kind, row) + "\n")).collect()
}

fn as_json(kind: &str, row: &QuoteRow) -> String {
    let counts = json!({ "excerpts": row.excerpts, "verified": row.verified, "longest_words": row.longest });
    json!({ "quotes": { kind: row.name, "counts": counts } }).to_string()
}
