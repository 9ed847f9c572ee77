//! Files that change: those that somebody is writing at this moment, and a pipe that has come into the output. `hostile` has
//! those that are links, pipes and devices from the start.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use margent::{BuildOptions, Inputs};

use crate::common::{site, write_files};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let files = site(&[("content/articles/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")]);
    write_files(&files, &folder.path().join("site"));
    folder
}

fn build(root: &Path) -> ExitStatus {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
    let output = command.current_dir(root.join("site")).arg("build").output().expect("started");
    assert!(started.elapsed() < Duration::from_secs(20), "it waits");
    output.status
}

#[test]
fn a_pipe_in_the_output_is_replaced() {
    let folder = folder();
    let index = folder.path().join("site/public/index.html");
    assert!(build(folder.path()).success());
    fs::remove_dir_all(folder.path().join("site/.margent")).expect("removed");
    fs::remove_file(&index).expect("removed");
    assert!(Command::new("mkfifo").arg(&index).status().expect("mkfifo").success());
    assert!(build(folder.path()).success());
    assert!(fs::symlink_metadata(index).expect("there").is_file());
}

#[test]
fn a_file_that_is_being_written_is_read_whole() {
    let folder = folder();
    let path = folder.path().join("site/content/static/r.bin");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let (begun, has_begun) = mpsc::channel();
    let writer = {
        let mut file = File::create(&path).expect("made");
        thread::spawn(move || {
            for _ in 0..60 {
                file.write_all(&[7; 50_000]).expect("written");
                let _ = begun.send(());
                thread::sleep(Duration::from_millis(4));
            }
        })
    };
    has_begun.recv().expect("a part is written");
    let inputs = Inputs::read(&folder.path().join("site"), BuildOptions::default()).expect("readable");
    writer.join().expect("written");
    let read = inputs.files.iter().find(|(path, _)| path.as_str().ends_with("r.bin")).expect("there").1;
    assert_eq!(read.content().expect("unchanged").len(), 3_000_000);
    // A large file is read once more when it is published.
    fs::write(&path, [8; 2_000_000]).expect("written");
    let error = read.content().expect_err("another by now");
    assert!(error.is::<margent::pipeline::inputs::ChangedInput>(), "{error}");
}
