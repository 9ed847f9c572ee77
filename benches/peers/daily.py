#!/usr/bin/env python3
"""Time what editors do all day with a large digest: build it cold, again with nothing changed, and after an edit.

    python3 daily.py --n 10000 --runs 3

Each row is done in turns with a cold build of Hugo, on the same corpus, and given as a ratio to it; the binaries are found as
compare.py finds them. The rows `equal pages` have the pages and feeds of Hugo's site, the others what margent makes by
default. An edit adds a sentence to the text of an article in the middle of the corpus. `cp -r` copies the output, which is
the least that writing so many files takes. The scratch directory is removed at the end.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import compare
import corpus

SITES = ["equal pages", "defaults, search off", "defaults"]
DEFAULTS = 'title = "Bench Digest"\nbase_url = "https://digest.example"\ndescription = "What the papers say"\n'
NO_SEARCH = "\n[search]\nenabled = false\n"


class Digest:
    """A site of margent's with its output."""

    def __init__(self, root, binary, edits):
        self.root, self.out, self.binary = root, root / "public", binary
        articles = sorted((root / "content/articles").glob("*-[0-9]*.md"), key=lambda file: file.stem[-6:])
        self.edited = articles[len(articles) // 2 :][:edits]

    def cold(self, _turn):
        shutil.rmtree(self.root / ".margent", ignore_errors=True)
        shutil.rmtree(self.out, ignore_errors=True)
        return self.again(_turn)

    def again(self, _turn):
        log = self.root / "log"
        with log.open("w") as file:
            code, figures = compare.run([self.binary, "build", "--root", str(self.root)], file)
        if code != 0:
            sys.exit(log.read_text()[-4000:])
        return figures

    def edit(self, turn):
        file = self.edited[turn]
        file.write_text(file.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
        return self.again(turn)

    def copy(self, _turn):
        copied = self.root / "copied"
        code, figures = compare.run(["cp", "-r", str(self.out), str(copied)], subprocess.DEVNULL)
        shutil.rmtree(copied)
        return figures if code == 0 else sys.exit("cp failed")

    def size(self):
        files = [file.stat().st_size for file in self.out.rglob("*") if file.is_file()]
        return f"{len(files):,} files, {sum(files) / 1e6:.0f} MB"


def sites(work, binary, runs, wanted):
    """Return the wanted sites, by what they have: one with Hugo's pages, and two by default."""
    equal = work / "sites/margent"
    found = {"equal pages": Digest(equal, binary, runs)}
    for name, config in {"defaults, search off": DEFAULTS + NO_SEARCH, "defaults": DEFAULTS}.items():
        root = work / "sites" / name.replace(" ", "-").replace(",", "")
        root.mkdir()
        shutil.copytree(equal / "content", root / "content")
        (root / "site.toml").write_text(config, encoding="utf-8")
        found[name] = Digest(root, binary, runs)
    return {name: found[name] for name in wanted}


def rows(args, work, binaries):
    """Yield a row for each kind of work on each site: its name, margent's runs, and Hugo's of the same rounds."""
    for name, digest in sites(work, binaries["margent"], args.runs, args.sites).items():
        kinds = {"cold": digest.cold, "`cp -r`": digest.copy, "nothing changed": digest.again, "one text edited": digest.edit}
        for what, build in kinds.items():
            mine, hugo = [], []
            for turn in range(args.runs):
                if "hugo" in binaries:
                    hugo.append(compare.build("hugo", binaries["hugo"], work, turn))
                    shutil.rmtree(work / "out")
                mine.append(build(turn))
            size = digest.size() if what == "cold" else ""
            yield f"{name}: {what}", mine, hugo, size
        shutil.rmtree(digest.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=compare.positive, default=10000, help="number of articles (default: 10000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (default: 1)")
    parser.add_argument("--runs", type=compare.positive, default=3, help="of each row (default: 3)")
    parser.add_argument("--peers", default="hugo,margent", help="`margent` leaves Hugo out")
    parser.add_argument("--sites", nargs="+", choices=SITES, default=SITES, help="only these sites")
    parser.add_argument("--short", action="store_true", help="texts of 1 kB")
    parser.add_argument("--work", default="/dev/shm", help="where to put the scratch directory (default: /dev/shm)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="margent-daily-", dir=args.work))
    try:
        binaries = compare.find(args.peers.split(","))
        corpus.write(args.n, args.seed, work / "sites", binaries, corpus.short_body if args.short else corpus.body)
        print(f"\n{args.n} articles, {args.runs} runs, {compare.CORES} processors: medians\n")
        print("| work | wall s | cpu s | peak MiB | wall / Hugo cold | cpu / Hugo cold | output |")
        print("|---|--:|--:|--:|--:|--:|---|")
        for name, mine, hugo, size in rows(args, work, binaries):
            wall, cpu, peak = (statistics.median(getattr(run, key) for run in mine) for key in ("wall", "cpu", "peak"))
            pairs = list(zip(mine, hugo))
            ratios = (
                f"{statistics.median(getattr(a, key) / getattr(b, key) for a, b in pairs):.2f}" if pairs else ""
                for key in ("wall", "cpu")
            )
            cells = [f"{wall:.2f}", f"{cpu:.2f}", f"{peak:.0f}", *ratios, size]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
