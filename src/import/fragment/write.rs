//! A tree of HTML → blocks of Markdown.

use super::inline::{Piece, Place, longest_run, paragraph};
use super::tree::{Element, Html};

/// Writes blocks, and notes what they show and what is lost.
pub(super) struct Writer<'a> {
    /// Where a link or an image leads; `None` where that cannot be known.
    pub links: &'a dyn Fn(&str) -> Option<String>,
    /// The images, as written.
    pub images: Vec<String>,
    /// Links that lead nowhere known; their words stay.
    pub lost: Vec<String>,
}

/// Elements that stand by themselves.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "ul",
];

fn is_block(element: &Element) -> bool {
    BLOCKS.contains(&&*element.name) || element.name == "tr"
}

fn holds_block(element: &Element) -> bool {
    element.children.iter().any(|child| match child {
        Html::Element(child) => is_block(child) || holds_block(child),
        Html::Text(_) => false,
    })
}

/// A block, and whether it is a list, which clings to the paragraph before it.
struct Written {
    markdown: String,
    list: bool,
}

impl Writer<'_> {
    /// Writes what stands at one level, a block each.
    pub fn blocks(&mut self, children: &[Html]) -> Vec<String> {
        self.written(children).into_iter().map(|block| block.markdown).collect()
    }

    fn written(&mut self, children: &[Html]) -> Vec<Written> {
        let mut blocks = Vec::new();
        let mut start = 0;
        for (n, child) in children.iter().enumerate() {
            let Html::Element(element) = child else { continue };
            if is_block(element) || (element.name != "a" && holds_block(element)) {
                self.paragraph(&children[start..n], &mut blocks);
                start = n + 1;
                self.block(element, &mut blocks);
            }
        }
        self.paragraph(&children[start..], &mut blocks);
        blocks
    }

    fn paragraph(&mut self, children: &[Html], blocks: &mut Vec<Written>) {
        let markdown = self.line(children, Place::Block);
        push(blocks, markdown);
    }

    fn block(&mut self, element: &Element, blocks: &mut Vec<Written>) {
        let children = &element.children;
        match &*element.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let text = self.line(children, Place::Line);
                let text = text.strip_suffix('#').map(|text| format!("{text}\\#")).unwrap_or(text);
                // The title of the article is the only heading of the first level.
                let level = element.name[1..].parse().unwrap_or(2).max(2);
                push(blocks, if text.is_empty() { text } else { format!("{} {text}", "#".repeat(level)) });
            }
            "blockquote" => {
                let inner = self.blocks(children).join("\n\n");
                push(blocks, if inner.is_empty() { inner } else { prefix(&inner, "> ", ">") });
            }
            "ul" | "ol" | "dir" => self.list(element, blocks),
            "pre" => push(blocks, code(element)),
            "hr" => push(blocks, "* * *".to_owned()),
            "table" => self.table(element, blocks),
            "dt" => {
                let mut pieces = vec![Piece::Open("**")];
                self.pieces(children, &mut pieces);
                pieces.push(Piece::Close("**"));
                push(blocks, paragraph(pieces, Place::Block));
            }
            _ => blocks.extend(self.written(children)),
        }
    }

    fn list(&mut self, list: &Element, blocks: &mut Vec<Written>) {
        let numbered = list.name == "ol";
        let mut number: u64 = list.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1).min(1_000_000);
        // Two lists in a row would become one.
        let other = blocks.last().is_some_and(|block| block.list);
        let mut items = Vec::new();
        let mut loose = false;
        for child in &list.children {
            let inner = match child {
                Html::Text(text) if text.trim().is_empty() => continue,
                Html::Element(item) if item.name == "li" => self.written(&item.children),
                _ => self.written(std::slice::from_ref(child)),
            };
            loose |= inner.iter().skip(1).any(|block| !block.list);
            let mark = match (numbered, other) {
                (true, false) => format!("{number}. "),
                (true, true) => format!("{number}) "),
                (false, false) => "- ".to_owned(),
                (false, true) => "* ".to_owned(),
            };
            number += 1;
            items.push((mark, inner));
        }
        let gap = if loose { "\n\n" } else { "\n" };
        let items: Vec<String> = items
            .into_iter()
            .map(|(mark, inner)| {
                let inner = inner.into_iter().map(|block| block.markdown).collect::<Vec<_>>().join(gap);
                let indent = " ".repeat(mark.len());
                let text = prefix(&inner, &indent, "");
                format!("{mark}{}", text.trim_start()).trim_end().to_owned()
            })
            .collect();
        if !items.is_empty() {
            blocks.push(Written { markdown: items.join(gap), list: true });
        }
    }

    fn table(&mut self, table: &Element, blocks: &mut Vec<Written>) {
        let mut rows = Vec::new();
        let mut captions = Vec::new();
        gather(table, &mut rows, &mut captions);
        captions.iter().for_each(|caption| self.paragraph(&caption.children, blocks));
        if let [row] = &rows[..]
            && let [cell] = &row[..]
        {
            // A frame, not a table.
            return blocks.extend(self.written(&cell.children));
        }
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| self.cell(&cell.children)).collect()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let line = |row: &Vec<String>| {
            let cells = row.iter().cloned().chain(std::iter::repeat(String::new())).take(width);
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(line).collect();
        if width > 0 {
            lines.insert(1, format!("|{}", " --- |".repeat(width)));
            push(blocks, lines.join("\n"));
        }
    }

    fn cell(&mut self, children: &[Html]) -> String {
        self.line(children, Place::Line).replace("\\|", "|").replace('|', "\\|")
    }

    fn line(&mut self, children: &[Html], place: Place) -> String {
        let mut pieces = Vec::new();
        self.pieces(children, &mut pieces);
        paragraph(pieces, place)
    }

    fn pieces(&mut self, children: &[Html], pieces: &mut Vec<Piece>) {
        for child in children {
            match child {
                Html::Text(text) => pieces.push(Piece::Text(text.clone())),
                Html::Element(element) => self.piece(element, pieces),
            }
        }
    }

    fn piece(&mut self, element: &Element, pieces: &mut Vec<Piece>) {
        let mark = match &*element.name {
            "em" | "i" | "cite" | "var" | "dfn" => "*",
            "strong" | "b" => "**",
            "del" | "s" | "strike" => "~~",
            "br" => return pieces.push(Piece::Break),
            "code" | "kbd" | "samp" | "tt" => return pieces.push(Piece::Code(element.text())),
            "a" => return self.link(element, pieces),
            "img" => return self.image(element, pieces),
            "iframe" | "audio" | "video" | "source" | "embed" => return self.embed(element, pieces),
            "q" => {
                pieces.push(Piece::Text("“".to_owned()));
                self.pieces(&element.children, pieces);
                return pieces.push(Piece::Text("”".to_owned()));
            }
            _ => {
                let apart = is_block(element).then_some(Piece::Space);
                pieces.extend(apart.clone());
                self.pieces(&element.children, pieces);
                return pieces.extend(apart);
            }
        };
        pieces.push(Piece::Open(mark));
        self.pieces(&element.children, pieces);
        pieces.push(Piece::Close(mark));
    }

    fn link(&mut self, element: &Element, pieces: &mut Vec<Piece>) {
        let Some(href) = element.attribute("href") else { return self.pieces(&element.children, pieces) };
        let Some(url) = (self.links)(href) else {
            self.lost.push(format!("where “{}” leads: {href}", element.text().trim()));
            return self.pieces(&element.children, pieces);
        };
        let mut inner = Vec::new();
        self.pieces(&element.children, &mut inner);
        let title = element.attribute("title").unwrap_or_default().to_owned();
        pieces.push(Piece::Link { inner, url, title });
    }

    fn image(&mut self, element: &Element, pieces: &mut Vec<Piece>) {
        let alt = element.attribute("alt").unwrap_or_default().to_owned();
        let Some(src) = element.attribute("src") else { return pieces.push(Piece::Text(alt)) };
        let Some(url) = (self.links)(src) else {
            self.lost.push(format!("where the image is: {src}"));
            return pieces.push(Piece::Text(alt));
        };
        self.images.push(url.clone());
        let title = element.attribute("title").unwrap_or_default().to_owned();
        pieces.push(Piece::Image { alt, url, title });
    }

    /// What plays or frames something becomes a link to it.
    fn embed(&mut self, element: &Element, pieces: &mut Vec<Piece>) {
        if let Some(src) = element.attribute("src") {
            match (self.links)(src) {
                Some(url) => {
                    let inner = vec![Piece::Text(element.attribute("title").unwrap_or(src).to_owned())];
                    pieces.extend([Piece::Space, Piece::Link { inner, url, title: String::new() }, Piece::Space]);
                }
                None => self.lost.push(format!("where the {} is: {src}", element.name)),
            }
        }
        self.pieces(&element.children, pieces);
    }
}

fn push(blocks: &mut Vec<Written>, markdown: String) {
    if !markdown.trim().is_empty() {
        blocks.push(Written { markdown, list: false });
    }
}

/// Puts `with` before each line, and `bare` in place of empty ones.
fn prefix(text: &str, with: &str, bare: &str) -> String {
    let line = |line: &str| if line.is_empty() { bare.to_owned() } else { format!("{with}{line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn code(pre: &Element) -> String {
    let text = pre.text();
    let text = text.trim_matches('\n').trim_end();
    let class = pre.find("code").and_then(|code| code.attribute("class")).or_else(|| pre.attribute("class"));
    let language = class.unwrap_or_default().split_whitespace().find_map(|class| class.strip_prefix("language-"));
    let language = language.filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "+#-".contains(c)));
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    if text.is_empty() { String::new() } else { format!("{fence}{}\n{text}\n{fence}", language.unwrap_or_default()) }
}

/// The rows of a table, those of tables in it aside.
fn gather<'a>(table: &'a Element, rows: &mut Vec<Vec<&'a Element>>, captions: &mut Vec<&'a Element>) {
    for child in &table.children {
        let Html::Element(element) = child else { continue };
        match &*element.name {
            "caption" => captions.push(element),
            "tr" => {
                let cells = element.children.iter().filter_map(|cell| match cell {
                    Html::Element(cell) if matches!(&*cell.name, "td" | "th") => Some(cell),
                    Html::Element(_) | Html::Text(_) => None,
                });
                rows.push(cells.collect());
            }
            _ => gather(element, rows, captions),
        }
    }
}
