//! The places that `margent clip` reads reports from: the web, files, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use encoding_rs::Encoding;

use crate::cli::args::PlaceArgs;
use crate::editor::external_links::guard::AddressScope;
use crate::editor::external_links::page::{FetchError, FetchedPage, PageLimits, fetch_page};
use crate::import::{Capture, CaptureKind, ImportRefusal};

/// What was read from a place.
pub(in crate::cli) struct ReadPlace {
    /// The file, or what stands for it.
    pub capture: Capture,
    /// The address at which it was fetched.
    pub fetched_from: Option<String>,
}

/// Reads a place.
///
/// # Errors
/// When standard input fails; the inner one when the place cannot be clipped.
pub(in crate::cli) fn read(place: &str, args: PlaceArgs) -> Result<Result<ReadPlace, ImportRefusal>> {
    if place == "-" {
        return from_input(args);
    }
    if is_address(place) {
        return Ok(from_web(place, args));
    }
    let capture = Capture::open(Path::new(place), args.kind);
    let capture = capture.map(|capture| Capture { charset: args.charset, ..capture });
    Ok(capture.map(|capture| ReadPlace { capture, fetched_from: None }))
}

/// Returns whether somebody gave an address instead of a file.
pub(in crate::cli) fn is_address(place: &str) -> bool {
    place.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn from_input(args: PlaceArgs) -> Result<Result<ReadPlace, ImportRefusal>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(Capture::LIMIT + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
    let capture = Capture::of_bytes("standard input", bytes, args.kind);
    let capture = capture.map(|capture| Capture { charset: args.charset, ..capture });
    Ok(capture.map(|capture| ReadPlace { capture, fetched_from: None }))
}

fn from_web(address: &str, args: PlaceArgs) -> Result<ReadPlace, ImportRefusal> {
    let scope = if args.allow_private { AddressScope::Any } else { AddressScope::Public };
    let page = fetch_page(address, &PageLimits { scope, ..PageLimits::default() }).map_err(refusal)?;
    let kind = args.kind.or_else(|| kind_of(&page.media_type));
    let stated = page.charset.as_deref().and_then(|name| Encoding::for_label_no_replacement(name.as_bytes()));
    let FetchedPage { url, body, .. } = page;
    let mut capture = Capture::of_bytes(&name_of(&url), body, kind)?;
    // The header counts more than the page (HTML Standard §13.2.3.2), but an editor counts most.
    capture.charset = args.charset.or(stated.filter(|_| capture.kind == CaptureKind::Text));
    Ok(ReadPlace { capture, fetched_from: Some(url) })
}

/// The kind of a media type that says enough; others are detected.
fn kind_of(media_type: &str) -> Option<CaptureKind> {
    match media_type {
        "text/html" | "application/xhtml+xml" => Some(CaptureKind::Html),
        "text/plain" => Some(CaptureKind::Text),
        "message/rfc822" | "multipart/related" => Some(CaptureKind::Mail),
        "application/pdf" => Some(CaptureKind::Pdf),
        _ => None,
    }
}

/// The last part of an address, as the name of a file.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    PathBuf::from(name).file_name().map_or_else(|| "page".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn refusal(error: FetchError) -> ImportRefusal {
    const BROWSER: &str = "open the page in your browser, save it (Ctrl+S), and clip the file";
    let (message, hint) = match error {
        FetchError::Invalid(why) => (format!("this is no web address: {why}"), "copy it from your browser".to_owned()),
        FetchError::PrivateAddress => (
            "this is a private address of this computer or its network".to_owned(),
            "add --allow-private to ask it".to_owned(),
        ),
        FetchError::Unreachable(why) => {
            (format!("the page cannot be fetched: {why}"), format!("try again, or {BROWSER}"))
        }
        FetchError::Refused(status) => {
            (format!("the site does not show this page to programs ({status})"), BROWSER.to_owned())
        }
        FetchError::Gone(status) => {
            let hint = "look for a copy at https://web.archive.org/, and clip that".to_owned();
            (format!("there is no such page ({status})"), hint)
        }
        FetchError::TooLarge(limit) => (format!("the page is larger than {} MB", limit >> 20), BROWSER.to_owned()),
        FetchError::Timeout => {
            ("the site did not send the page in time".to_owned(), format!("try again, or {BROWSER}"))
        }
        FetchError::Redirects => ("the site redirects without end, or out of the web".to_owned(), BROWSER.to_owned()),
    };
    ImportRefusal::new(message, hint)
}
