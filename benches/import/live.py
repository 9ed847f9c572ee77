#!/usr/bin/env python3
"""Change saved pages in many small ways, serve them, and score what `margent check --quotes --live` says of their excerpts.

    python3 live.py EDITS.json PAGES

EDITS.json lists the edits: "id", "page" (below PAGES), "excerpt" (words of the page), "change" (a list of replacements "find" and
"with", or "page gone", "consent wall", "moved"), "expected" ("stands", "reworded", "gone", "unreadable") and
"expected_alternatives". The program is MARGENT, else target/release/margent. The pages are served at many addresses of this
computer, so that the pause between two requests to a host costs little time.
"""

import argparse
import collections
import http.server
import json
import os
import subprocess
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = 40
WALL = "<html><title>Your choice</title><h1>We value your privacy</h1><p>We and our partners store cookies on your device and process personal data.</p><button>Accept all</button></html>"


def served(edits, pages):
    """Return a handler that serves each edit at its id."""
    by_id = {edit["id"]: edit for edit in edits}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.strip("/")
            edit = by_id.get(name.removeprefix("moved-"))
            change = edit["change"]
            if change == "page gone":
                return self.answer(404, b"gone")
            if change == "moved" and not name.startswith("moved-"):
                self.send_response(301)
                self.send_header("Location", f"/moved-{name}")
                return self.end_headers()
            if change == "consent wall":
                return self.answer(200, WALL.encode())
            body = (pages / edit["page"]).read_bytes()
            if isinstance(change, list):
                # Pages that are not UTF-8 are changed in their own character set.
                for charset in ("utf-8", "euc-kr", "shift_jis", "cp1252"):
                    try:
                        text = body.decode(charset)
                        break
                    except UnicodeDecodeError:
                        continue
                for replacement in change:
                    assert replacement["find"] in text, edit["id"]
                    count = -1 if replacement.get("all") else 1
                    text = text.replace(replacement["find"], replacement["with"], count)
                body = text.encode(charset, "xmlcharrefreplace")
            self.answer(200, body)

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edits", type=Path)
    parser.add_argument("pages", type=Path)
    args = parser.parse_args()
    edits = json.loads(args.edits.read_text())
    program = os.environ.get("MARGENT", str(ROOT / "target/release/margent"))
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), served(edits, args.pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "content/articles"
        articles.mkdir(parents=True)
        (Path(folder) / "site.toml").write_text('title = "T"\nbase_url = "https://t.example"\n')
        for number, edit in enumerate(edits):
            url = f"http://127.0.0.{number % HOSTS + 1}:{server.server_port}/{edit['id']}"
            words = edit["excerpt"].replace("\\", "\\\\").replace("*", "\\*").replace("[", "\\[").replace("_", "\\_")
            text = f'+++\ntitle = "{edit["id"]}"\n\n[[source]]\noutlet = "T"\nurl = "{url}"\n+++\n\n> {words}\n>\n> — [T](source:t)\n'
            (articles / f"{edit['id']}.md").write_text(text)
        command = [program, "check", "--quotes", "--live", "--all", "--allow-private", "--format", "json", "--root", folder]
        done = subprocess.run(command, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            live = json.loads(line).get("live")
            if live:
                found[Path(live["article"]).stem] = live["state"]
    score = collections.Counter()
    for edit in edits:
        state = found.get(edit["id"], "not found")
        is_right = state in [edit["expected"], *edit.get("expected_alternatives", [])]
        score[edit["expected"], is_right] += 1
        if not is_right:
            print(f"{edit['id']}: {state}, not {edit['expected']}: {edit['page']}: {edit['excerpt'][:70]}")
    for expected in ("stands", "reworded", "gone", "unreadable"):
        print(f"{expected:<12} {score[expected, True]:>4} of {score[expected, True] + score[expected, False]}")
    if not found:
        print(done.stderr[-2000:])


if __name__ == "__main__":
    main()
