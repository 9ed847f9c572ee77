//! What each stage costs by itself: `cargo bench --bench stages`. For whole builds beside other generators see
//! `benches/peers/`.

use std::fmt::Write as _;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use margent::base::text::path::RelPath;
use margent::pipeline::config::MarkdownConfig;
use margent::pipeline::markdown::highlight::{self, CodeLanguage};
use margent::pipeline::markdown::{AttributionStyle, CitableSource, CitableSources, MarkdownContext, parse};
use margent::pipeline::render::{self, SharedData};
use margent::{Inputs, Memo, Site};

fn main() {
    divan::main();
}

/// Articles of the site that whole stages are measured on.
const ARTICLES: usize = 500;

/// A text of about 500 words with quotations, notes, links, a table and a list.
fn text() -> String {
    let mut text = String::new();
    for n in 0..8 {
        let _ = write!(
            text,
            "Paragraph {n} speaks of phones on the *border*, of [a link](/topics/border/) and of **numbers** that grow \
             each year, as far as anyone can count them from outside.[^n{n}] It goes on for a while, so that the \
             parser has some plain words to read before the next mark.\n\n\
             > What the outlet said of it, in its own words, at some length and with a {{{{ brace }}}}.\n>\n\
             > — [Herald](source:herald), page {n}\n\n"
        );
    }
    text.push_str("| year | value |\n|---|--:|\n| 2013 | 41 |\n| 2014 | 83 |\n\n- one\n- two\n- three\n\n");
    for n in 0..8 {
        let _ = writeln!(text, "[^n{n}]: Note {n} on a passage.\n");
    }
    text
}

const CODE: &str = "/// Adds.\npub fn add(a: u32, b: u32) -> u32 {\n    let sum = a + b; // plain\n    println!(\"{sum}\");\n    sum\n}\n";

fn inputs() -> Inputs {
    let mut files = vec![
        ("site.toml".to_owned(), "title = \"Bench\"\nbase_url = \"https://example.org\"\n".to_owned()),
        ("content/topics/border.md".to_owned(), "+++\ntitle = \"Border\"\n+++\n".to_owned()),
        ("content/outlets/herald.md".to_owned(), "+++\nname = \"Herald\"\n+++\n".to_owned()),
    ];
    for n in 0..ARTICLES {
        let front = format!(
            "+++\ntitle = \"Article {n}\"\ndate = 20{:02}-{:02}-{:02}\ntopics = [\"border\"]\ntags = [\"tag {}\", \"tag {}\"]\n\
             [[source]]\noutlet = \"herald\"\n+++\n",
            n % 20,
            n % 12 + 1,
            n % 28 + 1,
            n % 40,
            n % 7 + 40
        );
        files.push((format!("content/articles/a{n}.md"), front + &text()));
    }
    let mut inputs = Inputs::in_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    inputs.now = i64::MAX;
    inputs
}

fn site() -> Site {
    let loaded = margent::load(inputs(), &Memo::default());
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    loaded.site
}

/// One text of Markdown.
#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    let (text, path) = (text(), RelPath::new("a.md").expect("a path"));
    let options = MarkdownConfig::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let sources = vec![CitableSource { id: "herald", url: None, own: None, language: None, version: None }];
        let cites = CitableSources::new(sources, Vec::new(), AttributionStyle::Strict);
        parse(black_box(&text), &MarkdownContext { path: &path, start: 0, options: &options, base_url: "", cites })
    });
}

/// One block of code.
#[divan::bench]
fn code(bencher: Bencher<'_, '_>) {
    let CodeLanguage::Known(rust) = highlight::find_language("rust") else { panic!("rust is known") };
    bencher.counter(BytesCount::of_str(CODE)).bench(|| highlight::highlight(rust, black_box(CODE)));
}

/// One article page, from its data to HTML.
#[divan::bench]
fn article_page(bencher: Bencher<'_, '_>) {
    let site = site();
    let shared = SharedData::new(&site);
    let (path, output) = site.plan.outputs.get_key_value("articles/a7/index.html").expect("planned");
    bencher.bench(|| render::bytes(&site, &shared, black_box(path), output).is_ok());
}

/// A page of twenty articles.
#[divan::bench]
fn list_page(bencher: Bencher<'_, '_>) {
    let site = site();
    let shared = SharedData::new(&site);
    let (path, output) = site.plan.outputs.get_key_value("topics/border/index.html").expect("planned");
    bencher.bench(|| render::bytes(&site, &shared, black_box(path), output).is_ok());
}

/// Everything from inputs to the plan, cold.
#[divan::bench(sample_count = 20)]
fn load_cold(bencher: Bencher<'_, '_>) {
    let inputs = inputs();
    bencher.with_inputs(|| inputs.clone()).bench_values(|inputs| margent::load(inputs, &Memo::default()));
}

/// The same when every text is known.
#[divan::bench(sample_count = 20)]
fn load_warm(bencher: Bencher<'_, '_>) {
    let inputs = inputs();
    let memo = margent::load(inputs.clone(), &Memo::default()).memo;
    bencher.with_inputs(|| inputs.clone()).bench_values(|inputs| margent::load(inputs, &memo));
}
