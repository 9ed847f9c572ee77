//! Captures → articles. Each folder of `tests/import/` holds a capture of a shape that pages have, and in `expected/` the
//! articles that come of it, to the letter; their site is `_site`.
//!
//! `BLESS=1 cargo test --test it import::texts` writes the files in `expected/` anew.

use std::path::Path;

use crate::common::cases;
use crate::common::importer::{
    Importer, ShownBlock, assert_builds, assert_nothing_lost, compare_with_expected, expected_files, read_captures,
    read_texts, shown_blocks, site_with_outlets,
};
use crate::common::site;
use margent::base::hash;
use margent::base::text::words::collapse_space;

#[test]
fn captures_become_these_articles() {
    let importer = Importer::new(&site_with_outlets());
    let mut failed = Vec::new();
    for case in cases("import") {
        let [(name, bytes)] = &read_captures(&case)[..] else { panic!("{}: one capture", case.display()) };
        let articles = importer.import(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        failed.extend(compare_with_expected(&case.join("expected"), &expected_files(&articles)));
        assert_builds(&site_with_outlets(), &articles);
        assert_nothing_lost(&String::from_utf8_lossy(bytes), &articles);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// An article of a capture that is not ours to print: a hash of its title, its outlets, and of each excerpt the outlet, the
/// number of paragraphs, and a hash of its words.
type Expected = (&'static str, &'static str, &'static [&'static str], &'static [(&'static str, usize, &'static str)]);

const EXPECTED: [Expected; 8] = [
    ("borders-internet.txt", "21c736436c60", &["north-korea-tech"], &[("north-korea-tech", 2, "9ef6ee053383")]),
    (
        "cell-phone-usage.txt",
        "440b3b049e82",
        &["wall-street-journal", "bbc", "daily-mail"],
        &[("wall-street-journal", 1, "90a41020cb03")],
    ),
    ("information-age-intranet.txt", "018caa3ba980", &["the-diplomat"], &[]),
    (
        "information-blockade.txt",
        "c084a68e76f5",
        &["nk-news", "daily-nk"],
        &[("nk-news", 3, "4e38e16663d4"), ("daily-nk", 3, "bef286cd47ba"), ("daily-nk", 2, "dcf22c79da0b")],
    ),
    ("tag-page-internet.txt", "275167701f04", &["yonhap"], &[("yonhap", 5, "e935a7d502d1")]),
    ("tag-page-internet.txt", "7847d140a592", &["abc-news"], &[("abc-news", 9, "4955735c6dfe")]),
    ("tag-page-internet.txt", "3d0e3a6d9e04", &["korea-herald"], &[("korea-herald", 4, "50d05a84f93f")]),
    ("tag-page-internet.txt", "bd9792f50103", &["associated-press"], &[("associated-press", 6, "1e0ef700a748")]),
];

/// The captures that margent was made for are others' texts: `MARGENT_CAPTURES` names the folder that holds them.
#[test]
fn captures_of_others_become_articles() {
    let Some(folder) = std::env::var_os("MARGENT_CAPTURES") else { return };
    // The repository's own site declares their outlets.
    let outlets = read_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content/outlets"));
    let outlets: Vec<_> = outlets.iter().map(|(path, text)| (format!("content/outlets/{path}"), text)).collect();
    let site = site(&outlets.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let importer = Importer::new(&site);
    let hash = |text: &str| format!("{:012x}", hash::bytes(collapse_space(text).as_bytes()) >> 80);
    let mut found = Vec::new();
    for (name, bytes) in read_captures(Path::new(&folder)) {
        let articles = importer.import(&name, &bytes).expect("articles");
        assert_builds(&site, &articles);
        assert_nothing_lost(&String::from_utf8_lossy(&bytes), &articles);
        for (draft, _, file) in articles {
            let excerpts = shown_blocks(&file).into_iter().filter_map(|block| match block {
                ShownBlock::Excerpt(paragraphs, source, _) => {
                    Some((source, paragraphs.len(), hash(&paragraphs.join(" "))))
                }
                ShownBlock::Prose(_) => None,
            });
            let outlets: Vec<_> = draft.sources.iter().map(|source| source.outlet.clone()).collect();
            found.push(format!("{:?}", (&name, hash(&draft.title), outlets, excerpts.collect::<Vec<_>>())));
        }
    }
    assert_eq!(found, EXPECTED.map(|expected| format!("{expected:?}")));
}
