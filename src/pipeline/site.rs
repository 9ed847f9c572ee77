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
