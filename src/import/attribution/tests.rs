mod below;
mod introductions;
mod last_line;
mod naming;
mod pointing_back;
mod posts;
mod told;

use super::*;
use crate::base::fields::Located;
use crate::base::text::path::RelPath;
use crate::import::options::OutletNames;
use crate::pipeline::content::{Indexed, Outlet};
use crate::pipeline::markdown::Body;

fn outlet(key: &str, name: &str, alias: &str) -> Indexed<Outlet> {
    let text = |value: &str| Located { value: value.to_owned(), range: 0..0 };
    Indexed::new(Outlet {
        path: RelPath::new(key).expect("a path"),
        key: key.to_owned(),
        name: text(name),
        addresses: Vec::new(),
        aliases: vec![text(alias)],
        domains: vec![format!("{key}.example")],
        country: None,
        max_quote_words: None,
        extra: Default::default(),
        body: Body::default(),
    })
}

fn outlets() -> OutletNames {
    OutletNames::of(&[
        outlet("harbour", "Harbour News", "HN"),
        outlet("tide", "The Tide", "Tide"),
        outlet("new", "News", "N"),
        outlet("strait", "해협일보", "Strait Daily"),
    ])
}

/// A line of words and links: `<https://a.example/1|words>`.
fn line(written: &str) -> LinkedLine {
    let mut line = LinkedLine::default();
    let mut pieces = written.split('<');
    line.push(pieces.next().unwrap_or_default(), None);
    for piece in pieces {
        let (link, rest) = piece.split_once('>').expect("a link");
        let (url, words) = link.split_once('|').expect("words");
        line.push(words, Some(url));
        line.push(rest, None);
    }
    line
}

/// A quotation with its lines: above, quoted (paragraphs with ` // ` between them), below.
fn named(above: &str, quoted: &str, below: &str) -> Option<NamedAttribution> {
    let outlets = outlets();
    let place = QuotedPlace {
        above: vec![line(above)],
        quoted: quoted.split(" // ").map(line).collect(),
        below: Some(line(below)),
        ..QuotedPlace::default()
    };
    Attributor::new(AttributionContext { outlets: &outlets, own_host: Some("own.example") }, [].iter())
        .attribute(&place)
}

fn outlet_of(above: &str, quoted: &str, below: &str) -> String {
    named(above, quoted, below).map(|named| named.outlet.outlet).unwrap_or_default()
}

#[test]
fn outlets_at_the_end() {
    for (text, body, name) in [
        ("It rose. [Harbour News]", "It rose.", "||Harbour News||harbour"),
        ("It rose.  [Daily Planet]", "It rose.", "||Daily Planet||"),
        ("It rose.\u{a0} [HN, 30 January 2015]", "It rose.", "||HN|, 30 January 2015|harbour"),
        ("[Source: The Tide]", "", "|Source: |The Tide||tide"),
        ("“It rose.” (Harbour News)", "“It rose.”", "||Harbour News||harbour"),
        ("— Tide", "", "||Tide||tide"),
        ("It rose. [via AP – page 3]", "It rose.", "|via |AP| – page 3|"),
    ] {
        let (rest, named) = split_closing_outlet(text, &outlets()).expect(text);
        let key = if named.is_declared { named.outlet } else { String::new() };
        let shown = format!("|{}|{}|{}|{key}", named.before, named.name, named.after);
        assert_eq!((rest, shown.as_str()), (body, name), "{text}");
    }
    for text in [
        "It rose. [….]",
        "It rose. [sic]",
        "It rose [Kim Jong-un]",
        "It rose. [Emphasis mine]",
        "It rose. (Seoul)",
        "— Jane",
        "It rose. [Feature image courtesy of Harbour]",
        "It rose. [Update: it fell]",
        "It rose. [in fact]",
        "rose [again].",
    ] {
        assert_eq!(split_closing_outlet(text, &outlets()), None, "{text}");
    }
}

#[test]
fn outlets_that_report() {
    let names = |text| cited_outlets(text, &outlets()).into_iter().map(|named| named.name).collect::<Vec<_>>();
    assert_eq!(
        names("According to Harbour News, which told the Daily Planet on Monday, it rose."),
        ["Harbour News", "Daily Planet"]
    );
    assert_eq!(names("The article, from The Tide, is new. As the HN has recently indicated."), ["The Tide", "HN"]);
    assert_eq!(names("“It is,” she told Voice of Busan Radio."), ["Voice of Busan Radio"]);
    assert_eq!(names("She told Reuters that dpa had asked the harbour office."), ["Reuters"]);
    assert_eq!(names("Wie die Küsten Zeitung berichtet, laut Harbour News."), ["Küsten Zeitung", "Harbour News"]);
    assert_eq!(
        names("해협일보에 따르면 배가 떠났다. 부두신문은 3일 배가 늦었다고 보도했다."),
        ["해협일보", "부두신문"]
    );
    assert_eq!(names("港湾新聞によると、船は出た。"), ["港湾新聞"]);
    assert!(names("Mara Lind is a reporter for The Tide and sings. She was the editor of Harbour News.").is_empty());
    assert!(names("Like The Tide, she says it rose. A note to Harbour News says so.").is_empty());
    assert!(names("According to the Trade Association, Harbour News was sold to a HNT. Good News.").is_empty());
}

#[test]
fn lead_ins() {
    for (above, outlet) in [
        ("From <https://harbour.example/1|this report>:", "harbour"),
        ("It rained. Harbour News writes:", "harbour"),
        ("The <https://hg.example/1|Harbour Gazette reports> that it rose:", "Harbour Gazette"),
        ("As <https://quay.example/1|Mara Lind> puts it:", "quay.example"),
        ("I found <https://quay.example/1|an article> on tides. Here is a part:", "quay.example"),
        ("The <https://x.example/tide|tide> rose, as <https://quay.example/1|the office says>:", "quay.example"),
        ("She told Reuters:", "Reuters"),
        ("She told Nikkei Asia:", "Nikkei Asia"),
        ("According to the Harbour Foundation:[4]", "Harbour Foundation"),
        ("해협일보는 이렇게 보도했다:", "strait"),
        ("It rained. Now The Tide:", "tide"),
        ("<https://harbour.example/1|HN> again:", "harbour"),
        ("The Tide, citing the pilots:", "tide"),
        ("Over at Harbour News, Mara Lind writes:", "harbour"),
        ("A column at the <https://quay.example/1|Quay> says:", "Quay"),
        ("The <https://quay.example/1|Quay reported on Friday> that it rose:", "Quay"),
        ("Mara Lind, a reporter for The Tide, writes:", "tide"),
        ("Mayor Mara Lind wrote on Twitter:", "Twitter"),
        ("The PHA warns:", "PHA"),
        ("The Harbour Authority writes:", "Harbour Authority"),
        ("She had it from a <https://quay.example/1|study of the tides>.", "quay.example"),
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), outlet, "{above}");
    }
    for above in [
        "Mara Lind says:",
        "As <https://own.example/1|I wrote> last year:",
        "In <https://en.wikipedia.org/wiki/Tide|tides> there is order:",
        "<https://twitter.com/maralind|Mara Lind> adds:",
        "The <https://harbour.example/1|harbour> lies in the north.",
        "Harbour News is a small paper of the north.",
        "Unlike Harbour News, the pilot writes:",
        "Unlike <https://harbour.example/1|Harbour News>, the pilot writes:",
        "A note to The Tide says:",
        "A note to <https://harbour.example/1|HN> says:",
        "Nobody at <https://quay.example/1|Quay> says:",
        "<https://quay.example/1|Harbour News> did not report this, but a neighbour told me:",
        "Harbour News didn't report it, but she told me:",
        "No friend of The Tide writes:",
        "My neighbour at The Tide says:",
        "The rest is at <https://harbour.example/1|Harbour News>. My own song:",
        "Mara Lind is a senior reporter for The Tide. She sings:",
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), "", "{above}");
    }
}

#[test]
fn only_who_speaks_is_sure() {
    for (above, is_high) in [
        ("Harbour News reports:", true),
        ("According to <https://harbour.example/1|the paper>:", true),
        ("From <https://harbour.example/1|HN>:", true),
        ("The Tide:", true),
        ("My uncle carries <https://harbour.example/1|Harbour News> to the pier:", false),
        ("The Tide reports it. There it is:", false),
    ] {
        let named = named(above, "It rose.", "Then it fell.").unwrap_or_else(|| panic!("{above}"));
        assert_eq!(named.confidence == Confidence::High, is_high, "{above}");
    }
}

#[test]
fn attributions_below_and_in_quotations() {
    for (quoted, below, shown) in [
        ("It rose.", "— <https://harbour.example/1|HN>, 4 March 2015", "|HN|, 4 March 2015|harbour|2015-03-04"),
        ("It rose.", "(Source: <https://harbour.example/1|read on>)", "Source: |Harbour News||harbour|"),
        ("It rose, he said. The Tide", "", "|The Tide||tide|"),
        ("It rose. — <https://tide.example/1|Tide>", "", "|Tide||tide|"),
        ("It rose.", "The Tide, 3 May 2019", "|The Tide|, 3 May 2019|tide|2019-05-03"),
        ("It rose.", "[The Tide]", "|The Tide||tide|"),
        ("“It rose.” // 9to5Pier", "", "|9to5Pier||9to5Pier|"),
        (
            "It rose. // — Beacon & Buoy, 20 November 2019",
            "",
            "|Beacon & Buoy|, 20 November 2019|Beacon & Buoy|2019-11-20",
        ),
        ("It rose. [Northern Gazette]", "", "|Northern Gazette||Northern Gazette|"),
        ("It rose. // Lind, HLR 2013, 268", "", "Lind, |HLR| 2013, 268|HLR|"),
        ("It rose.", "(Source: <https://quay.example/1|source>)", "Source: |quay.example||quay.example|"),
        ("It rose.", "via <https://tide.example/1|The Tide>", "via |The Tide||tide|"),
        ("It rose.", "[via <https://tide.example/1|The Tide>]", "via |The Tide||tide|"),
        ("It rose.", "The notice is here: <https://quay.example/1|Tides>.", "|quay.example||quay.example|"),
        ("<https://quay.example/1|Tides of the north>", "", "|quay.example||quay.example|"),
        ("It rose. // — Mara Lind, The Tide", "", "Mara Lind, |The Tide||tide|"),
        ("It rose.\n– HN", "", "|HN||harbour|"),
        ("“It rose.” // Lind, HN 2013, 268", "", "Lind, |HN| 2013, 268|harbour|"),
        ("It rose. // <https://quay.example/1|THE QUAY No. 28/2013>", "", "|THE QUAY| No. 28/2013|THE QUAY|"),
        ("It rose. (HN)", "", "|HN||harbour|"),
        ("It rose.", "— <https://quay.example/1|Mara Lind>", "|Mara Lind||quay.example|"),
    ] {
        let named = named("It is late.", quoted, below).unwrap_or_else(|| panic!("{quoted} {below}")).outlet;
        let published = named.published.map(|date| date.to_string()).unwrap_or_default();
        let found = format!("{}|{}|{}|{}|{published}", named.before, named.name, named.after, named.outlet);
        assert_eq!(found, shown, "{quoted} {below}");
    }
    for (quoted, below) in [
        ("It rose.", "— Mara Lind, owner of The Tide"),
        ("It rose.", "— Mara Lind, editor, Daily Planet"),
        ("It rose. // — Mara Lind", ""),
        ("It rose.", "— <https://own.example/1|more>"),
        ("It rose.", "– <https://quay.example/1|Continue reading →>"),
        ("It rose.", "— <https://quay.example/1|link>"),
        ("It rose.", "Read more: <https://quay.example/1|Tides>"),
        ("It rose. // The End", ""),
        ("<https://own.example/1|Tides of the north>", ""),
        ("It rose. // <https://quay.example/1|weiterlesen>", ""),
        ("It rose.\n— <https://quay.example/1|더 보기>", ""),
        ("It rose.", "Daily Planet, 3 May 2019"),
        ("It rose.", "Harbour News is a paper."),
        ("It rose, said Harbour News.", ""),
        ("It rose. “So it did.” The Tide.", ""),
    ] {
        assert_eq!(outlet_of("It is late.", quoted, below), "", "{quoted} {below}");
    }
}

#[test]
fn embedded_posts() {
    for (quoted, shown) in [
        (
            "Rust — again. // — Mara Lind 🚢 (@maralind) <https://twitter.com/maralind/status/1?ref=x|18. November 2019>",
            "Twitter|Mara Lind 🚢 (@maralind)|2019-11-18|https://twitter.com/maralind/status/1?ref=x",
        ),
        (
            "Rust — <https://t.co/a|pic> — Mara Lind (@maralind) <https://x.com/maralind/status/1|Nov 18>",
            "X|Mara Lind (@maralind)||https://x.com/maralind/status/1",
        ),
        (
            "<https://www.instagram.com/p/a/|View this post on Instagram> // <https://www.instagram.com/p/a/|A post shared by Harbour (@harbour)> on Oct 23, 2017",
            "Instagram|Harbour (@harbour)|2017-10-23|https://www.instagram.com/p/a/",
        ),
        (
            "Rust. // Posted by <https://www.facebook.com/harbour|Harbour> on <https://www.facebook.com/h/posts/1|Monday, March 4, 2019>",
            "Facebook|Harbour|2019-03-04|https://www.facebook.com/h/posts/1",
        ),
    ] {
        let named = named("She wrote:", quoted, "").unwrap_or_else(|| panic!("{quoted}")).outlet;
        let published = named.published.map(|date| date.to_string()).unwrap_or_default();
        let url = named.url.unwrap_or_default();
        assert_eq!(format!("{}|{}|{published}|{url}", named.outlet, named.author.unwrap_or_default()), shown);
    }
    // A link to a post within a text is none.
    assert_eq!(outlet_of("", "See <https://twitter.com/maralind/status/1|what she says>.", ""), "");
}

fn next(attributor: &mut Attributor<'_>, above: &[&str], quoted: &str) -> String {
    let above = above.iter().map(|text| line(text)).collect();
    let place = QuotedPlace { above, quoted: vec![line(quoted)], ..QuotedPlace::default() };
    attributor.attribute(&place).map(|named| named.outlet.outlet).unwrap_or_default()
}

#[test]
fn a_new_subject_does_not_go_on() {
    let outlets = outlets();
    for (above, quoted, outlet) in [
        (Some("And later:"), "It fell.", "harbour"),
        (Some("Then it goes on:"), "It fell.", "harbour"),
        (Some("The same article concludes:"), "It fell.", "harbour"),
        (Some("신문은 이렇게 덧붙였다:"), "It fell.", "harbour"),
        (Some("The pilot, and later his son:"), "It fell.", ""),
        (Some("And my sister:"), "It fell.", ""),
        (Some("She sings with Mara Lind:"), "It fell.", ""),
        (Some("And later:"), "It fell.\n— Song 4, “Of Tides”", ""),
        (None, "It fell.\n— Song 4, “Of Tides”", ""),
    ] {
        let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
        next(&mut attributor, &["From Harbour News:"], "It rose.");
        let above: Vec<&str> = above.into_iter().collect();
        assert_eq!(next(&mut attributor, &above, quoted), outlet, "{above:?} {quoted}");
    }
}

#[test]
fn lead_ins_point_back_to_paragraphs() {
    let outlets = outlets();
    for (before, lead_in, outlet) in [
        ("Mara Lind told <https://harbour.example/1|Harbour News> so.", "She said:", "harbour"),
        ("According to Harbour News, it rained.", "And my aunt says:", ""),
        ("The <https://quay.example/1|quay> is long.", "It says:", ""),
    ] {
        let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
        assert_eq!(next(&mut attributor, &[before, lead_in], "It rose."), outlet, "{before} {lead_in}");
    }
}

#[test]
fn lead_ins_point_back_to_works() {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    let ruling =
        "Read <https://own.example/r.pdf|the ruling of the Port Court (2 B 14)>, and <https://quay.example/1|a study>.";
    for (above, outlet) in [
        ("The judges find:", "ruling of the Port Court"),
        ("It is on page 24 of the ruling. The stress is added:", "ruling of the Port Court"),
        ("The study says", "quay.example"),
        ("The judges went home.", ""),
        ("My aunt has a report of her own:", ""),
        ("The act says:", ""),
    ] {
        let mut attributor = Attributor::new(context, [].iter());
        assert_eq!(next(&mut attributor, &[ruling, "It rained.", above], "It rose."), outlet, "{above}");
    }
}

#[test]
fn one_lead_in_serves_several() {
    let outlets = outlets();
    let mut attributor = Attributor::new(AttributionContext { outlets: &outlets, own_host: None }, [].iter());
    let found = [
        &["From Harbour News:"][..],
        &[],
        &["The paper adds:"],
        &["It rained.", "He writes:"],
        &["It rained."],
        &["And:"],
    ]
    .map(|above| next(&mut attributor, above, "It rose."));
    assert_eq!(found, ["harbour", "harbour", "harbour", "harbour", "", ""]);
}

#[test]
fn lead_ins_that_name_what_is_linked_elsewhere() {
    for (above, outlet) in [
        ("The Sixth Dock wrote:", "Sixth Dock"),
        ("Words <https://quay.example/1|from Quay>:", "Quay"),
        ("In her book “Of Tides” Mara Lind writes:", "Of Tides"),
        ("From <https://www.amazon.example/1|Of Tides>:", "Of Tides"),
        ("<https://fr.wikipedia.org/wiki/Tide|Selon Wikipedia> :", "Wikipedia"),
        ("以下是 <https://zh.wikipedia.org/wiki/Tide|维基百科> 的介绍：", "Wikipedia"),
        ("Here is a line from the book Of Tides by Mara Lind:", "Of Tides"),
        ("She <https://twitter.com/maralind/status/1|wrote this>:", "Twitter"),
        ("<https://quay.example/1|How the piers of the north stand> (3 May 2019)", "quay.example"),
        ("Mara Lind has more in her post: <https://quay.example/1|How the piers stand>.", "quay.example"),
        ("<https://quay.example/1|Mara Lind> told the house on 26. November 2012 so:", "quay.example"),
        ("It is all in <https://quay.example/1|a post> by Mara Lind. In it, she writes:", "quay.example"),
        ("Mara Lind <https://quay.example/1|went to the pier>. Here is an extract:", "quay.example"),
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), outlet, "{above}");
    }
    for above in [
        "There are <https://a.example|AtoPier>, <https://b.example|BtoPier> and <https://c.example|CtoPier>.",
        "I looked at my <https://quay.example/1|pier> and saw:",
        "Mara Lind saw it first (<https://quay.example/1|but not the last>):",
        "She likes <https://quay.example/1|the pier>. To quote Osei again:",
        "<https://quay.example/1|The pier> is long. Here is an extract of my song:",
        "<https://quay.example/1|The pier> is long. Here is an extract by Mara Lind:",
        "I wrote <https://quay.example/1|how the piers stand>.",
    ] {
        assert_eq!(outlet_of(above, "It rose.", "Then it fell."), "", "{above}");
    }
    let outlets = outlets();
    let site = line("<https://tidewatch.example|Tidewatch> is new.");
    let context = AttributionContext { outlets: &outlets, own_host: None };
    let mut attributor = Attributor::new(context, [&site].into_iter());
    assert_eq!(next(&mut attributor, &["It rained.", "Tidewatch tells us that:"], "It rose."), "Tidewatch");
}
