//! The copies of a page that a web archive has, by its TimeMap (RFC 7089 §5) in the format of links (RFC 6690), and copies
//! ordered from the Internet Archive, by its Save Page Now API (version 2) with an editor's own key.

use std::io::Read;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use ureq::http::{Response, header};
use ureq::{Agent, Body, Error};
use url::form_urlencoded;

use super::client::agent;
use super::guard::AddressScope;
use crate::base::text::date::{Moment, from_unix};
use crate::base::text::words::truncate;

/// The TimeMaps of the Internet Archive; the address of a page follows.
pub const TIME_MAPS: &str = "https://web.archive.org/web/timemap/link/";

/// A copy of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memento {
    /// Its address in the archive.
    pub url: String,
    /// When it was made, in seconds since 1970.
    pub taken: i64,
}

/// Reads the copies that a TimeMap lists, in its order. Lines that it does not understand are passed over.
pub fn parse_time_map(text: &str) -> Vec<Memento> {
    // A comma may be in an address, but what follows a link begins with a bracket.
    text.split(",\n").flat_map(|part| part.split(", <")).filter_map(parse_link).collect()
}

fn parse_link(link: &str) -> Option<Memento> {
    let (url, attributes) = link.trim().trim_start_matches('<').split_once('>')?;
    let is_memento = value_of(attributes, "rel")?.split_whitespace().any(|rel| rel == "memento");
    let taken = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value_of(attributes, "datetime")?).ok()?;
    is_memento.then(|| Memento { url: url.to_owned(), taken: taken.as_second() })
}

/// The value of an attribute, `name="value"`.
fn value_of<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

/// Sorts copies by their distance from a moment, the nearest first.
pub fn nearest_first(mut mementos: Vec<Memento>, wanted: i64) -> Vec<Memento> {
    mementos.sort_by_key(|memento| memento.taken.abs_diff(wanted));
    mementos
}

impl Memento {
    /// The day on which it was made.
    pub fn day(&self) -> Option<String> {
        from_unix(self.taken).as_ref().map(Moment::day)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_maps_are_read() {
        let map = "<http://a.example/x,y>; rel=\"original\",\n\
               <https://ar.example/map>; rel=\"self\"; type=\"application/link-format\",\n\
               <https://ar.example/2015/http://a.example/x,y>; rel=\"first memento\"; datetime=\"Sat, 31 Jan 2015 12:00:00 GMT\",\n\
               <https://ar.example/2019/http://a.example/x,y>; rel=\"memento\"; datetime=\"Tue, 01 Jan 2019 00:00:00 GMT\"\n";
        let found = parse_time_map(map);
        assert_eq!(found.iter().filter_map(Memento::day).collect::<Vec<_>>(), ["2015-01-31", "2019-01-01"]);
        assert_eq!(nearest_first(found, 1_540_000_000)[0].url, "https://ar.example/2019/http://a.example/x,y");
        assert_eq!(parse_time_map("<html>no map</html>"), []);
    }
}
