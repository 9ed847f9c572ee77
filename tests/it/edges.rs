//! Small inputs at the edges of what texts may be, each of which once was read wrongly.

use crate::common::{CONFIG, Files, load, render_page, site};
use margent::base::diagnostic::Diagnostic;

const HEAD: &str = "+++\ntitle = \"T\"\ndate = 2020-01-01\n+++\n";

fn faults(files: &Files) -> Vec<Diagnostic> {
    load(files).faults
}

fn faults_of(article: &str, more: &[(&str, &str)]) -> Vec<Diagnostic> {
    let article = format!("{HEAD}{article}");
    faults(&site(&[&[("content/articles/a.md", article.as_str())], more].concat()))
}

/// The changes that a repair makes in an article, as the new text.
fn repaired(article: &str) -> String {
    let faults = faults_of(article, &[]);
    let mut text = format!("{HEAD}{article}");
    let (repair, span) = faults.iter().find_map(|it| Some((it.repair.as_ref()?, it.span.as_ref()?))).expect("a repair");
    for edit in repair.edits(&span.range, &text).expect("a sound repair").into_iter().rev() {
        text.replace_range(edit.range, &edit.new);
    }
    text[HEAD.len()..].to_owned()
}

#[test]
fn names_of_files_are_not_taken_for_hosts() {
    for file in ["chart.js", "run.py", "figs.old/plot.csv", "data.v2/all.zip"] {
        let faults = faults_of(&format!("See [this]({file}).\n"), &[]);
        assert!(faults.iter().all(|fault| !format!("{fault:?}").contains("https://")), "{file}: {faults:?}");
    }
    for address in ["www.example.org", "example.org/report.pdf", "harbour.no"] {
        assert_eq!(repaired(&format!("See [this]({address}).\n")), format!("See [this](https://{address}).\n"));
    }
}

#[test]
fn a_link_to_a_source_needs_the_source() {
    let source = "+++\ntitle = \"T\"\ndate = 2020-01-01\n[[source]]\nid = \"log\"\noutlet = \"Log\"\nurl = \"https://l.example/1\"\n+++\n";
    let outlet = ("content/outlets/log.md", "+++\nname = \"Log\"\n+++\n");
    for (id, codes) in [("source-log", vec![]), ("source-lgo", vec!["E031"])] {
        let article = format!("{source}See [the log](#{id}).\n");
        let faults = faults(&site(&[("content/articles/a.md", &article), outlet]));
        let found: Vec<_> = faults.iter().map(|fault| fault.code.id).filter(|code| code.starts_with('E')).collect();
        assert_eq!(found, codes, "{faults:?}");
    }
}

#[test]
fn a_suggested_path_is_written_as_a_link() {
    let article = "![Plot](my%20plto.png)\n";
    let files =
        site(&[("content/articles/a/index.md", &format!("{HEAD}{article}")), ("content/articles/a/my plot.png", "x")]);
    let faults = faults(&files);
    assert!(faults.iter().any(|fault| format!("{fault:?}").contains("my%20plot.png")), "{faults:?}");
}

#[test]
fn quotation_marks_of_any_width_enclose_a_passage() {
    assert_eq!(
        repaired("At noon the fare rose to six crowns.[^a]\n\n[^a]: “the fare rise”: It had been five.\n"),
        "At noon the fare rose to six crowns.[^a]\n\n[^a]: “the fare rose”: It had been five.\n"
    );
}

#[test]
fn seven_quotations_in_each_other_are_no_conflict() {
    let codes = |text: &str| faults_of(text, &[]).iter().map(|fault| fault.code.id).collect::<Vec<_>>();
    assert!(!codes(">>>>>>> from an old letter\n").contains(&"W111"));
    assert!(codes("A.\n\n>>>>>>> main\n").contains(&"W111"));
}

#[test]
fn classes_of_an_element_are_its_own() {
    let html = "<p class=\"lead\" style=\"text-align: center\">Hello</p>\n\n| a |\n|:-:|\n| b |\n";
    let files = site(&[
        ("content/articles/a.md", &format!("{HEAD}{html}")),
        ("site.toml", &format!("{}[markdown]\nhtml = \"allow\"\n", CONFIG)),
    ]);
    let html = render_page(&files, "articles/a/index.html");
    assert!(html.contains("<p class=\"lead\" style=\"text-align: center\">"), "{html}");
    assert!(html.contains("<td class=\"align-center\">b</td>"), "{html}");
}

#[test]
fn a_name_that_is_only_like_another_is_no_repair() {
    let article = "+++\ntitle = \"T\"\ndate = 2020-01-01\n[[source]]\noutlet = \"Harbour Post\"\nurl = \"https://h.example/1\"\n+++\n\
        See [2025](budget-2025.md), [the decision](plan.pdf) and [2019](/archive/2019/).\n";
    let files = site(&[
        ("content/articles/a.md", article),
        ("content/articles/budget-2024.md", HEAD),
        ("content/articles/plan.md", HEAD),
        ("content/outlets/harbour-times.md", "+++\nname = \"Harbour Times\"\n+++\n"),
    ]);
    let faults = faults(&files);
    assert_eq!(faults.len(), 4, "{faults:?}");
    for fault in faults {
        let repair = format!("{:?}", fault.repair);
        assert!(repair == "None" || repair.contains("outlets/harbour-post.md"), "{fault:?}");
    }
}

#[test]
fn a_picture_is_no_opening() {
    let article = format!("{HEAD}![A mast](m.svg)\n\nThe first words.\n");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
    let files = site(&[("content/articles/a/index.md", &article), ("content/articles/a/m.svg", svg)]);
    assert!(
        render_page(&files, "articles/a/index.html")
            .contains("<meta name=\"description\" content=\"The first words.\">")
    );
}

#[test]
fn a_picture_under_another_name_is_told_apart() {
    let article = format!("{HEAD}![A mast](m.png)\n");
    let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
    let faults = faults(&site(&[("content/articles/a/index.md", &article), ("content/articles/a/m.png", svg)]));
    assert!(faults.iter().any(|fault| fault.message.ends_with("is an SVG")), "{faults:?}");
}

#[test]
fn an_address_needs_a_host() {
    assert_eq!(repaired("See [this](http:/a.example/b).\n"), "See [this](http://a.example/b).\n");
    let faults = faults_of("See [this](http://).\n", &[]);
    assert!(faults.iter().any(|fault| fault.code.id == "E030"), "{faults:?}");
}

#[test]
fn only_articles_have_sources() {
    let topic = "+++\ntitle = \"Boats\"\n+++\nAs [they say](source:log).\n";
    let faults = faults(&site(&[("content/topics/boats.md", topic)]));
    assert_eq!(faults[0].hints, ["only articles have sources: link to one of them, or to the report itself"]);
}
