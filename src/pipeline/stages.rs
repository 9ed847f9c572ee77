//! The bookkeeping of a run: faults, times, and the results of the last run that still hold.

use std::time::{Duration, Instant};

use super::cached::Cached;
use super::follow_up;
use super::inputs::Inputs;
use crate::base::codes::Code;
use crate::base::diagnostic::{self, Checked, Diagnostic};
use crate::base::hash::Key;

/// The stages run so far.
pub(super) struct Stages<'a> {
    inputs: &'a Inputs,
    faults: Vec<Diagnostic>,
    times: Vec<(&'static str, Duration)>,
}

impl<'a> Stages<'a> {
    pub(super) fn start(inputs: &'a Inputs) -> Self {
        Self { inputs, faults: inputs.faults.clone(), times: Vec::new() }
    }

    /// Runs a stage.
    pub(super) fn run<T>(&mut self, name: &'static str, stage: impl FnOnce() -> Checked<T>) -> T {
        let started = Instant::now();
        let value = stage().take(&mut self.faults);
        self.times.push((name, started.elapsed()));
        value
    }

    /// Runs a stage unless its last result still holds.
    pub(super) fn cached<T>(
        &mut self,
        name: &'static str,
        last: Option<&Cached<T>>,
        key: Key,
        stage: impl FnOnce() -> Checked<T>,
    ) -> Cached<T> {
        let started = Instant::now();
        let result = Cached::reuse_or(last, key, self.inputs, stage);
        self.faults.extend_from_slice(result.faults());
        self.times.push((name, started.elapsed()));
        result
    }

    /// Adds faults that are not of one stage.
    pub(super) fn report(&mut self, faults: Vec<Diagnostic>) {
        self.faults.extend(faults);
    }

    /// Returns true if a stage has reported `code`.
    pub(super) fn met(&self, code: &Code) -> bool {
        self.faults.iter().any(|fault| fault.code == code)
    }

    /// Returns the faults of one code.
    pub(super) fn only(self, code: &Code) -> Vec<Diagnostic> {
        self.faults.into_iter().filter(|fault| fault.code == code).collect()
    }

    /// Returns the faults in the order in which they are shown, and the time that each stage took.
    pub(super) fn finish(mut self) -> (Vec<Diagnostic>, Vec<(&'static str, Duration)>) {
        diagnostic::sort(&mut self.faults);
        follow_up::leave_out(&mut self.faults, self.inputs);
        (self.faults, self.times)
    }
}
