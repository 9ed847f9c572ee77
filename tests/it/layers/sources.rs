//! The files of `src` as syntax trees.

use std::fs;
use std::path::Path;

/// One file of `src`.
pub struct SourceFile {
    /// From the package's root: `src/base/hash.rs`.
    pub path: String,
    /// The path of its module: `["base", "hash"]`.
    pub module: Vec<String>,
    pub text: String,
    pub syntax: syn::File,
}

impl SourceFile {
    /// The folder of `src` that the file is in, or none for `lib.rs` and `main.rs`.
    pub fn room(&self) -> Option<&str> {
        self.path.split('/').nth(1).filter(|room| !room.ends_with(".rs"))
    }

    /// The file's or folder's name inside its room, or none for the room's `mod.rs`.
    pub fn stage(&self) -> Option<&str> {
        self.module.get(1).map(String::as_str)
    }
}

/// All files of `src`, sorted by path.
pub struct Sources {
    pub files: Vec<SourceFile>,
}

impl Sources {
    /// Reads and parses the sources of a package.
    pub fn read(package: &Path) -> Self {
        let entries = walkdir::WalkDir::new(package.join("src")).sort_by_file_name();
        let paths = entries.into_iter().map(|entry| entry.expect("readable").into_path());
        let rust = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
        Self { files: rust.map(|path| parse(package, &path)).collect() }
    }
}

fn parse(package: &Path, path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).expect("UTF-8");
    let path = path.strip_prefix(package).expect("inside").to_string_lossy().replace('\\', "/");
    let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').skip(1).map(str::to_owned).collect();
    if module.last().is_some_and(|name| name == "mod" || name == "lib") {
        module.pop();
    }
    SourceFile { path, module, text, syntax }
}
