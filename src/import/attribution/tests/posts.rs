use super::*;

#[test]
fn credits_of_posts_without_links() {
    for (quoted, below, shown) in [
        ("Rust again. — Mara Lind (@maralind) March 4, 2019", "", "Twitter|Mara Lind (@maralind)|2019-03-04"),
        ("Rust again.", "— Mara Lind (@maralind) March 4, 2019", "Twitter|Mara Lind (@maralind)|2019-03-04"),
        (
            "Rust again. // — Mara Lind (@mara@pier.example) 4 March 2019",
            "",
            "pier.example|Mara Lind (@mara@pier.example)|2019-03-04",
        ),
        (
            "Rust again.",
            "— Mara Lind (@maralind) <https://x.com/maralind/status/1|March 4, 2019>",
            "X|Mara Lind (@maralind)|2019-03-04",
        ),
        (
            "Rust. — Mara (@mara) <https://web.archive.org/web/2019/https://twitter.com/mara/status/1|March 4, 2019>",
            "",
            "Twitter|Mara (@mara)|2019-03-04",
        ),
    ] {
        let named = named("She wrote:", quoted, below).unwrap_or_else(|| panic!("{quoted} {below}")).outlet;
        let published = named.published.map(|date| date.to_string()).unwrap_or_default();
        let found = format!("{}|{}|{published}", named.outlet, named.author.unwrap_or_default());
        assert_eq!(found, shown, "{quoted} {below}");
    }
    for (quoted, below) in [
        ("Rust again. — Mara Lind (@maralind)", ""),
        ("Rust again. — Mara Lind (harbour master) March 4, 2019", ""),
        ("Rust again.", "Mara Lind (@maralind) sings on March 4, 2019."),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, below), "", "{quoted} {below}");
    }
}

#[test]
fn credits_need_no_dash_if_nothing_is_beside_them() {
    for (quoted, shown) in [
        (
            "Rust. // ” Mara Lind (@maralind) <http://twitter.com/#%21/maralind/status/1|May 4, 2012>",
            "Mara Lind (@maralind) 2012-05-04",
        ),
        (
            "Rust. — Mara Lind (@maralind) <https://web.archive.org/web/2017/https://twitter.com/maralind/status/1|4. Mai 2012 (archiviert)>",
            "Mara Lind (@maralind) 2012-05-04",
        ),
    ] {
        let named = named("It is late.", quoted, "").unwrap_or_else(|| panic!("{quoted}")).outlet;
        let published = named.published.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(
            (named.outlet, format!("{} {published}", named.author.unwrap_or_default())),
            ("Twitter".to_owned(), shown.to_owned())
        );
    }
}
