//! Who may import whom: a module names only modules that come before it in the pipeline.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// From left to right; modules of one group do not name each other, except where a group is one concept.
const LAYERS: [&[&str]; 20] = [
    &["text", "hash", "store", "codes", "picture"],
    &["diag"],
    &["fields"],
    &["inputs"],
    &["reuse"],
    &["config"],
    &["markdown"],
    &["content"],
    &["topics"],
    &["links"],
    &["index"],
    &["theme"],
    &["plan"],
    &["site"],
    &["render"],
    &["search"],
    &["output", "report"],
    &["import"],
    &["advice"],
    &["publish"],
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|modules| modules.contains(&module))
        .unwrap_or_else(|| panic!("where does `{module}` belong?"))
}

#[test]
fn imports_go_left() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.expect("readable").into_path();
        let inner = path.strip_prefix(&root).expect("inside");
        let module = inner.iter().next().map(|first| first.to_string_lossy().trim_end_matches(".rs").to_owned());
        let module = module.unwrap_or_default();
        // The library's root and the server, which runs it, name all; the binary is a crate of its own.
        if path.extension().is_none_or(|ending| ending != "rs")
            || ["lib", "main", "cli", "cmd", "server"].contains(&&*module)
        {
            continue;
        }
        seen.insert(module.clone());
        let text = fs::read_to_string(&path).expect("UTF-8");
        for (line, used) in text.lines().enumerate().flat_map(|(n, line)| named(line).map(move |name| (n + 1, name))) {
            let sound = used == module || layer(used) < layer(&module);
            assert!(sound, "src/{}:{line}: `{module}` comes before `{used}`", inner.display());
        }
    }
    let listed: BTreeSet<String> =
        LAYERS.iter().flat_map(|modules| modules.iter().map(|name| (*name).to_owned())).collect();
    assert_eq!(seen, listed);
}

/// The modules that a line names as `crate::…`, comments aside.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
}
