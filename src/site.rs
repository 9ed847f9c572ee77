//! The immutable sum of all that is known of a site before it is rendered.

use std::sync::Arc;

use crate::config::Config;
use crate::content::Content;
use crate::index::Index;
use crate::inputs::Inputs;
use crate::plan::Plan;
use crate::theme::Theme;

/// A site, ready to render.
pub struct Site {
    /// What it was made of.
    pub inputs: Inputs,
    /// Its configuration.
    pub config: Config,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What is published.
    pub content: Content,
    /// What belongs together.
    pub index: Arc<Index>,
    /// Every output.
    pub plan: Arc<Plan>,
}

impl Site {
    /// A site of nothing, for a folder that holds none.
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
