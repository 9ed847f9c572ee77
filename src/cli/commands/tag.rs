//! `margent tag`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::base::text::near::nearest_path;
use crate::base::text::path::RelPath;
use crate::editor::topics::TopicMatcher;
use crate::editor::topics::evaluate::{TopicEvaluation, evaluate};
use crate::editor::{front_matter_edit, site_file};
use crate::pipeline::content::{self, ARTICLES, Article, Content, Indexed, TOPICS};
use crate::pipeline::report::Format;
use crate::{BuildOptions, Inputs, Loaded, Memo, Site};
use anyhow::{Context, Result, bail};

use crate::cli::args::{GlobalArgs, TagArgs};
use crate::cli::reports::fault_report;
use crate::cli::reports::tag_report::{self, TaggedArticle};
use crate::cli::terminal::{did_you_mean, eprint, print, print_exactly};

/// Suggests topics, and writes them with --write.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &TagArgs) -> Result<ExitCode> {
    let inputs = Inputs::read(&global.root, BuildOptions::default())?;
    // The pipeline drops the texts, which the terms are looked for in.
    let Loaded { site, mut faults, memo, .. } = crate::load(inputs.clone(), &Memo::default());
    if !args.files.is_empty() {
        // Faults of other articles do not matter here.
        let named: Vec<String> = args.files.iter().flat_map(|file| paths_in_site(&global.root, file)).collect();
        let concerns = |path: &RelPath| path.strip(ARTICLES).is_none() || named.iter().any(|it| contains(it, path));
        faults.retain(|fault| fault.span.as_ref().is_none_or(|span| concerns(&span.path)));
    }
    if fault_report::are_fatal(global, &faults) {
        return fault_report::refuse(global, &inputs, faults, "suggested");
    }
    match global.format {
        Format::Human | Format::Github | Format::Sarif => fault_report::show(global, &inputs, &faults)?,
        // Standard output holds articles alone.
        Format::Json => eprint(&fault_report::render(global, &inputs, &faults))?,
    }
    // Unpublished articles are part of the content, but not of the site.
    let (content, _) = content::read(&inputs, &site.config, &memo.content).value;
    let matcher = matcher(&site, &content, &inputs)?;
    let selected = select_articles(&global.root, &args.files, &content.articles)?;
    if args.evaluate {
        let texts = selected.into_iter().map(|article| (article, inputs.text(&article.path).unwrap_or_default()));
        return print_evaluation(global, &evaluate(&matcher, texts));
    }
    let tagged: Vec<TaggedArticle<'_>> = selected
        .into_iter()
        .map(|article| tag(&matcher, article, inputs.text(&article.path).unwrap_or_default()))
        .collect();
    if args.write {
        tagged.iter().try_for_each(|article| add_missing(&global.root, &inputs, article))?;
    }
    print_suggestions(global, args, &tagged)?;
    let lacks_topics = tagged.iter().any(|article| !article.missing.is_empty());
    Ok(if args.check && lacks_topics { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn matcher(site: &Site, content: &Content, inputs: &Inputs) -> Result<TopicMatcher> {
    if content.topics.is_empty() {
        bail!("this site declares no topics; add a file with terms for each to {TOPICS}/");
    }
    let matcher = TopicMatcher::of_content(content, &site.config.topics, inputs)?;
    if matcher.is_empty() {
        bail!("no topic has terms, or articles enough to learn from; add terms = [\"…\"] to the files in {TOPICS}/");
    }
    Ok(matcher)
}

/// The articles that the command line names, sorted by path.
fn select_articles<'a>(root: &Path, files: &[PathBuf], articles: &'a [Indexed<Article>]) -> Result<Vec<&'a Article>> {
    let all = articles.iter().map(|article| &**article);
    if files.is_empty() {
        return Ok(all.collect());
    }
    let mut named: Vec<&Article> = Vec::new();
    for file in files {
        let paths = paths_in_site(root, file);
        let before = named.len();
        named.extend(all.clone().filter(|article| paths.iter().any(|path| contains(path, &article.path))));
        if named.len() == before {
            bail!("{}", not_an_article(file, articles));
        }
    }
    named.sort_by_key(|article| &article.path);
    named.dedup_by_key(|article| &article.path);
    Ok(named)
}

/// The path relative to the site, both with links resolved and as it is; empty for the site's folder.
fn paths_in_site(root: &Path, file: &Path) -> Vec<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let pairs = [resolved(root).zip(resolved(file)), absolute(root).zip(absolute(file))];
    let inner = pairs.into_iter().flatten().filter_map(|(root, file)| {
        let path = file.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        if path.is_empty() { Some(path) } else { RelPath::new(&path).map(|path| path.to_string()) }
    });
    // As it is called in the site, wherever one is.
    let named = file.to_str().and_then(RelPath::new).filter(|path| path.strip("content").is_some());
    inner.chain(named.map(|path| path.to_string())).collect()
}

/// The path with links resolved, of a file that there need not be yet.
fn resolved(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    })
}

/// The path of a file that the command line names, relative to the site.
pub(super) fn path_in_site(root: &Path, file: &Path) -> Option<RelPath> {
    paths_in_site(root, file).into_iter().find_map(|path| RelPath::new(&path))
}

/// Returns whether `path` is the file `named`, or inside that folder.
fn contains(named: &str, path: &RelPath) -> bool {
    named.is_empty() || path.as_str() == named || path.strip(named).is_some()
}

/// The reason why a file that the command line names is not an article.
fn not_an_article(file: &Path, articles: &[Indexed<Article>]) -> String {
    let shown = file.display();
    if file.exists() {
        return format!("{shown} is not an article of this site; articles are the .md files in {ARTICLES}/");
    }
    let paths: Vec<&str> = articles.iter().map(|article| article.path.as_str()).collect();
    let hint = did_you_mean(nearest_path(&file.to_string_lossy(), &paths));
    format!("there is no file {shown}{hint}")
}

fn tag<'a>(matcher: &'a TopicMatcher, article: &'a Article, text: &str) -> TaggedArticle<'a> {
    let scores = matcher.score_article(article, text);
    let missing = scores.iter().filter(|score| score.is_missing(article)).map(|score| score.topic.key.as_str());
    TaggedArticle { missing: missing.collect(), article, scores }
}

/// Adds the missing topics to the front matter of an article.
fn add_missing(root: &Path, inputs: &Inputs, tagged: &TaggedArticle<'_>) -> Result<()> {
    if tagged.missing.is_empty() {
        return Ok(());
    }
    let path = &tagged.article.path;
    let old = inputs.text(path).unwrap_or_default();
    let text = front_matter_edit::add_topics(tagged.article, old, &tagged.missing);
    let text = text.with_context(|| format!("{path} has no front matter to write to"))?;
    site_file::write(root, path, Some(old), &text)
}

fn print_evaluation(global: &GlobalArgs, found: &TopicEvaluation<'_>) -> Result<ExitCode> {
    match global.format {
        Format::Human | Format::Github | Format::Sarif => print(&tag_report::evaluation_table(found))?,
        Format::Json => print_exactly(&format!("{}\n", tag_report::evaluation_json(found)))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the suggestions and a summary.
fn print_suggestions(global: &GlobalArgs, args: &TagArgs, tagged: &[TaggedArticle<'_>]) -> Result<()> {
    let summary = tag_report::summary(tagged, args);
    match global.format {
        Format::Human if args.explain => print(&(tag_report::explanation(tagged) + &summary)),
        Format::Human => print(&(tag_report::table(tagged) + &summary)),
        Format::Json => print_exactly(&tag_report::json_lines(tagged, args)).and_then(|()| eprint(&summary)),
        Format::Github | Format::Sarif => {
            print_exactly(&tag_report::github(tagged, &fault_report::folder_in_repository(&global.root)))?;
            eprint(&summary)
        }
    }
}
