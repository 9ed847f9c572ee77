//! Shapes that pages have, each in the fewest words.

use std::path::Path;

use crate::common::importer::{Importer, assert_builds, read_texts};

/// A paragraph that is nothing but text.
const PROSE: &str = "<p>The boats came in at noon, with herring, cod and plaice, and the hall was full by one.</p>";

/// The files of the articles that a page becomes, in a site that builds with them.
fn articles(head: &str, body: &str) -> Vec<String> {
    let page = format!("<html><head><title>Late boats</title>{head}</head><body>{body}</body></html>");
    let site = read_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/_site"));
    let (articles, _) = Importer::new(&site).import_from(Path::new(""), "page.html", page.as_bytes()).expect("a page");
    assert_builds(&site, &articles);
    articles.into_iter().map(|(_, _, file)| file).collect()
}

/// The file of the article that a page is.
fn article(head: &str, body: &str) -> String {
    let mut articles = articles(head, body);
    assert_eq!(articles.len(), 1, "{articles:#?}");
    articles.remove(0)
}

#[test]
fn a_class_for_the_paywall_hides_no_text() {
    let text = PROSE.repeat(3);
    let paid = "<p class=paywall>The crane was lifted at two, and nobody on the pier had seen one so large.</p>";
    let offer = "<div class=paywall><p>Subscribe now: a month of boats for the price of a herring roll.</p></div>";
    let consent =
        format!("<div id=onetrust-sdk role=region>{}</div>", "<p>We store what you do, as you like it.</p>".repeat(9));
    let file = article("", &format!("{consent}<article><h1>Late boats</h1>{text}{paid}{offer}{text}</article>"));
    assert!(file.contains("The crane was lifted"), "{file}");
    assert!(!file.contains("herring roll") && !file.contains("as you like it"), "{file}");
}

#[test]
fn a_text_beside_teasers_is_the_article() {
    let teaser = |number: u32| {
        let words = "A crane as large as a church was lifted onto the pier on Monday night";
        format!("<article><h2><a href=https://pier.example/{number}>{words}</a></h2></article>")
    };
    let teasers = format!("<div><h1>More</h1>{}{}</div>", teaser(1), teaser(2));
    let text = PROSE.repeat(5);
    for page in [
        format!("<h1>Late boats</h1><div>{text}</div>{teasers}"),
        format!("<div>{text}</div>{teasers}"),
        format!("<article><h2>Late boats</h2>{text}</article><article><h2>Cranes</h2>{PROSE}</article>"),
    ] {
        assert!(article("", &page).matches("with herring").count() >= 5, "{page}");
    }
    let posts = ["Boats", "Cranes", "Piers"].map(|name| format!("<article><h2>{name}</h2>{text}</article>"));
    assert_eq!(articles("", &posts.concat()).len(), 3);
}

#[test]
fn keywords_become_tags_that_have_addresses() {
    let long = "Pier ".repeat(60);
    let head = format!("<meta property=article:tag content='Boats, Rope &amp;amp; Tar; 4711,{long}'>");
    let file = article(&head, &format!("<article><h1>Late boats</h1>{}</article>", PROSE.repeat(3)));
    assert!(file.contains("tags = [\"Boats\", \"Rope & Tar\"]"), "{file}");
}

/// A heading in the words of the page's description is the lead.
#[test]
fn the_standfirst_is_the_lead() {
    let head = "<meta name=description content='Herring for everybody'>";
    let lead = "<h2>Herring for everybody</h2><p>Published: 3 March 2015</p>";
    let file = article(head, &format!("<article><h1>Late boats</h1>{lead}{}</article>", PROSE.repeat(5)));
    assert!(file.contains("+++\nHerring for everybody\n\nThe boats"), "{file}");
    let lead = "<p class=article__standfirst>Herring for everybody, and for once there was cod and plaice as well</p>";
    let file = article("", &format!("<article><h1>Late boats</h1>{lead}{}</article>", PROSE.repeat(5)));
    assert!(file.contains("cod and plaice as well\n\nThe boats"), "{file}");
}

/// A piece of a page without a head is all text.
#[test]
fn a_piece_of_a_page_is_read_whole() {
    let item = |name: &str| format!("<li>The {name} came in at noon, with herring, and the hall was full by one.</li>");
    let piece = format!(
        "<div>Today the boats were late, as they are in every March.</div>\
         <div><a href=https://quay.example/2>The hall</a><ul>{}{}</ul></div>",
        item("Gull"),
        item("Tern")
    );
    let site = read_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/_site"));
    let (articles, _) = Importer::new(&site).import_from(Path::new(""), "day.html", piece.as_bytes()).expect("a text");
    let file = &articles[0].2;
    let text = "as they are in every March.\n\n[The hall](https://quay.example/2)\n\n- The Gull";
    assert!(file.contains(text) && file.contains("The Tern"), "{file}");
}

/// Code has its line breaks and comments; the numbers beside it and the signs of permalinks are no words.
#[test]
fn code_and_headings_are_as_they_are_read() {
    let numbers = "<td class=gutter><pre>1<br>2<br>3</pre></td>";
    let code = "<td><pre><code><span class=hljs-comment># count the boats</span><br><br>boats count</code></pre></td>";
    let table = format!("<figure><table><tr>{numbers}{code}</tr></table></figure>");
    let pre = "<pre>boats = 0 <span class=comment># none so far</span></pre>";
    let heading = "<h2 id=pier>The pier <a href=#pier>¶</a></h2>";
    let text = PROSE.repeat(3);
    let file = article("", &format!("<article><h1>Late boats</h1>{text}{table}{text}{pre}{heading}{text}</article>"));
    for kept in ["```\n# count the boats\n\nboats count\n```", "boats = 0 # none so far", "## The pier\n"] {
        assert!(file.contains(kept), "{kept}: {file}");
    }
    assert!(!file.contains("1\n2"), "{file}");
}

/// A report is quoted in the words that its snapshot has.
#[test]
fn reports_verify_without_pull_quotes() {
    let head = "<link rel=canonical href=https://islandwire.example/boats>";
    let pulled = "<blockquote><p>And the hall was full by one.</p></blockquote>";
    let picture =
        "<figure><img src=https://islandwire.example/1.jpg alt='The pier'><figcaption>The pier.</figcaption></figure>";
    let text = format!("{PROSE}{picture}<p>It holds 900 m<sup>2</sup> of fish.</p>{pulled}{}", PROSE.repeat(3));
    let file = article(head, &format!("<article><h1>Late boats</h1>{text}</article>"));
    assert!(file.contains("snapshot = ") && file.contains("900 m² of fish"), "{file}");
    assert_eq!(file.matches("The pier").count(), 1, "{file}");
}

#[test]
fn parts_of_lines_are_apart() {
    let lines = "<h2><span>A crane fell</span><a href=/2>Twice</a></h2>";
    let caption = "<figure><img src=crane.png alt='A crane'><figcaption><span>The pier at noon.</span><span>Mara Lind</span></figcaption></figure>";
    let text = PROSE.repeat(3);
    let file = article(
        "",
        &format!("<article><h1><span>Late</span><b>boats</b></h1>{text}{lines}{text}{caption}{text}</article>"),
    );
    for part in ["title = \"Late boats\"", "A crane fell Twice", "at noon. Mara Lind"] {
        assert!(file.contains(part), "{part}: {file}");
    }
}

/// React sends the text hidden, and its scripts show it; what only those hear who cannot see is no text.
#[test]
fn what_readers_see_is_the_text() {
    let text = PROSE.repeat(5);
    let spoken = "<span class=sr-only>opens a window</span>";
    let page = format!(
        "<main><p>Loading</p></main><div hidden id='S:0'><article><h1>Late boats</h1>{text}<p>The end. {spoken}</p></article></div>"
    );
    let file = article("", &page);
    assert!(file.matches("with herring").count() == 5 && !file.contains("opens a window"), "{file}");
}

#[test]
fn pictures_keep_what_is_said_of_them() {
    let picture = |name: &str, attributes: &str| format!("<img src='https://pier.example/{name}.jpg' {attributes}>");
    let figure = |inner: &str| format!("<figure>{inner}<figcaption>The pier at noon.</figcaption></figure>");
    let text = PROSE.repeat(3);
    let hidden = format!("<figure><div aria-hidden=true>{}</div></figure>", picture("hidden", "alt='A crane'"));
    let face = "<p><img src='https://secure.gravatar.com/avatar/1' alt='Mara'></p>";
    let parts = [figure(&picture("b", "alt='b.jpg'")), hidden, face.to_owned()];
    let file = article(
        "",
        &format!("<article><h1>Late boats</h1>{}{text}</article>", parts.map(|part| text.clone() + &part).concat()),
    );
    assert!(file.contains("{ what = \"image-alt\", image = \"https://pier.example/b.jpg\" }"), "{file}");
    assert!(file.contains("[A crane](https://pier.example/hidden.jpg)") && !file.contains("gravatar"), "{file}");
}

/// Without a stated language, letters that only one language has tell it; a site is never all of a title.
#[test]
fn pages_that_state_little() {
    let korean = "<p>배는 정오에 들어왔고, 청어와 대구가 가득했으며, 한 시에는 시장이 사람들로 꽉 찼다고 항구 사무소가 밝혔다.</p>";
    let head = "<meta property=og:site_name content='Late boats'><meta http-equiv=content-language content=utf-8>";
    let file = article(head, &format!("<article>{}</article>", korean.repeat(5)));
    assert!(file.contains("title = \"Late boats\"\nlanguage = \"ko\""), "{file}");
}

/// A title that links elsewhere leads to what the post passes on.
#[test]
fn titles_lead_to_what_is_passed_on() {
    let head = "<link rel=canonical href=https://own.example/late-boats>";
    let quoted = "<blockquote><p>The ferry was late again, and nobody on the pier could say why, nor when it had left.</p></blockquote>";
    for (address, kept) in [
        ("https://quay.example/ferry", "> — [quay.example](source:quay-example)"),
        ("https://own.example/late-boats", "nor when it had left.\n\n"),
        ("/late-boats", "nor when it had left.\n\n"),
    ] {
        let title = format!("<h1><a href={address}>Late boats</a></h1>");
        let file = article(head, &format!("<article>{title}{PROSE}{quoted}{PROSE}{PROSE}</article>"));
        assert!(file.contains(kept), "{address}: {file}");
    }
}

/// Newsletters hold embedded posts in attributes.
#[test]
fn posts_in_attributes_are_quotations() {
    let stated = "{&quot;url&quot;:&quot;https://twitter.com/maralind/status/1&quot;,&quot;full_text&quot;:&quot;The ferry \
        was late again.&quot;,&quot;username&quot;:&quot;maralind&quot;,&quot;name&quot;:&quot;Mara Lind&quot;,\
        &quot;date&quot;:&quot;Sat Sep 19 05:18:23 +0000 2020&quot;}";
    let post = format!(
        "<div class=tweet data-attrs=\"{stated}\"><a href=https://twitter.com/maralind/status/1>4 likes</a></div>"
    );
    let text = PROSE.repeat(3);
    let file = article("", &format!("<article><h1>Late boats</h1>{text}{post}{text}</article>"));
    let quotation = "> The ferry was late again.\n>\n> — [Mara Lind (@maralind)](source:twitter), Sep 19, 2020";
    assert!(file.contains(quotation) && !file.contains("4 likes"), "{file}");
}

/// A line behind an arrow below the last quotation is no furniture if it names where the words are from.
#[test]
fn lines_behind_arrows_name_sources() {
    let head = "<link rel=canonical href=https://own.example/late-boats>";
    let quoted = "<blockquote><p>The ferry was late again, and nobody on the pier could say why, nor when it had left.</p></blockquote>";
    let link = "<p>» <a href=https://quay.example/ferry>quay.example</a></p>";
    let file = article(head, &format!("<article><h1>Late boats</h1>{}{quoted}{link}</article>", PROSE.repeat(3)));
    assert!(file.contains("> — [quay.example](source:quay-example)"), "{file}");
}
