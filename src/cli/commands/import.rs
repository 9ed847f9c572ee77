//! `margent import`

use std::process::ExitCode;
use std::time::Instant;

use crate::base::codes;
use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;
use crate::import::{
    self, ArticleFiles, Capture, CaptureContents, CaptureKind, FileChange, ImportOptions, ImportRefusal, OutletNames,
    Placement, PlacementOptions, SplitMode,
};
use crate::pipeline::config;
use crate::pipeline::content;
use crate::pipeline::content::ARTICLES;
use crate::pipeline::inputs::InputFile;
use crate::{BuildOptions, Diagnostic, Inputs, Memo};
use anyhow::{Result, bail};
use rayon::prelude::*;

use super::bar::with_bar;
use super::imported::{self, FailedCapture, ImportSummary, ImportedArticle};
use crate::cli::args::{GlobalArgs, ImportArgs, KindArg, SplitArg};

/// The name of a capture, and what it gives.
type CaptureResult = Result<(String, CaptureContents), ImportRefusal>;

/// Imports the files and says what became of each. Exit status 1 when one could not be imported; the others are.
pub fn run(shared: &GlobalArgs, args: &ImportArgs) -> Result<ExitCode> {
    let into = RelPath::new(&args.into).filter(|into| into.as_str() == ARTICLES || into.strip(ARTICLES).is_some());
    let Some(into) = into else {
        bail!("--into {} is not inside {ARTICLES}; name a folder there, such as {ARTICLES}/2015", args.into);
    };
    let inputs = Inputs::read(&shared.root, BuildOptions::default())?;
    // Faults of the site are for a build to tell, unless there is no site.
    let config = config::read(&inputs);
    if let Some(fault) = config.faults.iter().find(|fault| fault.code == codes::NO_CONFIG) {
        bail!("{}: {}", fault.message, fault.hints.join("; "));
    }
    let (content, memo) = content::read(&inputs, &config.value, &content::ContentMemo::default()).value;
    let outlets = OutletNames::of(&content.outlets);
    let matcher = TopicMatcher::new(&content.topics, &config.value.topics)?;
    let topics: Vec<_> = content.topics.iter().map(|topic| (topic.key.clone(), topic.title.clone())).collect();
    let mut memory = Memo::default();
    memory.content = memo;
    let check = |files| faults(&inputs, &memory, files);
    let asked = PlacementOptions { check: &check, again: args.again };
    let mut shelf = ArticleFiles::new(&shared.root, into.as_str(), &inputs, &content, asked);
    let mut done = ImportSummary::default();
    let (mut from, mut drafts) = (Vec::new(), Vec::new());
    for (file, captured) in args.files.iter().zip(read(args, &outlets, &topics, &matcher)) {
        let file = file.display().to_string();
        match captured {
            Ok((name, found)) => {
                done.left.extend(found.skipped.into_iter().map(|left| (file.clone(), left)));
                from.resize(from.len() + found.drafts.len(), file);
                drafts.extend(found.drafts.into_iter().map(|draft| (name.clone(), draft)));
            }
            Err(refusal) => done.failed.push(FailedCapture { file, refusal }),
        }
    }
    for (file, placed) in from.into_iter().zip(shelf.place(drafts)) {
        match placed.and_then(|placed| write(&shelf, args, placed)) {
            Ok(placed) => done.articles.push(ImportedArticle::new(file, placed, &outlets)),
            Err(refusal) => done.failed.push(FailedCapture { file, refusal }),
        }
    }
    imported::tell(shared.format, args, &done)?;
    Ok(if done.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the captures, in parallel.
fn read(
    args: &ImportArgs,
    outlets: &OutletNames,
    topics: &[(String, String)],
    matcher: &TopicMatcher,
) -> Vec<CaptureResult> {
    let kind = args.kind.map(|kind| match kind {
        KindArg::Text => CaptureKind::Text,
        KindArg::Html => CaptureKind::Html,
        KindArg::Feed => CaptureKind::Feed,
        KindArg::Wordpress => CaptureKind::Wordpress,
        KindArg::Markdown => CaptureKind::Markdown,
    });
    let split = match args.split {
        SplitArg::Auto => SplitMode::Auto,
        SplitArg::Always => SplitMode::Always,
        SplitArg::Never => SplitMode::Never,
    };
    let suggest = |title: &str, markdown: &str| {
        let scores = matcher.score(title, &crate::pipeline::markdown::text(markdown));
        scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.clone()).collect()
    };
    let reading = ImportOptions { outlets, topics, split, suggest: &suggest };
    with_bar(args.files.len(), Instant::now(), |tick| {
        let one = |path| {
            let drafts =
                Capture::open(path, kind).and_then(|it| Ok((it.name.clone(), import::read_capture(&it, &reading)?)));
            tick();
            drafts
        };
        args.files.par_iter().map(|path| one(path)).collect()
    })
}

/// Writes an article where that was asked for.
fn write(shelf: &ArticleFiles<'_>, args: &ImportArgs, placed: Placement) -> Result<Placement, ImportRefusal> {
    match placed.state {
        FileChange::New { .. } if !args.dry_run => shelf.create(&placed)?,
        FileChange::Changed { .. } if args.update && !args.dry_run => shelf.update(&placed)?,
        FileChange::New { .. } | FileChange::Changed { .. } | FileChange::Same | FileChange::Released { .. } => {}
    }
    Ok(placed)
}

/// The faults of the site with these files, drafts included.
fn faults(inputs: &Inputs, memory: &Memo, files: Vec<(RelPath, Vec<u8>)>) -> Vec<Diagnostic> {
    let mut inputs = inputs.clone();
    (inputs.options.drafts, inputs.options.future) = (true, true);
    inputs.files.extend(files.into_iter().map(|(path, bytes)| (path, InputFile::new(bytes))));
    crate::load(inputs, memory).faults
}
