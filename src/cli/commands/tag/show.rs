//! Suggestions → text: a table or an explanation for people, objects for programs, notices for GitHub.

use crate::editor::topics::{TermHit, TopicScore};
use crate::pipeline::report;
use serde_json::{Value, json};

use super::TaggedArticle;
use crate::cli::args::TagArgs;
use crate::cli::commands::number;
use crate::cli::commands::{BOLD, PLAIN};

/// One line an article: its path, its topics, and those that are missing, with their scores.
pub fn table(tagged: &[TaggedArticle<'_>]) -> String {
    let rows = tagged.iter().map(|it| {
        let missing: Vec<String> = missing(it).map(|score| format!("{} {}", score.topic.key, score.points)).collect();
        [it.article.path.to_string(), topics(it), missing.join(", ")]
    });
    let head = ["article", "topics", "suggested"].map(str::to_owned);
    let rows: Vec<[String; 3]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    let lines = rows.iter().enumerate().map(|(n, [path, topics, missing])| {
        let line = format!("{path:first$}  {topics:second$}  {missing}");
        if n == 0 { format!("{BOLD}{line}{PLAIN}\n") } else { format!("{}\n", line.trim_end()) }
    });
    lines.collect::<String>() + "\n"
}

/// For each article every topic that something speaks for, and each term's part in that.
pub fn explanation(tagged: &[TaggedArticle<'_>]) -> String {
    let mut text = String::new();
    for it in tagged {
        text.push_str(&format!("{BOLD}{}{PLAIN}: {}\n", it.article.path, topics(it)));
        for score in &it.scores {
            let (topic, points, needed) = (&score.topic.key, score.points, score.topic.rules.threshold);
            text.push_str(&format!("  {topic}: {points} of {needed} points; {}\n", state(it, score)));
            text.extend(score.hits.iter().map(|hit| line(score, hit)));
        }
        text.push('\n');
    }
    text
}

fn state(it: &TaggedArticle<'_>, score: &TopicScore<'_>) -> &'static str {
    let is =
        |topics: &[crate::base::fields::Located<String>]| topics.iter().any(|topic| topic.value == score.topic.key);
    match score.suggests() {
        _ if is(&it.article.topics) => "the article has it",
        false => "not suggested",
        true if is(&it.article.declined) => "suggested, but declined",
        true => "suggested",
    }
}

fn line(score: &TopicScore<'_>, hit: &TermHit<'_>) -> String {
    let share = share(score, hit).map_or_else(String::new, |share| format!("{share} %"));
    let places = [(hit.title, "in the title"), (hit.body, "in the text")];
    let places = places.iter().filter(|(n, _)| *n > 0).map(|(n, place)| format!("{n} {place}"));
    let places = places.collect::<Vec<_>>().join(", ");
    format!("  {:>5} {share:>6}  {}: {places}\n", hit.points, hit.spellings.join(", "))
}

/// The part, in percent, of all that speaks for the topic; none for what speaks against it.
fn share(score: &TopicScore<'_>, hit: &TermHit<'_>) -> Option<i64> {
    let all: i64 = score.hits.iter().map(|hit| hit.points.max(0)).sum();
    (hit.points > 0).then(|| hit.points * 100 / all)
}

/// One object an article, on a line of its own.
pub fn json(tagged: &[TaggedArticle<'_>], explain: bool) -> String {
    let objects = tagged.iter().map(|it| {
        let suggested = it.scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.as_str());
        let object = json!({
            "path": it.article.path.as_str(),
            "current": it.article.topics.iter().map(|topic| topic.value.as_str()).collect::<Vec<_>>(),
            "suggested": suggested.collect::<Vec<_>>(),
            "missing": it.missing,
            "scores": it.scores.iter().map(|score| score_json(score, explain)).collect::<Vec<_>>(),
        });
        format!("{object}\n")
    });
    objects.collect()
}

fn score_json(score: &TopicScore<'_>, explain: bool) -> Value {
    let mut object = json!({
        "topic": score.topic.key,
        "score": score.points,
        "threshold": score.topic.rules.threshold,
    });
    if explain {
        let hits = score.hits.iter().map(|hit| {
            json!({
                "terms": hit.spellings,
                "title": hit.title,
                "text": hit.body,
                "points": hit.points,
                "share": share(score, hit),
            })
        });
        object["hits"] = hits.collect();
    }
    object
}

/// One notice for each topic that is missing; `folder` leads from the repository's root to the site.
pub fn github(tagged: &[TaggedArticle<'_>], folder: &str) -> String {
    let notices = tagged.iter().flat_map(|it| {
        missing(it).map(|score| {
            let message = format!(
                "the rules suggest the topic `{}` (score {}, threshold {})",
                score.topic.key, score.points, score.topic.rules.threshold
            );
            report::notice(&it.article.path, folder, "suggested topic", &message) + "\n"
        })
    });
    notices.collect()
}

/// How many articles were looked at, and what came of it.
pub fn summary(tagged: &[TaggedArticle<'_>], args: &TagArgs) -> String {
    let articles = tagged.iter().filter(|it| !it.missing.is_empty()).count();
    let topics: usize = tagged.iter().map(|it| it.missing.len()).sum();
    let all = number(tagged.len(), "article");
    match (articles, args.write) {
        (0, _) => format!("{all}, none without a topic that is suggested\n"),
        (_, true) => format!("{all}: added {} to {articles}\n", number(topics, "topic")),
        (_, false) => {
            let topics = number(topics, "topic");
            format!("{all}, {articles} without a topic that is suggested ({topics}); `margent tag --write` adds them\n")
        }
    }
}

fn topics(it: &TaggedArticle<'_>) -> String {
    it.article.topics.iter().map(|topic| topic.value.as_str()).collect::<Vec<_>>().join(", ")
}

fn missing<'a>(it: &'a TaggedArticle<'a>) -> impl Iterator<Item = &'a TopicScore<'a>> {
    it.scores.iter().filter(|score| it.missing.contains(&score.topic.key.as_str()))
}
