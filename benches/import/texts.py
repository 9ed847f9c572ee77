"""Plain text from HTML and Markdown."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

BLOCKS = set("address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li "
             "main nav ol option p pre section table tbody td th thead title tr ul".split())
EMPTY = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|svg|avif|bmp)([?#].*)?$", re.I)


class PlainText(HTMLParser):
    """Collects the text of a page and of its elements `kept`, each with its links. What stands for a picture is no text."""

    def __init__(self, kept, pictures=()):
        super().__init__()
        self.kept, self.pictures = kept, set(pictures)
        self.parts, self.elements, self.links, self.open, self.hidden = [], [], [], [], 0

    def handle_starttag(self, tag, attributes):
        self.parts += ["\n"] if tag in BLOCKS else []
        href = dict(attributes).get("href") or ""
        hides = tag in ("script", "style", "template") or tag == "a" and bool(href in self.pictures or PICTURE.search(href))
        if tag not in EMPTY:
            self.hidden += hides
            self.open.append((tag, len(self.parts), href, hides))

    def handle_endtag(self, tag):
        if not any(name == tag for name, *_ in self.open[-40:]):
            return
        name = None
        while name != tag:
            name, start, href, hides = self.open.pop()
            self.hidden -= hides
            text = "".join(self.parts[start:]) if name == "a" or self.kept(name) else ""
            self.links += [(start, href, text)] if href else []
            if self.kept(name):
                self.elements.append((text, [link[1:] for link in self.links if link[0] >= start]))
        self.parts += ["\n"] if tag in BLOCKS else []

    def handle_data(self, data):
        self.parts += [] if self.hidden else [data]


def read_html(html, kept=lambda tag: tag == "blockquote", pictures=()):
    """The text, and the kept elements: each a text and its links `(address, text)`."""
    parser = PlainText(kept, pictures)
    parser.feed(html)
    parser.close()
    return "".join(parser.parts), parser.elements


def read_markdown(markdown, pictures):
    """The same of Markdown. Marks of footnotes are no words."""
    markdown = re.sub(r"(?<!\\)\[\^[^\]\s]+\]:?", "", markdown)
    return read_html(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown), pictures=pictures)


def normal(text):
    """Letters and digits only, in lower case."""
    return "".join(filter(str.isalnum, (text or "").lower()))


def decode(html):
    match = re.search(rb"charset=[\"']?([\w-]+)", html[:4000])
    for charset in ("utf-8", match[1].decode() if match else "cp1252"):
        try:
            return html.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass
    return html.decode("utf-8", "replace")
