//! Which articles and pages are published, and in which order.

use std::collections::BTreeMap;

use crate::base::text::path::RelPath;
use crate::pipeline::content::{Article, Content};
use crate::pipeline::inputs::Inputs;

/// Why a file is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OmissionReason {
    /// `draft = true`
    Draft,
    /// Its date is after the build.
    Future,
    /// Its `expires` is before the build.
    Expired,
}

impl OmissionReason {
    /// One word for the summary.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
        }
    }
}

/// Files that are not published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Omitted {
    /// Each with its reason.
    pub files: BTreeMap<RelPath, OmissionReason>,
    /// When the next future article is due, as seconds since 1970: the site should be built again then.
    pub next_due: Option<i64>,
}

/// Keeps what is published. Articles come newest first; those of one moment by path; undated ones last.
pub fn published(inputs: &Inputs, mut content: Content) -> (Content, Omitted) {
    let mut omitted = Omitted::default();
    let mut articles = content.articles.into_values();
    articles.retain(|article| match reason(inputs, article) {
        None => true,
        Some(reason) => {
            omitted.files.insert(article.path.clone(), reason);
            if let (OmissionReason::Future, Some(date)) = (reason, &article.date) {
                let due = date.unix();
                omitted.next_due = Some(omitted.next_due.map_or(due, |next| next.min(due)));
            }
            false
        }
    });
    content.pages.retain(|page| {
        let kept = !page.draft || inputs.options.drafts;
        if !kept {
            omitted.files.insert(page.path.clone(), OmissionReason::Draft);
        }
        kept
    });
    articles.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.path.cmp(&b.path)));
    content.articles = articles.into();
    content.pages.sort_by(|a, b| (a.weight, &a.path).cmp(&(b.weight, &b.path)));
    (content, omitted)
}

fn reason(inputs: &Inputs, article: &Article) -> Option<OmissionReason> {
    let after = |moment: &crate::base::text::date::Moment| moment.unix() > inputs.now;
    if article.draft && !inputs.options.drafts {
        return Some(OmissionReason::Draft);
    }
    if article.date.as_ref().is_some_and(after) && !inputs.options.future {
        return Some(OmissionReason::Future);
    }
    let expired = article.expires.as_ref().is_some_and(|expires| !after(expires));
    expired.then_some(OmissionReason::Expired)
}
