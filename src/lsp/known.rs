//! Everything that is known of a site when a question is asked: its last load, and the texts that are open by now.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::mention::{Mention, Mentioned, OutletKeys, mention_at, mentions};
use super::position::TextLines;
use super::shared::{OpenText, SharedSession};
use crate::Loaded;
use crate::base::text::path::RelPath;
use crate::pipeline::content::{self, Article, Content, ContentContext, article};
use crate::pipeline::index::taxonomy::outlet_names;
use crate::pipeline::inputs::{InputFile, Inputs};

/// A site as it is known at one moment.
pub(super) struct KnownSite<'s> {
    /// Its session.
    pub session: &'s SharedSession,
    /// The last load.
    pub loaded: Arc<Loaded>,
    open: BTreeMap<RelPath, OpenText>,
    outlets: OutletKeys,
}

/// A place in a text that is asked about.
pub(super) struct AskedPlace<'k> {
    /// The site.
    pub known: &'k KnownSite<'k>,
    /// The file.
    pub path: &'k RelPath,
    /// Its text.
    pub text: &'k str,
    /// The byte.
    pub at: usize,
}

impl<'s> KnownSite<'s> {
    /// Returns what is known; `None` before the first load.
    pub(super) fn of(session: &'s SharedSession) -> Option<Self> {
        let (loaded, open) = {
            let state = session.state();
            (state.loaded.clone()?, state.open.clone())
        };
        let files = &loaded.content.outlets;
        let names = outlet_names(files, &mut Vec::new());
        let outlets = names.into_iter().map(|(name, file)| (name, files[file].key.clone())).collect();
        Some(Self { session, loaded, open, outlets })
    }

    /// Everything that the editor wrote, as of the last load.
    pub(super) fn content(&self) -> &Content {
        &self.loaded.content
    }

    /// The text of a file; empty if there is none.
    pub(super) fn text(&self, path: &RelPath) -> Cow<'_, str> {
        match self.open.get(path) {
            Some(open) => Cow::Borrowed(&open.text),
            None => self
                .loaded
                .site
                .inputs
                .files
                .get(path)
                .map_or(Cow::Borrowed(""), |file| String::from_utf8_lossy(file.head())),
        }
    }

    /// The lines of a file.
    pub(super) fn lines(&self, path: &RelPath) -> TextLines<'_> {
        TextLines::new(self.text(path), self.session.client.encoding)
    }

    /// A `Location` of the protocol.
    pub(super) fn location(&self, path: &RelPath, range: &Range<usize>) -> Value {
        json!({ "uri": self.session.uri(path), "range": self.lines(path).range(range) })
    }

    /// The changes of one file, as a `TextDocumentEdit`.
    pub(super) fn changes(&self, path: &RelPath, edits: impl Iterator<Item = (Range<usize>, String)>) -> Value {
        let lines = self.lines(path);
        let edits = edits.map(|(range, text)| json!({ "range": lines.range(&range), "newText": text }));
        let version = self.open.get(path).map_or(Value::Null, |open| open.version.clone());
        let document = json!({ "uri": self.session.uri(path), "version": version });
        json!({ "textDocument": document, "edits": edits.collect::<Vec<_>>() })
    }

    /// The inputs of the last load, with the texts that are open by now.
    pub(super) fn inputs(&self) -> Inputs {
        let mut inputs = self.loaded.site.inputs.clone();
        let open = self.open.iter().map(|(path, open)| (path.clone(), InputFile::new(open.text.as_bytes())));
        inputs.files.extend(open);
        inputs
    }

    /// The file whose name is that of a thing: a topic's or an outlet's.
    pub(super) fn named_file(&self, thing: &Mentioned) -> Option<&RelPath> {
        let Content { topics, outlets, .. } = self.content();
        match thing {
            Mentioned::Topic(key) => topics.iter().find(|topic| topic.key == *key).map(|topic| &topic.path),
            Mentioned::Outlet(key) => outlets.iter().find(|outlet| outlet.key == *key).map(|outlet| &outlet.path),
            Mentioned::Source(_) | Mentioned::Tag(_) | Mentioned::Note(_) | Mentioned::File(..) => None,
        }
    }

    /// The content files.
    pub(super) fn paths(&self) -> BTreeSet<&RelPath> {
        self.loaded.site.inputs.files.keys().chain(self.open.keys()).filter(|path| content::is_content(path)).collect()
    }

    /// The names in a file.
    pub(super) fn mentions(&self, path: &RelPath) -> Vec<Mention> {
        mentions(path, &self.text(path), &self.outlets)
    }

    /// Every place where a thing is named, in all files in which it can be: sources and notes belong to the file `home`.
    pub(super) fn places_of(&self, thing: &Mentioned, home: &RelPath) -> Vec<(RelPath, Mention)> {
        let paths = match thing {
            Mentioned::Source(_) | Mentioned::Note(_) => vec![home],
            Mentioned::Outlet(_) | Mentioned::Topic(_) | Mentioned::Tag(_) | Mentioned::File(..) => {
                self.paths().into_iter().collect()
            }
        };
        paths.into_par_iter().flat_map_iter(|path| self.places_in(path, thing)).collect()
    }

    fn places_in(&self, path: &RelPath, thing: &Mentioned) -> Vec<(RelPath, Mention)> {
        let found = self.mentions(path).into_iter().filter(|mention| mention.thing.is(thing));
        found.map(|mention| (path.clone(), mention)).collect()
    }

    /// Parses the text of a file as an article; of other content files, only its body means something.
    pub(super) fn article(&self, path: &RelPath) -> Article {
        let reading = ContentContext { path, config: &self.loaded.site.config };
        article::parse(&reading, &self.text(path)).value
    }
}

impl AskedPlace<'_> {
    /// The name at the place.
    pub(super) fn mention(&self) -> Option<Mention> {
        mention_at(&self.known.mentions(self.path), self.at).cloned()
    }
}
