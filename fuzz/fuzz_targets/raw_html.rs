#![no_main]

use margent::base::text::path::RelPath;
use margent::pipeline::config::MarkdownConfig;
use margent::pipeline::markdown::{CitableSources, MarkdownContext, SlotFilling, SlotTarget, parse};

// What a browser runs, as other tests find it.
#[allow(dead_code)]
#[path = "../../tests/it/common/live.rs"]
mod live;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some(path) = RelPath::new("a.md") else { return };
    let options = MarkdownConfig { highlight: false, ..MarkdownConfig::default() };
    let context = MarkdownContext {
        path: &path,
        start: 0,
        options: &options,
        cites: CitableSources::default(),
    };
    let body = parse(text, &context).value;
    let html = body.fill(|number| match &body.links[number].target {
        SlotTarget::Raw(written) => SlotFilling::Html(written.clone()),
        SlotTarget::Written(dest) | SlotTarget::Image(dest) | SlotTarget::Own(dest) | SlotTarget::Site(dest) => {
            SlotFilling::Url(dest.as_str().into())
        }
        SlotTarget::Word(key) => SlotFilling::Word(key),
        SlotTarget::Verified(_) => SlotFilling::Word(""),
    });
    assert_eq!(live::live(&html), Vec::<String>::new(), "{html}");
});
