#!/usr/bin/env python3
"""Measures `margent import` on public pages and feeds, beside its peers. See README.md."""

import argparse
import json
from pathlib import Path

import attribution
import corpora
import feeds
import programs
from score import score

PARTS = (*corpora.CORPORA, "attribution", "feeds", "exports")
KINDS = ("body", "title", "author", "date", "split", "attribution", "feeds")


def main():
    args = arguments()
    measures = {"attribution": measure_attribution, "feeds": measure_feeds, "exports": measure_exports}
    results = {}
    for part in args.only or PARTS:
        rows, verdicts = measures[part](args) if part in measures else measure_pages(args, part)
        print_table(part, rows)
        results[part] = {"figures": rows, "verdicts": verdicts}
    if args.json:
        Path(args.json).write_text(json.dumps(results, indent=1, ensure_ascii=False))
    if args.against:
        compare(json.loads(Path(args.against).read_text()), results)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True, type=Path, help="folder of the clones named in README.md")
    parser.add_argument("--margent", default="target/release/margent", help="the program")
    parser.add_argument("--peers", action="store_true", help="run the peers too")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts")
    parser.add_argument("--show", nargs="+", choices=KINDS, default=[], help="list what margent has wrong")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="write margent's drafts there")
    parser.add_argument("--json", metavar="FILE", help="write all figures, and the verdict on each page")
    parser.add_argument("--against", metavar="FILE", help="list the verdicts that differ from those of an earlier --json")
    return parser.parse_args()


def measure_pages(args, name):
    """A row for each program, and what became of each page in margent."""
    pages = corpora.read(args.corpora, name)
    if not pages:
        return {}, {}
    runs = {f"margent, {len(pages)} pages": programs.margent(args.margent, pages)}
    runs |= {peer: programs.peer(peer, pages) for peer in programs.PEERS if args.peers}
    scores = {program: score(pages, run) for program, run in runs.items()}
    (_, notes), *others = scores.values()
    beside = [{note[:2]: note[2] for note in of[1]} for of in others]
    show(args, notes, lambda note: "".join(f", {peer} {of.get(note[:2])}" for peer, of in zip(programs.PEERS, beside)))
    if args.keep:
        for page, found in next(iter(runs.values())).found.items():
            args.keep.joinpath(name).mkdir(parents=True, exist_ok=True)
            args.keep.joinpath(name, f"{page}.md").write_text(found.markdown)
    verdicts = {f"{kind} {page}": verdict for kind, page, verdict, _ in notes}
    return {program: figures for program, (figures, _) in scores.items()}, verdicts


def measure_attribution(args):
    """Both halves of the labels, without and with declarations of the outlets."""
    path, pages = Path(__file__).with_name("attributions.json"), {}
    for name in corpora.QUOTING:
        pages |= {f"{name} {page}": found for page, found in corpora.read(args.corpora, name).items()}
    labels = [{**label, "page": f"{label['corpus']} {label['page']}"} for label in json.loads(path.read_text())]
    labels = [label for label in labels if label["page"] in pages]
    pages = {label["page"]: pages[label["page"]] for label in labels}
    texts = [attribution.locate(label, pages[label["page"]]) for label in labels]
    rows = {}
    for kind, outlets in ("", {}), (", declared", attribution.declarations(labels, pages.values())):
        halves, notes = attribution.score_labels(labels, texts, programs.margent(args.margent, pages, outlets))
        rows |= {half + kind: figures for half, figures in halves.items()}
        show(args, notes)
    return rows, {f"{kind} {page} {lines[0]}": verdict for kind, page, verdict, lines in notes}


def measure_feeds(args):
    figures, notes = feeds.score_feeds(args.corpora / "feedparser", args.margent)
    show(args, notes)
    return {"margent": figures}, {f"{kind} {page} {verdict}": True for kind, page, verdict, _ in notes}


def measure_exports(args):
    return {"margent": feeds.build_exports(args.corpora / "theme-test-data", args.margent)}, {}


def print_table(part, rows):
    """A fact is `right/stated -wrong +invented`."""
    print(f"\n{part}" + ("" if rows else ": nothing, since it was not fetched"))
    cells = {row: shorten(figures) for row, figures in rows.items()}
    columns = list(next(iter(cells.values()), {}))
    widths = {column: max(len(column), *(len(cell[column]) for cell in cells.values())) + 2 for column in columns}
    for row, cell in ({"": dict(zip(columns, columns))} | cells if cells else {}).items():
        print(f"{row:20}" + "".join(f"{cell[column]:>{widths[column]}}" for column in columns), flush=True)


def shorten(figures):
    cells = {}
    for name, value in figures.items():
        fact, _, what = name.partition(" ")
        if fact in figures and what in ("stated", "wrong", "invented"):
            cells[fact] += {"stated": "/", "wrong": " -", "invented": " +"}[what] + str(value)
        else:
            cells[name] = f"{value:.4f}" if isinstance(value, float) and value <= 1 else str(value)
    return cells


def show(args, notes, beside=lambda note: ""):
    """The worst texts last."""
    for note in sorted(notes, key=lambda note: (note[0], -note[2] if note[0] == "body" else 0)):
        if note[0] in args.show and (note[3] or note[0] == "split"):
            print(f"{note[0]} {note[1]}: {note[2]}{beside(note)}" + "".join(f"\n    {line}" for line in note[3]))


def compare(before, after):
    for part, result in after.items():
        old, new = before.get(part, {}).get("verdicts", {}), result["verdicts"]
        for what in sorted(old.keys() | new.keys()):
            if old.get(what) != new.get(what):
                print(f"{part} {what}: {old.get(what)} -> {new.get(what)}")


if __name__ == "__main__":
    main()
