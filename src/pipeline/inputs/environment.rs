//! The clock, the environment and the program: this module alone reads them.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::base::hash::{self, Key};

/// Returns the seconds since 1970 in UTC: from `SOURCE_DATE_EPOCH` if it is set (reproducible-builds.org), else from
/// the clock.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is not a number, or when the clock is before 1970.
#[allow(clippy::disallowed_methods, reason = "the one place that reads them")]
pub(crate) fn clock() -> Result<i64> {
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        return epoch.trim().parse().context("SOURCE_DATE_EPOCH is not a number of seconds");
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    Ok(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Returns the text editor that the user has chosen, with its options.
#[allow(clippy::disallowed_methods, reason = "the one place that reads them")]
pub(crate) fn editor() -> Option<String> {
    let editors = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    editors.map(|editor| editor.trim().to_owned()).find(|editor| !editor.is_empty())
}

/// Returns the user's key of the Internet Archive, `ACCESS:SECRET`.
#[allow(clippy::disallowed_methods, reason = "the one place that reads them")]
pub(crate) fn archive_key() -> Option<String> {
    std::env::var("MARGENT_ARCHIVE_KEY").ok().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty())
}

/// Returns the name of this computer, if it has one.
#[cfg(feature = "bucket")]
#[allow(clippy::disallowed_methods, reason = "the one place that reads them")]
pub(crate) fn computer_name() -> Option<String> {
    let named = ["HOSTNAME", "COMPUTERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = named.or_else(|| fs::read_to_string("/etc/hostname").ok())?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// Identifies the program by the size and time of its file, since hashing it would cost more than a small build. Where that
/// file cannot be found, as on Linux without `/proc`, each run counts as another program, which reuses nothing.
pub(crate) fn program() -> Key {
    static UNKNOWN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(()));
    let (length, modified) = match std::env::current_exe().and_then(fs::metadata) {
        Ok(file) => (file.len(), file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok())),
        Err(_) => (*UNKNOWN, None),
    };
    hash::Hasher::new().data(&(env!("CARGO_PKG_VERSION"), length, modified)).finish()
}
