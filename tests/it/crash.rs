//! Builds that are ended in the middle: at no moment does anything that readers can reach lead to what is not there, and the
//! next command, whichever it is, brings the folder wholly to the old or the new site and leaves nothing behind.
//!
//! `CRASHES=300 cargo test --test it crash` tries so many cuts and kills; without it there are few.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use margent::pipeline::output::{self, Destination};

use crate::common::{Files, Outputs, load_valid, read_files, render, site, write_files};

/// How many cuts or kills to try.
fn crashes(default: usize) -> usize {
    std::env::var_os("CRASHES").and_then(|number| number.to_str()?.parse().ok()).unwrap_or(default)
}

/// One of two sites that have half of their articles, tags and files in common; they differ in the words of the rest.
fn side(is_new: bool) -> Files {
    let word = if is_new { "new" } else { "old" };
    let mut files = site(&[]);
    let (from, to) = if is_new { (5, 15) } else { (0, 10) };
    for n in from..to {
        let near = if n + 1 < to { format!("See [the next](a{:02}.md).", n + 1) } else { String::new() };
        let front = format!("title = \"A{n}\"\ndate = 2019-01-{:02}\ntags = [\"t{}\", \"{word}\"]", n % 28 + 1, n / 4);
        let text =
            format!("+++\n{front}\naliases = [\"/{word}-{n}/\"]\n+++\nThe {word} words. {near}\n\n![A](p{n}.svg)\n");
        files.insert(format!("content/articles/a{n:02}.md"), text);
        files.insert(
            format!("content/articles/p{n}.svg"),
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{word}\"/>"),
        );
    }
    files.insert(format!("content/static/{word}.txt"), word.to_owned());
    files
}

/// The addresses of the site that a file names, as paths below the output folder.
fn addresses(path: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let is_html = path.ends_with(".html");
    let starts: &[&str] = match path.rsplit('.').next() {
        Some("html") => &["href=\"/", "href=/", "src=\"/", "https://example.org/"],
        Some("xml" | "atom" | "rss" | "json" | "txt") => &["https://example.org/"],
        _ => &[],
    };
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in text.match_indices(start) {
            let rest = &text[at + start.len()..];
            let end = rest
                .find(['"', '{', '}', ',', '<', '>', ' ', '\n', '#', '?', '\\', '\'', ')', '&'])
                .unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches('.');
            let is_folder = address.is_empty() || address.ends_with('/');
            found.push(if is_folder { format!("{address}index.html") } else { address.to_owned() });
        }
    }
    // A data URL or a fragment of this very page.
    found.retain(|address| !is_html || !address.starts_with('/'));
    found
}

/// What readers can reach, by the front page, feeds, the sitemap and the pages that `known` names, leads to files that exist.
fn assert_leads_on(public: &Path, known: &BTreeSet<String>, when: &str) {
    let files = read_files(public);
    let entrances = ["index.html", "404.html", "feed.atom", "feed.rss", "feed.json", "sitemap.xml", "robots.txt"];
    let mut waiting: Vec<String> =
        entrances.iter().map(|path| (*path).to_owned()).chain(known.iter().cloned()).collect();
    waiting.retain(|path| files.contains_key(path));
    assert!(files.is_empty() || waiting.len() > entrances.len() / 2, "{when}");
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        for to in addresses(&path, &files[&path]) {
            assert!(files.contains_key(&to), "{when}: {path} leads to {to}, which is not there");
            waiting.push(to);
        }
    }
}

/// What neither side lacks.
fn in_both(old: &Outputs, new: &Outputs) -> BTreeSet<String> {
    old.keys().filter(|path| new.contains_key(*path)).cloned().collect()
}

/// What is in the memory's folder, apart from what belongs there.
fn left_behind(memory: &Path) -> Vec<String> {
    let names = fs::read_dir(memory).expect("there").map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| ![".journal", ".stage", ".new"].iter().all(|end| !name.ends_with(end))).collect()
}

/// Cuts the replacement of the old site by the new after so many steps, and gives how many there are.
fn cut(folder: &Path, after: usize) -> usize {
    let sides = [side(false), side(true)].map(|files| load_valid(&files));
    let to = Destination { out: folder.join("public"), manifest: folder.join("memory/output") };
    let write = |site| output::write(site, &to, &|_, _| Ok(())).expect("the disk works");
    write(&sides[0]).expect("no faults");
    let (old, new) = (render(&sides[0]), render(&sides[1]));
    let both = in_both(&old, &new);
    let prepared = output::prepare(&sides[1], &to, &|_, _| Ok(())).expect("the disk works");
    let (replacement, report) = prepared.expect("no faults");
    assert!(report.written.len() > 30 && report.deleted.len() > 20, "{report:?}");
    assert!(read_files(&to.out) == old, "nothing has changed yet");
    let steps = replacement.steps();
    for (number, step) in steps.iter().take(after).enumerate() {
        replacement.take(&to.manifest, *step).expect("the disk works");
        // The states on the way are those of every cut.
        if after < steps.len() {
            continue;
        }
        let when = format!("after step {} of {}, {step:?}", number + 1, steps.len());
        assert_leads_on(&to.out, &both, &when);
    }
    output::recover(&folder.join("memory")).expect("the disk works");
    assert!(read_files(&to.out) == new, "mended after {after} of {} steps", steps.len());
    assert_eq!(left_behind(&folder.join("memory")), Vec::<String>::new());
    // The manifest knows the new site, so that what goes later is known to be margent's.
    let again = write(&sides[0]).expect("no faults");
    assert!(again.kept.is_empty() && again.repaired.is_empty(), "{again:?}");
    assert!(read_files(&to.out) == old);
    steps.len()
}

#[test]
fn a_replacement_can_be_cut_after_any_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = cut(folder.path(), usize::MAX);
    let tried = crashes(4).min(all);
    for number in 0..tried {
        cut(folder.path(), number * all / tried);
    }
}

#[test]
fn a_kill_is_mended_by_whatever_command_comes_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let margent = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        command.current_dir(root).args(args).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        command.env("SOURCE_DATE_EPOCH", "1577836800");
        command
    };
    let sides = [side(false), side(true)].map(|files| (render(&load_valid(&files)), files));
    let both = in_both(&sides[0].0, &sides[1].0);
    write_files(&sides[0].1, root);
    let started = Instant::now();
    assert!(margent(&["build"]).status().expect("started").success());
    let whole = started.elapsed();
    for number in 0..crashes(4) {
        let (outputs, files) = &sides[(number + 1) % 2];
        fs::remove_dir_all(root.join("content")).expect("removed");
        write_files(files, root);
        let mut child = margent(&["build"]).spawn().expect("started");
        // Steps of a golden ratio fall everywhere, and differently in each run of another length.
        std::thread::sleep(whole.mul_f64((number as f64 * 0.618).fract()) + Duration::from_millis(1));
        let _ = child.kill();
        child.wait().expect("ended");
        assert_leads_on(&root.join("public"), &both, &format!("kill {number}"));
        let next: &[&str] = [&["check"][..], &["theme"], &["tag"], &["build"]][number % 4];
        margent(next).status().expect("started");
        let public = read_files(&root.join("public"));
        assert!(public == *outputs || public == sides[number % 2].0, "kill {number}, then {next:?}: wholly old or new");
        assert_eq!(left_behind(&root.join(".margent")), Vec::<String>::new(), "kill {number}, then {next:?}");
        assert!(margent(&["build"]).status().expect("started").success());
        assert!(read_files(&root.join("public")) == *outputs, "kill {number}");
    }
    let names: Vec<_> = fs::read_dir(root).expect("there").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 4, "nothing beside the site: {names:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_cleans_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let mut files = side(true);
    let long = "Words, words, words.\n\n".repeat(20_000);
    (0..40).for_each(|n| {
        drop(files.insert(format!("content/articles/long-{n}.md"), format!("+++\ntitle = \"L\"\n+++\n{long}")))
    });
    write_files(&files, root);
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        let child = command.current_dir(root).arg("build").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = child.spawn().expect("started");
        std::thread::sleep(Duration::from_millis(400));
        Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().expect("started");
        assert_eq!(child.wait().expect("ended").code(), Some(status));
        assert!(!root.join("public").exists());
        assert!(!root.join(".margent").exists() || left_behind(&root.join(".margent")).is_empty());
    }
}
