//! `margent theme`: what it lists, and what it copies.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::common::{build, load, load_valid, render_page, site, write_files};

fn theme(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_margent")).current_dir(root).arg("theme").args(args).output().expect("started")
}

#[test]
fn templates_are_listed_and_copied_once() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(&site(&[]), folder.path());
    let list = String::from_utf8(theme(folder.path(), &[]).stdout).expect("UTF-8");
    assert!(list.lines().any(|line| line.split_whitespace().eq(["tags.html", "built", "in"])), "{list}");

    let place = "themes/broadsheet/templates/tags.html";
    assert_eq!(theme(folder.path(), &["eject", "tags.html"]).stdout, format!("{place}\n").into_bytes());
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    assert_eq!(fs::read(folder.path().join(place)).expect("copied"), fs::read(built_in).expect("there"));
    let list = String::from_utf8(theme(folder.path(), &[]).stdout).expect("UTF-8");
    assert!(list.lines().any(|line| line.split_whitespace().eq(["tags.html", place])), "{list}");

    fs::write(folder.path().join(place), "mine").expect("written");
    let style = theme(folder.path(), &["eject", "broadsheet.css"]).stdout;
    assert_eq!(style, b"themes/broadsheet/static/broadsheet.css\n");
    let again = theme(folder.path(), &["eject", "tags.html"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join(place)).expect("there"), "mine");
    let wrong = String::from_utf8(theme(folder.path(), &["eject", "tag.htm"]).stderr).expect("UTF-8");
    assert!(wrong.contains("did you mean tag.html?"), "{wrong}");
    let far = String::from_utf8(theme(folder.path(), &["eject", "nix.html"]).stderr).expect("UTF-8");
    assert!(far.contains("no file nix.html; `margent theme` lists all"), "{far}");

    let words = theme(folder.path(), &["eject", "i18n/en.toml"]).stdout;
    assert_eq!(words, b"themes/broadsheet/i18n/en.toml\n");
    assert!(fs::read_to_string(folder.path().join("themes/broadsheet/i18n/en.toml")).expect("there").contains(" = "));
}

/// The keys of words of the built-in theme in a language; without the forms that only other languages than English have.
fn keys(language: &str) -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/broadsheet/i18n/{language}.toml"));
    let words: toml::Table = toml::from_str(&fs::read_to_string(file).expect("there")).expect("TOML");
    let is_form = |key: &str| ["_one", "_two", "_few", "_many"].iter().any(|form| key.ends_with(form));
    words.into_iter().map(|(key, _)| key).filter(|key| !is_form(key)).collect()
}

#[test]
fn every_translation_is_complete() {
    for language in ["ar", "he", "ko"] {
        assert_eq!(keys(language), keys("en"), "{language}");
    }
}

#[test]
fn words_have_the_form_of_their_number() {
    let count = |language: &str, number: usize| {
        let mut files = site(&[]);
        files.entry("site.toml".to_owned()).or_default().push_str(&format!("language = \"{language}\"\n"));
        files.insert("themes/broadsheet/i18n/ja.toml".to_owned(), "articles = \"記事{n}本\"\n".to_owned());
        let template = format!("{{{{ tr(key=\"articles\", n={number}) }}}}");
        files.insert("themes/broadsheet/templates/404.html".to_owned(), template);
        render_page(&files, "404.html")
    };
    assert_eq!(count("en", 1), "1 article");
    assert_eq!(count("ar", 2), "مقالان");
    assert_eq!(count("ar-EG", 5), "5 مقالات");
    assert_eq!(count("ar", 11), "11 مقالًا");
    assert_eq!(count("he", 2), "שתי כתבות");
    assert_eq!(count("ko", 1), "글 1편");
    assert_eq!(count("ja", 1), "記事1本");
}

#[test]
fn a_child_theme_gets_the_template_of_its_parent() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = site(&[("themes/plain/theme.toml", "extends = \"broadsheet\"\n")]);
    files.entry("site.toml".to_owned()).or_default().push_str("theme = \"plain\"\n");
    write_files(&files, folder.path());
    let output = theme(folder.path(), &["eject", "base.html"]);
    assert_eq!(output.stdout, b"themes/plain/templates/base.html\n");
    assert!(folder.path().join("themes/plain/templates/base.html").exists());
}

#[test]
fn wire_has_every_page_and_nothing_of_broadsheet_that_it_does_not_use() {
    let note = "+++\ntitle = \"Rain\"\ndate = 2019-05-01\n+++\nIt rained.[^a]\n\n[^a]: A little.\n";
    let mut files = site(&[("content/articles/rain.md", note)]);
    files.entry("site.toml".to_owned()).or_default().push_str("theme = \"wire\"\n");
    for page in ["index.html", "articles/rain/index.html", "topics/index.html", "archive/index.html", "404.html"] {
        let page = render_page(&files, page);
        assert!(page.contains("wire.css") && !page.contains("broadsheet"), "{page}");
        assert!(page.contains("feed.atom") && page.contains("Made with margent"), "{page}");
    }
    assert!(render_page(&files, "articles/rain/index.html").contains("A little."));
    let plan = load_valid(&files).plan;
    let unused = |path: &&str| path.starts_with("fonts/") || path.contains("broadsheet") || *path == "scheme.js";
    assert_eq!(plan.outputs.keys().map(|path| &**path).find(unused), None);
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let loops = [
        // Silent, and without a function that could count.
        ("{% set many = range(end=100000) %}{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}", 2),
        ("{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}", 1),
        (
            "{% set many = range(end=100000) %}{% for a in many %}{% for b in many %}01234567890{% endfor %}{% endfor %}",
            1,
        ),
    ];
    for (template, status) in loops {
        let folder = tempfile::tempdir().expect("a folder");
        write_files(&site(&[("themes/broadsheet/templates/archive.html", template)]), folder.path());
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_margent"));
        let output = command.current_dir(folder.path()).arg("build").output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(said.contains("archive.html") && said.contains("loop"), "{said}");
        assert!(status == 2 || said.contains("/archive/"), "{said}");
        assert!(started.elapsed() < Duration::from_secs(60) && !folder.path().join("public").exists());
    }
}

const LISTED: &str = "+++\ntitle = \"Rain\"\ndate = 2019-05-01\ntopics = [\"wet\"]\ntags = [\"sky\"]\n+++\nText.\n";
const TOPIC: (&str, &str) = ("content/topics/wet.md", "+++\ntitle = \"Wet\"\n+++\n");

#[test]
fn an_entry_has_a_template_for_all_lists() {
    let entry = ("themes/broadsheet/templates/entry.html", "<b>{{ article.title }} of {{ site.title }}</b>");
    let files = site(&[("content/articles/rain.md", LISTED), TOPIC, entry]);
    for list in ["topics/wet/index.html", "tags/sky/index.html"] {
        assert!(render_page(&files, list).contains("<div class=\"items\">\n<b>Rain of Test</b>\n</div>"), "{list}");
    }
    // Quotations stand in an entry of an outlet, and no dates in those of a day.
    assert!(!render_page(&files, "index.html").contains("<b>Rain"));
}

#[test]
fn a_theme_need_not_have_entries() {
    let theme = ["404", "archive", "article", "corrections", "home", "outlets", "sources", "tags", "topics", "year"];
    let theme = theme.map(|name| (format!("themes/bare/templates/{name}.html"), "-"));
    let mut files = site(&[("content/articles/rain.md", LISTED), TOPIC]);
    files.extend(theme.map(|(path, text)| (path, text.to_owned())));
    for list in ["tag", "topic"] {
        let text = "{{ entries | length }} of {{ articles | length }}".to_owned();
        files.insert(format!("themes/bare/templates/{list}.html"), text);
    }
    files.entry("site.toml".to_owned()).or_default().push_str("theme = \"bare\"\n[search]\nenabled = false\n");
    assert_eq!(render_page(&files, "tags/sky/index.html"), "0 of 1");
}

#[test]
fn a_fault_in_an_entry_is_told_once() {
    let entry = ("themes/broadsheet/templates/entry.html", "<b>{{ article.titel }}</b>");
    let files = site(&[("content/articles/rain.md", LISTED), TOPIC, entry]);
    assert!(load(&files).faults.is_empty());
    let folder = tempfile::tempdir().expect("a folder");
    let faults = build(&load_valid(&files), folder.path()).expect_err("no such field");
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let place = faults[0].span.as_ref().expect("a place").path.to_string();
    assert_eq!(place, "themes/broadsheet/templates/entry.html");
    assert!(faults[0].hints.iter().any(|hint| hint.contains("/tags/sky/ and 1 more page")), "{faults:#?}");
}
