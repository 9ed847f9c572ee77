//! `margent build`

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::base::hash;
use crate::pipeline::config;
use crate::pipeline::output::{self, Destination, Manifest};
use crate::pipeline::render::Renderer;
use crate::{BuildOptions, Loaded, Site};
use anyhow::{Context, Result, bail};

use super::bar::with_bar;
use super::{MEMORY, faults, load, lock, notify, remember, say, summary};
use crate::cli::args::{BuildArgs, FormatArg, GlobalArgs};

/// Builds the site and says what it did.
pub fn run(shared: &GlobalArgs, args: &BuildArgs) -> Result<ExitCode> {
    if let Some(jobs) = args.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.into());
        pool.build_global().context("cannot start the threads")?;
    }
    require_address(args.base_url.as_deref())?;
    let started = Instant::now();
    let options = BuildOptions { drafts: args.drafts, future: args.future, base_url: args.base_url.clone() };
    let Loaded { site, mut faults, memo, mut times, .. } = load(shared, options)?;
    let memory = shared.root.join(MEMORY);
    if faults::are_fatal(shared, &faults) {
        // Rendering may meet faults of its own; find them in the same run.
        faults.extend(output::check(&site)?);
        return faults::refuse(shared, &site.inputs, faults, "written");
    }
    let _lock = lock(&memory)?;
    let to = destination(shared, args, &site, &memory)?;
    let before = Instant::now();
    let renderer = Renderer::new(&site);
    let written = match with_bar(site.plan.outputs.len(), started, |tick| output::write(&renderer, &to, tick))? {
        Ok(written) => written,
        Err(failed) => {
            faults.extend(failed);
            return faults::refuse(shared, &site.inputs, faults, "written");
        }
    };
    remember(shared, site.inputs.program, &memo)?;
    times.push(("write", before.elapsed()));

    faults::show(shared, &site.inputs, &faults)?;
    let told = summary::text(args, &site, &to, &written, &times);
    match shared.format {
        FormatArg::Human => say(&told)?,
        // What programs read holds faults alone.
        FormatArg::Json | FormatArg::Github => notify(&told)?,
    }
    // The program ends here; giving back the memory piece by piece would only take time.
    std::mem::forget(renderer);
    std::mem::forget((site, memo));
    Ok(ExitCode::SUCCESS)
}

/// Tells whether a site can live at the address given, if one is.
pub fn require_address(url: Option<&str>) -> Result<()> {
    match url.filter(|url| !config::is_base_url(url.trim_end_matches('/'))) {
        Some(url) => {
            bail!("--base-url {url} cannot be used; write it such as https://user.github.io/repo, without ? and #")
        }
        None => Ok(()),
    }
}

fn destination(shared: &GlobalArgs, args: &BuildArgs, site: &Site, memory: &Path) -> Result<Destination> {
    let out = args.out.clone().unwrap_or_else(|| shared.root.join(&site.config.out));
    let (whole, root) = (real(&out)?, real(&shared.root)?);
    if root.starts_with(&whole) {
        bail!("{} holds the site itself; choose another folder with --out", out.display());
    }
    if let Some(own) = ["content", "themes", MEMORY].iter().find(|own| whole.starts_with(root.join(own))) {
        bail!("{} lies in {own}/, which the site is made of; choose another folder with --out", out.display());
    }
    let manifest = manifest(memory, &whole);
    // As it was given, unless what is missing on the way would change its meaning.
    let out = if out.components().any(|part| part == Component::ParentDir) { whole } else { out };
    Ok(Destination { out, manifest })
}

/// What the last build wrote where the configuration says.
pub(super) fn last_written(shared: &GlobalArgs, site: &Site) -> Result<Manifest> {
    let out = real(&shared.root.join(&site.config.out))?;
    Manifest::load(&manifest(&shared.root.join(MEMORY), &out))
}

/// Where margent remembers what it wrote to the folder `out`, whose path is whole.
fn manifest(memory: &Path, out: &Path) -> PathBuf {
    let name = hash::bytes(out.as_os_str().as_encoded_bytes());
    memory.join(format!("output-{:016x}", name >> 64))
}

/// The path without links and `..`, also where it does not exist yet.
fn real(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).context("cannot find the current folder")?;
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        if let Ok(there) = real.canonicalize() {
            real = there;
        }
    }
    Ok(real)
}
