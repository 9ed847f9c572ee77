//! What the pages of a preview ask for. Each action loads the site as it is on the disk, plans an edit, and writes it if the
//! whole site builds with it.

mod article;
mod clip;
mod edit;
mod overview;

use std::sync::Mutex;

use serde_json::json;

use crate::cli::args::GlobalArgs;
use crate::editor::desk::EditRefusal;
use crate::pipeline::report;
use crate::serve::DeskAnswer;
use article::NoteAction;
use edit::{DeskFailure, DeskResult};

pub(super) use edit::PreviewDesk;

impl PreviewDesk {
    /// Sets up the desk of the site at the root that `global` names.
    pub(super) fn new(global: &GlobalArgs, editor_link: Option<&str>) -> Self {
        Self {
            global: global.clone(),
            editor_link: editor_link.map(str::to_owned),
            done: Mutex::default(),
            memo: Mutex::default(),
        }
    }

    /// Does what a page asks for.
    pub(super) fn answer(&self, action: &str, body: &[u8]) -> DeskAnswer {
        let (status, json) = match self.act(action, body) {
            Ok(answer) => (200, answer),
            Err(DeskFailure::Refused(why)) => (422, json!({ "error": why.message, "hint": why.hint })),
            Err(DeskFailure::Failed(error)) => (422, json!({ "error": report::causes(&error) })),
            Err(DeskFailure::Changed(now)) => {
                let error = "the file has changed meanwhile, so nothing was written";
                let hint = "compare it with what you wrote, load the page again, and repeat it if it still holds";
                (409, json!({ "error": error, "hint": hint, "now": now }))
            }
        };
        DeskAnswer { status, json: json.to_string() }
    }

    fn act(&self, action: &str, body: &[u8]) -> DeskResult {
        match action {
            "clip/read" => clip::read(&self.global, body),
            "clip/save" => clip::save(&self.global, body),
            "note/add" => self.note(NoteAction::Add, body),
            "note/read" => self.note(NoteAction::Read, body),
            "note/edit" => self.note(NoteAction::Rewrite, body),
            "note/delete" => self.note(NoteAction::Delete, body),
            "quote/sources" => self.sources(body),
            "quote/add" => self.quote(body),
            "release/state" => self.release_state(body),
            "release/topic" => self.add_topic(body),
            "release/draft" => self.release(body),
            "repair" => self.repair(body),
            "overview" => self.overview(),
            "undo" => self.undo(),
            _ => Err(EditRefusal::new(format!("there is no action `{action}`"), "load the page again").into()),
        }
    }
}
