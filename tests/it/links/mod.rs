//! Following links: a server of our own gives every kind of answer, and each is classified right, in bounded time, with a
//! bounded number of bytes, one request at a time.

pub mod server;

use crate::common;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{site, write_files};
use margent::editor::external_links::crawl::CrawlLimits;
use margent::editor::external_links::guard::AddressScope;
use margent::pipeline::link_results::LinkStatus;
use server::{NOW, Server, follow, limits};

#[test]
fn statuses() {
    let server = Server::start();
    server.is("/ok", LinkStatus::Fine, "200 OK");
    server.is("/404", LinkStatus::Dead, "404 Not Found");
    server.is("/410", LinkStatus::Dead, "410 Gone");
    server.is("/401", LinkStatus::Unverifiable, "401 Unauthorized");
    server.is("/403", LinkStatus::Unverifiable, "403 Forbidden");
    server.is("/500", LinkStatus::Unverifiable, "500 Internal Server Error");
    // Only what HEAD left open was asked for again.
    assert_eq!(server.requests()[..3], ["HEAD /ok", "HEAD /404", "GET /404"]);
}

#[test]
fn redirects() {
    let server = Server::start();
    let ok = format!("{}/ok", server.base);
    for path in ["/moved", "/moved-twice"] {
        let found = server.one(path);
        assert_eq!((found.status, found.to.as_deref()), (LinkStatus::Moved, Some(ok.as_str())), "{path}");
    }
    // Who is sent on only for now is at the right address.
    for path in ["/for-now", "/moved-then-for-now"] {
        server.is(path, LinkStatus::Fine, "200 OK");
    }
    server.is("/moved-to-gone", LinkStatus::Dead, "404 Not Found");
    server.is("/circle", LinkStatus::Unverifiable, "redirect loop");
    server.is("/far/0", LinkStatus::Unverifiable, "more than 5 redirects");
    server.is("/nowhere", LinkStatus::Unverifiable, "302 Found");
    let mail = "redirects to mailto:a@example.org, which is not a web address";
    server.is("/moved-to-mail", LinkStatus::Unverifiable, mail);
}

#[test]
fn hosts_that_do_not_answer_to_head() {
    let server = Server::start();
    for path in ["/no-head", "/odd-head", "/cut-head"] {
        server.is(path, LinkStatus::Fine, "200 OK");
        assert_eq!(server.requests().last(), Some(&format!("GET {path}")));
    }
}

#[test]
fn hosts_that_are_busy() {
    let server = Server::start();
    let started = Instant::now();
    server.is("/busy", LinkStatus::Fine, "200 OK");
    assert!(started.elapsed() >= Duration::from_secs(1), "did not wait");
    server.is("/always-busy", LinkStatus::Unverifiable, "503 Service Unavailable; asks to come back in 0 s");
    assert_eq!(server.requests().iter().filter(|it| it.ends_with("/always-busy")).count(), 3);
    // One that asks for more patience than we have is not asked again, whatever the address.
    let addresses = ["/busy-for-long", "/ok?1", "/ok?2"].map(|path| format!("{}{path}", server.base));
    let found = follow(&addresses, &limits());
    assert!(
        found.values().all(|it| it.status == LinkStatus::Unverifiable && it.why.contains("come back in 3600 s")),
        "{found:?}"
    );
    assert_eq!(server.requests().iter().filter(|it| it.contains("/ok?")).count(), 0);
}

#[test]
fn slow_and_endless_answers_are_bounded() {
    let server = Server::start();
    let started = Instant::now();
    server.is("/slow", LinkStatus::Unverifiable, "no response in time");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    server.is("/endless", LinkStatus::Fine, "200 OK");
    let found = server.one("/endless-head");
    assert_eq!(found.status, LinkStatus::Unverifiable, "{found:?}");
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
    assert!(found.len() == 40 && found.values().all(|it| it.status == LinkStatus::Unverifiable));
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn what_is_no_http_and_no_tls() {
    let server = Server::start();
    let found = server.one("/no-http");
    assert!(found.status == LinkStatus::Unverifiable && found.why.starts_with("invalid HTTP: "), "{found:?}");
    let secure = server.base.replace("http:", "https:");
    let found = follow(std::slice::from_ref(&secure), &limits()).remove(&secure).expect("a finding");
    assert!(found.status == LinkStatus::Unverifiable && found.why.starts_with("TLS: "), "{found:?}");
    // Nobody listens there any more.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let closed = format!("http://{free}/");
    let found = follow(std::slice::from_ref(&closed), &limits()).remove(&closed).expect("a finding");
    assert_eq!((found.status, found.why.as_str()), (LinkStatus::Unverifiable, "the host refuses connections"));
}

#[test]
fn private_addresses_are_refused() {
    let server = Server::start();
    let port = server.base.rsplit(':').next().expect("a port").to_owned();
    let hosts = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"];
    let addresses: Vec<_> = hosts.iter().map(|host| format!("http://{host}:{port}/ok")).collect();
    let found = follow(&addresses, &CrawlLimits { scope: AddressScope::Public, ..limits() });
    for (address, found) in &found {
        assert_eq!(found.status, LinkStatus::Unverifiable, "{address}: {found:?}");
        assert!(found.why.starts_with("a private address"), "{address}: {found:?}");
    }
    assert_eq!((found.len(), server.requests().len()), (hosts.len(), 0));
}

#[test]
fn a_refusal_is_forgotten() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let article = format!("+++\ntitle = \"T\"\ndate = 2015-03-01\n+++\nSee [this]({}/ok).\n", server.base);
    write_files(&site(&[("content/articles/t.md", &article)]), folder.path());
    let (_, _, notes) = margent(folder.path(), &["check", "--external"]);
    assert!(
        notes.contains("1 address: 0 fine, 1 unverifiable, 0 moved, 0 dead; 0 checked now, 1 private address skipped"),
        "{notes}"
    );
    let (_, _, notes) = margent(folder.path(), &["check", "--external", "--allow-private"]);
    assert!(notes.contains("1 address: 1 fine, 0 unverifiable, 0 moved, 0 dead; 1 checked now\n"), "{notes}");
}

#[test]
fn hosts_that_are_not_found() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let kept = root.join(".margent/links.json");
    // Names that no network knows (RFC 6761 §6.4).
    let links = |links: &[&str]| {
        let links: String = links.iter().map(|link| format!("See [this]({link}).\n\n")).collect();
        let article = format!("+++\ntitle = \"T\"\ndate = 2015-03-01\n+++\n{links}");
        write_files(&site(&[("content/articles/t.md", &article)]), root);
    };
    let check = || margent(root, &["check", "--external", "--allow-private"]);

    links(&["http://a.invalid/1", "http://a.invalid/2"]);
    let (status, told, notes) = check();
    assert_eq!((status, told.as_str()), (2, ""), "{notes}");
    assert!(
        notes.contains("the only host to check, a.invalid, cannot be found") && notes.contains("is there a network?"),
        "{notes}"
    );
    links(&["http://a.invalid/", "http://b.invalid/"]);
    let (status, _, notes) = check();
    assert!(status == 2 && notes.contains("none of 2 hosts can be found"), "{notes}");
    assert!(!kept.exists());

    // Another is found, so there is a network; yet one look says too little.
    let ok = format!("{}/ok", server.base);
    links(&["http://a.invalid/", "http://a.invalid/2", &ok]);
    let (status, told, notes) = check();
    let table = "link          places  address\nunverifiable       2  a.invalid (2 addresses)\n";
    assert!(status == 0 && told.starts_with(table) && !told.contains("A080"), "{told}{notes}");
    // The host is looked up once.
    assert!(notes.contains("1 fine, 2 unverifiable, 0 moved, 0 dead; 2 checked now"), "{notes}");
    // A day later it is asked for again; what was there shows that there is a network.
    let found = fs::read_to_string(&kept).expect("kept");
    let mut found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let link = &mut found["links"]["http://a.invalid/"];
    for key in ["checked", "missing"] {
        link[key] = (link[key].as_i64().expect("a moment") - 24 * 60 * 60).into();
    }
    fs::write(&kept, found.to_string()).expect("written");
    let (status, told, notes) = check();
    assert_eq!(status, 0, "{notes}");
    assert!(told.contains("this link is dead (no such host): http://a.invalid/ [A080]"), "{told}{notes}");
    assert!(notes.contains("1 fine, 1 unverifiable, 0 moved, 1 dead; 1 checked now"), "{notes}");
}

#[test]
fn one_request_at_a_time_and_a_pause() {
    let server = Server::start();
    let pause = Duration::from_millis(50);
    let addresses: Vec<_> = (0..8).map(|n| format!("{}/ok?{n}", server.base)).collect();
    // A redirect leads to the same host from elsewhere.
    let elsewhere = server.base.replace("127.0.0.1", "localhost");
    let all: Vec<_> = addresses.iter().cloned().chain([format!("{elsewhere}/for-now")]).collect();
    let found = follow(&all, &CrawlLimits { crawl_delay: pause, ..limits() });
    assert!(found.values().filter(|it| it.status != LinkStatus::Fine).count() <= 1, "{found:?}");
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
         +++\nSee [this]({base}/404#part), ![x]({base}/403), [own](https://example.org/) and \
         [mail](mailto:a@example.org).\n"
    )
}

fn margent(root: &Path, args: &[&str]) -> (i32, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).args(args).output().expect("started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code().unwrap_or(-1), text(&run.stdout), text(&run.stderr))
}

/// A site whose article links to what is dead, has moved, and is refused.
fn site_with_links(server: &Server) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let outlets = ["a", "b", "c"].map(|key| (format!("content/outlets/{key}.md"), "+++\nname = \"N\"\n+++\n"));
    let article = article(server, false);
    let mut files: Vec<_> = outlets.iter().map(|(path, text)| (path.as_str(), text.replace('N', path))).collect();
    files.push(("content/articles/ferries.md", article));
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    write_files(&site(&files), folder.path());
    folder
}

#[test]
fn what_an_editor_is_told() {
    let server = Server::start();
    let base = &server.base;
    let folder = site_with_links(&server);

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
    assert!(told.contains("\n\ncontent/articles/ferries.md\n  6:10  "), "{told}");
    let dead = format!(
        "  6:10  the address of source a is dead (404 Not Found): {base}/404 [A080]\n    \
         if there is a copy, write: archived = \"https://web.archive.org/web/20150203/{base}/404\"\n"
    );
    let moved = format!(
        "  10:10  the address of source b has moved: {base}/moved [A081]\n    \
         if it is the same report, write: url = \"{base}/ok\"\n"
    );
    let text = format!(
        "  16:5  this link is dead (404 Not Found): {base}/404 [A080]\n    \
         if there is a copy, link to it: https://web.archive.org/web/20150301/{base}/404\n"
    );
    for said in [&dead, &moved, &text] {
        assert!(told.contains(said.as_str()), "{said}\n{told}");
    }
    assert!(notes.contains("3 addresses: 0 fine, 1 unverifiable, 1 moved, 1 dead; 3 checked now\n"), "{notes}");
    let before = server.requests().len();
    let (_, again, notes) = margent(folder.path(), &args);
    assert_eq!((again, server.requests().len()), (told, before));
    assert!(notes.contains("0 checked now\n"), "{notes}");
}

#[test]
fn what_programs_are_told() {
    let server = Server::start();
    let base = &server.base;
    let folder = site_with_links(&server);
    let path = "content/articles/ferries.md";
    let args = ["check", "--external", "--allow-private"];
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
}

/// A copy settles what is dead; this one is refused by a host that may answer later.
#[test]
fn a_copy_settles_a_dead_link() {
    let server = Server::start();
    let folder = site_with_links(&server);
    let args = ["check", "--external", "--allow-private"];
    margent(folder.path(), &args);
    let before = server.requests().len();
    let path = "content/articles/ferries.md";
    let file = folder.path().join(path);
    let copied = fs::read_to_string(&file)
        .expect("written")
        .replace("accessed =", "archived = \"http://127.0.0.1:9/\"\naccessed =");
    fs::write(&file, copied).expect("written");
    let (_, told, _) = margent(folder.path(), &args);
    assert!(told.contains("this link is dead") && !told.contains("the address of source a is dead"), "{told}");

    // Without the word, what is private is not asked.
    let (_, told, _) = margent(folder.path(), &["check", "--external", "--max-age", "0"]);
    assert_eq!((told.matches("a private address").count(), server.requests().len()), (4, before), "{told}");
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
        finding("moved", "moved permanently", "\"to\":\"https://new.example/\",", "ferries"),
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
    let unchecked = common::render_page(&files, "links/index.html");
    assert!(unchecked.contains("The links have not been checked yet."), "{unchecked}");
    files.insert(".margent/links.json".to_owned(), findings);
    let page = common::render_page(&files, "links/index.html");
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
