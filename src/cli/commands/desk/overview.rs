//! The overview: what is unfinished in a site, each with its place, and repairs made by a click there.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::edit::{DeskResult, PreviewDesk, request};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::{RelPath, percent_encode};
use crate::base::text::words::truncate;
use crate::cli::commands::clip::site::ClipSite;
use crate::cli::output_folder::earlier_site;
use crate::cli::reports::fault_report;
use crate::editor::advice::{self, AdviceContext};
use crate::editor::desk::EditRefusal;
use crate::editor::external_links::mentions;
use crate::editor::repairs::{OfferedRepair, offers_at};
use crate::editor::site_file;
use crate::pipeline::content::ArticleId;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::link_results::LinkResults;

/// Characters of an excerpt that are shown.
const SHOWN: usize = 120;

/// The lists of the overview in the making.
struct OverviewLists<'a> {
    desk: &'a PreviewDesk,
    site: &'a ClipSite,
}

impl PreviewDesk {
    /// Lists what is unfinished.
    pub(super) fn overview(&self) -> DeskResult {
        let site = self.site()?;
        let lists = OverviewLists { desk: self, site: &site };
        let (advice, links) = (self.advice(&site)?, dead_links(&site));
        let (questions, advice): (Vec<_>, Vec<_>) =
            advice.into_iter().partition(|advice| advice.code == codes::NOT_FILLED_IN);
        let lists = [
            ("Drafts and articles dated in the future", lists.unpublished()),
            ("Errors and warnings", lists.of(&site.loaded.faults)),
            ("Excerpts that are not verified", lists.unverified()),
            ("Open questions of imports", lists.of(&questions)),
            ("Links that are dead or have moved", lists.of(&links)),
            ("Advice", lists.of(&advice)),
        ];
        Ok(json!({ "lists": lists.map(|(title, items)| json!({ "title": title, "items": items })) }))
    }

    /// The advice of `margent check`.
    pub(super) fn advice(&self, site: &ClipSite) -> Result<Vec<Diagnostic>> {
        let earlier = earlier_site(&self.global, &site.loaded.site)?;
        let (inputs, content) = (&site.inputs, &site.loaded.content);
        let context = AdviceContext { site: &site.loaded.site, inputs, content, earlier: &earlier };
        let mut advice = advice::list(&context)?;
        advice.retain(|advice| !advice::MINOR.contains(&advice.code));
        fault_report::skip_broken_files(&mut advice, &site.loaded.faults);
        Ok(advice)
    }
}

fn dead_links(site: &ClipSite) -> Vec<Diagnostic> {
    let Some(results) = LinkResults::of(&site.inputs) else { return Vec::new() };
    let mentions = mentions(&site.loaded.content, &site.inputs, &site.loaded.site.config.base_url);
    advice::addresses::dead_links(&mentions, &results)
}

impl OverviewLists<'_> {
    fn unpublished(&self) -> Vec<Value> {
        let articles = self.site.loaded.content.articles.iter();
        let is_future = |date: Option<i64>| date.is_some_and(|date| date > self.site.inputs.now);
        let open = articles.filter_map(|article| {
            let reason = match article.date.as_ref().map(|date| date.unix()) {
                _ if article.draft => "draft",
                date if is_future(date) => "not yet due",
                _ => return None,
            };
            Some(self.item(&article.title, reason, Some(&Span::new(&article.path, 0..0)), ""))
        });
        open.collect()
    }

    fn unverified(&self) -> Vec<Value> {
        let site = &self.site.loaded.site;
        let mut items = Vec::new();
        for (id, article) in site.content.articles.enumerate() {
            let excerpts = article.body.excerpts.iter().zip(&site.index.quotations.verified[id]).enumerate();
            for (number, (excerpt, _)) in excerpts.filter(|(_, (_, verified))| !**verified) {
                let place = Span::new(&article.path, excerpt.range.clone());
                let words = truncate(&excerpt.text.replace('\n', " "), SHOWN);
                items.push(self.item(&words, &excerpt.source, Some(&place), &format!("#excerpt-{}", number + 1)));
            }
        }
        items
    }

    fn of(&self, diagnostics: &[Diagnostic]) -> Vec<Value> {
        let items = diagnostics.iter().map(|it| {
            let mut item = self.item(&it.message, &it.hints.join("; "), it.span.as_ref(), "");
            item["repair"] = json!(offered(it, &self.site.inputs));
            item
        });
        items.collect()
    }

    /// An item, with its page and its place in a file.
    fn item(&self, text: &str, more: &str, place: Option<&Span>, fragment: &str) -> Value {
        let page = place.and_then(|place| self.page(&place.path)).map(|page| format!("{page}{fragment}"));
        let file = place.map(|place| {
            let text = self.site.inputs.text(&place.path).unwrap_or_default().as_bytes();
            let line = text.iter().take(place.range.start).filter(|byte| **byte == b'\n').count() + 1;
            (format!("{}:{line}", place.path), self.desk.file_link(&place.path, line))
        });
        let (file, open) = file.unzip();
        json!({ "text": text, "more": more, "page": page, "file": file, "open": open.flatten() })
    }

    fn page(&self, path: &RelPath) -> Option<String> {
        let site = &self.site.loaded.site;
        let id: Option<ArticleId> = site.content.articles.find_id(|article| article.path == *path);
        id.map(|id| percent_encode(&site.index.addresses.articles[id]))
    }
}

impl PreviewDesk {
    /// The link that opens a file at a line, from 1, in the editor's program.
    pub(super) fn file_link(&self, path: &RelPath, line: usize) -> Option<String> {
        let link = self.editor_link.as_ref()?;
        let file = std::path::absolute(self.global.root.join(path.as_str())).ok()?;
        let file = file.to_string_lossy().replace('\\', "/");
        Some(link.replace("{path}", &percent_encode(&file)).replace("{line}", &line.to_string()))
    }
}

/// A repair that a page offers, known again by its fault.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct DeskRepair {
    path: String,
    message: String,
    /// The byte at which the fault begins.
    at: usize,
    /// The lines that change: `- old`, `+ new`.
    lines: Vec<String>,
}

/// The repair that a fault carries, if it changes a file in `content/`.
pub(super) fn offered(fault: &Diagnostic, inputs: &Inputs) -> Option<DeskRepair> {
    let offer = OfferedRepair::of(fault, inputs)?;
    let at = fault.span.as_ref().map_or(0, |span| span.range.start);
    let (path, message, lines) = (offer.path.to_string(), fault.message.clone(), offer.changed_lines());
    path.starts_with("content/").then_some(DeskRepair { path, message, at, lines })
}

impl PreviewDesk {
    /// Makes a repair, if it still mends its fault and brings none.
    pub(super) fn repair(&self, body: &[u8]) -> DeskResult {
        let asked: DeskRepair = request(body)?;
        let site = self.site()?;
        let all: Vec<Diagnostic> = site.loaded.faults.iter().cloned().chain(self.advice(&site)?).collect();
        let is_asked = |fault: &&Diagnostic| offered(fault, &site.inputs).as_ref() == Some(&asked);
        let place = all.iter().find(is_asked).and_then(|fault| fault.span.clone());
        let offers = place.map(|at| offers_at(&site.inputs, &all, &at, &|inputs| site.faults_of(inputs)));
        let refused = || EditRefusal::new("this can no longer be mended so", "load the page again");
        let offer = offers.into_iter().flatten().find(|offer| is_asked(&&offer.fault)).ok_or_else(refused)?;
        match &offer.old {
            Some(old) => self.write(&offer.path, old, &offer.new_text(), "a fault was mended")?,
            None => site_file::write(&self.global.root, &offer.path, None, &offer.new_text())?,
        }
        Ok(json!({}))
    }
}
