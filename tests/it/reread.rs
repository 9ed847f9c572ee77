//! A law: whatever happens to the files of a site, reading again what changed gives what reading everything gives.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{random_cases, site, write_files};
use margent::{BuildOptions, Inputs};
use proptest::prelude::*;

/// One thing that happens to files, and the paths that are told to have changed.
#[derive(Clone, Debug)]
enum Happening {
    Write(usize, u8),
    Remove(usize),
    Rename(usize, usize),
}

/// Files and folders, some of them inside others; what is hidden; what the built-in theme has too; what is not read.
const PLACES: [&str; 12] = [
    "site.toml",
    "content/articles/a.md",
    "content/articles/b",
    "content/articles/b/index.md",
    "content/articles/b/c/d.md",
    "content/articles/b-c.md",
    "content/articles/.hidden.md",
    "content/articles/cafe\u{301}.md",
    "content/static/.well-known/x",
    "themes/broadsheet/templates/404.html",
    "themes/broadsheet",
    "public/index.html",
];

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let place = 0..PLACES.len();
    let one = prop_oneof![
        4 => (place.clone(), 0u8..3).prop_map(|(place, text)| Happening::Write(place, text)),
        2 => place.clone().prop_map(Happening::Remove),
        2 => (place.clone(), place).prop_map(|(from, to)| Happening::Rename(from, to)),
    ];
    prop::collection::vec(one, 1..10)
}

/// Does it, as far as the system lets it be done.
fn happen(root: &Path, happening: &Happening) -> BTreeSet<PathBuf> {
    let at = |place: &usize| root.join(PLACES[*place]);
    match happening {
        Happening::Write(place, text) => {
            let path = at(place);
            let missing = path.ancestors().skip(1).take_while(|folder| !folder.exists()).last().map(Path::to_owned);
            if fs::create_dir_all(path.parent().expect("a folder")).is_ok() {
                let _ = fs::write(&path, format!("{text}"));
            }
            missing.into_iter().chain([path]).collect()
        }
        Happening::Remove(place) => {
            let path = at(place);
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            [path].into()
        }
        Happening::Rename(from, to) => {
            let _ = fs::rename(at(from), at(to));
            [at(from), at(to)].into()
        }
    }
}

fn seen(inputs: &Inputs) -> Vec<(String, u128)> {
    inputs.files.iter().map(|(path, file)| (path.to_string(), file.hash)).collect()
}

proptest! {
    #![proptest_config(random_cases(32))]

    #[test]
    fn reread_is_read(happenings in happenings()) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        write_files(&site(&[("content/articles/a.md", "A"), ("content/articles/b/index.md", "B")]), root);
        let read = || Inputs::read(root, BuildOptions::default()).expect("readable");
        let mut known = read();
        for happening in &happenings {
            let paths = happen(root, happening);
            let next = known.reread(root, &paths).expect("readable");
            let all = read();
            prop_assert_eq!(seen(&next), seen(&all), "after {:?}", happening);
            prop_assert_eq!(&next.faults, &all.faults);
            let differ: Vec<_> = known.changes(&next).into_iter().map(|path| path.to_string()).collect();
            let (before, after): (BTreeSet<_>, BTreeSet<_>) = (seen(&known).into_iter().collect(), seen(&next).into_iter().collect());
            let expected: BTreeSet<_> = before.symmetric_difference(&after).map(|(path, _)| path.clone()).collect();
            prop_assert_eq!(differ, expected.into_iter().collect::<Vec<_>>());
            known = next;
        }
    }
}
