#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    margent_fuzz::build(format!("+++\n{}\n+++\n{text}", margent_fuzz::FRONT).as_bytes(), b"Text.");
});
