use super::*;

#[test]
fn lines_below_lead_to_the_source() {
    for (below, outlet) in [
        ("» Mara Lind | <https://quay.example/1|quay.example>", "quay.example"),
        ("→ <https://www.quay.example/1|Quay>", "Quay"),
        ("--<https://quay.example/1|quay.example>", "quay.example"),
        ("<https://quay.example/1|Link (archived)>", "quay.example"),
        ("Splendid. The <https://quay.example/1|Quay> has more.", "Quay"),
        ("Prächtig. <https://quay.example/1|Bei Mara gibt es mehr>.", "quay.example"),
        ("This is what Mara Lind asked <https://quay.example/1|in her notes>.", "quay.example"),
        ("Das fragte Mara Lind auf <https://twitter.com/maralind/status/1|Twitter>.", "Twitter"),
        ("Mara Lind <https://quay.example/1|Source>", "quay.example"),
        ("Source: the fine <https://www.amazon.example/1|Of Tides by Mara Lind>", "amazon.example"),
        (
            "This quotation from a fine piece by Ida Osei: <https://quay.example/1|tides>, which I have on my desk in the harbour hall, \
             next to a lamp and a map of all the piers of the north.",
            "quay.example",
        ),
        ("The best of many books: <https://www.amazon.example/1|Of Tides by Mara Lind>", ""),
        ("» Read on: <https://quay.example/1|How the piers stand>", ""),
        ("» <https://quay.example/1|How the piers stand>", ""),
        ("My pier is long. Mara Lind wrote <https://quay.example/1|of hers>.", ""),
        ("This is my <https://quay.example/1|pier>.", ""),
    ] {
        assert_eq!(outlet_of("It is late.", "It rose.", below), outlet, "{below}");
    }
}

#[test]
fn quotations_end_in_their_sources() {
    for (quoted, outlet) in [
        ("It rose, and fell. --<https://quay.example/1|quay.example>", "quay.example"),
        ("It rose. <https://quay.example/1|Hier> gibt es den ganzen Text", "quay.example"),
        ("It rose. <https://quay.example/1|Here> is a boat", ""),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, ""), outlet, "{quoted}");
    }
    let signed = outlet_of("Mara Lind has written <https://quay.example/1|an article>.", "It rose. - Ida Osei", "");
    assert_eq!(signed, "", "whom a signature names");
}

#[test]
fn persons_below_are_whose_the_words_are() {
    assert_eq!(outlet_of("The Tide writes:", "It rose.", "<https://quay.example/1|Source>"), "quay.example");
    let told = "Mara Lind has written <https://quay.example/1|an article> on tides, and one part is a joy.";
    for below in ["Ida Osei", "— Ida Osei, pilot", "(Ida Osei – pilot and singer)"] {
        assert_eq!(outlet_of(told, "It rose.", below), "", "{below}");
    }
    for below in ["Ida Osei sings.", "Late Boats: a song", "So it goes on the pier"] {
        assert_eq!(outlet_of(told, "It rose.", below), "quay.example", "{below}");
    }
    assert_eq!(outlet_of("The Tide writes:", "It rose.", "Ida Osei"), "tide");
    assert_eq!(outlet_of("Said Quay’s CEO, Mara Lind:", "It rose.", ""), "");
    assert_eq!(outlet_of("Said Mara Lind (minute <https://quay.example/1|11:00>):", "It rose.", ""), "");
}

#[test]
fn footnotes_cite_sources() {
    for (note, outlet) in [
        ("Mara Lind, <https://quay.example/1|Of Tides>, 4 March 2015.", "quay.example"),
        ("<https://tide.example/1|https://tide.example/1>", "tide"),
        ("Harbour News, 4 March 2015.", "harbour"),
        ("Mara Lind, “Of Tides”, p. 94.", "Of Tides"),
        ("It did so twice.", ""),
        ("I told of it <https://quay.example/1|here>.", ""),
        ("<https://quay.example/1|One> says so, and <https://pier.example/1|another> does not.", ""),
    ] {
        let outlets = outlets();
        let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
        let notes = BTreeMap::from([("1".to_owned(), line(note))]);
        let marked = |words: &str| LinkedLine { closing_note: Some("1".to_owned()), ..line(words) };
        for (above, quoted) in [(line("She sings."), marked("It rose.")), (marked("She sings:"), line("It rose."))] {
            let place = QuotedPlace { above: vec![above], quoted: vec![quoted], ..QuotedPlace::default() };
            let named = Attributor::new(context, [].iter()).noted(notes.clone()).attribute(&place);
            let named = named.map(|named| named.outlet).unwrap_or_default();
            assert_eq!(named.outlet, outlet, "{note}");
            assert!(named.author.is_none_or(|author| author == "Mara Lind"), "{note}");
        }
    }
}
