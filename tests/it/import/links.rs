//! What an import writes builds: links that lead nowhere are words, former addresses that are taken are left out, and both
//! are listed, in the article and by `margent check`.

use crate::common::workspace::Workspace;

const BRIDGE: &str = "+++\ntitle = \"The bridge\"\naliases = [\"/bridge\", \"/harbour-office/\"]\n+++\n\
    See [the pier](../gone.md), ![a lamp](lamp.png), [the boat](boat.md#route) and [below](#length).\n\n\
    ## How long it is {#length}\n\n[![a lamp](lamp.png)](/former/) and [the *office*][o] and [itself](/bridge/) stay.\n\n\
    [o]: <../the office.md>\n";

#[test]
fn links_that_lead_nowhere_are_words() {
    let workspace = Workspace::new();
    workspace.write(
        "site/content/pages/harbour-office.md",
        "+++\ntitle = \"Office\"\naliases = [\"/bridge\"]\n+++\nOffice.\n",
    );
    workspace.write("blog/content/bridge.md", BRIDGE);
    workspace.write("blog/content/boat.md", "+++\ntitle = \"The boat\"\n+++\nIt sails [here]().\n");
    let said = workspace.import(&["blog/content/bridge.md", "blog/content/boat.md"]);
    assert!(said.contains("4 links to fix"), "{said}");
    let text = workspace.read("content/articles/bridge.md");
    let body = text.split("\n+++\n").nth(1).expect("a text");
    assert_eq!(
        body,
        "See \\[the pier\\](../gone.md), !\\[a lamp\\](lamp.png), [the boat](boat.md) and [below](#how-long-it-is).\n\n\
         ## How long it is\n\n\\[!\\[a lamp\\](lamp.png)\\](/former/) and \\[the *office*\\]\\[o] and [itself](/bridge/) stay.\n\n\
         [o]: <../the office.md>\n"
    );
    assert!(!text.contains("\naliases ="), "{text}");
    workspace.assert_builds();
    let checked = workspace.run("check", &[]);
    let listed = String::from_utf8_lossy(&checked.stdout).into_owned();
    for part in [
        "link target `../gone.md` not found; the link was left in the text as it was",
        "link target `lamp.png` not found",
        "link target `/former/` not found",
        "heading of `boat.md#route` not found",
        "link target `\\[here\\]()` not found",
        "the former address /harbour-office/ belongs to another page",
    ] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    let records = workspace.read("content/imports/captures.toml");
    assert!(records.contains("heading id: {#length} of “How long it is”"), "{records}");
    assert!(workspace.import(&["blog/content/bridge.md", "blog/content/boat.md"]).contains("2 the same"));
}

#[test]
fn links_between_texts_lead_to_where_they_are() {
    let workspace = Workspace::new();
    workspace.write("blog/content/posts/a.md", "---\ntitle: The pier\n---\nSee [b](../notes/b.md) and [c](c.md).\n");
    workspace.write("blog/content/notes/b.md", "---\ntitle: A note\n---\nSee [a]({{< ref \"posts/a.md\" >}}).\n");
    workspace.write("blog/content/posts/c.md", "---\ntitle: The boat\n---\nIt sails.\n");
    // Another article has the name already, and one text comes only later.
    workspace.write("site/content/articles/b.md", "+++\ntitle = \"Buoys\"\n+++\nRed ones.\n");
    let text = |name: &str| {
        let text = workspace.read(&format!("content/articles/{name}"));
        text.split("\n+++\n").nth(1).expect("a text").to_owned()
    };
    workspace.import(&["blog/content/posts/a.md", "blog/content/notes/b.md"]);
    assert_eq!(text("a.md"), "See [b](b-2.md) and \\[c\\](c.md).\n");
    assert_eq!(text("b-2.md"), "See [a](a.md).\n");
    workspace.import(&["blog/content/posts/c.md", "--into", "content/articles/2015"]);
    workspace.import(&["blog/content/posts/a.md", "--update"]);
    assert_eq!(text("a.md"), "See [b](b-2.md) and [c](2015/c.md).\n");
    workspace.assert_builds();
}

/// Hugo names a text by its file, and finds it in the folder of that name.
#[test]
fn references_lead_into_folders() {
    let workspace = Workspace::new();
    let references =
        ["2020-01-02-boat.md", "2020-01-02-boat", "crane.md"].map(|it| format!("[it]({{{{< relref \"{it}\" >}}}})"));
    let text = format!("---\ntitle: The pier\n---\n{}.\n", references.join(" and "));
    workspace.write("blog/content/posts/pier/index.md", &text);
    workspace.write("blog/content/posts/2020-01-02-boat/index.md", "---\ntitle: The boat\n---\nIt sails.\n");
    for section in ["posts", "notes"] {
        workspace.write(&format!("blog/content/{section}/crane/index.md"), "---\ntitle: The crane\n---\nIt fell.\n");
    }
    workspace.import(&["blog/content/posts/pier/index.md", "blog/content/posts/2020-01-02-boat/index.md"]);
    let text = workspace.read("content/articles/pier.md");
    assert!(text.contains("[it](2020-01-02-boat.md) and [it](2020-01-02-boat.md) and [it]({{<"), "{text}");
}

/// An excerpt has no characters that nobody sees; they are listed.
#[test]
fn excerpts_lose_what_nobody_sees() {
    let workspace = Workspace::new();
    let text = "---\ntitle: The pier\n---\nAs [Tide](https://tide.example/1) reports:\n\n> The har\u{ad}bour is\u{200b} full&shy;.\n";
    workspace.write("blog/pier.md", text);
    assert!(workspace.import(&["blog/pier.md"]).contains("removed (invisible characters)"));
    let text = workspace.read("content/articles/pier.md");
    assert!(text.contains("> The harbour is full.\n"), "{text}");
    workspace.assert_builds();
}

#[test]
fn a_blog_with_a_page_about_itself_builds_in_a_new_site() {
    let workspace = Workspace::new();
    let item = |id: u32, kind: &str, slug: &str, text: &str| {
        format!(
            "<item><title>{slug}</title><link>https://q.example/{slug}/</link><guid>https://q.example/?p={id}</guid>\
             <content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{id}</wp:post_id>\
             <wp:post_name>{slug}</wp:post_name><wp:post_type>{kind}</wp:post_type><wp:status>publish</wp:status></item>\n"
        )
    };
    let items = item(2, "page", "about", "Who we are.")
        + &item(
            3,
            "post",
            "lamps",
            "See <a href=\"https://q.example/about/\">about</a> and <a href=\"/?p=4\">more</a>.",
        )
        + &item(4, "post", "topics", "Of this and that.");
    let head = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
        <channel><link>https://q.example</link>\n";
    workspace.write("blog.xml", &format!("{head}{items}</channel></rss>"));
    workspace.write("site/content/pages/about.md", "+++\ntitle = \"About\"\n+++\nThis site.\n");
    workspace.import(&["blog.xml"]);
    workspace.assert_builds();
    assert!(
        workspace.read("content/articles/about-2.md").contains("{ what = \"taken-address\", address = \"/about/\" }")
    );
    assert!(workspace.read("content/articles/lamps.md").contains("See [about](about-2.md) and [more](topics.md)."));
    assert!(workspace.import(&["blog.xml"]).contains("3 the same"));
}

/// A date before that of the article, and what no page can show, are left out and listed.
#[test]
fn what_the_site_would_refuse_is_left_out() {
    let workspace = Workspace::new();
    workspace.write("calm.md", "+++\ntitle = \"Calm\"\ndate = 2016-01-02\nexpiryDate = 2015-01-01\n+++\nText.\n");
    workspace.write(
        "feed.json",
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Wire", "items": [
            {"id": "1", "url": "https://w.example/1", "title": "A \u0007bell", "content_text": "It rang for an hour."}]}"#,
    );
    let said = workspace.import(&["calm.md", "feed.json"]);
    assert!(said.contains("2 written") && said.contains("1 control character,"), "{said}");
    assert!(workspace.read("content/imports/captures.toml").contains("2015-01-01, which is earlier than its date"));
    workspace.assert_builds();
}
