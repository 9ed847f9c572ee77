//! `margent tag`

mod show;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::base::text::near::nearest_path;
use crate::base::text::path::RelPath;
use crate::editor::topics::{TopicMatcher, TopicScore, write};
use crate::pipeline::content::{self, ARTICLES, Article, Indexed, TOPICS};
use crate::{BuildOptions, Inputs, Loaded, Memo, Site};
use anyhow::{Context, Result, bail};

use super::{faults, notify, say};
use crate::cli::args::{FormatArg, GlobalArgs, TagArgs};

/// An article, and what the rules say of it.
struct TaggedArticle<'a> {
    article: &'a Article,
    scores: Vec<TopicScore<'a>>,
    /// Keys of topics that are suggested, neither there nor declined, the strongest first.
    missing: Vec<&'a str>,
}

/// Suggests topics; writes them where that is asked for.
pub fn run(shared: &GlobalArgs, args: &TagArgs) -> Result<ExitCode> {
    let inputs = Inputs::read(&shared.root, BuildOptions::default())?;
    // The pipeline lets go of the texts; these stay.
    let Loaded { site, mut faults, memo, .. } = crate::load(inputs.clone(), &Memo::default());
    if !args.files.is_empty() {
        // What is wrong with articles that nobody asked for is no matter here.
        let asked: Vec<String> = args.files.iter().flat_map(|file| inside(&shared.root, file)).collect();
        let concerns = |path: &RelPath| path.strip(ARTICLES).is_none() || asked.iter().any(|it| holds(it, path));
        faults.retain(|fault| fault.span.as_ref().is_none_or(|span| concerns(&span.path)));
    }
    if faults::are_fatal(shared, &faults) {
        return faults::refuse(shared, &inputs, faults, "suggested");
    }
    match shared.format {
        FormatArg::Human | FormatArg::Github => faults::show(shared, &inputs, &faults)?,
        // The standard output holds articles alone.
        FormatArg::Json => notify(&faults::rendered(shared, &inputs, &faults))?,
    }
    // Unpublished articles are no part of the site, but of the content.
    let (content, _) = content::read(&inputs, &site.config, &memo.content).value;
    let matcher = matcher(&site, &content.topics)?;
    let tagged: Vec<TaggedArticle<'_>> = chosen(&shared.root, &args.files, &content.articles)?
        .into_iter()
        .map(|article| tag(&matcher, article, inputs.text(&article.path).unwrap_or_default()))
        .collect();
    if args.write {
        tagged.iter().try_for_each(|it| add_missing(&shared.root, &inputs, it))?;
    }
    answer(shared, args, &tagged)?;
    let lacking = tagged.iter().any(|it| !it.missing.is_empty());
    Ok(if args.check && lacking { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn matcher(site: &Site, topics: &[Indexed<content::Topic>]) -> Result<TopicMatcher> {
    if topics.is_empty() {
        bail!("this site declares no topics; write a file for each into {TOPICS}/, with terms that speak for it");
    }
    if topics.iter().all(|topic| topic.rules.terms.is_empty()) {
        bail!("no topic has terms; write terms = [\"…\"] into the files in {TOPICS}/");
    }
    TopicMatcher::new(topics, &site.config.topics)
}

/// The articles that the command line names, in order of their paths.
fn chosen<'a>(root: &Path, files: &[PathBuf], articles: &'a [Indexed<Article>]) -> Result<Vec<&'a Article>> {
    let all = articles.iter().map(|article| &**article);
    if files.is_empty() {
        return Ok(all.collect());
    }
    let mut named: Vec<&Article> = Vec::new();
    for file in files {
        let inside = inside(root, file);
        let before = named.len();
        named.extend(all.clone().filter(|article| inside.iter().any(|it| holds(it, &article.path))));
        if named.len() == before {
            bail!("{}", no_article(file, articles));
        }
    }
    named.sort_by_key(|article| &article.path);
    named.dedup_by_key(|article| &article.path);
    Ok(named)
}

/// The path inside the site's folder, with links resolved and as it stands; empty for the folder itself.
fn inside(root: &Path, file: &Path) -> Vec<String> {
    let real = |path: &Path| path.canonicalize().ok();
    let plain = |path: &Path| std::path::absolute(path).ok();
    let pairs = [real(root).zip(real(file)), plain(root).zip(plain(file))];
    let inner = pairs.into_iter().flatten().filter_map(|(root, file)| {
        let path = file.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        if path.is_empty() { Some(path) } else { RelPath::new(&path).map(|path| path.to_string()) }
    });
    inner.collect()
}

/// Tells whether `path` is the file `named`, or lies in that folder.
fn holds(named: &str, path: &RelPath) -> bool {
    named.is_empty() || path.as_str() == named || path.strip(named).is_some()
}

/// Why a file that the command line names cannot be tagged.
fn no_article(file: &Path, articles: &[Indexed<Article>]) -> String {
    let shown = file.display();
    if file.exists() {
        return format!("{shown} is no article of this site; articles are the .md files in {ARTICLES}/");
    }
    let paths: Vec<&str> = articles.iter().map(|article| article.path.as_str()).collect();
    let near = nearest_path(&file.to_string_lossy(), &paths);
    let advice = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
    format!("there is no file {shown}{advice}")
}

fn tag<'a>(matcher: &'a TopicMatcher, article: &'a Article, text: &str) -> TaggedArticle<'a> {
    let scores = matcher.score_article(article, text);
    let decided = |key: &str| article.topics.iter().chain(&article.declined).any(|topic| topic.value == key);
    let suggested = scores.iter().filter(|score| score.suggests()).map(|score| score.topic.key.as_str());
    let missing = suggested.filter(|key| !decided(key)).collect();
    TaggedArticle { article, scores, missing }
}

/// Adds what an article lacks to its front matter.
fn add_missing(root: &Path, inputs: &Inputs, it: &TaggedArticle<'_>) -> Result<()> {
    if it.missing.is_empty() {
        return Ok(());
    }
    let path = &it.article.path;
    let text = write::add(it.article, inputs.text(path).unwrap_or_default(), &it.missing);
    replace(&root.join(path.as_str()), &text.with_context(|| format!("{path} has no front matter to write to"))?)
}

/// Replaces a file in one step, at the end of a link where it is one.
fn replace(path: &Path, text: &str) -> Result<()> {
    let file = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let new = file.with_file_name(format!(".{name}.margent-new"));
    fs::write(&new, text)
        .and_then(|()| fs::set_permissions(&new, fs::metadata(&file)?.permissions()))
        .and_then(|()| fs::rename(&new, &file))
        .inspect_err(|_| drop(fs::remove_file(&new)))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// Prints what was found, and for people and logs what that comes to.
fn answer(shared: &GlobalArgs, args: &TagArgs, tagged: &[TaggedArticle<'_>]) -> Result<()> {
    let told = show::summary(tagged, args);
    match shared.format {
        FormatArg::Human if args.explain => say(&(show::explanation(tagged) + &told)),
        FormatArg::Human => say(&(show::table(tagged) + &told)),
        FormatArg::Json => say(&show::json(tagged, args.explain)).and_then(|()| notify(&told)),
        FormatArg::Github => {
            say(&show::github(tagged, &faults::in_repository(&shared.root))).and_then(|()| notify(&told))
        }
    }
}
