//! What pages put around and between the paragraphs of a text, and what of it is in no article.

use std::path::Path;

use crate::common::Files;
use crate::common::importer::Importer;

/// A paragraph of a text.
const PROSE: &str = "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>";

/// The text of the article that a page with this body becomes.
fn body_of(html: &str) -> String {
    let page = format!("<html><head><title>Late boats</title></head><body>{html}</body></html>");
    let (articles, _) =
        Importer::new(&Files::default()).import_from(Path::new(""), "page.html", page.as_bytes()).expect("an article");
    let (_, _, file) = &articles[0];
    file.split_once("\n+++\n").expect("front matter").1.to_owned()
}

/// The text of an article that has `html` between its paragraphs.
fn among_prose(html: &str) -> String {
    body_of(&format!("<article><h1>Late boats</h1>{0}{html}{0}</article>", PROSE.repeat(4)))
}

/// The text of an article that has `html` below its paragraphs.
fn below_prose(html: &str) -> String {
    body_of(&format!("<article><h1>Late boats</h1>{}{html}</article>", PROSE.repeat(8)))
}

#[test]
fn boxes_about_authors_are_left_out() {
    let biography = "Mara Lind grew up beside the harbour, and has sailed on most of the boats that are still there. \
        She lives with two cats in what used to be the net loft, and writes a cookery book in winter.";
    for html in [
        "<div class=\"post-author__bio\"><p>{}</p></div>",
        "<section id=author-box><p>{}</p></section>",
        "<div class=\"wrap author-info\"><h4>Mara Lind</h4><p>{}</p></div>",
    ] {
        let text = below_prose(&html.replace("{}", biography));
        assert!(text.contains("herring") && !text.contains("cookery"), "{html}: {text}");
    }
    let text = below_prose(&format!("<div class=\"authority about-boats\"><p>{biography}</p></div>"));
    assert!(text.contains("cookery"), "{text}");
}

/// Parts of a line stand apart by the style sheet alone.
#[test]
fn paths_to_a_page_are_left_out() {
    let html = "<p class=breadcrumb><a href=/>Start</a><a href=/harbour>Harbour</a><span>Late boats</span></p>";
    let text = body_of(&format!("<div>{html}<h1>Late boats</h1>{}</div>", PROSE.repeat(2)));
    assert!(text.contains("herring") && !text.contains("Harbour"), "{text}");
}
