//! `margent import`

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;
use crate::import::{
    self, ArticleFiles, Capture, CaptureContents, FileChange, ImportOptions, ImportRefusal, OutletNames, Placement,
    PlacementOptions,
};
use crate::pipeline::content::ARTICLES;
use crate::pipeline::inputs::InputFile;
use crate::pipeline::{config, content, markdown};
use crate::{BuildOptions, Diagnostic, Inputs, Memo};
use anyhow::{Result, anyhow, bail};
use rayon::prelude::*;

use super::clip::site::today;
use crate::cli::args::{GlobalArgs, ImportArgs};
use crate::cli::reports::import_report::{self, FailedCapture, ImportSummary, ImportedArticle};
use crate::cli::terminal::with_progress;

/// The name of a capture, and its contents.
type CaptureResult = Result<(String, CaptureContents), ImportRefusal>;

/// Imports the files and reports on each. If one cannot be imported, the others are, and the exit status is 1.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &ImportArgs) -> Result<ExitCode> {
    let into = RelPath::new(&args.into).filter(|into| into.as_str() == ARTICLES || into.strip(ARTICLES).is_some());
    let Some(into) = into else {
        bail!("--into {} is not inside {ARTICLES}; name a folder there, such as {ARTICLES}/2015", args.into);
    };
    let inputs = Inputs::read(&global.root, BuildOptions::default())?;
    // Faults of the site are reported by a build.
    let config = config::read(&inputs);
    let (content, memo) = content::read(&inputs, &config.value, &content::ContentMemo::default()).value;
    let outlets = OutletNames::of(&content.outlets);
    let matcher = TopicMatcher::of_content(&content, &config.value.topics, &inputs)?;
    let topics: Vec<_> = content.topics.iter().map(|topic| (topic.key.clone(), topic.title.clone())).collect();
    let mut memory = Memo::default();
    memory.content = memo;
    let check = |files| faults_with(&inputs, &memory, files);
    let options = PlacementOptions { config: &config.value, check: &check, again: args.again };
    let article_files = ArticleFiles::new(&global.root, into.as_str(), &inputs, &content, options);
    let mut article_files = article_files.map_err(into_error)?;
    let mut summary = ImportSummary::default();
    if !args.dry_run {
        summary.moved = article_files.move_notes().map_err(into_error)?;
    }
    let (mut origins, mut drafts) = (Vec::new(), Vec::new());
    let suggest = |title: &str, markdown: &str| suggested_topics(&matcher, title, markdown);
    let today = today(&inputs, &config.value)?;
    let options = ImportOptions { outlets: &outlets, topics: &topics, today, split: args.split, suggest: &suggest };
    for (file, result) in args.files.iter().zip(read_captures(args, &options)) {
        let file = file.display().to_string();
        match result {
            Ok((name, contents)) => {
                summary.skipped.extend(contents.skipped.into_iter().map(|skipped| (file.clone(), skipped)));
                origins.resize(origins.len() + contents.drafts.len(), file);
                drafts.extend(contents.drafts.into_iter().map(|draft| (name.clone(), draft)));
            }
            Err(refusal) => summary.failed.push(FailedCapture { file, refusal }),
        }
    }
    for (file, placed) in origins.into_iter().zip(article_files.place(drafts)) {
        match placed.and_then(|placed| write(&mut article_files, args, placed)) {
            Ok(placed) => summary.articles.push(ImportedArticle::new(file, placed, &outlets)),
            Err(refusal) => summary.failed.push(FailedCapture { file, refusal }),
        }
    }
    if !args.dry_run {
        article_files.save_records().map_err(into_error)?;
    }
    import_report::show(global.format, args, &summary)?;
    Ok(if summary.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the captures, in parallel.
fn read_captures(args: &ImportArgs, options: &ImportOptions<'_>) -> Vec<CaptureResult> {
    with_progress(args.files.len(), Instant::now(), |tick| {
        args.files.par_iter().map(|path| read_capture(path, args, options).inspect(|_| tick())).collect()
    })
}

fn suggested_topics(matcher: &TopicMatcher, title: &str, markdown: &str) -> Vec<String> {
    let scores = matcher.score(title, &markdown::plain_text(markdown));
    scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.clone()).collect()
}

fn read_capture(path: &Path, args: &ImportArgs, options: &ImportOptions<'_>) -> CaptureResult {
    let capture = Capture { charset: args.charset, ..Capture::open(path, args.kind)? };
    let contents = import::read_capture(&capture, options)?;
    Ok((capture.name, contents))
}

/// Writes an article, if the options say so.
fn write(
    article_files: &mut ArticleFiles<'_>,
    args: &ImportArgs,
    placed: Placement,
) -> Result<Placement, ImportRefusal> {
    match placed.state {
        FileChange::New { .. } if !args.dry_run => article_files.create(&placed)?,
        FileChange::Changed { .. } if args.update && !args.dry_run => article_files.update(&placed)?,
        FileChange::New { .. } | FileChange::Changed { .. } | FileChange::Same | FileChange::LeftAlone(_) => {}
    }
    Ok(placed)
}

fn into_error(refusal: ImportRefusal) -> anyhow::Error {
    anyhow!("{}; {}", refusal.message, refusal.hint)
}

/// The faults of the site with these files in it, drafts included.
fn faults_with(inputs: &Inputs, memory: &Memo, files: Vec<(RelPath, Vec<u8>)>) -> Vec<Diagnostic> {
    let mut inputs = inputs.clone();
    (inputs.options.drafts, inputs.options.future) = (true, true);
    inputs.files.extend(files.into_iter().map(|(path, bytes)| (path, InputFile::new(bytes))));
    crate::load(inputs, memory).faults
}
