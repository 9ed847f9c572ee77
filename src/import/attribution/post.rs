//! Embedded posts: author, handle and date told apart, whatever the page calls the button.

use std::ops::Range;

use super::address::{handle_of, is_post_address, platform};
use super::linked_line::LinkedLine;
use super::named_outlet::NamedOutlet;
use super::place::{AttributionContext, QuotedPlace, UsedPart};
use super::vocabulary::{POSTED_BY, POSTED_ON};
use crate::import::html_to_markdown::address::host_of;
use crate::import::written_date::{date_in, is_time};

/// An embedded post.
pub(super) struct EmbeddedPost {
    pub outlet: NamedOutlet,
    /// Its credit.
    pub used: UsedPart,
}

/// Reads a quotation as an embedded post: its last link to a post says when, or stands beside a credit.
pub(super) fn read_post(place: &QuotedPlace, context: &AttributionContext<'_>) -> Option<EmbeddedPost> {
    if let Some((_, credit)) = read_credit(&place.line, true) {
        return Some(EmbeddedPost { outlet: credit.outlet(place, context)?, used: UsedPart::Line });
    }
    let mut paragraphs = place.quoted.iter().enumerate().rev();
    let credit = paragraphs.find_map(|(at, line)| Some((at, read_credit(line, false)?)));
    let Some((at, (start, credit))) = credit else {
        let below = place.below.as_ref().filter(|line| is_post_credit(line)).and_then(|line| read_credit(line, false));
        if let Some((_, credit)) = below {
            return Some(EmbeddedPost { outlet: credit.outlet(place, context)?, used: UsedPart::Below });
        }
        return read_address(place, context).or_else(|| read_unlinked(place, context));
    };
    Some(EmbeddedPost { outlet: credit.outlet(place, context)?, used: UsedPart::Quoted(at, start) })
}

/// Reads the credit that a post on Twitter or Mastodon keeps without its link, at the end of its words or below them:
/// `— Mara Lind (@maralind) March 4, 2019`.
fn read_unlinked(place: &QuotedPlace, context: &AttributionContext<'_>) -> Option<EmbeddedPost> {
    let last = place.quoted.len().checked_sub(1)?;
    let line = &place.quoted[last].text;
    let quoted = line.rfind(['—', '–', '―']).map(|dash| (&line[dash..], UsedPart::Quoted(last, dash)));
    let below = place.below.as_ref().map(|below| (below.text.as_str(), UsedPart::Below));
    let lines = [Some((place.line.text.as_str(), UsedPart::Line)), quoted, below];
    let post = |(credit, used)| Some(EmbeddedPost { outlet: unlinked_post(credit, context)?, used });
    lines.into_iter().flatten().find_map(post)
}

fn unlinked_post(credit: &str, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
    let (author, handle, date) = unlinked_credit(credit)?;
    let author = author.replace('\n', " ");
    Some(NamedOutlet {
        name: author.clone(),
        after: format!(", {date}"),
        author: Some(author),
        published: date_in(date),
        ..NamedOutlet::called(handle.split_once('@').map_or("Twitter", |(_, server)| server), context.outlets)
    })
}

/// Returns whether a line is the credit of a post and nothing else: after a dash, with its handle.
fn is_post_credit(line: &LinkedLine) -> bool {
    credit_start(line) == Some(0)
}

/// The byte at which a line ends in the credit of a post, after a dash, with its handle and its date.
pub(in crate::import) fn credit_start(line: &LinkedLine) -> Option<usize> {
    let text = line.text.trim_end();
    let at = text.rfind(['—', '–', '―'])?;
    let ends_in_link = line.links.last().is_some_and(|(range, _)| range.end >= text.len());
    let is_linked = || split_at_handle(&text[at..]).is_some() && read_credit(line, false).is_some();
    (unlinked_credit(&text[at..]).is_some() || (ends_in_link && is_linked())).then_some(at)
}

/// The author, the handle and the date of a credit after a dash that has nothing else.
fn unlinked_credit(text: &str) -> Option<(&str, &str, &str)> {
    let credit = text.trim().strip_prefix(['—', '–', '―'])?.trim();
    let (before, handle, after) = split_at_handle(credit)?;
    let (handle, date) = (handle.strip_prefix('@')?, after.strip_prefix(')')?.trim());
    let author = credit[..before.len() + handle.len() + 2].trim();
    (is_time(date) && !handle.contains(' ')).then_some((author, handle, date))
}

/// Reads a quotation with the address of a post in its `cite`, whatever the language of its credit: its user is named by the
/// handle in brackets, or in the address.
fn read_address(place: &QuotedPlace, context: &AttributionContext<'_>) -> Option<EmbeddedPost> {
    let url = place.cite.as_ref().filter(|url| is_post_address(url))?;
    let is_credit = |line: &LinkedLine| line.links.iter().any(|(_, link)| is_post_address(link));
    let mut lines = place.quoted.iter().enumerate().rev().filter(|(_, line)| is_credit(line));
    let post =
        |author: String| PostCredit { label: String::new(), author, date: String::new(), url: Some(url.clone()) };
    let Some((at, (before, handle, after))) = lines.find_map(|(at, line)| Some((at, split_at_handle(&line.text)?)))
    else {
        return Some(EmbeddedPost { outlet: post(handle_of(url)?).outlet(place, context)?, used: UsedPart::Nothing });
    };
    // In whatever language the words around say whose post it is, they stay.
    let outlet = post(handle.to_owned()).outlet(place, context)?;
    let outlet = NamedOutlet { before: before.to_owned(), after: after.to_owned(), ..outlet };
    Some(EmbeddedPost { outlet, used: UsedPart::Quoted(at, 0) })
}

/// Splits a text at the handle in brackets: `Posted by Mara Lind (`, `@maralind`, `)`.
fn split_at_handle(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find("(@")? + 1;
    let end = start + text[start..].find(')')?;
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// The credit of a post.
struct PostCredit {
    /// The words before the author: `A post shared by `.
    label: String,
    author: String,
    /// The words that say when.
    date: String,
    /// The address of the post.
    url: Option<String>,
}

/// Reads the end of a line as the credit of a post, with the byte at which it starts. A line `apart` from the words needs no
/// dash.
fn read_credit(line: &LinkedLine, apart: bool) -> Option<(usize, PostCredit)> {
    let text = &line.text;
    let posts: Vec<&(Range<usize>, String)> = line.web_links().filter(|(_, url)| is_post_address(url)).collect();
    let dated = posts.iter().rev().find(|(range, _)| is_time(date_of(&text[range.clone()])));
    let apart = apart || is_credit_alone(text);
    let label = POSTED_BY.iter().find_map(|label| text.get(..prefix_end(text, label)?));
    if label.is_none() && dated.is_none() {
        return None;
    }
    let (link, url) = dated.or(posts.last()).map(|(range, url)| (range.clone(), Some(url.clone()))).unwrap_or_default();
    let (start, author_start, author_end) = match (label, dated) {
        (Some(label), _) => (0, label.len(), if dated.is_some() { link.start } else { text.len() }),
        (None, _) => {
            let dash = text[..link.start].rfind(['—', '–', '―']).or_else(|| apart.then_some(0))?;
            let is_dash = text[dash..].starts_with(['—', '–', '―']);
            (dash, dash + if is_dash { '—'.len_utf8() } else { 0 }, link.start)
        }
    };
    let (author, rest) = split_author(text.get(author_start..author_end)?);
    let label = label.map(|label| format!("{} ", label.trim())).unwrap_or_default();
    // `— 4 March 2019` alone is of the user in its address.
    let of_address = || url.as_deref().filter(|_| dated.is_some() && rest.trim().is_empty()).and_then(handle_of);
    let author = if author.is_empty() { of_address().unwrap_or_default() } else { author };
    let date = if dated.is_some() { text[link].to_owned() } else { rest };
    (!author.is_empty()).then_some((start, PostCredit { label, author, date, url }))
}

/// The words of a date without what an editor adds: `4 March 2019 (archived)`.
fn date_of(words: &str) -> &str {
    words.split_once(" (").map_or(words, |(date, _)| date)
}

/// Returns whether a line has a name, a handle and little more.
fn is_credit_alone(text: &str) -> bool {
    const MAX_NAME: usize = 6;
    const MAX_DATE: usize = 8;
    split_at_handle(text).is_some_and(|(name, _, date)| {
        name.split_whitespace().count() <= MAX_NAME
            && date.split_whitespace().count() <= MAX_DATE
            && !name.contains(['.', '!', '?', ':', ','])
    })
}

/// The byte at which a prefix in lower case ends, if the text begins with it in any case, after white space.
fn prefix_end(text: &str, prefix: &str) -> Option<usize> {
    let mut letters = prefix.chars();
    let mut end = text.len() - text.trim_start().len();
    for c in text[end..].chars() {
        if letters.as_str().is_empty() {
            break;
        }
        let same = c.to_lowercase().all(|small| letters.next() == Some(small));
        if !same {
            return None;
        }
        end += c.len_utf8();
    }
    letters.as_str().is_empty().then_some(end)
}

/// Splits `Mara Lind (@maralind) on March 4, 2019` at what leads to the date.
fn split_author(text: &str) -> (String, String) {
    let handle_end = text.find("(@").and_then(|at| Some(at + text[at..].find(')')? + 1));
    let end = handle_end.unwrap_or(text.len());
    let author = text[..end].trim().trim_start_matches(['-', '–', '—', '”', '“', '"', '»', ' ', '\n']);
    let author = POSTED_ON.iter().find_map(|on| author.strip_suffix(on.trim_end())).unwrap_or(author).trim();
    (author.replace('\n', " "), text[end..].to_owned())
}

impl PostCredit {
    /// The outlet of the post: its platform.
    fn outlet(self, place: &QuotedPlace, context: &AttributionContext<'_>) -> Option<NamedOutlet> {
        let mut quoted = place.quoted.iter().flat_map(LinkedLine::web_links).map(|(_, url)| url);
        let url =
            self.url.or_else(|| place.cite.clone()).or_else(|| quoted.find(|url| is_post_address(url)).cloned())?;
        let host = host_of(&url)?;
        let name = platform(&url).map_or(host.as_str(), |(name, _)| name);
        let declared = context.outlets.on(&host).or_else(|| context.outlets.find(name));
        Some(NamedOutlet {
            outlet: declared.map_or(name, |outlet| &outlet.key).to_owned(),
            is_declared: declared.is_some(),
            before: self.label,
            name: self.author.clone(),
            after: if self.date.trim().is_empty() { String::new() } else { format!(", {}", self.date.trim()) },
            author: Some(self.author),
            published: date_in(&self.date),
            url: Some(url),
            ..NamedOutlet::default()
        })
    }
}
