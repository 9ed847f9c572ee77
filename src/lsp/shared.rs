//! The state of one site while it is edited, which the server and the worker share: the texts that are open, the last load, and
//! what the client was told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use url::Url;

use super::position::{PositionEncoding, TextLines};
use crate::Loaded;
use crate::base::codes::Severity;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config;

/// Sends the client a notification: its method and parameters.
pub(super) type ClientNotifier = Arc<dyn Fn(&str, Value) + Send + Sync>;

/// The program that the editor uses.
#[derive(Clone)]
pub(super) struct LspClient {
    /// Tells it something.
    pub notify: ClientNotifier,
    /// The unit of positions.
    pub encoding: PositionEncoding,
}

/// The part of a session that its worker shares.
pub(super) struct SharedSession {
    /// The folder of the site.
    pub root: PathBuf,
    /// The editor's program.
    pub client: LspClient,
    state: Mutex<SessionState>,
}

/// A text that is open, whatever the disk has.
#[derive(Clone)]
pub(super) struct OpenText {
    /// The text.
    pub text: Arc<str>,
    /// Its number, which the client gave it.
    pub version: Value,
}

/// The texts that are open, the last load, and what the client was told.
#[derive(Default)]
pub(super) struct SessionState {
    /// The open texts.
    pub open: BTreeMap<RelPath, OpenText>,
    /// The last load.
    pub loaded: Option<Arc<Loaded>>,
    /// The faults that the client shows, with the message that told it.
    pub shown: BTreeMap<RelPath, (Vec<Diagnostic>, Value)>,
}

impl SharedSession {
    /// The site in the folder `root`, of which nothing is known yet.
    pub(super) fn new(root: PathBuf, client: LspClient) -> Self {
        Self { root, client, state: Mutex::default() }
    }

    /// The state, for a moment.
    pub(super) fn state(&self) -> MutexGuard<'_, SessionState> {
        // A thread that panicked leaves a state that is whole: each change of it is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address of a file.
    pub(super) fn uri(&self, path: &RelPath) -> String {
        Url::from_file_path(self.root.join(path.as_str())).map(String::from).unwrap_or_default()
    }

    /// Tells the client the faults of a file, unless it knows them.
    pub(super) fn show(&self, state: &mut SessionState, path: &RelPath, faults: Vec<Diagnostic>) {
        let written: Vec<Value> = {
            let mut writer = FaultWriter {
                text: &|path| state.text(path),
                uri: &|path| self.uri(path),
                encoding: self.client.encoding,
                lines: BTreeMap::new(),
            };
            faults.iter().map(|fault| writer.write(fault)).collect()
        };
        let mut message = json!({ "uri": self.uri(path), "diagnostics": written });
        if let Some(open) = state.open.get(path) {
            message["version"] = open.version.clone();
        }
        if state.shown.get(path).is_none_or(|(_, shown)| *shown != message) {
            (self.client.notify)("textDocument/publishDiagnostics", message.clone());
        }
        if faults.is_empty() {
            state.shown.remove(path);
        } else {
            state.shown.insert(path.clone(), (faults, message));
        }
    }

    /// Tells the client the faults of a new load. Texts that have changed since it began, when they were `open`, wait for the
    /// next one.
    pub(super) fn show_all(&self, loaded: Arc<Loaded>, open: &BTreeMap<RelPath, OpenText>) {
        let mut state = self.state();
        let mut faults: BTreeMap<RelPath, Vec<Diagnostic>> = BTreeMap::new();
        for fault in &loaded.faults {
            faults.entry(file_of(fault)).or_default().push(fault.clone());
        }
        state.loaded = Some(loaded);
        let paths: BTreeSet<RelPath> = faults.keys().chain(state.shown.keys()).cloned().collect();
        for path in paths {
            let same = match (state.open.get(&path), open.get(&path)) {
                (Some(now), Some(then)) => Arc::ptr_eq(&now.text, &then.text),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if same {
                let faults = faults.remove(&path).unwrap_or_default();
                self.show(&mut state, &path, faults);
            }
        }
    }
}

impl SessionState {
    /// The text of a file as the editor sees it; empty if there is none.
    pub(super) fn text(&self, path: &RelPath) -> String {
        if let Some(open) = self.open.get(path) {
            return open.text.as_ref().to_owned();
        }
        let file = self.loaded.as_ref().and_then(|loaded| loaded.site.inputs.files.get(path));
        file.map(|file| String::from_utf8_lossy(file.head()).into_owned()).unwrap_or_default()
    }
}

/// Returns the file under which a fault is shown; those of the site as a whole are shown in `site.toml`.
pub(super) fn file_of(fault: &Diagnostic) -> RelPath {
    fault.span.as_ref().map_or_else(config::site_toml, |span| span.path.clone())
}

/// The texts and addresses of the files that faults refer to.
pub(super) struct FaultWriter<'a, 't> {
    /// Returns the text of a file.
    pub text: &'a dyn Fn(&RelPath) -> String,
    /// Returns the address of a file.
    pub uri: &'a dyn Fn(&RelPath) -> String,
    /// The unit of positions.
    pub encoding: PositionEncoding,
    /// The texts that were used so far.
    pub lines: BTreeMap<RelPath, TextLines<'t>>,
}

impl FaultWriter<'_, '_> {
    /// Writes a fault as a `Diagnostic` of the protocol. Hints and differing words become part of its message, since the
    /// protocol has no other place for them.
    pub(super) fn write(&mut self, fault: &Diagnostic) -> Value {
        let span = fault.span.clone().unwrap_or_else(|| Span::file(&config::site_toml()));
        let severity = match fault.severity() {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Advice => 4,
        };
        let related = fault.related.iter().map(|(span, message)| {
            json!({ "location": { "uri": (self.uri)(&span.path), "range": self.range(span) }, "message": message })
        });
        let related: Vec<Value> = related.collect();
        json!({
            "range": self.range(&span),
            "severity": severity,
            "code": fault.code.id,
            "source": "margent",
            "message": message(fault),
            "relatedInformation": related,
        })
    }

    fn range(&mut self, span: &Span) -> Value {
        let new = || TextLines::new((self.text)(&span.path), self.encoding);
        self.lines.entry(span.path.clone()).or_insert_with(new).range(&span.range)
    }
}

fn message(fault: &Diagnostic) -> String {
    let label = (!fault.label.is_empty()).then(|| fault.label.clone());
    let wordings = fault.wordings.iter().flat_map(|both| both.iter());
    let wordings = wordings.map(|wording| format!("{}: {}", wording.who, wording.text()));
    let lines = label.into_iter().chain(wordings).chain(fault.hints.iter().cloned());
    lines.fold(fault.message.clone(), |message, line| format!("{message}\n{line}"))
}
