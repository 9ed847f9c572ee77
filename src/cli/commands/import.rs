//! `margent import`

use std::process::ExitCode;
use std::time::Instant;

use crate::base::codes;
use crate::base::text::path::RelPath;
use crate::editor::topics::Matcher;
use crate::import::{self, Asked, Capture, Found, Kind, Outlets, Placed, Reading, Refusal, Shelf, Split, State};
use crate::pipeline::config;
use crate::pipeline::content;
use crate::pipeline::content::ARTICLES;
use crate::pipeline::inputs::File;
use crate::{Diagnostic, Inputs, Memo, Options};
use anyhow::{Result, bail};
use rayon::prelude::*;

use super::bar::with_bar;
use super::imported::{self, Article, Done, Failed};
use crate::cli::args::{ImportArgs, KindArg, Shared, SplitArg};

/// The name of a capture, and what it gives.
type Captured = Result<(String, Found), Refusal>;

/// Imports the files and says what became of each. Exit status 1 when one could not be imported; the others are.
pub fn run(shared: &Shared, args: &ImportArgs) -> Result<ExitCode> {
    let into = RelPath::new(&args.into).filter(|into| into.as_str() == ARTICLES || into.strip(ARTICLES).is_some());
    let Some(into) = into else {
        bail!("--into {} is not inside {ARTICLES}; name a folder there, such as {ARTICLES}/2015", args.into);
    };
    let inputs = Inputs::read(&shared.root, Options::default())?;
    // Faults of the site are for a build to tell, unless there is no site.
    let config = config::read(&inputs);
    if let Some(fault) = config.faults.iter().find(|fault| fault.code == codes::NO_CONFIG) {
        bail!("{}: {}", fault.message, fault.hints.join("; "));
    }
    let (content, memo) = content::read(&inputs, &config.value, &content::Memo::default()).value;
    let outlets = Outlets::of(&content.outlets);
    let matcher = Matcher::new(&content.topics, &config.value.topics)?;
    let topics: Vec<_> = content.topics.iter().map(|topic| (topic.key.clone(), topic.title.clone())).collect();
    let mut memory = Memo::default();
    memory.content = memo;
    let check = |files| faults(&inputs, &memory, files);
    let asked = Asked { check: &check, again: args.again };
    let mut shelf = Shelf::new(&shared.root, into.as_str(), &inputs, &content, asked);
    let mut done = Done::default();
    let (mut from, mut drafts) = (Vec::new(), Vec::new());
    for (file, captured) in args.files.iter().zip(read(args, &outlets, &topics, &matcher)) {
        let file = file.display().to_string();
        match captured {
            Ok((name, found)) => {
                done.left.extend(found.left.into_iter().map(|left| (file.clone(), left)));
                from.resize(from.len() + found.drafts.len(), file);
                drafts.extend(found.drafts.into_iter().map(|draft| (name.clone(), draft)));
            }
            Err(refusal) => done.failed.push(Failed { file, refusal }),
        }
    }
    for (file, placed) in from.into_iter().zip(shelf.place(drafts)) {
        match placed.and_then(|placed| write(&shelf, args, placed)) {
            Ok(placed) => done.articles.push(Article::new(file, placed, &outlets)),
            Err(refusal) => done.failed.push(Failed { file, refusal }),
        }
    }
    imported::tell(shared.format, args, &done)?;
    Ok(if done.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the captures, in parallel.
fn read(args: &ImportArgs, outlets: &Outlets, topics: &[(String, String)], matcher: &Matcher) -> Vec<Captured> {
    let kind = args.kind.map(|kind| match kind {
        KindArg::Text => Kind::Text,
        KindArg::Html => Kind::Html,
        KindArg::Feed => Kind::Feed,
        KindArg::Wordpress => Kind::Wordpress,
        KindArg::Markdown => Kind::Markdown,
    });
    let split = match args.split {
        SplitArg::Auto => Split::Auto,
        SplitArg::Always => Split::Always,
        SplitArg::Never => Split::Never,
    };
    let suggest = |title: &str, markdown: &str| {
        let scores = matcher.score(title, &crate::pipeline::markdown::text(markdown));
        scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.clone()).collect()
    };
    let reading = Reading { outlets, topics, split, suggest: &suggest };
    with_bar(args.files.len(), Instant::now(), |tick| {
        let one = |path| {
            let drafts = Capture::open(path, kind).and_then(|it| Ok((it.name.clone(), import::read(&it, &reading)?)));
            tick();
            drafts
        };
        args.files.par_iter().map(|path| one(path)).collect()
    })
}

/// Writes an article where that was asked for.
fn write(shelf: &Shelf<'_>, args: &ImportArgs, placed: Placed) -> Result<Placed, Refusal> {
    match placed.state {
        State::New { .. } if !args.dry_run => shelf.create(&placed)?,
        State::Changed { .. } if args.update && !args.dry_run => shelf.update(&placed)?,
        State::New { .. } | State::Changed { .. } | State::Same | State::Released { .. } => {}
    }
    Ok(placed)
}

/// The faults of the site with these files, drafts included.
fn faults(inputs: &Inputs, memory: &Memo, files: Vec<(RelPath, Vec<u8>)>) -> Vec<Diagnostic> {
    let mut inputs = inputs.clone();
    (inputs.options.drafts, inputs.options.future) = (true, true);
    inputs.files.extend(files.into_iter().map(|(path, bytes)| (path, File::new(bytes))));
    crate::load(inputs, memory).faults
}
