//! Following links: a server of our own gives every kind of answer, and each is classified right, in bounded time, with a
//! bounded number of bytes, one request at a time.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use common::{put, site};
use margent::links::crawl::{self, Limits};
use margent::links::{Class, Finding};

/// What the server has seen.
#[derive(Default)]
struct Seen {
    /// Methods and paths, with the moments of their requests.
    requests: Mutex<Vec<(String, Instant)>>,
    /// Requests that are being answered, and the most at once.
    open: AtomicUsize,
    most: AtomicUsize,
    /// Bytes sent of endless answers.
    sent: AtomicUsize,
}

struct Server {
    base: String,
    seen: Arc<Seen>,
}

impl Server {
    fn start() -> Self {
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

    fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("no panic").iter().map(|(request, _)| request.clone()).collect()
    }

    /// What comes of one address.
    fn one(&self, path: &str) -> Finding {
        let address = format!("{}{path}", self.base);
        follow(&[address.clone()], &limits()).remove(&address).expect("a finding")
    }

    fn is(&self, path: &str, class: Class, why: &str) {
        let found = self.one(path);
        assert_eq!((found.class, found.why.as_str(), found.checked), (class, why, NOW), "{path}");
        assert_eq!(found.to.is_some(), class == Class::Moved, "{path}");
    }
}

const NOW: i64 = 1_577_836_800;

fn limits() -> Limits {
    Limits {
        hosts: 4,
        pause: Duration::from_millis(1),
        request: Duration::from_millis(400),
        address: Duration::from_secs(2),
        wait: Duration::from_secs(2),
        waits: 2,
        redirects: 5,
        private: true,
    }
}

fn follow(addresses: &[String], limits: &Limits) -> BTreeMap<String, Finding> {
    let found = Mutex::new(BTreeMap::new());
    crawl::follow(addresses, limits, NOW, &|address, finding| {
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

#[test]
fn statuses() {
    let server = Server::start();
    server.is("/ok", Class::Fine, "200 OK");
    server.is("/404", Class::Dead, "404 Not Found");
    server.is("/410", Class::Dead, "410 Gone");
    server.is("/401", Class::Unverifiable, "401 Unauthorized");
    server.is("/403", Class::Unverifiable, "403 Forbidden");
    server.is("/500", Class::Unverifiable, "500 Internal Server Error");
    // Only what HEAD left open was asked for again.
    assert_eq!(server.requests()[..3], ["HEAD /ok", "HEAD /404", "GET /404"]);
}

#[test]
fn redirects() {
    let server = Server::start();
    let ok = format!("{}/ok", server.base);
    for path in ["/moved", "/moved-twice"] {
        let found = server.one(path);
        assert_eq!((found.class, found.to.as_deref()), (Class::Moved, Some(ok.as_str())), "{path}");
    }
    // Who is sent on only for now is at the right address.
    for path in ["/for-now", "/moved-then-for-now"] {
        server.is(path, Class::Fine, "200 OK");
    }
    server.is("/moved-to-gone", Class::Dead, "404 Not Found");
    server.is("/circle", Class::Unverifiable, "redirects in a circle");
    server.is("/far/0", Class::Unverifiable, "more than 5 redirects");
    server.is("/nowhere", Class::Unverifiable, "302 Found");
    let mail = "redirects to mailto:a@example.org, which is no web page";
    server.is("/moved-to-mail", Class::Unverifiable, mail);
}

#[test]
fn hosts_that_do_not_answer_to_head() {
    let server = Server::start();
    for path in ["/no-head", "/odd-head", "/cut-head"] {
        server.is(path, Class::Fine, "200 OK");
        assert_eq!(server.requests().last(), Some(&format!("GET {path}")));
    }
}

#[test]
fn hosts_that_are_busy() {
    let server = Server::start();
    let started = Instant::now();
    server.is("/busy", Class::Fine, "200 OK");
    assert!(started.elapsed() >= Duration::from_secs(1), "did not wait");
    server.is("/always-busy", Class::Unverifiable, "503 Service Unavailable; asks to come back in 0 s");
    assert_eq!(server.requests().iter().filter(|it| it.ends_with("/always-busy")).count(), 3);
    // One that asks for more patience than we have is not asked again, whatever the address.
    let addresses = ["/busy-for-long", "/ok?1", "/ok?2"].map(|path| format!("{}{path}", server.base));
    let found = follow(&addresses, &limits());
    assert!(
        found.values().all(|it| it.class == Class::Unverifiable && it.why.contains("come back in 3600 s")),
        "{found:?}"
    );
    assert_eq!(server.requests().iter().filter(|it| it.contains("/ok?")).count(), 0);
}

#[test]
fn slow_and_endless_answers_are_bounded() {
    let server = Server::start();
    let started = Instant::now();
    server.is("/slow", Class::Unverifiable, "no answer in time");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    server.is("/endless", Class::Fine, "200 OK");
    let found = server.one("/endless-head");
    assert_eq!(found.class, Class::Unverifiable, "{found:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // What the sockets hold, and no more: nobody reads on.
    thread::sleep(Duration::from_millis(100));
    let sent = server.seen.sent.load(Ordering::SeqCst);
    assert!(sent < 16 << 20, "{sent} bytes");
}

#[test]
fn a_silent_host_is_left_alone() {
    let server = Server::start();
    let addresses: Vec<_> = (0..40).map(|n| format!("{}/slow/{n}", server.base)).collect();
    let started = Instant::now();
    let found = follow(&addresses, &limits());
    assert!(found.len() == 40 && found.values().all(|it| it.class == Class::Unverifiable));
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn what_is_no_http_and_no_tls() {
    let server = Server::start();
    let found = server.one("/no-http");
    assert!(found.class == Class::Unverifiable && found.why.starts_with("no valid HTTP: "), "{found:?}");
    let secure = server.base.replace("http:", "https:");
    let found = follow(&[secure.clone()], &limits()).remove(&secure).expect("a finding");
    assert!(found.class == Class::Unverifiable && found.why.starts_with("TLS: "), "{found:?}");
    // Nobody listens there any more.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let closed = format!("http://{free}/");
    let found = follow(&[closed.clone()], &limits()).remove(&closed).expect("a finding");
    assert_eq!((found.class, found.why.as_str()), (Class::Unverifiable, "the host refuses connections"));
}

#[test]
fn private_addresses_are_refused() {
    let server = Server::start();
    let port = server.base.rsplit(':').next().expect("a port").to_owned();
    let hosts = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"];
    let addresses: Vec<_> = hosts.iter().map(|host| format!("http://{host}:{port}/ok")).collect();
    let found = follow(&addresses, &Limits { private: false, ..limits() });
    for (address, found) in &found {
        assert_eq!(found.class, Class::Unverifiable, "{address}: {found:?}");
        assert!(found.why.starts_with("a private address"), "{address}: {found:?}");
    }
    assert_eq!((found.len(), server.requests().len()), (hosts.len(), 0));
}

#[test]
fn one_request_at_a_time_and_a_pause() {
    let server = Server::start();
    let pause = Duration::from_millis(50);
    let addresses: Vec<_> = (0..8).map(|n| format!("{}/ok?{n}", server.base)).collect();
    // A redirect leads to the same host from elsewhere.
    let elsewhere = server.base.replace("127.0.0.1", "localhost");
    let all: Vec<_> = addresses.iter().cloned().chain([format!("{elsewhere}/for-now")]).collect();
    let found = follow(&all, &Limits { pause, ..limits() });
    assert!(found.values().filter(|it| it.class != Class::Fine).count() <= 1, "{found:?}");
    let times: Vec<Instant> = {
        let requests = server.seen.requests.lock().expect("no panic");
        requests.iter().filter(|(it, _)| it.contains("/ok?")).map(|(_, at)| *at).collect()
    };
    assert_eq!(times.len(), 8);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= pause), "{times:?}");
    assert!(server.seen.most.load(Ordering::SeqCst) <= 2);
}

fn article(server: &Server, draft: bool) -> String {
    let base = &server.base;
    format!(
        "+++\ntitle = \"Ferries\"\ndate = 2015-03-01\ndraft = {draft}\n\
         [[source]]\noutlet = \"a\"\nurl = \"{base}/404\"\naccessed = 2015-02-03\n\
         [[source]]\noutlet = \"b\"\nurl = \"{base}/moved\"\n\
         [[source]]\noutlet = \"c\"\nurl = \"https://example.org/own/\"\n\
         +++\nSee [this]({base}/404#part), ![x]({base}/403), [own](https://example.org/own/) and \
         [mail](mailto:a@example.org).\n"
    )
}

fn margent(root: &Path, args: &[&str]) -> (i32, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).args(args).output().expect("started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code().unwrap_or(-1), text(&run.stdout), text(&run.stderr))
}

#[test]
fn what_an_editor_is_told() {
    let server = Server::start();
    let base = &server.base;
    let folder = tempfile::tempdir().expect("a folder");
    let outlets = ["a", "b", "c"].map(|key| (format!("content/outlets/{key}.md"), "+++\nname = \"N\"\n+++\n"));
    let article = article(&server, false);
    let mut files: Vec<_> = outlets.iter().map(|(path, text)| (path.as_str(), text.replace('N', path))).collect();
    files.push(("content/articles/ferries.md", article));
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    put(&site(&files), folder.path());

    // Asked for once, then known; at 403 nobody can tell.
    let asked = "check --external --allow-private";
    let args: Vec<&str> = asked.split(' ').collect();
    let (status, told, notes) = margent(folder.path(), &args);
    assert_eq!(status, 0, "{notes}");
    let table = format!(
        "link          places  address\n\
         dead               2  {base}/404\n                      404 Not Found\n\
         moved              1  {base}/moved\n                      now {base}/ok\n\
         unverifiable       1  {base}/403\n                      403 Forbidden\n\n"
    );
    assert!(told.starts_with(&table), "{told}");
    let path = "content/articles/ferries.md";
    let dead = format!(
        "{path}:6:10: the address of source a is dead (404 Not Found): {base}/404 [A080]\n    \
         if this shows a copy, write: archived = \"https://web.archive.org/web/20150203/{base}/404\"\n"
    );
    let moved = format!(
        "{path}:10:10: the address of source b has moved: {base}/moved [A081]\n    \
         if that is the same report, write: url = \"{base}/ok\"\n"
    );
    let text = format!(
        "{path}:16:5: this link is dead (404 Not Found): {base}/404 [A080]\n    \
         if this shows a copy, link to it: https://web.archive.org/web/20150301/{base}/404\n"
    );
    for said in [&dead, &moved, &text] {
        assert!(told.contains(said.as_str()), "{said}\n{told}");
    }
    assert!(notes.contains("3 addresses: 0 fine, 1 unverifiable, 1 moved, 1 dead; asked for 3\n"), "{notes}");
    let before = server.requests().len();
    let (_, again, notes) = margent(folder.path(), &args);
    assert_eq!((again, server.requests().len()), (told, before));
    assert!(notes.contains("asked for 0\n"), "{notes}");

    let (_, json, _) = margent(folder.path(), &[&args[..], &["--format", "json"]].concat());
    let objects: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let link = objects.iter().find(|it| it["link"]["class"] == "moved").expect("the link");
    assert_eq!(
        (link["link"]["to"].as_str(), link["link"]["from"][0].as_str()),
        (Some(&*format!("{base}/ok")), Some(path))
    );
    assert_eq!(objects.iter().filter(|it| it["code"] == "A080").count(), 2);
    let (_, github, _) = margent(folder.path(), &[&args[..], &["--format", "github"]].concat());
    assert_eq!(github.lines().filter(|line| line.starts_with("::notice ") && line.contains("title=A080")).count(), 2);

    // Without the word, what is private is not asked; and a copy settles what is dead.
    let (_, told, _) = margent(folder.path(), &["check", "--external", "--max-age", "0"]);
    assert_eq!((told.matches("a private address").count(), server.requests().len()), (3, before), "{told}");
    let file = folder.path().join(path);
    let copied = fs::read_to_string(&file)
        .expect("written")
        .replace("accessed =", "archived = \"http://127.0.0.1:9/\"\naccessed =");
    fs::write(&file, copied).expect("written");
    let (_, told, _) = margent(folder.path(), &[&args[..], &["--max-age", "0"]].concat());
    assert!(told.contains("this link is dead") && !told.contains("the address of source a is dead"), "{told}");
}

#[test]
fn the_page_of_links() {
    let server = Server::start();
    let base = &server.base;
    let config = format!("{}[index]\nsections = [\"links\"]\n[feeds]\nsections = []\n", common::CONFIG);
    let finding = |class: &str, why: &str, rest: &str, from: &str| {
        format!(
            "{{\"class\":\"{class}\",\"why\":\"{why}\",{rest}\"checked\":{NOW},\"from\":[\"content/articles/{from}.md\"]}}"
        )
    };
    let findings = format!(
        "{{\"links\":{{\"{base}/404\":{},\"{base}/moved\":{},\"https://draft.example/\":{},\"{base}/ok\":{}}}}}",
        finding("dead", "404 Not Found", "", "ferries"),
        finding("moved", "moved for good", "\"to\":\"https://new.example/\",", "ferries"),
        finding("dead", "404 Not Found", "", "draft"),
        finding("fine", "200 OK", "", "ferries"),
    );
    let mut files = site(&[("content/articles/draft.md", &article(&server, true))]);
    let published = article(&server, false).replace("accessed =", "archived = \"https://copy.example/\"\naccessed =");
    files.insert("content/articles/ferries.md".to_owned(), published);
    for key in ["a", "b", "c"] {
        files.insert(format!("content/outlets/{key}.md"), format!("+++\nname = \"Outlet {key}\"\n+++\n"));
    }
    files.insert("content/pages/own.md".to_owned(), "+++\ntitle = \"Own\"\n+++\n".to_owned());
    files.insert("site.toml".to_owned(), config);
    files.insert("content/articles/ferries.md".to_owned(), files["content/articles/ferries.md"].replace("![x]", "[x]"));
    let unchecked = common::page(&files, "links/index.html");
    assert!(unchecked.contains("The links have not been checked yet."), "{unchecked}");
    files.insert(".margent/links.json".to_owned(), findings);
    let page = common::page(&files, "links/index.html");
    for part in [
        "Checked on 1 January 2020: 1 link works.",
        &format!("<a href=\"{base}/404\">{base}/404</a> (404 Not Found) · <a href=\"https://copy.example/\">"),
        "→ <a href=\"https://new.example/\">",
        "<a href=\"/articles/ferries/\">Ferries</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("draft.example"), "{page}");
}
