#![no_main]

use margent::base::text::slug::slugify;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let slug = slugify(text);
    assert!(!slug.contains(['/', '\\', '.', ' ', '<', '"']) && !slug.chars().any(char::is_control), "{slug}");
    assert_eq!(slugify(&slug), slug);
    // Lower case and the normal form make some characters longer.
    assert!(slug.len() <= 4 * text.len());
});
