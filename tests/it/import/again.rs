//! What makes two imports the same article: the address or the id that its publisher gave it, else the name of the capture
//! together with its words. Nothing that an editor or an earlier capture had is ever lost.

use std::fs;

use crate::common::read_files;
use crate::common::workspace::{ARTICLE, CAPTURE, Workspace};

/// The records of captures without an address.
const RECORDS: &str = "content/imports/captures.toml";
const BRIEFING: &str = "content/articles/daily-briefing.md";

/// A feed of briefings, all of one title: the last part of the address, and the text.
fn briefings(items: &[(&str, &str)]) -> String {
    let item = |(day, text): &(&str, &str)| {
        format!(
            "<item><title>Daily briefing</title><link>https://w.example/{day}</link><guid>https://w.example/{day}</guid>\
             <description>{text}</description></item>\n"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>The Wire</title><link>https://w.example/</link>\n{items}</channel></rss>\n"
    )
}

const MONDAY: (&str, &str) = ("monday", "Monday: two ferries sank.");
const TUESDAY: (&str, &str) = ("tuesday", "Tuesday: the bridge opened.");

#[test]
fn entries_of_a_feed_are_known_by_their_ids() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[MONDAY]));
    workspace.import(&["brief.rss"]);
    workspace.replace(BRIEFING, "+++\n>", "+++\nWhat a day.\n\n>");
    workspace.replace(BRIEFING, "draft = true\n", "");
    let monday = workspace.read(BRIEFING);

    workspace.write("brief.rss", &briefings(&[TUESDAY]));
    assert!(workspace.import(&["brief.rss", "--update"]).contains("1 written"));
    assert_eq!(workspace.read(BRIEFING), monday, "another report is no new version of this one");
    let tuesday = workspace.read("content/articles/daily-briefing-2.md");
    assert!(
        tuesday.contains("the bridge opened") && tuesday.contains("url = \"https://w.example/tuesday\""),
        "{tuesday}"
    );

    // Both in one feed, in any order and under any name of the file.
    for (name, items) in [("brief.rss", [TUESDAY, MONDAY]), ("other.rss", [MONDAY, TUESDAY])] {
        workspace.write(name, &briefings(&items));
        assert!(workspace.import(&[name, "--update"]).contains("2 articles: 2 the same"));
        assert_eq!(workspace.articles().len(), 2);
    }
    // The same report in other words is a new version, and what an editor cites stays cited.
    let feed = briefings(&[("monday", "Monday: three ferries sank."), TUESDAY]);
    let feed = feed.replace("monday</link>", "monday?from=feed</link>");
    workspace.write("brief.rss", &feed);
    let said = workspace.import(&["brief.rss", "--update"]);
    assert!(said.contains("kept, since you changed it: text, source"), "{said}");
    assert!(
        workspace.read(BRIEFING).contains("two ferries sank.")
            && workspace.read(BRIEFING).contains("\nurl = \"https://w.example/monday\"\n\n")
    );
    workspace.assert_builds();

    // A feed that calls its entries otherwise each time.
    workspace.write("brief.rss", &feed.replace("<guid>", "<guid>urn:x:"));
    assert!(workspace.import(&["brief.rss"]).contains("2 the same"));
}

/// What an editor added to the source is about the words that are there.
#[test]
fn words_stay_with_the_source_that_an_editor_changed() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[MONDAY]));
    workspace.import(&["brief.rss"]);
    workspace.replace(BRIEFING, "[[source]]\n", "[[source]]\nauthor = \"The desk\"\n");
    let before = workspace.read(BRIEFING);
    let later = briefings(&[("monday", "Monday: three ferries sank.")]).replace("monday</link>", "monday-new</link>");
    workspace.write("brief.rss", &later);
    let said = workspace.import(&["brief.rss", "--update"]);
    assert!(said.contains("kept, since you changed it"), "{said}");
    let body = |text: &str| text.rsplit("+++").next().unwrap_or_default().to_owned();
    assert_eq!(body(&workspace.read(BRIEFING)), body(&before));
    assert!(workspace.read(BRIEFING).contains("url = \"https://w.example/monday\"\n"), "{}", workspace.read(BRIEFING));
    workspace.assert_builds();
}

#[test]
fn an_id_that_several_share_tells_nothing() {
    let workspace = Workspace::new();
    let feed = briefings(&[MONDAY, TUESDAY]).replace("<guid>https://w.example/monday", "<guid>x");
    workspace.write("brief.rss", &feed.replace("<guid>https://w.example/tuesday", "<guid>x"));
    assert!(workspace.import(&["brief.rss"]).contains("2 written"));
    assert!(workspace.import(&["brief.rss"]).contains("2 the same"));
}

const WEEK: [&str; 2] = [
    "Weekly digest\n\nThe first week saw fog on the quay, and not one ferry left before noon on any of the days.\n",
    "Weekly digest\n\nThe second week was a quite different one, with elections and a parade through the town.\n",
];

#[test]
fn captures_of_one_name_and_one_title_are_told_apart_by_their_words() {
    let workspace = Workspace::new();
    workspace.write("d1/page.txt", WEEK[0]);
    workspace.write("d2/page.txt", WEEK[1]);
    assert!(workspace.import(&["d1/page.txt", "d2/page.txt", "--update"]).contains("2 written"));
    let [first, second] = ["content/articles/weekly-digest.md", "content/articles/weekly-digest-2.md"];
    assert!(workspace.read(first).contains("first week") && workspace.read(second).contains("second week"));
    for file in ["d1/page.txt", "d2/page.txt"] {
        assert!(workspace.import(&[file, "--update"]).contains("1 the same"));
    }
    // A capture that has changed is still the same, whatever an editor has made of it by now.
    workspace.write("d2/page.txt", &WEEK[1].replace("a parade", "two parades"));
    workspace.replace(second, "The second week was a quite different one, with", "Cut short:");
    let said = workspace.import(&["d2/page.txt", "--update"]);
    assert!(said.contains("kept, since you changed it: text") && said.contains("weekly-digest-2.md"), "{said}");
    workspace.write("d1/page.txt", &WEEK[0].replace("noon", "night"));
    assert!(workspace.import(&["d1/page.txt", "--update"]).contains("1 updated"));
    assert!(workspace.read(first).contains("before night"));
    // Two versions of one capture, given at once, are two articles: neither is lost.
    workspace.write("d3/page.txt", &WEEK[0].replace("noon", "midnight"));
    assert!(workspace.import(&["d1/page.txt", "d3/page.txt", "--update"]).contains("1 the same, 1 written"));
    assert_eq!(workspace.articles().len(), 3);
}

#[test]
fn a_page_is_known_by_its_address() {
    let workspace = Workspace::new();
    let page = |title: &str, address: &str, text: &str| {
        format!(
            "<!DOCTYPE html><html><head><title>{title}</title><link rel=\"canonical\" href=\"{address}\"></head>\
             <body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
        )
    };
    let [fog, vote] = WEEK.map(|week| week.split("\n\n").nth(1).expect("a text").trim().repeat(3));
    workspace.write("1/page.html", &page("Weekly digest", "https://q.example/1/", &fog));
    workspace.write("2/page.html", &page("Weekly digest", "https://q.example/2/", &fog));
    assert!(workspace.import(&["1/page.html", "2/page.html", "--update"]).contains("2 written"));
    workspace.write("saved.html", &page("The week of fog", "http://www.q.example/1", &fog));
    let said = workspace.import(&["saved.html"]);
    assert!(said.contains("content/articles/weekly-digest.md: changed"), "{said}");
    // Some sites say of every page that it is their first.
    workspace.write("other.html", &page("Elections", "https://q.example/1/", &vote));
    assert!(workspace.import(&["other.html", "--update"]).contains("1 written"));
    assert!(workspace.read("content/articles/weekly-digest.md").contains("saw fog"));
}

/// Makes an article the editor's.
fn release(workspace: &Workspace, path: &str) {
    workspace.forget(path);
    workspace.replace(path, "draft = true\n", "");
}

#[test]
fn what_is_an_editors_is_not_imported_again_wherever_it_is() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    release(&workspace, ARTICLE);
    fs::create_dir(workspace.site().join("content/articles/2015")).expect("made");
    fs::rename(workspace.site().join(ARTICLE), workspace.site().join("content/articles/2015/salt.md")).expect("moved");
    let before = workspace.articles();
    let said = workspace.import(&["salt.txt", "--update"]);
    assert!(said.contains("content/articles/2015/salt.md: left as it is"), "{said}");
    assert!(said.contains("“Salt for the harbour” is not imported: it has the same title"), "{said}");
    assert_eq!(workspace.articles(), before);
    assert!(workspace.import(&["salt.txt", "--again"]).contains("1 written"));
    assert_eq!(workspace.articles().len(), 2);
    assert!(workspace.import(&["salt.txt"]).contains("1 the same"));
    // Another title, and the name of the file that the capture would get.
    fs::remove_file(workspace.site().join(ARTICLE)).expect("removed");
    workspace.forget(ARTICLE);
    workspace.replace(
        "content/articles/2015/salt.md",
        "title = \"Salt",
        "slug = \"salt-for-the-harbour\"\ntitle = \"Dear salt",
    );
    assert!(workspace.import(&["salt.txt"]).contains("it has the same name and much the same words"));
    workspace.write(
        "salt.txt",
        &CAPTURE.split("\n\n").take(2).chain(["The herring is back."]).collect::<Vec<_>>().join("\n\n"),
    );
    assert!(workspace.import(&["salt.txt"]).contains("1 written"));
}

#[test]
fn a_report_that_an_article_cites_is_known_by_its_address() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[MONDAY]));
    workspace.import(&["brief.rss"]);
    release(&workspace, BRIEFING);
    workspace.replace(BRIEFING, "title = \"Daily briefing\"\n", "title = \"Two ferries sank\"\n");
    workspace.write("brief.rss", &briefings(&[MONDAY, TUESDAY]));
    let said = workspace.import(&["brief.rss"]);
    assert!(said.contains("is not imported: it cites the same report"), "{said}");
    assert!(said.contains("2 articles: 1 left as it is, 1 written"), "{said}");
}

#[test]
fn an_article_of_that_name_about_something_else_is_no_hindrance() {
    let workspace = Workspace::new();
    workspace.write("site/content/articles/salt-for-the-harbour.md", "+++\ntitle = \"Salt for the harbour\"\n\n[[source]]\noutlet = \"harbour-news\"\nurl = \"https://h.example/1\"\n+++\nMine.\n");
    let feed = briefings(&[MONDAY]).replace("Daily briefing", "Salt for the harbour");
    workspace.write("salt.rss", &feed);
    assert!(workspace.import(&["salt.rss"]).contains("content/articles/salt-for-the-harbour-2.md: written"));
    // A text without an address may be the one that is there; its editor knows.
    assert!(workspace.import(&["salt.txt"]).contains("left as it is"));
}

#[test]
fn an_article_that_was_moved_is_found_by_its_words() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    fs::create_dir(workspace.site().join("content/articles/2015")).expect("made");
    let moved = "content/articles/2015/crowns.md";
    fs::rename(workspace.site().join(ARTICLE), workspace.site().join(moved)).expect("moved");
    workspace.replace(moved, "title = \"Salt", "title = \"Dear salt");
    assert!(workspace.import(&["salt.txt"]).contains("1 the same"));
    let records = workspace.read(RECORDS);
    assert!(records.contains(&format!("[\"{moved}\"]\n")) && !records.contains(ARTICLE), "{records}");
    workspace.write("salt.txt", &CAPTURE.replace("nine", "ten"));
    assert!(workspace.import(&["salt.txt", "--update"]).contains("1 updated"));
    assert!(workspace.read(moved).contains("costs ten crowns"));
}

#[test]
fn what_an_editor_deleted_does_not_come_back() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[MONDAY, TUESDAY]));
    workspace.import(&["brief.rss"]);
    fs::remove_file(workspace.site().join(BRIEFING)).expect("removed");
    let said = workspace.import(&["brief.rss", "--update"]);
    assert!(said.contains("you deleted the file that it was imported into"), "{said}");
    assert!(said.contains("2 articles: 1 left out, 1 the same"), "{said}");
    assert!(workspace.import(&["brief.rss", "--again"]).contains("1 written"));
    assert!(workspace.import(&["brief.rss"]).contains("2 the same"));
    workspace.assert_builds();
}

#[test]
fn an_import_that_was_stopped_is_taken_up_again() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    let records = workspace.read(RECORDS);
    fs::remove_file(workspace.site().join(RECORDS)).expect("removed");
    assert!(workspace.import(&["salt.txt"]).contains("1 the same"));
    assert_eq!(workspace.read(RECORDS), records);
}

/// Version 0.1 kept its notes in the article.
#[test]
fn former_notes_move_out_of_articles() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    let (clean, records) = (workspace.read(ARTICLE), workspace.read(RECORDS));
    let (_, notes) = records.split_once("]\n").expect("a table");
    fs::remove_file(workspace.site().join(RECORDS)).expect("removed");
    workspace.replace(ARTICLE, "[import]\n", &format!("[import]\n{notes}"));
    workspace.assert_builds();
    let former = workspace.read(ARTICLE);
    assert!(workspace.import(&["salt.txt", "--dry-run"]).contains("1 the same"));
    assert_eq!(workspace.read(ARTICLE), former, "a dry run writes nothing");
    let said = workspace.import(&["salt.txt"]);
    assert!(said.contains("moved the notes of earlier imports from 1 article to content/imports/"), "{said}");
    assert_eq!((workspace.read(ARTICLE), workspace.read(RECORDS)), (clean, records));
}

#[test]
fn records_are_sorted_never_published_and_must_be_valid() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[TUESDAY, MONDAY]));
    workspace.import(&["brief.rss"]);
    workspace.import(&["salt.txt"]);
    let records = workspace.read("content/imports/w-example.toml");
    let tables: Vec<&str> = records.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(tables, ["[\"content/articles/daily-briefing-2.md\"]", "[\"content/articles/daily-briefing.md\"]"]);
    workspace.assert_builds();
    let published = read_files(&workspace.site().join("public"));
    assert!(!published.keys().any(|path| path.contains("imports")), "{published:?}");
    let broken = records.replace("[\"content", "[[\"content");
    fs::write(workspace.site().join("content/imports/w-example.toml"), broken).expect("written");
    let output = workspace.run("import", &["brief.rss"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && said.contains("content/imports/w-example.toml is not valid TOML"),
        "{said}"
    );
}

#[test]
fn a_folder_in_place_of_records_is_named() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.site().join(RECORDS)).expect("made");
    let output = workspace.run("import", &["salt.txt"]);
    let said = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("there is a folder where a file is needed; move it elsewhere"), "{said}");
}

#[test]
fn both_sides_of_a_conflict_are_records() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[MONDAY, TUESDAY]));
    workspace.import(&["brief.rss"]);
    let path = "content/imports/w-example.toml";
    let records = workspace.read(path);
    let (head, tables) = records.split_once("[\"content").expect("tables");
    let (first, second) = tables.split_once("[\"content").expect("two tables");
    let (first, second) = (first.split_once("decisions = [\n"), second.split_once("decisions = [\n"));
    let ((our_head, our_rest), (their_head, their_rest)) = (first.expect("decisions"), second.expect("decisions"));
    // As git does, around the lines that both have.
    let conflict = format!(
        "{head}<<<<<<< HEAD\n[\"content{our_head}=======\n[\"content{their_head}>>>>>>> other\ndecisions = [\n\
         <<<<<<< HEAD\n{our_rest}=======\n{their_rest}>>>>>>> other\n"
    );
    fs::write(workspace.site().join(path), conflict).expect("written");
    assert!(workspace.import(&["brief.rss"]).contains("2 the same"));
    assert_eq!(workspace.read(path), records);
}

#[test]
fn entries_of_one_title_and_address_are_two_if_their_words_differ() {
    let workspace = Workspace::new();
    workspace.write("brief.rss", &briefings(&[("monday", "Fog closed the strait."), ("monday", "The lamp is out.")]));
    let said = workspace.import(&["brief.rss"]);
    assert!(said.contains("2 written"), "{said}");
}

/// What a source corrects is shown, also if the editor has changed the text since.
#[test]
fn a_correction_of_a_source_is_shown() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    workspace.replace(ARTICLE, "I bought two.", "I bought three.");
    workspace.write("salt.txt", &CAPTURE.replace("nine crowns", "four crowns"));
    for options in [&["salt.txt"][..], &["salt.txt", "--update"]] {
        let said = workspace.import(options);
        assert!(said.contains("kept, since you changed it: text"), "{said}");
        assert!(
            said.contains("-> A sack of salt costs nine crowns") && said.contains("+> A sack of salt costs four"),
            "{said}"
        );
    }
    assert!(workspace.read(ARTICLE).contains("nine crowns") && workspace.read(ARTICLE).contains("three"));
    assert!(workspace.import(&["salt.txt"]).contains("1 the same"), "it has been shown");
}

#[test]
fn an_update_asks_no_question_that_is_answered() {
    let workspace = Workspace::new();
    workspace.import(&["salt.txt"]);
    let known = "outlet = \"harbour-news\"\ntitle = \"Salt\"\nurl = \"https://h.example/salt\"\n";
    workspace.replace(ARTICLE, "outlet = \"harbour-news\"\n", known);
    workspace.write("salt.txt", &CAPTURE.replace("March 3", "March 4"));
    assert!(workspace.import(&["salt.txt", "--update"]).contains("1 updated"));
    let text = workspace.read(ARTICLE);
    assert!(text.contains("fields = [\"author\", \"published\"]"), "{text}");
    let (head, rest) = text.split_once("[import]").expect("questions");
    let without =
        format!("{}+++{}", head.trim_end_matches('\n').to_owned() + "\n", rest.split_once("+++").expect("the end").1);
    fs::write(workspace.site().join(ARTICLE), without).expect("written");
    workspace.write("salt.txt", &CAPTURE.replace("March 3", "March 5"));
    assert!(workspace.import(&["salt.txt", "--update"]).contains("1 updated"));
    let text = workspace.read(ARTICLE);
    assert!(text.contains("2015-03-05") && !text.contains("[import]"), "{text}");
}
