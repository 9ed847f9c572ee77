#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (quoted, snapshot) = margent_fuzz::two_texts(bytes);
    let quoted = quoted.replace('\n', "\n> ");
    let article = format!("+++\n{}\n+++\n> {quoted}\n>\n> — [S](source:s)\n", margent_fuzz::FRONT);
    margent_fuzz::build(article.as_bytes(), snapshot.as_bytes());
});
