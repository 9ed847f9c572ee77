//! The one loop over all outputs, in parallel. A build and a check both run it, so that a check finds what a build
//! finds.

use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::pipeline::plan::{Output, address_of};
use crate::pipeline::render::{self, RenderFailure, SharedData, ViewPurpose};
use crate::pipeline::site::Site;

/// Renders `site` without writing, for its faults alone. Nothing that is rendered is kept.
///
/// # Errors
/// When a file of the site cannot be read.
pub fn check(site: &Site) -> Result<Vec<Diagnostic>> {
    let shared = SharedData::new(site);
    let outputs: Vec<_> = site.plan.outputs.iter().filter(|(_, output)| !lacks_template(site, output)).collect();
    let rendered = for_each_output(&outputs, |path, output| {
        render::render(site, &shared, render::view((site, &shared), ViewPurpose::Bytes, path, output)?).map(drop)
    })?;
    Ok(rendered.err().unwrap_or_default())
}

/// Returns whether an output is a page whose template is missing, which is a fault of the plan already.
fn lacks_template(site: &Site, output: &Output) -> bool {
    match output {
        Output::Page(page) => !site.theme.tera.contains_template(page.template()),
        Output::Feed { .. }
        | Output::Annotations(_)
        | Output::Citations(_)
        | Output::Sitemap(_)
        | Output::Robots
        | Output::Accent(_)
        | Output::Card(_)
        | Output::Icon(..)
        | Output::WebManifest
        | Output::NoJekyll
        | Output::HostHeaders(_)
        | Output::HostRedirects(_)
        | Output::File(_) => false,
    }
}

/// The result for each output, by its path, or the faults of the site.
type LoopResult<T> = Result<Vec<(String, T)>, Vec<Diagnostic>>;

/// Calls `action` for each of `outputs`. Returns the faults of the site as the inner error.
///
/// # Errors
/// When the disk fails.
pub(super) fn for_each_output<'a, T: Send>(
    outputs: &[(&String, &'a Output)],
    action: impl Fn(&str, &'a Output) -> Result<T, RenderFailure> + Sync,
) -> Result<LoopResult<T>> {
    let failed = Mutex::new(Vec::new());
    let results = outputs.par_iter().map(|(path, output)| match action(path, output) {
        Ok(done) => Ok(Some(((*path).clone(), done))),
        Err(RenderFailure::Site(fault)) => {
            failed.lock().unwrap_or_else(PoisonError::into_inner).push(((*path).clone(), fault));
            Ok(None)
        }
        Err(RenderFailure::Disk(error)) => Err(error),
    });
    let done: Vec<_> = results.collect::<Result<_>>()?;
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(if failed.is_empty() { Ok(done.into_iter().flatten().collect()) } else { Err(join(failed)) })
}

/// Reports one cause once: the same fault on many pages, with the first page and the number of the others.
fn join(failed: Vec<(String, Diagnostic)>) -> Vec<Diagnostic> {
    let mut joined: Vec<(Diagnostic, String, usize)> = Vec::new();
    for (path, fault) in failed {
        match joined.iter_mut().find(|(known, _, _)| *known == fault) {
            Some((_, _, more)) => *more += 1,
            None => joined.push((fault, path, 0)),
        }
    }
    joined.into_iter().map(|(fault, path, more)| name_pages(fault, &path, more)).collect()
}

/// Adds to a fault the pages that it is on: the first, and the number of the others.
fn name_pages(fault: Diagnostic, first: &str, more: usize) -> Diagnostic {
    let others = match more {
        0 => String::new(),
        1 => " and 1 more page".to_owned(),
        more => format!(" and {more} more pages"),
    };
    fault.hint(format!("while rendering {}{others}", address_of(first)))
}
