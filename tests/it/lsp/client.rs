//! An editor's program that says what a test tells it to.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::common::{Files, write_files};

/// What a program can do that counts bytes.
pub fn counts_bytes() -> Value {
    json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } })
}

/// A site on disk that is edited in a program.
pub struct TestEditor {
    folder: TempDir,
    connection: Option<Connection>,
    server: Option<JoinHandle<()>>,
    requests: i32,
    version: i32,
    /// The texts that are open.
    pub texts: BTreeMap<String, String>,
}

impl TestEditor {
    /// Opens a folder with these files.
    pub fn open(files: &Files, capabilities: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_files(files, folder.path());
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(move || margent::lsp::serve(&server).expect("the protocol is kept"));
        let connection = Some(connection);
        let mut editor =
            Self { folder, connection, server: Some(server), requests: 0, version: 0, texts: BTreeMap::new() };
        let root = Url::from_file_path(editor.folder.path()).expect("an address").to_string();
        let answer = editor.ask("initialize", &json!({ "rootUri": root, "capabilities": capabilities }));
        assert_eq!(answer["serverInfo"]["name"], "margent");
        editor.tell("initialized", json!({}));
        editor
    }

    /// The path of a file of the site on disk.
    pub fn disk(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The address of a file of the site.
    pub fn uri(&self, path: &str) -> String {
        Url::from_file_path(self.disk(path)).expect("an address").into()
    }

    /// Sends a notification.
    pub fn tell(&self, method: &str, params: Value) {
        let connection = self.connection.as_ref().expect("open");
        connection.sender.send(Notification { method: method.to_owned(), params }.into()).expect("sent");
    }

    fn next(&self) -> Message {
        let connection = self.connection.as_ref().expect("open");
        connection.receiver.recv_timeout(Duration::from_secs(60)).expect("the server answers")
    }

    /// Sends a request, and returns the result.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        let response = self.respond(method, params);
        response.result.unwrap_or_else(|| panic!("{method}: {:?}", response.error))
    }

    /// Sends a request that is refused, and returns the message.
    pub fn ask_in_vain(&mut self, method: &str, params: &Value) -> String {
        self.respond(method, params).error.expect("an error").message
    }

    fn respond(&mut self, method: &str, params: &Value) -> Response {
        self.requests += 1;
        let request = Request { id: self.requests.into(), method: method.to_owned(), params: params.clone() };
        self.connection.as_ref().expect("open").sender.send(request.into()).expect("sent");
        loop {
            if let Message::Response(response) = self.next()
                && response.id == self.requests.into()
            {
                return response;
            }
        }
    }

    /// Asks about the place of `before` in an open text, at the `|` in it.
    pub fn ask_at(&mut self, method: &str, path: &str, before: &str) -> Value {
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": self.position(path, before) });
        self.ask(method, &params)
    }

    /// The position of `|` in words of an open text, in bytes.
    pub fn position(&self, path: &str, words: &str) -> Value {
        let (before, after) = words.split_once('|').expect("a place");
        let text = &self.texts[path];
        let at = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {words} in {text}"));
        let up_to = &text[..at + before.len()];
        let line = up_to.rsplit('\n').next().expect("a line");
        json!({ "line": up_to.matches('\n').count(), "character": line.len() })
    }

    /// Opens a text in the program, as it is on disk.
    pub fn open_text(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.disk(path)).expect("a text");
        self.texts.insert(path.to_owned(), text.clone());
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 0, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces words in an open text.
    pub fn edit(&mut self, path: &str, old: &str, new: &str) {
        let text = self.texts[path].replacen(old, new, 1);
        assert_ne!(text, self.texts[path], "nothing to replace");
        self.texts.insert(path.to_owned(), text.clone());
        self.version += 1;
        let document = json!({ "uri": self.uri(path), "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Waits until a file has exactly the faults with these codes, advice aside, and returns them.
    pub fn wait_for(&self, path: &str, codes: &[&str]) -> Vec<Value> {
        self.wait_until(path, |fault| fault["severity"] != 4, codes)
    }

    /// Waits until the diagnostics of a file that count are exactly those with these codes, and returns them.
    pub fn wait_until(&self, path: &str, counts: impl Fn(&Value) -> bool, codes: &[&str]) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let Message::Notification(told) = self.next() else { continue };
            assert_ne!(told.method, "window/showMessage", "{}", told.params);
            if told.method != "textDocument/publishDiagnostics" || told.params["uri"] != uri.as_str() {
                continue;
            }
            let faults = told.params["diagnostics"].as_array().expect("a list").iter();
            let faults: Vec<Value> = faults.filter(|fault| counts(fault)).cloned().collect();
            if faults.iter().map(|fault| fault["code"].as_str().expect("a code")).eq(codes.iter().copied()) {
                return faults;
            }
        }
    }

    /// The words of an open text at a range of positions, in bytes.
    pub fn words(&self, path: &str, range: &Value) -> String {
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
        let line = self.texts[path].split('\n').nth(number(&range["start"]["line"])).expect("a line");
        line[number(&range["start"]["character"])..number(&range["end"]["character"])].to_owned()
    }
}

/// Applies edits whose positions are in bytes.
pub fn apply(text: &str, edits: &[Value]) -> String {
    let offset = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64().expect("a number")).expect("small");
        text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>() + number("character")
    };
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str()))
        .collect();
    edits.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
    let mut text = text.to_owned();
    for (start, end, new) in edits {
        text.replace_range(start..end, new.expect("a text"));
    }
    text
}

impl Drop for TestEditor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.ask("shutdown", &Value::Null);
        self.tell("exit", Value::Null);
        self.connection = None;
        self.server.take().expect("running").join().expect("the server ends");
    }
}
