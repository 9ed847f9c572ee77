//! Snapshots of every kind: what is read of them, and what is said of those that cannot be read.

use margent::Loaded;

use crate::common::{fault_codes, inputs, site};

const MAIL: &str = "From: Canal Post <post@canal.example>\nSubject: Locks\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\
                    Content-Transfer-Encoding: quoted-printable\n\n<p>All nine locks close=\n on Friday.</p><p>So it is.</p>\n";

/// Loads an article that quotes `words` of the snapshot `name`.
fn quoting(words: &str, name: &str, snapshot: &[u8]) -> Loaded {
    let article = format!(
        "+++\ntitle = \"A\"\n\n[[source]]\noutlet = \"Canal Post\"\nsnapshot = \"{name}\"\n+++\n\n> {words}\n>\n> — [Canal Post](source:canal-post)\n"
    );
    let outlet = ("content/outlets/canal-post.md", "+++\nname = \"Canal Post\"\n+++\n");
    let mut inputs = inputs(&site(&[("content/articles/a.md", &article), outlet]));
    let file = margent::pipeline::inputs::InputFile::new(snapshot);
    inputs.files.insert(crate::common::rel_path(&format!("content/snapshots/{name}")), file);
    margent::load(inputs, &margent::Memo::default())
}

#[test]
fn pages_and_mails_are_read_as_text() {
    let page = "<!doctype html><title>Locks</title><script>var a = 'close on Monday'</script>\
                <div>All <b>nine</b> locks&nbsp;close</div><div>on Friday.</div>";
    let korean = encoding_rs::EUC_KR.encode("<meta charset=euc-kr><p>수문 아홉 개가 금요일에 닫힌다.").0.into_owned();
    for (words, name, bytes) in [
        ("All nine locks close on Friday.", "a.html", page.as_bytes()),
        ("수문 아홉 개가 금요일에 닫힌다.", "b.HTM", &korean),
        ("All nine locks close on Friday.", "c.eml", MAIL.as_bytes()),
        ("All nine locks close on Friday.", "d.mhtml", MAIL.as_bytes()),
    ] {
        let loaded = quoting(words, name, bytes);
        assert_eq!(fault_codes(&loaded), Vec::<&str>::new(), "{name}: {:?}", loaded.faults);
        assert!(loaded.site.index.quotations.verified.iter().flatten().all(|found| *found), "{name}");
    }
}

#[test]
fn other_words_are_not_in_them() {
    for (name, bytes) in
        [("a.html", &b"<p>All nine locks close.</p><!-- on Friday -->"[..]), ("c.eml", MAIL.as_bytes())]
    {
        assert_eq!(fault_codes(&quoting("All ten locks close on Friday", name, bytes)), ["E056"], "{name}");
    }
}

#[test]
fn files_without_text_are_named() {
    for (name, bytes, message) in [
        ("a.html", &b"<script>x</script>"[..], "there is no text in this file"),
        ("a.eml", b"\0\x01", "this file is no e-mail, and no page saved as one"),
        ("a.txt", b"<!doctype html><p>All", "this file is a web page in HTML, not plain text"),
        ("a.txt", b"%PDF-1.4", "this file is a PDF, not plain text"),
    ] {
        let loaded = quoting("All nine locks", name, bytes);
        let messages: Vec<&str> = loaded.faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, [message], "{name}");
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_so() {
    let loaded = quoting("All nine locks", "a.pdf", b"%PDF-1.4");
    assert!(loaded.faults[0].message.contains("built without the feature `pdf`"), "{:?}", loaded.faults);
}

/// A PDF of one page with these words.
#[cfg(feature = "pdf")]
fn pdf(words: &str) -> Vec<u8> {
    let text = format!("BT /F1 12 Tf 50 700 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = file.len();
    file.push_str("xref\n0 6\n0000000000 65535 f \n");
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

#[cfg(feature = "pdf")]
#[test]
fn pdfs_are_read_as_text_and_damaged_ones_are_named() {
    let whole = pdf("All nine locks close on Friday.");
    let loaded = quoting("All nine locks close on Friday.", "a.pdf", &whole);
    assert_eq!(fault_codes(&loaded), Vec::<&str>::new(), "{:?}", loaded.faults);
    for damaged in [&whole[..whole.len() / 2], b"%PDF-1.4\n%%EOF", &pdf("")] {
        assert_eq!(fault_codes(&quoting("All nine locks", "a.pdf", damaged)), ["E002"]);
    }
}
