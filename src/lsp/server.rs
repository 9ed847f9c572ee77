//! The conversation with the editor's program: messages → sessions of sites, and answers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};
use url::Url;

use super::known::AskedPlace;
use super::position::PositionEncoding;
use super::session::{SiteChange, SiteSession};
use super::shared::LspClient;
use super::{completion, edits, hover, navigate};
use crate::base::text::path::RelPath;
use crate::pipeline::config;

/// Serves one client over standard input and output, until it says goodbye.
///
/// # Errors
/// When the client breaks the protocol, or no thread can be started.
pub fn run() -> Result<()> {
    let (connection, threads) = Connection::stdio();
    serve(&connection)?;
    // The thread that writes ends when nothing can send any longer.
    drop(connection);
    threads.join().context("the connection to the editor broke")
}

/// Serves the client at the other end of `connection`, until it says goodbye.
///
/// # Errors
/// When the client breaks the protocol, or no thread can be started.
pub fn serve(connection: &Connection) -> Result<()> {
    let (id, params) = connection.initialize_start()?;
    let encoding = PositionEncoding::offered(&params["capabilities"]);
    connection.initialize_finish(id, introduction(encoding))?;
    let sender = connection.sender.clone();
    let notify = move |method: &str, params: Value| {
        drop(sender.send(Notification { method: method.to_owned(), params }.into()));
    };
    let client = LspClient { notify: Arc::new(notify), encoding };
    let mut server = LanguageServer { client, sites: BTreeMap::new() };
    server.open_folders(&params)?;
    if params["capabilities"]["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true {
        connection.sender.send(watch_files().into())?;
    }
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    break;
                }
                connection.sender.send(server.answer(request).into())?;
            }
            Message::Notification(told) => server.hear(&told.method, &told.params)?,
            Message::Response(_) => {}
        }
    }
    Ok(())
}

/// The answer to `initialize`.
fn introduction(encoding: PositionEncoding) -> Value {
    json!({
        "capabilities": {
            "positionEncoding": encoding.name(),
            "textDocumentSync": { "openClose": true, "change": 1, "save": true },
            "completionProvider": { "triggerCharacters": ["(", ":", "#", "^", "\"", "["] },
            "codeActionProvider": { "codeActionKinds": ["quickfix"] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "renameProvider": { "prepareProvider": true },
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
        },
        "serverInfo": { "name": "margent", "version": env!("CARGO_PKG_VERSION") },
    })
}

/// Asks the client to tell which files of sites change on the disk.
fn watch_files() -> Request {
    let globs = ["**/site.toml", "**/content/**", "**/themes/**"];
    let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
    let registration = json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    Request { id: 0.into(), method: "client/registerCapability".to_owned(), params }
}

/// The sites that are edited, by their folders.
struct LanguageServer {
    client: LspClient,
    sites: BTreeMap<PathBuf, SiteSession>,
}

impl LanguageServer {
    /// Opens the folders of the client's workspace that are sites.
    fn open_folders(&mut self, params: &Value) -> Result<()> {
        let folders = params["workspaceFolders"].as_array().into_iter().flatten().map(|folder| &folder["uri"]);
        let folders: Vec<PathBuf> = folders.chain([&params["rootUri"]]).filter_map(file_path).collect();
        for folder in folders.iter().filter(|folder| folder.join(config::FILE).is_file()) {
            self.open_site(folder)?;
        }
        Ok(())
    }

    fn open_site(&mut self, root: &Path) -> Result<()> {
        if !self.sites.contains_key(root) {
            self.sites.insert(root.to_owned(), SiteSession::start(root, &self.client)?);
        }
        Ok(())
    }

    /// The open site that a file belongs to, the innermost one, and its path there.
    fn find(&self, uri: &Value) -> Option<(&SiteSession, RelPath)> {
        let file = file_path(uri)?;
        let site = file.ancestors().skip(1).find_map(|folder| self.sites.get(folder))?;
        site.path(&file).map(|path| (site, path))
    }

    /// Takes a notification.
    fn hear(&mut self, method: &str, params: &Value) -> Result<()> {
        let document = &params["textDocument"];
        let uri = &document["uri"];
        match method {
            "textDocument/didOpen" => {
                let file = file_path(uri).unwrap_or_default();
                if let Some(root) = file.ancestors().skip(1).find(|folder| folder.join(config::FILE).is_file()) {
                    self.open_site(root)?;
                }
                self.edit(document, &document["text"]);
            }
            "textDocument/didChange" => {
                // The client sends whole texts; of several the last.
                let changes = params["contentChanges"].as_array();
                self.edit(document, changes.and_then(|changes| changes.last()).map_or(&Value::Null, |it| &it["text"]));
            }
            "textDocument/didClose" => {
                if let Some((site, path)) = self.find(uri) {
                    site.close(&path);
                }
            }
            "textDocument/didSave" => self.reread(uri),
            "workspace/didChangeWatchedFiles" => {
                params["changes"].as_array().into_iter().flatten().for_each(|change| self.reread(&change["uri"]));
            }
            _ => {}
        }
        Ok(())
    }

    fn edit(&self, document: &Value, text: &Value) {
        if let (Some((site, path)), Some(text)) = (self.find(&document["uri"]), text.as_str()) {
            site.edit(&path, text, document["version"].clone());
        }
    }

    /// Has a file read that changed on the disk.
    fn reread(&self, uri: &Value) {
        if let (Some((site, _)), Some(file)) = (self.find(uri), file_path(uri)) {
            site.change(SiteChange::Disk(file));
        }
    }

    /// Answers a request; with null if it is about no site, or about one that is not loaded yet.
    fn answer(&self, Request { id, method, params }: Request) -> Response {
        let Some((site, path)) = self.find(&params["textDocument"]["uri"]) else {
            return Response::new_ok(id, Value::Null);
        };
        let Some(known) = site.known() else { return Response::new_ok(id, Value::Null) };
        let lines = known.lines(&path);
        let place =
            AskedPlace { known: &known, path: &path, text: lines.text(), at: lines.offset(&params["position"]) };
        let result = match method.as_str() {
            "textDocument/codeAction" => edits::actions(&place, &params["range"]),
            "textDocument/completion" => completion::complete(&place),
            "textDocument/hover" => hover::hover(&place),
            "textDocument/definition" => navigate::definition(&place),
            "textDocument/references" => navigate::references(&place, &params["context"]["includeDeclaration"]),
            "textDocument/documentSymbol" => navigate::symbols(&place),
            "textDocument/foldingRange" => navigate::folds(&place),
            "textDocument/prepareRename" => edits::prepare(&place),
            "textDocument/rename" => match edits::rename(&place, params["newName"].as_str().unwrap_or_default()) {
                Ok(changes) => changes,
                Err(message) => return Response::new_err(id, ErrorCode::RequestFailed as i32, message),
            },
            _ => {
                let message = format!("margent does not answer {method}");
                return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
            }
        };
        Response::new_ok(id, result)
    }
}

/// The file at an address; `None` if it is not on this computer.
fn file_path(uri: &Value) -> Option<PathBuf> {
    Url::parse(uri.as_str()?).ok()?.to_file_path().ok()
}
