use super::*;

/// A quotation below these paragraphs.
fn below(above: &[&str]) -> String {
    let outlets = outlets();
    let context = AttributionContext { outlets: &outlets, own_host: Some("own.example") };
    next(&mut Attributor::new(context, [].iter()), above, "It rose.")
}

#[test]
fn posts_on_servers_of_ones_own_are_sources() {
    assert_eq!(below(&["It started <https://own.example/@maralind/123456789|with a post>:"]), "own.example");
    assert_eq!(below(&["It started <https://own.example/1|with a post>:"]), "");
}
