//! A request → a response.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use tokio::sync::watch::Receiver;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::guard::{HostGuard, RequestRefusal};
use super::kind;
use super::state::{self, ServeState, ServedSite};
use crate::base::text::path::percent_encode;

/// Pages that wait for changes at a time; one more is told to come back later.
const STREAMS: usize = 128;

/// What is the server's own is below this.
const OWN: &str = "__margent/";

/// What requests are answered with.
pub struct Server {
    guard: HostGuard,
    states: Receiver<Arc<ServeState>>,
    streams: Arc<Semaphore>,
}

impl Server {
    /// Answers what `guard` lets through from the newest of `states`.
    pub fn new(guard: HostGuard, states: Receiver<Arc<ServeState>>) -> Self {
        Self { guard, states, streams: Arc::new(Semaphore::new(STREAMS)) }
    }

    /// The newest state; waits for the first.
    async fn state(&self) -> Arc<ServeState> {
        let mut states = self.states.clone();
        // The sender ends with the program.
        match states.wait_for(|state| state.version > 0).await {
            Ok(state) => Arc::clone(&state),
            Err(_) => Arc::default(),
        }
    }
}

/// Answers any request.
pub async fn answer(Shared(server): Shared<Arc<Server>>, request: Request) -> Response {
    let path = match server.guard.path(request.method(), request.uri(), request.headers()) {
        Ok(path) => path,
        Err(refusal) => return refused(&refusal),
    };
    if let Some(own) = path.strip_prefix(OWN) {
        return match own {
            "reload.js" => file(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("reload.js")),
            "faults.css" => file(StatusCode::OK, "text/css; charset=utf-8", include_str!("faults.css")),
            "events" => events(&server),
            _ => file(StatusCode::NOT_FOUND, PLAIN, "there is no such file\n"),
        };
    }
    let state = server.state().await;
    // Rendering takes its time; meanwhile others are answered.
    let answer = tokio::task::spawn_blocking(move || output(&state, &path)).await;
    answer.unwrap_or_else(|_| file(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, "this page made margent fail\n"))
}

/// Plain text.
const PLAIN: &str = "text/plain; charset=utf-8";

fn refused(refusal: &RequestRefusal) -> Response {
    let mut response = file(refusal.status, PLAIN, format!("{}\n", refusal.why));
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn file(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // The next moment may have another.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The output at `path`: `a/` is `a/index.html`, and `a` leads to `a/`.
fn output(state: &ServeState, path: &str) -> Response {
    let Some(good) = &state.good else {
        return faulty(&state.faults, state);
    };
    let index = |path: &str| format!("{path}index.html");
    let found = if path.is_empty() || path.ends_with('/') { index(path) } else { path.to_owned() };
    if good.has(&found) {
        return rendered(state, good, &found, StatusCode::OK);
    }
    let folder = format!("{path}/");
    if good.has(&index(&folder)) {
        return moved(&format!("/{}", percent_encode(&folder)));
    }
    rendered(state, good, "404.html", StatusCode::NOT_FOUND)
}

fn moved(to: &str) -> Response {
    let mut response = file(StatusCode::TEMPORARY_REDIRECT, PLAIN, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn rendered(state: &ServeState, good: &ServedSite, path: &str, status: StatusCode) -> Response {
    let bytes = match good.render(path) {
        Some(Ok(bytes)) => bytes,
        // What the last good site had wrong is of the past where the newest cannot be built.
        Some(Err(faults)) => return faulty(if state.faults.is_empty() { &faults } else { &state.faults }, state),
        None => return file(StatusCode::NOT_FOUND, PLAIN, "the site has nothing here\n"),
    };
    let kind = kind::of(path);
    match kind == kind::HTML {
        true => file(status, kind, with_script(&bytes, state)),
        false => file(status, kind, bytes),
    }
}

/// A page of faults alone.
fn faulty(faults: &str, state: &ServeState) -> Response {
    let page = before_end(state::page(faults).as_bytes(), &script(state));
    file(StatusCode::INTERNAL_SERVER_ERROR, kind::HTML, page)
}

/// The page with the script that shows changes, and with what is wrong.
fn with_script(page: &[u8], state: &ServeState) -> Bytes {
    let notice = if state.faults.is_empty() { String::new() } else { state::notice(&state.faults) };
    before_end(page, &(notice + &script(state)))
}

fn script(state: &ServeState) -> String {
    format!("<script src=\"/{OWN}reload.js\" data-version=\"{}\"></script>", version(state.version))
}

/// The page with `more` before the end of its body. What has no body is no page for readers and stays as it is.
fn before_end(page: &[u8], more: &str) -> Bytes {
    const END: &[u8] = b"</body>";
    let Some(at) = memchr::memmem::rfind(page, END) else { return Bytes::copy_from_slice(page) };
    [&page[..at], more.as_bytes(), &page[at..]].concat().into()
}

/// A name for a version that no other run of the program gives.
fn version(number: u64) -> String {
    format!("{}-{number}", std::process::id())
}

/// Tells a page which version is current, at once and after each change, until it is closed.
fn events(server: &Server) -> Response {
    let Ok(place) = Arc::clone(&server.streams).try_acquire_owned() else {
        return file(StatusCode::SERVICE_UNAVAILABLE, PLAIN, "too many pages wait for changes\n");
    };
    let mut states = server.states.clone();
    states.mark_changed();
    let events = stream::unfold((states, place), next_event);
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What a page holds while it waits for changes: the states of the site, and its place among [`STREAMS`].
type EventStream = (Receiver<Arc<ServeState>>, OwnedSemaphorePermit);

async fn next_event((mut states, place): EventStream) -> Option<(Result<Event, Infallible>, EventStream)> {
    states.changed().await.ok()?;
    let state = Arc::clone(&states.borrow_and_update());
    Some((Ok(event(&state)), (states, place)))
}

fn event(state: &ServeState) -> Event {
    let news = serde_json::json!({
        "version": version(state.version),
        "before": version(state.version.saturating_sub(1)),
        "style": state.is_style,
        "to": state.edited,
    });
    Event::default().data(news.to_string())
}
