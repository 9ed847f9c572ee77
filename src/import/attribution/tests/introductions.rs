use super::*;

#[test]
fn outlets_that_sentences_introduce() {
    for (above, outlet) in [
        ("I read this in today’s Harbour News:", "harbour"),
        ("The Tide has a piece on the boats:", "tide"),
        ("Mara Lind at Harbour News explains:", "harbour"),
        ("Harbour News asked the pilots. Their answer:", "harbour"),
        ("Mara Lind of the Northern Gazette reports:", "Northern Gazette"),
        ("Die Nordküsten Rundschau meint:", "Nordküsten Rundschau"),
        ("In der Nordküstenschen Zeitung heißt es:", "Nordküstensche Zeitung"),
        ("Gegenüber WSJ-Reporterin Mara Lind sagte sie:", "Wall Street Journal"),
        ("Im Fachblatt Mole steht dazu:", "Mole"),
        ("Le quotidien La Marée précise :", "La Marée"),
        ("Leo en marea.es:", "marea.es"),
        ("어제 해협일보가 전한 내용이다:", "strait"),
        ("港湾新聞は次のように報じた：", "港湾新聞"),
        ("《渡船周报》写道：", "渡船周报"),
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), outlet, "{above}");
    }
    for above in [
        "The Tide refused to comment:",
        "The Tide’s lawyer wrote on her behalf:",
        "The pilot criticised Harbour News:",
        "In a letter to Harbour News that nobody printed:",
        "Mr. News rose to say:",
        "해협일보를 비판한 글이다:",
        "해협일보 건물 앞에서 들은 말이다:",
        "大臣は港湾新聞の記事を否定した：",
        "가짜뉴스가 퍼졌다는 기사다:",
        "今日报道如下：",
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), "", "{above}");
    }
}

#[test]
fn names_are_linked_where_the_paragraph_links_them() {
    let above = "<https://de.wikipedia.org/wiki/Siel|Siele> gibt es überall. Wikipedia beschreibt das so:";
    let named = named(above, "It rose.", "").expect("a source").outlet;
    assert_eq!((&*named.outlet, named.url.as_deref()), ("Wikipedia", Some("https://de.wikipedia.org/wiki/Siel")));
}

#[test]
fn links_that_are_no_source() {
    for (above, outlet) in [
        ("<https://github.com/maralind|Mara Lind> says:", ""),
        ("They call it an <https://quay.example/?q=echo|echo>:", ""),
        ("Mara Lind described why she works for the <https://quay.example/works|Quay Works>:", ""),
        ("Ida Osei, of <https://quay.example|Quay> fame, says:", ""),
        ("<https://quay.example/1|Ida Osei wrote> (<https://pier.example/2|via>:", "quay.example"),
        ("As the pilots say on their <https://quay.example/1|Quay page>:", "Quay"),
        ("<https://www.linkedin.com/pulse/tides|As Mara Lind writes>:", "linkedin.com"),
        (
            "Asked of <https://harbour.example/1|a column> on ropes, <https://quay.example/1|Mara Lind writes>:",
            "quay.example",
        ),
        (
            "As <https://quay.example/1|关于我和我的动物园的一切和港口的船和所有在码头上工作的人们的故事_码头quay> says:",
            "quay.example",
        ),
    ] {
        assert_eq!(outlet_of(above, "It rose.", ""), outlet, "{above}");
    }
    assert_eq!(
        outlet_of("It is late.", "It rose.", "This is in line with what <https://quay.example/1|Ida Osei> said:"),
        ""
    );
    assert_eq!(
        outlet_of("In her book “Of Tides” Mara Lind writes:", "It rose. — pg. 200", ""),
        "Of Tides",
        "the page is no signature"
    );
}

#[test]
fn headings_that_name_a_source() {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: None };
    let above = vec![heading_line(line("From: Harbour News")), heading_line(line("Quelle: The Tide"))];
    for (above, outlet) in above.into_iter().zip(["harbour", "tide"]) {
        let place = QuotedPlace { above: vec![above], quoted: vec![line("It rose.")], ..QuotedPlace::default() };
        let named = Attributor::new(context, [].iter()).attribute(&place).expect("a source");
        assert_eq!((&*named.outlet.outlet, named.why), (outlet, "the heading above it"));
    }
}

#[test]
fn boxes_of_links_are_nobodys_words() {
    let links =
        "Related notes // <https://quay.example/1|How the quay was built> // <https://quay.example/2|The cranes>";
    assert_eq!(outlet_of("It is late.", links, ""), "");
}

#[test]
fn a_footnote_of_its_own_comes_before_the_quotation_before() {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: None };
    let note = ("2".to_owned(), line("Mara Lind, “Of Tides”, p. 94"));
    let mut attributor = Attributor::new(context, [].iter()).noted([note].into());
    assert_eq!(next(&mut attributor, &["From Harbour News:"], "It rose."), "harbour");
    let quoted = LinkedLine { closing_note: Some("2".to_owned()), ..line("It fell.") };
    let place = QuotedPlace { above: vec![line("And:")], quoted: vec![quoted], ..QuotedPlace::default() };
    let named = attributor.attribute(&place).map(|named| named.outlet.outlet);
    assert_eq!(named.as_deref(), Some("Of Tides"));
}
