#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    margent_fuzz::build(&[b"+++\n", bytes, b"\n+++\nText.\n"].concat(), b"");
});
