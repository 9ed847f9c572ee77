//! `margent publish`

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::base::text::characters::printable;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::cli::args::{GlobalArgs, PublishArgs};
use crate::cli::interruption::Interruption;
use crate::cli::memory::{MEMORY, PUBLISH, PUBLISHED_CONTENT, load_memo, lock, save_memo};
use crate::cli::progress::with_progress;
use crate::cli::reports::fault_report;
use crate::cli::reports::publish_report::{self, PublishOutcome};
use crate::cli::terminal::print_summary;
use crate::cli::watchdog::watch_templates;
use crate::pipeline::config;
use crate::pipeline::output::{self, Destination, Manifest};
use crate::pipeline::render::SharedData;
use crate::publish::branch::CommitAuthor;
use crate::publish::{
    self, AddressSource, Branch, BranchTip, CommitChanges, CommitMessage, Git, SiteAddress, SourceCommit, commit,
    custom_domain, host, preflight, removal, site_address,
};
use crate::{BuildOptions, Diagnostic, Inputs, Loaded, Site};

/// Builds the site, commits it to the branch, pushes it, and prints the changes.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &PublishArgs) -> Result<ExitCode> {
    let interruption = Interruption::watch()?;
    interruption.begin_writing();
    interruption.end(build_and_publish(global, args, &interruption))
}

fn build_and_publish(global: &GlobalArgs, args: &PublishArgs, interruption: &Interruption) -> Result<ExitCode> {
    let started = Instant::now();
    if let Some(url) = args.base_url.as_deref().filter(|url| host::is_local(url)) {
        bail!("--base-url {url} is an address of your own computer; give the public address of the site");
    }
    let mut inputs = Inputs::read(&global.root, BuildOptions::default())?;
    let git = Git::open(&global.root)?;
    let branch = Branch { remote: args.remote.clone(), name: args.branch.clone() };
    let remote = branch.remote_url(&git)?;
    let address = resolve_address(&inputs, args, &remote)?;
    if !args.dry_run {
        commit::require_identity(&git)?;
    }
    inputs.options.base_url = Some(address.url.clone());
    let memo = load_memo(global, PUBLISHED_CONTENT)?;
    // The texts are kept, since faults of what must not be published are shown in them.
    let Loaded { site, mut faults, memo, .. } = crate::load(inputs, &memo);
    watch_templates(&site);
    let site_faults = preflight::check_site(&site, &global.root, &address);
    if fault_report::are_fatal(global, &faults) {
        faults.extend(site_faults);
        faults.extend(output::check(&site)?);
        return fault_report::refuse(global, &site.inputs, faults, "published");
    }
    let folder =
        if args.dry_run { BuildFolder::temporary()? } else { BuildFolder::permanent(&global.root.join(MEMORY))? };
    let (paths, output_faults) = build(&site, &folder, started, interruption)?;
    faults.extend(site_faults.into_iter().chain(output_faults));
    if fault_report::are_fatal(global, &faults) {
        return fault_report::refuse(global, &site.inputs, faults, "published");
    }
    fault_report::show(global, &site.inputs, &faults)?;
    if !args.dry_run {
        save_memo(global, PUBLISHED_CONTENT, &memo)?;
    }
    interruption.check()?;
    let git = if args.dry_run { folder.with_own_objects(&git)? } else { git };
    let outcome = publish(args, &git, &branch, &site, (&folder, &paths))?;
    print_summary(global.format, &publish_report::text(args, &site, &address, &remote, &outcome))?;
    Ok(ExitCode::SUCCESS)
}

/// The address to build for where none can be found, and faults stop the command anyway.
const PLACEHOLDER: &str = "https://example.org";

fn resolve_address(inputs: &Inputs, args: &PublishArgs, remote: &str) -> Result<SiteAddress> {
    let cname = RelPath::new(custom_domain::CNAME).and_then(|path| inputs.files.get(&path));
    let cname = cname.map(|file| String::from_utf8_lossy(file.head()).into_owned());
    let configured = config::read(inputs).value.base_url;
    let option = args.base_url.as_deref();
    let clues = site_address::AddressClues { option, cname: cname.as_deref(), remote, configured: &configured };
    match site_address::resolve(clues) {
        Some(address) => Ok(address),
        // The faults of the site say what is wrong with these files.
        None if cname.is_some() || !inputs.files.keys().any(|path| path.as_str() == config::FILE) => {
            Ok(SiteAddress { url: PLACEHOLDER.to_owned(), source: AddressSource::Configuration })
        }
        None => bail!(
            "the public address of the site is not known: {} is not on GitHub, and base_url in site.toml is \
             {configured}; set it there, or with --base-url",
            publish::git::without_credentials(remote)
        ),
    }
}

/// Writes the site to the folder; returns the paths of its files, and faults for content that must not be published.
fn build(
    site: &Site,
    folder: &BuildFolder,
    started: Instant,
    interruption: &Interruption,
) -> Result<(Vec<String>, Vec<Diagnostic>)> {
    let shared = SharedData::new(site);
    let to = Destination { out: folder.path.join("site"), manifest: folder.path.join("manifest") };
    let written = with_progress(site.plan.outputs.len(), started, |tick| {
        output::write(site, &shared, &to, &|_, _| interruption.check().map(|()| tick()))
    });
    match written? {
        Ok(_) => {
            // Unlike the plan, the manifest names the files of the search index.
            let paths: Vec<String> = Manifest::load(&to.manifest)?.entries.into_keys().collect();
            let faults = preflight::check_outputs(site, &to.out, &paths)?;
            Ok((paths, faults))
        }
        Err(faults) => Ok((Vec::new(), faults)),
    }
}

/// Commits the finished site to the branch and pushes it, unless nothing has changed or this is a dry run.
fn publish(
    args: &PublishArgs,
    git: &Git,
    branch: &Branch,
    site: &Site,
    (folder, paths): (&BuildFolder, &[String]),
) -> Result<PublishOutcome> {
    let tip = branch.tip(git)?;
    let site_folder = folder.path.join("site");
    let entries = commit::tree_entries(git, &site_folder, paths)?;
    let changes = match &tip {
        Some(tip) => CommitChanges::between(&tip.files, &entries),
        None => CommitChanges::between(&Default::default(), &entries),
    };
    let adopted = tip.as_ref().and_then(|tip| match &tip.author {
        CommitAuthor::Other(subject) => Some(format!("{} {subject}", &tip.id[..7])),
        CommitAuthor::Margent(_) => None,
    });
    let title = printable(&words::collapse_space(&site.config.title));
    let new = removal::NewPublication { title: &title, articles: site.content.articles.len(), changes: &changes };
    let warning = tip.as_ref().filter(|_| !args.replace).and_then(|tip| removal::warning(branch, tip, &new));
    let mut outcome =
        PublishOutcome { files: paths.len(), changes, commit: None, is_first: tip.is_none(), adopted, warning };
    if outcome.changes.is_empty() {
        return Ok(outcome);
    }
    if !args.adopt {
        refuse_foreign(branch, tip.as_ref(), outcome.adopted.as_deref())?;
    }
    if !args.dry_run {
        if let Some(warning) = &outcome.warning {
            bail!("nothing was published: {warning}");
        }
        let message = CommitMessage { title: &title, source: SourceCommit::checked_out(git)?, now: site.inputs.now };
        let index = folder.path.join("index");
        let commit = commit::create(git, (&site_folder, &index), (tip.as_ref(), &entries), &message)?;
        commit::push(git, branch, tip.as_ref(), &commit)?;
        outcome.commit = Some(commit);
    }
    Ok(outcome)
}

fn refuse_foreign(branch: &Branch, tip: Option<&BranchTip>, foreign: Option<&str>) -> Result<()> {
    let (Some(tip), Some(foreign)) = (tip, foreign) else { return Ok(()) };
    // GitHub commits one when a domain is set in its settings.
    let domain = if tip.files.contains_key("CNAME") { "; move its CNAME to content/static/" } else { "" };
    bail!(
        "the newest commit on `{}` was not made by margent, and was kept: {foreign}{domain}; \
         to publish on top of it, so that it stays in the history and its files are replaced, use --adopt",
        branch.name
    )
}

/// The folder in which the site is built before it is published.
struct BuildFolder {
    path: PathBuf,
    /// True if it is removed at the end.
    is_temporary: bool,
    _lock: Option<fs::File>,
}

impl BuildFolder {
    /// Returns a folder in the site's memory, so that the next time only changes are built.
    fn permanent(memory: &Path) -> Result<Self> {
        let lock = lock(memory)?;
        let path = memory.join(PUBLISH);
        // Left behind by a process that was killed.
        for name in ["index", "index.lock"] {
            let _ = fs::remove_file(path.join(name));
        }
        fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        let path = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
        Ok(Self { path, is_temporary: false, _lock: Some(lock) })
    }

    /// Returns a temporary folder, since a dry run writes nothing to the site.
    fn temporary() -> Result<Self> {
        let name = format!("margent-publish-{}", std::process::id());
        for number in 0.. {
            let path = std::env::temp_dir().join(format!("{name}-{number}"));
            match fs::create_dir(&path) {
                // Left behind by a process that was killed and had the same id.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                created => {
                    created.with_context(|| format!("cannot create {}", path.display()))?;
                    return Ok(Self { path, is_temporary: true, _lock: None });
                }
            }
        }
        bail!("no name is left for a folder in {}", std::env::temp_dir().display())
    }

    /// Returns a `git` that reads the objects of the repository, and writes new ones to this folder.
    fn with_own_objects(&self, git: &Git) -> Result<Git> {
        let objects = self.path.join("objects");
        let alternates = git.run(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        fs::create_dir_all(objects.join("info"))
            .and_then(|()| fs::write(objects.join("info/alternates"), alternates + "\n"))
            .with_context(|| format!("cannot write to {}", objects.display()))?;
        Ok(git.with_env("GIT_OBJECT_DIRECTORY", objects))
    }
}

impl Drop for BuildFolder {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}
