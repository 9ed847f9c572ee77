use super::*;

#[test]
fn paragraphs_tell_of_reports() {
    for (above, outlet) in [
        ("Mara Lind has <https://quay.example/1|written on piers>. One part is a joy:", "quay.example"),
        ("I found <https://quay.example/1|this post> on tides. It is long. It is good.", "quay.example"),
        (
            "There is <https://quay.example/1|an article> on tides, and one part is a joy. (Emphasis mine.)",
            "quay.example",
        ),
        ("Der <https://quay.example/1|Pegel> hat es entdeckt.", "quay.example"),
        (
            "Im Blog ist der Artikel „<https://quay.example/1|Tides>“, in dem es um Boote geht. Im Schluss, schreibt sie aber dies.",
            "quay.example",
        ),
        (
            "Mara Lind wrote a post, “<https://quay.example/1|Where is the tide? At sea>”. Here are my favourite quotes:",
            "quay.example",
        ),
        ("오늘 <https://quay.example/1|“밀물과 썰물”>이라는 글을 읽었다. 일부다.", "quay.example"),
        ("Ida Osei, Redakteurin bei TideWatch beschreibt, wie das Wasser steigt.", "TideWatch"),
        (
            "In <https://quay.example/1|a post> the Quay tells of it. The best is at the end of Quay’s post:",
            "quay.example",
        ),
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), outlet, "{above}");
    }
    for above in [
        "Mara Lind has <https://quay.example/1|written on piers>. Ida Osei sings:",
        "Mara Lind has <https://quay.example/1|written on piers>. Osei said it in a letter:",
        "Mara Lind has <https://quay.example/1|written on piers>. My own song:",
        "I made <https://quay.example/1|a boat>. It swims.",
        "I like <https://quay.example/|their article>.",
        "She has <https://quay.example/1|a boat> on the pier. It is hers.",
        "We have written <https://quay.example/1|of piers>.",
        "It is „<https://quay.example/1|a new tide>“, as the pilot and singer Ida Osei has it.",
        "Mara Lind has <https://quay.example/1|written on piers>. It is long. It is good. It is old. It is here.",
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), "", "{above}");
    }
}

#[test]
fn short_lead_ins_lead_to_the_paragraph_before() {
    let outlets = outlets();
    let told = "Mara Lind, who is the pilot of the northern piers, has <https://quay.example/1|written on piers>. They are long.";
    for (lead_in, outlet) in [
        ("My favourite part, in full:", ""),
        ("The best of it:", "quay.example"),
        ("일부를 인용해 보자.", "quay.example"),
        ("Ida Osei in the harbour hall:", ""),
        ("It rained.", ""),
    ] {
        let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
        assert_eq!(next(&mut attributor, &[told, lead_in], "It rose."), outlet, "{lead_in}");
    }
}

#[test]
fn lead_ins_name_the_site_of_a_link_further_above() {
    let outlets = outlets();
    for (lead_in, outlet) in [
        ("The rest is at the bottom of Tidewatch’s announcement:", "tidewatch.example"),
        ("Tidewatch 공식 문서의 설명을 보자.", "tidewatch.example"),
        ("Then there is Tidewatch’s pier:", ""),
    ] {
        let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
        let before = "The <https://blog.tidewatch.example/1|gauges> are new.";
        let found = next(&mut attributor, &[before, "It rained.", lead_in], "It rose.");
        assert_eq!(found.trim_start_matches("blog."), outlet, "{lead_in}");
    }
}

#[test]
fn the_page_of_the_title_is_the_last_resort() {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    for (url, above, quoted, outlet) in [
        ("https://quay.example/1", "It is late.", "It rose.", "quay.example"),
        ("https://quay.example/1", "Harbour News writes:", "It rose.", "harbour"),
        ("https://quay.example/1", "It is late.", "It rose.\n— Mara Lind", ""),
        ("https://own.example/1", "It is late.", "It rose.", ""),
    ] {
        let title = LinkedLine::linked("How the piers stand", url);
        let mut attributor = Attributor::new(context, [].iter()).titled(Some(&title));
        assert_eq!(next(&mut attributor, &[above], quoted), outlet, "{url} {above} {quoted}");
    }
}

#[test]
fn words_that_are_quoted_again_keep_their_source() {
    let outlets = outlets();
    let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
    let words = "It rose and fell and rose again.";
    let found = [("The Tide writes:", words), ("I see a pier.", words), ("I see a pier.", "It rose.")]
        .map(|(above, quoted)| next(&mut attributor, &[above], quoted));
    assert_eq!(found, ["tide", "tide", ""]);
}

#[test]
fn the_page_of_the_heading_serves_its_section() {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    let heading = |written: &str| heading_line(line(written));
    let title = LinkedLine::linked("How the piers stand", "https://tide.example/1");
    let mut attributor = Attributor::new(context, [].iter()).titled(Some(&title));
    let found = [
        vec![heading("<https://quay.example/1|Piers>")],
        vec![line("It rained."), line("It is so on every pier.")],
        vec![heading("Boats"), line("It rained.")],
        vec![heading("<https://own.example/1|Tides>"), line("It rained.")],
    ]
    .map(|above| {
        let place = QuotedPlace {
            above,
            quoted: vec![line("It rose.")],
            below: Some(line("via <https://bay.example/1|Bay>")),
            ..QuotedPlace::default()
        };
        attributor.attribute(&place).map(|named| named.outlet.outlet).unwrap_or_default()
    });
    assert_eq!(found, ["quay.example", "quay.example", "tide", "tide"]);
}

#[test]
fn the_only_link_of_a_paragraph_is_the_source() {
    for (above, outlet) in [
        ("The boats came in, and it was <https://quay.example/1|not the first time>.", "quay.example"),
        (
            "<https://quay.example/1|The boats are here>, thinks Mara Lind of the pier, and not a day late.",
            "quay.example",
        ),
        ("Mara Lind <https://quay.example/1|went out> to look for the boats of the north.", "quay.example"),
        ("The boats of the north came <https://quay.example/1|in> on a day of fog, and late:", "quay.example"),
        ("The boats came on <https://quay.example/1|their own> in the fog. Some fun, below.", "quay.example"),
        ("The boats of the north came <https://quay.example/1|in> on a day of fog.", ""),
        ("The boats came in (not <https://quay.example/1|late>).", ""),
        (
            "The boats <https://quay.example/1|came in>. It was a day of fog, and all of the people went out to the pier.",
            "",
        ),
        ("The boats <https://quay.example/1|came in>. In Kranich’s own words:", ""),
        ("Look at my boats, <https://quay.example/1|late again>.", ""),
        ("<https://quay.example/1|The boats> and <https://beacon.example/1|the pier>.", ""),
        ("The boats are <https://quay.example|late>.", ""),
        ("<https://quay.example/7|#7>", ""),
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), outlet, "{above}");
    }
}
