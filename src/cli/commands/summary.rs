//! What a build says at its end.

use std::time::Duration;

use crate::Site;
use crate::pipeline::index::select::OmissionReason;
use crate::pipeline::output::{Destination, IndexStats, WriteReport};

use super::{BOLD, PLAIN, number};
use crate::cli::args::BuildArgs;

/// How long each stage took.
pub type StageTimes = [(&'static str, Duration)];

/// The text: what the site has, what was done, what was left out and why; with `--verbose` which files, and
/// how long each stage took.
pub fn text(args: &BuildArgs, site: &Site, to: &Destination, written: &WriteReport, times: &StageTimes) -> String {
    let took: Duration = times.iter().map(|(_, took)| *took).sum();
    let pages = site.plan.outputs.values().filter(|output| output.is_listed()).count();
    let mut lines = vec![format!(
        "{BOLD}{}{PLAIN}: {}, {}, {} ({}) in {:.2} s",
        to.out.display(),
        number(site.content.articles.len(), "article"),
        number(pages, "page"),
        number(written.files, "file"),
        size(written.bytes),
        took.as_secs_f64()
    )];
    lines.push(format!("  {}", changes(written)));
    lines.extend(written.indexed.as_ref().map(indexed));
    lines.extend(excerpts(site));
    let advice = |reason| match reason {
        OmissionReason::Draft => " (published by --drafts)",
        OmissionReason::Future => " (published by --future)",
        OmissionReason::Expired => "",
    };
    for (line, files) in omitted(site, advice) {
        lines.push(line);
        lines.extend(files.into_iter().filter(|_| args.verbose));
    }
    lines.extend(written.repaired.iter().map(|path| format!("  replaced {path}, which someone had changed")));
    let kept = "it is not part of the site any more, but was changed by someone else";
    lines.extend(written.kept.iter().map(|path| format!("  kept {path}: {kept}")));
    if args.verbose {
        lines.extend(written.written.iter().map(|path| format!("  + {path}")));
        lines.extend(written.deleted.iter().map(|path| format!("  - {path}")));
        let stages = times.iter().map(|(stage, took)| format!("{stage} {:.0} ms", took.as_secs_f64() * 1e3));
        lines.push(format!("  {}", stages.collect::<Vec<_>>().join(", ")));
    }
    lines.join("\n") + "\n"
}

fn changes(written: &WriteReport) -> String {
    let first = match written.written.len() {
        0 => "nothing to write".to_owned(),
        n => format!("{n} written"),
    };
    let same = written.files - written.written.len() - written.reused;
    let rest = [(same, "came out the same"), (written.reused, "reused"), (written.deleted.len(), "deleted")];
    let rest = rest.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(", ")
}

/// What the search index took: it is most of the work where there are many texts, and only done when one has changed.
fn indexed(indexed: &IndexStats) -> String {
    let memory = indexed
        .memory
        .filter(|bytes| *bytes > 0)
        .map_or_else(String::new, |bytes| format!(" and {} of memory", size(bytes)));
    let texts = number(indexed.texts, "text");
    format!("  search: indexed {texts}, which took {:.2} s{memory} of this", indexed.took.as_secs_f64())
}

/// How many quotations stand in their snapshots. Those that do not are errors, so the rest has no snapshot.
fn excerpts(site: &Site) -> Option<String> {
    let (all, verified) = site
        .index
        .quotations
        .verified
        .iter()
        .flatten()
        .fold((0, 0), |(all, verified), it| (all + 1, verified + usize::from(*it)));
    (all > 0)
        .then(|| format!("  {}: {verified} verified, {} without a snapshot", number(all, "excerpt"), all - verified))
}

/// What was left out and why, with what is to be done about it; each with the lines of its files.
pub fn omitted(site: &Site, advice: impl Fn(OmissionReason) -> &'static str) -> Vec<(String, Vec<String>)> {
    let all = [OmissionReason::Draft, OmissionReason::Future, OmissionReason::Expired].map(|reason| {
        let files = site.index.omitted.files.iter().filter(|(_, why)| **why == reason);
        let files: Vec<String> = files.map(|(path, _)| format!("    {path}")).collect();
        (format!("  omitted {} {}{}", files.len(), reason.word(), advice(reason)), files)
    });
    all.into_iter().filter(|(_, files)| !files.is_empty()).collect()
}

fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        b if b < 1e3 => format!("{b} B"),
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b => format!("{:.1} MB", b / 1e6),
    }
}
