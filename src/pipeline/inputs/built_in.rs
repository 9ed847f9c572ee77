//! The theme that is part of the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::file::InputFile;
use crate::base::text::path::RelPath;

/// The name of the built-in theme.
pub(crate) const BUILT_IN: &str = "broadsheet";
static BROADSHEET: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet");

/// Returns the built-in theme's own text at a path, even if the site overrides it.
pub(crate) fn built_in(path: &RelPath) -> Option<&'static str> {
    BROADSHEET.get_file(path.strip("themes")?.strip_prefix(BUILT_IN)?.strip_prefix('/')?)?.contents_utf8()
}

/// Adds the files of the built-in theme, except those that the site overrides.
pub(super) fn add_built_in(files: &mut BTreeMap<RelPath, InputFile>) {
    add_folder(&BROADSHEET, files);
}

fn add_folder(folder: &Dir<'_>, files: &mut BTreeMap<RelPath, InputFile>) {
    for file in folder.files() {
        let name = file.path().to_str().map(|name| format!("themes/{BUILT_IN}/{}", name.replace('\\', "/")));
        if let Some(path) = name.and_then(|name| RelPath::new(&name)) {
            files.entry(path).or_insert_with(|| InputFile::new(file.contents()));
        }
    }
    folder.dirs().for_each(|folder| add_folder(folder, files));
}
