//! Notes on words that are selected on a page: the Markdown is as an editor would have typed it, and nothing else changes.

use margent::Site;
use margent::editor::desk::{
    EditedArticle, NoteDraft, SelectedWords, annotate, delete_note, insert_excerpt, read_note, rewrite_note, set_draft,
};

use crate::common::{load, rel_path, site};

const HEAD: &str = "+++\ntitle = \"A\"\n+++\n";

fn loaded() -> Site {
    load(&site(&[])).site
}

fn draft(kind: &str, text: &str) -> NoteDraft {
    NoteDraft { kind: kind.to_owned(), text: text.to_owned() }
}

/// Annotates the words between `«` and `»` in a body; what stands before them tells them from others.
fn note_on(marked: &str, kind: &str) -> Result<String, String> {
    let path = rel_path("content/articles/a.md");
    let site = loaded();
    let (before, rest) = marked.split_once('«').expect("a start");
    let (words, after) = rest.split_once('»').expect("an end");
    let body = format!("{before}{words}{after}");
    let file = format!("{HEAD}{body}");
    let article = EditedArticle { path: &path, file: &file, config: &site.config };
    let selected =
        SelectedWords { words: words.replace(['*', '>'], ""), before: Some(before.replace(['*', '>', '#'], "")) };
    let edit = annotate(&article, &selected, &draft(kind, "why?")).map_err(|refusal| refusal.message)?;
    Ok(edit.file.strip_prefix(HEAD).expect("the front matter is as it was").to_owned())
}

#[test]
fn notes_are_written_as_an_editor_would() {
    for (marked, expected) in [
        ("One «boat» sank.\n", "One boat[^doubt-boat] sank.\n\n[^doubt-boat]: \"boat\": why?\n"),
        ("One boat «sank».", "One boat sank.[^doubt-sank]\n\n[^doubt-sank]: \"sank\": why?"),
        // In the style of the notes that are there.
        (
            "One «boat» sank.[^1]\r\n\r\n[^1]: Yes.\r\n",
            "One boat[^doubt-boat] sank.[^1]\r\n\r\n[^1]: Yes.\r\n[^doubt-boat]: \"boat\": why?\r\n",
        ),
        (
            "One boat «sank».[^1] Two.[^2]\n\n[^1]: Yes.\n\n[^2]: No.\n",
            "One boat sank.[^1][^doubt-sank] Two.[^2]\n\n[^1]: Yes.\n\n[^2]: No.\n\n[^doubt-sank]: \"sank\": why?\n",
        ),
        // Outside of emphasis, links and code.
        ("A **«big» boat** sank.\n", "A **big[^doubt-big] boat** sank.\n\n[^doubt-big]: \"big\": why?\n"),
        (
            "A **«big boat»** sank.\n",
            "A **big boat**[^doubt-big-boat] sank.\n\n[^doubt-big-boat]: \"big boat\": why?\n",
        ),
        (
            "> He said «*no*».\n>\n> Then yes.\n",
            "> He said *no*.[^doubt-no]\n>\n> Then yes.\n\n[^doubt-no]: \"no\": why?\n",
        ),
        // Of equal paragraphs the selected one.
        ("A boat.\n\nA «boat».\n", "A boat.\n\nA boat.[^doubt-boat]\n\n[^doubt-boat]: \"boat\": why?\n"),
        // Where the beginning is repeated, more of it.
        (
            "The old harbour was full. «The old harbour of the north was empty for a year», they say.\n",
            "The old harbour was full. The old harbour of the north was empty for a year,[^doubt-the-old-harbour] they say.\n\n\
             [^doubt-the-old-harbour]: \"The old harbour of … a year\": why?\n",
        ),
        (
            "작은 «등대에서» 떠났다.\n",
            "작은 등대에서[^doubt-등대에서] 떠났다.\n\n[^doubt-등대에서]: \"등대에서\": why?\n",
        ),
    ] {
        assert_eq!(note_on(marked, "doubt"), Ok(expected.to_owned()), "{marked}");
    }
}

#[test]
fn notes_that_would_lie_are_refused() {
    for (marked, message) in [
        ("A «boat» and a boat.\n", "`boat` occurs twice in the block that refers to this note"),
        ("A «bo»at.\n", "`bo` is not in the block that refers to this note"),
        ("```\nA «boat»\n```\n", "the text around the note would change"),
        ("One «boat.\n\nTwo» boats.\n", "`boat. Two` is not in the block that refers to this note"),
    ] {
        assert_eq!(note_on(marked, "context"), Err(message.to_owned()), "{marked}");
    }
    assert_eq!(note_on("A «boat».\n", "remark"), Err("`remark` is no kind of note".to_owned()));
}

#[test]
fn typed_words_are_found() {
    let (path, site) = (rel_path("content/articles/a.md"), loaded());
    let file = format!("{HEAD}It rose from one to two million in a year.\n");
    let article = EditedArticle { path: &path, file: &file, config: &site.config };
    let typed = SelectedWords { words: "from one … million".to_owned(), before: None };
    let edit = annotate(&article, &typed, &draft("context", "Why?")).expect("annotated");
    assert_eq!(edit.definition, "[^context-from-one-to]: \"from one to two million\": Why?");
    let absent = SelectedWords { words: "three million".to_owned(), before: None };
    assert!(annotate(&article, &absent, &draft("context", "Why?")).is_err());
}

#[test]
fn notes_are_rewritten_and_deleted_in_place() {
    let (path, site) = (rel_path("content/articles/a.md"), loaded());
    let body =
        "One boat.[^doubt-a] Two.[^b] Again.[^doubt-a]\n\n[^doubt-a]: \"boat\": *old*\n    line\n\n    more\n[^b]: B\n";
    let file = format!("\u{feff}{HEAD}{body}");
    let article = EditedArticle { path: &path, file: &file, config: &site.config };
    let read = read_note(&article, "note-doubt-a").expect("a note");
    assert_eq!((read.kind, &*read.passage, &*read.text), ("doubt", "\"boat\":", "*old*\nline\n\nmore"));
    let same = rewrite_note(&article, "note-doubt-a", &draft("doubt", &read.text)).expect("rewritten");
    assert_eq!(same.file, file);
    let new = rewrite_note(&article, "note-doubt-a", &draft("correction", "new")).expect("rewritten");
    let expected =
        "One boat.[^correction-a] Two.[^b] Again.[^correction-a]\n\n[^correction-a]: \"boat\": new\n[^b]: B\n";
    assert_eq!(new.file, format!("\u{feff}{HEAD}{expected}"));
    let gone = delete_note(&article, "note-doubt-a").expect("deleted");
    assert_eq!(gone.file, format!("\u{feff}{HEAD}One boat. Two.[^b] Again.\n\n[^b]: B\n"));
    assert!(delete_note(&article, "note-doubt-z").is_err());
    // What would reach into another note is refused.
    assert!(
        rewrite_note(&article, "note-doubt-a", &draft("doubt", "x\n\n[^b]: other"))
            .is_ok_and(|edit| edit.file.contains("    [^b]: other"))
    );
}

#[test]
fn excerpts_and_drafts_change_nothing_else() {
    let (path, site) = (rel_path("content/articles/a.md"), loaded());
    let front = "+++\r\ntitle = \"A\"\r\ndraft = true # soon\r\n\r\n[[source]]\r\noutlet = \"desk\"\r\n+++\r\n\r\n";
    let file = format!("{front}One.\r\n> Two.\r\n\r\nThree.");
    let article = EditedArticle { path: &path, file: &file, config: &site.config };
    let quotation = "> Words.\n>\n> — [Desk](source:desk)\n";
    let written = "> Words.\r\n>\r\n> — [Desk](source:desk)";
    for (words, expected) in [
        ("", format!("{front}{written}\r\n\r\nOne.\r\n> Two.\r\n\r\nThree.")),
        ("One", format!("{front}One.\r\n\r\n{written}\r\n\r\n> Two.\r\n\r\nThree.")),
        ("Two.", format!("{front}One.\r\n> Two.\r\n\r\n{written}\r\n\r\nThree.")),
        ("Three", format!("{file}\r\n\r\n{written}")),
    ] {
        let after = SelectedWords { words: words.to_owned(), before: None };
        assert_eq!(insert_excerpt(&article, &after, quotation), Ok(expected), "{words}");
    }
    let after = SelectedWords { words: "Three".to_owned(), before: None };
    assert!(insert_excerpt(&article, &after, "> No excerpt.\n").is_err());
    assert_eq!(set_draft(&article, false), Ok(file.replace("draft = true", "draft = false")));
    let article = EditedArticle { file: &file.replace("draft = true # soon\r\n", ""), ..article };
    assert_eq!(set_draft(&article, true), Ok(file.replace(" # soon", "")));
}
