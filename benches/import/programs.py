"""Runs margent and its peers on pages; as a program of its own, runs one peer."""

import json
import logging
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from texts import decode, normal, read_html, read_markdown

# A small process between, since Linux counts the memory of the parent at the start of its child as the child's.
MEASURE = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
figures = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)
open(sys.argv[1], "w").write(json.dumps(figures))
"""


@dataclass
class Found:
    """What was found in a page. `quotes` are texts, each with the source that it is attributed to, or None."""

    title: str = ""
    author: list = field(default_factory=list)
    date: str = ""
    link: str = ""
    body: str = ""
    quotes: list = field(default_factory=list)
    drafts: int = 1
    markdown: str = ""


@dataclass
class Run:
    found: dict
    seconds: float
    megabytes: float


def run_process(command):
    """The output of a command, its processor time in seconds, its peak memory in MB and its exit status."""
    with tempfile.NamedTemporaryFile() as figures:
        done = subprocess.run([sys.executable, "-S", "-c", MEASURE, figures.name, *command], capture_output=True)
        seconds, megabytes, status = json.load(figures)
    if status not in (0, 1):
        sys.exit(f"{command[0]} ended with {status}: {done.stderr.decode()[-2000:]}")
    return done.stdout, seconds, megabytes, status


def make_site(folder, outlets={}):
    Path(folder, "content/outlets").mkdir(parents=True)
    Path(folder, "site.toml").write_text('title = "Bench"\nbase_url = "https://bench.example"\n')
    for name, outlet in outlets.items():
        Path(folder, "content/outlets", slug(name) + ".md").write_text(outlet)


def slug(name):
    composed = unicodedata.normalize("NFC", name.lower())
    return re.sub(r"[\W_]+", "-", re.sub("['’]", "", composed)).strip("-")


def import_files(margent, files, outlets={}, options=()):
    """The lines of the report of one `margent import --dry-run`, the time and the memory."""
    with tempfile.TemporaryDirectory() as site:
        make_site(site, outlets)
        command = [margent, "import", "--root", site, "--dry-run", "--format", "json", *options]
        output, seconds, megabytes, _ = run_process(command + list(map(str, files)))
        lines = [json.loads(line) for line in output.splitlines()]
        # A file that one run takes for another state of an earlier one is read again on its own.
        again = {line["from"] for line in lines if "state" in line and "text" not in line}
        lines = [line for line in lines if line.get("from") not in again]
        for file in again:
            lines += map(json.loads, run_process([*command, file])[0].splitlines())
    return lines, seconds, megabytes


def margent(program, pages, outlets={}):
    """All pages in one run."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_pages(pages, folder)
        lines, seconds, megabytes = import_files(program, paths, outlets)
    drafts = {}
    for line in lines:
        if "text" in line:
            drafts.setdefault(paths[line["from"]], []).append(read_draft(line))
    return Run({name: one_of(drafts[name], pages[name]) for name in drafts}, seconds, megabytes)


def write_pages(pages, folder):
    """The name of the page in each file."""
    for name, page in pages.items():
        Path(folder, f"{name}.html").write_bytes(page.html)
    return {str(Path(folder, f"{name}.html")): name for name in pages}


def one_of(drafts, page):
    """Of several drafts the longest whose title is in the page's `<title>`, else the longest; with the quotations of all."""
    match = re.search(r"<title[^>]*>(.*?)</title", decode(page.html), re.S | re.I)
    named = [draft for draft in drafts if match and normal(draft.title) and normal(draft.title) in normal(match[1])]
    best = max(named or drafts, key=lambda draft: len(draft.body))
    best.drafts, best.quotes = len(drafts), [quote for draft in drafts for quote in draft.quotes]
    best.markdown = "\n".join(draft.markdown for draft in drafts)
    return best


def read_draft(line):
    """An article in margent's report. The author and the date of a report, which is all quotation, are with its source."""
    _, head, markdown = line["text"].split("+++\n", 2)
    facts = tomllib.loads(head)
    unknown = facts.get("import", {}).get("unknown", [])
    pictures = [it["url"] for it in unknown if isinstance(it, dict) and it["what"] == "remote-image"]
    body, blocks = read_markdown(markdown, pictures)
    sources = {source.get("id") or slug(source["outlet"]): source for source in facts.get("source", [])}
    is_report = len(sources) == 1 and all(not part or part.startswith(">") for part in markdown.splitlines())
    report = next(iter(sources.values())) if is_report else {}
    author = facts.get("authors") or facts.get("author") or report.get("author") or []
    quotes = []
    for quote, links in blocks:
        cited = [unquote(url.removeprefix("source:")) for url, _ in links if url.startswith("source:")]
        quotes.append((quote, sources.get(cited[-1], {}) if cited else None))
    return Found(facts.get("title", ""), author if isinstance(author, list) else [author],
                 str(facts.get("date") or report.get("published") or ""), line.get("url") or report.get("url") or "",
                 body, quotes, markdown=line["text"])


def peer(name, pages):
    """The same by a peer. Its time is without that of starting Python."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "list.json").write_text(json.dumps(write_pages(pages, folder)))
        output, _, megabytes, _ = run_process([sys.executable, __file__, name, str(Path(folder, "list.json"))])
    found, seconds = json.loads(output.splitlines()[-1])
    return Run({page: Found(**facts) for page, facts in found.items()}, seconds, megabytes)


def trafilatura(html):
    from trafilatura import bare_extraction

    # The options of its own evaluation.
    got = bare_extraction(html, include_comments=False, include_tables=True, with_metadata=True)
    return got and {"title": got.title, "author": [got.author or ""], "date": got.date, "body": got.text}


def readability_lxml(html):
    from readability import Document

    document = Document(decode(html))
    return {"title": document.short_title(), "html": document.summary()}


def newspaper4k(html):
    from newspaper import Article

    article = Article("https://page.example/", fetch_images=False)
    article.download(input_html=decode(html))
    article.parse()
    return {"title": article.title, "author": article.authors, "date": str(article.publish_date or ""), "body": article.text}


PEERS = {"trafilatura": trafilatura, "readability-lxml": readability_lxml, "newspaper4k": newspaper4k}


def run_peer(extract, files):
    """Prints what a peer found in each file, and its processor time."""
    logging.disable(logging.CRITICAL)
    extract(b"<html><body><p>Imports what it needs.</p></body></html>")
    pages = {name: Path(file).read_bytes() for file, name in files.items()}
    found, started = {}, time.process_time()
    for name, html in pages.items():
        try:
            found[name] = extract(html) or {}
        except Exception as error:  # What a peer cannot read counts as not found.
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            found[name] = {}
    seconds = time.process_time() - started
    for facts in found.values():
        if "html" in facts:
            facts["body"] = read_html(facts.pop("html"))[0]
    stated = {name: {key: value for key, value in facts.items() if value} for name, facts in found.items()}
    print(json.dumps((stated, seconds)))


if __name__ == "__main__":
    run_peer(PEERS[sys.argv[1]], json.loads(Path(sys.argv[2]).read_text()))
