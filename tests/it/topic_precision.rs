//! How well the demonstration's rules suggest topics for short texts that were labelled by hand. `tuning.toml` is
//! there to choose terms and weights by; `held-out.toml` is not, so that its figures say how the rules do on texts
//! that nobody had in mind.
//!
//! `cargo test --test it topic_precision -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "figures are for reading")]

use std::fs;
use std::path::Path;

use margent::editor::topics::TopicMatcher;
use margent::{BuildOptions, Inputs, Memo};
use serde::Deserialize;

/// What the rules must reach on texts that they were not tuned on.
const F1: f64 = 0.90;
const PRECISION: f64 = 0.80;

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

/// What was suggested and is right, what is wrong, and what was missed.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed).max(1) as f64
    }

    fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, wrong: self.wrong + other.wrong, missed: self.missed + other.missed }
    }
}

#[test]
fn rules_agree_with_the_texts_that_they_are_tuned_on() {
    figures("tuning");
}

#[test]
fn rules_agree_with_texts_that_nobody_had_in_mind() {
    let (all, of_topics) = figures("held-out");
    assert!(all.f1() >= F1, "the F1 is {:.3}", all.f1());
    for (topic, tally) in of_topics {
        assert!(tally.precision() >= PRECISION, "{topic} is suggested wrongly too often: {:.3}", tally.precision());
    }
}

/// Prints and returns how well the rules do on one half, in all and by topic.
fn figures(half: &str) -> (Tally, Vec<(String, Tally)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = Inputs::read(root, BuildOptions::default()).expect("the demonstration");
    let site = margent::load(inputs, &Memo::default()).site;
    let topics = &site.content.topics;
    let matcher = TopicMatcher::new(topics, &site.config.topics).expect("terms");
    let text = fs::read_to_string(root.join(format!("tests/topics/{half}.toml"))).expect("the labelled texts");
    let items = toml::from_str::<Set>(&text).expect("items").item;
    let declared = |key: &String| topics.iter().any(|topic| topic.key == *key);
    assert!(items.iter().flat_map(|item| &item.topics).all(declared), "{half}: a label is no topic");

    let of_topics = topics.iter().map(|topic| (topic.key.clone(), tally(&matcher, &items, &topic.key)));
    let of_topics: Vec<_> = of_topics.collect();
    let all = of_topics.iter().fold(Tally::default(), |all, (_, tally)| all.plus(*tally));
    let line = |name: &str, tally: Tally| {
        format!("{name:14} {:9.3} {:7.3} {:7.3}\n", tally.precision(), tally.recall(), tally.f1())
    };
    let lines = of_topics.iter().map(|(topic, tally)| line(topic, *tally)).collect::<String>();
    let head = format!("{half}: {} texts", items.len());
    println!("\n{head:14} precision  recall      F1\n{lines}{}", line("all (micro)", all));
    (all, of_topics)
}

fn tally(matcher: &TopicMatcher, items: &[Item], topic: &str) -> Tally {
    let mut tally = Tally::default();
    for item in items {
        let scores = matcher.score(&item.title, &item.text);
        let suggested = scores.iter().any(|score| score.topic.key == topic && score.suggests());
        match (suggested, item.topics.iter().any(|label| label == topic)) {
            (true, true) => tally.right += 1,
            (true, false) => tally.wrong += 1,
            (false, true) => tally.missed += 1,
            (false, false) => {}
        }
    }
    tally
}
