//! `margent publish`

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::base::text::characters::printable;
use crate::base::text::path::RelPath;
use crate::base::text::words;
use crate::pipeline::config;
use crate::pipeline::output::{self, Destination, Manifest};
use crate::pipeline::render::Renderer;
use crate::publish::branch::CommitAuthor;
use crate::publish::{
    self, AddressSource, Branch, BranchTip, CommitChanges, CommitMessage, Git, SiteAddress, SourceCommit, commit,
    custom_domain, host, preflight, removal, site_address,
};
use crate::{BuildOptions, Diagnostic, Inputs, Loaded, Site};
use anyhow::{Context, Result, bail};

use super::bar::with_bar;
use super::{MEMORY, build, faults, lock, notify, published, remember, remembered, say};
use crate::cli::args::{FormatArg, GlobalArgs, PublishArgs};

/// Builds the site, commits it to the branch, pushes it, and says what that changed.
pub fn run(shared: &GlobalArgs, args: &PublishArgs) -> Result<ExitCode> {
    let started = Instant::now();
    build::require_address(args.base_url.as_deref())?;
    if let Some(url) = args.base_url.as_deref().filter(|url| host::is_local(url)) {
        bail!("--base-url {url} is an address of your own computer; give the address where readers will find the site");
    }
    let mut inputs = Inputs::read(&shared.root, BuildOptions::default())?;
    let git = Git::open(&shared.root)?;
    let branch = Branch { remote: args.remote.clone(), name: args.branch.clone() };
    let remote = branch.remote_url(&git)?;
    let address = find(&inputs, args, &remote)?;
    if !args.dry_run {
        commit::require_identity(&git)?;
    }
    inputs.options.base_url = Some(address.url.clone());
    let memo = remembered(shared, inputs.program)?;
    // The texts are kept: what must not be published is shown in them.
    let Loaded { site, mut faults, memo, .. } = crate::load(inputs, &memo);
    let wrong = preflight::check_site(&site, &shared.root, &address);
    if faults::are_fatal(shared, &faults) {
        faults.extend(wrong);
        faults.extend(output::check(&site)?);
        return faults::refuse(shared, &site.inputs, faults, "published");
    }
    let place = if args.dry_run { BuildFolder::passing()? } else { BuildFolder::lasting(&shared.root.join(MEMORY))? };
    let (paths, made) = make(&site, &place, started)?;
    faults.extend(wrong.into_iter().chain(made));
    if faults::are_fatal(shared, &faults) {
        return faults::refuse(shared, &site.inputs, faults, "published");
    }
    faults::show(shared, &site.inputs, &faults)?;
    if !args.dry_run {
        remember(shared, site.inputs.program, &memo)?;
    }
    let git = if args.dry_run { place.quarantine(&git)? } else { git };
    let done = put(args, &git, &branch, &site, (&place, &paths))?;
    let told = published::text(args, &site, &address, &remote, &done);
    match shared.format {
        FormatArg::Human => say(&told)?,
        FormatArg::Json | FormatArg::Github => notify(&told)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Stands for the address where it cannot be known.
const ANY: &str = "https://example.org";

/// What was done, or would be.
pub struct PublishOutcome {
    /// How many files the site has.
    pub files: usize,
    /// What changes on the branch.
    pub changes: CommitChanges,
    /// The new commit, unless there is nothing to publish or nothing was to be written.
    pub commit: Option<String>,
    /// Whether there was no such branch yet.
    pub is_first: bool,
    /// A commit that margent did not make, and that the new one follows.
    pub adopted: Option<String>,
    /// Why somebody should be asked before this is published.
    pub doubt: Option<String>,
}

/// The address to build for.
fn find(inputs: &Inputs, args: &PublishArgs, remote: &str) -> Result<SiteAddress> {
    let cname = RelPath::new(custom_domain::CNAME).and_then(|path| inputs.files.get(&path));
    let cname = cname.map(|file| String::from_utf8_lossy(file.head()).into_owned());
    let configured = config::read(inputs).value.base_url;
    let option = args.base_url.as_deref();
    let known = site_address::AddressClues { option, cname: cname.as_deref(), remote, configured: &configured };
    match site_address::resolve(known) {
        Some(address) => Ok(address),
        // What is wrong with the site's files is said by the faults of the site; any address will do for that.
        None if cname.is_some() || !inputs.files.keys().any(|path| path.as_str() == config::FILE) => {
            Ok(SiteAddress { url: ANY.to_owned(), source: AddressSource::Configuration })
        }
        None => bail!(
            "where the site will be read is not known: {} is not on GitHub, and base_url in site.toml is {configured}; \
             write the address there, or give it with --base-url",
            publish::git::without_credentials(remote)
        ),
    }
}

/// Writes the site into the place: its files, and what of them must not be published.
fn make(site: &Site, place: &BuildFolder, started: Instant) -> Result<(Vec<String>, Vec<Diagnostic>)> {
    let renderer = Renderer::new(site);
    let to = Destination { out: place.folder.join("site"), manifest: place.folder.join("manifest") };
    match with_bar(site.plan.outputs.len(), started, |tick| output::write(&renderer, &to, tick))? {
        Ok(_) => {
            // Those of the search index, too, which the plan does not name.
            let paths: Vec<String> = Manifest::load(&to.manifest)?.entries.into_keys().collect();
            let wrong = preflight::check_outputs(site, &to.out, &paths)?;
            Ok((paths, wrong))
        }
        Err(failed) => Ok((Vec::new(), failed)),
    }
}

/// Brings the branch on the remote in line with the finished site.
fn put(
    args: &PublishArgs,
    git: &Git,
    branch: &Branch,
    site: &Site,
    (place, paths): (&BuildFolder, &[String]),
) -> Result<PublishOutcome> {
    let tip = branch.tip(git)?;
    let folder = place.folder.join("site");
    let entries = commit::tree_entries(git, &folder, paths)?;
    let changes = match &tip {
        Some(tip) => CommitChanges::between(&tip.files, &entries),
        None => CommitChanges::between(&Default::default(), &entries),
    };
    let adopted = tip.as_ref().and_then(|tip| match &tip.author {
        CommitAuthor::Other(said) => Some(format!("{} {said}", &tip.id[..7])),
        CommitAuthor::Margent(_) => None,
    });
    let title = printable(&words::collapse_space(&site.config.title));
    let new = removal::NewPublication { title: &title, articles: site.content.articles.len(), changes: &changes };
    let doubt = tip.as_ref().filter(|_| !args.replace).and_then(|tip| removal::warning(branch, tip, &new));
    let mut done =
        PublishOutcome { files: paths.len(), changes, commit: None, is_first: tip.is_none(), adopted, doubt };
    if done.changes.is_empty() {
        return Ok(done);
    }
    if !args.adopt {
        refuse_foreign(branch, tip.as_ref(), done.adopted.as_deref())?;
    }
    if !args.dry_run {
        if let Some(doubt) = &done.doubt {
            bail!("nothing was published: {doubt}");
        }
        let message = CommitMessage { title: &title, source: SourceCommit::checked_out(git)?, now: site.inputs.now };
        let index = place.folder.join("index");
        let commit = commit::create(git, (&folder, &index), (tip.as_ref(), &entries), &message)?;
        commit::push(git, branch, tip.as_ref(), &commit)?;
        done.commit = Some(commit);
    }
    Ok(done)
}

fn refuse_foreign(branch: &Branch, tip: Option<&BranchTip>, foreign: Option<&str>) -> Result<()> {
    let (Some(tip), Some(foreign)) = (tip, foreign) else { return Ok(()) };
    // GitHub commits one when a domain is set in its settings.
    let domain = if tip.files.contains_key("CNAME") { "; its CNAME belongs into content/static/" } else { "" };
    bail!(
        "the newest commit on `{}` was not made by margent, and was kept: {foreign}{domain}. \
         To publish on top of it, so that it stays in the history and its files are replaced, say --adopt",
        branch.name
    )
}

/// Where the site is made before it is published.
struct BuildFolder {
    folder: PathBuf,
    /// Removed at the end.
    is_passing: bool,
    _lock: Option<fs::File>,
}

impl BuildFolder {
    /// A folder in the site's memory, so that the next time only what changed is made.
    fn lasting(memory: &Path) -> Result<Self> {
        let lock = lock(memory)?;
        let folder = memory.join("publish");
        // Left behind by one that was killed.
        for name in ["index", "index.lock"] {
            let _ = fs::remove_file(folder.join(name));
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let folder = folder.canonicalize().with_context(|| format!("cannot find {}", folder.display()))?;
        Ok(Self { folder, is_passing: false, _lock: Some(lock) })
    }

    /// A folder outside of the site, since nothing of it is to be written.
    fn passing() -> Result<Self> {
        let name = format!("margent-publish-{}", std::process::id());
        for number in 0.. {
            let folder = std::env::temp_dir().join(format!("{name}-{number}"));
            match fs::create_dir(&folder) {
                // Of a process that was killed and had the same number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => {
                    made.with_context(|| format!("cannot make {}", folder.display()))?;
                    return Ok(Self { folder, is_passing: true, _lock: None });
                }
            }
        }
        bail!("{} is full of such folders", std::env::temp_dir().display())
    }

    /// `git` that finds the objects of the repository, and puts new ones here.
    fn quarantine(&self, git: &Git) -> Result<Git> {
        let objects = self.folder.join("objects");
        let there = git.run(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        fs::create_dir_all(objects.join("info"))
            .and_then(|()| fs::write(objects.join("info/alternates"), there + "\n"))
            .with_context(|| format!("cannot write to {}", objects.display()))?;
        Ok(git.with_env("GIT_OBJECT_DIRECTORY", objects))
    }
}

impl Drop for BuildFolder {
    fn drop(&mut self) {
        if self.is_passing {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
