//! Clipping into an article inserts, and changes no other byte of it, however it is written.

use margent::import::clip::{ClipContext, ClipRequest, ClippedReport, ReportFacts, plan_clip};
use margent::import::{OutletNames, SavedReport};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::common::{load, random_cases, rel_path, site};

const PATH: &str = "content/articles/a.md";

/// Parts of front matter, in an order in which TOML allows any of them to be missing.
const PARTS: [&str; 7] = [
    "# a comment  \n",
    "tags = [ 'a',\n  \"b\" ] # two\n",
    "\n[[source]] # first\noutlet = \"Here\"\n  url=\"https://here.example/1\"\n",
    "\n[[source]]\nid='two'\noutlet = \"Here\" \n\n",
    "[[correction]]\ntext = \"It was wrong.\"\n",
    "\n[extra]\nmine = { a = 1 }\n",
    "# the end\n",
];

/// Returns whether `new` is `old` with further bytes between.
fn is_insertion(old: &str, new: &str) -> bool {
    let mut left = old.chars().peekable();
    for c in new.chars() {
        left.next_if_eq(&c);
    }
    left.peek().is_none()
}

fn report(text: &str) -> ClippedReport {
    let report = SavedReport {
        title: Some("Rain".to_owned()),
        url: Some("https://there.example/rain".to_owned()),
        site: Some("There".to_owned()),
        text: text.to_owned(),
        ..SavedReport::default()
    };
    let today = "2020-01-01".parse().expect("a date");
    ClippedReport::new(report, &ReportFacts::default(), &OutletNames::default(), today).expect("a clip")
}

proptest! {
    #![proptest_config(random_cases(64))]

    #[test]
    fn clipping_inserts(
        parts in subsequence(PARTS.to_vec(), 0..=PARTS.len()),
        body in "(Words\\.\n\n|> Said\\.\n\n|- one\n- two\n\n){0,3}(\\[\\^a\\]: A note\\.\n)?\n{0,2}",
        crlf in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let text = format!("{}+++\ntitle = \"A\"\n{}+++\n{body}", if mark { "\u{feff}" } else { "" }, parts.concat());
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let loaded = load(&site(&[(PATH, &text)]));
        let today = "2020-01-01".parse().expect("a date");
        let (inputs, offset) = (&loaded.site.inputs, loaded.site.config.utc_offset);
        let context =
            ClipContext { inputs, content: &loaded.content, language: "en", today, offset, date_text: &|date| date.to_string() };
        let quotes = vec!["It … days".to_owned(), "Then it stopped".to_owned()];
        let request = ClipRequest { into: Some(rel_path(PATH)), quotes, report: true, ..ClipRequest::default() };
        let plan = plan_clip(&context, &request, &[report("It rained for nine days.\n\nThen it stopped.")]).expect("a plan");
        let article = plan.files.iter().find(|file| file.path.as_str() == PATH).expect("the article");
        prop_assert!(is_insertion(&text, &article.new), "{text:?}\n{:?}", article.new);
        let files: Vec<(&str, &str)> = plan.files.iter().map(|file| (file.path.as_str(), file.new.as_str())).collect();
        let after = load(&site(&files));
        let sources = after.content.articles.iter().next().expect("an article").sources.len();
        prop_assert_eq!(sources, 1 + parts.iter().filter(|part| part.contains("[[source]]")).count());
        prop_assert_eq!(after.site.index.quotations.verified.iter().flatten().filter(|found| **found).count(), 2);
    }

    /// Whatever signs a line of a report has, it can be quoted as it is, and is verified.
    #[test]
    fn any_line_can_be_quoted(
        pieces in prop::collection::vec(
            prop_oneof![
                "[a-c]{1,3}",
                " ",
                "(\\[\\^1\\]|\\[1\\]|\\[x\\]|\\[!NOTE\\]|\\[a\\]\\(b\\)|\\[…\\]|…|\\.\\.\\.|\\*|\\*\\*|_|\\\\|`|<b>|&amp;|\\||~~|> |# |1\\. |- |— |https://a\\.example/_b_|\"|“|\\$|\\{=a\\}|: |[\\[\\]])",
            ],
            1..10,
        ),
    ) {
        let line = format!("Rain {} stopped", pieces.concat().trim());
        let loaded = load(&site(&[]));
        let today = "2020-01-01".parse().expect("a date");
        let (inputs, offset) = (&loaded.site.inputs, loaded.site.config.utc_offset);
        let context =
            ClipContext { inputs, content: &loaded.content, language: "en", today, offset, date_text: &|date| date.to_string() };
        let request = ClipRequest { quotes: vec![line.clone()], release: true, ..ClipRequest::default() };
        let text = format!("Before it.\n\n{line}\n\nAfter it.");
        let plan = plan_clip(&context, &request, &[report(&text)]);
        let plan = plan.unwrap_or_else(|refusal| panic!("{line}: {}", refusal.message));
        let files: Vec<(&str, &str)> = plan.files.iter().map(|file| (file.path.as_str(), file.new.as_str())).collect();
        let after = load(&site(&files));
        let errors: Vec<_> = after.faults.iter().filter(|fault| fault.code.id.starts_with('E')).collect();
        prop_assert!(errors.is_empty(), "{line}\n{:?}\n{errors:#?}", plan.excerpts);
        let article = after.content.articles.iter().next().expect("an article");
        prop_assert_eq!(article.body.excerpts.len(), 1, "{}", line);
    }
}
