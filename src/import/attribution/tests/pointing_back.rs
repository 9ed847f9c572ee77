use super::*;

/// A quotation below these paragraphs.
fn below(above: &[&str]) -> String {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    next(&mut Attributor::new(context, [].iter()), above, "It rose.")
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
