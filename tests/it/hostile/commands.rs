//! The cases that are files and a command.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use margent::base::codes::Severity;
use margent::pipeline::render::{self, SharedData};
use margent::{BuildOptions, Inputs, Loaded, Memo};
use rayon::prelude::*;

use super::catalogue::{self, HostileCase};
use crate::common::live::live_of_marked;
use crate::common::{Outputs, load, read_files, site};

/// The memory that a command may take, in kilobytes of addresses: a few hundred megabytes beside what is reserved for threads.
const MEMORY: u32 = 3_000_000;

/// What a build remembers of the theme, so that it is compiled once.
static MEMO: LazyLock<Memo> = LazyLock::new(|| load(&site(&[])).memo);

fn lay_out(case: &HostileCase, site: &Path) {
    fs::create_dir_all(site.join("content")).expect("made");
    let make_parent = |path: &Path| fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    for (path, bytes) in case.all_files() {
        make_parent(&site.join(&path));
        fs::write(site.join(&path), bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    for (link, to) in &case.links {
        make_parent(&site.join(link));
        symlink(to, site.join(link)).expect("linked");
    }
    for pipe in &case.pipes {
        make_parent(&site.join(pipe));
        assert!(Command::new("mkfifo").arg(site.join(pipe)).status().expect("mkfifo").success());
    }
    if case.git {
        let config = ["-c", "user.name=E", "-c", "user.email=e@example.org", "-c", "commit.gpgSign=false"];
        for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "First"]] {
            assert!(command("git", site).args(config).args(args).status().expect("git").success());
        }
    }
}

/// A command that asks nothing and sees nothing of the user's.
fn command(program: &str, site: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(site).env("HOME", site).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_TERMINAL_PROMPT", "0").env("SOURCE_DATE_EPOCH", "1577836800").env("LC_ALL", "C.UTF-8");
    command.env_remove("GITHUB_ACTIONS").stdin(std::process::Stdio::null());
    command
}

/// Runs margent, and gives the status and what it said.
fn run(site: &Path, args: &[String]) -> (i32, String) {
    let mut shell = command("sh", site);
    let script = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
    let output = shell.args(["-c", &script, env!("CARGO_BIN_EXE_margent")]).args(args).output().expect("started");
    let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
    if args[0] == "import" {
        said = String::from_utf8_lossy(&output.stdout).into_owned() + &said;
    }
    let folder = site.parent().expect("a folder").to_string_lossy().into_owned();
    let status = output.status.code().or(output.status.signal().map(|signal| -signal)).unwrap_or_default();
    (status, said.replace(&folder, "…"))
}

/// What comes of a case, and what is wrong with that, whatever it is.
struct CommandOutcome {
    status: i32,
    said: String,
    wrong: Vec<String>,
}

fn outcome(case: &HostileCase) -> CommandOutcome {
    let folder = tempfile::tempdir().expect("a folder");
    let site = fs::canonicalize(folder.path()).expect("there").join("site");
    lay_out(case, &site);
    let before = outside(&site);
    let started = Instant::now();
    let (status, said) = run(&site, &case.run);
    let is_imported = case.run[0] == "import" && said.contains("written");
    let mut wrong = if is_imported { harm(&site) } else { Vec::new() };
    let mut hold = |what: bool, otherwise: String| (!what).then(|| wrong.push(otherwise));
    hold(started.elapsed() < Duration::from_secs(30), format!("{:?}", started.elapsed()));
    hold(said.len() < 20_000, format!("{} bytes are said", said.len()));
    hold(status >= 0 && !said.contains("panicked"), format!("status {status}"));
    hold(case.never.as_ref().is_none_or(|never| !said.contains(never)), "a secret is said".to_owned());
    hold(!said.contains(|c: char| c.is_control() && c != '\n'), "control characters".to_owned());
    hold(before == outside(&site), "files outside of the site changed".to_owned());
    CommandOutcome { status, said, wrong }
}

/// The files beside the site.
fn outside(site: &Path) -> Outputs {
    let mut files = read_files(site.parent().expect("a folder"));
    files.retain(|path, _| !path.starts_with("site/"));
    files
}

/// Whether what was imported does not build, or would run.
fn harm(site: &Path) -> Vec<String> {
    let inputs = Inputs::read(site, BuildOptions { drafts: true, ..BuildOptions::default() }).expect("readable");
    let Loaded { site, faults, .. } = margent::load(inputs, &MEMO);
    if let Some(fault) = faults.iter().find(|fault| fault.code.severity == Severity::Error) {
        return vec![format!("the drafts do not build: {fault:?}")];
    }
    let shared = SharedData::new(&site);
    let mut harm = Vec::new();
    for (path, output) in site.plan.outputs.iter().filter(|(path, _)| path.ends_with(".html")) {
        let bytes = render::bytes(&site, &shared, path, output).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        if text.contains("root:x:") || text.contains("Private.") {
            harm.push(format!("{path} shows a file from outside"));
        }
        harm.extend(live_of_marked(&text).into_iter().map(|live| format!("{path} runs {live}")));
    }
    harm
}

#[test]
fn what_is_said_is_as_expected() {
    let names = catalogue::NAMES.iter().filter(|name| **name != "html");
    let mut differences = String::new();
    for name in names {
        let cases = catalogue::read(name).case;
        let outcomes: Vec<_> = cases.par_iter().map(outcome).collect();
        let mut values = Vec::new();
        for (case, CommandOutcome { status, said, wrong }) in cases.iter().zip(outcomes) {
            differences.extend(wrong.iter().map(|wrong| format!("\n{name}: {}: {wrong}\n{said}", case.what)));
            values.push(vec![("status", i64::from(status).into()), ("said", said.into())]);
        }
        differences += &catalogue::compare(name, &values);
    }
    assert!(differences.is_empty(), "{differences}");
}
