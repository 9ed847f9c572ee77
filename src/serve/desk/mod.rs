//! The desk: pages under `/-/` that help an editor while the site is previewed. They are never part of a built site.
//!
//! What they do to files is the business of other rooms: [`DeskActions`] is a function that the caller of the server gives. A request
//! that changes something must come from a page of this very server: it needs the header `Origin`, and the token that
//! only its own pages know.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::text::html::escape;

/// The folder of the desk.
pub(super) const DESK: &str = "-/";

/// The header that holds the token.
const TOKEN: &str = "x-margent-token";

/// Bytes of a request at most: a page, and what was made of it.
pub(super) const LIMIT: usize = 16 << 20;

/// The answer of an action: JSON for the page that asked.
#[derive(Clone, Debug)]
pub struct DeskAnswer {
    /// The status (RFC 9110 §15): 200, or 422 if what was asked cannot be done.
    pub status: u16,
    /// The answer.
    pub json: String,
}

/// Does what a page of the desk asks for, by the name of the action and the body of the request.
pub type DeskActions = Arc<dyn Fn(&str, &[u8]) -> DeskAnswer + Send + Sync>;

/// The desk of one server.
pub(super) struct Desk {
    address: String,
    token: String,
    actions: DeskActions,
}

/// A file of the desk.
pub(super) struct DeskFile {
    pub media_type: &'static str,
    pub body: String,
}

impl Desk {
    /// Makes the desk of the server at `address`, with a token of its own.
    pub fn new(address: &str, actions: DeskActions) -> Self {
        // The keys of a hash map come from the system's source of randomness.
        let random = || RandomState::new().build_hasher().finish();
        Self { address: address.to_owned(), token: format!("{:016x}{:016x}", random(), random()), actions }
    }

    /// Returns the file at `path` in the desk.
    pub fn file(&self, path: &str) -> Option<DeskFile> {
        let (media_type, body) = match path {
            "" | "clip" => ("text/html; charset=utf-8", self.clip_page()),
            "clip.js" => ("text/javascript; charset=utf-8", include_str!("clip.js").to_owned()),
            "desk.css" => ("text/css; charset=utf-8", include_str!("desk.css").to_owned()),
            _ => return None,
        };
        Some(DeskFile { media_type, body })
    }

    fn clip_page(&self) -> String {
        let script = include_str!("bookmarklet.js").replace("ADDRESS", &format!("{}/{DESK}clip", self.address));
        let script: Vec<&str> = script.lines().map(str::trim).collect();
        let bookmarklet = format!("javascript:{}", utf8_percent_encode(&script.join(" "), NON_ALPHANUMERIC));
        include_str!("clip.html").replace("TOKEN", &self.token).replace("BOOKMARKLET", &escape(&bookmarklet))
    }

    /// Does the action at `path` for a page that knows the token.
    ///
    /// # Errors
    /// The status and the reason of a refusal.
    pub fn act(&self, path: &str, headers: &HeaderMap, body: &Bytes) -> Result<DeskAnswer, (StatusCode, &'static str)> {
        let given = headers.get(TOKEN).map(|token| token.as_bytes());
        if given != Some(self.token.as_bytes()) {
            return Err((StatusCode::FORBIDDEN, "this page is from an earlier run of the server: load it again"));
        }
        Ok((self.actions)(path, body))
    }
}
