//! CommonMark 0.31 and GFM: every example of the specifications that pulldown-cmark passes, passes here too.
//! The examples are those that come with pulldown-cmark's own sources, read where cargo keeps them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use margent::base::text::path::RelPath;
use margent::pipeline::config::{MarkdownConfig, RawHtmlRule};
use margent::pipeline::markdown::{CitableSources, MarkdownContext, SlotFilling, SlotTarget, parse};
use pulldown_cmark::{Options, Parser, html};

/// Files of examples, and how many each has at least.
const SUITES: [(&str, usize); 4] =
    [("spec.rs", 640), ("gfm_table.rs", 7), ("gfm_strikethrough.rs", 2), ("gfm_tasklist.rs", 2)];

/// The folder of pulldown-cmark's sources.
fn sources() -> PathBuf {
    let system = if cfg!(target_os = "macos") { "apple-darwin" } else { "unknown-linux-gnu" };
    // Only for this platform: what others need may not have been fetched.
    let platform = format!("--filter-platform={}-{system}", std::env::consts::ARCH);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version=1", "--locked", "--offline", &platform]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let found = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("it is a dependency");
    PathBuf::from(found["manifest_path"].as_str().expect("a path")).with_file_name("")
}

/// Markdown and the HTML expected, from the text of a file of tests.
fn examples(text: &str) -> Vec<(&str, &str)> {
    let literal = |part: &'_ str| -> Option<(usize, usize)> {
        let start = part.find("r##\"")? + 4;
        Some((start, start + part[start..].find("\"##;")?))
    };
    let mut found = Vec::new();
    for part in text.split("let original = ").skip(1) {
        let Some((markdown, rest)) = part.split_once("let expected = ") else { continue };
        if let (Some(a), Some(b)) = (literal(markdown), literal(rest)) {
            found.push((&markdown[a.0..a.1], &rest[b.0..b.1]));
        }
    }
    found
}

/// What no browser tells apart, folded as pulldown-cmark's own tests fold it.
fn standard(html: &str) -> String {
    html.replace(" />", ">").replace("/>", ">").replace(">\n<", "><")
}

/// Without what we add: captions, ids of headings, how images load, names of tasks' boxes, classes in the place of inline styles.
fn without_ours(html: &str) -> String {
    let html = html.replace("<div class=\"table\"><table>", "<table>").replace("</table>\n</div>", "</table>");
    let ours = [" loading=\"lazy\" decoding=\"async\"", " aria-label=\"☑\"", " aria-label=\"☐\""];
    let mut html = ours.iter().fold(html, |html, ours| html.replace(ours, ""));
    while let Some((before, picture)) = html.split_once("<figure class=\"picture\">\n") {
        let (image, caption) = picture.split_once(">\n<figcaption>").expect("a caption");
        let (caption, after) = caption.split_once("</figcaption>\n</figure>").expect("closed");
        html = format!("{before}<p>{image} title=\"{caption}\"></p>{after}");
    }
    for side in ["left", "center", "right"] {
        html = html.replace(&format!("class=\"align-{side}\""), &format!("style=\"text-align: {side}\""));
    }
    for level in 1..=6 {
        let open = format!("<h{level} id=\"");
        while let Some(at) = html.find(&open) {
            let end = at + open.len() + html[at + open.len()..].find('"').expect("closed");
            html.replace_range(at + 3..=end, "");
        }
    }
    html
}

fn ours(markdown: &str) -> String {
    let path = RelPath::new("a.md").expect("a path");
    let options = MarkdownConfig { highlight: false, html: RawHtmlRule::Allow, ..MarkdownConfig::default() };
    let context =
        MarkdownContext { path: &path, start: 0, options: &options, base_url: "", cites: CitableSources::default() };
    let body = parse(markdown, &context).value;
    body.html().expect("in memory").fill(|number| match &body.links[number].target {
        SlotTarget::Written(dest) | SlotTarget::Image(dest) | SlotTarget::Own(dest) | SlotTarget::Site(dest) => {
            SlotFilling::Url(dest.as_str().into())
        }
        SlotTarget::Raw(written) => SlotFilling::Html(written.clone()),
        SlotTarget::Word(key) => SlotFilling::Word(key),
        SlotTarget::Verified(_) => SlotFilling::Word(""),
    })
}

fn theirs(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(markdown, options));
    out
}

#[test]
fn what_pulldown_cmark_passes_passes() {
    let folder = sources().join("tests/suite");
    for (name, least) in SUITES {
        let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut passed = 0;
        for (markdown, expected) in examples(&text) {
            if standard(&theirs(markdown)) != standard(expected) {
                continue;
            }
            let html = standard(&without_ours(&ours(markdown)));
            assert_eq!(html, standard(expected), "{name}: {markdown:?}");
            passed += 1;
        }
        assert!(passed >= least, "{name}: only {passed} examples");
    }
}
