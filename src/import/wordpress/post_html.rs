//! The content of a post → the HTML that its readers saw: removes block comments, replaces shortcodes by their HTML, and
//! turns blank lines into paragraphs.

use super::shortcode::{self, Gallery, link};
use crate::base::fields::is_web_url;
use crate::import::draft::DraftBlock;

/// The placeholder for the mark that ends a summary, until the text is Markdown.
const MORE: char = '\u{e000}';

/// The HTML of a post.
#[derive(Debug, Default)]
pub(super) struct CleanedPost {
    pub html: String,
    /// Shortcodes and blocks that cannot be converted.
    pub unconverted: Vec<String>,
}

/// Converts the content of a post.
pub(super) fn convert(content: &str, gallery: Gallery<'_>) -> CleanedPost {
    let mut unconverted = Vec::new();
    let content: String =
        content.replace("\r\n", "\n").chars().filter(|c| !('\u{e000}'..='\u{e00f}').contains(c)).collect();
    let blocks = content.contains("<!-- wp:");
    let html = if blocks { without_block_comments(&content, &mut unconverted) } else { content };
    let html = html.replace("<!--nextpage-->", "");
    // `<!--more Read on-->` has the text of the link to the rest.
    let html = without_more_text(&html);
    let html = shortcode::replace(&html, gallery, &mut unconverted);
    let html = if blocks { link_embeds(&html) } else { paragraphs(&html) };
    let html = html.replace("<!--more-->", &format!("<p>{MORE}</p>"));
    unconverted.sort();
    unconverted.dedup();
    CleanedPost { html, unconverted }
}

/// Removes the comments of the block editor, and lists blocks without content in `unconverted`.
fn without_block_comments(content: &str, unconverted: &mut Vec<String>) -> String {
    let mut html = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(start) = rest.find("<!-- ") {
        let comment = &rest[start + 5..];
        if !comment.starts_with("wp:") && !comment.starts_with("/wp:") {
            html.push_str(&rest[..start + 5]);
            rest = comment;
            continue;
        }
        // A comment that is not closed here is not closed at all.
        let Some(end) = comment.find("-->") else { break };
        html.push_str(&rest[..start]);
        let inside = comment[..end].trim_end();
        if let (Some(name), true) = (inside.strip_prefix("wp:"), inside.ends_with('/')) {
            let name = name.split([' ', '/']).next().unwrap_or_default();
            if !matches!(name, "spacer" | "separator" | "more" | "nextpage" | "footnotes") {
                unconverted.push(name.to_owned());
            }
        }
        rest = &comment[end + 3..];
    }
    html.push_str(rest);
    html
}

fn without_more_text(html: &str) -> String {
    let Some(start) = html.find("<!--more") else { return html.to_owned() };
    let Some(end) = html[start..].find("-->") else { return html.to_owned() };
    format!("{}\n\n<!--more-->\n\n{}", &html[..start], &html[start + end + 3..])
}

/// Replaces the placeholder for the mark that ends a summary. Within a paragraph the mark has no meaning and is removed.
pub(super) fn write_more_mark(block: &mut DraftBlock) {
    match block {
        DraftBlock::Prose(text) if text.trim_matches(MORE).is_empty() => *text = "<!-- more -->".to_owned(),
        DraftBlock::Prose(text) => text.retain(|c| c != MORE),
        DraftBlock::Excerpt(excerpt) => excerpt.text.retain(|c| c != MORE),
    }
}

/// Turns the addresses of embeds into links.
fn link_embeds(html: &str) -> String {
    let line = |line: &str| if is_address(line.trim()) { link(line.trim()) } else { line.to_owned() };
    html.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn is_address(text: &str) -> bool {
    is_web_url(text) && !text.contains('[')
}

/// Elements that are not part of a paragraph.
#[rustfmt::skip]
const BLOCKS: [&str; 35] = [
    "address", "article", "aside", "blockquote", "cite", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tr", "ul",
];

/// Turns blank lines into paragraphs and line ends into breaks, as WordPress does for a post of the classic editor.
fn paragraphs(html: &str) -> String {
    let mut written = String::with_capacity(html.len() + html.len() / 8);
    for (is_preformatted, piece) in pieces(html) {
        if is_preformatted {
            written.push_str(piece);
            continue;
        }
        for chunk in chunks(piece) {
            let chunk = chunk.trim();
            if chunk.is_empty() {
                continue;
            }
            if is_address(chunk) {
                written.push_str(&link(chunk));
            } else if starts_block(chunk) || chunk.starts_with("<!--") {
                // Blank lines separate paragraphs inside a quotation too, whose tags are in other chunks.
                written.push_str(chunk);
            } else {
                written.push_str(&format!("<p>{}</p>", chunk.replace('\n', "<br>\n")));
            }
            written.push('\n');
        }
    }
    written
}

/// Splits the text into pieces, each with `true` if it is preformatted and must not change.
fn pieces(html: &str) -> Vec<(bool, &str)> {
    let lower = html.to_ascii_lowercase();
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, _) in lower.match_indices('<') {
        let names = ["pre", "script", "style"];
        let name = names.into_iter().find(|name| start >= at && lower[start + 1..].starts_with(name));
        let Some(close) = name.map(|name| format!("</{name}>")) else { continue };
        let Some(end) = lower[start..].find(&close).map(|end| start + end + close.len()) else { break };
        pieces.push((false, &html[at..start]));
        pieces.push((true, &html[start..end]));
        at = end;
    }
    pieces.push((false, &html[at..]));
    pieces
}

/// Splits a text at blank lines. The tags of a quotation are separate chunks, so that its contents become paragraphs.
fn chunks(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for tag in ["</blockquote>", "<!--more-->"] {
        text = text.replace(tag, &format!("\n\n{tag}\n\n"));
    }
    let mut separated = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("<blockquote") {
        let Some(end) = rest[start..].find('>').map(|end| start + end + 1) else { break };
        separated.extend([&rest[..start], "\n\n", &rest[start..end], "\n\n"]);
        rest = &rest[end..];
    }
    separated.push_str(rest);
    let mut chunks = vec![String::new()];
    for line in separated.split('\n') {
        if line.trim().is_empty() {
            chunks.push(String::new());
        } else if let Some(chunk) = chunks.last_mut() {
            // A line that opens a block ends the paragraph before it.
            if starts_block(line.trim_start()) && !chunk.is_empty() && !starts_block(chunk.trim_start()) {
                chunks.push(String::new());
            }
            if let Some(chunk) = chunks.last_mut() {
                chunk.push_str(line);
                chunk.push('\n');
            }
        }
    }
    chunks
}

fn starts_block(chunk: &str) -> bool {
    let Some(tag) = chunk.strip_prefix('<') else { return false };
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    BLOCKS.contains(&&*name[..end].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Draft, OutletNames, html_to_markdown};

    fn md(content: &str) -> (String, Vec<String>) {
        let gallery = |ids: Option<&str>| {
            ids.map(|_| ("https://a.example/1.png".to_owned(), "One".to_owned())).into_iter().collect()
        };
        let clean = convert(content, &gallery);
        let mut written = html_to_markdown::convert(&clean.html, None, &OutletNames::default());
        written.blocks.iter_mut().for_each(write_more_mark);
        let draft = Draft { blocks: written.blocks, ..Draft::default() };
        (draft.body().trim_end().to_owned(), clean.unconverted)
    }

    #[test]
    fn posts_become_what_readers_saw() {
        for (content, markdown, unknown) in [
            ("One\ntwo\n\nthree", "One\\\ntwo\n\nthree", ""),
            ("a\n<blockquote>b\n\nc</blockquote>\nd", "a\n\n> b\n>\n> c\n\nd", ""),
            ("a\n\n<!--more On we go-->\n\nb", "a\n\n<!-- more -->\n\nb", ""),
            (
                "<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->",
                "a\n\n<!-- more -->",
                "",
            ),
            (
                "<!-- wp:latest-posts {\"n\":5} /-->\n<!-- wp:html -->\n<b>x</b>\n<!-- /wp:html -->",
                "**x**",
                "latest-posts",
            ),
            (
                "<!-- wp:embed -->\n<figure><div>\nhttps://v.example/1\n</div></figure>\n<!-- /wp:embed -->",
                "[https://v.example/1](https://v.example/1)",
                "",
            ),
            (
                "[caption id=\"x\" width=\"3\"]<img src=\"https://a.example/1.png\" alt=\"q\" /> The quay[/caption]",
                "![q](https://a.example/1.png)\n\n*The quay*",
                "",
            ),
            (
                "[caption caption=\"It&#8217;s &lt;late&gt;\"]<img src=\"https://a.example/1.png\" alt=\"q\">[/caption]",
                "![q](https://a.example/1.png)\n\n*It’s \\<late>*",
                "",
            ),
            (
                "[embed]https://a.example/?x=1&#038;y=2[/embed]",
                "[https://a.example/?x=1&y=2](https://a.example/?x=1&y=2)",
                "",
            ),
            ("[gallery ids=\"1\"]", "![One](https://a.example/1.png)", ""),
            ("[embed width=\"1\"]https://v.example/1[/embed]", "[https://v.example/1](https://v.example/1)", ""),
            (
                "[audio mp3=\"https://a.example/1.mp3\"][/audio]",
                "[https://a.example/1.mp3](https://a.example/1.mp3)",
                "",
            ),
            ("[box color=\"red\"]Inner [of it] text[/box] [Yonhap]", "Inner [of it] text [Yonhap]", "box"),
            ("[[box]] stays, [sic] too", "[box] stays, [sic] too", ""),
            ("[code language=\"rust\"]fn a() {}\n\n[b][/code]", "```rust\nfn a() {}\n\n[b]\n```", ""),
            ("<pre>a\n\nb</pre>", "```\na\n\nb\n```", ""),
        ] {
            let unknown: Vec<String> = unknown.split_terminator(',').map(str::to_owned).collect();
            assert_eq!(md(content), (markdown.to_owned(), unknown), "{content}");
        }
    }
}
