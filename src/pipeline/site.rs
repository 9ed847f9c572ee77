//! The immutable sum of all that is known of a site before it is rendered.

use std::sync::Arc;

use crate::base::hash::{Hasher, Key};
use crate::pipeline::config::Config;
use crate::pipeline::content::{self, ArticleId, Content};
use crate::pipeline::index::Index;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::plan::Plan;
use crate::pipeline::theme::Theme;

/// A site, ready to render.
pub struct Site {
    /// The files, clock and options it was made from.
    pub inputs: Inputs,
    /// Its configuration.
    pub config: Config,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// The published content.
    pub content: Content,
    /// Everything that no single file knows: addresses, taxonomies, links, quotations.
    pub index: Arc<Index>,
    /// Every output.
    pub plan: Arc<Plan>,
    /// Key of everything above that an output may show, but the texts of articles.
    pub(super) frame: Key,
}

/// Returns the key of everything that an output may show, but the texts of articles. `index` is the key of the index.
pub(super) fn frame(inputs: &Inputs, content: &Content, index: Key) -> Key {
    let start = Hasher::new().key(inputs.program).data(&inputs.options).key(index);
    let files = inputs.files.iter().filter(|(path, _)| !content::is_article(path));
    let hasher = files.fold(start, |hasher, (path, file)| hasher.bytes(path.as_str().as_bytes()).key(file.hash));
    content.articles.iter().fold(hasher, |hasher, article| hasher.key(article.listed())).finish()
}

impl Site {
    /// Returns the key of the text of an article: of its whole file.
    pub(super) fn text_key(&self, id: ArticleId) -> Key {
        self.inputs.files[&self.content.articles[id].path].hash
    }

    /// An empty site, for a folder that holds none.
    pub fn empty(inputs: Inputs, config: Config) -> Self {
        Self {
            inputs,
            config,
            theme: Arc::new(Theme::empty()),
            content: Content::default(),
            index: Arc::default(),
            plan: Arc::default(),
            frame: Key::default(),
        }
    }
}
