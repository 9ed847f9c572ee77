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
        ("WaPo reported:", "Washington Post"),
        ("Dans le Larousse, on peut y lire :", "Larousse"),
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
    let mut line = line("This fleet of Late Boats needs a pier:");
    line.emphasised.push(14..24);
    let place =
        QuotedPlace { above: vec![line], quoted: vec![LinkedLine::plain("It rose.")], ..QuotedPlace::default() };
    let context = AttributionContext { outlets: &outlets(), own_host: None };
    assert!(Attributor::new(context, [].iter()).attribute(&place).is_none(), "no title");
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
fn what_platforms_say_themselves_is_no_post() {
    for (link, outlet) in [
        ("https://www.facebook.com/about/privacy/cookies", "facebook.com"),
        ("https://www.goodreads.com/review/show/1", "goodreads.com"),
        ("https://www.facebook.com/maralind", ""),
        ("https://www.goodreads.com/book/show/1", ""),
    ] {
        let above = format!("The goals that <{link}|they claim for it>:");
        assert_eq!(outlet_of(&above, "It rose.", "Then it fell."), outlet, "{link}");
    }
}
