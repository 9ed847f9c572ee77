use super::*;

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
        ("In seinem Buch „Von Tiden“ erkundet Karl Kranich viele Meere.", "Kranich schreibt:", "Von Tiden"),
        ("Mara Lind looks into tides in “Of Tides”.", "Lind writes:", "Of Tides"),
        ("I read the novel Of Tides by M. Lind-Osei of the pier.", "And from Of Tides:", ""),
        ("Here is a part of the book Tides by Mara Lind.", "And one that I like (again, from Tides):", "Tides"),
        ("<https://quay.example/1|How tides rise>, by Mara Lind, is long.", "Lind:", "quay.example"),
        ("<https://quay.example/1|How tides rise>, muses Mara Lind.", "Mara Lind writes:", "quay.example"),
        ("<https://quay.example/1|How tides rise>. Ida Osei sings.", "Osei:", ""),
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
fn pronouns_point_back_whatever_the_verb() {
    let told = "<https://quay.example/1|Mara Lind> has written an article on tides.";
    assert_eq!(below(&[told, "And on the moon, to which she is fond of pointing:"]), "quay.example");
    assert_eq!(below(&[told, "And on the moon, to which Ida Osei points her lamp:"]), "");
}

#[test]
fn favourites_of_ones_own_may_be_linked() {
    let favourite = "It is in a favourite book of mine, <https://quay.example/1|Of Tides>, by Mara Lind:";
    assert_eq!(below(&[favourite]), "quay.example");
    assert_eq!(below(&["It is in this song of mine <https://quay.example/1|on tides>, the long one:"]), "");
}

/// A quotation below a lead-in in a text that names a person again and again.
fn review(first: &str, lead_in: &str) -> String {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    let lines = [first, "Lind knows the sea. Lind is old. Lind sings, and Lind waits.", lead_in].map(line);
    next(&mut Attributor::new(context, lines.iter()), &[first, "It rained.", lead_in], "It rose.")
}

#[test]
fn works_under_review_are_what_is_quoted() {
    let first = "A review of Of Tides: A Life? by M. Lind";
    assert_eq!(review(first, "It is a book for long days."), "");
    let first = "A review of Where Do Tides Go? by J. Mara Lind";
    for (lead_in, work) in [
        ("The best part is the last:", "Where Do Tides Go?"),
        ("What, then, is to be done?", "Where Do Tides Go?"),
        ("Ida Osei wrote:", ""),
        ("It is as in <https://quay.example/1|an old song> that all know by heart.", ""),
    ] {
        assert_eq!(review(first, lead_in), work, "{lead_in}");
    }
    assert_eq!(review("Mara Lind is a pilot.", "The best part is the last:"), "", "no work");
}
