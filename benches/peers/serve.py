#!/usr/bin/env python3
"""Time an edit in the servers of margent and Hugo: from the save of a file to the complete new page at a client.

    python3 serve.py --n 10000 --edits 20

The binaries are found as compare.py finds them. Both servers run at once, each on its own copy of the corpus, and are
edited in turns (margent, Hugo, margent, ...), so that each pair of times is a moment apart:

    body   a sentence is added to an article in the middle of the corpus; done when its page, asked for every 2 ms,
           holds the sentence
    title  the title of the newest article changes, and with it the front page, its lists and its feeds; done when the
           front page holds the new title
    date   an article in the middle of the corpus becomes the newest, which moves it in all of its lists; done when the
           front page has it

Everything a server does is in the time, its wait for further changes too. Between edits both servers are let come to rest.
Peak memory is the largest resident set (VmHWM) at the end. The scratch directory is removed at the end.
"""

import argparse
import http.client
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import compare
import corpus

POLL = 0.002
REST = 0.5


class Server:
    def __init__(self, name, binary, site, port):
        self.name, self.site, self.port = name, site, port
        serve = {
            "margent": ["serve", "--root", str(site), "--port", str(port)],
            "hugo": ["server", "--source", str(site), "--port", str(port), "--bind", "127.0.0.1"]
            + ["--baseURL", f"http://127.0.0.1:{port}/"],
        }
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen([binary, *serve[name]], stdin=silent, stdout=silent, stderr=silent)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode("utf-8")
        finally:
            connection.close()

    def wait(self, path, text, limit):
        """Ask until the page at `path` holds `text` and is complete."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            try:
                page = self.get(path)
                if text in page and "</html>" in page:
                    return
            except (OSError, http.client.HTTPException):
                pass  # not up yet, or cut off by the change
            time.sleep(POLL)
        raise SystemExit(f"{self.name}: {path} never held {text!r}")

    def edit(self, file, change, path, marker):
        """Change a file; return the seconds until its page shows it."""
        text = change(file.read_text(encoding="utf-8"))
        start = time.monotonic()
        file.write_text(text, encoding="utf-8")
        self.wait(path, marker, 120)
        return time.monotonic() - start

    def processor(self):
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return int(stat[11]) + int(stat[12])

    def rest(self):
        """Wait until it has done nothing for a moment."""
        before = -1
        while before != (now := self.processor()):
            before = now
            time.sleep(REST)

    def peak(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def articles(site):
    """The files, oldest first: the number at the end of a name counts up with the dates."""
    return sorted((site / "content/articles").glob("*-[0-9]*.md"), key=lambda file: file.stem[-6:])


def body(server, turn):
    files = articles(server.site)
    file, marker = files[len(files) // 2 + turn], f"markerbody{turn}x"
    return server.edit(file, lambda text: f"{text}\nEdited with {marker} here.\n", f"/articles/{file.stem}/", marker)


def title(server, turn):
    file, marker = articles(server.site)[-1], f"markertitle{turn}x"
    change = lambda text: re.sub(r'^title = "(?:marker\w+ )?', f'title = "{marker} ', text, count=1, flags=re.M)
    return server.edit(file, change, "/", marker)


def date(server, turn):
    files = articles(server.site)
    file = files[len(files) // 3 + turn]
    change = lambda text: re.sub(r"^date = .*", f"date = 2025-06-01T00:{turn:02d}:00Z", text, count=1, flags=re.M)
    return server.edit(file, change, "/", f"/articles/{file.stem}/")


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(times, servers):
    print("\n| edit | server | median ms | p95 ms | least–most ms | ratio to margent (median of pairs) |\n|---|---|--:|--:|--:|--:|")
    for what, by_server in times.items():
        for name, values in by_server.items():
            ms = [value * 1000 for value in values]
            ratio = statistics.median(value / own for value, own in zip(values, by_server["margent"], strict=True))
            cells = f"{statistics.median(ms):.0f} | {quantile(ms, 0.95):.0f} | {min(ms):.0f}–{max(ms):.0f} | {ratio:.1f}"
            print(f"| {what} | {name} | {cells} |")
    print("\n| server | peak MiB |\n|---|--:|")
    for server in servers:
        print(f"| {server.name} | {server.peak():.0f} |")


def measure(servers, edits):
    times = {}
    for what, edit in {"body": body, "title": title, "date": date}.items():
        times[what] = {server.name: [] for server in servers}
        for turn in range(edits + 1):
            for server in servers:
                [other.rest() for other in servers]
                took = edit(server, turn)
                # The first of each kind only warms up.
                if turn:
                    times[what][server.name].append(took)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=10000, help="number of articles")
    parser.add_argument("--edits", type=int, default=20, help="edits of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", default="margent,hugo")
    parser.add_argument("--port", type=int, default=18111)
    parser.add_argument("--work", type=Path, default="/dev/shm", help="where the scratch directory is made")
    args = parser.parse_args()
    found = compare.find(args.peers.split(","))
    if "margent" not in found:
        raise SystemExit("margent is not there: cargo build --release, or set MARGENT")
    # So that the servers end with this script.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    scratch = Path(tempfile.mkdtemp(prefix="serve-", dir=args.work))
    servers = []
    try:
        corpus.write(args.n, args.seed, scratch, tuple(found))
        for number, (name, binary) in enumerate(found.items()):
            servers.append(Server(name, binary, scratch / name, args.port + number))
        for server in servers:
            server.wait("/", "</html>", 600)
        with open("/proc/loadavg", encoding="ascii") as load:
            print(f"- {args.n} articles, {args.edits} edits of each kind, load {load.read().split()[0]}")
        report(measure(servers, args.edits), servers)
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
