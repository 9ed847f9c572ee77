//! `margent serve`: a real server, asked over real connections. What it serves is what a build writes; what is saved is
//! shown; what is foreign is refused.

use crate::common;
use crate::common::served::{LIMIT, Served, without_script};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{read_files, site, write_files};

fn article(title: &str, text: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n{text}\n")
}

fn small() -> common::Files {
    site(&[
        ("content/topics/border.md", "+++\ntitle = \"Border\"\n+++\nWhere signals cross.\n"),
        ("content/articles/one.md", "+++\ntitle = \"One\"\ntopics = [\"border\"]\n+++\nFirst.\n"),
        ("content/articles/two.md", "+++\ntitle = \"Two\"\ndraft = true\n+++\nSee [one](one.md).\n"),
        (
            "content/articles/광명.md",
            "+++\ntitle = \"100 %\"\ndate = 2040-01-01\naliases = [\"/old.html\"]\n+++\nText.\n",
        ),
        ("content/static/a b&100%.txt", "as it is"),
        ("content/static/fragment.html", "<p>no page"),
    ])
}

#[test]
fn what_is_served_is_what_is_built() {
    let served = Served::of(&small());
    served.is_built().expect("the same");
    let page = served.get("/articles/one/");
    assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert!(page.text().contains("reload.js"));
    assert!(served.get("/feed.atom").head.contains("content-type: application/atom+xml; charset=utf-8"));
    assert_eq!(served.get("/fragment.html").text(), "<p>no page");
}

#[test]
fn the_demonstration_is_served_as_it_is_built() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = |folder: &Path| {
        fs::copy(own.join("site.toml"), folder.join("site.toml")).expect("copied");
        for (path, bytes) in read_files(&own.join("content")) {
            let path = folder.join("content").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("written");
        }
    };
    Served::new(copy, &[]).is_built().expect("the same");
}

#[test]
fn addresses_are_found_as_on_a_host() {
    let served = Served::of(&small());
    let moved = served.get("/articles/one");
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: /articles/one/"), "{}", moved.head);
    assert_eq!(served.get("/articles/one/index.html").body, served.get("/articles/one/").body);
    assert_eq!(served.get("/articles/one/?x=1").status, 200);
    let none = served.get("/nothing/here");
    assert_eq!(none.status, 404);
    assert_eq!(without_script(&none.body), served.build()["404.html"]);
    let head = served.send(&format!("HEAD / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", served.port));
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn what_is_foreign_is_refused() {
    let served = Served::of(&small());
    let own = format!("127.0.0.1:{}", served.port);
    let with = |method: &str, target: &str, headers: &str| {
        let answer = served.send(&format!("{method} {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"));
        assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
        // The page for what is not found names articles; what is refused says nothing of the site.
        let told = answer.status != 404 && answer.text().contains("First.");
        assert!(!told && !answer.text().contains("base_url"), "{method} {target} {headers}");
        answer
    };
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", &format!("localhost.evil.example:{}", served.port)] {
        assert_eq!(with("GET", "/articles/one/", &format!("Host: {host}\r\n")).status, 403, "{host}");
        assert_eq!(with("GET", "/__margent/events", &format!("Host: {host}\r\n")).status, 403, "{host}");
    }
    for origin in ["http://evil.example", "null", &format!("https://{own}")] {
        let headers = format!("Host: {own}\r\nOrigin: {origin}\r\n");
        assert_eq!(with("GET", "/articles/one/", &headers).status, 403, "{origin}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let answer = with(method, "/articles/one/", &format!("Host: {own}\r\nContent-Length: 0\r\n"));
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("allow: GET, HEAD"), "{}", answer.head);
    }
    let ways =
        ["/../site.toml", "/%2e%2e/site.toml", "/..%2fsite.toml", "/%5c..%5csite.toml", "/site.toml%00", "/a/./b"];
    for target in ways {
        assert_eq!(with("GET", target, &format!("Host: {own}\r\n")).status, 400, "{target}");
    }
    for target in ["/%252e%252e/site.toml", "/site.toml", "/content/articles/one.md", "//etc/passwd"] {
        assert_eq!(with("GET", target, &format!("Host: {own}\r\n")).status, 404, "{target}");
    }
    let long = format!("Host: {own}\r\nX-Long: {}\r\n", "x".repeat(1 << 20));
    assert_eq!(with("GET", "/", &long).status, 431);
}

#[test]
fn an_edit_is_told_and_shown() {
    let served = Served::new(|folder| write_files(&small(), folder), &["--follow"]);
    served.until("/articles/one/", |page| page.status == 200);
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    let ask = format!("GET /__margent/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", served.port);
    stream.write_all(ask.as_bytes()).expect("sent");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("read"));
    let mut heard = |what: &str| lines.find(|line| line.starts_with("data:") && line.contains(what)).expect("told");
    let first = heard("version");
    served.write("content/articles/one.md", &article("One", "Second."));
    let second = heard("\"to\":\"/articles/one/\"");
    assert_ne!(first, second);
    // Who is told finds the new page at once.
    assert!(served.get("/articles/one/").text().contains("Second."));
    served.write("content/static/site.css", "body {}");
    heard("\"style\":true");
    assert_eq!(served.get("/site.css").text(), "body {}");
}

#[test]
fn a_site_that_fails_is_shown_and_mended() {
    let broken = article("<script>alert(1)</script>", "[x](nowhere-<b>.md)");
    let served = Served::of(&site(&[("content/articles/one.md", &broken)]));
    let page = served.until("/articles/one/", |page| page.status == 500);
    assert!(page.text().contains("error[E"), "{}", page.text());
    assert!(page.text().contains("nowhere-&lt;b&gt;") && !page.text().contains("<b>"), "{}", page.text());
    served.write("content/articles/one.md", &article("One", "Good."));
    served.until("/articles/one/", |page| page.status == 200 && page.text().contains("Good."));

    // From now on the last good site stays, with what is wrong over it.
    served.write("content/articles/one.md", &article("One", "Bad. [x](nowhere-<i>.md)"));
    let page = served.until("/articles/one/", |page| page.text().contains("error[E"));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<button type=\"button\">Close</button>") && page.text().contains("class=\"error\""));
    assert!(page.text().contains("Good.") && page.text().contains("nowhere-&lt;i&gt;"), "{}", page.text());
    served.write("content/articles/one.md", &article("One", "Better."));
    let page = served.until("/articles/one/", |page| page.text().contains("Better."));
    assert!(!page.text().contains("margent-faults"));

    // A template fails only where it is used.
    served.write("themes/broadsheet/templates/404.html", "{{ nothing }}");
    let page = served.until("/nowhere", |page| page.status == 500);
    assert!(page.text().contains("nothing"), "{}", page.text());
    assert_eq!(served.get("/articles/one/").status, 200);
    // With a second fault only that of the newest load is told.
    served.write("themes/broadsheet/templates/404.html", "{% if %}");
    let page = served.until("/nowhere", |page| page.text().contains("E060"));
    assert!(page.status == 500 && !page.text().contains("E061"), "{}", page.text());
    assert_eq!(page.text().matches("margent-faults").count(), 1, "{}", page.text());
    fs::remove_dir_all(served.folder.join("themes")).expect("removed");
    served.until("/nowhere", |page| page.status == 404);
}

#[test]
fn files_that_come_go_and_move() {
    let served = Served::of(&small());
    served.until("/articles/one/", |page| page.status == 200);
    let at = |path: &str| served.folder.join("content").join(path);
    let is = |address: &str, status: u16| served.until(address, |page| page.status == status);

    served.write("content/articles/deep/er/three.md", &article("Three", "New."));
    is("/articles/three/", 200);
    fs::rename(at("articles/deep"), at("articles/moved")).expect("renamed");
    fs::rename(at("articles/moved/er/three.md"), at("articles/moved/er/four.md")).expect("renamed");
    is("/articles/four/", 200);
    is("/articles/three/", 404);
    // The folder that was moved is still watched, under its new name.
    served.write("content/articles/moved/er/five.md", &article("Five", "Newer."));
    is("/articles/five/", 200);
    fs::remove_dir_all(at("articles/moved")).expect("removed");
    is("/articles/five/", 404);
    fs::remove_file(at("articles/two.md")).expect("removed");
    is("/articles/two/", 404);
    // As other editors save: the file is emptied, and then written.
    fs::write(at("articles/one.md"), article("One", "Written over.")).expect("written");
    served.until("/articles/one/", |page| page.text().contains("Written over."));
    served.is_built().expect("the same");

    // The whole folder is exchanged for another, and that one is watched.
    let (old, new) = (served.folder.join("old"), served.folder.join("new"));
    write_files(&[("articles/other.md".to_owned(), article("Other", "Text."))].into(), &new);
    fs::rename(served.folder.join("content"), old).expect("renamed");
    fs::rename(new, served.folder.join("content")).expect("renamed");
    is("/articles/other/", 200);
    is("/articles/one/", 404);
    served.write("content/articles/other.md", &article("Other", "Watched."));
    served.until("/articles/other/", |page| page.text().contains("Watched."));
    served.is_built().expect("the same");
}

#[test]
fn sockets_that_only_wait_keep_nobody_out() {
    let server = Served::of(&small());
    server.get("/");
    let mut idle: Vec<_> =
        (0..300).map(|_| TcpStream::connect(("127.0.0.1", server.port)).expect("accepted")).collect();
    let started = Instant::now();
    let answer = server.get("/");
    assert!(answer.status == 200 && started.elapsed() < LIMIT / 2, "{:?}", started.elapsed());
    for header in
        ["x-content-type-options: nosniff", "frame-ancestors 'self'", "cross-origin-opener-policy: same-origin"]
    {
        assert!(answer.head.contains(header), "{}", answer.head);
    }
    // A head that drips is not waited for.
    let last = idle.last_mut().expect("some");
    last.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("sent");
    last.set_read_timeout(Some(Duration::from_secs(15))).expect("a limit");
    let mut said = Vec::new();
    last.read_to_end(&mut said).expect("closed in time");
}

#[test]
fn a_port_that_is_taken_gives_the_next() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&small(), folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    command.args(["serve", "--port", &port.to_string(), "--root"]).arg(folder.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    let mut said = String::new();
    BufReader::new(child.stderr.take().expect("piped")).read_line(&mut said).expect("a line");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut first).expect("a line");
    child.kill().expect("ended");
    child.wait().expect("ended");
    assert!(said.starts_with(&format!("port {port} is in use; using ")), "{said}");
    assert!(first.starts_with("serving http://127.0.0.1:") && !first.contains(&format!(":{port}/")), "{first}");
}

#[test]
fn a_folder_that_is_missing_ends_it() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let ended = command.args(["serve", "--port", "0", "--root", "no/such/folder"]).output().expect("ended");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("there is no folder no/such/folder"));
}

#[test]
fn a_folder_that_is_no_site_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let ended = command.args(["serve", "--port", "0"]).current_dir(folder.path()).output().expect("ended");
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("there is no site.toml") && said.contains("`margent init`"), "{said}");
    assert!(ended.stdout.is_empty() && read_files(folder.path()).is_empty());
}

#[test]
fn a_configuration_that_is_lost_is_waited_for() {
    let served = Served::of(&small());
    served.until("/articles/one/", |page| page.status == 200);
    fs::remove_file(served.folder.join("site.toml")).expect("removed");
    let page = served.until("/articles/one/", |page| page.text().contains("E001"));
    assert!(page.text().contains("First."), "{}", page.text());
    served.write("site.toml", common::CONFIG);
    served.until("/articles/one/", |page| !page.text().contains("E001"));
}

#[test]
fn a_site_that_is_moved_away_is_waited_for() {
    let served = Served::of(&small());
    served.until("/articles/one/", |page| page.status == 200);
    let away = served.folder.with_file_name("away");
    fs::rename(&served.folder, &away).expect("moved");
    served.until("/articles/one/", |page| page.text().contains("it does not exist; move it back"));
    fs::rename(&away, &served.folder).expect("moved back");
    served.until("/articles/one/", |page| page.text().contains("First.") && !page.text().contains("move it back"));
}
