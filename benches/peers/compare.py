#!/usr/bin/env python3
"""Time cold builds of the same digest by margent and its peers, turn by turn.

    python3 compare.py --n 1000 --runs 5 --peers hugo,margent

The binaries are taken from HUGO, ZOLA, ELEVENTY, PELICAN and MARGENT, else from PATH and, margent, from target/release
of this repository. A peer without a binary is left out. The sites of hugo-full and margent-full are what margent
does by default, without search.

One round runs every peer once (A B C, A B C, ...). Wall time is that of the process from its start to its
end; processor time (user + system) and peak memory are what the kernel accounts for it (wait4). Every
run writes to a new directory, and the only thing removed between runs is margent's memo, so that each of its
builds is cold too. Ratios are taken within a round, against the first peer that is run. The scratch
directory, with the corpora in it, is removed at the end.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import check
import corpus

BY_DEFAULT = ["hugo", "zola", "eleventy", "pelican", "margent"]
REPOSITORY = Path(__file__).resolve().parents[2]
BYTES_PER_ARTICLE = 15_000  # of output, about; the input is a third of it
CORES = os.cpu_count() or 1


@dataclass
class Peer:
    default: str
    version: list
    build: list


PEERS = {
    "hugo": Peer("hugo", ["version"], ["--source", "{site}", "--destination", "{out}", "--quiet"]),
    "zola": Peer("zola", ["--version"], ["--root", "{site}", "build", "--output-dir", "{out}"]),
    "eleventy": Peer("eleventy", ["--version"], ["--output={out}", "--quiet"]),
    "pelican": Peer(
        "pelican", ["--version"], ["{site}/content", "--settings={site}/pelicanconf.py", "--output={out}", "--quiet"]
    ),
    "margent": Peer(
        str(REPOSITORY / "target/release/margent"),
        ["--version"],
        ["build", "--root", "{site}", "--out", "{out}"],
    ),
}
# The same programs, but all that margent does by default.
PEERS |= {f"{name}-full": PEERS[name] for name in ("hugo", "margent")}


@dataclass
class Run:
    wall: float
    cpu: float
    peak: float
    others: float


def find(names):
    """Return {name: binary} of the peers that are there; printing the version also warms the page cache."""
    found = {}
    for name in names:
        variable = name.partition("-")[0].upper()
        wanted = os.environ.get(variable, PEERS[name].default)
        binary = shutil.which(wanted)
        if binary is None:
            print(f"- {name}: left out, no binary `{wanted}` (set {variable})")
            continue
        found[name] = os.path.abspath(binary)
        version = subprocess.run([binary, *PEERS[name].version], capture_output=True, text=True, check=True)
        print(f"- {name}: {version.stdout.splitlines()[0]}")
    return found


def busy_seconds():
    """Processor time used by the whole machine since it started."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _idle, _iowait, irq, softirq, *_ = map(int, stat.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def run(command, log, cwd=None, limit=threading.TIMEOUT_MAX):
    """Run one process to its end or for `limit` seconds; `others` is the share of the processors that others used."""
    busy, start = busy_seconds(), time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=cwd)
    timer = threading.Timer(limit, os.kill, [child.pid, signal.SIGKILL])
    timer.start()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, busy_seconds() - busy - cpu) / (wall * CORES)
    return child.returncode, Run(wall, cpu, usage.ru_maxrss / 1024, others)


def build(name, binary, work, round_number, limit=threading.TIMEOUT_MAX):
    """One cold build into a new directory; returns its figures."""
    site = work / "sites" / name
    out = work / "out" / str(round_number) / name
    if name.startswith("margent"):
        shutil.rmtree(site / ".margent", ignore_errors=True)
    command = [binary] + [part.format(site=site, out=out) for part in PEERS[name].build]
    log = work / f"{name}.log"
    with log.open("w") as file:
        code, figures = run(command, file, site, limit)
    if code != 0:
        sys.exit(f"{' '.join(command)}\nended with {code}:\n{log.read_text()[-4000:]}")
    return figures


def spread(values, digits):
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def table(runs):
    """Return a Markdown table of {name: [Run of each round]}: median (least–most)."""
    base, theirs = next(iter(runs.items()))
    lines = [
        f"| | wall s | cpu s | peak MiB | wall / {base} | cpu / {base} | peak / {base} | others |",
        "|---|" + "--:|" * 7,
    ]
    for name, mine in runs.items():
        cells = [
            spread([r.wall for r in mine], 2),
            spread([r.cpu for r in mine], 2),
            spread([r.peak for r in mine], 0),
            *(
                spread([getattr(r, figure) / getattr(b, figure) for r, b in zip(mine, theirs)], 2)
                for figure in ("wall", "cpu", "peak")
            ),
            f"{max(r.others for r in mine):.0%}",
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def compare(args, work):
    print("Peers:\n")
    binaries = find(args.peers)
    if not binaries:
        sys.exit("nothing to compare")
    needed = args.n * BYTES_PER_ARTICLE * len(binaries) * (args.runs + 1)
    if needed > shutil.disk_usage(work).free:
        sys.exit(f"{args.work} is too small: the runs need about {needed / 1e9:.1f} GB; try fewer --runs")
    holds = corpus.write(args.n, args.seed, work / "sites", binaries)
    (work / "out").mkdir()
    runs = {name: [] for name in binaries}
    for number in range(args.runs):
        (work / "out" / str(number)).mkdir()
        for name, binary in binaries.items():
            runs[name].append(build(name, binary, work, number))
    print(f"\n{args.n} articles, {args.runs} runs, {CORES} processors: median (least–most)\n")
    print(table(runs))
    last = work / "out" / str(args.runs - 1)
    print("\nWhat the last round wrote (bold: not as in the corpus):\n")
    print(check.table({name: check.count(last / name) for name in binaries}, holds))


def peer_names(text):
    names = text.split(",")
    unknown = set(names) - set(PEERS)
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(PEERS)}")
    return names


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=positive, default=1000, help="number of articles (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (default: 1)")
    parser.add_argument("--runs", type=positive, default=5, help="builds of each peer (default: 5)")
    parser.add_argument("--peers", type=peer_names, default=BY_DEFAULT, help=f"default: {','.join(BY_DEFAULT)}")
    parser.add_argument("--work", default="/dev/shm", help="where to put the scratch directory (default: /dev/shm)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="margent-peers-", dir=args.work))
    try:
        compare(args, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
