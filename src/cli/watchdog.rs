//! Ends the program when a template does not end, since nothing else can end it.

use std::process::exit;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;

use super::terminal::{ENVIRONMENT, print_error};
use crate::Site;

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// Watches the templates of `site` as long as the program runs. Unfinished files stay in `.margent/` until the next
/// command removes them; the output folder is as it was.
pub(super) fn watch_templates(site: &Site) {
    let runs = Arc::clone(&site.theme.runs);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(PAUSE);
            if let Some(late) = runs.overdue() {
                print_error(&anyhow!("{late}; nothing was written"));
                exit(ENVIRONMENT.into());
            }
        }
    });
}
