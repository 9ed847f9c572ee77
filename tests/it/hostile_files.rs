//! Files that are not what they seem: links out of the site, pipes, and files that somebody is writing at this moment.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use margent::{BuildOptions, Inputs};

use crate::common::{site, write_files};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let files = site(&[("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")]);
    write_files(&files, &folder.path().join("site"));
    let private = [("outside/b.md", "+++\ntitle = \"B\"\n+++\nPrivate.\n"), ("outside/s.txt", "Private.\n")];
    private
        .iter()
        .for_each(|(path, text)| write_files(&[((*path).to_owned(), (*text).to_owned())].into(), folder.path()));
    folder
}

fn run(root: &Path, args: &[&str]) -> Output {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let output = command.current_dir(root.join("site")).args(args).output().expect("started");
    assert!(started.elapsed() < Duration::from_secs(20), "{args:?} waits");
    output
}

fn refused(root: &Path, args: &[&str], status: i32, why: &str) {
    let output = run(root, args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(said.contains(why), "`{why}` is not said:\n{said}");
}

#[test]
fn links_out_of_the_site_are_not_followed() {
    let links = [
        ("content/articles/leak", "../../../outside"),
        ("content/articles/b.md", "../../../outside/b.md"),
        ("content/static/s.txt", "../../../outside/s.txt"),
        ("content/snapshots", "../../outside"),
        ("themes/t/static/s.txt", "../../../../outside/s.txt"),
        ("content/static/config", "../../site.toml"),
        ("content/static/hidden.txt", "../snapshots/hidden.txt"),
    ];
    for (link, to) in links {
        let folder = folder();
        let site = folder.path().join("site");
        let hidden = [("content/snapshots/hidden.txt".to_owned(), "Private.\n".to_owned())];
        if link != "content/snapshots" {
            write_files(&hidden.into(), &site);
        }
        let path = site.join(link);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        symlink(to, &path).expect("linked");
        if link == "content/static/config" {
            assert!(run(folder.path(), &["build"]).status.success(), "a link to a file of the site");
            continue;
        }
        for command in ["build", "check"] {
            refused(folder.path(), &[command], 1, &format!("error[E092]: `{link}` is a symbolic link"));
        }
        assert!(!site.join("public").exists());
        let inputs = Inputs::read(&site, BuildOptions::default()).expect("readable");
        assert_eq!(inputs.faults.len(), 1, "one mistake, one message: {:?}", inputs.faults);
        assert!(!inputs.files.keys().any(|path| path.as_str().starts_with(link)));
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    let folder = folder();
    let site = folder.path().join("site");
    symlink("../outside", site.join("public")).expect("linked");
    refused(folder.path(), &["build"], 2, "public is a symbolic link");
    fs::create_dir(folder.path().join("outside/empty")).expect("made");
    refused(folder.path(), &["build", "-o", "public/empty"], 2, "public is a symbolic link");
    for out in [".git/public", "../outside/.git", ".GIT"] {
        refused(folder.path(), &["build", "-o", out], 2, "is inside a folder of git");
    }
    let names = fs::read_dir(folder.path().join("outside")).expect("there");
    assert_eq!(names.count(), 3, "nothing came");
}

#[test]
fn pipes_are_refused_at_once() {
    let pipe = |path: &Path| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    };
    let folder = folder();
    let site = folder.path().join("site");
    pipe(&folder.path().join("outside/f"));
    refused(folder.path(), &["import", "../outside/f"], 1, "this is a pipe or a device");
    refused(folder.path(), &["import", "/dev/zero"], 1, "this is a pipe or a device");
    for name in ["code", "lock"] {
        let path = site.join(".margent").join(name);
        pipe(&path);
        refused(folder.path(), &["build"], 2, "it is a pipe or a device");
        fs::remove_file(path).expect("removed");
    }
    pipe(&site.join("content/articles/p.md"));
    refused(folder.path(), &["build"], 1, "is neither a file nor a folder");
    fs::remove_file(site.join("content/articles/p.md")).expect("removed");
    assert!(run(folder.path(), &["build"]).status.success());
    fs::remove_dir_all(site.join(".margent")).expect("removed");
    fs::remove_file(site.join("public/index.html")).expect("removed");
    pipe(&site.join("public/index.html"));
    assert!(run(folder.path(), &["build"]).status.success(), "replaced");
    fs::remove_file(site.join("site.toml")).expect("removed");
    pipe(&site.join("site.toml"));
    refused(folder.path(), &["build"], 1, "is neither a file nor a folder");
}

#[test]
fn a_file_that_is_being_written_is_read_whole() {
    let folder = folder();
    let path = folder.path().join("site/content/static/r.bin");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let writer = {
        let mut file = File::create(&path).expect("made");
        thread::spawn(move || {
            for _ in 0..60 {
                file.write_all(&[7; 50_000]).expect("written");
                thread::sleep(Duration::from_millis(4));
            }
        })
    };
    let inputs = Inputs::read(&folder.path().join("site"), BuildOptions::default()).expect("readable");
    writer.join().expect("written");
    let read = inputs.files.iter().find(|(path, _)| path.as_str().ends_with("r.bin")).expect("there").1;
    assert_eq!(read.content().expect("unchanged").len(), 3_000_000);
    // A large file is read once more when it is published.
    fs::write(&path, [8; 2_000_000]).expect("written");
    let error = read.content().expect_err("another by now");
    assert!(error.is::<margent::pipeline::inputs::ChangedInput>(), "{error}");
}
