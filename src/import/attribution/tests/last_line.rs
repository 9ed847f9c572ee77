use super::*;

#[test]
fn attributions_within_the_last_line() {
    for (quoted, shown) in [
        ("It rose.—<https://quay.example/1|How piers stand>", "|How piers stand||quay.example|"),
        ("It rose and fell —<https://quay.example/1|the notes>", "|the notes||quay.example|"),
        ("It rose. - <https://quay.example/1|Mara Lind>", "|Mara Lind||quay.example|"),
        ("It rose. (via <https://quay.example/1|Quay>)", "|Quay||Quay|"),
        ("It rose. <https://quay.example/1|Notes on tides>", "|Notes on tides||quay.example|"),
        ("“It rose.”—<https://twitter.com/maralind/status/1|Mara Lind>", "|Mara Lind||Twitter|"),
        (
            "It rose. // <https://twitter.com/maralind/status/1|@maralind on May 4, 2017>",
            "|@maralind on May 4, 2017||Twitter|2017-05-04",
        ),
        ("“It rose.”—https://quay.example/1", "|quay.example||quay.example|"),
        ("“It rose.”—<https://quay.example/1|Source>", "|quay.example||quay.example|"),
        (
            "“It rose.”—<https://own.example/@maralind/123456789|9 December 2022>",
            "|@maralind|, 9 December 2022|own.example|2022-12-09",
        ),
        (
            "It rose. — Mara Lind (1989), “Tides”, in: TideWatch magazine, Vol. 11, No. 10, 6 March 1989, p. 94",
            "Mara Lind (1989), “Tides”, in: |TideWatch| magazine, Vol. 11, No. 10, 6 March 1989, p. 94|TideWatch|",
        ),
        (
            "It rose. // – After <https://en.wikipedia.org/wiki/Tide|Wikipedia: Tide>",
            "After |Wikipedia|: Tide|Wikipedia|",
        ),
    ] {
        let named = named("It is late.", quoted, "").unwrap_or_else(|| panic!("{quoted}")).outlet;
        let published = named.published.map(|date| date.to_string()).unwrap_or_default();
        let found = format!("{}|{}|{}|{}|{published}", named.before, named.name, named.after, named.outlet);
        assert_eq!(found, shown, "{quoted}");
    }
    for quoted in [
        "“It rose.”—Mara Lind",
        "“It rose.”—<https://quay.example/1|Link>",
        "It rose. <https://own.example/1|Notes of the pier>",
        "It rose - or fell. <https://own.example/1|Notes of the pier>",
        "It rose. // <https://quay.example/1|pier-2.png>",
    ] {
        assert_eq!(outlet_of("From <https://quay.example/1|a note>. It is late.", quoted, ""), "", "{quoted}");
    }
}

#[test]
fn titles_of_works_before_their_authors_and_pages() {
    for (quoted, below, shown) in [
        ("It rose. // “Of Tides”, Mara Lind", "", "“|Of Tides|”, Mara Lind|Mara Lind"),
        ("It rose. // 《밀물과 썰물》, “3장”, 94쪽", "", "《|밀물과 썰물|》, “3장”, 94쪽|"),
        ("It rose.", "“Of Tides” by Mara Lind", "“|Of Tides|” by Mara Lind|Mara Lind"),
        ("It rose.", "“Of Tides”, p. 94", "“|Of Tides|”, p. 94|"),
    ] {
        let named = named("It is late.", quoted, below).unwrap_or_else(|| panic!("{quoted} {below}")).outlet;
        let author = named.author.unwrap_or_default();
        assert_eq!(format!("{}|{}|{}|{author}", named.before, named.name, named.after), shown, "{quoted} {below}");
    }
    for (quoted, below) in [
        ("It rose. // “It fell”, Mara Lind said", ""),
        ("It rose. // “It fell!”, Mara Lind", ""),
        ("It rose.", "“Of Tides”, editor of The Quay"),
        ("It rose.", "“Of Tides” is a book."),
        ("It rose.", "“The tide fell”, and a boat sank on page 94."),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, below), "", "{quoted} {below}");
    }
}
