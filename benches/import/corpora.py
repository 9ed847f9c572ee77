"""The pages of three public corpora, with what each corpus states about them."""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

from texts import read_html


@dataclass
class Page:
    """A page. A fact that the corpus does not state is None; an empty one it says that the page does not have."""

    html: bytes
    body: str | None = None
    include: tuple = ()
    exclude: tuple = ()
    titles: list | None = None
    author: list | None = None
    date: str | None = None


def titles(title):
    """A title as in `<title>`, which Mozilla's tests keep, and without the name of the site at its end."""
    return [title, re.sub(r"\s+[|–—»·:-]+\s+[^|–—»·]{1,40}$", "", title)] if title else None


def readability(folder):
    for source in sorted(folder.glob("test/test-pages/*/source.html")):
        facts = json.loads((source.parent / "expected-metadata.json").read_text())
        body = read_html((source.parent / "expected.html").read_text())[0]
        yield source.parent.name, Page(source.read_bytes(), body, titles=titles(facts.get("title")),
                                       author=[facts["byline"]] if facts.get("byline") else None,
                                       date=(facts.get("publishedTime") or "")[:10] or None)


def zyte(folder):
    for name, facts in sorted(json.loads((folder / "ground-truth.json").read_text()).items()):
        yield name, Page(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), facts["articleBody"])


def trafilatura(folder):
    for facts in json.loads((folder / "tests/evaldata.json").read_text()).values():
        places = [folder / "tests" / sub / facts["file"] for sub in ("cache", "eval")]
        path = next(filter(Path.is_file, places))
        author, title = facts.get("author"), facts.get("title")
        authors = author if isinstance(author, list) or author is None else list(filter(None, [author]))
        yield path.stem, Page(path.read_bytes(), None, facts["with"], facts["without"], [title] if title else None, authors,
                              facts.get("date"))


# The folders that `git clone` makes.
CORPORA = {
    "readability": ("readability", readability),
    "zyte": ("article-extraction-benchmark", zyte),
    "trafilatura": ("trafilatura", trafilatura),
}


def read(corpora, name):
    """The pages of a corpus by name; none if it was not fetched."""
    folder, pages = CORPORA[name]
    place = Path(corpora, folder)
    return dict(sorted(pages(place), key=lambda page: page[0])) if place.is_dir() else {}
