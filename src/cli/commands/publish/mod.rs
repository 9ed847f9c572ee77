//! `margent publish`: builds the site for its public address, checks it, and hands it to [`branch`] or [`bucket`].

mod branch;
#[cfg(feature = "bucket")]
mod bucket;
mod built_site;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::base::text::path::RelPath;
use crate::cli::args::{GlobalArgs, PublishArgs};
use crate::cli::interruption::{Interruption, watch_templates};
use crate::cli::memory::{MEMORY, PUBLISHED_CONTENT, load_build_memo, save_memo};
use crate::cli::reports::{build_report, fault_report};
use crate::cli::terminal::{print_summary, with_progress};
use crate::pipeline::config;
use crate::pipeline::output::{self, Destination, Manifest};
use crate::publish::preflight::{self, PublishHost};
use crate::publish::{self, AddressSource, SiteAddress, host, site_address};
use crate::{BuildOptions, Diagnostic, Inputs, Loaded, Site};
use branch::TargetBranch;
use built_site::{BuildFolder, BuiltSite};

/// Builds the site, publishes it, and prints the changes.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &PublishArgs) -> Result<ExitCode> {
    let interruption = Interruption::watch()?;
    interruption.begin_writing();
    interruption.end(build_and_publish(global, args, &interruption))
}

/// The place that a site is published to.
enum PublishTarget {
    Branch(TargetBranch),
    Bucket(bucket::TargetBucket),
}

fn build_and_publish(global: &GlobalArgs, args: &PublishArgs, interruption: &Interruption) -> Result<ExitCode> {
    let started = Instant::now();
    if let Some(url) = args.base_url.as_deref().filter(|url| host::is_local(url)) {
        bail!("--base-url {url} is an address of your own computer; give the public address of the site");
    }
    let mut inputs = Inputs::read(&global.root, BuildOptions::default())?;
    let target = PublishTarget::open(global, args, &inputs)?;
    let address = resolve_address(&inputs, args, &target)?;
    target.require_identity(args)?;
    inputs.options.base_url = Some(address.url.clone());
    let memo = load_build_memo(global, PUBLISHED_CONTENT)?;
    // The texts are kept, since faults of what must not be published are shown in them.
    let Loaded { site, content, mut faults, memo, .. } = crate::load(inputs, &memo);
    watch_templates(&site);
    let site_faults = preflight::check_site(&site, &global.root, &address, target.host());
    if fault_report::are_fatal(global, &faults) {
        faults.extend(site_faults);
        faults.extend(output::check(&site)?);
        return fault_report::refuse(global, &site.inputs, faults, "published");
    }
    let folder =
        if args.dry_run { BuildFolder::temporary()? } else { BuildFolder::permanent(&global.root.join(MEMORY))? };
    let (paths, output_faults) = build((&site, target.host()), &folder, started, interruption)?;
    faults.extend(site_faults.into_iter().chain(output_faults));
    if fault_report::are_fatal(global, &faults) {
        return fault_report::refuse(global, &site.inputs, faults, "published");
    }
    fault_report::show(global, &site.inputs, &faults)?;
    if !args.dry_run {
        save_memo(global, PUBLISHED_CONTENT, &memo)?;
    }
    interruption.check()?;
    let built = BuiltSite { site, content, address, folder, paths };
    let outcome = match &target {
        PublishTarget::Branch(target) => branch::publish(global, args, target, &built)?,
        PublishTarget::Bucket(target) => bucket::publish(global, args, target, (&built, interruption))?,
    };
    print_summary(global.format, &build_report::publish_text(args, &built.site, &built.address, &outcome))?;
    Ok(ExitCode::SUCCESS)
}

impl PublishTarget {
    /// Opens the place that the command line names, or else `site.toml`, or else the default branch.
    fn open(global: &GlobalArgs, args: &PublishArgs, inputs: &Inputs) -> Result<Self> {
        let names_branch = args.branch.is_some() || args.remote.is_some();
        let configured = || config::read(inputs).value.publish_to.filter(|_| !names_branch);
        Ok(match args.to.clone().or_else(configured) {
            Some(url) => Self::Bucket(bucket::open(&url)?),
            None => Self::Branch(TargetBranch::open(global, args)?),
        })
    }

    fn host(&self) -> PublishHost {
        match self {
            Self::Branch(_) => PublishHost::Git,
            Self::Bucket(_) => PublishHost::Bucket,
        }
    }

    fn require_identity(&self, args: &PublishArgs) -> Result<()> {
        match self {
            Self::Branch(target) if !args.dry_run => target.require_identity(),
            Self::Branch(_) | Self::Bucket(_) => Ok(()),
        }
    }
}

/// The address to build for where none can be found, and faults stop the command anyway.
const PLACEHOLDER: &str = "https://example.org";

fn resolve_address(inputs: &Inputs, args: &PublishArgs, target: &PublishTarget) -> Result<SiteAddress> {
    let (remote, place) = match target {
        PublishTarget::Branch(target) => {
            (target.remote.as_str(), publish::git::without_credentials(&target.remote) + " is not on GitHub, and ")
        }
        PublishTarget::Bucket(_) => ("", String::new()),
    };
    let cname = RelPath::new(site_address::CNAME).and_then(|path| inputs.files.get(&path));
    let cname = cname.filter(|_| target.host() == PublishHost::Git);
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
            "the public address of the site is not known: {place}base_url in site.toml is {configured}; set it there, or \
             with --base-url"
        ),
    }
}

/// Writes the site to the folder; returns the paths of its files, and faults for content that must not be published.
fn build(
    (site, host): (&Site, PublishHost),
    folder: &BuildFolder,
    started: Instant,
    interruption: &Interruption,
) -> Result<(Vec<String>, Vec<Diagnostic>)> {
    let to = Destination { out: folder.path.join("site"), manifest: folder.path.join("manifest") };
    let written = with_progress(site.plan.outputs.len(), started, |tick| {
        output::write(site, &to, &|_, _| interruption.check().map(|()| tick()))
    });
    match written? {
        Ok(_) => {
            // Unlike the plan, the manifest names the files of the search index.
            let paths: Vec<_> = Manifest::load(&to.manifest)?.entries.keys().map(|path| path.to_string()).collect();
            let faults = preflight::check_outputs(site, &to.out, &paths, host)?;
            Ok((paths, faults))
        }
        Err(faults) => Ok((Vec::new(), faults)),
    }
}

/// Buckets, for a program that was built without them.
#[cfg(not(feature = "bucket"))]
mod bucket {
    use anyhow::{Result, bail};

    use super::{BuiltSite, GlobalArgs, Interruption, PublishArgs};
    use crate::cli::reports::build_report::PublishOutcome;
    use crate::pipeline::config::BucketUrl;

    /// A bucket that cannot be opened.
    pub(super) enum TargetBucket {}

    pub(super) fn open(url: &BucketUrl) -> Result<TargetBucket> {
        bail!(
            "cannot publish to {url}: this program was built without the feature `bucket`; install a release, or build it \
             with `cargo install --features bucket`"
        )
    }

    pub(super) fn publish(
        _: &GlobalArgs,
        _: &PublishArgs,
        target: &TargetBucket,
        _: (&BuiltSite, &Interruption),
    ) -> Result<PublishOutcome> {
        match *target {}
    }
}
