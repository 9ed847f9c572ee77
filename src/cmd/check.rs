//! `margent check`

use std::process::ExitCode;

use anyhow::Result;
use margent::index::quote::source_of;
use margent::output;
use margent::text::words;
use margent::{Loaded, Options, Site, diag};
use serde_json::json;

use super::{BOLD, PLAIN, faults, load, notify, number, say};
use crate::cli::{CheckArgs, FormatArg, Shared};

/// Shows every fault that a build would show, and what the options ask for; writes nothing.
pub fn run(shared: &Shared, args: &CheckArgs) -> Result<ExitCode> {
    let options = Options { drafts: args.drafts, future: args.future, base_url: None };
    let Loaded { site, faults: mut found, .. } = load(shared, options)?;
    found.extend(output::check(&site)?);
    diag::sort(&mut found);
    faults::show(shared, &site.inputs, &found)?;
    if args.quotes {
        match shared.format {
            FormatArg::Human => say(&table(&site))?,
            FormatArg::Json | FormatArg::Github => say(&lines(&site))?,
        }
    }
    let told = if found.is_empty() { "nothing is wrong".to_owned() } else { faults::count(&found) };
    notify(&format!("{BOLD}{}{PLAIN}: {told}\n", number(site.content.articles.len(), "article")))?;
    Ok(if faults::are_fatal(shared, &found) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What an article, or an outlet in all articles, has of excerpts.
#[derive(Default)]
struct Row {
    name: String,
    excerpts: usize,
    verified: usize,
    /// Words of the longest.
    longest: usize,
}

impl Row {
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
fn rows(site: &Site) -> [(&'static str, Vec<Row>); 2] {
    let mut articles = Vec::new();
    let mut outlets: Vec<Row> = site.index.outlets.iter().map(|outlet| Row::named(&outlet.title)).collect();
    for (id, article) in site.content.articles.iter().enumerate() {
        let mut row = Row::named(&article.path);
        for (excerpt, verified) in article.body.excerpts.iter().zip(&site.index.verified[id]) {
            let words = excerpt.parts.iter().map(|part| words::count(&part.words)).sum();
            row.add(words, *verified);
            if let Some(source) = source_of(article, excerpt) {
                outlets[site.index.terms[id].outlets[source]].add(words, *verified);
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

fn table(site: &Site) -> String {
    let rows = rows(site);
    if rows[0].1.is_empty() {
        return "no article has an excerpt\n".to_owned();
    }
    let mut text = String::new();
    for (what, rows) in rows {
        text.push_str(&format!("{BOLD}excerpts  verified  unverified  longest  {what}{PLAIN}\n"));
        for Row { name, excerpts, verified, longest } in rows {
            let unverified = excerpts - verified;
            let longest = number(longest, "word");
            text.push_str(&format!("{excerpts:>8}  {verified:>8}  {unverified:>10}  {longest:>9}  {name}\n"));
        }
        text.push('\n');
    }
    text
}

/// One JSON object a line.
fn lines(site: &Site) -> String {
    let line = |what: &str, row: &Row| {
        let counts = json!({ "excerpts": row.excerpts, "verified": row.verified, "longest_words": row.longest });
        json!({ "quotes": { what: row.name, "counts": counts } }).to_string() + "\n"
    };
    rows(site).iter().flat_map(|(what, rows)| rows.iter().map(move |row| line(what, row))).collect()
}
