#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    margent_fuzz::import("a.txt", margent::import::CaptureKind::Text, bytes);
});
