//! The report of `margent import`: for each article the decisions, removals and open entries, and a table of all.

use std::collections::BTreeSet;

use crate::base::text::path::RelPath;
use crate::base::text::{slug, words};
use crate::import::{Confidence, FileChange, ImportRefusal, LeftAlone, OutletNames, Placement, Skipped};
use crate::pipeline::content::Unknown;
use anyhow::Result;
use serde_json::json;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::args::ImportArgs;
use crate::cli::terminal::{self, BOLD, PLAIN, RED, eprint, plural, print, print_exactly};
use crate::pipeline::content::IMPORTS;
use crate::pipeline::report::Format;

/// The results of an import.
#[derive(Default)]
pub(in crate::cli) struct ImportSummary {
    /// Articles, in the order of the files.
    pub(in crate::cli) articles: Vec<ImportedArticle>,
    /// Captures that could not be imported, or not completely.
    pub(in crate::cli) failed: Vec<FailedCapture>,
    /// Parts of captures that were skipped, each with its file.
    pub(in crate::cli) skipped: Vec<(String, Skipped)>,
    /// The number of articles whose notes were moved to `content/imports/`.
    pub(in crate::cli) moved: usize,
}

/// An article from a capture.
pub(in crate::cli) struct ImportedArticle {
    file: String,
    placed: Placement,
    /// The outlets that it cites but the site does not declare.
    undeclared: BTreeSet<String>,
}

/// A capture that could not be imported.
pub(in crate::cli) struct FailedCapture {
    /// Path of the capture.
    pub(in crate::cli) file: String,
    /// The reason.
    pub(in crate::cli) refusal: ImportRefusal,
}

impl ImportedArticle {
    /// An article from the capture `file`, and its place in the site.
    pub(in crate::cli) fn new(file: String, placed: Placement, outlets: &OutletNames) -> Self {
        let cited = placed.draft.sources.iter().map(|source| &source.outlet);
        let undeclared: BTreeSet<_> = cited.filter(|name| outlets.find(name).is_none()).cloned().collect();
        Self { file, placed, undeclared }
    }

    /// The change to its file, made or to be made.
    fn state(&self, args: &ImportArgs) -> &'static str {
        match (&self.placed.state, args.dry_run) {
            (FileChange::New { .. }, true) => "new",
            (FileChange::New { .. }, false) => "written",
            (FileChange::Same, _) => "the same",
            (FileChange::Changed { .. }, false) if args.update => "updated",
            (FileChange::Changed { .. }, _) => "changed",
            (FileChange::LeftAlone(LeftAlone::Released(_) | LeftAlone::Unreadable(..)), _) => "left as it is",
            (FileChange::LeftAlone(LeftAlone::Deleted), _) => "left out",
        }
    }

    /// The points that an editor should check first, each in a few words.
    fn problems(&self) -> Vec<String> {
        let draft = &self.placed.draft;
        let mut problems: Vec<String> = Vec::new();
        let guesses = draft.decisions.iter().filter(|decision| decision.confidence == Confidence::Low).count();
        if guesses > 0 {
            problems.push(format!("{guesses} to check"));
        }
        let lost = draft.unknown.iter().filter(|entry| matches!(entry, Unknown::LinkTarget(_))).count();
        if lost > 0 {
            problems.push(format!("{} to fix", plural(lost, "link")));
        }
        if !self.undeclared.is_empty() {
            let names: Vec<&str> = self.undeclared.iter().map(String::as_str).collect();
            problems.push(format!("undeclared: {}", names.join(", ")));
        }
        let open = draft.unknown().len();
        if open > 0 && matches!(self.placed.state, FileChange::New { .. }) {
            problems.push(format!("{open} to fill in"));
        }
        match &self.placed.state {
            FileChange::Changed { kept, .. } if !kept.is_empty() => {
                problems.push(format!("you changed: {}", kept.join(", ")))
            }
            FileChange::Changed { .. } => problems.push("changed".to_owned()),
            FileChange::LeftAlone(LeftAlone::Released(_)) => problems.push("yours".to_owned()),
            FileChange::LeftAlone(LeftAlone::Deleted) => problems.push("deleted".to_owned()),
            FileChange::LeftAlone(LeftAlone::Unreadable(..)) => problems.push("cannot be read".to_owned()),
            FileChange::New { .. } | FileChange::Same => {}
        }
        problems
    }
}

/// Prints the report. For people results go to standard output and errors to standard error; for GitHub vice versa.
pub(in crate::cli) fn show(format: Format, args: &ImportArgs, summary: &ImportSummary) -> Result<()> {
    let articles: String = summary.articles.iter().map(|article| details(article, args)).collect();
    let skipped: String = summary.skipped.iter().map(skipped_text).collect();
    let table = table(&summary.articles);
    let totals = totals(args, summary);
    let text = format!("{articles}{skipped}{table}{totals}");
    match format {
        Format::Human => {
            eprint(&summary.failed.iter().map(human).collect::<String>())?;
            print(&text)
        }
        Format::Json => {
            let articles = summary.articles.iter().map(|article| as_json(article, args));
            let skipped = summary.skipped.iter().map(skipped_json);
            let lines = articles.chain(skipped).chain(summary.failed.iter().map(failed_json));
            print_exactly(&lines.map(|line| line + "\n").collect::<String>())?;
            eprint(&totals)
        }
        Format::Github | Format::Sarif => {
            print_exactly(&summary.failed.iter().map(github).collect::<String>())?;
            eprint(&text)
        }
    }
}

/// The decisions, removals and open entries, and the text, or the changes in it.
fn details(article: &ImportedArticle, args: &ImportArgs) -> String {
    let Placement { draft, path, state, .. } = &article.placed;
    let mut lines = vec![format!("{BOLD}{path}{PLAIN}: {}", article.state(args))];
    match state {
        FileChange::Same => return String::new(),
        FileChange::LeftAlone(why) => {
            lines.push(format!("  “{}” is not imported: {}", draft.title, reason(path, *why)));
            lines.push(match why {
                LeftAlone::Unreadable(..) => "  mend it, as `margent check` says, and import again".to_owned(),
                LeftAlone::Released(_) | LeftAlone::Deleted => "  use --again to import it as a new draft".to_owned(),
            });
            return lines.join("\n") + "\n\n";
        }
        FileChange::New { .. } => {}
        FileChange::Changed { updated, kept, .. } => {
            let advice = if args.update { "" } else { " (update with --update)" };
            lines.extend((!updated.is_empty()).then(|| format!("  differs: {}{advice}", updated.join(", "))));
            lines.extend((!kept.is_empty()).then(|| format!("  kept, since you changed it: {}", kept.join(", "))));
        }
    }
    lines.extend(draft.unknown().iter().map(|entry| format!("  to fill in: {entry}")));
    let with = |confidence| draft.decisions.iter().filter(move |decision| decision.confidence == confidence);
    let uncertain = with(Confidence::Low).chain(with(Confidence::Medium));
    lines.extend(uncertain.map(|decision| format!("  {}: {}", decision.confidence.word(), decision.text)));
    lines.extend(draft.removed.iter().map(|it| format!("  removed ({}): {}", it.kind, words::truncate(&it.text, 72))));
    match state {
        FileChange::New { text } if args.dry_run => lines.push(format!("\n{}", text.trim_end())),
        FileChange::Changed { kept, .. } => {
            lines.extend(Some(state.diff()).filter(|diff| !diff.is_empty()).map(|diff| format!("\n{diff}")));
            if !kept.is_empty() {
                lines.push(format!("\n  Your version, and what the capture states now:\n{}", state.unmerged()));
            }
        }
        FileChange::New { .. } | FileChange::Same | FileChange::LeftAlone(_) => {}
    }
    lines.join("\n") + "\n\n"
}

/// The reason why an article is not imported.
fn reason(path: &RelPath, left_alone: LeftAlone) -> String {
    match left_alone {
        LeftAlone::Released(why) => format!("{why}, and no import wrote it, so it is yours"),
        LeftAlone::Deleted => "you deleted the file that it was imported into".to_owned(),
        LeftAlone::Unreadable(line, column) => format!("the front matter cannot be read at {path}:{line}:{column}"),
    }
}

/// The report of a part of a capture that is in no article.
fn skipped_text((file, Skipped { line, what, why }): &(String, Skipped)) -> String {
    let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
    format!("{BOLD}{place}{PLAIN}: skipped: {what}\n  {why}\n\n")
}

fn skipped_json((file, Skipped { line, what, why }): &(String, Skipped)) -> String {
    json!({ "from": file, "line": line, "left": what, "why": why }).to_string()
}

/// The columns, and their greatest widths.
const COLUMNS: [(&str, usize); 5] =
    [("file", 48), ("outlets", 32), ("topics", 24), ("excerpts", 8), ("confidence", 10)];

fn table(articles: &[ImportedArticle]) -> String {
    if articles.is_empty() {
        return String::new();
    }
    let head = COLUMNS.map(|(name, _)| name.to_owned());
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(articles.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let mut widths: Vec<usize> = COLUMNS.iter().enumerate().map(|(n, (_, most))| width(n).min(*most)).collect();
    shrink(&mut widths, terminal::width());
    let lines: Vec<String> = rows.iter().map(|row| line(row, &widths)).collect();
    let mut text = format!("{BOLD}{}{PLAIN}", lines[0]);
    for (line, article) in lines[1..].iter().zip(articles) {
        let problems = article.problems().join(", ");
        let problems = if problems.is_empty() { problems } else { format!("    {problems}\n") };
        text.push_str(&format!("{line}{problems}"));
    }
    text
}

/// Narrows the widest columns until a row fits into a terminal of `width` columns.
fn shrink(widths: &mut [usize], width: usize) {
    /// A column is never narrower.
    const LEAST: usize = 8;
    let between = 2 * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + between > width {
        match widths.iter_mut().max() {
            Some(widest) if *widest > LEAST => *widest -= 1,
            Some(_) | None => return,
        }
    }
}

fn line(row: &[String; 5], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| fit(cell, *width));
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
}

fn row(article: &ImportedArticle) -> [String; 5] {
    let draft = &article.placed.draft;
    let or_dash = |list: Vec<String>| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
    [
        article.placed.path.name().to_owned(),
        or_dash(draft.sources.iter().map(|source| source.outlet.clone()).collect()),
        or_dash(draft.topics.clone()),
        draft.excerpts().to_string(),
        draft.confidence().word().to_owned(),
    ]
}

/// The text cut or padded to `width` columns of a terminal.
fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return format!("{text}{}", " ".repeat(width - text.width()));
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + c.width().unwrap_or_default() >= width {
            break;
        }
        cut.push(c);
    }
    let filled = width.saturating_sub(cut.width() + 1);
    format!("{cut}…{}", " ".repeat(filled))
}

fn totals(args: &ImportArgs, summary: &ImportSummary) -> String {
    let mut states: Vec<(&str, usize)> = Vec::new();
    for state in summary.articles.iter().map(|article| article.state(args)) {
        match states.iter_mut().find(|(known, _)| *known == state) {
            Some((_, count)) => *count += 1,
            None => states.push((state, 1)),
        }
    }
    let states: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let failed = if summary.failed.is_empty() {
        String::new()
    } else {
        format!("; {} could not be imported", summary.failed.len())
    };
    let mut undeclared: Vec<&String> = summary.articles.iter().flat_map(|article| &article.undeclared).collect();
    undeclared.sort_unstable();
    undeclared.dedup();
    let files = plural(args.files.len(), "file");
    let articles = plural(summary.articles.len(), "article");
    let states = if states.is_empty() { String::new() } else { format!(": {}", states.join(", ")) };
    let moved = match summary.moved {
        0 => String::new(),
        n => format!("moved the notes of earlier imports from {} to {IMPORTS}/\n", plural(n, "article")),
    };
    let dry = if args.dry_run { "; nothing was written" } else { "" };
    format!(
        "{BOLD}{files}{PLAIN}, {articles}{states}{failed}{dry}\n{moved}{}",
        undeclared.into_iter().map(|name| declaration_hint(name)).collect::<String>()
    )
}

/// Advice on declaring an outlet.
fn declaration_hint(name: &str) -> String {
    let key = slug::slugify(name);
    format!(
        "  outlet “{name}” is not declared: add content/outlets/{key}.md with a `name`, or add it to the `aliases` of another\n"
    )
}

fn place(failed: &FailedCapture) -> String {
    failed.refusal.line.map_or_else(|| failed.file.clone(), |line| format!("{}:{line}", failed.file))
}

fn human(failed: &FailedCapture) -> String {
    let ImportRefusal { message, hint, .. } = &failed.refusal;
    format!("{RED}error{PLAIN}: {}: {message}\n  = help: {hint}\n", place(failed))
}

fn github(failed: &FailedCapture) -> String {
    let ImportRefusal { line, message, hint } = &failed.refusal;
    let line = line.map_or_else(String::new, |line| format!(",line={line}"));
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let file = escape(&failed.file).replace(':', "%3A").replace(',', "%2C");
    format!("::error file={file}{line}::{}\n", escape(&format!("{message}; {hint}")))
}

fn failed_json(failed: &FailedCapture) -> String {
    let ImportRefusal { line, message, hint } = &failed.refusal;
    json!({ "severity": "error", "message": message, "hints": [hint], "place": { "path": failed.file, "line": line } })
        .to_string()
}

fn as_json(article: &ImportedArticle, args: &ImportArgs) -> String {
    let Placement { draft, path, state, .. } = &article.placed;
    let decision = |it: &crate::import::Decision| json!({ "confidence": it.confidence.word(), "text": it.text });
    let mut object = json!({
        "from": article.file,
        "path": path.as_str(),
        "state": article.state(args),
        "title": draft.title,
        "url": draft.url,
        "outlets": draft.sources.iter().map(|source| &source.outlet).collect::<Vec<_>>(),
        "topics": draft.topics,
        "excerpts": draft.excerpts(),
        "confidence": draft.confidence().word(),
        "problems": article.problems(),
        "unknown": draft.unknown().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "decisions": draft.decisions.iter().map(decision).collect::<Vec<_>>(),
        "removed": draft.removed.iter().map(|it| json!({ "kind": it.kind, "text": it.text })).collect::<Vec<_>>(),
    });
    match state {
        FileChange::New { text } => object["text"] = json!(text),
        FileChange::Changed { .. } => {
            object["diff"] = json!(state.diff());
            object["unmerged"] = json!(state.unmerged());
        }
        FileChange::LeftAlone(why) => object["why"] = json!(reason(path, *why)),
        FileChange::Same => {}
    }
    object.to_string()
}
