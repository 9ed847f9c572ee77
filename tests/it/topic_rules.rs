//! What the rules of topics find in a title and a text, and what that counts.

use crate::common::{Files, load_valid, site};
use margent::editor::topics::TopicMatcher;
use margent::pipeline::config::SharedRules;
use margent::pipeline::content::ArticleId;

/// A site whose one topic has these rules.
fn topic(rules: &str) -> Files {
    site(&[("content/topics/t.md", &format!("+++\ntitle = \"T\"\n{rules}\n+++\n"))])
}

fn points(files: &Files, title: &str, text: &str) -> i64 {
    let site = load_valid(files);
    let matcher = TopicMatcher::new(&site.content.topics, &site.config.topics).expect("terms");
    matcher.score(title, text).first().map_or(0, |score| score.points)
}

/// The points of a text under rules.
fn of(rules: &str, text: &str) -> i64 {
    points(&topic(rules), "", text)
}

#[test]
fn terms_match_whole_words() {
    let rules = "terms = [\"border\", \"smart phone*\"]";
    for text in
        ["the border.", "“Border”", "border's", "cross-border trade", "smartphone or smart phones", "SMART-PHONE"]
    {
        assert_eq!(of(rules, text), 1, "{text}");
    }
    for text in ["borders", "aborder", "smart\n\nphone", "smart. Phone", "smartphone"] {
        assert_eq!(of(rules, text), 0, "{text}");
    }
}

#[test]
fn writing_does_not_matter() {
    let rules = "terms = [\"Kim’s e‑mail\"]";
    for text in ["Kim's e-mail", "KIM‘S E–MAIL", "Kim's\ne mail", "Ｋｉｍ’ｓ  e-mail", "Ki\u{ad}m's e-mail"] {
        assert_eq!(of(rules, text), 1, "{text}");
    }
    assert_eq!(of("terms = [\"휴대전화\"]", "\u{1112}\u{1172}대전화"), 1);
}

#[test]
fn letter_case_counts_where_it_is_asked_for() {
    let rules = "terms = [{ term = \"SIM\", case = true }]";
    assert_eq!((of(rules, "a SIM, a sim, a Sim"), of(rules, "a ＳＩＭ-card"), of(rules, "sim")), (1, 1, 0));
}

#[test]
fn korean_words_take_particles() {
    let rules = "terms = [\"광명\", \"국경*\"]";
    for text in ["광명은 망이다", "광명에서도", "‘광명’", "국경지대에서", "국경을"] {
        assert_eq!(of(rules, text), 1, "{text}");
    }
    for text in ["광명시", "광명역에서", "신광명", "북국경"] {
        assert_eq!(of(rules, text), 0, "{text}");
    }
    assert_eq!(of("terms = [{ term = \"SIM\", case = true }]", "SIM카드는"), 1);
}

#[test]
fn terms_do_not_count_within_exceptions() {
    let rules = "terms = [\"intranet*\"]\nexcept = [\"corporate intranet\", \"intranet of things\", \"extra*\"]";
    assert_eq!(of(rules, "a corporate intranet, an intranet of things"), 0);
    assert_eq!(of(rules, "a corporate intranet, and the intranet"), 1);
    // The exception is a whole word, too.
    assert_eq!(of(rules, "corporate intranets"), 1);
    let wider = "terms = [\"domestic intranet\"]\nexcept = [\"intranet\", \"very domestic\"]";
    assert_eq!(of(wider, "a very domestic intranet"), 1);
}

#[test]
fn each_place_counts_once() {
    let rules = "terms = [{ term = \"Chinese SIM*\", weight = 5 }, { term = \"SIM card*\", weight = 3 }, \"SIM\"]";
    assert_eq!((of(rules, "Chinese SIM cards"), of(rules, "SIM cards"), of(rules, "the SIM")), (5, 3, 1));
    // Of two terms in one place the heavier.
    assert_eq!(of("terms = [\"phone\", { term = \"phone*\", weight = 2 }]", "a phone"), 2);
}

#[test]
fn spellings_count_together_and_repetition_little() {
    let rules = "terms = [{ term = [\"border*\", \"frontier*\"], weight = 2 }]";
    assert_eq!(
        (of(rules, "border"), of(rules, "border, frontier"), of(rules, "border ".repeat(9).as_str())),
        (2, 4, 6)
    );
}

#[test]
fn a_title_counts_double() {
    let files = topic("terms = [{ term = \"border*\", weight = 2 }]");
    assert_eq!((points(&files, "Borders", ""), points(&files, "Borders", "a border")), (4, 6));
}

#[test]
fn terms_can_speak_against() {
    let mut files =
        topic("threshold = 2\nterms = [{ term = \"border*\", weight = 2 }, { term = \"Mars\", weight = -3 }]");
    assert_eq!((of_files(&files, "the border"), of_files(&files, "the border of Mars")), ((2, true), (-1, false)));
    let config = files.get_mut("site.toml").expect("a configuration");
    config.push_str("[topics]\nterms = [{ term = [\"Venus\"], weight = -1 }]\n");
    assert_eq!(of_files(&files, "the border of Venus"), (1, false));
    // What speaks only against is no suggestion at all.
    assert_eq!(points(&files, "", "Venus and Mars"), 0);
}

#[test]
fn what_speaks_of_elsewhere_counts_only_off_the_subject() {
    let mut files = topic("terms = [{ term = \"border*\", weight = 2 }, { term = \"Mars\", elsewhere = true }]");
    let config = files.get_mut("site.toml").expect("a configuration");
    config
        .push_str("[topics]\nsubject = [\"Earth*\"]\nterms = [{ term = \"Venus\", weight = -1, elsewhere = true }]\n");
    for (title, text, sum) in [
        ("", "the border of Venus and Mars", 2),
        ("", "the border of Venus", 1),
        ("", "the border of Venus, as Earthlings see it", 2),
        ("Earth", "the border of Venus and Mars", 2),
        ("Down to earth", "the border of Venus", 1),
    ] {
        assert_eq!(points(&files, title, text), sum, "{title}: {text}");
    }
}

/// The points, and whether they suffice.
fn of_files(files: &Files, text: &str) -> (i64, bool) {
    let site = load_valid(files);
    let matcher = TopicMatcher::new(&site.content.topics, &site.config.topics).expect("terms");
    let scores = matcher.score("", text);
    (scores[0].points, scores[0].suggests())
}

#[test]
fn an_article_is_its_title_summary_tags_and_text() {
    let article = "+++\ntitle = \"One\"\nsummary = \"Two\"\ntags = [\"three-four\"]\n\n\
                   [[source]]\noutlet = \"Six\"\n+++\n*Five*[^n] and `seven`.\n\n[^n]: Six.\n";
    let terms = "terms = [\"one\", \"two\", \"three four\", \"five\", \"six\", \"seven\", \"four five\"]";
    let mut files = topic(terms);
    files.insert("content/articles/a.md".to_owned(), article.to_owned());
    files.insert("content/outlets/six.md".to_owned(), "+++\nname = \"Six\"\n+++\n".to_owned());
    let site = load_valid(&files);
    let matcher = TopicMatcher::new(&site.content.topics, &SharedRules::default()).expect("terms");
    let scores = matcher.score_article(&site.content.articles[ArticleId::NEWEST], article);
    let found: Vec<&str> = scores[0].hits.iter().flat_map(|hit| hit.spellings.iter().copied()).collect();
    assert_eq!(found, ["one", "two", "three four", "five", "seven"]);
    assert_eq!(scores[0].points, 6);
}

#[test]
fn the_order_does_not_depend_on_chance() {
    let rules = |terms: &str| format!("+++\ntitle = \"T\"\nterms = [{terms}]\n+++\n");
    let files = site(&[
        ("content/topics/b.md", &rules("\"sea\", { term = \"ship\", weight = 2 }")),
        ("content/topics/a.md", &rules("\"sea\", \"ship\", \"port\"")),
        ("content/topics/c.md", &rules("{ term = \"port\", weight = 9 }")),
    ]);
    let site = load_valid(&files);
    let matcher = TopicMatcher::new(&site.content.topics, &SharedRules::default()).expect("terms");
    let scores = matcher.score("", "A port, a ship, the sea.");
    let order: Vec<(&str, i64)> = scores.iter().map(|score| (score.topic.key.as_str(), score.points)).collect();
    assert_eq!(order, [("c", 9), ("a", 3), ("b", 3)]);
    let terms: Vec<&str> = scores[2].hits.iter().flat_map(|hit| hit.spellings.iter().copied()).collect();
    assert_eq!(terms, ["ship", "sea"]);
}
