//! The arguments of the command line, and the texts of `--help`. Those of commands that write texts are in `writing`, those of
//! commands that work on the whole site in `site`.

mod site;
mod writing;

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::editor::schema::SchemaKind;
use crate::pipeline::report::Format;

pub(crate) use site::{BuildArgs, CheckArgs, PublishArgs, QuotesArgs, ServeArgs, TimingsFormat};
pub(crate) use writing::{ClipArgs, ImportArgs, InitArgs, InitHost, PlaceArgs};

/// Turns an annotated news digest into a website.
///
/// Write articles as Markdown files under content/, then run `margent build`: the finished site is in public/.
#[derive(Parser)]
#[command(name = "margent", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: GlobalArgs,
}

/// The options of every command.
#[derive(Args, Clone)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Folder of the site, which has site.toml in it
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    #[arg(value_parser = PathBufValueParser::new().try_map(site_folder))]
    pub root: PathBuf,

    /// How to show faults: human, json or github; for `margent quotes` also sarif
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    #[arg(hide_possible_values = true)]
    pub format: Format,

    /// Treat warnings, or advice too, as errors
    #[arg(long, global = true, value_enum, value_name = "LEVEL")]
    pub deny: Option<DenyLevel>,
}

fn site_folder(path: PathBuf) -> Result<PathBuf, &'static str> {
    if path.is_file() { Err("this is a file; name the folder that it is in") } else { Ok(path) }
}

/// The lowest severity that is treated as an error.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DenyLevel {
    Warnings,
    Advice,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Start a new site
    ///
    /// Writes a configuration, an example article, topics, outlets, and what its host needs to publish it: GitHub Pages, unless
    /// --host names another. On a terminal it asks for everything that no option sets. Existing files are never overwritten.
    Init(InitArgs),

    /// Start a new article
    ///
    /// Writes content/articles/YEAR/TITLE.md with today's date, and opens it in $VISUAL or $EDITOR on a terminal.
    /// Existing files are never overwritten.
    New(NewArgs),

    /// Take in a report: its source, a snapshot to verify quotations against, and an excerpt
    ///
    /// Reads a web page, a saved page, an e-mail or a text, keeps its words in content/snapshots/, and cites it in a new
    /// draft, or in the article that --into names, without touching another byte of it. With --quote, the passage is put
    /// into the article exactly as the report has it. Nothing is made up: what the report does not say is left out.
    Clip(ClipArgs),

    /// Build the site into public/
    ///
    /// Writes only what has changed since the last build, and deletes only what margent itself wrote. If there are
    /// errors, all of them are shown, nothing is written, and the last good site stays in place.
    Build(BuildArgs),

    /// Check the site without writing anything
    ///
    /// Shows every fault that a build would show, and then advice: a list of what an editor may want to improve, each
    /// with its place. The exit status is 1 if the site cannot be built.
    Check(CheckArgs),

    /// Check the quotations of any folder of Markdown against the texts of their sources
    ///
    /// Looks for each blockquote whose last line is a dash and a link in the text of what it links to: a file, or an
    /// address that quotes.toml or --snapshots leads to. The folder need not be a site of margent. The exit status is 1
    /// if a quotation is not verbatim.
    Quotes(QuotesArgs),

    /// Preview the site in your browser while you write
    ///
    /// Serves the site from memory, to this computer alone, and shows each change as soon as it is saved. While there
    /// are errors, they are shown above the last good version of the site.
    Serve(ServeArgs),

    /// Suggest topics for articles, and explain why
    ///
    /// Searches the titles, summaries, tags and texts of all articles, including drafts, for the terms of every topic,
    /// and compares them with articles that have topics. A topic is suggested if its score reaches its threshold. Files
    /// are only changed with --write, and topics are only added, never removed. With --format json, each article is one
    /// JSON object on a line.
    Tag(TagArgs),

    /// Move an article or a page to another file
    ///
    /// Its links and the links to it follow, its former address leads readers to the new one, and the files beside an index.md
    /// move with it. Nothing is moved if the site would have an error afterwards.
    Mv(MvArgs),

    /// Turn captures into draft articles
    ///
    /// A capture is text copied from a web page, a saved web page, an e-mail, a feed, an export of WordPress or Blogger,
    /// a post of a Jekyll, Hugo or Zola site, or highlights and references of a reading program. margent finds titles,
    /// outlets and excerpts, and removes the rest of the page. The import table of each article lists what the capture
    /// does not say; content/imports/ records what was removed and how certain each decision is. Existing files are never
    /// overwritten.
    Import(ImportArgs),

    /// Publish the site on a branch of its git repository, or in a bucket
    ///
    /// Builds the site for its public address, checks it, commits the finished files to the branch that GitHub Pages
    /// serves, and pushes it. Your own branch, working tree and index stay as they are. Commits that others have pushed
    /// to that branch are never lost. With --to, or `[publish] to` in site.toml, what changed is sent to a bucket of S3,
    /// Google Cloud or Azure instead, in an order in which readers never miss a file.
    Publish(PublishArgs),

    /// List the files of the theme that the site can override
    ///
    /// Shows for each template and static file which file is used; `built in` means the one inside the program.
    Theme(ThemeArgs),

    /// Explain a fault by its code, such as E012
    Explain(ExplainArgs),

    /// Help in your text editor while you write: faults, completion, renaming (Language Server Protocol)
    ///
    /// Editors start it themselves and talk to it over standard input and output; docs/editors.md says how to set them up. It
    /// finds the sites of the files that you open, and writes nothing.
    Lsp,

    /// Print the JSON Schema of site.toml, or of the front matter of a kind of file
    ///
    /// The schema (draft 2020-12) lets programs that know nothing of margent complete and check keys.
    Schema(SchemaArgs),

    /// Print a completion script for your shell
    Completions(CompletionsArgs),

    /// Write manual pages to a folder
    Man(ManArgs),
}

/// `margent mv`
#[derive(Args)]
pub(crate) struct MvArgs {
    /// The file of the text, such as content/articles/ferries.md
    pub old: PathBuf,

    /// Its new file, which must not exist
    pub new: PathBuf,

    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,
}

/// `margent new`
#[derive(Args)]
pub(crate) struct NewArgs {
    /// Headline of the article
    pub title: String,

    /// Declared topic; repeat for more
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// Tag; repeat for more
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,

    /// Address, or saved file, of the report that the article is about: it is cited, and a snapshot of its words is kept
    #[arg(long, value_name = "WHERE")]
    pub source: Option<String>,

    /// Cite the address as it is, without reading the report
    #[arg(long, requires = "source")]
    pub no_fetch: bool,

    #[command(flatten)]
    pub reading: PlaceArgs,

    /// Outlet of that report, if it cannot be found by the address
    #[arg(long, value_name = "OUTLET")]
    pub outlet: Option<String>,

    /// Mark the article as a draft, which is not published
    #[arg(long)]
    pub draft: bool,

    /// Do not open an editor
    #[arg(long)]
    pub no_edit: bool,
}

/// `margent tag`
#[derive(Args)]
pub(crate) struct TagArgs {
    /// Articles, or folders of them [default: all articles]
    #[arg(value_name = "FILES")]
    pub files: Vec<PathBuf>,

    /// Show which terms were found, their shares of the score, and the learned words
    #[arg(long)]
    pub explain: bool,

    /// Show how far suggestions agree with the topics that articles have, and which articles disagree
    #[arg(long, conflicts_with_all = ["explain", "write", "check"])]
    pub evaluate: bool,

    /// Add the suggested topics to the front matter
    #[arg(long)]
    pub write: bool,

    /// Exit with status 1 if an article lacks a suggested topic
    #[arg(long, conflicts_with = "write")]
    pub check: bool,
}

/// `margent theme`
#[derive(Args)]
pub(crate) struct ThemeArgs {
    #[command(subcommand)]
    pub command: Option<ThemeCommand>,
}

/// The subcommands of `margent theme`.
#[derive(Subcommand)]
pub(crate) enum ThemeCommand {
    /// Copy a template or static file into the site's theme, so that you can change it
    ///
    /// Existing files are never overwritten.
    Eject {
        /// Name in the list, such as article.html
        name: String,
    },
}

/// `margent explain`
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// Code of the fault [default: list all]
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `margent schema`
#[derive(Args)]
pub(crate) struct SchemaArgs {
    /// Kind of file
    #[arg(value_enum, default_value_t = SchemaKind::Site, value_name = "KIND")]
    pub of: SchemaKind,
}

/// `margent completions`
#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// Shell
    pub shell: Shell,
}

/// `margent man`
#[derive(Args)]
pub(crate) struct ManArgs {
    /// Folder to write to; created if it does not exist
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}
