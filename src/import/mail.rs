//! The reader of e-mails (RFC 5322 with MIME) and of pages that browsers save as one file (MHTML, RFC 2557). A newsletter is
//! read as the entry of a feed is: a report of its sender.

use encoding_rs::UTF_8;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::capture::Capture;
use super::capture_kind::CaptureKind;
use super::draft::{CaptureContents, Confidence, Decision, Draft, RemovedText};
use super::html_to_markdown::address::web_url;
use super::options::{ImportOptions, OutletNames};
use super::refusal::{ImportRefusal, Skipped};
use super::saved_report::SavedReport;
use super::{feed, html};
use crate::base::text::characters::remove_non_xml;
use crate::pipeline::content::Unknown;

/// Reads a message.
///
/// # Errors
/// When it is none, or has no text.
pub(super) fn read_mail(capture: &Capture, options: &ImportOptions<'_>) -> Result<CaptureContents, ImportRefusal> {
    let (message, controls) = parse(capture)?;
    let drafts = if is_page(&message, capture) {
        read_page(&message, capture, options)?
    } else {
        vec![newsletter(&message, options)?]
    };
    Ok(CaptureContents { drafts, skipped: Vec::from_iter(Skipped::controls(controls)) })
}

/// Parses a message, and counts the control characters that were in its texts.
fn parse(capture: &Capture) -> Result<(Message<'_>, usize), ImportRefusal> {
    let mut message = MessageParser::default().parse(&capture.bytes).ok_or_else(no_text)?;
    let mut controls = 0;
    for part in &mut message.parts {
        if let PartType::Text(text) | PartType::Html(text) = &mut part.body {
            controls += remove_non_xml(text.to_mut());
        }
    }
    Ok((message, controls))
}

fn no_text() -> ImportRefusal {
    ImportRefusal::new("no text is in this message", "save it from the mail program or the browser again")
}

/// The part with HTML, else with text.
fn main_part<'a>(message: &'a Message<'a>) -> Option<&'a mail_parser::MessagePart<'a>> {
    message.html_part(0).or_else(|| message.text_part(0))
}

/// The address that a message was saved from, as browsers state it.
fn saved_from(message: &Message<'_>) -> Option<String> {
    let stated = message.header_raw("Snapshot-Content-Location").and_then(web_url);
    stated.or_else(|| main_part(message)?.content_location().and_then(web_url))
}

fn is_page(message: &Message<'_>, capture: &Capture) -> bool {
    saved_from(message).is_some() || capture.name.to_lowercase().ends_with("html")
}

/// The page that a message holds.
fn page_in(message: &Message<'_>, capture: &Capture) -> Result<Capture, ImportRefusal> {
    let html = String::from_utf8_lossy(main_part(message).ok_or_else(no_text)?.contents());
    let mark = saved_from(message).map(|url| format!("<!-- saved from url=({:04}){url} -->", url.len()));
    Ok(Capture {
        kind: CaptureKind::Html,
        charset: Some(UTF_8),
        bytes: (mark.unwrap_or_default() + &html).into_bytes(),
        name: capture.name.clone(),
        folder: capture.folder.clone(),
    })
}

/// Reads a page that was saved as a message. The date of the message is that of saving, not that of the page.
fn read_page(
    message: &Message<'_>,
    capture: &Capture,
    options: &ImportOptions<'_>,
) -> Result<Vec<Draft>, ImportRefusal> {
    let page = page_in(message, capture)?;
    let mut drafts = html::read_page(&page, options)?;
    for draft in &mut drafts {
        // The set of the page was read by its message.
        draft.decisions.retain(|decision| !decision.text.ends_with("stated with --charset"));
        if draft.date.is_none() {
            let saved = message.header_raw("Date").map(|date| format!("saved on {}", date.trim()));
            draft.unknown.extend(saved.map(|saved| Unknown::Date(Some(saved))));
        }
    }
    Ok(drafts)
}

/// Reads a page that was saved as a message, or a newsletter, as one report.
///
/// # Errors
/// When it is none, or has no text.
pub(super) fn read_report(capture: &Capture, outlets: &OutletNames) -> Result<SavedReport, ImportRefusal> {
    let (message, _) = parse(capture)?;
    if is_page(&message, capture) {
        return html::read_report(&page_in(&message, capture)?, outlets);
    }
    newsletter_report(&message)
}

fn newsletter_report(message: &Message<'_>) -> Result<SavedReport, ImportRefusal> {
    let part = main_part(message).ok_or_else(no_text)?;
    let (text, viewed_at) = match &part.body {
        PartType::Html(html) => html::mail_text(html)?,
        PartType::Text(text) => (text.trim().replace("\r\n", "\n"), None),
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {
            (String::new(), None)
        }
    };
    if text.is_empty() {
        return Err(no_text());
    }
    let (published, _) = feed::date_or_words(message.header_raw("Date").map(|date| date.trim().to_owned()));
    let decision = |text: &str| Decision { confidence: Confidence::High, text: text.to_owned() };
    Ok(SavedReport {
        title: message.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty()),
        site: message.from().and_then(|from| from.first()).and_then(sender_name),
        url: archived_at(message).or(viewed_at),
        decisions: published.iter().map(|_| decision("date: that of the e-mail")).collect(),
        published,
        text,
        ..SavedReport::default()
    })
}

/// The address at which a message says that it can be read (RFC 5064).
fn archived_at(message: &Message<'_>) -> Option<String> {
    message.header_raw("Archived-At").and_then(|url| web_url(url.trim().trim_matches(['<', '>'])))
}

fn sender_name(sender: &mail_parser::Addr<'_>) -> Option<String> {
    sender.name.as_deref().map(|name| name.trim_matches(['"', ' ']).to_owned()).filter(|name| !name.is_empty())
}

/// Reads a newsletter. Its sender is its outlet, or its author if the site declares an outlet of the sender's domain.
fn newsletter(message: &Message<'_>, options: &ImportOptions<'_>) -> Result<Draft, ImportRefusal> {
    let part = main_part(message).ok_or_else(no_text)?;
    let content = match &part.body {
        PartType::Html(html) => feed::EntryText::Html(html.to_string()),
        PartType::Text(text) => feed::EntryText::Text(text.to_string()),
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {
            return Err(no_text());
        }
    };
    let sender = message.from().and_then(|from| from.first());
    let domain = sender.and_then(|sender| sender.address.as_deref()?.rsplit_once('@')).map(|(_, domain)| domain);
    let link = domain.map(|domain| format!("https://{}/", domain.to_lowercase()));
    let name = sender.and_then(sender_name);
    let by_domain = link.as_deref().and_then(|link| options.outlets.at(link));
    let author = name.clone().filter(|name| by_domain.is_some() && options.outlets.find(name).is_none());
    let (published, stated_date) = feed::date_or_words(message.header_raw("Date").map(|date| date.trim().to_owned()));
    let entry = feed::ImportedEntry {
        title: message.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty()),
        link: archived_at(message),
        author,
        published,
        stated_date,
        base: link.clone(),
        content: Some(content),
        ..feed::ImportedEntry::default()
    };
    let letters =
        feed::ImportedFeed { title: name, link, origin: feed::FeedOrigin::Mail, ..feed::ImportedFeed::default() };
    let mut draft = feed::draft(&entry, &letters, options);
    draft.id = message.message_id().map(str::to_owned);
    if let (Some(source), Ok(report)) = (draft.sources.pop(), newsletter_report(message)) {
        draft.sources.push(source.read_in(&report, options.today));
    }
    let attached = message.attachments().filter_map(|part| part.attachment_name());
    draft.removed.extend(attached.map(|name| RemovedText { kind: "attachment", text: name.to_owned() }));
    Ok(draft)
}
