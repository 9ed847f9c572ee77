//! The themes that are part of the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::file::InputFile;
use crate::base::text::path::RelPath;

/// The name of the theme that a site has unless it names another, and whose words all others inherit.
pub(crate) const BUILT_IN: &str = "broadsheet";
/// Each theme by its folder in `themes/`.
static THEMES: [(&str, Dir<'_>); 2] = [
    (BUILT_IN, include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet")),
    ("wire", include_dir!("$CARGO_MANIFEST_DIR/themes/wire")),
];

/// Returns a built-in theme's own text at a path, even if the site overrides it.
pub(crate) fn built_in(path: &RelPath) -> Option<&'static str> {
    let (theme, file) = path.strip("themes")?.split_once('/')?;
    let (_, folder) = THEMES.iter().find(|(name, _)| *name == theme)?;
    folder.get_file(file)?.contents_utf8()
}

/// Adds the files of the built-in themes, except those that the site overrides.
pub(super) fn add_built_in(files: &mut BTreeMap<RelPath, InputFile>) {
    for (theme, folder) in &THEMES {
        add_folder(theme, folder, files);
    }
}

fn add_folder(theme: &str, folder: &Dir<'_>, files: &mut BTreeMap<RelPath, InputFile>) {
    for file in folder.files() {
        let name = file.path().to_str().map(|name| format!("themes/{theme}/{}", name.replace('\\', "/")));
        if let Some(path) = name.and_then(|name| RelPath::new(&name)) {
            files.entry(path).or_insert_with(|| InputFile::new(file.contents()));
        }
    }
    folder.dirs().for_each(|folder| add_folder(theme, folder, files));
}
