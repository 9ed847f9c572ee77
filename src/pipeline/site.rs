//! The immutable sum of all that is known of a site before it is rendered.

use std::sync::Arc;

use crate::pipeline::config::Config;
use crate::pipeline::content::Content;
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
}

impl Site {
    /// An empty site, for a folder that holds none.
    pub fn empty(inputs: Inputs, config: Config) -> Self {
        Self {
            inputs,
            config,
            theme: Arc::new(Theme::empty()),
            content: Content::default(),
            index: Arc::default(),
            plan: Arc::default(),
        }
    }
}
