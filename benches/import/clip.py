#!/usr/bin/env python3
"""Score what `margent clip` takes from saved reports, against labels that say what is right.

    python3 clip.py LABELS.json PAGES --half tuning

LABELS.json lists the reports: "file" (below PAGES), "title" and "title_alternatives", "date" and "date_alternatives", "canonical",
"quotable" (runs of words that the snapshot has to have), "not_wanted" (runs that it must not have), "wall", and "half". A date or
a title counts where the labels have one. Each report is clipped into a site of its own; the program is MARGENT, else
target/release/margent.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def plain(text):
    """Return a text without the differences of typesetting."""
    text = unicodedata.normalize("NFKC", text.replace("\xad", "")).translate(str.maketrans("’‘“”–—‐", "''\"\"---"))
    return re.sub(r"\s+", "", text).lower()


def clip(program, source, folder):
    """Clip a file into a new site; return the report as JSON, and the snapshot."""
    file = source
    (folder / "site.toml").write_text('title = "T"\nbase_url = "https://t.example"\n')
    command = [program, "clip", str(file), "--root", str(folder), "--format", "json", "--title", "Clip", "--outlet", "Clip", "--new-outlet"]
    if file.suffix == ".gz":
        file = folder / file.stem
        file.write_bytes(gzip.decompress(source.read_bytes()))
    command[2] = str(file)
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        result = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"error": done.stderr[-300:]}, ""
    if "error" in result:
        return result, ""
    return result, (folder / result["sources"][0]["snapshot"]).read_text()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--half")
    parser.add_argument("--failures", action="store_true", help="list what is wrong")
    args = parser.parse_args()
    program = os.environ.get("MARGENT", str(ROOT / "target/release/margent"))
    counts = {}

    def count(what, right, detail):
        counts.setdefault(what, [0, 0])
        counts[what][0] += bool(right)
        counts[what][1] += 1
        if not right and args.failures:
            print(f"{what}: {detail}")

    for label in json.loads(args.labels.read_text()):
        if args.half and label.get("half") != args.half:
            continue
        with tempfile.TemporaryDirectory() as folder:
            result, snapshot = clip(program, args.pages / label["file"], Path(folder))
        name = label["file"]
        if label.get("wall") or "error" in result:
            wall = result["sources"][0]["wall"] if "sources" in result else result["error"]
            is_told = {"paywall": "paywall", "consent": "cookies", "challenge": "robots", None: "\0"}[label.get("wall")] in str(wall)
            count("wall" if label.get("wall") else "readable", is_told, f"{name}: {wall}")
            if "error" in result:
                continue
        else:
            count("readable", True, name)
            count("no false wall", result["sources"][0]["wall"] is None, name)
        source = result["sources"][0]
        if label.get("title"):
            titles = [plain(title) for title in [label["title"], *label.get("title_alternatives", [])]]
            count("title", source["title"] and plain(source["title"]) in titles, f"{name}: {source['title']} / {label['title']}")
        dates = [label.get("date"), *label.get("date_alternatives", [])]
        if label.get("date"):
            count("date", source["published"] and source["published"][:10] in dates, f"{name}: {source['published']} / {dates}")
        else:
            count("no date made up", not source["published"], f"{name}: {source['published']}")
        if label.get("canonical") and label.get("tracking"):
            count("address", source["url"] == label["canonical"], f"{name}: {source['url']} / {label['canonical']}")
        text = plain(snapshot)
        for words in label.get("quotable", []):
            count("quotable passage", plain(words) in text, f"{name}: {words}")
        for words in label.get("not_wanted", []):
            count("no furniture", plain(words) not in text, f"{name}: {words}")
    for what, (right, total) in counts.items():
        print(f"{what:<20} {right:>5} of {total:>5}  {right / total:.3f}")


if __name__ == "__main__":
    main()
