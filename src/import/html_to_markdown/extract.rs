//! A tree → blocks: paragraphs, lists, quotations, tables. Elements that it does not know contribute their text and nothing
//! else; what runs or asks for input is left out and listed.

use std::collections::BTreeMap;

use super::address::ResolvedReference;
use super::anchors::{self, Footnotes, HeadingAnchors};
use super::block::{BaselineShift, Block, Inline, QuoteAttribution, TextRun, TextStyle, collapse_whitespace, text_of};
use super::quotations::{ATTRIBUTION_DASHES, split_attribution};
use super::technical;
use super::tree::{HtmlElement, HtmlNode};
use crate::import::draft::RemovedText;

/// The context of a piece of HTML.
#[derive(Clone, Copy)]
pub(crate) struct HtmlContext<'a> {
    /// Resolves its references.
    pub resolve: &'a dyn Fn(&str) -> ResolvedReference,
    pub origin: HtmlOrigin,
}

/// Where a piece of HTML comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HtmlOrigin {
    /// A saved page: images may lie beside it, and most frames are advertisements.
    SavedPage,
    /// A post or feed entry: what it frames or plays was put there by its author, and becomes a link.
    Post,
}

/// The content of a piece of HTML, and what had to be left out.
#[derive(Debug, Default)]
pub(crate) struct HtmlContent {
    pub blocks: Vec<Block>,
    pub images: Vec<ImageReference>,
    pub removed: Vec<RemovedText>,
    /// The ids of its headings on the site, by the names that lead to them in the page.
    pub headings: BTreeMap<String, String>,
}

/// An image that a text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImageReference {
    /// The reference as it is written.
    pub written: String,
    /// The absolute address, as far as it is known.
    pub url: String,
    pub alt: Option<String>,
}

/// Extracts the content of an element.
pub(crate) fn extract(element: &HtmlElement, context: HtmlContext<'_>) -> HtmlContent {
    let mut builder = BlockBuilder {
        context,
        content: HtmlContent::default(),
        notes: Footnotes::find(element),
        anchors: HeadingAnchors::default(),
        readings: Vec::new(),
        blocks: Vec::new(),
        line: Vec::new(),
    };
    builder.children(&element.children, &TextStyle::default());
    builder.flush();
    builder.footnotes();
    builder.finish()
}

/// Builds blocks in one walk over a tree.
pub(super) struct BlockBuilder<'a> {
    pub context: HtmlContext<'a>,
    pub content: HtmlContent,
    notes: Footnotes<'a>,
    anchors: HeadingAnchors,
    /// The readings of words, as ruby shows above them.
    readings: Vec<String>,
    /// The finished blocks of the current element.
    blocks: Vec<Block>,
    /// The unfinished line.
    pub line: Vec<TextRun>,
}

/// Elements that hold no text of the page, and their kinds in the list of what was removed.
#[rustfmt::skip]
const DROPPED: [(&str, &str); 17] = [
    ("iframe", "frame"), ("frame", "frame"), ("frameset", "frame"), ("object", "embedded object"),
    ("embed", "embedded object"), ("applet", "embedded object"), ("video", "video"), ("audio", "audio"),
    ("canvas", "drawing"), ("svg", "drawing"), ("form", "form"), ("input", "form"), ("button", "button"),
    ("select", "form"), ("textarea", "form"), ("dialog", "dialogue"), ("menu", "menu"),
];

impl BlockBuilder<'_> {
    pub(super) fn children(&mut self, nodes: &[HtmlNode], style: &TextStyle) {
        for node in nodes {
            match node {
                HtmlNode::Text(text) => self.push(Inline::Text(text.clone()), style),
                HtmlNode::Element(element) => self.element(element, style),
            }
        }
    }

    fn element(&mut self, element: &HtmlElement, style: &TextStyle) {
        self.anchors.enter(element);
        if let Some(label) = self.notes.mark(element) {
            return self.push(Inline::Note(label), &TextStyle::default());
        }
        if self.notes.holds(element) || self.formula(element, style) {
            return;
        }
        if let Some((_, kind)) = DROPPED.iter().find(|(name, _)| *name == &*element.name) {
            if self.context.origin == HtmlOrigin::SavedPage || !self.frame(element) {
                self.drop(element, kind);
            }
        } else if element.is_hidden() {
            self.drop(element, "hidden text");
        } else if element.is_inline() {
            self.inline(element, style);
        } else if element.is(&["noscript"]) {
            self.late_images(element, style);
        } else if !element.is_unseen() {
            self.block(element, style);
        }
    }

    pub(super) fn resolve(&self, href: &str) -> ResolvedReference {
        (self.context.resolve)(href)
    }

    pub(super) fn remove(&mut self, kind: &'static str, text: String) {
        self.content.removed.push(RemovedText { kind, text });
    }

    /// Lists an element that is left out, unless it has neither words nor a source.
    fn drop(&mut self, element: &HtmlElement, kind: &'static str) {
        let source = ["src", "data", "action"].iter().find_map(|name| element.attribute(name));
        let source = source.or_else(|| element.all().skip(1).find_map(|inner| inner.attribute("src")));
        let text = [source.unwrap_or_default(), &element.text()].join(" ");
        if !text.trim().is_empty() {
            self.remove(kind, text.trim().to_owned());
        }
    }

    fn inline(&mut self, element: &HtmlElement, style: &TextStyle) {
        let mut style = style.clone();
        match &*element.name {
            "ruby" => self.readings.extend(element.ruby_reading()),
            "a" => match element.attribute("href").map(|href| self.resolve(href)) {
                Some(ResolvedReference::Absolute(url)) => style.link = Some(url),
                Some(ResolvedReference::NoBase(href)) => {
                    self.remove("link without its site", format!("{href} ({})", element.text()));
                }
                Some(ResolvedReference::SamePage) => style.link = element.fragment().map(|name| format!("#{name}")),
                Some(ResolvedReference::Unsafe) | None => {}
            },
            "b" | "strong" => style.strong = true,
            "em" | "i" | "cite" | "dfn" | "var" => style.emphasis = true,
            "del" | "s" | "strike" => style.strike = true,
            "sub" => style.baseline = Some(BaselineShift::Sub),
            "sup" => style.baseline = Some(BaselineShift::Sup),
            "code" | "kbd" | "samp" | "tt" if technical::is_code(element) => {
                return self.push(Inline::Code(element.text()), &style);
            }
            // Browsers add these marks; the page does not.
            "q" => {
                self.push(Inline::Text("“".to_owned()), &style);
                self.children(&element.children, &style);
                return self.push(Inline::Text("”".to_owned()), &style);
            }
            _ => {}
        }
        self.children(&element.children, &style);
    }

    fn block(&mut self, element: &HtmlElement, style: &TextStyle) {
        match &*element.name {
            "br" => return self.push(Inline::Break, style),
            "img" | "amp-img" => return self.image(element, None, style),
            "picture" => return self.picture(element, style),
            _ => self.flush(),
        }
        match &*element.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, style),
            "ul" | "ol" | "dir" => self.list(element),
            "blockquote" => self.quote(element),
            "pre" | "listing" | "xmp" => self.code(element),
            "hr" => self.blocks.push(Block::Rule),
            "table" => self.table(element),
            "td" if technical::numbers_lines(element) => self.drop(element, "line numbers"),
            "figcaption" | "caption" => {
                self.children(&element.children, &TextStyle { emphasis: true, ..style.clone() });
            }
            "dt" => self.children(&element.children, &TextStyle { strong: true, ..style.clone() }),
            "figure" if self.quote_with_caption(element) => {}
            _ => self.children(&element.children, style),
        }
        self.flush();
    }

    fn heading(&mut self, element: &HtmlElement, around: &TextStyle) {
        // The title of an article is its only heading of the first level.
        let level = (element.name.as_bytes()[1] - b'0').max(2);
        // Of the style around it only the link is more than its looks.
        let style = TextStyle { link: around.link.clone(), ..TextStyle::default() };
        let (names, mut inner) = (self.anchors.take(element), self.styled_inner(&element.children, &style));
        // A heading that holds other blocks (an image, a list) is not a line.
        if let [Block::Paragraph(runs)] = &mut inner[..] {
            self.anchors.add_heading(names);
            for run in runs.iter_mut().filter(|run| run.content == Inline::Break) {
                run.content = Inline::Text(" ".to_owned());
            }
            self.blocks.push(Block::Heading(level, collapse_whitespace(std::mem::take(runs))));
        } else {
            self.blocks.extend(inner);
        }
    }

    fn list(&mut self, element: &HtmlElement) {
        let start = element.attribute("start").map_or(Some(1), |start| start.parse().ok());
        let start = element.is(&["ol"]).then(|| start.filter(|first| *first < 999_999_000).unwrap_or(1));
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in &element.children {
            let item = child.as_element().filter(|element| element.is(&["li"]));
            if item.inspect(|item| self.anchors.enter(item)).is_some_and(|item| self.notes.holds(item)) {
                continue;
            }
            let mut inner = match (item, child) {
                (Some(item), _) => self.inner(&item.children),
                // A list within a list, beside its item.
                (None, HtmlNode::Element(_)) => self.inner(std::slice::from_ref(child)),
                (None, HtmlNode::Text(text)) => {
                    vec![Block::Paragraph(collapse_whitespace(vec![TextRun::plain(text)]))]
                }
            };
            inner.retain(|block| *block == Block::Rule || !block.text().trim().is_empty());
            match items.last_mut() {
                Some(last) if item.is_none() => last.extend(inner),
                Some(_) | None if inner.is_empty() => {}
                Some(_) | None => items.push(inner),
            }
        }
        if !items.is_empty() {
            self.blocks.push(Block::List(start, items));
        }
    }

    fn quote(&mut self, element: &HtmlElement) {
        let cite = match element.attribute("cite").map(|cite| self.resolve(cite)) {
            Some(ResolvedReference::Absolute(url)) => Some(url),
            Some(ResolvedReference::NoBase(_) | ResolvedReference::SamePage | ResolvedReference::Unsafe) | None => None,
        };
        let is_blank = |node: &HtmlNode| node.as_text().is_some_and(|text| text.trim().is_empty());
        let end = element.children.iter().rposition(|node| !is_blank(node)).unwrap_or_default();
        let last = element.children.get(end).and_then(HtmlNode::as_element).filter(|last| is_attribution(last));
        let (body, line) = if let Some(last) = last {
            let line = match &self.inner(&last.children)[..] {
                [Block::Paragraph(runs)] => runs.clone(),
                blocks => collapse_whitespace(blocks.iter().map(|block| TextRun::plain(&block.text())).collect()),
            };
            (self.inner(&element.children[..end]), line)
        } else {
            (self.inner(&element.children), Vec::new())
        };
        let (body, line) = if line.is_empty() { split_attribution(body) } else { (body, line) };
        if body.iter().any(|block| *block != Block::Rule) {
            self.blocks.push(Block::Quote(body, QuoteAttribution { cite, line }));
        } else if !line.is_empty() {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    /// Adds a figure that is a quotation with its attribution as caption, and returns whether it is one.
    fn quote_with_caption(&mut self, figure: &HtmlElement) -> bool {
        let elements: Vec<&HtmlElement> = figure.elements().collect();
        let [quote, caption] = elements[..] else { return false };
        if !quote.is(&["blockquote"]) || !caption.is(&["figcaption"]) {
            return false;
        }
        let line = self.inner(&caption.children);
        self.quote(quote);
        match (self.blocks.last_mut(), &line[..]) {
            (Some(Block::Quote(_, attribution)), [Block::Paragraph(runs)]) if attribution.line.is_empty() => {
                attribution.line.clone_from(runs);
            }
            _ => self.blocks.extend(line),
        }
        true
    }

    fn code(&mut self, element: &HtmlElement) {
        let (language, code) = technical::code_block(element);
        if !code.trim().is_empty() {
            self.anchors.pass();
            self.blocks.push(Block::Code(language, code));
        }
    }

    fn table(&mut self, element: &HtmlElement) {
        for caption in element.elements().filter(|child| child.is(&["caption"])) {
            self.element(caption, &TextStyle::default());
        }
        let Some(rows) = technical::table_rows(element) else {
            let children = element.elements().filter(|child| !child.is(&["caption"]));
            return children.for_each(|child| self.block(child, &TextStyle::default()));
        };
        let mut cell_line = |cell: Option<&HtmlElement>| {
            cell.map(|cell| technical::cell_line(self.inner(&cell.children))).unwrap_or_default()
        };
        let rows: Vec<Vec<_>> = rows.into_iter().map(|row| row.into_iter().map(&mut cell_line).collect()).collect();
        if rows.iter().flatten().any(|cell: &Vec<TextRun>| !cell.is_empty()) {
            self.blocks.push(Block::Table(rows));
        }
    }

    /// The blocks of some nodes, apart from those around them.
    fn inner(&mut self, nodes: &[HtmlNode]) -> Vec<Block> {
        self.styled_inner(nodes, &TextStyle::default())
    }

    fn styled_inner(&mut self, nodes: &[HtmlNode], style: &TextStyle) -> Vec<Block> {
        let outer = (std::mem::take(&mut self.blocks), std::mem::take(&mut self.line));
        self.children(nodes, style);
        self.flush();
        let inner = std::mem::take(&mut self.blocks);
        (self.blocks, self.line) = outer;
        inner
    }

    /// Adds the footnotes behind the text, without the heading or the line that is above them in the page.
    fn footnotes(&mut self) {
        let notes: Vec<_> = self.notes.notes().collect();
        if notes.is_empty() {
            return;
        }
        match self.blocks.last() {
            Some(Block::Rule) => drop(self.blocks.pop()),
            Some(Block::Heading(_, runs)) => {
                let heading = text_of(runs);
                self.remove("heading of the notes", heading);
                self.blocks.pop();
            }
            Some(_) | None => {}
        }
        for (label, note, mark) in notes {
            let mut inner = self.inner(&note.children);
            anchors::without_mark(&mut inner, &mark);
            self.blocks.push(Block::Note(label, inner));
        }
    }

    /// The content, with the links in it, and a list of what is left out of words and links.
    fn finish(mut self) -> HtmlContent {
        self.content.headings = self.anchors.ids(&self.blocks);
        let lost = anchors::resolve(&mut self.blocks, &self.content.headings);
        lost.into_iter().for_each(|link| self.remove("link within the page", link));
        let readings = std::mem::take(&mut self.readings).join("; ");
        self.content.removed.extend((!readings.is_empty()).then_some(RemovedText { kind: "reading", text: readings }));
        HtmlContent { blocks: self.blocks, ..self.content }
    }

    pub(super) fn push(&mut self, content: Inline, style: &TextStyle) {
        if !matches!(&content, Inline::Text(text) if text.trim().is_empty()) {
            self.anchors.pass();
        }
        self.line.push(TextRun { content, style: style.clone() });
    }

    /// Ends the current paragraph. Two line breaks make two paragraphs.
    fn flush(&mut self) {
        let line = collapse_whitespace(std::mem::take(&mut self.line));
        let is_gap = |runs: &[TextRun]| runs.iter().all(|run| run.content == Inline::Break);
        let mut rest = &line[..];
        while !rest.is_empty() {
            let end = rest.windows(2).position(is_gap).unwrap_or(rest.len());
            let paragraph = collapse_whitespace(rest[..end].to_vec());
            if !paragraph.is_empty() {
                self.blocks.push(Block::Paragraph(paragraph));
            }
            rest = &rest[end..];
            let gap = rest.iter().take_while(|run| run.content == Inline::Break).count();
            rest = &rest[gap..];
        }
    }
}

/// Returns whether the last element of a quotation is its attribution.
fn is_attribution(element: &HtmlElement) -> bool {
    if element.is(&["p"]) {
        let text = element.text();
        let whole = text.trim_start_matches(ATTRIBUTION_DASHES);
        return element.elements().next().is_some_and(|first| first.is(&["cite"]) && first.text() == whole);
    }
    element.is(&["footer", "cite"])
}
