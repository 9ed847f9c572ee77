//! `margent check`

mod links;
mod quotes;
mod todo;

use std::process::ExitCode;

use crate::base::codes;
use crate::base::diagnostic;
use crate::editor::advice;
use crate::editor::advice::AdviceContext;
use crate::pipeline::output;
use crate::{BuildOptions, Inputs, Loaded};
use anyhow::Result;

use super::{BOLD, PLAIN, build, faults, notify, number, remembered, say};
use crate::cli::args::{CheckArgs, FormatArg, GlobalArgs};

/// Shows every fault that a build would show, what an editor may want to look at, and what the options ask for; writes
/// nothing.
pub fn run(shared: &GlobalArgs, args: &CheckArgs) -> Result<ExitCode> {
    let options = BuildOptions { drafts: args.drafts, future: args.future, base_url: None };
    let inputs = Inputs::read(&shared.root, options)?;
    let memo = remembered(shared, inputs.program)?;
    let Loaded { site, content, faults: mut found, .. } = crate::load(inputs, &memo);
    let inputs = &site.inputs;
    found.extend(output::check(&site)?);
    diagnostic::sort(&mut found);
    faults::show(shared, inputs, &found)?;
    if args.quotes {
        match shared.format {
            FormatArg::Human => say(&quotes::table(&site))?,
            FormatArg::Json | FormatArg::Github => say(&quotes::lines(&site))?,
        }
    }
    let mut advice = Vec::new();
    if !found.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        let written = build::last_written(shared, &site)?.entries.into_keys().collect();
        advice = advice::list(&AdviceContext { site: &site, inputs, content: &content, written: &written })?;
        if args.external {
            advice.extend(links::check(shared, args, &site, inputs)?);
            diagnostic::sort(&mut advice);
        }
        advice.retain(|it| args.all || !advice::MINOR.contains(&it.code));
        todo::keep_sound(&mut advice, &found);
    }
    todo::show(shared, inputs, &advice)?;
    let told = if found.is_empty() { "nothing is wrong".to_owned() } else { faults::count(&found) };
    let told = if advice.is_empty() { told } else { format!("{told}, {} to look at", advice.len()) };
    notify(&format!("{BOLD}{}{PLAIN}: {told}\n", number(site.content.articles.len(), "article")))?;
    found.append(&mut advice);
    Ok(if faults::are_fatal(shared, &found) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
