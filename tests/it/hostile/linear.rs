//! Time and output grow with the text: twice as much of a thing costs no more than three times the time.

use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use margent::pipeline::render::{self, SharedData};
use margent::{Inputs, Memo};
use rayon::ThreadPoolBuilder;

use crate::common::{Files, inputs, site};

/// What grows: its name, how many there are at first, and a site with so many.
type Growing = (&'static str, usize, fn(usize) -> Files);

const GROWING: [Growing; 12] = [
    ("footnotes", 1_500, footnotes),
    ("notes on passages of one block", 300, anchored_notes),
    ("notes whose passage is not there", 150, wrong_notes),
    ("omissions and insertions", 400, omissions),
    ("a long excerpt with wrong words", 1_500, near_matches),
    ("excerpts of one snapshot", 150, excerpts),
    ("outlets quoted by one article", 100, outlets),
    ("attributions that name other outlets", 100, wrong_outlets),
    ("tags of one article", 200, tags),
    ("links to headings that are not there", 200, headings),
    ("snapshots that are not there", 200, missing_snapshots),
    ("bytes of code in one line", 3_000, code),
];

fn words(range: std::ops::Range<usize>) -> String {
    range.map(|number| format!("word{number} ")).collect()
}

fn article(body: &str) -> Files {
    let front = "title = \"A\"\ndate = 2019-01-01\n[[source]]\nid = \"s\"\noutlet = \"s\"\ntitle = \"R\"\nsnapshot = \"s.txt\"\n";
    let snapshot = words(0..20_000);
    site(&[
        ("content/articles/a.md", &format!("+++\n{front}+++\n{body}")),
        ("content/outlets/s.md", "+++\nname = \"S\"\n+++\n"),
        ("content/snapshots/s.txt", &snapshot),
    ])
}

fn quotation(words: &str) -> String {
    format!("> {}\n>\n> — [S](source:s)\n\n", words.trim())
}

fn footnotes(count: usize) -> Files {
    article(&(0..count).map(|n| format!("Words.[^n{n}]\n\n[^n{n}]: A note.\n\n")).collect::<String>())
}

fn notes_in_one_block(count: usize, passage: impl Fn(usize) -> String) -> Files {
    let mut body: String = (0..count).map(|n| format!("word{n}.[^n{n}] ")).collect();
    body += "\n\n";
    (0..count).for_each(|n| {
        let _ = write!(body, "[^n{n}]: \"{}\": a note.\n\n", passage(n));
    });
    article(&body)
}

fn anchored_notes(count: usize) -> Files {
    notes_in_one_block(count, |number| format!("word{number}."))
}

fn wrong_notes(count: usize) -> Files {
    notes_in_one_block(count, |number| format!("wort{number} and others"))
}

fn omissions(count: usize) -> Files {
    let parts: String = (0..count).map(|n| format!("word{} word{} […] [so] ", n * 5, n * 5 + 1)).collect();
    article(&quotation(&format!("{parts}word19998")))
}

fn near_matches(count: usize) -> Files {
    article(&quotation(&words(0..count).replace("5 ", "5s ")))
}

fn excerpts(count: usize) -> Files {
    article(&(0..count).map(|n| quotation(&words(n * 20..n * 20 + 6))).collect::<String>())
}

fn outlets(count: usize) -> Files {
    let source = |n: usize| {
        format!("[[source]]\nid = \"x{n}\"\noutlet = \"out{n}\"\ntitle = \"R\"\nurl = \"https://out{n}.example/\"\n")
    };
    let front: String = (0..count).map(source).collect();
    let body: String = (0..count).map(|n| format!("> Some words.\n>\n> — [out{n}](source:x{n})\n\n")).collect();
    site(&[("content/articles/a.md", &format!("+++\ntitle = \"A\"\ndate = 2019-01-01\n{front}+++\n{body}"))])
}

fn wrong_outlets(count: usize) -> Files {
    let source = |n: usize| format!("[[source]]\nid = \"x{n}\"\noutlet = \"out{n}\"\ntitle = \"R\"\n");
    let front: String = (0..count).map(source).collect();
    let body: String = (0..count).map(|n| format!("> Words.\n>\n> — [Out {}](source:x{n})\n\n", n + 1)).collect();
    let outlets = (0..count).map(|n| (format!("content/outlets/out{n}.md"), format!("+++\nname = \"Out {n}\"\n+++\n")));
    let outlets: Vec<_> = outlets.collect();
    let article = format!("+++\ntitle = \"A\"\ndate = 2019-01-01\n{front}+++\n{body}");
    let mut files = vec![("content/articles/a.md", article.as_str())];
    files.extend(outlets.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    site(&files)
}

fn tags(count: usize) -> Files {
    let tags: String = (0..count).map(|n| format!("\"tag {n}\", ")).collect();
    site(&[("content/articles/a.md", &format!("+++\ntitle = \"A\"\ndate = 2019-01-01\ntags = [{tags}]\n+++\nText.\n"))])
}

fn headings(count: usize) -> Files {
    article(&(0..count).map(|n| format!("## Part {n}\n\n[Part {n}](#pert-{n})\n\n")).collect::<String>())
}

fn missing_snapshots(count: usize) -> Files {
    let source =
        |n: usize| format!("[[source]]\nid = \"x{n}\"\noutlet = \"s\"\ntitle = \"R\"\nsnapshot = \"copy{n}.txt\"\n");
    let front: String = (0..count).map(source).collect();
    let copies: Vec<_> = (0..count).map(|n| format!("content/snapshots/kopy{n}.txt")).collect();
    let article = format!("+++\ntitle = \"A\"\ndate = 2019-01-01\n{front}+++\nText.\n");
    let mut files =
        vec![("content/articles/a.md", article.as_str()), ("content/outlets/s.md", "+++\nname = \"S\"\n+++\n")];
    files.extend(copies.iter().map(|path| (path.as_str(), "Words.")));
    site(&files)
}

fn code(count: usize) -> Files {
    article(&format!("```js\n{}\n```\n", "f(a);".repeat(count / 5)))
}

/// The time in which this thread has run, in nanoseconds, where the system counts it.
fn own_time(start: Instant) -> u128 {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = counted.and_then(|text| text.split(' ').next()?.parse().ok());
    ran.filter(|ran| *ran > 0).unwrap_or_else(|| start.elapsed().as_nanos())
}

/// The time for the site, and the bytes of its output.
fn cost(files: &Files, memo: &Memo) -> (u128, usize) {
    let read: Inputs = inputs(files);
    let start = Instant::now();
    let before = own_time(start);
    let site = margent::load(read, memo).site;
    let shared = SharedData::new(&site);
    let texts = [".html", ".json", ".atom"];
    let outputs = site.plan.outputs.iter().filter(|(path, _)| texts.iter().any(|ending| path.ends_with(ending)));
    let bytes =
        outputs.map(|(path, output)| render::bytes(&site, &shared, path, output).map_or(0, |bytes| bytes.len()));
    let bytes = bytes.sum();
    (own_time(start) - before, bytes)
}

/// How much more twice as many cost, in tenths: of time and of output.
fn ratio((_, count, files): &Growing, memo: &Memo) -> (u128, usize) {
    let (time, bytes) = cost(&files(*count), memo);
    let (twice, more_bytes) = cost(&files(2 * count), memo);
    (twice * 10 / time, more_bytes * 10 / bytes)
}

#[test]
fn time_grows_with_the_text() {
    let one = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let slow = one.install(|| {
        let memo = margent::load(inputs(&site(&[])), &Memo::default()).memo;
        let mut slow = String::new();
        for growing in &GROWING {
            // Others use the machine too, so the best of some is what counts.
            let mut tries = (0..4).map(|_| ratio(growing, &memo));
            let good = tries.find(|(time, bytes)| *time <= 30 && *bytes <= 30);
            if good.is_none() || std::env::var_os("RATIOS").is_some() {
                let _ = writeln!(slow, "{}: {:?}", growing.0, good.unwrap_or_else(|| ratio(growing, &memo)));
            }
        }
        slow
    });
    assert!(slow.is_empty(), "ten times the ratios of time and of output:\n{slow}");
}
