//! Edits of articles: opened as a page shows them, written if nothing speaks against it, undone to the byte; what actions of
//! the desk return, and why they may not be done.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Memo;
use crate::base::text::path::RelPath;
use crate::cli::args::GlobalArgs;
use crate::cli::commands::clip::site::ClipSite;
use crate::editor::desk::{EditRefusal, EditedArticle};
use crate::editor::site_file::{self, SiteFileError};
use crate::import::ImportRefusal;
use crate::pipeline::content::{Article, Indexed};

/// Edits that can be undone.
const KEPT: usize = 50;

/// An article of a site as it is on the disk, which is as the page shows it.
pub(super) struct OpenArticle {
    pub site: ClipSite,
    pub path: RelPath,
}

impl OpenArticle {
    /// The text of its file.
    pub(super) fn file(&self) -> &str {
        self.site.inputs.text(&self.path).unwrap_or_default()
    }

    /// The article as it can be edited.
    pub(super) fn edited(&self) -> EditedArticle<'_> {
        EditedArticle { path: &self.path, file: self.file(), config: &self.site.loaded.site.config }
    }

    /// The article as it is parsed.
    pub(super) fn article(&self) -> Result<&Indexed<Article>, DeskFailure> {
        let mut articles = self.site.loaded.content.articles.iter();
        articles.find(|article| article.path == self.path).ok_or_else(no_article)
    }
}

fn no_article() -> DeskFailure {
    EditRefusal::new("there is no such article any more", "load the page again").into()
}

impl PreviewDesk {
    /// Loads the site as it is on the disk; what has not changed since the last action is not parsed again.
    pub(super) fn site(&self) -> Result<ClipSite> {
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        let site = match memo.as_ref() {
            Some(memo) => ClipSite::load_again(&self.global, memo)?,
            None => ClipSite::load(&self.global)?,
        };
        *memo = Some(site.memo.clone());
        Ok(site)
    }

    /// Opens the article that a page shows, whose file had this hash.
    pub(super) fn open(&self, path: &str, hash: &str) -> Result<OpenArticle, DeskFailure> {
        let path = RelPath::new(path).ok_or_else(no_article)?;
        let site = self.site()?;
        let open = OpenArticle { site, path };
        open.article()?;
        let is_same = open.site.inputs.files.get(&open.path).is_some_and(|file| format!("{:032x}", file.hash) == hash);
        if is_same { Ok(open) } else { Err(DeskFailure::Changed(open.file().to_owned())) }
    }

    /// Writes the new text of an article, unless the site gets an error by it.
    pub(super) fn save(&self, open: &OpenArticle, new: &str, what: &str) -> Result<(), DeskFailure> {
        let old = open.file();
        if new == old {
            return Ok(());
        }
        if let Some(fault) = open.site.first_error(&open.path, new) {
            return Err(EditRefusal::of_fault(&fault).into());
        }
        self.write(&open.path, old, new, what)
    }

    /// Replaces the text of a file, and remembers it.
    pub(super) fn write(&self, path: &RelPath, old: &str, new: &str, what: &str) -> Result<(), DeskFailure> {
        self.replace(path, old, new)?;
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push(DoneEdit { path: path.clone(), old: old.to_owned(), new: new.to_owned(), what: what.to_owned() });
        let excess = done.len().saturating_sub(KEPT);
        done.drain(..excess);
        Ok(())
    }

    /// Undoes the last edit of a file that still is as that edit made it.
    pub(super) fn undo(&self) -> DeskResult {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let mut conflicts: Vec<(RelPath, DeskFailure)> = Vec::new();
        for number in (0..done.len()).rev() {
            let edit = &done[number];
            if conflicts.iter().any(|(path, _)| *path == edit.path) {
                continue;
            }
            match self.replace(&edit.path, &edit.new, &edit.old) {
                Ok(()) => {
                    let edit = done.remove(number);
                    return Ok(json!({ "path": edit.path.as_str(), "what": edit.what }));
                }
                Err(conflict @ DeskFailure::Changed(_)) => conflicts.push((edit.path.clone(), conflict)),
                Err(failure) => return Err(failure),
            }
        }
        let hint = "only edits of this run of `margent serve` can be undone";
        let nothing = || EditRefusal::new("there is nothing to undo", hint).into();
        Err(conflicts.into_iter().next().map_or_else(nothing, |(_, conflict)| conflict))
    }

    /// Replaces a file in `content/`, wherever links lead.
    fn replace(&self, path: &RelPath, old: &str, new: &str) -> Result<(), DeskFailure> {
        let root = &self.global.root;
        let within = root.join("content").canonicalize().context("there is no folder content/")?;
        let file = root.join(path.as_str());
        let target = file.canonicalize().with_context(|| format!("there is no file {path} any more"))?;
        if !target.starts_with(&within) {
            return Err(anyhow!("{path} is a link to a file outside of content/; change that file yourself").into());
        }
        match site_file::replace(&file, old, new) {
            Ok(()) => Ok(()),
            Err(SiteFileError::Changed) => {
                Err(DeskFailure::Changed(std::fs::read_to_string(&file).unwrap_or_default()))
            }
            Err(error) => Err(anyhow!("cannot write {path}: {error}").into()),
        }
    }
}

/// The desk of a preview, and what can be undone at it.
pub(in crate::cli::commands) struct PreviewDesk {
    pub global: GlobalArgs,
    /// The link that opens a file in the editor's program.
    pub editor_link: Option<String>,
    /// The last edits, the newest last.
    pub done: Mutex<Vec<DoneEdit>>,
    /// The memo of the last load.
    pub memo: Mutex<Option<Memo>>,
}

/// An edit that was made.
pub(in crate::cli::commands) struct DoneEdit {
    pub path: RelPath,
    pub old: String,
    pub new: String,
    /// What was done, for people.
    pub what: String,
}

/// The answer of an action, or why there is none.
pub(super) type DeskResult = Result<Value, DeskFailure>;

/// The reason why an action was not done.
pub(super) enum DeskFailure {
    /// It cannot be done.
    Refused(EditRefusal),
    /// The file is no longer the one on the page; it now has this text.
    Changed(String),
    /// The disk failed.
    Failed(anyhow::Error),
}

impl From<EditRefusal> for DeskFailure {
    fn from(refusal: EditRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ImportRefusal> for DeskFailure {
    fn from(ImportRefusal { message, hint, .. }: ImportRefusal) -> Self {
        Self::Refused(EditRefusal { message, hint })
    }
}

impl From<anyhow::Error> for DeskFailure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// Reads the body of a request.
pub(super) fn request<T: DeserializeOwned>(body: &[u8]) -> Result<T, DeskFailure> {
    let read = serde_json::from_slice(body);
    read.map_err(|error| EditRefusal::new(format!("this is no such request: {error}"), "load the page again").into())
}
