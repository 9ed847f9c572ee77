//! The desk: pages under `/-/` that help an editor while the site is previewed. They are never part of a built site.
//!
//! Pages of articles get a bar (`page.js`), which is injected as the script that reloads them is. What they do to files is the business of other rooms: [`DeskActions`] is a function that the caller of the server gives. A request
//! that changes something must come from a page of this very server: it needs the header `Origin`, and the token that
//! only its own pages know.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::hash;
use crate::base::media_type::{HTML, media_type};
use crate::base::text::html::escape;
use crate::pipeline::plan::{Output, PageOutput};
use crate::serve::event::DeskAccess;
use crate::serve::state::ServedSite;

/// The folder of the desk.
pub(super) const DESK: &str = "-/";

/// The header that holds the token.
const TOKEN: &str = "x-margent-token";

/// The action that only reads.
const OVERVIEW: &str = "overview";

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
    access: DeskAccess,
    token: String,
    actions: DeskActions,
}

/// A file of the desk.
pub(super) struct DeskFile {
    pub media_type: &'static str,
    pub body: String,
}

impl Desk {
    /// Makes the desk of the server at `address`, with a token of its own unless `access` gives one.
    pub fn new(address: &str, access: DeskAccess, actions: DeskActions) -> Self {
        // The keys of a hash map come from the system's source of randomness.
        let random = || RandomState::new().build_hasher().finish();
        let token = match &access {
            DeskAccess::Token(token) => token.clone(),
            DeskAccess::Pages | DeskAccess::ReadOnly | DeskAccess::Off => format!("{:016x}{:016x}", random(), random()),
        };
        Self { address: address.to_owned(), access, token, actions }
    }

    /// Returns the file at `path` in the desk.
    pub fn file(&self, path: &str) -> Option<DeskFile> {
        let body = match path {
            _ if self.access == DeskAccess::Off => return None,
            "" => include_str!("overview.html").replace("TOKEN", self.shown_token()),
            "clip" => self.clip_page(),
            "overview.js" => include_str!("overview.js").to_owned(),
            "clip.js" => include_str!("clip.js").to_owned(),
            "ask.js" => include_str!("ask.js").to_owned(),
            "page.js" => include_str!("page.js").to_owned(),
            "desk.css" => include_str!("desk.css").to_owned(),
            "page.css" => include_str!("page.css").to_owned(),
            _ => return None,
        };
        let media_type = if path.contains('.') { media_type(path) } else { HTML };
        Some(DeskFile { media_type, body })
    }

    /// Returns the scripts for the page at `path` of a site: marks on what is not published, and on articles the bar.
    pub fn page_scripts(&self, good: &ServedSite, path: &str) -> String {
        if self.access == DeskAccess::Off {
            return String::new();
        }
        let marked = good.unpublished();
        let mut article = None;
        if let Some(Output::Page(PageOutput::Article(id))) = good.site.plan.outputs.get(path) {
            article = Some(&good.site.content.articles[*id].path);
        }
        let article = article.filter(|_| self.access != DeskAccess::ReadOnly);
        if marked.is_empty() && article.is_none() {
            return String::new();
        }
        let own = article.map_or_else(String::new, |path| {
            let hash = good.site.inputs.files.get(path).map_or(0, |file| file.hash);
            format!(" data-article=\"{}\" data-hash=\"{hash:032x}\"", escape(path.as_str()))
        });
        format!(
            "<script src=\"/{DESK}ask.js\" data-token=\"{}\" defer></script>\
             <script src=\"/{DESK}page.js\" data-unpublished=\"{}\"{own} defer></script>",
            self.shown_token(),
            escape(&serde_json::json!(marked).to_string()),
        )
    }

    /// The token, as pages know it; empty if they have to ask for it.
    fn shown_token(&self) -> &str {
        match self.access {
            DeskAccess::Pages | DeskAccess::ReadOnly => &self.token,
            DeskAccess::Token(_) | DeskAccess::Off => "",
        }
    }

    fn clip_page(&self) -> String {
        let script = include_str!("bookmarklet.js").replace("ADDRESS", &format!("{}/{DESK}clip", self.address));
        let script: Vec<&str> = script.lines().map(str::trim).collect();
        let bookmarklet = format!("javascript:{}", utf8_percent_encode(&script.join(" "), NON_ALPHANUMERIC));
        include_str!("clip.html").replace("TOKEN", self.shown_token()).replace("BOOKMARKLET", &escape(&bookmarklet))
    }

    /// Does the action at `path` for a page that knows the token.
    ///
    /// # Errors
    /// The status and the reason of a refusal.
    pub fn act(&self, path: &str, headers: &HeaderMap, body: &Bytes) -> Result<DeskAnswer, (StatusCode, &'static str)> {
        let given = headers.get(TOKEN).map_or(&[][..], |token| token.as_bytes());
        // Hashes are compared, whose likeness says nothing of the token's.
        let is_known = hash::bytes(given) == hash::bytes(self.token.as_bytes());
        match self.access {
            DeskAccess::Off => Err((StatusCode::FORBIDDEN, "this preview has no desk; see --desk-token")),
            DeskAccess::Token(_) if !is_known => Err((StatusCode::UNAUTHORIZED, "this is not the token of the desk")),
            _ if !is_known => {
                Err((StatusCode::FORBIDDEN, "this page is from an earlier run of the server: load it again"))
            }
            DeskAccess::ReadOnly if path != OVERVIEW => {
                Err((StatusCode::FORBIDDEN, "this preview is read-only: start `margent serve` without --read-only"))
            }
            DeskAccess::Pages | DeskAccess::Token(_) | DeskAccess::ReadOnly => Ok((self.actions)(path, body)),
        }
    }
}
