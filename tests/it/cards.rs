//! Pictures of articles, icons and the site's manifest.
use crate::common::{CONFIG, Files, build, fault_codes, load, load_valid, render, render_page, site};

const ARTICLE: &str = "+++\ntitle = \"Phones & <wires>\"\ndate = 2019-05-01\n+++\nText.\n";

fn small(title: &str) -> Files {
    let article = ARTICLE.replace("Phones & <wires>", title);
    let config = format!("{CONFIG}[search]\nenabled = false\n[cards]\nenabled = true\n");
    site(&[("site.toml", &config), ("content/articles/a.md", &article)])
}

fn card(files: &Files) -> Vec<u8> {
    render(&load_valid(files)).remove("articles/a/card.png").expect("a card")
}

/// Width and height, as the first chunk of a PNG says (PNG §11.2.1).
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn an_article_has_a_card() {
    let files = small("Phones & <wires>");
    let png = card(&files);
    assert_eq!(size(&png), (1200, 630));
    assert!(png != card(&small("Other words")), "the title is not on it");
    let html = render_page(&files, "articles/a/index.html");
    assert!(html.contains(r#"<meta property="og:image" content="https://example.org/articles/a/card.png">"#), "{html}");
}

/// Letters that no font has are not drawn as boxes: such a title is left out, and so is such a name of a site.
#[test]
fn a_card_has_only_letters_that_its_fonts_have() {
    let without = card(&small("전화"));
    assert!(without == card(&small("선")));
    assert!(without != card(&small("Phones")));
    let renamed = |title: &str| {
        let mut files = small("전화");
        let config = files.get_mut("site.toml").expect("a configuration");
        *config = config.replace("\"Test\"", &format!("\"{title}\""));
        card(&files)
    };
    assert!(without != renamed("신문"));
    assert!(renamed("신문") == renamed("방송"));
}

/// What a card shows is what it is made anew for.
#[test]
fn a_warm_build_draws_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = small("Phones");
    build(&load_valid(&files), folder.path()).expect("sound");
    let again = build(&load_valid(&files), folder.path()).expect("sound");
    assert_eq!((again.written.len(), again.reused), (0, again.files));

    let draws = |from: &str, to: &str| {
        let mut edited = files.clone();
        let article = edited.get_mut("content/articles/a.md").expect("an article");
        *article = article.replace(from, to);
        let written = build(&load_valid(&edited), folder.path()).expect("sound").written;
        written.iter().any(|path| path.ends_with("card.png"))
    };
    assert!(draws("Phones", "Wires"));
    assert!(!draws("Phones", "Wires"), "it is known");
    assert!(draws("Text.", "Text."), "the first title is back");
}

/// A template that is no picture is a fault at the template.
#[test]
fn a_broken_card_is_a_fault_of_the_theme() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = small("Phones");
    files.insert("themes/broadsheet/templates/card.svg".to_owned(), "<svg>".to_owned());
    let faults = build(&load(&files).site, folder.path()).expect_err("a fault");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].span.as_ref().map(|span| span.path.as_str()), Some("themes/broadsheet/templates/card.svg"));
}

#[test]
fn cards_are_drawn_where_they_are_asked_for() {
    let files = site(&[("content/articles/a.md", ARTICLE)]);
    assert!(!render(&load_valid(&files)).contains_key("articles/a/card.png"));
    assert!(!render_page(&files, "articles/a/index.html").contains("og:image"));
    let mut taken = small("Phones");
    taken.insert("content/static/articles/a/card.png".to_owned(), "mine".to_owned());
    assert_eq!(fault_codes(&load(&taken)), ["E040"]);
}

#[test]
fn icons_come_of_the_favicon() {
    let files = small("Phones");
    let outputs = render(&load_valid(&files));
    assert_eq!(size(&outputs["apple-touch-icon.png"]), (180, 180));
    let ico = &outputs["favicon.ico"];
    assert_eq!(&ico[..8], [0, 0, 1, 0, 1, 0, 32, 32]);
    assert_eq!(size(&ico[22..]), (32, 32));
    assert_eq!(u32::from_le_bytes(ico[14..18].try_into().expect("four bytes")) as usize, ico.len() - 22);

    // A site's own goes before.
    let mut own = files.clone();
    own.insert("content/static/favicon.ico".to_owned(), "mine".to_owned());
    assert_eq!(render(&load_valid(&own))["favicon.ico"], b"mine");
}

#[test]
fn the_manifest_names_the_site() {
    let mut files = small("Phones");
    let config = files.get_mut("site.toml").expect("a configuration");
    *config = config.replace("https://example.org", "https://example.org/sub");
    let manifest: serde_json::Value = serde_json::from_str(&render_page(&files, "site.webmanifest")).expect("JSON");
    assert_eq!(manifest["name"], "Test");
    assert_eq!(manifest["start_url"], "/sub/");
    assert_eq!(manifest["icons"][1]["src"], "/sub/apple-touch-icon.png");
}
