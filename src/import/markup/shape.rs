//! A tree → parts: paragraphs, lists, quotations, tables. Elements that it does not know lend their text and nothing
//! else; what runs or asks is taken out, and told.

use super::address::Reach;
use super::cell;
use super::line::{DASHES, signed, tidy};
use super::part::{Leaf, Part, Run, Shift, Style, Whose};
use super::tree::{Element, INLINE, Node, UNSEEN};
use crate::import::RemovedText;

/// What is known of the place that a text comes from.
#[derive(Clone, Copy)]
pub(in crate::import) struct Place<'a> {
    /// Where its references lead.
    pub reach: &'a dyn Fn(&str) -> Reach,
    /// Whether it is a page: images may lie beside it, and most frames are advertisements. What a post frames or plays was
    /// put there by its author, and becomes a link.
    pub page: bool,
}

/// What a text shows, and what had to be left out.
#[derive(Debug, Default)]
pub(in crate::import) struct Shape {
    pub parts: Vec<Part>,
    pub images: Vec<Image>,
    pub removed: Vec<RemovedText>,
}

/// An image that a text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Image {
    /// As it is written there.
    pub written: String,
    /// With its whole address, as far as that is known.
    pub url: String,
    pub alt: Option<String>,
}

/// Reads the parts of an element.
pub(in crate::import) fn shape(element: &Element, place: Place<'_>) -> Shape {
    let mut walk = TreeWalk { place, shape: Shape::default(), parts: Vec::new(), line: Vec::new() };
    walk.children(element, &Style::default());
    walk.flush();
    walk.shape.parts = walk.parts;
    walk.shape
}

/// The state of one walk.
pub(super) struct TreeWalk<'a> {
    place: Place<'a>,
    shape: Shape,
    /// The parts that are done, of the element at hand.
    parts: Vec<Part>,
    /// The line that is not.
    line: Vec<Run>,
}

/// Elements that hold no text of the page, and what to call them in the list.
const DROPPED: [(&str, &str); 18] = [
    ("iframe", "frame"),
    ("frame", "frame"),
    ("frameset", "frame"),
    ("object", "embedded object"),
    ("embed", "embedded object"),
    ("applet", "embedded object"),
    ("video", "video"),
    ("audio", "audio"),
    ("canvas", "drawing"),
    ("svg", "drawing"),
    ("math", "formula"),
    ("form", "form"),
    ("input", "form"),
    ("button", "button"),
    ("select", "form"),
    ("textarea", "form"),
    ("dialog", "dialogue"),
    ("menu", "menu"),
];

impl TreeWalk<'_> {
    fn children(&mut self, element: &Element, style: &Style) {
        for child in &element.children {
            match child {
                Node::Text(words) => self.push(Leaf::Text(words.clone()), style),
                Node::Element(child) => self.element(child, style),
            }
        }
    }

    fn element(&mut self, element: &Element, style: &Style) {
        if let Some((_, kind)) = DROPPED.iter().find(|(name, _)| *name == &*element.name) {
            if self.place.page || !self.frame(element) {
                self.drop(element, kind);
            }
        } else if element.is(&INLINE) {
            self.inline(element, style);
        } else if !element.is(&UNSEEN) {
            self.block(element, style);
        }
    }

    /// Writes a link to what an element frames or plays, if it says where that is.
    fn frame(&mut self, element: &Element) -> bool {
        let sources = element.all().filter(|it| it.is(&["iframe", "embed", "audio", "video", "source"]));
        let Some(source) = sources.filter_map(|it| it.attribute("src")).next() else { return false };
        let Reach::Whole(url) = (self.place.reach)(source) else { return false };
        let text = element.attribute("title").unwrap_or(source).to_owned();
        let link = Run { leaf: Leaf::Text(text), style: Style { link: Some(url), ..Style::default() } };
        self.line.extend([Run::plain(" "), link, Run::plain(" ")]);
        true
    }

    /// Tells of an element that is left out, if there is anything to tell.
    fn drop(&mut self, element: &Element, kind: &'static str) {
        let words = element.text();
        let source = ["src", "data", "action"].iter().find_map(|name| element.attribute(name));
        let source = source.or_else(|| element.all().skip(1).find_map(|it| it.attribute("src")));
        let text = [source.unwrap_or_default(), &words].join(" ");
        if !text.trim().is_empty() {
            self.shape.removed.push(RemovedText { kind, text: text.trim().to_owned() });
        }
    }

    fn inline(&mut self, element: &Element, style: &Style) {
        let mut style = style.clone();
        match &*element.name {
            "a" => match element.attribute("href").map(|href| (self.place.reach)(href)) {
                Some(Reach::Whole(url)) => style.link = Some(url),
                Some(Reach::Unknown(href)) => {
                    let text = format!("{href} ({})", element.text());
                    self.shape.removed.push(RemovedText { kind: "link without its site", text });
                }
                Some(Reach::Unsafe | Reach::Here) | None => {}
            },
            "b" | "strong" => style.strong = true,
            "em" | "i" | "cite" | "dfn" | "var" => style.emphasis = true,
            "del" | "s" | "strike" => style.strike = true,
            "sub" => style.shift = Some(Shift::Sub),
            "sup" => style.shift = Some(Shift::Sup),
            "code" | "kbd" | "samp" | "tt"
                if element.all().skip(1).all(|it| it.is(&["span", "b", "i", "em", "strong"])) =>
            {
                let code = element.text();
                return if code.is_empty() {
                    self.children(element, &style)
                } else {
                    self.push(Leaf::Code(code), &style)
                };
            }
            // Browsers write these marks; the page does not.
            "q" => {
                self.push(Leaf::Text("“".to_owned()), &style);
                self.children(element, &style);
                return self.push(Leaf::Text("”".to_owned()), &style);
            }
            _ => {}
        }
        self.children(element, &style);
    }

    fn block(&mut self, element: &Element, style: &Style) {
        match &*element.name {
            "br" => return self.push(Leaf::Break, style),
            "img" | "amp-img" => return self.image(element, style),
            "picture" => return self.children(element, style),
            _ => self.flush(),
        }
        match &*element.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element),
            "ul" | "ol" | "dir" => self.list(element),
            "blockquote" => self.quote(element),
            "pre" | "listing" | "xmp" => self.code(element),
            "hr" => self.parts.push(Part::Rule),
            "table" => self.table(element),
            "figcaption" | "caption" => self.children(element, &Style { emphasis: true, ..style.clone() }),
            "dt" => self.children(element, &Style { strong: true, ..style.clone() }),
            "figure" if !self.quoted(element) => self.children(element, style),
            "figure" => {}
            _ => self.children(element, style),
        }
        self.flush();
    }

    fn heading(&mut self, element: &Element) {
        // The title of an article is its only heading of the first level.
        let level = (element.name.as_bytes()[1] - b'0').max(2);
        // A heading that holds blocks (an image, a list) is no line.
        let inner = self.inner(element);
        match &inner[..] {
            [Part::Paragraph(runs)] => {
                let runs = runs.iter().map(|run| match &run.leaf {
                    Leaf::Break => Run { leaf: Leaf::Text(" ".to_owned()), style: run.style.clone() },
                    Leaf::Text(_) | Leaf::Code(_) | Leaf::Image(..) => run.clone(),
                });
                self.parts.push(Part::Heading(level, tidy(runs.collect())));
            }
            _ => self.parts.extend(inner),
        }
    }

    fn list(&mut self, element: &Element) {
        let start = element.attribute("start").map_or(Some(1), |start| start.parse().ok());
        let start = element.is(&["ol"]).then(|| start.filter(|it| *it < 999_999_000).unwrap_or(1));
        let mut items: Vec<Vec<Part>> = Vec::new();
        for child in &element.children {
            let inner = match child {
                Node::Element(it) if it.is(&["li"]) => self.inner(it),
                // A list within a list, beside its item.
                Node::Element(it) => {
                    self.inner(&Element { children: vec![Node::Element(it.clone())], ..element.clone() })
                }
                Node::Text(words) => vec![Part::Paragraph(tidy(vec![Run::plain(words)]))],
            };
            let inner: Vec<Part> =
                inner.into_iter().filter(|part| !part.text().trim().is_empty() || *part == Part::Rule).collect();
            match (items.last_mut(), matches!(child, Node::Element(it) if it.is(&["li"]))) {
                (Some(last), false) => last.extend(inner),
                _ if inner.is_empty() => {}
                _ => items.push(inner),
            }
        }
        if !items.is_empty() {
            self.parts.push(Part::List(start, items));
        }
    }

    fn quote(&mut self, element: &Element) {
        let cite = element.attribute("cite").map(|cite| (self.place.reach)(cite));
        let cite = cite.and_then(|reach| if let Reach::Whole(url) = reach { Some(url) } else { None });
        let mut body = element.clone();
        let last = body.children.iter().rposition(|child| !matches!(child, Node::Text(text) if text.trim().is_empty()));
        let named = last.filter(|at| matches!(&body.children[*at], Node::Element(it) if names(it)));
        let line = match named.map(|at| body.children.remove(at)) {
            Some(Node::Element(it)) => Some(self.inner(&it)),
            Some(Node::Text(_)) | None => None,
        };
        let body = self.inner(&body);
        let line = match line.as_deref() {
            Some([Part::Paragraph(runs)]) => runs.clone(),
            Some(parts) => tidy(parts.iter().map(|part| Run::plain(&part.text())).collect()),
            None => Vec::new(),
        };
        let (body, line) = if line.is_empty() { signed(body) } else { (body, line) };
        if !body.is_empty() {
            self.parts.push(Part::Quote(body, Whose { cite, line }));
        } else if !line.is_empty() {
            self.parts.push(Part::Paragraph(line));
        }
    }

    /// A figure that holds a quotation and says in its caption whose words it holds.
    fn quoted(&mut self, figure: &Element) -> bool {
        let elements: Vec<&Element> = figure.elements().collect();
        let [quote, caption] = elements[..] else { return false };
        if !quote.is(&["blockquote"]) || !caption.is(&["figcaption"]) {
            return false;
        }
        let line = self.inner(caption);
        self.quote(quote);
        match (self.parts.last_mut(), &line[..]) {
            (Some(Part::Quote(_, whose)), [Part::Paragraph(runs)]) if whose.line.is_empty() => {
                whose.line.clone_from(runs)
            }
            _ => self.parts.extend(line),
        }
        true
    }

    fn code(&mut self, element: &Element) {
        let mut code = String::new();
        verbatim(element, &mut code);
        let code = code.strip_prefix('\n').unwrap_or(&code).trim_end().replace('\r', "");
        let classes = element.elements().take(1).chain([element]).flat_map(Element::classes);
        let language = classes.filter_map(|class| {
            let named =
                ["language-", "lang-", "highlight-source-"].iter().find_map(|prefix| class.strip_prefix(prefix))?;
            let name = named.to_ascii_lowercase();
            (!matches!(
                crate::pipeline::markdown::highlight::language(&name),
                crate::pipeline::markdown::highlight::CodeLanguage::Unknown
            ))
            .then_some(name)
        });
        let language = language.into_iter().next();
        if !code.trim().is_empty() {
            self.parts.push(Part::Code(language, code));
        }
    }

    fn table(&mut self, element: &Element) {
        for caption in element.elements().filter(|it| it.is(&["caption"])) {
            self.element(caption, &Style::default());
        }
        match cell::rows(element) {
            Some(rows) => {
                let mut inner =
                    |cell: Option<&Element>| cell.map(|cell| cell::line(self.inner(cell))).unwrap_or_default();
                let rows: Vec<Vec<_>> = rows.into_iter().map(|row| row.into_iter().map(&mut inner).collect()).collect();
                if rows.iter().flatten().any(|cell: &Vec<Run>| !cell.is_empty()) {
                    self.parts.push(Part::Table(rows));
                }
            }
            // A table that only places things.
            None => {
                element.elements().filter(|it| !it.is(&["caption"])).for_each(|it| self.block(it, &Style::default()))
            }
        }
    }

    fn image(&mut self, element: &Element, style: &Style) {
        let alt = element.raw("alt").map(crate::base::text::words::collapse_space);
        let lazy = ["data-src", "data-lazy-src", "data-original", "data-orig-file"];
        let real = element.attribute("src").filter(|src| !src.starts_with("data:"));
        let Some(written) = real.or_else(|| lazy.iter().find_map(|name| element.attribute(name))) else {
            let text = alt.unwrap_or_default();
            return self.shape.removed.push(RemovedText { kind: "image inside the page", text });
        };
        if is_pixel(element) {
            return self.shape.removed.push(RemovedText { kind: "tracking pixel", text: written.to_owned() });
        }
        let url = match (self.place.reach)(written) {
            Reach::Whole(url) => url,
            // It may lie beside the page.
            Reach::Unknown(_) if self.place.page => written.to_owned(),
            Reach::Unknown(_) | Reach::Unsafe | Reach::Here => {
                let text = [written, &alt.unwrap_or_default()].join(" ");
                return self.shape.removed.push(RemovedText { kind: "image", text });
            }
        };
        self.push(Leaf::Image(alt.clone().unwrap_or_default(), url.clone()), style);
        self.shape.images.push(Image { written: written.to_owned(), url, alt });
    }

    /// The parts of an element, apart from those around it.
    fn inner(&mut self, element: &Element) -> Vec<Part> {
        let outer = (std::mem::take(&mut self.parts), std::mem::take(&mut self.line));
        self.children(element, &Style::default());
        self.flush();
        let inner = std::mem::take(&mut self.parts);
        (self.parts, self.line) = outer;
        inner
    }

    fn push(&mut self, leaf: Leaf, style: &Style) {
        self.line.push(Run { leaf, style: style.clone() });
    }

    /// Ends the paragraph at hand. Two line breaks make two paragraphs.
    fn flush(&mut self) {
        let line = tidy(std::mem::take(&mut self.line));
        let breaks = |runs: &[Run]| runs.iter().all(|run| run.leaf == Leaf::Break);
        let mut rest = &line[..];
        while !rest.is_empty() {
            let end = rest.windows(2).position(breaks).unwrap_or(rest.len());
            let paragraph = tidy(rest[..end].to_vec());
            if !paragraph.is_empty() {
                self.parts.push(Part::Paragraph(paragraph));
            }
            rest = &rest[end..];
            let gap = rest.iter().take_while(|run| run.leaf == Leaf::Break).count();
            rest = &rest[gap..];
        }
    }
}

/// Tells whether the last element of a quotation says whose words it holds.
fn names(element: &Element) -> bool {
    let cite = |it: &Element| it.is(&["cite"]) && it.text() == element.text().trim_start_matches(DASHES);
    element.is(&["footer", "cite"]) || (element.is(&["p"]) && element.elements().next().is_some_and(cite))
}

/// Tells whether an image is there to be loaded, and not to be seen.
pub(in crate::import) fn is_pixel(image: &Element) -> bool {
    let small = |name| image.attribute(name).is_some_and(|size| matches!(size, "0" | "1" | "0px" | "1px"));
    let style = image.attribute("style").unwrap_or_default().replace(' ', "");
    small("width") || small("height") || style.contains("display:none") || style.contains("width:1px")
}

/// The text of preformatted code.
fn verbatim(element: &Element, code: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(text) => code.push_str(text),
            Node::Element(it) if it.is(&["br"]) => code.push('\n'),
            Node::Element(it) if it.is(&UNSEEN) => {}
            Node::Element(it) => verbatim(it, code),
        }
    }
}
