//! `margent new`

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, anyhow, bail};

use super::clip;
use super::clip::site::{ClipSite, outlet_named, topic_key, write};
use crate::base::codes;
use crate::base::diagnostic::has_errors;
use crate::base::text::slug;
use crate::cli::args::{GlobalArgs, NewArgs};
use crate::cli::reports::{clip_report, fault_report};
use crate::cli::terminal::{eprint, print};
use crate::import::clip::{ClipRequest, ClippedReport, ReportFacts, read_report};
use crate::import::{ImportRefusal, SavedReport};
use crate::pipeline::content::OUTLETS;
use crate::pipeline::inputs;

/// Writes the article, with a source and a snapshot if a report is named, prints its path, and opens it in an editor.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &NewArgs) -> Result<ExitCode> {
    let site = ClipSite::load(global)?;
    if site.loaded.faults.iter().any(|fault| fault.code == codes::NO_CONFIG) {
        return fault_report::refuse(global, &site.inputs, site.loaded.faults, "written");
    }
    let title = args.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = slug::file_stem(&slug::slugify(&title));
    if name.is_empty() {
        bail!("the title `{title}` has no letters to make an address from");
    }
    let (content, slug) = (&site.loaded.content, slug::without_date(&name));
    if let Some(other) = content.articles.iter().find(|article| article.slug == slug) {
        bail!("{} has the same address; choose another title", other.path);
    }
    let topics = args.topic.iter().map(|name| topic_key(&content.topics, name)).collect::<Result<Vec<_>>>()?;
    let request = ClipRequest {
        title: Some(title),
        topics: Some(topics),
        tags: args.tag.clone(),
        release: !args.draft,
        ..ClipRequest::default()
    };
    let report = report(args, &site)?;
    let checked = match site.clip(&request, report.as_slice())? {
        Ok(checked) => checked,
        Err(ImportRefusal { message, hint, .. }) => bail!("{message}; {hint}"),
    };
    if has_errors(&checked.faults) {
        return fault_report::refuse(global, &checked.inputs, checked.faults, "written");
    }
    write(&global.root, &checked.plan)?;
    let path = global.root.join(checked.plan.article.as_str());
    print(&format!("{}\n", path.display()))?;
    report.iter().try_for_each(|report| tell(report, &site))?;
    if !args.no_edit && io::stdout().is_terminal() {
        open_editor(&path)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The report that --source and --outlet name. An address that cannot be read is cited without a snapshot.
fn report(args: &NewArgs, site: &ClipSite) -> Result<Option<ClippedReport>> {
    let outlet = args.outlet.as_ref().map(|name| outlet_named(&site.loaded.content.outlets, name)).transpose()?;
    let facts = ReportFacts { outlet, ..ReportFacts::default() };
    let Some(source) = &args.source else {
        return if facts.outlet.is_some() { cite(SavedReport::default(), &facts, site) } else { Ok(None) };
    };
    let is_address = clip::is_address(source);
    if !is_address && !Path::new(source).exists() {
        bail!("--source {source} is neither a file nor a complete web address, which starts with https://");
    }
    let address = ReportFacts { url: Some(source.clone()), ..facts.clone() };
    if is_address && args.no_fetch {
        return cite(SavedReport::default(), &address, site);
    }
    match clip::read_capture(source, args.reading)?
        .and_then(|read| Ok((read_report(&read.capture, &site.outlets)?, read)))
    {
        Ok((report, read)) => cite(report, &ReportFacts { fetched_from: read.fetched_from, ..facts }, site),
        Err(ImportRefusal { message, hint, .. }) if is_address => {
            eprint(&format!("no snapshot is kept: {message}; {hint}\n"))?;
            cite(SavedReport::default(), &address, site)
        }
        Err(ImportRefusal { message, hint, .. }) => bail!("{source}: {message}; {hint}"),
    }
}

fn cite(report: SavedReport, facts: &ReportFacts, site: &ClipSite) -> Result<Option<ClippedReport>> {
    let clipped = ClippedReport::new(report, facts, &site.outlets, site.today);
    clipped.map(Some).map_err(|ImportRefusal { message, hint, .. }| anyhow!("{message}; {hint}"))
}

/// Prints what an editor should know of the report, and the articles that cite it already.
fn tell(report: &ClippedReport, site: &ClipSite) -> Result<()> {
    if report.declared.is_none() {
        let name = &report.outlet_name;
        let domains = report.host.as_ref().map(|host| format!(" with domains = [\"{host}\"]")).unwrap_or_default();
        eprint(&format!("the outlet {name} is not declared; add a file to {OUTLETS}/{domains}\n"))?;
    }
    if !report.text().is_empty() {
        clip_report::notices(report).iter().try_for_each(|line| eprint(&format!("{}\n", line.trim_start())))?;
    }
    let cited = site.cites(report.source.url.as_deref());
    cited.iter().try_for_each(|path| eprint(&format!("{path} cites this address already\n")))
}

/// Opens the file in the user's editor through the shell, as git does, since the variable may hold options.
fn open_editor(path: &Path) -> Result<()> {
    let Some(editor) = inputs::editor() else {
        return eprint("no editor was opened, since neither $VISUAL nor $EDITOR is set\n");
    };
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{editor} \"$@\""), &editor]).arg(path);
    let status = command.status().with_context(|| format!("cannot run {editor}"))?;
    if !status.success() {
        bail!("{editor} failed; the article is in {}", path.display());
    }
    Ok(())
}
