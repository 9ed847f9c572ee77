//! `margent check --quotes`: how much is quoted of each article and outlet, and how much of it was verified.

use crate::Site;
use crate::base::text::words;
use crate::pipeline::index::quote::source_of;
use serde_json::json;

use crate::cli::commands::{BOLD, PLAIN, number};

/// What an article, or an outlet in all articles, has of excerpts.
#[derive(Default)]
struct QuoteRow {
    name: String,
    excerpts: usize,
    verified: usize,
    /// Words of the longest.
    longest: usize,
}

impl QuoteRow {
    fn named(name: impl ToString) -> Self {
        Self { name: name.to_string(), ..Self::default() }
    }

    fn add(&mut self, words: usize, verified: bool) {
        self.excerpts += 1;
        self.verified += usize::from(verified);
        self.longest = self.longest.max(words);
    }
}

/// Articles and outlets with excerpts, in the order of their names.
fn rows(site: &Site) -> [(&'static str, Vec<QuoteRow>); 2] {
    let mut articles = Vec::new();
    let mut outlets: Vec<QuoteRow> =
        site.index.taxonomies.outlets.iter().map(|outlet| QuoteRow::named(&outlet.title)).collect();
    for (id, article) in site.content.articles.enumerate() {
        let mut row = QuoteRow::named(&article.path);
        for (excerpt, verified) in article.body.excerpts.iter().zip(&site.index.quotations.verified[id]) {
            let words = excerpt.parts.iter().map(|part| words::count(&part.words)).sum();
            row.add(words, *verified);
            if let Some(source) = source_of(article, excerpt) {
                outlets[site.index.taxonomies.of_article[id].outlets[source]].add(words, *verified);
            }
        }
        articles.push(row);
    }
    [("article", articles), ("outlet", outlets)].map(|(what, mut rows)| {
        rows.retain(|row| row.excerpts > 0);
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        (what, rows)
    })
}

/// A table for people.
pub(super) fn table(site: &Site) -> String {
    let rows = rows(site);
    if rows[0].1.is_empty() {
        return "no article has an excerpt\n".to_owned();
    }
    let mut text = String::new();
    for (what, rows) in rows {
        text.push_str(&format!("{BOLD}excerpts  verified  unverified  longest  {what}{PLAIN}\n"));
        for QuoteRow { name, excerpts, verified, longest } in rows {
            let unverified = excerpts - verified;
            let longest = number(longest, "word");
            text.push_str(&format!("{excerpts:>8}  {verified:>8}  {unverified:>10}  {longest:>9}  {name}\n"));
        }
        text.push('\n');
    }
    text
}

/// One JSON object a line.
pub(super) fn lines(site: &Site) -> String {
    let line = |what: &str, row: &QuoteRow| {
        let counts = json!({ "excerpts": row.excerpts, "verified": row.verified, "longest_words": row.longest });
        json!({ "quotes": { what: row.name, "counts": counts } }).to_string() + "\n"
    };
    rows(site).iter().flat_map(|(what, rows)| rows.iter().map(move |row| line(what, row))).collect()
}
