//! What can be said on the command line.

mod import;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use import::{ImportArgs, KindArg, SplitArg};

/// Makes a website of an annotated news digest.
///
/// Write articles as Markdown files under content/, then run `margent build`: the finished site is in public/.
#[derive(Parser)]
#[command(name = "margent", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub shared: GlobalArgs,
}

/// What every command understands.
#[derive(Args, Clone)]
pub struct GlobalArgs {
    /// The site's folder: the one with site.toml
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,

    /// How faults in the site are shown
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Human, value_name = "FORMAT")]
    pub format: FormatArg,

    /// Treat warnings as errors, so that nothing is written until they are mended
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// How faults are shown.
#[derive(Clone, Copy, ValueEnum)]
pub enum FormatArg {
    /// For people
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For GitHub Actions: annotations on the files of a pull request
    Github,
}

/// What to treat as an error.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning
    Warnings,
    /// Every warning, and what `margent check` advises an editor to look at
    Advice,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Start a new site
    ///
    /// Writes a configuration, an example of an article, topics, outlets, and a workflow that publishes the site on GitHub
    /// Pages. On a terminal it asks for what the options do not say. No file is ever overwritten.
    Init(InitArgs),

    /// Start a new article
    ///
    /// Writes content/articles/YEAR/TITLE.md with today's date, and opens it in $VISUAL or $EDITOR on a terminal. No file
    /// is ever overwritten.
    New(NewArgs),

    /// Build the site into public/
    ///
    /// Writes only what changed since the last build and deletes only what margent itself wrote. If anything is
    /// wrong, all faults are shown, nothing is written, and the last good site stays as it is.
    Build(BuildArgs),

    /// Check the site without writing anything
    ///
    /// Shows every fault that a build would show, then what an editor may want to look at: a list with a place for each
    /// entry. Exit status 1 means that the site could not be built.
    Check(CheckArgs),

    /// Show the site in your browser while you write
    ///
    /// Serves the site to this computer alone, from memory, and shows each change as soon as it is saved. While
    /// something is wrong, all faults stand over the last good site.
    Serve(ServeArgs),

    /// Suggest topics for articles, and say why
    ///
    /// Looks for the terms of every topic in the titles, summaries, tags and texts of articles, drafts among them. A
    /// topic whose score reaches its threshold is suggested. Nothing is changed unless you say --write; topics that
    /// are there are never removed. With --format json, each article is an object on a line of its own.
    Tag(TagArgs),

    /// Turn captures into draft articles
    ///
    /// A capture is the text of a page as copied from a browser, a saved web page, a feed, an export of WordPress, or a
    /// text of Jekyll, Hugo or Zola. Titles, outlets and excerpts are found; what the page puts around them is removed.
    /// What was removed, what is not known, and how sure each decision is stands in the table [import] of each article.
    /// No file is ever overwritten.
    Import(ImportArgs),

    /// Publish the site on a branch of its git repository
    ///
    /// Builds the site for the address where it will be read, checks it, and commits the finished files to a branch that
    /// GitHub Pages serves. Your own branch, work tree and index stay as they are. What somebody else pushed to that branch
    /// is never lost.
    Publish(PublishArgs),

    /// List what the site can replace in its theme
    ///
    /// Each template and static file is shown with the file that is used; `built in` is that of the program.
    Theme(ThemeArgs),

    /// Explain a fault by its number, such as E012
    Explain(ExplainArgs),

    /// Print a script that completes margent's commands in your shell
    Completions(CompletionsArgs),

    /// Write the manual pages into a folder
    Man(ManArgs),
}

/// `margent init`
#[derive(Args)]
pub struct InitArgs {
    /// The folder of the new site; it is made if need be
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,

    /// The site's name
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// Where the site will live; on GitHub Pages it is found by itself
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// The site's language, as a BCP 47 tag such as en or ko
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,

    /// A topic of the site; say it again for more
    #[arg(long, value_name = "TITLE")]
    pub topic: Vec<String>,

    /// Let the workflow install margent from this git repository, instead of crates.io
    #[arg(long, value_name = "URL")]
    pub git: Option<String>,
}

/// `margent new`
#[derive(Args)]
pub struct NewArgs {
    /// The headline
    pub title: String,

    /// A declared topic; say it again for more
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// A tag; say it again for more
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,

    /// The address of the report that the article is about
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,

    /// Its outlet, if it does not follow from the address
    #[arg(long, value_name = "OUTLET")]
    pub outlet: Option<String>,

    /// Do not publish it yet
    #[arg(long)]
    pub draft: bool,

    /// Do not open an editor
    #[arg(long)]
    pub no_edit: bool,
}

/// `margent build`
#[derive(Args)]
pub struct BuildArgs {
    /// Write the site into this folder instead of public/
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Build for this address instead of base_url, such as https://user.github.io/repo
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,

    /// Publish articles whose date lies in the future too
    #[arg(long)]
    pub future: bool,

    /// Use so many processors (all, unless said otherwise)
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// Say what was omitted, written and deleted, and how long each stage took
    #[arg(long, short)]
    pub verbose: bool,
}

/// `margent check`
#[derive(Args)]
pub struct CheckArgs {
    /// List also what is mostly as it should be: notes that quote no passage
    #[arg(long)]
    pub all: bool,

    /// Say of each article and outlet how much is quoted, and how much of it was checked against snapshots
    #[arg(long)]
    pub quotes: bool,

    /// Follow the links that leave the site: addresses and archived copies of sources, and links of texts
    ///
    /// Each host is asked for one address at a time, with a pause in between. What is found is remembered in .margent/.
    #[arg(long)]
    pub external: bool,

    /// With --external: ask again for what was last asked for so many days ago; dead links are asked for every day
    #[arg(long, requires = "external", value_name = "DAYS", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub max_age: u16,

    /// With --external: also ask hosts that only this machine or its network can reach
    #[arg(long, requires = "external")]
    pub allow_private: bool,

    /// Check drafts too
    #[arg(long)]
    pub drafts: bool,

    /// Check articles whose date lies in the future too
    #[arg(long)]
    pub future: bool,
}

/// `margent serve`
#[derive(Args)]
pub struct ServeArgs {
    /// The port; if it is taken, the next one that is free
    #[arg(long, short, default_value_t = 4000, value_name = "PORT")]
    pub port: u16,

    /// Open the site in your browser
    #[arg(long)]
    pub open: bool,

    /// Let open pages go to the article that was edited
    #[arg(long)]
    pub follow: bool,

    /// Leave out drafts
    #[arg(long)]
    pub no_drafts: bool,

    /// Leave out articles whose date lies in the future
    #[arg(long)]
    pub no_future: bool,
}

/// `margent tag`
#[derive(Args)]
pub struct TagArgs {
    /// The articles, or folders of them; without any, all articles
    #[arg(value_name = "FILES")]
    pub files: Vec<PathBuf>,

    /// Say which terms were found, and what share of the score each has
    #[arg(long)]
    pub explain: bool,

    /// Add the topics that are suggested to the front matter
    #[arg(long)]
    pub write: bool,

    /// Exit with status 1 if an article lacks a topic that is suggested
    #[arg(long, conflicts_with = "write")]
    pub check: bool,
}

/// `margent publish`
#[derive(Args)]
pub struct PublishArgs {
    /// The branch that is published
    #[arg(long, default_value = "gh-pages", value_name = "NAME")]
    pub branch: String,

    /// The repository to publish to: the name of a remote, or an address
    #[arg(long, default_value = "origin", value_name = "REMOTE")]
    pub remote: String,

    /// Build for this address, instead of that which follows from CNAME, the repository or site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// List the files that would be added (+), changed (~) and removed (-), and write nothing at all
    #[arg(long)]
    pub dry_run: bool,

    /// Publish on top of a commit that margent did not make; it stays in the history, its files are replaced
    #[arg(long)]
    pub adopt: bool,

    /// Publish although most pages that are there would be removed, or belong to a site of another title
    #[arg(long)]
    pub replace: bool,

    /// List the files that were added, changed and removed
    #[arg(long, short)]
    pub verbose: bool,
}

/// `margent theme`
#[derive(Args)]
pub struct ThemeArgs {
    #[command(subcommand)]
    pub command: Option<ThemeCommand>,
}

/// What to do with the theme.
#[derive(Subcommand)]
pub enum ThemeCommand {
    /// Copy a template or a static file into the site's theme, to be changed there
    ///
    /// No file is ever overwritten.
    Eject {
        /// Its name in the list, such as article.html
        name: String,
    },
}

/// `margent explain`
#[derive(Args)]
pub struct ExplainArgs {
    /// The number of the fault; without one, all are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `margent completions`
#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// `margent man`
#[derive(Args)]
pub struct ManArgs {
    /// The folder to write to; it is made if need be
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}
