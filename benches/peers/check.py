#!/usr/bin/env python3
"""Count what the finished sites hold, to see whether the peers did the same work.

    python3 check.py OUTPUT...

Every OUTPUT is the output directory of one peer; its name is the name of the row. Articles are the pages
at articles/*/; the parts are counted in them alone. A code block is highlighted if it holds a <span>.
"""

import argparse
import re
from pathlib import Path

COLUMNS = [
    "files", "MB", "articles", "list pages", "tables", "code", "highlighted", "note refs", "quotes", "links",
    "feed entries", "feeds", "JSON", "sitemap URLs",
]  # fmt: skip
NOTE_REFERENCE = re.compile(r'<sup[^>]*>\s*<a[^>]*\shref="#')
CODE_BLOCK = re.compile(r"<pre[^>]*>(?:<span></span>)?<code.*?</pre>", re.DOTALL)


def count_article(html, holds):
    blocks = CODE_BLOCK.findall(html)
    holds["articles"] += 1
    holds["tables"] += html.count("<table")
    holds["code"] += len(blocks)
    holds["highlighted"] += sum("<span" in block for block in blocks)
    holds["note refs"] += len(NOTE_REFERENCE.findall(html))
    holds["quotes"] += html.count("<blockquote")
    holds["links"] += html.count('href="https://news.example/')


def count(out):
    """Return what the site in `out` holds, by column."""
    holds = dict.fromkeys(COLUMNS, 0)
    for path in out.rglob("*"):
        if not path.is_file():
            continue
        holds["files"] += 1
        holds["MB"] += path.stat().st_size / 1e6
        where = path.relative_to(out)
        holds["feeds"] += where.stem == "feed"
        holds["JSON"] += where.suffix == ".json" and where.stem != "feed"
        if where.match("articles/*/index.html") and len(where.parts) == 3:
            count_article(path.read_text(encoding="utf-8"), holds)
        elif where.name == "index.html":
            holds["list pages"] += 1
        elif str(where) in ("feed.xml", "feed.atom"):
            holds["feed entries"] += path.read_text(encoding="utf-8").count("<entry")
        elif re.fullmatch(r"sitemap\d*\.xml", str(where)):
            holds["sitemap URLs"] += path.read_text(encoding="utf-8").count("<url>")
    return holds


def expected(corpus):
    """Return the columns that follow from what corpus.write says the corpus holds."""
    known = {column: corpus[column] for column in COLUMNS if column in corpus}
    return known | {"highlighted": corpus["code"], "feed entries": min(20, corpus["articles"])}


def table(rows, corpus=None):
    """Return a Markdown table of {name: counts}; a count that differs from the corpus is bold."""
    want = expected(corpus) if corpus else {}
    lines = [f"| | {' | '.join(COLUMNS)} |", "|---|" + "--:|" * len(COLUMNS)]
    if want:
        lines.append(row("corpus", want, want))
    return "\n".join(lines + [row(name, holds, want) for name, holds in rows.items()])


def row(name, holds, want):
    cells = []
    for column in COLUMNS:
        value = holds.get(column, "")
        text = f"{value:.1f}" if isinstance(value, float) else str(value)
        cells.append(text if value == want.get(column, value) else f"**{text}**")
    return f"| {name} | {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("outputs", nargs="+", type=Path, metavar="OUTPUT")
    args = parser.parse_args()
    print(table({out.resolve().name: count(out) for out in args.outputs}))


if __name__ == "__main__":
    main()
