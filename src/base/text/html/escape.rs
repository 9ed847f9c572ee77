//! Escapes text for HTML: the only place that does.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Escapes text for the content of an element or an attribute in quotation marks.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    html
}

/// Appends text, escaped as by [`escape`].
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html(html, text);
}

/// Appends text for the content of an element alone, where quotation marks need no escape.
pub(crate) fn push_content(html: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html_body_text(html, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_text() {
        assert_eq!(escape("a < b & \"c\" 'd' >"), "a &lt; b &amp; &quot;c&quot; &#39;d&#39; &gt;");
        let mut html = String::new();
        push_content(&mut html, "1 < \"2\"");
        assert_eq!(html, "1 &lt; \"2\"");
    }
}
