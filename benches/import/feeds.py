"""feedparser's well-formed fixtures, by what the first comment of each expects, and WordPress's exports."""

import ast
import re
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from programs import Found, import_files, make_site, read_draft, run_process
from texts import normal, read_html

FIELDS = {
    "entries[0]['title']": "title",
    "entries[0]['title_detail']['value']": "title",
    "entries[0]['link']": "link",
    "entries[0]['author']": "author",
    "entries[0]['author_detail']['name']": "author",
    "entries[0]['published_parsed']": "date",
    "entries[0]['updated_parsed']": "date",
}


def score_feeds(folder, margent):
    """A fixture is recognised if it is read as a feed, and `--as feed` makes no difference."""
    fixtures = sorted(folder.glob("tests/wellformed/**/*.xml"))
    stated = {path: expected(path) for path in fixtures}
    with tempfile.TemporaryDirectory() as place:
        # In one folder, under names that differ: files of one name may be taken for two states of one feed.
        files = {path: Path(place, f"{n}-{path.name}") for n, path in enumerate(fixtures)}
        for path, file in files.items():
            file.write_bytes(path.read_bytes())
        plain, forced = results(margent, files.values()), results(margent, files.values(), ["--as", "feed"])
        for path, file in files.items():
            file.write_bytes(with_title(path.read_bytes()))
        titled = results(margent, [file for path, file in files.items() if stated[path]])
    figures, notes = {"recognised": 0, "of": len(files)}, []
    for path, file in files.items():
        name, known = str(path.relative_to(folder)), plain[file] == forced[file] and is_feed(forced[file][0])
        figures["recognised"] += known
        notes += [] if known else [("feeds", name, "not recognised", [] if is_feed(forced[file][0]) else forced[file])]
        for field, wanted in stated[path].items():
            first = titled[file][0]
            got = getattr(first, field) if isinstance(first, Found) else first
            right = isinstance(first, Found) and MATCHES[field](got, wanted)
            figures[field] = figures.get(field, 0) + right
            figures[f"{field} stated"] = figures.get(f"{field} stated", 0) + 1
            notes += [] if right else [("feeds", name, f"{field} wrong", [f"got {got!r}", f"not {wanted!r}"])]
    return figures, notes


def with_title(text):
    """The feed with a title in an entry that has neither title nor text, since such an entry is left out."""
    match = re.search(rb"<(\w+:)?(entry|item)\b[^>]*(?<!/)>", text)
    if match and not re.search(rb"<[\w:]*(title|description|content|summary|encoded)\b", text[match.end():]):
        tag = (match[1] or b"") + b"title>"
        return text[:match.end()] + b"<" + tag + b"added</" + tag + text[match.end():]
    return text


def results(margent, files, options=()):
    """For each file its drafts without bookkeeping, or what was said in their place."""
    found = {str(file): [] for file in files}
    for line in import_files(margent, found, options=options)[0]:
        if "text" in line:
            draft = read_draft(line)
            draft.markdown = ""
            found[line["from"]].append(draft)
        elif "left" in line:
            found[line["from"]].append(line["why"])
        elif "message" in line:
            found[line["place"]["path"]].append(line["message"])
    return {Path(file): drafts or ["nothing"] for file, drafts in found.items()}


def is_feed(result):
    return isinstance(result, Found) or any(words in result for words in ("no entries", "in the feed", "it is empty"))


def expected(path):
    """What the fixture states about its first entry and a reader of the file alone can know."""
    header, stated = re.search(r"Expect:\s*(.*?)\s*-->", path.read_text("utf-8", "replace"), re.S), {}
    try:
        tests = ast.walk(ast.parse(header[1].strip(), mode="eval")) if header else []
    except SyntaxError:
        return {}
    for test in (test for test in tests if isinstance(test, ast.Compare)):
        field, last = FIELDS.get(ast.unparse(test.left)), test.comparators[-1]
        value = ast.literal_eval(last) if isinstance(last, (ast.Constant, ast.Tuple)) else None
        # A title of a picture alone has no words, and only a server knows the addresses that it answers to.
        worded = field != "title" or value and normal(read_html(value)[0])
        if field and value and worded and "127.0.0.1" not in str(value) and not {"http", "base"} & set(path.parts):
            stated.setdefault(field, value)
    return stated


def same_title(got, wanted):
    return normal(got) in (normal(wanted), normal(read_html(wanted)[0]))


def same_author(got, wanted):
    return normal(" ".join(got)) in (normal(wanted), normal(re.sub(r"\(\S+@\S+\)", "", wanted)))


def same_time(got, wanted):
    if len(got) <= 10:
        return got == "%04d-%02d-%02d" % wanted[:3]
    when = datetime.fromisoformat(got)
    return (when.astimezone(timezone.utc) if when.tzinfo else when).timetuple()[:6] == tuple(wanted[:6])


MATCHES = {"title": same_title, "link": str.__eq__, "author": same_author, "date": same_time}


def build_exports(folder, margent):
    """Imports all exports into one site, and builds it with its drafts."""
    files = sorted(map(str, folder.glob("*.xml")))
    with tempfile.TemporaryDirectory() as site:
        make_site(site)
        run_process([margent, "import", "--root", site, *files])
        articles = len(list(Path(site, "content/articles").glob("**/*.md")))
        status = run_process([margent, "build", "--root", site, "--drafts"])[3]
    return {"exports": len(files), "articles": articles, "builds": "no" if status else "yes"}
