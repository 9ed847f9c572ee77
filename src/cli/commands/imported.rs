//! What an import says: of each article what was decided, left out and not known, and a table of all.

use crate::base::text::words;
use crate::import::{Confidence, FileChange, ImportRefusal, OutletNames, Placement, Skipped};
use crate::pipeline::content::Unknown;
use anyhow::Result;
use serde_json::json;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{BOLD, PLAIN, RED, notify, number, say};
use crate::cli::args::{FormatArg, ImportArgs};

/// What became of the files.
#[derive(Default)]
pub struct ImportSummary {
    /// Articles, in the order of the files.
    pub articles: Vec<ImportedArticle>,
    /// Files that could not be imported, wholly or in part.
    pub failed: Vec<FailedCapture>,
    /// What the files hold besides articles, each with its file.
    pub left: Vec<(String, Skipped)>,
}

/// An article of a file.
pub struct ImportedArticle {
    file: String,
    placed: Placement,
    /// The outlets that it cites and that the site does not declare.
    undeclared: Vec<String>,
}

/// A file that could not be imported.
pub struct FailedCapture {
    /// The file.
    pub file: String,
    /// Why.
    pub refusal: ImportRefusal,
}

impl ImportedArticle {
    /// An article of the file, and where it went.
    pub fn new(file: String, placed: Placement, outlets: &OutletNames) -> Self {
        let cited = placed.draft.sources.iter().map(|source| &source.outlet);
        let undeclared = cited.filter(|name| outlets.find(name).is_none()).cloned().collect();
        Self { file, placed, undeclared }
    }

    /// What became of it, or would.
    fn state(&self, args: &ImportArgs) -> &'static str {
        match (&self.placed.state, args.dry_run) {
            (FileChange::New { .. }, true) => "new",
            (FileChange::New { .. }, false) => "written",
            (FileChange::Same, _) => "the same",
            (FileChange::Changed { .. }, false) if args.update => "updated",
            (FileChange::Changed { .. }, _) => "changed",
            (FileChange::Released { .. }, _) => "left as it is",
        }
    }

    /// What an editor should look at first, each in a few words.
    fn problems(&self) -> Vec<String> {
        let draft = &self.placed.draft;
        let mut problems: Vec<String> = Vec::new();
        let guesses = draft.decisions.iter().filter(|it| it.confidence == Confidence::Low).count();
        if guesses > 0 {
            problems.push(format!("{guesses} to check"));
        }
        let lost = draft.unknown.iter().filter(|entry| matches!(entry, Unknown::LinkTarget(_))).count();
        if lost > 0 {
            problems.push(format!("{} to mend", number(lost, "link")));
        }
        problems.extend(self.undeclared.iter().map(|name| format!("undeclared: {name}")));
        match &self.placed.state {
            FileChange::Changed { kept, .. } if !kept.is_empty() => {
                problems.push(format!("you changed: {}", kept.join(", ")))
            }
            FileChange::Changed { .. } => problems.push("changed".to_owned()),
            FileChange::Released { .. } => problems.push("released".to_owned()),
            FileChange::New { .. } | FileChange::Same => {}
        }
        problems
    }
}

/// Says what became of the files: results to standard output, faults to standard error; the other way round for programs.
pub fn tell(format: FormatArg, args: &ImportArgs, done: &ImportSummary) -> Result<()> {
    let articles: String = done.articles.iter().map(|article| details(article, args)).collect();
    let left: String = done.left.iter().map(left_out).collect();
    let told = format!("{articles}{left}{}{}", table(&done.articles), summary(args, done));
    match format {
        FormatArg::Human => {
            notify(&done.failed.iter().map(human).collect::<String>())?;
            say(&told)
        }
        FormatArg::Json => {
            let articles = done.articles.iter().map(|article| as_json(article, args));
            let left = done.left.iter().map(left_json);
            say(&articles
                .chain(left)
                .chain(done.failed.iter().map(failed_json))
                .map(|line| line + "\n")
                .collect::<String>())?;
            notify(&summary(args, done))
        }
        FormatArg::Github => {
            say(&done.failed.iter().map(github).collect::<String>())?;
            notify(&told)
        }
    }
}

/// What was decided, left out and not known, and the text or what has changed in it.
fn details(article: &ImportedArticle, args: &ImportArgs) -> String {
    let Placement { draft, path, state } = &article.placed;
    let mut lines = vec![format!("{BOLD}{path}{PLAIN}: {}", article.state(args))];
    match state {
        FileChange::Same => return String::new(),
        FileChange::Released { why } => {
            let title = &draft.title;
            lines.push(format!("  “{title}” is not imported: {why}, and without a table [import] it is yours"));
            lines.push("  --again imports it as a draft of its own".to_owned());
            return lines.join("\n") + "\n\n";
        }
        FileChange::New { .. } => {}
        FileChange::Changed { updated, kept, .. } => {
            let advice = if args.update { "" } else { " (brought up to date by --update)" };
            lines.extend((!updated.is_empty()).then(|| format!("  differs: {}{advice}", updated.join(", "))));
            lines.extend((!kept.is_empty()).then(|| format!("  kept, since you changed it: {}", kept.join(", "))));
        }
    }
    lines.extend(draft.unknown().iter().map(|entry| format!("  to fill in: {entry}")));
    let sure = |confidence| draft.decisions.iter().filter(move |it| it.confidence == confidence);
    let unsure = sure(Confidence::Low).chain(sure(Confidence::Medium));
    lines.extend(unsure.map(|it| format!("  {}: {}", it.confidence.word(), it.text)));
    lines.extend(draft.removed.iter().map(|it| format!("  removed ({}): {}", it.kind, words::truncate(&it.text, 72))));
    match state {
        FileChange::New { text } if args.dry_run => lines.push(format!("\n{}", text.trim_end())),
        FileChange::Changed { .. } => lines.push(format!("\n{}", state.diff())),
        FileChange::New { .. } | FileChange::Same | FileChange::Released { .. } => {}
    }
    lines.join("\n") + "\n\n"
}

/// What is in a file and in no article.
fn left_out((file, Skipped { line, what, why }): &(String, Skipped)) -> String {
    let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
    format!("{BOLD}{place}{PLAIN}: left out: {what}\n  {why}\n\n")
}

fn left_json((file, Skipped { line, what, why }): &(String, Skipped)) -> String {
    json!({ "from": file, "line": line, "left": what, "why": why }).to_string()
}

/// Heads of the columns, and how wide they may be.
const COLUMNS: [(&str, usize); 7] = [
    ("file", 36),
    ("title", 32),
    ("outlets", 24),
    ("topics", 20),
    ("excerpts", 8),
    ("confidence", 10),
    ("problems", 48),
];

fn table(articles: &[ImportedArticle]) -> String {
    if articles.is_empty() {
        return String::new();
    }
    let head = COLUMNS.map(|(name, _)| name.to_owned());
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(articles.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: Vec<usize> = COLUMNS.iter().enumerate().map(|(n, (_, most))| width(n).min(*most)).collect();
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| fit(cell, *width));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter()
        .enumerate()
        .map(|(n, row)| if n == 0 { format!("{BOLD}{}{PLAIN}", line(row)) } else { line(row) })
        .collect()
}

fn row(article: &ImportedArticle) -> [String; 7] {
    let draft = &article.placed.draft;
    let or_dash = |list: Vec<String>| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
    [
        article.placed.path.name().to_owned(),
        draft.title.clone(),
        or_dash(draft.sources.iter().map(|source| source.outlet.clone()).collect()),
        or_dash(draft.topics.clone()),
        draft.excerpts().to_string(),
        draft.confidence().word().to_owned(),
        or_dash(article.problems()),
    ]
}

/// The text in so many columns of a terminal, cut or filled up with spaces.
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

fn summary(args: &ImportArgs, done: &ImportSummary) -> String {
    let mut states: Vec<(&str, usize)> = Vec::new();
    for state in done.articles.iter().map(|article| article.state(args)) {
        match states.iter_mut().find(|(known, _)| *known == state) {
            Some((_, count)) => *count += 1,
            None => states.push((state, 1)),
        }
    }
    let states: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let failed =
        if done.failed.is_empty() { String::new() } else { format!("; {} could not be imported", done.failed.len()) };
    let mut undeclared: Vec<&String> = done.articles.iter().flat_map(|article| &article.undeclared).collect();
    undeclared.sort_unstable();
    undeclared.dedup();
    let declare = |name: &&String| {
        let key = crate::base::text::slug::slugify(name);
        format!(
            "  the site has no outlet “{name}”: write content/outlets/{key}.md with a `name`, or name it among the `aliases` of another\n"
        )
    };
    let files = number(args.files.len(), "file");
    let articles = number(done.articles.len(), "article");
    let states = if states.is_empty() { String::new() } else { format!(": {}", states.join(", ")) };
    let dry = if args.dry_run { "; nothing was written" } else { "" };
    format!(
        "{BOLD}{files}{PLAIN}, {articles}{states}{failed}{dry}\n{}",
        undeclared.iter().map(declare).collect::<String>()
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
    let Placement { draft, path, state } = &article.placed;
    let decision = |it: &crate::import::Decision| json!({ "confidence": it.confidence.word(), "text": it.text });
    let mut object = json!({
        "from": article.file,
        "path": path.as_str(),
        "state": article.state(args),
        "title": draft.title,
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
        FileChange::Changed { .. } => object["diff"] = json!(state.diff()),
        FileChange::Released { why } => object["why"] = json!(why),
        FileChange::Same => {}
    }
    object.to_string()
}
