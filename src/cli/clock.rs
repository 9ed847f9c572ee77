//! The day on which a command runs.

use anyhow::{Context, Result};
use toml::value::Datetime;

use crate::Inputs;
use crate::base::text::date;
use crate::pipeline::config::Config;

/// Today, where the site is.
///
/// # Errors
/// When the clock shows no valid date.
pub(super) fn today(inputs: &Inputs, config: &Config) -> Result<Datetime> {
    const INVALID: &str = "the clock of this computer has no valid date";
    let now = inputs.now.saturating_add(i64::from(config.utc_offset.seconds()));
    date::from_unix(now).context(INVALID)?.day().parse().context(INVALID)
}
