//! The topics and the state of an article.

use serde::Deserialize;
use serde_json::{Value, json};

use super::action::{DeskResult, PreviewDesk, request};
use crate::cli::reports::clip_report::reason;
use crate::editor::desk::{EditRefusal, set_draft};
use crate::editor::topics::write::add_topics;

/// A wish for an article's front matter.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DeskRelease {
    path: String,
    hash: String,
    /// The topic to add.
    topic: String,
    draft: bool,
}

impl PreviewDesk {
    /// Tells what an article lacks: the topics that it is about, each with the reason.
    pub(super) fn release_state(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let article = open.article()?;
        let matcher = open.site.topic_matcher()?;
        let scores = matcher.score_article(article, open.file());
        let is_decided = |key: &str| article.topics.iter().chain(&article.declined).any(|topic| topic.value == key);
        let open_topics = scores.iter().filter(|score| score.suggests() && !is_decided(&score.topic.key));
        let suggested = open_topics
            .map(|score| json!({ "topic": score.topic.key, "title": score.topic.title, "why": reason(score) }));
        let topics: Vec<&str> = article.topics.iter().map(|topic| topic.value.as_str()).collect();
        let suggested: Vec<Value> = suggested.collect();
        let file = json!({ "name": open.path.as_str(), "open": self.file_link(&open.path, 1) });
        Ok(json!({ "draft": article.draft, "topics": topics, "suggested": suggested, "file": file }))
    }

    /// Adds a topic to an article.
    pub(super) fn add_topic(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let file = add_topics(open.article()?, open.file(), &[&asked.topic]);
        let refused = || EditRefusal::new("the front matter cannot be changed", "mend its faults first");
        self.save(&open, &file.ok_or_else(refused)?, "a topic was added")?;
        Ok(json!({}))
    }

    /// Makes an article a draft, or lets it be published.
    pub(super) fn release(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRelease = request(body)?;
        let open = self.open(&asked.path, &asked.hash)?;
        let file = set_draft(&open.edited(), asked.draft)?;
        self.save(&open, &file, if asked.draft { "the article became a draft" } else { "the article was released" })?;
        Ok(json!({}))
    }
}
