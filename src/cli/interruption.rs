//! What ends the program before its work is done: signals, after which a build cleans up first, and a template that does not
//! end.

use std::process::{ExitCode, exit};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::terminal::{ENVIRONMENT, print_error};
use crate::Site;

/// The difference between an exit status and the number of its signal, as in shells (POSIX Shell Command Language
/// §2.8.2).
const SIGNALLED: i32 = 128;

/// Notices Ctrl-C and the request to end.
pub(super) struct Interruption {
    /// The number of the signal that came last; 0 before any.
    signal: Arc<AtomicUsize>,
    /// True if the next signal ends the program at once.
    ends: Arc<AtomicBool>,
}

impl Interruption {
    /// Watches from now on. A signal ends the program at once, until it [writes](Self::begin_writing).
    ///
    /// # Errors
    /// When the system does not let it watch.
    pub fn watch() -> Result<Self> {
        let (signal, ends) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
        for number in [SIGINT, SIGTERM] {
            let value = usize::try_from(number).unwrap_or_default();
            flag::register_conditional_shutdown(number, SIGNALLED + number, Arc::clone(&ends))
                .and_then(|_| flag::register(number, Arc::clone(&ends)))
                .and_then(|_| flag::register_usize(number, Arc::clone(&signal), value))
                .context("cannot watch for signals")?;
        }
        Ok(Self { signal, ends })
    }

    /// Marks the point from which there is something to clean up: the first signal is only noticed, the second ends the
    /// program at once.
    pub fn begin_writing(&self) {
        self.ends.store(false, Ordering::Relaxed);
    }

    /// Goes on unless a signal came.
    ///
    /// # Errors
    /// When one came.
    pub fn check(&self) -> Result<()> {
        if self.signal.load(Ordering::Relaxed) != 0 {
            bail!("interrupted; nothing has changed");
        }
        Ok(())
    }

    /// Ends a command with `result`: with the status of the signal, if one came.
    pub fn end(&self, result: Result<ExitCode>) -> Result<ExitCode> {
        let number = i32::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or_default();
        if number == 0 {
            return result;
        }
        if let Err(error) = result {
            print_error(&error);
        }
        Ok(ExitCode::from(u8::try_from(SIGNALLED + number).unwrap_or(u8::MAX)))
    }
}

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
