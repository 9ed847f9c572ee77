//! The agreement of suggested topics with those of the articles: `margent tag --evaluate`.

use serde_json::{Value, json};

use super::tag_report::{score_json, score_lines};
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::editor::topics::TopicScore;
use crate::editor::topics::evaluate::{Agreement, Disagreement, TopicAgreement, TopicEvaluation};

/// A table of the topics, then the articles that disagree, with reasons.
pub(in crate::cli) fn table(found: &TopicEvaluation<'_>) -> String {
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
pub(in crate::cli) fn as_json(found: &TopicEvaluation<'_>) -> Value {
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
