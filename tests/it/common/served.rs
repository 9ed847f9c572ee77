//! A real server of a site, asked over real connections.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use margent::base::text::path::percent_encode;
use margent::pipeline::plan::address_of;
use serde_json::Value;

use super::{Files, Outputs, read_files, write_files};

/// Longer than anything here takes on a machine that has much else to do.
pub const LIMIT: Duration = Duration::from_secs(60);

/// A server of the site in a folder of its own; it ends with the test.
pub struct Served {
    child: Child,
    /// The folder of the site.
    pub folder: PathBuf,
    /// The port of the server.
    pub port: u16,
    _kept: tempfile::TempDir,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// Serves a new folder that `fill` has filled, with further options.
    pub fn new(fill: impl Fn(&Path), options: &[&str]) -> Self {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().join("site");
        fs::create_dir(&folder).expect("a folder");
        fill(&folder);
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        command.args(["serve", "--port", "0", "--root"]).arg(&folder).args(options);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
        let mut lines = BufReader::new(child.stdout.take().expect("piped"));
        let mut first = String::new();
        lines.read_line(&mut first).expect("a line");
        let port = first.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        let port = port.parse().expect("a port");
        // What else it says is read, so that it never waits for us.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self { child, folder, port, _kept: kept }
    }

    /// Serves these files.
    pub fn of(files: &Files) -> Self {
        Self::new(|folder| write_files(files, folder), &[])
    }

    /// Sends a request as it is written, and reads all that is answered.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(LIMIT)).expect("a limit");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head, body: bytes.split_off(end + 4) }
    }

    /// Asks for an address.
    pub fn get(&self, target: &str) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    /// The token that the pages of this server know.
    pub fn token(&self) -> String {
        let page = self.get("/-/clip").text();
        page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token").to_owned()
    }

    /// Posts to the desk with these headers.
    pub fn post(&self, action: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        self.send(&format!(
            "POST /-/{action} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    /// Posts to the desk as its own pages do. Returns the status and the answer.
    pub fn act(&self, action: &str, body: &Value) -> (u16, Value) {
        let (host, origin) = (format!("127.0.0.1:{}", self.port), format!("http://127.0.0.1:{}", self.port));
        let own = [("Host", &*host), ("Origin", &*origin), ("X-Margent-Token", &*self.token())];
        let answer = self.post(action, &own, &body.to_string());
        (answer.status, serde_json::from_slice(&answer.body).expect("JSON"))
    }

    /// Waits until the page at `target` is as it should be.
    pub fn until(&self, target: &str, sound: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + LIMIT;
        loop {
            let answer = self.get(target);
            if sound(&answer) {
                return answer;
            }
            assert!(Instant::now() < end, "{target} stays {}:\n{}", answer.status, answer.text());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Saves a file whole, as many editors do: a new one, hidden at first, takes the place of the old one.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let new = path.with_file_name(".new");
        fs::write(&new, text).expect("written");
        fs::rename(new, path).expect("renamed");
    }

    /// Every output of a build for the server's address.
    pub fn build(&self) -> Outputs {
        let out = self.folder.join("public");
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        command.args(["build", "--drafts", "--future", "--base-url"]).arg(format!("http://127.0.0.1:{}", self.port));
        let built = command.arg("--root").arg(&self.folder).arg("--out").arg(&out).output().expect("built");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        read_files(&out)
    }

    /// Compares everything that is served with what a build writes.
    pub fn is_built(&self) -> Result<(), String> {
        for (path, bytes) in self.build() {
            let address = percent_encode(&address_of(&path));
            let answer = self.get(&address);
            if answer.status != 200 {
                return Err(format!("{address} is {}", answer.status));
            }
            if without_script(&answer.body) != bytes {
                return Err(format!("{address} differs"));
            }
        }
        Ok(())
    }
}

/// A page without the scripts of the preview.
pub fn without_script(page: &[u8]) -> Vec<u8> {
    let find = |text: &str, from: usize| memchr::memmem::find(&page[from..], text.as_bytes()).map(|at| from + at);
    let Some(start) = find("<script src=\"/__margent/reload.js\"", 0) else { return page.to_vec() };
    let end = find("</body>", start).expect("an end");
    [&page[..start], &page[end..]].concat()
}
