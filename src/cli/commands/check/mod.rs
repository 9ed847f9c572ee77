//! `margent check`

mod archive;
mod fix;
mod link_check;
mod live_check;

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::clip::site::today;
use crate::base::text::path::RelPath;
use crate::base::{codes, diagnostic};
use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::interruption::watch_templates;
use crate::cli::memory::{CONTENT, load_memo};
use crate::cli::output_folder::earlier_site;
use crate::cli::reports::{build_report, fault_report, quotes_report};
use crate::cli::terminal::{BOLD, PLAIN, eprint, plural, print, print_exactly};
use crate::editor::advice::{self, AdviceContext};
use crate::editor::{record, site_file};
use crate::pipeline::content::{ArticleId, Content};
use crate::pipeline::output;
use crate::pipeline::report::Format;
use crate::{BuildOptions, Inputs, Loaded, Site};

/// Shows every fault that a build would show, then advice, and the reports that options ask for, and counts what it left
/// out. Only `--record` changes articles.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &CheckArgs) -> Result<ExitCode> {
    let options = BuildOptions { drafts: args.drafts, future: args.future, base_url: None };
    let stopped = args.fix && !fix::run(global, args, &options)?;
    let inputs = Inputs::read(&global.root, options)?;
    let memo = load_memo(global, CONTENT)?;
    let Loaded { site, content, mut faults, .. } = crate::load(inputs, &memo);
    watch_templates(&site);
    let inputs = &site.inputs;
    faults.extend(output::check(&site)?);
    diagnostic::sort(&mut faults);
    if stopped {
        let failed = fault_report::are_fatal(global, &faults);
        return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    fault_report::show(global, inputs, &faults)?;
    if args.record && !fault_report::are_fatal(global, &faults) {
        record_verified(global, &site, &content)?;
    }
    if args.quotes {
        match global.format {
            Format::Human => print(&quotes_report::table(&site))?,
            Format::Json | Format::Github | Format::Sarif => print_exactly(&quotes_report::json_lines(&site))?,
        }
    }
    let mut advice = Vec::new();
    if !faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        advice = if args.live {
            // What changed on the web would drown in advice on everything else.
            live_check::check(global, args, &site, inputs)?
        } else {
            let earlier = earlier_site(global, &site)?;
            advice::list(&AdviceContext { site: &site, inputs, content: &content, earlier: &earlier })?
        };
        if args.archive.is_some() && !fault_report::are_fatal(global, &faults) {
            archive::check(global, args, &site, inputs)?;
        }
        if args.external {
            advice.extend(link_check::check(global, args, &site, inputs)?);
            diagnostic::sort(&mut advice);
        }
        advice.retain(|diagnostic| args.all || !advice::MINOR.contains(&diagnostic.code));
        fault_report::skip_broken_files(&mut advice, &faults);
    }
    fault_report::show_advice(global, inputs, &advice)?;
    let result = if faults.is_empty() { "nothing is wrong".to_owned() } else { fault_report::count(&faults) };
    let result = if advice.is_empty() { result } else { format!("{result}, {} to look at", advice.len()) };
    let left_out = build_report::left_out(&site.index.omitted).map_or_else(String::new, |line| format!("{line}\n"));
    let repairs = fault_report::repairs(faults.iter().chain(&advice));
    let articles = plural(site.content.articles.len(), "article");
    eprint(&format!("{BOLD}{articles}{PLAIN}: {result}\n{left_out}{repairs}"))?;
    faults.append(&mut advice);
    Ok(if fault_report::are_fatal(global, &faults) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Records in each article the snapshots that its excerpts were verified against, removes the answered questions of its
/// import, and prints the articles changed.
fn record_verified(global: &GlobalArgs, site: &Site, content: &Content) -> Result<()> {
    let today = today(&site.inputs, &site.config)?;
    let published: BTreeMap<&RelPath, ArticleId> =
        site.content.articles.enumerate().map(|(id, article)| (&article.path, id)).collect();
    for article in &content.articles {
        let path = &article.path;
        let old = site.inputs.text(path).unwrap_or_default();
        let (mut text, mut done) = (old.to_owned(), Vec::new());
        let sources = published.get(path).map(|id| record::unrecorded(site, *id)).unwrap_or_default();
        if !sources.is_empty() {
            text = record::record(article, &text, &sources, today)
                .with_context(|| format!("{path} has no front matter to write to"))?;
            done.push(format!("recorded the snapshots of {}", plural(sources.len(), "source")));
        }
        if let Some(without) = record::drop_answered(article, &text) {
            text = without;
            done.push("removed what is known by now from `unknown`".to_owned());
        }
        if !done.is_empty() {
            site_file::write(&global.root, path, Some(old), &text)?;
            eprint(&format!("{path}: {}\n", done.join(", and ")))?;
        }
    }
    Ok(())
}
