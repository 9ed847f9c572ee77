//! What the topics of tagged articles teach.

use crate::common::{Files, load_valid, site};
use margent::Site;
use margent::editor::topics::evaluate::evaluate;
use margent::editor::topics::{TopicMatcher, TopicScore};

const TOPICS: [(&str, &str); 2] = [
    ("content/topics/sea.md", "+++\ntitle = \"Sea\"\nthreshold = 4\nterms = [{ term = \"ferr*\", weight = 4 }]\n+++\n"),
    ("content/topics/land.md", "+++\ntitle = \"Land\"\n+++\n"),
];
const AT_SEA: [&str; 5] = [
    "Harbour pilots",
    "A pilot guides the harbour tug",
    "Waves in the harbour",
    "Tugs and a pilot boat",
    "항구에 예인선이 왔다",
];
const ON_LAND: [&str; 5] =
    ["A tram derails", "Tram drivers strike", "New rails for the tram", "Rails are laid", "전차가 멈췄다"];

/// A site with so many articles on either topic.
fn tagged(count: usize) -> Files {
    let mut files = site(&TOPICS);
    for (topic, texts) in [("sea", AT_SEA), ("land", ON_LAND)] {
        for n in 0..count {
            let text = format!("+++\ntitle = \"{}\"\ntopics = [\"{topic}\"]\n+++\nNumber {n}.\n", texts[n % 5]);
            files.insert(format!("content/articles/{topic}-{n}.md"), text);
        }
    }
    files
}

fn matcher(site: &Site, files: &Files) -> TopicMatcher {
    let articles = site.content.articles.iter().map(|article| (&**article, files[article.path.as_str()].as_str()));
    TopicMatcher::new(&site.content.topics, &site.config.topics).expect("terms").taught_by(articles)
}

/// The points of the topic sea, and those learned, for a title.
fn points(count: usize, title: &str) -> Option<(i64, Option<i64>)> {
    let files = tagged(count);
    let site = load_valid(&files);
    let matcher = matcher(&site, &files);
    let scores = matcher.score(title, "");
    let of_sea = |score: &TopicScore<'_>| (score.points, score.learned.as_ref().map(|it| it.points()));
    scores.iter().find(|score| score.topic.key == "sea").map(of_sea)
}

#[test]
fn words_that_no_rule_names_suggest_a_topic() {
    for title in ["The tugboat and its pilot", "Harbourmaster speaks", "항구는 조용하다"] {
        let (all, learned) = points(20, title).expect("a score");
        assert!(all > 0 && learned == Some(all), "{title}: {all}");
    }
    assert_eq!(points(20, "The tramway"), None);
    // A text on the border would get 3 points besides those of the rule.
    let (all, learned) = points(20, "Tram drivers strike, rails for the tram, ferry").expect("a score");
    assert!(all < 10 && learned.is_some_and(|learned| learned < 2), "{all}");
}

#[test]
fn a_few_articles_teach_nothing_and_more_ever_more() {
    assert_eq!(points(10, "Ferry pilots"), Some((8, None)));
    let learned = [12, 15, 20, 25].map(|count| points(count, "Ferry pilots").and_then(|it| it.1).unwrap_or_default());
    assert!(learned.is_sorted() && learned[0] < learned[2], "{learned:?}");
}

#[test]
fn an_article_does_not_teach_itself() {
    let mut files = tagged(20);
    let odd = "+++\ntitle = \"A tram on rails\"\ntopics = [\"sea\"]\n+++\nTrams, rails.\n";
    files.insert("content/articles/odd.md".to_owned(), odd.to_owned());
    let site = load_valid(&files);
    let matcher = matcher(&site, &files);
    let articles = site.content.articles.iter().map(|it| (&**it, files[it.path.as_str()].as_str()));
    let found = evaluate(&matcher, articles);
    let (key, sea) = found.topics[1];
    assert_eq!((found.articles, key), (41, "sea"));
    assert_eq!((sea.learned.right, sea.learned.missed), (20, 1));
    let odd = found.disagreements.iter().find(|it| it.article.path.as_str().ends_with("odd.md")).expect("it disagrees");
    assert_eq!(odd.scores.last().map(|score| (score.topic.key.as_str(), score.suggests())), Some(("sea", false)));
}
