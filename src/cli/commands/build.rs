//! `margent build`

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cli::args::{BuildArgs, GlobalArgs, TimingsFormat};
use crate::cli::interruption::{Interruption, watch_templates};
use crate::cli::last_build::LastBuild;
use crate::cli::memory::{CONTENT, MEMORY, load_inputs, lock, save_memo};
use crate::cli::output_folder::destination;
use crate::cli::reports::build_report::{self, SiteSummary};
use crate::cli::reports::build_report::{OutputTimes, Timings};
use crate::cli::reports::fault_report;
use crate::cli::terminal::{print, print_exactly, print_summary, with_progress};
use crate::pipeline::inputs::ChangedInput;
use crate::pipeline::output;
use crate::{BuildOptions, Inputs, Loaded};

/// The number of times that a site is read if it changes meanwhile.
const ATTEMPTS: usize = 4;

/// Builds the site and prints a summary.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &BuildArgs) -> Result<ExitCode> {
    let interruption = Interruption::watch()?;
    start_threads(args)?;
    for _ in 1..ATTEMPTS {
        match build(global, args, &interruption) {
            // What was read is no longer true: everything is read again.
            Err(error) if error.is::<ChangedInput>() => {}
            result => return interruption.end(result),
        }
    }
    interruption.end(build(global, args, &interruption))
}

fn start_threads(args: &BuildArgs) -> Result<()> {
    let Some(jobs) = args.jobs else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.into());
    pool.build_global().context("cannot start the threads")
}

fn build(global: &GlobalArgs, args: &BuildArgs, interruption: &Interruption) -> Result<ExitCode> {
    let started = Instant::now();
    let options = BuildOptions { drafts: args.drafts, future: args.future, base_url: args.base_url.clone() };
    let inputs = Inputs::read(&global.root, options)?;
    let key = LastBuild::key(&inputs, args);
    if let Some((last, to, report)) = LastBuild::if_current(global, args, &inputs)? {
        fault_report::show(global, &inputs, &last.faults)?;
        let times = [("read", started.elapsed())];
        print_summary(global.format, &build_report::text(args, &last.site, &to, &report, &times))?;
        print_timings(args, || Timings::of_stages(&times))?;
        return Ok(ExitCode::SUCCESS);
    }
    let Loaded { site, mut faults, memo, mut times, .. } = load_inputs(global, inputs, started.elapsed())?;
    watch_templates(&site);
    if fault_report::are_fatal(global, &faults) {
        // Rendering may find other faults; show them in the same run.
        faults.extend(output::check(&site)?);
        return fault_report::refuse(global, &site.inputs, faults, "written");
    }
    let _lock = lock(&global.root.join(MEMORY))?;
    let to = destination(global, args, &site.config.out)?;
    let before = Instant::now();
    LastBuild::forget(global)?;
    interruption.begin_writing();
    let output_times = OutputTimes::default();
    let written = with_progress(site.plan.outputs.len(), started, |tick| {
        output::write(&site, &to, &|path, time| {
            if args.timings.is_some() {
                output_times.add(path, time);
            }
            tick();
            interruption.check()
        })
    });
    let written = match written? {
        Ok(written) => written,
        Err(render_faults) => {
            faults.extend(render_faults);
            return fault_report::refuse(global, &site.inputs, faults, "written");
        }
    };
    save_memo(global, CONTENT, &memo)?;
    times.push(("write", before.elapsed()));

    fault_report::show(global, &site.inputs, &faults)?;
    let last =
        LastBuild { key, at: site.inputs.now, out: site.config.out.clone(), faults, site: SiteSummary::of(&site) };
    print_summary(global.format, &build_report::text(args, &last.site, &to, &written, &times))?;
    last.save(global)?;
    print_timings(args, || Timings::of(&times, &site, &memo.content, output_times))?;
    // The program ends here; freeing the memory piece by piece would only take time.
    std::mem::forget((site, memo));
    Ok(ExitCode::SUCCESS)
}

fn print_timings(args: &BuildArgs, timings: impl FnOnce() -> Timings) -> Result<()> {
    match args.timings {
        Some(format @ TimingsFormat::Json) => print_exactly(&timings().text(format)),
        Some(format @ TimingsFormat::Table) => print(&timings().text(format)),
        None => Ok(()),
    }
}
