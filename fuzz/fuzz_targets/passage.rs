#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (paragraph, note) = margent_fuzz::two_texts(bytes);
    let article = format!("+++\ntitle = \"A\"\n+++\n{paragraph}[^a]\n\n[^a]: {note}\n");
    margent_fuzz::build(article.as_bytes(), b"");
});
