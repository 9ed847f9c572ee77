//! Answers requests: finds the output at an address and renders it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::IntoResponse;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use tokio::sync::watch::Receiver;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::desk::{self, DESK, Desk, DeskFile};
use super::guard::{HostGuard, RequestRefusal};
use super::state::{self, ServeState, ServedSite};
use crate::base::media_type::{HTML, PLAIN, media_type};
use crate::base::text::path::percent_encode;

/// Number of pages that can wait for changes at a time; a further one gets status 503 and tries again later.
const STREAMS: usize = 128;

/// Time to wait for a page before looking whether its template ends.
const PATIENCE: Duration = Duration::from_secs(1);

/// The folder of the server's own files, which are not part of the site.
const OWN: &str = "__margent/";

/// The data that all answers share.
pub struct Server {
    guard: HostGuard,
    states: Receiver<Arc<ServeState>>,
    streams: Arc<Semaphore>,
    desk: Arc<Desk>,
}

impl Server {
    /// Creates a server that answers the requests that `guard` allows from the newest of `states`, and with `desk`.
    pub fn new(guard: HostGuard, states: Receiver<Arc<ServeState>>, desk: Arc<Desk>) -> Self {
        Self { guard, states, streams: Arc::new(Semaphore::new(STREAMS)), desk }
    }

    /// Returns the newest state; waits for the first.
    async fn state(&self) -> Arc<ServeState> {
        let mut states = self.states.clone();
        // The sender ends with the program.
        match states.wait_for(|state| state.version > 0).await {
            Ok(state) => Arc::clone(&state),
            Err(_) => Arc::default(),
        }
    }
}

/// Headers of every answer: pages of other sites neither frame nor read it, and learn no address from it.
const HEADERS: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (X_FRAME_OPTIONS, "SAMEORIGIN"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Answers any request.
pub async fn answer(server: Shared<Arc<Server>>, request: Request) -> Response {
    let mut response = find_answer(server, request).await;
    for (name, value) in HEADERS {
        // A page may have a stricter one.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn find_answer(Shared(server): Shared<Arc<Server>>, request: Request) -> Response {
    let path = match server.guard.path(request.method(), request.uri(), request.headers()) {
        Ok(path) => path,
        Err(refusal) => return refused(&refusal),
    };
    if let Some(own) = path.strip_prefix(DESK) {
        return if request.method() == Method::POST {
            act(&server.desk, own.to_owned(), request).await
        } else {
            desk_file(&server.desk, own)
        };
    }
    if let Some(own) = path.strip_prefix(OWN) {
        return match own {
            "reload.js" => file(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("reload.js")),
            "faults.css" => file(StatusCode::OK, "text/css; charset=utf-8", include_str!("faults.css")),
            "events" => events(&server),
            _ => file(StatusCode::NOT_FOUND, PLAIN, "no such file\n"),
        };
    }
    let state = server.state().await;
    // Rendering blocks its thread; meanwhile others are answered.
    let runs = state.good.as_ref().map(|good| Arc::clone(&good.site.theme.runs));
    let desk = Arc::clone(&server.desk);
    let mut answer = tokio::task::spawn_blocking(move || output(&state, &desk, &path));
    let answer = loop {
        match tokio::time::timeout(PATIENCE, &mut answer).await {
            Ok(answer) => break answer,
            // Its thread cannot be stopped; the page at least says so.
            Err(_) => {
                if let Some(late) = runs.as_ref().and_then(|runs| runs.overdue()) {
                    return file(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, format!("{late}\n"));
                }
            }
        }
    };
    answer.unwrap_or_else(|_| {
        file(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, "margent failed while rendering this page\n")
    })
}

/// Answers with a file of the desk, which loads nothing from elsewhere and is never framed.
fn desk_file(desk: &Desk, path: &str) -> Response {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; \
                          base-uri 'none'; frame-ancestors 'none'";
    let Some(DeskFile { media_type, body }) = desk.file(path) else {
        return file(StatusCode::NOT_FOUND, PLAIN, "no such page\n");
    };
    let mut response = file(StatusCode::OK, media_type, body);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// Does what a page of the desk asks for.
async fn act(desk: &Arc<Desk>, path: String, request: Request) -> Response {
    const JSON: &str = "application/json";
    let refuse = |status, why: &str| file(status, JSON, serde_json::json!({ "error": why }).to_string());
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, desk::LIMIT).await else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "the page is too large");
    };
    let desk = Arc::clone(desk);
    // It reads and writes files.
    let done = tokio::task::spawn_blocking(move || desk.act(&path, &head.headers, &body)).await;
    match done {
        Ok(Ok(answer)) => {
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            file(status, JSON, answer.json)
        }
        Ok(Err((status, why))) => refuse(status, why),
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "margent failed; see its terminal"),
    }
}

fn refused(refusal: &RequestRefusal) -> Response {
    let mut response = file(refusal.status, PLAIN, format!("{}\n", refusal.why));
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn file(status: StatusCode, media_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    // The next version may differ.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Answers with the output at `path`: `a/` is `a/index.html`, and `a` redirects to `a/`.
fn output(state: &ServeState, desk: &Desk, path: &str) -> Response {
    let Some(good) = &state.good else {
        return faulty(&state.faults, state);
    };
    let index = |path: &str| format!("{path}index.html");
    let found = if path.is_empty() || path.ends_with('/') { index(path) } else { path.to_owned() };
    if good.has(&found) {
        return rendered((state, good, desk), &found, StatusCode::OK);
    }
    let folder = format!("{path}/");
    if good.has(&index(&folder)) {
        return moved(&format!("/{}", percent_encode(&folder)));
    }
    rendered((state, good, desk), "404.html", StatusCode::NOT_FOUND)
}

fn moved(to: &str) -> Response {
    let mut response = file(StatusCode::TEMPORARY_REDIRECT, PLAIN, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn rendered((state, good, desk): (&ServeState, &ServedSite, &Desk), path: &str, status: StatusCode) -> Response {
    let bytes = match good.render(path) {
        Some(Ok(bytes)) => bytes,
        // If the newest site cannot be built, its faults matter, not those of the last good one.
        Some(Err(faults)) => return faulty(if state.faults.is_empty() { &faults } else { &state.faults }, state),
        None => return file(StatusCode::NOT_FOUND, PLAIN, "there is nothing at this address\n"),
    };
    match media_type(path) {
        HTML => file(status, HTML, with_scripts(&bytes, state, &desk.page_scripts(good, path))),
        other => file(status, other, bytes),
    }
}

/// Answers with a page that shows nothing but faults.
fn faulty(faults: &str, state: &ServeState) -> Response {
    let page = before_end(state::page(faults).as_bytes(), &script(state));
    file(StatusCode::INTERNAL_SERVER_ERROR, HTML, page)
}

/// Adds the script that reloads the page, those of the desk, and the faults of the newest site.
fn with_scripts(page: &[u8], state: &ServeState, of_desk: &str) -> Bytes {
    let notice = if state.faults.is_empty() { String::new() } else { state::notice(&state.faults) };
    before_end(page, &(notice + &script(state) + of_desk))
}

fn script(state: &ServeState) -> String {
    format!("<script src=\"/{OWN}reload.js\" data-version=\"{}\"></script>", version(state.version))
}

/// Inserts `more` before the end of a page's body. A page without a body stays as it is.
fn before_end(page: &[u8], more: &str) -> Bytes {
    const END: &[u8] = b"</body>";
    let Some(at) = memchr::memmem::rfind(page, END) else { return Bytes::copy_from_slice(page) };
    [&page[..at], more.as_bytes(), &page[at..]].concat().into()
}

/// Returns the name of a version, which is unique among all runs of the program.
fn version(number: u64) -> String {
    format!("{}-{number}", std::process::id())
}

/// Streams the current version to a page, at once and after each change, until the page is closed.
fn events(server: &Server) -> Response {
    let Ok(place) = Arc::clone(&server.streams).try_acquire_owned() else {
        return file(StatusCode::SERVICE_UNAVAILABLE, PLAIN, "too many pages are open\n");
    };
    let mut states = server.states.clone();
    states.mark_changed();
    let events = stream::unfold((states, place), next_event);
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// The states that a page waits for, and its place among the [`STREAMS`].
type EventStream = (Receiver<Arc<ServeState>>, OwnedSemaphorePermit);

async fn next_event((mut states, place): EventStream) -> Option<(Result<Event, Infallible>, EventStream)> {
    states.changed().await.ok()?;
    let state = Arc::clone(&states.borrow_and_update());
    Some((Ok(event(&state)), (states, place)))
}

fn event(state: &ServeState) -> Event {
    let data = serde_json::json!({
        "version": version(state.version),
        "before": version(state.version.saturating_sub(1)),
        "style": state.is_style,
        "to": state.edited,
    });
    Event::default().data(data.to_string())
}
