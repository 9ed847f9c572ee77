//! Limits on the cost of templates. Those of a theme that somebody else wrote may loop without end, and Tera cannot be
//! stopped. So the bytes that they write and the numbers that they ask for are counted, and the runs are timed, so that
//! one without end is noticed.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use tera::{Context, Kwargs, Tera, TeraResult};

/// Seconds that a template may take for one page; one needs milliseconds.
const SECONDS: u64 = 10;
/// Numbers that the calls of `range` may give for one page.
const NUMBERS: u64 = 10_000_000;
/// Bytes that a template may write for one page besides four times the HTML in its data.
const BYTES: usize = 64 << 20;

/// The templates that run at this moment, each on a thread of its own.
#[derive(Default)]
pub(crate) struct TemplateRuns(Mutex<HashMap<ThreadId, TemplateRun>>);

/// One run of a template.
struct TemplateRun {
    /// `template `a.html` (“Title of the page”)`
    name: String,
    started: Instant,
    /// Numbers left to `range`.
    numbers: u64,
}

impl TemplateRuns {
    /// Runs `template` on the data of the page with this title, which has `len` bytes of HTML.
    ///
    /// # Errors
    /// Tera's own, or the reason why the template was stopped.
    pub fn run(
        &self,
        tera: &Tera,
        (template, title): (&str, &str),
        (context, len): (&Context, usize),
    ) -> TeraResult<Vec<u8>> {
        let thread = std::thread::current().id();
        let name = if title.is_empty() { format!("`{template}`") } else { format!("`{template}` (“{title}”)") };
        let started = Instant::now();
        self.lock().insert(thread, TemplateRun { name, started, numbers: NUMBERS });
        let most = BYTES.saturating_add(len.saturating_mul(4));
        let mut page = LimitedPage { bytes: Vec::with_capacity(16 << 10), most, started, stopped: None };
        let rendered = tera.render_to(template, context, &mut page);
        self.lock().remove(&thread);
        match (page.stopped, rendered) {
            (Some(why), _) => Err(tera::Error::message(why)),
            (None, rendered) => rendered.map(|()| page.bytes),
        }
    }

    /// Describes a template that should have ended by now, if there is one.
    pub fn overdue(&self) -> Option<String> {
        let limit = Duration::from_secs(SECONDS);
        let runs = self.lock();
        let late = runs.values().find(|run| run.started.elapsed() > limit)?;
        Some(format!("the template {} has not ended after {SECONDS} s; it seems to loop for ever", late.name))
    }

    /// The function `range` of templates: Tera's, with a limit.
    pub(super) fn range(&self, args: &Kwargs) -> TeraResult<Vec<i64>> {
        let (start, end) = (args.get::<i64>("start")?.unwrap_or_default(), args.must_get::<i64>("end")?);
        let step = args.get::<i64>("step_by")?.unwrap_or(1);
        if step == 0 || (step > 0 && start > end) {
            return Err(tera::Error::message("`range` never comes from `start` to `end`"));
        }
        let len = start.abs_diff(end).div_ceil(step.unsigned_abs());
        let len = if step < 0 && start <= end { 0 } else { len };
        let mut runs = self.lock();
        let left = runs.get_mut(&std::thread::current().id()).map(|run| &mut run.numbers);
        match left {
            Some(left) if *left >= len => *left -= len,
            None if len <= NUMBERS => {}
            Some(_) | None => {
                let message = format!("`range` gives one page no more than {NUMBERS} numbers; does the template loop?");
                return Err(tera::Error::message(message));
            }
        }
        drop(runs);
        let numbers = std::iter::successors(Some(start), |number| number.checked_add(step));
        Ok(numbers.take(usize::try_from(len).unwrap_or_default()).collect())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ThreadId, TemplateRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page while it is written.
struct LimitedPage {
    bytes: Vec<u8>,
    /// Bytes that it may have.
    most: usize,
    started: Instant,
    /// The reason why the template was stopped, if it was.
    stopped: Option<String>,
}

impl Write for LimitedPage {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        /// Bytes between two looks at the clock.
        const STRETCH: usize = 1 << 16;
        let before = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() > self.most {
            self.stopped =
                Some(format!("this template writes a page of more than {} MB; does it loop?", self.most >> 20));
        } else if before / STRETCH != self.bytes.len() / STRETCH
            && self.started.elapsed() > Duration::from_secs(SECONDS)
        {
            self.stopped = Some(format!("this template has not ended after {SECONDS} s; does it loop?"));
        }
        if self.stopped.is_some() { Err(io::ErrorKind::Other.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
