//! How well topics are suggested for short texts that were labelled by hand, on two beats: that of the demonstration,
//! with its rules, and another one with ten terms for each topic. The rules of the first are chosen by all its files but
//! `fresh.toml`, which says how they do on texts that nobody had in mind; `tagged.toml` is what is learned from.
//!
//! `cargo test --test it topic_precision -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "figures are for reading")]

use std::fs;
use std::path::Path;

use crate::common::{self, Files, site};
use margent::editor::topics::TopicMatcher;
use margent::editor::topics::evaluate::{Agreement, TopicAgreement, evaluate};
use margent::{Memo, Site};
use serde::Deserialize;

#[derive(Deserialize)]
struct Set {
    item: Vec<Item>,
}

/// A short text, and the topics that an editor gives it.
#[derive(Deserialize)]
struct Item {
    title: String,
    text: String,
    topics: Vec<String>,
}

#[derive(Deserialize)]
struct Beat {
    topic: Vec<ShortTopic>,
}

/// A topic with nothing but a list of terms.
#[derive(Deserialize)]
struct ShortTopic {
    key: String,
    title: String,
    terms: Vec<String>,
}

#[test]
fn phones_by_rules_alone() {
    let files = phones();
    for (set, f1) in [("tuning", 0.92), ("held-out", 0.93), ("tagged", 0.94), ("unseen", 0.86)] {
        let (all, _) = figures(&files, "phones", &[], set);
        assert!(all.rules.f1() >= f1, "{set}: the F1 is {:.3}", all.rules.f1());
    }
    for (topic, count) in terms(&files) {
        assert!(count <= 60, "{topic} has {count} terms");
    }
}

#[test]
fn phones_with_tagged_articles() {
    for (taught, f1) in [(&["tagged"][..], 0.72), (&["tagged", "tuning", "held-out", "unseen"][..], 0.82)] {
        let (all, _) = figures(&phones(), "phones", taught, "fresh");
        assert!(all.both.f1() >= f1, "the F1 is {:.3}", all.both.f1());
    }
    let (all, topics) = figures(&phones(), "phones", &["tagged"], "unseen");
    assert!(all.both.f1() >= 0.82, "the F1 is {:.3}", all.both.f1());
    hold(&topics, 0.75, 0.65);
    let (all, _) = figures(&phones(), "phones", &["tagged", "tuning"], "unseen");
    assert!(all.both.f1() >= 0.82 && all.learned.f1() >= 0.84, "the F1 is {:.3}", all.both.f1());
    let (all, _) = figures(&phones(), "phones", &["tagged"], "held-out");
    assert!(all.both.f1() >= 0.88, "the F1 is {:.3}", all.both.f1());
}

#[test]
fn heating_with_ten_terms_a_topic() {
    let (all, topics) = figures(&heating(), "heating", &["tagged"], "test");
    assert!(all.both.f1() >= 0.68, "the F1 is {:.3}", all.both.f1());
    hold(&topics, 0.55, 0.50);
}

#[test]
fn tagged_articles_are_judged_by_what_others_teach() {
    for (files, beat, f1) in [(phones(), "phones", 0.86), (heating(), "heating", 0.86)] {
        let files = with_articles(files, &items(beat, "tagged"));
        let site = load(&files);
        let matcher = matcher(&site, &files);
        let found =
            evaluate(&matcher, site.content.articles.iter().map(|it| (&**it, files[it.path.as_str()].as_str())));
        let topics: Vec<_> = found.topics.iter().map(|(key, agreement)| ((*key).to_owned(), *agreement)).collect();
        let all = show(&format!("{beat}: tagged, by the others"), &topics);
        assert!(all.both.f1() >= f1, "the F1 is {:.3}", all.both.f1());
    }
}

/// The demonstration's configuration and topics.
fn phones() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = common::read_files(&root.join("content/topics")).into_iter();
    let files = files.map(|(path, bytes)| (format!("content/topics/{path}"), bytes));
    let config = ("site.toml".to_owned(), fs::read(root.join("site.toml")).expect("a configuration"));
    files.chain([config]).map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The topics of another beat.
fn heating() -> Files {
    let beat: Beat = toml::from_str(&read("heating", "topics")).expect("topics");
    let files = beat.topic.iter().map(|topic| {
        let (title, terms) = (&topic.title, &topic.terms);
        let text = format!("+++\ntitle = {title:?}\nterms = {terms:?}\n+++\n");
        (format!("content/topics/{}.md", topic.key), text)
    });
    site(&[]).into_iter().chain(files).collect()
}

fn read(beat: &str, set: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/topics/{beat}/{set}.toml"));
    fs::read_to_string(path).expect("the labelled texts")
}

fn items(beat: &str, set: &str) -> Vec<Item> {
    toml::from_str::<Set>(&read(beat, set)).expect("items").item
}

/// A site with these texts as its articles. One without a topic declines all of them.
fn with_articles(mut files: Files, items: &[Item]) -> Files {
    let topics = files.keys().filter_map(|path| path.strip_prefix("content/topics/")?.strip_suffix(".md"));
    let declined: Vec<String> = topics.map(str::to_owned).collect();
    for (n, Item { title, text, topics }) in items.iter().enumerate() {
        let (key, topics) = if topics.is_empty() { ("declined_topics", &declined) } else { ("topics", topics) };
        let article = format!("+++\ntitle = '''{title}'''\n{key} = {topics:?}\n+++\n{text}\n");
        files.insert(format!("content/articles/{n:03}.md"), article);
    }
    files
}

fn load(files: &Files) -> Site {
    margent::load(common::inputs(files), &Memo::default()).site
}

fn matcher(site: &Site, files: &Files) -> TopicMatcher {
    let texts = site.content.articles.iter().map(|it| (&**it, files[it.path.as_str()].as_str()));
    TopicMatcher::new(&site.content.topics, &site.config.topics).expect("terms").taught_by(texts)
}

/// The number of terms of each topic, in all their spellings.
fn terms(files: &Files) -> Vec<(String, usize)> {
    let site = load(files);
    let count = |rules: &margent::pipeline::config::TopicRules| rules.terms.iter().map(|it| it.spellings.len()).sum();
    site.content.topics.iter().map(|topic| (topic.key.clone(), count(&topic.rules))).collect()
}

/// Prints and returns how well topics are suggested for a set of texts after others have been learned from: in all, and
/// by topic.
fn figures(files: &Files, beat: &str, taught: &[&str], set: &str) -> (TopicAgreement, Vec<(String, TopicAgreement)>) {
    let tagged: Vec<Item> = taught.iter().flat_map(|set| items(beat, set)).collect();
    let files = with_articles(files.clone(), &tagged);
    let site = load(&files);
    let matcher = matcher(&site, &files);
    let items = items(beat, set);
    let mut topics: Vec<(String, TopicAgreement)> =
        site.content.topics.iter().map(|it| (it.key.clone(), TopicAgreement::default())).collect();
    let declared = |key: &String| topics.iter().any(|topic| topic.0 == *key);
    assert!(items.iter().flat_map(|item| &item.topics).all(declared), "{set}: a label is no topic");
    for item in &items {
        let scores = matcher.score(&item.title, &item.text);
        for (key, agreement) in &mut topics {
            agreement.count(scores.iter().find(|score| score.topic.key == *key), item.topics.contains(key));
        }
    }
    (show(&format!("{beat}: {set}, {} texts, taught by {}", items.len(), tagged.len()), &topics), topics)
}

/// Prints the figures, and returns those of all topics together.
fn show(name: &str, topics: &[(String, TopicAgreement)]) -> TopicAgreement {
    let all = topics.iter().fold(TopicAgreement::default(), |all, (_, topic)| all.plus(*topic));
    let cell = |it: Agreement| format!("{:10.3} {:.3} {:.3}", it.precision(), it.recall(), it.f1());
    println!("\n{name}\n{:16} rules: P  R  F1      learned           both", "");
    for (key, it) in topics.iter().map(|(key, it)| (key.as_str(), it)).chain([("all (micro)", &all)]) {
        println!("{key:16} {} {} {}", cell(it.rules), cell(it.learned), cell(it.both));
    }
    all
}

fn hold(topics: &[(String, TopicAgreement)], precision: f64, recall: f64) {
    for (topic, TopicAgreement { both, .. }) in topics {
        assert!(both.precision() >= precision, "{topic} is suggested wrongly too often: {:.3}", both.precision());
        assert!(both.recall() >= recall, "{topic} is missed too often: {:.3}", both.recall());
    }
}
