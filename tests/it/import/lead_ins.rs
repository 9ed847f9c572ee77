//! How well the outlet of a quotation is found by the sentence above it alone, in `tests/lead_ins.toml`.
//!
//! `cargo test --test it lead_ins -- --nocapture` prints the figures, and what is wrong of those to tune by.

#![allow(clippy::print_stdout, reason = "figures are for reading")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::Files;
use crate::common::importer::Importer;
use serde::Deserialize;

#[derive(Deserialize)]
struct Halves {
    tuning: Vec<LeadIn>,
    measuring: Vec<LeadIn>,
}

/// A sentence above a quotation.
#[derive(Deserialize)]
struct LeadIn {
    lang: String,
    above: String,
    /// The outlet whose words are below.
    outlet: Option<String>,
    /// One that is only named.
    passing: Option<String>,
    /// True if the site declares the one or the other.
    #[serde(default)]
    declared: bool,
}

#[derive(Default)]
struct Score {
    attributed: usize,
    right: usize,
    wanted: usize,
}

#[test]
fn outlets_that_sentences_name() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lead_ins.toml");
    let halves: Halves = toml::from_str(&fs::read_to_string(path).expect("a file")).expect("lead-ins");
    let mut sites = BTreeMap::new();
    for (half, lead_ins, precision, recall) in
        [("tuning", &halves.tuning, 92, 81), ("measuring", &halves.measuring, 89, 70)]
    {
        let mut score = Score::default();
        for lead_in in lead_ins {
            let (names, importer) = sites.entry(&lead_in.lang).or_insert_with(|| site(&halves, &lead_in.lang));
            let found = outlet_below(lead_in, names, importer);
            let is_right = found.is_some() && found.as_deref().map(bare) == lead_in.outlet.as_deref().map(bare);
            score.attributed += usize::from(found.is_some());
            score.right += usize::from(is_right);
            score.wanted += usize::from(lead_in.outlet.is_some());
            if half == "tuning" && !is_right && found != lead_in.outlet {
                println!("{}: {found:?}, not {:?}: {}", lead_in.lang, lead_in.outlet, lead_in.above);
            }
        }
        let Score { attributed, right, wanted } = score;
        println!("{half}: {right} of {attributed} are right, {right} of {wanted} found");
        assert!(right * 100 >= attributed * precision, "{half}: fewer are right");
        assert!(right * 100 >= wanted * recall, "{half}: fewer are found");
    }
}

/// The outlets that the site of a language declares, and what imports into it.
fn site<'a>(halves: &'a Halves, lang: &str) -> (Vec<&'a str>, Importer) {
    let lead_ins = halves.tuning.iter().chain(&halves.measuring).filter(|it| it.declared && it.lang == lang);
    let names: BTreeSet<&str> = lead_ins.filter_map(|it| it.outlet.as_deref().or(it.passing.as_deref())).collect();
    let outlet = |(number, name)| (format!("content/outlets/o{number}.md"), format!("+++\nname = \"{name}\"\n+++\n"));
    let mut site: Files = names.iter().enumerate().map(outlet).collect();
    site.insert("site.toml".to_owned(), "base_url = \"https://tide.example/\"\ntitle = \"Tide\"\n".to_owned());
    (names.into_iter().collect(), Importer::new(&site))
}

/// The name of the outlet to which a quotation below the sentence is attributed.
fn outlet_below(lead_in: &LeadIn, declared: &[&str], importer: &Importer) -> Option<String> {
    let text = format!(
        "---\ntitle: On boats\n---\nThe boats are late.\n\n{}\n\n> The water rose in the night.\n\nThey were put back by noon.\n",
        lead_in.above
    );
    let drafts = importer.import_from(Path::new("."), "on-boats.md", text.as_bytes()).expect("an article").0;
    let outlet = drafts.first()?.0.sources.first()?.outlet.clone();
    let number = outlet.strip_prefix('o').and_then(|number| number.parse::<usize>().ok());
    Some(number.and_then(|number| declared.get(number)).map_or(outlet.clone(), |name| (*name).to_owned()))
}

/// A name in small letters, without its article.
fn bare(name: &str) -> String {
    const ARTICLES: [&str; 8] = ["the ", "der ", "die ", "das ", "le ", "la ", "l’", "el "];
    let name = name.to_lowercase();
    ARTICLES.iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name).to_owned()
}
