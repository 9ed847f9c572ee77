//! HTML that an editor wrote: shown as text, sanitised or kept, as `[markdown] html` says.
//!
//! Sanitised HTML is written anew from tags that are known to be harmless (`policy`), so it does not matter how a
//! browser would have read what was there: every `<` that is left begins one of these tags, and every value is in
//! quotation marks and escaped. Markdown may be between the tags; what is opened in a paragraph, a list item or another
//! container of Markdown is closed in it (`walk`).

mod fragment;
mod policy;
mod tag;
mod walk;

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

pub(super) use self::fragment::{HtmlPiece, RawHtml};
use self::walk::HtmlWalk;
use super::context::MarkdownContext;
use super::events::SpannedEvent;
use super::layout::Layout;
use crate::base::diagnostic::Checked;
use crate::pipeline::config::RawHtmlRule;

/// Applies the site's setting to the raw HTML of a text. Ids in it are added to `ids`.
pub(super) fn apply_rule(
    layout: &mut Layout<'_>,
    ids: &mut BTreeSet<String>,
    context: &MarkdownContext<'_>,
) -> Checked<RawHtml> {
    let is_raw = |(event, _): &SpannedEvent<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !layout.events.iter().any(is_raw) {
        return Checked { value: RawHtml::new(), faults: Vec::new() };
    }
    match context.options.html {
        RawHtmlRule::Escape => {
            show_as_text(&mut layout.events);
            Checked { value: RawHtml::new(), faults: Vec::new() }
        }
        RawHtmlRule::Sanitise | RawHtmlRule::Allow => HtmlWalk::new(ids, context).run(layout),
    }
}

/// Turns HTML into text, except comments, which are never shown.
pub(super) fn show_as_text(events: &mut [SpannedEvent<'_>]) {
    for (event, _) in events.iter_mut().filter(|(event, _)| !is_comment(event)) {
        show_event(event);
    }
}

/// Turns an event of HTML into one of text.
pub(super) fn show_event(event: &mut Event<'_>) {
    #[expect(clippy::wildcard_enum_match_arm, reason = "other events are not HTML")]
    let shown = match std::mem::replace(event, Event::Rule) {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        other => other,
    };
    *event = shown;
}

/// Returns whether the event is a comment that begins and ends in it, or HTML that an earlier pass emptied.
fn is_comment(event: &Event<'_>) -> bool {
    let (Event::Html(html) | Event::InlineHtml(html)) = event else { return false };
    let html = html.trim();
    html.is_empty() && matches!(event, Event::InlineHtml(_)) || html.starts_with("<!--") && html.ends_with("-->")
}
