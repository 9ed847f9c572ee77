//! A server that gives every kind of answer.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use margent::editor::external_links::crawl::{self, CrawlLimits};
use margent::editor::external_links::guard::AddressScope;
use margent::pipeline::link_results::{LinkResult, LinkStatus};

/// What the server has seen.
#[derive(Default)]
pub struct Seen {
    /// Methods and paths, with the moments of their requests.
    pub requests: Mutex<Vec<(String, Instant)>>,
    /// Requests that are being answered.
    open: AtomicUsize,
    /// The most of them at once.
    pub most: AtomicUsize,
    /// Bytes sent of endless answers.
    pub sent: AtomicUsize,
}

/// A server on this machine.
pub struct Server {
    /// Its address.
    pub base: String,
    pub seen: Arc<Seen>,
}

impl Server {
    /// Starts it; it ends with the tests.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&shared);
                thread::spawn(move || {
                    let open = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
                    seen.most.fetch_max(open, Ordering::SeqCst);
                    // A client that goes away is what these tests are about.
                    let _ = serve(stream, &seen);
                    seen.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { base, seen }
    }

    /// Methods and paths so far.
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("no panic").iter().map(|(request, _)| request.clone()).collect()
    }

    /// What comes of one address.
    pub fn one(&self, path: &str) -> LinkResult {
        let address = format!("{}{path}", self.base);
        follow(std::slice::from_ref(&address), &limits()).remove(&address).expect("a finding")
    }

    /// Follows an address, and holds what comes of it to what is expected.
    pub fn is(&self, path: &str, class: LinkStatus, why: &str) {
        let found = self.one(path);
        assert_eq!((found.status, found.why.as_str(), found.checked), (class, why, NOW), "{path}");
        assert_eq!(found.to.is_some(), class == LinkStatus::Moved, "{path}");
    }
}

/// The page at `/report`.
pub const REPORT: &str = "<!doctype html><html lang=en><title>Locks close for winter</title><meta property=og:site_name content='Canal Post'>\
    <article><h1>Locks close for winter</h1><time datetime=2019-12-30>30 December 2019</time>\
    <p>The waterways board said that all nine locks would close on Friday, a week earlier than in the years before.</p>\
    <p>Boats that are still above the weir will stay there until March, and their owners pay nothing for it.</p></article>";

/// 1 January 2020.
pub const NOW: i64 = 1_577_836_800;

/// Little patience.
pub fn limits() -> CrawlLimits {
    CrawlLimits {
        concurrent_hosts: 4,
        crawl_delay: Duration::from_millis(1),
        request_timeout: Duration::from_millis(400),
        address_timeout: Duration::from_secs(2),
        max_retry_after: Duration::from_secs(2),
        max_retries: 2,
        max_redirects: 5,
        scope: AddressScope::Any,
    }
}

/// What comes of all.
pub fn follow(addresses: &[String], limits: &CrawlLimits) -> BTreeMap<String, LinkResult> {
    let found = Mutex::new(BTreeMap::new());
    crawl::check(addresses, limits, NOW, &|address, finding| {
        found.lock().expect("no panic").insert(address.to_owned(), finding);
    });
    found.into_inner().expect("no panic")
}

/// Answers one request.
fn serve(mut stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    // A handshake of TLS (RFC 8446 §5.1).
    if reader.fill_buf()?.first() == Some(&22) {
        return stream.write_all(b"220 no such thing here\r\n");
    }
    reader.read_line(&mut line)?;
    let request = line.rsplit_once(" HTTP/1.1").map_or(line.trim(), |(request, _)| request).to_owned();
    let mut requests = seen.requests.lock().expect("no panic");
    let before = requests.iter().filter(|(other, _)| *other == request).count();
    requests.push((request.clone(), Instant::now()));
    drop(requests);
    while reader.read_line(&mut line)? > 2 {}
    assert!(line.contains("margent/"), "no name: {line}");
    let (method, path) = request.split_once(' ').unwrap_or_default();
    let (status, headers) = match (method, path) {
        (_, "/ok") => ("200 OK", ""),
        (_, "/moved") => ("301 Moved Permanently", "Location: /ok\r\n"),
        ("GET", "/report") => return report(&mut stream),
        (_, "/moved-to-report") => ("302 Found", "Location: /report?utm_source=a#top\r\n"),
        ("GET", "/report?utm_source=a") => return report(&mut stream),
        ("GET", path) if path.starts_with("/map/") => return time_map(&mut stream, path),
        (_, path) if path.starts_with("/no-map/") => ("404 Not Found", ""),
        (_, "/save" | "/save/status/job-1") if !line.contains("LOW me:secret\r") => ("401 Unauthorized", ""),
        ("POST", "/save") => return order(&mut stream, &mut reader, &line),
        ("GET", "/save/status/job-1") if before == 0 => return json(&mut stream, "{\"status\":\"pending\"}"),
        ("GET", "/save/status/job-1") => {
            return json(&mut stream, "{\"status\":\"success\",\"timestamp\":\"20200101093000\"}");
        }
        ("GET", path) if path.starts_with("/web/20200101093000/") => return report(&mut stream),
        (_, "/moved-twice") => ("308 Permanent Redirect", "Location: moved\r\n"),
        (_, "/moved-to-gone") => ("301 Moved Permanently", "Location: /404\r\n"),
        (_, "/for-now") => ("302 Found", "Location: /ok\r\n"),
        (_, "/moved-then-for-now") => ("301 Moved Permanently", "Location: /for-now\r\n"),
        (_, "/moved-to-mail") => ("301 Moved Permanently", "Location: mailto:a@example.org\r\n"),
        (_, "/circle") => ("302 Found", "Location: /round\r\n"),
        (_, "/round") => ("302 Found", "Location: /circle\r\n"),
        (_, "/nowhere") => ("302 Found", ""),
        (_, "/busy") if before == 0 => ("429 Too Many Requests", "Retry-After: 1\r\n"),
        (_, "/busy") => ("200 OK", ""),
        (_, path) if path.starts_with("/ok?") => ("200 OK", ""),
        (_, "/always-busy") => ("503 Service Unavailable", "Retry-After: 0\r\n"),
        (_, "/busy-for-long") => ("429 Too Many Requests", "Retry-After: 3600\r\n"),
        ("HEAD", "/no-head") => ("405 Method Not Allowed", "Allow: GET\r\n"),
        ("HEAD", "/odd-head") => ("404 Not Found", ""),
        ("HEAD", "/cut-head") => return Ok(()),
        ("GET", "/no-head" | "/odd-head" | "/cut-head") => ("200 OK", ""),
        ("HEAD", "/endless") => ("501 Not Implemented", ""),
        ("GET", "/endless") => return endless(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n", &[b'x'; 4096], seen),
        (_, "/endless-head") => return endless(&mut stream, b"HTTP/1.1 200 OK\r\n", b"X-More: more\r\n", seen),
        ("GET", "/slow-text") => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            return slow(&mut stream);
        }
        (_, path) if path.starts_with("/slow") => return slow(&mut stream),
        (_, "/no-http") => return stream.write_all(b"220 ready\r\n\r\n"),
        (_, path) if path.starts_with("/far/") => {
            let next = path[5..].parse::<usize>().expect("a number") + 1;
            let location = format!("HTTP/1.1 302 Found\r\nLocation: /far/{next}\r\nContent-Length: 0\r\n\r\n");
            return stream.write_all(location.as_bytes());
        }
        // The number is what counts.
        (_, path) => (&path[1..], ""),
    };
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")
}

/// Sends a page with a report.
fn report(stream: &mut TcpStream) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n{REPORT}")
}

/// Takes the order of a copy; what is no page of the web is refused.
fn order(stream: &mut TcpStream, reader: &mut impl BufRead, head: &str) -> std::io::Result<()> {
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut form = vec![0; length.unwrap_or_default()];
    reader.read_exact(&mut form)?;
    let is_page = form.starts_with(b"url=http") && !form.ends_with(b"%2F404");
    json(stream, if is_page { "{\"job_id\":\"job-1\"}" } else { "{\"status\":\"error\",\"message\":\"no such page\"}" })
}

fn json(stream: &mut TcpStream, json: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{json}")
}

/// Sends the TimeMap of a page: an old copy that is gone, and one of the report.
fn time_map(stream: &mut TcpStream, path: &str) -> std::io::Result<()> {
    let base = format!("http://{}", stream.local_addr()?);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/link-format\r\nConnection: close\r\n\r\n";
    let original = path.trim_start_matches("/map/");
    write!(
        stream,
        "{head}<{original}>; rel=\"original\",\n\
         <{base}/404>; rel=\"first memento\"; datetime=\"Mon, 30 Dec 2019 00:00:00 GMT\",\n\
         <{base}/report?utm_source=a>; rel=\"memento\"; datetime=\"Sat, 04 Jan 2020 00:00:00 GMT\"\n"
    )
}

/// Sends for as long as somebody listens.
fn endless(stream: &mut TcpStream, first: &[u8], more: &[u8], seen: &Seen) -> std::io::Result<()> {
    stream.write_all(first)?;
    loop {
        stream.write_all(more)?;
        seen.sent.fetch_add(more.len(), Ordering::SeqCst);
    }
}

/// Sends a byte now and then.
fn slow(stream: &mut TcpStream) -> std::io::Result<()> {
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: ".iter().chain([b'x'; 100].iter()) {
        stream.write_all(&[*byte])?;
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
