use super::*;

#[test]
fn papers_by_what_is_around_their_names() {
    for (above, outlet) in [
        ("Mara Lind told the Courier:", "Courier"),
        ("“It fell,” said Lind, as reported by the Standard. It says:", "Standard"),
        ("Mara Lind told The Intercept:", "The Intercept"),
        ("Lind sagte dem „Kurier“:", "Kurier"),
        ("Die „Bild“ berichtet:", "Bild"),
        ("In an email to the Dispatch she writes:", "Dispatch"),
        ("She told *The Ferryman*:", "The Ferryman"),
        ("*The Ferryman* reports:", "The Ferryman"),
        ("In her essay ‘Don’t Look at Tides’ she writes:", "Don’t Look at Tides"),
        (
            "She <https://quay.example/against-the-tides-2|was angry>. In “Against the Tides” Lind writes:",
            "quay.example",
        ),
    ] {
        let mut pieces = above.split('*');
        let mut line = line(pieces.next().unwrap_or_default());
        for (number, piece) in pieces.enumerate() {
            let start = line.text.len();
            line.push(piece, None);
            line.emphasised.extend((number % 2 == 0).then_some(start..start + piece.len()));
        }
        let outlets = outlets();
        let place =
            QuotedPlace { above: vec![line], quoted: vec![LinkedLine::plain("It rose.")], ..QuotedPlace::default() };
        let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
        let named = Attributor::new(context, [].iter()).attribute(&place);
        assert_eq!(named.map(|named| named.outlet.outlet).as_deref(), Some(outlet), "{above}");
    }
    for above in ["She went to the Standard and sang:", "Das „Bild“ hängt dort:", "*Mara* sings of tides:"] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), "", "{above}");
    }
}

#[test]
fn lines_that_lead_to_the_rest() {
    for (quoted, below, outlet) in [
        ("It rose.", "<https://quay.example/1|Read the whole story>", "quay.example"),
        ("It rose.", "Read more at <https://quay.example/1|Quay>.", "Quay"),
        ("It rose.", "Den Rest gibt es <https://quay.example/1|hier>.", "quay.example"),
        ("“It rose” (<https://quay.example/1|link to the post> )", "", "quay.example"),
        ("“It rose.” (<https://quay.example/1|the notes>)", "", "quay.example"),
        ("It rose.", "Bron: <https://quay.example/1|Quay>", "Quay"),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, below), outlet, "{quoted} {below}");
    }
    for (quoted, below) in [
        ("It rose.", "<https://own.example/1|Read the whole story>"),
        ("It rose in the north (<https://quay.example/1|as it does>)", ""),
        ("It rose.", "Read on, said Lind, and so <https://quay.example/1|she did> for a long time at the pier."),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, below), "", "{quoted} {below}");
    }
}

#[test]
fn works_behind_their_authors() {
    for (quoted, shown) in [
        ("It rose. // — Mara Lind, “Of Tides and Piers”", "Mara Lind, “|Of Tides and Piers|”|Mara Lind"),
        ("It rose. // — Lind: ‘Of Tides’, p. 14", "Lind: ‘|Of Tides|’, p. 14|Lind"),
    ] {
        let named = named("It is late.", quoted, "").unwrap_or_else(|| panic!("{quoted}")).outlet;
        let found = format!("{}|{}|{}|{}", named.before, named.name, named.after, named.author.unwrap_or_default());
        assert_eq!(found, shown, "{quoted}");
    }
    for quoted in
        ["It rose. // — Mara “Tide” Lind", "It rose. // — Mara Lind, “Owner of Boats”", "It rose. // — “Mara Lind”"]
    {
        assert_eq!(outlet_of("It is late.", quoted, ""), "", "{quoted}");
    }
}

#[test]
fn a_word_of_a_link_is_the_name_of_its_host() {
    for (words, outlet) in [("so die quay", "quay"), ("so die Fähre", "quay.example"), ("Quay Gazette", "Quay Gazette")]
    {
        let above = format!("Die Boote kommen spät, <https://quay.example/1|{words}>:");
        assert_eq!(outlet_of(&above, "It rose.", ""), outlet, "{words}");
    }
}

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

/// A quotation below these paragraphs.
fn below(above: &[&str]) -> String {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    next(&mut Attributor::new(context, [].iter()), above, "It rose.")
}

#[test]
fn lead_ins_of_one_word_point_back() {
    let link = "Mara Lind explains why they do: <https://quay.example/1|Piers of the north>.";
    for lead_in in ["Unfortunately:", "Et surtout :", "However:"] {
        assert_eq!(below(&[link, lead_in]), "quay.example", "{lead_in}");
    }
    for lead_in in ["My translation:", "Unfortunately, Ida Osei sang:"] {
        assert_eq!(below(&[link, lead_in]), "", "{lead_in}");
    }
}

#[test]
fn titles_above_are_of_what_is_quoted() {
    let title = "<https://quay.example/1|How the piers of the north stand> (3 May 2019)";
    for (above, outlet) in [
        (&["This post was the first on the Sixth Dock and how late it was:"][..], "quay.example"),
        (&["A study of all piers found that most of them stand."], "quay.example"),
        (&["It is long.", "A study of all piers found that most of them stand."], ""),
        (&["", "A study of all piers found that most of them stand."], ""),
        (&["Ida Osei sang of it:"], ""),
        (&["I prefer <https://beacon.example/1|beacons>."], ""),
    ] {
        assert_eq!(below(&[&[title][..], above].concat()), outlet, "{above:?}");
    }
}

#[test]
fn works_are_known_by_their_authors() {
    for (named, lead_in, outlet) in [
        ("In “Of Tides”, Mara Lind asks why they rise.", "As Lind writes:", "Of Tides"),
        ("I read the novel “Of Tides” by Mara Lind.", "Mara Lind writes:", "Of Tides"),
        (
            "I read the novel “Of Tides” by Mara Lind.",
            "Lind knows it. Take this from her chapter on the moon:",
            "Of Tides",
        ),
        ("I read the novel “Of Tides” by Mara Lind.", "Ida Osei writes:", ""),
        ("I read the novel “Of Tides” by Mara Lind.", "She knows it. Take this from my chapter on the moon:", ""),
        ("I read “Of Tides” on a ship. Mara Lind was there.", "As Lind writes:", ""),
        ("<https://quay.example/1|Mara Lind has a note>.", "I like the end of Lind’s last article:", "quay.example"),
        (
            "<https://quay.example/1|Mara Lind has a note>.",
            "So much of it in Mara’s post. However, she writes:",
            "quay.example",
        ),
        ("<https://quay.example/1|Mara Lind has a note>.", "I like the end of Osei’s article:", ""),
        ("<https://quay.example/1|Mara Lind has a note>.", "Mara’s sister went out. My aunt said:", ""),
    ] {
        assert_eq!(below(&[named, "It rained.", "It rained.", lead_in]), outlet, "{named} {lead_in}");
    }
}

#[test]
fn what_a_body_told_the_press_is_its_own() {
    for (lead_in, outlet) in [
        ("Mara Lind in the official press release of Seahaul:", "Seahaul"),
        ("Extrait du communiqué officiel de Seahaul :", "Seahaul"),
        ("In Seahaul’s press release it says:", "Seahaul"),
        ("Mara Lind in the office of Seahaul:", ""),
        ("The release of Lind by the police was late:", ""),
    ] {
        assert_eq!(below(&[lead_in]), outlet, "{lead_in}");
    }
}

#[test]
fn spaces_that_do_not_break_are_spaces() {
    assert_eq!(below(&["It went on\u{a0}and on.\u{a0}Mara\u{a0}Lind wrote on\u{a0}Twitter:"]), "Twitter");
    let ruling = "Read <https://own.example/r.pdf|the ruling of the Port Court>.";
    assert_eq!(below(&[ruling, "Ida Osei sang (twice).\u{a0}The court finds:"]), "ruling of the Port Court");
}

#[test]
fn posts_on_servers_of_ones_own_are_sources() {
    assert_eq!(below(&["It started <https://own.example/@maralind/123456789|with a post>:"]), "own.example");
    assert_eq!(below(&["It started <https://own.example/1|with a post>:"]), "");
}

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
