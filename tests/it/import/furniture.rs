//! What pages put around and between the paragraphs of a text, and what of it is in no article.

use std::path::Path;

use margent::import::Confidence;

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

#[test]
fn offers_and_labels_are_left_out() {
    for html in [
        "<p>Like this story? Share it with a friend!</p>",
        "<p>Want more stories like this? Every day we send a letter.</p>",
        "<p>Tags: <a href=/t/harbour>harbour</a>, <a href=/t/weather>weather and tides</a></p>",
        "<p>See also: <a href=/ferry>The ferry that did not come</a> and <a href=/fog>the fog</a></p>",
        "<p>This article contains affiliate links, by which we may earn something.</p>",
    ] {
        let text = among_prose(html);
        assert!(text.contains("herring") && !text.contains(&html[3..10]), "{html}: {text}");
    }
    for html in
        ["<p>Tags on nets are blue, as <a href=/rule>the rule</a> says.</p>", "<p>Like this boat, most are old.</p>"]
    {
        assert!(among_prose(html).contains(&html[3..10]), "{html}");
    }
    let filed =
        "Geschrieben am 4. März 2015 und ist zu finden in <a href=/h>Hafen</a>. Du kannst die Antworten verfolgen.";
    assert!(!below_prose(&format!("<p>{filed}</p>")).contains("Geschrieben"));
    let copied = "<p>The Wayback Machine - https://web.archive.org/web/2010/http://pier.example/</p>";
    let text = body_of(&format!("<div>{copied}<p>Lectura: 1 min. 23 palabras.</p>{}</div>", PROSE.repeat(8)));
    assert!(text.starts_with("The boats"), "{text}");
}

#[test]
fn teasers_are_left_out() {
    let teaser = |n: usize| {
        format!(
            "<div><a href=\"https://pier.example/{n}\"><img src=\"https://pier.example/{n}.jpg\"></a>\
             <h3><a href=\"https://pier.example/{n}\">Pier story {n}</a></h3><p>What happened on the pier.</p></div>"
        )
    };
    let teasers: String = (0..3).map(teaser).collect();
    let text = below_prose(&teasers);
    assert!(text.contains("herring") && !text.contains("Pier story"), "{text}");
    let list = "<ul><li><a href=/1><h4>Pier story 1</h4></a></li><li><a href=/2><h4>Pier story 2</h4></a></li></ul>";
    let text = among_prose(list);
    assert!(text.contains("herring") && !text.contains("Pier story"), "{text}");
    // Whatever the page says where its links lead.
    let report =
        |n: usize| format!("<h3>Pier story {n}</h3><p>What happened on the pier on that long and windy day.</p>");
    let text = below_prose(&format!("<h2>More news</h2>{}", (0..3).map(report).collect::<String>()));
    assert!(text.contains("herring") && !text.contains("Pier story"), "{text}");
    let dated =
        |n: usize| format!("<p><img src=/{n}.jpg></p><p>Pier story {n} <a href=/c>Piers</a></p><p>2015-03-0{n}</p>");
    let text = below_prose(&format!("<h4>Members</h4>{}", (1..4).map(dated).collect::<String>()));
    assert!(text.contains("herring") && !text.contains("Pier story"), "{text}");
    // A page of them is made of nothing else.
    let text =
        body_of(&format!("<article><h1>Late boats</h1>{PROSE}{}</article>", (0..9).map(teaser).collect::<String>()));
    assert!(text.contains("Pier story 0") && text.contains("Pier story 8"), "{text}");
}

/// Pages append other articles as one scrolls down.
#[test]
fn the_article_with_the_headline_is_the_text() {
    let other =
        "<p>The lighthouse was painted white again, in three weeks and by two painters from the next island.</p>";
    let page = format!(
        "<article><h1>Late boats</h1>{}</article><article><h1>A white lighthouse</h1>{}</article>",
        PROSE.repeat(12),
        other.repeat(16)
    );
    let text = body_of(&format!("<main>{page}</main>"));
    assert!(text.contains("herring") && !text.contains("lighthouse"), "{text}");
}

#[test]
fn a_text_for_those_without_scripts_is_read() {
    let text = body_of(&format!("<h1>Late boats</h1><div class=post><noscript>{}</noscript></div>", PROSE.repeat(6)));
    assert!(text.contains("herring"), "{text}");
    let twice = PROSE.repeat(6);
    let text = body_of(&format!("<article><h1>Late boats</h1>{twice}<noscript>{twice}</noscript></article>"));
    assert_eq!(text.matches("herring").count(), 6, "{text}");
}

#[test]
fn what_leads_away_from_headings_keeps_its_link() {
    let text = among_prose("<a href=\"https://pier.example/plan\"><h2>The plan of the pier</h2></a>");
    assert!(text.contains("## [The plan of the pier](https://pier.example/plan)"), "{text}");
}

/// Clips of other sites often stand so: a picture, the words, and below them the link to the whole report.
#[test]
fn a_line_with_the_link_of_a_clip_names_its_source() {
    for label in ["Link : ", "링크: "] {
        let text = among_prose(&format!(
            "<p><img src=https://pictures.example/boats.jpg alt=Boats></p>\
             <blockquote><p>The ferry will not sail before spring, the owners say.</p></blockquote>\
             <p>{label}<a href=https://quay.example/12>https://quay.example/12</a></p>"
        ));
        assert!(text.contains("(source:quay-example)"), "{text}");
    }
}

/// A source is often the last line of a page.
#[test]
fn a_source_below_the_last_quotation_stays() {
    let link = "<a href=https://quay.example/12>quay.example/12</a>";
    for line in [format!("<em>Source: {link}</em>"), format!("({link})")] {
        let quotation = "<blockquote><p>The ferry will not sail before spring, the owners say.</p></blockquote>";
        let text = below_prose(&format!("{quotation}<p>{line}</p>"));
        assert!(text.contains("source:"), "{text}");
    }
}

/// The teasers of a page may have more words than its text.
#[test]
fn teasers_to_the_end_are_no_text() {
    let teaser =
        |n: usize| format!("<h3>Pier story {n}</h3><p>What happened on the pier on that long and windy day.</p>");
    let teasers = (0..12).map(teaser).collect::<String>();
    let text =
        body_of(&format!("<article><h1>Late boats</h1>{}<h2>More news</h2>{teasers}</article>", PROSE.repeat(5)));
    assert!(text.contains("herring") && !text.contains("Pier story"), "{text}");
    // Below a lead alone they may be the text.
    let text = body_of(&format!("<article><h1>Late boats</h1>{PROSE}<h2>More news</h2>{teasers}</article>"));
    assert!(text.contains("Pier story"), "{text}");
}

/// A text that the page describes and one on somebody else cannot be told apart for sure.
#[test]
fn a_description_above_a_longer_section_is_of_low_confidence() {
    let lead = "The boats came in at noon, with herring.";
    let about = PROSE.repeat(3);
    let page = |description: &str| {
        format!(
            "<html><head><title>Late boats</title><meta property=og:description content='{description}'></head>\
             <body><main><h1>Late boats</h1><p>{lead}</p><h2>About Mara Lind</h2>{about}</main></body></html>"
        )
    };
    for (description, is_low) in [(lead, true), ("Boats.", false)] {
        let importer = Importer::new(&Files::default());
        let articles = importer.import("page.html", page(description).as_bytes()).expect("an article");
        let decisions = &articles[0].0.decisions;
        let says = decisions.iter().any(|it| it.text.contains("About Mara Lind") && it.confidence == Confidence::Low);
        assert_eq!(says, is_low, "{decisions:?}");
    }
}

/// Links that a text announces, or that lead from it to several sites, are its own.
#[test]
fn lists_of_links_may_be_part_of_a_text() {
    let list = |sites: [&str; 3]| {
        let item = |site: &str| format!("<li><a href=https://{site}.example/1>On the boats of {site}</a></li>");
        format!("<ul>{}</ul>", sites.map(item).concat())
    };
    let (own, others) = (list(["pier", "pier", "pier"]), list(["gazette", "quay", "tide"]));
    let page =
        |above: &str, below: &str| body_of(&format!("<div><h1>Late boats</h1>{above}{}{below}</div>", PROSE.repeat(6)));
    let text = page(&format!("<p>On boats so far:</p>{own}"), &format!("<h2>References</h2>{others}"));
    assert!(text.contains("so far:\n\n- [On the boats of pier]") && text.contains("of tide"), "{text}");
    let text = page(&own, &format!("<h2>More news</h2>{others}"));
    assert!(text.contains("herring") && !text.contains("On the boats"), "{text}");
}

/// The first and the last link of a digest are no furniture.
#[test]
fn digests_keep_their_links() {
    let item = |site: &str| {
        format!("<div><a href=https://{site}.example/1>News of {site}</a><p>{site}.example</p>{PROSE}</div>")
    };
    let items = ["gazette", "quay", "tide", "salt"].map(item).concat();
    let last = "<div><a href=https://video.example/1>Seals, live</a><p>video.example</p></div>";
    let text = body_of(&format!("<main>{items}{last}</main>"));
    assert!(text.starts_with("[News of gazette]") && text.contains("[Seals, live]"), "{text}");
}
