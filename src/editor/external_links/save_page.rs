//! Orders a copy of a page from the Internet Archive, by its Save Page Now API (version 2), with an editor's own key.

use std::io::Read;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use ureq::http::{Response, header};
use ureq::{Agent, Body, Error};
use url::form_urlencoded;

use super::client::agent;
use super::guard::AddressScope;
use super::memento::Memento;
use crate::base::text::date::Moment;
use crate::base::text::words::truncate;

/// The address of the Internet Archive's service.
pub const SAVE: &str = "https://web.archive.org/save";
/// The `User-Agent` of every request.
const USER_AGENT: &str = concat!("margent/", env!("CARGO_PKG_VERSION"), " (archive)");
/// The time for one request.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The number of times that an order is asked for, after 1, 2, 4 … seconds: two minutes in all.
const POLLS: u32 = 7;
/// Bytes of an answer that are read.
const ANSWER: u64 = 64 << 10;

/// The service from which copies are ordered.
pub struct SavePageNow<'a> {
    /// Its address, such as [`SAVE`].
    pub service: &'a str,
    /// The editor's key, `ACCESS:SECRET`.
    pub key: &'a str,
    /// The IP addresses that may be asked.
    pub scope: AddressScope,
}

/// An answer of the service; which fields it has depends on what has become of the order.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SaveAnswer {
    job_id: Option<String>,
    status: Option<String>,
    message: Option<String>,
    /// Fourteen digits, in UTC.
    timestamp: Option<String>,
    original_url: Option<String>,
}

impl SavePageNow<'_> {
    /// Orders a copy of the page at `url`, and waits until it is made.
    ///
    /// # Errors
    /// A phrase that says why there is none.
    pub fn save(&self, url: &str) -> Result<Memento, String> {
        let agent = agent(USER_AGENT, self.scope);
        let form: String = form_urlencoded::Serializer::new(String::new()).append_pair("url", url).finish();
        let request = self.with_key(agent.post(self.service));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = read(request.config().timeout_global(Some(TIMEOUT)).build().send(form.as_str()))?;
        let job = answer.job_id.as_deref().ok_or_else(|| refused(&answer))?;
        for poll in 0..POLLS {
            thread::sleep(Duration::from_secs(1 << poll));
            let answer = self.ask(&agent, job)?;
            match (answer.status.as_deref(), &answer.timestamp) {
                (Some("success"), Some(stamp)) => {
                    return self.memento(stamp, answer.original_url.as_deref().unwrap_or(url));
                }
                (Some("pending"), _) => {}
                (Some(_) | None, _) => return Err(refused(&answer)),
            }
        }
        Err("the archive has not made a copy within two minutes; look for it later".to_owned())
    }

    fn with_key<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        request.header(header::ACCEPT, "application/json").header(header::AUTHORIZATION, format!("LOW {}", self.key))
    }

    fn ask(&self, agent: &Agent, job: &str) -> Result<SaveAnswer, String> {
        let request = self.with_key(agent.get(format!("{}/status/{job}", self.service)));
        read(request.config().timeout_global(Some(TIMEOUT)).build().call())
    }

    fn memento(&self, stamp: &str, original: &str) -> Result<Memento, String> {
        let day = stamp.get(..8).and_then(Moment::from_digits);
        let day = day.ok_or("the archive does not say when it made the copy")?;
        let archive = self.service.strip_suffix("/save").unwrap_or(self.service);
        Ok(Memento { url: format!("{archive}/web/{stamp}/{original}"), taken: day.unix() })
    }
}

fn read(response: Result<Response<Body>, Error>) -> Result<SaveAnswer, String> {
    let response = response.map_err(|error| format!("the archive did not answer: {error}"))?;
    let status = response.status();
    if status.as_u16() == 401 {
        return Err("the archive does not know the key in MARGENT_ARCHIVE_KEY".to_owned());
    }
    let mut body = Vec::new();
    let read = response.into_body().into_reader().take(ANSWER).read_to_end(&mut body);
    read.map_err(|error| format!("the archive did not answer: {error}"))?;
    serde_json::from_slice(&body).map_err(|_| format!("the archive answered {status}"))
}

/// The reason that the archive gives.
fn refused(answer: &SaveAnswer) -> String {
    let why = answer.message.as_deref().unwrap_or("it does not say why");
    format!("the archive made no copy: {}", truncate(why, 200))
}
