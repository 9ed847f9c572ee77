#![no_main]

use margent::base::text::slug::slugify;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let slug = slugify(text);
    assert!(!slug.contains(['/', '\\', '.', ' ', '<', '"']) && !slug.chars().any(char::is_control), "{slug}");
    assert_eq!(slugify(&slug), slug);
    assert!(slug.len() <= 300);
});
