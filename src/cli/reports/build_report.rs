//! The summary of `margent build`.

use std::time::Duration;

use crate::Site;
use crate::cli::args::BuildArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::pipeline::index::select::OmissionReason;
use crate::pipeline::output::{Destination, IndexStats, WriteReport};

/// The time that each stage took.
pub(in crate::cli) type StageTimes = [(&'static str, Duration)];

/// Summarises the contents of the site, the changes to its files, and the articles left out; with `--verbose` also
/// lists the files, and the time of each stage.
pub(in crate::cli) fn text(
    args: &BuildArgs,
    site: &Site,
    to: &Destination,
    written: &WriteReport,
    times: &StageTimes,
) -> String {
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    let pages = site.plan.outputs.values().filter(|output| output.is_listed()).count();
    let mut lines = vec![format!(
        "{BOLD}{}{PLAIN}: {}, {}, {} ({}) in {:.2} s",
        to.out.display(),
        plural(site.content.articles.len(), "article"),
        plural(pages, "page"),
        plural(written.files, "file"),
        size(written.bytes),
        total.as_secs_f64()
    )];
    lines.push(format!("  {}", changes(written)));
    lines.extend(written.indexed.as_ref().map(|stats| search(stats, args)));
    lines.extend(excerpts(site));
    lines.extend(left_out(site));
    if args.verbose {
        lines.extend(left_out_files(site));
    }
    lines.extend(
        written.repaired.iter().map(|path| format!("  replaced {path}, which was changed since the last build")),
    );
    let reason = "it is no longer part of the site, but was changed since the last build";
    lines.extend(written.kept.iter().map(|path| format!("  kept {path}: {reason}")));
    if args.verbose {
        lines.extend(written.written.iter().map(|path| format!("  + {path}")));
        lines.extend(written.deleted.iter().map(|path| format!("  - {path}")));
        let stages = times.iter().map(|(stage, time)| format!("{stage} {:.0} ms", time.as_secs_f64() * 1e3));
        lines.push(format!("  {}", stages.collect::<Vec<_>>().join(", ")));
    }
    lines.join("\n") + "\n"
}

fn changes(written: &WriteReport) -> String {
    let first = match written.written.len() {
        0 => "nothing to write".to_owned(),
        n => format!("{n} written"),
    };
    let unchanged = written.files - written.written.len() - written.reused;
    let rest = [(unchanged, "came out the same"), (written.reused, "reused"), (written.deleted.len(), "deleted")];
    let rest = rest.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(", ")
}

/// The cost of the search index, which is most of the work where there are many texts.
fn search(stats: &IndexStats, args: &BuildArgs) -> String {
    let memory = stats.memory.filter(|bytes| args.verbose && *bytes > 0);
    let memory = memory.map_or_else(String::new, |bytes| format!(" with {} of memory", size(bytes)));
    format!("  search: indexed {} in {:.2} s{memory}", plural(stats.texts, "text"), stats.took.as_secs_f64())
}

/// The numbers of excerpts with and without a snapshot. One that is not in its snapshot is an error, so all others are
/// verified.
fn excerpts(site: &Site) -> Option<String> {
    let all = site.index.quotations.verified.iter().flatten().count();
    let verified = site.index.quotations.verified.iter().flatten().filter(|verified| **verified).count();
    (all > 0)
        .then(|| format!("  {}: {verified} verified, {} without a snapshot", plural(all, "excerpt"), all - verified))
}

/// `left out: 5 drafts, 1 dated in the future`.
pub(in crate::cli) fn left_out(site: &Site) -> Option<String> {
    let reasons = [OmissionReason::Draft, OmissionReason::Future, OmissionReason::Expired];
    let counts = reasons.map(|reason| (reason, site.index.omitted.files.values().filter(|it| **it == reason).count()));
    let counts = counts.iter().filter(|(_, n)| *n > 0).map(|(reason, n)| match reason {
        OmissionReason::Draft => plural(*n, "draft"),
        OmissionReason::Future => format!("{n} dated in the future"),
        OmissionReason::Expired => format!("{n} expired"),
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    (!counts.is_empty()).then(|| format!("  left out: {counts}"))
}

/// A line for each file that was left out.
pub(in crate::cli) fn left_out_files(site: &Site) -> Vec<String> {
    site.index.omitted.files.iter().map(|(path, reason)| format!("    {path} ({})", reason.word())).collect()
}

fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        b if b < 1e3 => format!("{b} B"),
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b => format!("{:.1} MB", b / 1e6),
    }
}
