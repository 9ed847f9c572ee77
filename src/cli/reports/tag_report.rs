//! The suggestions of `margent tag`: a table or an explanation for people, JSON for programs, notices for GitHub; and how far they
//! agree with the topics of the articles (`--evaluate`).

use serde_json::{Value, json};

use crate::base::fields::Located;
use crate::cli::args::TagArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::editor::topics::evaluate::{Agreement, Disagreement, TopicAgreement, TopicEvaluation};
use crate::editor::topics::{LearnedScore, TermHit, TopicScore};
use crate::pipeline::content::Article;
use crate::pipeline::report;

/// An article, and the topics that match it.
pub(in crate::cli) struct TaggedArticle<'a> {
    /// The article.
    pub(in crate::cli) article: &'a Article,
    /// The scores of all topics with hits.
    pub(in crate::cli) scores: Vec<TopicScore<'a>>,
    /// Keys of suggested topics that the article neither has nor declines, the strongest first.
    pub(in crate::cli) missing: Vec<&'a str>,
}

impl TaggedArticle<'_> {
    /// The topics in the front matter.
    fn topics(&self) -> Vec<&str> {
        self.article.topics.iter().map(|topic| topic.value.as_str()).collect()
    }

    fn missing_scores(&self) -> impl Iterator<Item = &TopicScore<'_>> {
        self.scores.iter().filter(|score| self.missing.contains(&score.topic.key.as_str()))
    }
}

/// One line for each article: its path, its topics, and the missing ones with their scores.
pub(in crate::cli) fn table(tagged: &[TaggedArticle<'_>]) -> String {
    let head = ["article", "topics", "suggested"].map(str::to_owned);
    let rows: Vec<[String; 3]> = std::iter::once(head).chain(tagged.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    let lines = rows
        .iter()
        .map(|[path, topics, missing]| format!("{path:first$}  {topics:second$}  {missing}").trim_end().to_owned());
    let lines: Vec<String> = lines.collect();
    format!("{BOLD}{}{PLAIN}\n{}\n", lines[0], lines[1..].iter().map(|line| format!("{line}\n")).collect::<String>())
}

fn row(tagged: &TaggedArticle<'_>) -> [String; 3] {
    let missing = tagged.missing_scores().map(|score| format!("{} {}", score.topic.key, score.points));
    [tagged.article.path.to_string(), tagged.topics().join(", "), missing.collect::<Vec<_>>().join(", ")]
}

/// For each article all topics with hits, and the share of each term in the score.
pub(in crate::cli) fn explanation(tagged: &[TaggedArticle<'_>]) -> String {
    let mut text = String::new();
    for tagged in tagged {
        let topics = tagged.topics();
        let topics = if topics.is_empty() { "no topic".to_owned() } else { topics.join(", ") };
        text.push_str(&format!("{BOLD}{}{PLAIN}: {topics}\n", tagged.article.path));
        if tagged.scores.is_empty() {
            text.push_str("  no term of a topic, and no word that was learned, speaks for or against one\n");
        }
        for score in &tagged.scores {
            text.push_str(&score_lines(score, state(tagged.article, score)));
        }
        text.push('\n');
    }
    text
}

/// A topic's score and where it stands, then the terms and the learned words that it comes from.
fn score_lines(score: &TopicScore<'_>, state: &str) -> String {
    let (topic, points, threshold) = (&score.topic.key, score.points, score.topic.rules.threshold);
    let mut text = format!("  {topic}: {points} of {threshold} points; {state}\n");
    text.extend(score.hits.iter().map(|hit| hit_line(score, hit)));
    text.extend(score.learned.as_ref().map(learned_line));
    text
}

fn state(article: &Article, score: &TopicScore<'_>) -> &'static str {
    let is_in = |topics: &[Located<String>]| topics.iter().any(|topic| topic.value == score.topic.key);
    if is_in(&article.topics) {
        "the article has it"
    } else if !score.suggests() {
        "not suggested"
    } else if is_in(&article.declined) {
        "suggested, but declined"
    } else {
        "suggested"
    }
}

fn hit_line(score: &TopicScore<'_>, hit: &TermHit<'_>) -> String {
    let share = share(score, hit).map_or_else(String::new, |share| format!("{share} %"));
    let places = [(hit.title, "in the title"), (hit.body, "in the text")];
    let places = places.iter().filter(|(n, _)| *n > 0).map(|(n, place)| format!("{n} {place}"));
    let places = places.collect::<Vec<_>>().join(", ");
    format!("  {:>5} {share:>6}  {}: {places}\n", hit.points, hit.spellings.join(", "))
}

/// The points learned from tagged articles, and the words that say most for the topic and against it.
fn learned_line(learned: &LearnedScore) -> String {
    let shown = |(word, points): &&(String, i64)| format!("{word} {}", hundredths(*points));
    let list = |words: Vec<&(String, i64)>| words.iter().map(shown).collect::<Vec<_>>().join(", ");
    let (strongest, weakest) = (learned.strongest(), learned.weakest());
    let against = if weakest.is_empty() { String::new() } else { format!("; against it {}", list(weakest)) };
    let for_it = if strongest.is_empty() { "nothing".to_owned() } else { list(strongest) };
    format!("  {:>5} learned  for it {for_it}{against}\n", learned.points())
}

/// Writes hundredths of a point with a sign.
fn hundredths(points: i64) -> String {
    let sign = if points < 0 { '−' } else { '+' };
    format!("{sign}{}.{:02}", points.abs() / 100, points.abs() % 100)
}

/// The share of a term in all positive points, in percent; `None` for a term with negative points.
fn share(score: &TopicScore<'_>, hit: &TermHit<'_>) -> Option<i64> {
    let all: i64 = score.hits.iter().map(|hit| hit.points.max(0)).sum();
    (hit.points > 0).then(|| hit.points * 100 / all)
}

/// One JSON object for each article, on a line.
pub(in crate::cli) fn json_lines(tagged: &[TaggedArticle<'_>], args: &TagArgs) -> String {
    tagged.iter().map(|tagged| format!("{}\n", as_json(tagged, args))).collect()
}

fn as_json(tagged: &TaggedArticle<'_>, args: &TagArgs) -> Value {
    let suggested = tagged.scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.as_str());
    json!({
        "path": tagged.article.path.as_str(),
        "current": tagged.topics(),
        "suggested": suggested.collect::<Vec<_>>(),
        "missing": tagged.missing,
        "scores": tagged.scores.iter().map(|score| score_json(score, args.explain)).collect::<Vec<_>>(),
    })
}

/// A topic's score; with the terms and words that it comes from if it is to be explained.
fn score_json(score: &TopicScore<'_>, explain: bool) -> Value {
    let mut object = json!({
        "topic": score.topic.key,
        "score": score.points,
        "threshold": score.topic.rules.threshold,
    });
    if explain {
        object["hits"] = score.hits.iter().map(|hit| hit_json(score, hit)).collect();
        if let Some(learned) = &score.learned {
            let words = |words: Vec<&(String, i64)>| -> serde_json::Map<String, Value> {
                words.into_iter().map(|(word, points)| (word.clone(), json!(*points as f64 / 100.0))).collect()
            };
            object["learned"] = json!({
                "points": learned.points(),
                "for": words(learned.strongest()),
                "against": words(learned.weakest()),
            });
        }
    }
    object
}

fn hit_json(score: &TopicScore<'_>, hit: &TermHit<'_>) -> Value {
    json!({
        "terms": hit.spellings,
        "title": hit.title,
        "text": hit.body,
        "points": hit.points,
        "share": share(score, hit),
    })
}

/// One notice for each missing topic; `folder` is the path from the root of the repository to the site.
pub(in crate::cli) fn github(tagged: &[TaggedArticle<'_>], folder: &str) -> String {
    let notices = tagged.iter().flat_map(|tagged| tagged.missing_scores().map(|score| notice(tagged, score, folder)));
    notices.collect()
}

fn notice(tagged: &TaggedArticle<'_>, score: &TopicScore<'_>, folder: &str) -> String {
    let TopicScore { topic, points, .. } = score;
    let message = format!("suggested topic: `{}` (score {points}, threshold {})", topic.key, topic.rules.threshold);
    report::notice(&tagged.article.path, folder, "suggested topic", &message) + "\n"
}

/// The numbers of articles that were searched, and of those that lack topics.
pub(in crate::cli) fn summary(tagged: &[TaggedArticle<'_>], args: &TagArgs) -> String {
    let articles = plural(tagged.len(), "article");
    let lacking = tagged.iter().filter(|tagged| !tagged.missing.is_empty()).count();
    let topics = plural(tagged.iter().map(|tagged| tagged.missing.len()).sum(), "topic");
    if lacking == 0 {
        format!("{articles}: none lacks a suggested topic\n")
    } else if args.write {
        format!("{articles}: added {topics} to {lacking}\n")
    } else {
        format!("{articles}: {topics} suggested for {lacking}; add them with `margent tag --write`\n")
    }
}

/// A evaluation_table of the topics, then the articles that disagree, with reasons.
pub(in crate::cli) fn evaluation_table(found: &TopicEvaluation<'_>) -> String {
    let width = found.topics.iter().map(|(key, _)| key.chars().count()).max().unwrap_or_default().max(3);
    let groups = ["rules", "learned", "both"].map(|name| format!("{name:<17}")).join("   ");
    let columns = ["prec. rec.  F1   "; 3].join("   ");
    let (groups, columns) = (groups.trim_end(), columns.trim_end());
    let mut text = format!("{BOLD}{:width$} given  {groups}\n{:width$}        {columns}{PLAIN}\n", "", "");
    for (key, agreement) in found.topics.iter().copied().chain([("all", all(found))]) {
        let figures = [agreement.rules, agreement.learned, agreement.both].map(|it| {
            let (precision, recall, f1) = (it.precision(), it.recall(), it.f1());
            format!("{precision:5.3} {recall:5.3} {f1:5.3}")
        });
        let given = agreement.both.right + agreement.both.missed;
        text.push_str(&format!("{key:width$} {given:5}  {}\n", figures.join("   ")));
    }
    text.push('\n');
    for Disagreement { article, scores } in &found.disagreements {
        text.push_str(&format!("{BOLD}{}{PLAIN}\n", article.path));
        text.extend(scores.iter().map(|score| score_lines(score, verdict(score))));
        text.push('\n');
    }
    let (articles, others) = (plural(found.articles, "tagged article"), found.disagreements.len());
    format!("{text}{articles}, each judged by what others teach: {others} would get other topics\n")
}

fn all(found: &TopicEvaluation<'_>) -> TopicAgreement {
    found.topics.iter().fold(TopicAgreement::default(), |all, (_, topic)| all.plus(*topic))
}

fn verdict(score: &TopicScore<'_>) -> &'static str {
    if score.suggests() {
        "suggested, but the article does not have it"
    } else {
        "the article has it, but it is not suggested"
    }
}

/// One JSON object.
pub(in crate::cli) fn evaluation_json(found: &TopicEvaluation<'_>) -> Value {
    let topics = found.topics.iter().map(|(key, agreement)| {
        let mut object = agreement_json(*agreement);
        object["topic"] = json!(key);
        object
    });
    let others = found.disagreements.iter().map(|it| {
        let scores = it.scores.iter().map(|score| {
            let mut object = score_json(score, true);
            object["given"] = json!(!score.suggests());
            object
        });
        json!({ "path": it.article.path.as_str(), "scores": scores.collect::<Vec<_>>() })
    });
    json!({
        "articles": found.articles,
        "topics": topics.collect::<Vec<_>>(),
        "all": agreement_json(all(found)),
        "disagreements": others.collect::<Vec<_>>(),
    })
}

fn agreement_json(TopicAgreement { rules, learned, both }: TopicAgreement) -> Value {
    json!({ "rules": figures(rules), "learned": figures(learned), "both": figures(both) })
}

fn figures(it: Agreement) -> Value {
    let f1 = (it.f1() * 1000.0).round() / 1000.0;
    json!({ "right": it.right, "wrong": it.wrong, "missed": it.missed, "f1": f1 })
}
