//! What is imported builds, always: each capture of the tests, alone and with all others, in an empty site.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::importer::{Imported, Importer, files_of};
use crate::common::{cases, inputs, rel_path, site};
use margent::Memo;
use margent::base::codes::Severity;
use margent::import::Capture;
use margent::pipeline::inputs::InputFile;

/// The captures of all tests.
fn captures() -> Vec<PathBuf> {
    const KINDS: [&str; 9] = ["txt", "html", "xml", "rdf", "atom", "json", "md", "eml", "mhtml"];
    let folders = ["import", "import_feeds", "pages"].into_iter().flat_map(cases);
    let files = folders
        .flat_map(|case| walkdir::WalkDir::new(case).sort_by_file_name())
        .map(|entry| entry.expect("readable").into_path());
    let is_capture = |path: &PathBuf| path.extension().is_some_and(|kind| KINDS.contains(&&*kind.to_string_lossy()));
    let is_input = |path: &PathBuf| {
        !path.iter().any(|part| part == "expected" || part == "page_files") && !path.ends_with("main.txt")
    };
    files.filter(|path| path.is_file() && is_capture(path) && is_input(path)).collect()
}

/// Checks that an empty site builds with what was imported, drafts included.
fn must_build(what: &str, (articles, _): &Imported) {
    let mut inputs = inputs(&site(&[]));
    (inputs.options.drafts, inputs.options.future) = (true, true);
    for (draft, path, text) in articles {
        let others = files_of(draft, path).into_iter();
        inputs.files.extend(others.map(|(path, bytes)| (rel_path(&path), InputFile::new(bytes))));
        inputs.files.insert(rel_path(path), InputFile::new(text.clone().into_bytes()));
    }
    let faults = margent::load(inputs, &Memo::default()).faults;
    let errors: Vec<_> = faults.iter().filter(|fault| fault.code.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn every_capture_builds_in_an_empty_site() {
    let importer = Importer::new(&site(&[]));
    let paths = captures();
    assert!(paths.len() > 30, "{paths:?}");
    let all: Vec<Capture> = paths.iter().map(|path| Capture::open(path, None).expect("a capture")).collect();
    for (path, capture) in paths.iter().zip(&all) {
        let imported = importer.import_all(std::slice::from_ref(capture));
        must_build(
            &path.display().to_string(),
            &imported.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", path.display())),
        );
    }
    must_build("all together", &importer.import_all(&all).expect("articles"));
}

/// Texts that once were imported as something that no build takes, or could be.
const ODD: [(&str, &str); 17] = [
    ("brackets.md", "---\ntags: [\n  'rope',\n]\n---\nText.\n"),
    ("---.md", "No title.\n"),
    ("form-feed.md", "---\ntitle: Pages\n---\nOne.\n\u{c}\nTwo.\u{b}\n"),
    ("control.md", "---\ntitle: \"A bell\"\n---\nIt \u{7}rang.\n"),
    ("2015-01-02-boat.md", "# A boat\n\nIt left.\n"),
    ("2015-02-03-boat.md", "A second boat.\n"),
    ("quoted.md", "---\ntitle: Quoted\n---\nSo they said.[^1]\n\n[^1]: \"salt and rope\": a phrase of sailors.\n"),
    ("lost-note.md", "---\ntitle: Lost\n---\nSo they said.[^1] And so.[^2]\n\n[^3]: Nothing leads here.\n"),
    ("tags.md", "---\ntitle: Signs\ntags: [\"+\", \"🎸\", rope]\nauthor: {name: Ida Pollard}\n---\nText.\n"),
    ("links.md", "---\ntitle: Links\n---\n[]() [z](<>) [a](#b) [c](d.md#e) ![f](g.png) [h](/i/) <j@k.example>\n"),
    ("source.md", "---\ntitle: Sources\n---\n> Words.\n>\n> — [A](source:a)\n\n[b](source:b) {{< c >}}\n"),
    (
        "notes.html",
        "<article><h1>Notes</h1><p>Long words about the tide, the boat and the rope, which fill this line well.<sup><a href='#n1'>1</a></sup></p><ol><li id=n1>“The tide”: what takes <a href='#m'>boats</a> away.</li></ol></article>",
    ),
    (
        "spans.html",
        "<article><h1>Spans</h1><p>Long words about the tide, the boat and the rope, which fill this line well.</p><table><tr><th rowspan=9>a<th colspan=3>b<tr><td>c</table></article>",
    ),
    (
        "signs.html",
        "<article><h1>\u{ad}</h1><p>[^1] [[a]] {% b %} long words about the tide, the boat and the rope: [c]: https://d.example/</p></article>",
    ),
    (
        "empty.xml",
        "<!-- a --><rss><channel><item><title></title><description>&lt;p&gt;[^x]: y&lt;/p&gt;</description></item></channel></rss>",
    ),
    ("letter.eml", "From: a@b.example\nMessage-ID: <1@b.example>\nSubject: [^1]: A\n\n[^1]: \"Words\": and more\n"),
    (
        "zero.eml",
        "From: a@b.example\nMessage-ID: <2@b.example>\nSubject: B\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSXQgcm9zZQAgdG9kYXkuCg==\n",
    ),
];

#[test]
fn odd_texts_build() {
    let importer = Importer::new(&site(&[]));
    for (name, text) in ODD {
        must_build(name, &importer.import_from(Path::new("/nowhere"), name, text.as_bytes()).expect(name));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let open = |(name, text): &(&str, &str)| {
        fs::write(folder.path().join(name), text).expect("written");
        Capture::open(&folder.path().join(name), None).expect("a capture")
    };
    let all: Vec<Capture> = ODD.iter().map(open).collect();
    must_build("all together", &importer.import_all(&all).expect("articles"));
}
