#!/usr/bin/env python3
"""Time cold builds of digests of several sizes by margent and its peers, and draw them as one chart.

    python3 chart.py --sizes 100,1000,10000
    python3 chart.py --draw

The peers are found and run as by compare.py. One that fails, or that takes longer than --limit, or would at the pace of
the size before, has no larger sizes. The results are saved after each size; --draw only draws them again.
"""

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import compare
import corpus

RESULTS = Path(__file__).resolve().parent / "speed.json"
CHART = compare.REPOSITORY / "docs/speed.svg"
SIZES = "100,300,1000,3000,10000"
NAMES = {"hugo": "Hugo", "zola": "Zola", "eleventy": "Eleventy", "pelican": "Pelican"}
ENOUGH = 60  # seconds of builds of one peer at one size, after which there are no more of them

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 800, 500, 70, 140, 84, 52
LINE = 17  # between two labels
STYLE = """
text { font: 14px system-ui, sans-serif; fill: currentColor; paint-order: stroke; stroke: #fff; stroke-width: 4px }
svg, .back { color: #24292f; fill: #fff }
.grid { stroke: currentColor; opacity: .15 }
.hugo { color: #0969a8 } .zola { color: #8045b0 } .eleventy { color: #467a18 } .pelican { color: #946200 }
.margent { color: #c4281c }
polyline { fill: none; stroke: currentColor; stroke-width: 2 }
circle { fill: currentColor }
.margent polyline { stroke-width: 4 }
.margent text, .title { font-weight: bold }
.title { font-size: 18px }
@media (prefers-color-scheme: dark) {
svg, .back { color: #e6e9ec; fill: #14171a }
.hugo { color: #5db4f0 } .zola { color: #c79af0 } .eleventy { color: #94cc5f } .pelican { color: #e0ad45 }
.margent { color: #ff7b6b }
text { stroke: #14171a }
}
"""


def measure(args, work):
    """Yield the results after each size."""
    print("Peers:\n")
    peers = compare.find(args.peers)
    if not peers:
        sys.exit("nothing to compare")
    results = {"date": str(date.today()), "processors": compare.CORES, "builds": {name: {} for name in peers}}
    for n in sorted(args.sizes):
        for name in list(peers):
            *_, (size, last) = medians(results, name) or [(n, 0)]
            if last * n / size > args.limit:
                del peers[name]
        if not peers:
            return
        corpus.write(n, args.seed, work / "sites", peers)
        (work / "out/0").mkdir(parents=True)
        for _ in range(args.runs):
            for name in list(peers):
                mine = results["builds"][name].setdefault(n, [])
                if sum(run["wall"] for run in mine) > ENOUGH:
                    continue
                try:
                    figures = asdict(compare.build(name, peers[name], work, 0, args.limit))
                    mine.append({figure: round(value, 3) for figure, value in figures.items()})
                except SystemExit as failure:
                    print(failure)
                    del peers[name], results["builds"][name][n]
                shutil.rmtree(work / "out/0" / name, ignore_errors=True)
        shutil.rmtree(work / "sites")
        shutil.rmtree(work / "out")
        yield results


def medians(results, name):
    """Return [(articles, seconds)] of a peer."""
    return [(int(n), statistics.median(run["wall"] for run in runs)) for n, runs in results["builds"][name].items()]


def seconds(value):
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s" if value < 10 else f"{value:.0f} s"


def table(results):
    sizes = sorted({n for name in results["builds"] for n, _ in medians(results, name)})
    lines = [f"| articles | {' | '.join(f'{n:,}' for n in sizes)} |", "|---|" + "--:|" * len(sizes)]
    for name in results["builds"]:
        times = dict(medians(results, name))
        lines.append(f"| {name} | {' | '.join(seconds(times[n]) if n in times else '' for n in sizes)} |")
    return "\n".join(lines)


def scale(values, start, end):
    """Return a function from values, by their logarithm, to places from `start` to `end`."""
    low, high = math.log(min(values)), math.log(max(values))
    return lambda value: start + (math.log(value) - low) / ((high - low) or 1) * (end - start)


def spread(wanted):
    """Move places apart until none is nearer than a line to the next: {key: place} to {key: place}."""
    placed = {}
    for key in sorted(wanted, key=wanted.get):
        placed[key] = max(wanted[key], max(placed.values(), default=-LINE) + LINE)
    too_low = max(0, max(placed.values(), default=0) - (HEIGHT - BOTTOM))
    return {key: place - too_low for key, place in placed.items()}


def text(x, y, content, anchor="start", kind=""):
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{kind}>{content}</text>'


def grid(x, y, sizes, times):
    for n in sizes:
        yield f'<path class="grid" d="M{x(n):.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield text(x(n), HEIGHT - BOTTOM + 20, f"{n:,}", "middle")
    for power in range(math.ceil(math.log10(min(times))), math.floor(math.log10(max(times))) + 1):
        yield f'<path class="grid" d="M{LEFT} {y(10**power):.1f}H{WIDTH - RIGHT}"/>'
        yield text(LEFT - 8, y(10**power) + 5, f"{10**power:g} s", "end")
    yield text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "articles", "middle")


def draw(results):
    lines = {name: found for name in results["builds"] if (found := medians(results, name))}
    sizes = sorted({n for line in lines.values() for n, _ in line})
    times = [time for line in lines.values() for _, time in line]
    times = [min(times) / 1.3, *times, max(times) * 1.3]
    x, y = scale(sizes, LEFT, WIDTH - RIGHT), scale(times, HEIGHT - BOTTOM, TOP)
    beside = {}  # the labels to the right of a line's end; of a line that ends early above the others, it is above
    for size in sizes:
        slowest = max(time for line in lines.values() for n, time in line if n == size)
        ends = {name: line[-1][1] for name, line in lines.items() if line[-1][0] == size}
        beside |= spread({name: y(time) for name, time in ends.items() if size == sizes[-1] or time < slowest})
    day = date.fromisoformat(results["date"])
    title = "Seconds of a cold build, by the number of articles"
    below = f"Both axes are logarithmic; lower is faster. {results['processors']} processors, {day.day} {day:%B %Y}."
    description = " ".join(describe(NAMES.get(name, name), line) for name, line in lines.items())
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
        f'<title id="t">{title}</title>',
        f'<desc id="d">{description}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>',
        text(16, 30, title, kind="title"),
        text(16, 52, below),
        *grid(x, y, sizes, times),
    ]
    labels = []
    for name, line in lines.items():
        points = " ".join(f"{x(n):.1f},{y(time):.1f}" for n, time in line)
        dots = "".join(f'<circle cx="{x(n):.1f}" cy="{y(time):.1f}" r="4"/>' for n, time in line)
        drawn.append(f'<g class="{name}"><polyline points="{points}"/>{dots}</g>')
        n, time = line[-1]
        label = f"{NAMES.get(name, name)} {seconds(time)}"
        place = (x(n) + 10, beside[name] + 5, label) if name in beside else (x(n), y(time) - 10, label, "end")
        labels.append(f'<g class="{name}">{text(*place)}</g>')
    return "\n".join([*drawn, *labels, "</svg>\n"])


def describe(name, line):
    return f"{name}: " + ", ".join(f"{n:,} articles {seconds(time)}" for n, time in line) + "."


def sizes(text):
    return [compare.positive(size) for size in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=sizes, default=SIZES, help=f"numbers of articles (default: {SIZES})")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (default: 1)")
    parser.add_argument("--runs", type=compare.positive, default=3, help="builds of each peer and size (default: 3)")
    parser.add_argument("--limit", type=float, default=300, help="seconds that one build may take (default: 300)")
    parser.add_argument("--peers", type=compare.peer_names, default=compare.BY_DEFAULT, help="as of compare.py")
    parser.add_argument("--work", default="/dev/shm", help="where to put the scratch directory (default: /dev/shm)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: speed.json beside this script")
    parser.add_argument("--chart", type=Path, default=CHART, help="default: docs/speed.svg")
    parser.add_argument("--draw", action="store_true", help="draw the results again, without measuring")
    args = parser.parse_args()
    if not args.draw:
        work = Path(tempfile.mkdtemp(prefix="margent-chart-", dir=args.work))
        try:
            for results in measure(args, work):
                args.results.write_text(json.dumps(results) + "\n", encoding="utf-8")
        finally:
            shutil.rmtree(work, ignore_errors=True)
    results = json.loads(args.results.read_text(encoding="utf-8"))
    print("\n" + table(results))
    args.chart.write_text(draw(results), encoding="utf-8")


if __name__ == "__main__":
    main()
