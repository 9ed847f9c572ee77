"""Figures of one program on one corpus, and notes on what is wrong: `(kind, page, verdict, lines)`."""

import re
from collections import Counter
from difflib import SequenceMatcher
from statistics import mean

from programs import Found
from texts import normal

JOINERS = {"by", "von", "par", "por", "and", "und", "et", "y", "e"}


def score(pages, run):
    notes = []
    figures = score_bodies(pages, run, notes)
    for kind, wanted, right in (("title", "titles", same_title), ("author", "author", same_author), ("date", "date", same_day)):
        figures |= score_fact(kind, wanted, right, pages, run, notes)
    drafts = {name: run.found[name].drafts if name in run.found else 0 for name in pages}
    notes += [("split", name, f"{count} drafts", ()) for name, count in drafts.items() if count != 1]
    figures |= {"split": sum(count > 1 for count in drafts.values()), "none": sum(count == 0 for count in drafts.values())}
    return figures | {"pages/s": round(len(pages) / max(run.seconds, .01), 1), "MB": round(run.megabytes)}, notes


def score_bodies(pages, run, notes):
    """Whole texts by runs of four words and means over the pages, as Zyte does; snippets all together, as trafilatura does."""
    precisions, recalls, right, extra, lost = [], [], 0, 0, 0
    for name, page in pages.items():
        body = run.found.get(name, Found()).body
        if page.body is None:
            plain = " ".join(body.split())
            missing = [part for part in page.include if " ".join(part.split()) not in plain]
            wrong = [part for part in page.exclude if " ".join(part.split()) in plain]
            right, extra, lost = right + len(page.include) - len(missing), extra + len(wrong), lost + len(missing)
            verdict = -len(missing) - len(wrong)
        else:
            wanted, got = shingles(page.body), shingles(body)
            both = (wanted & got).total()
            precisions += [both / got.total()] if got else []
            recalls += [both / wanted.total()] if wanted else []
            verdict = round(2 * both / max(1, wanted.total() + got.total()), 3)
            missing, wrong = differences(page.body, body) if verdict < .97 else ([], [])
        notes.append(("body", name, verdict, [f"missing: {it}" for it in missing] + [f"too much: {it}" for it in wrong]))
    precision = mean(precisions) if precisions else right / max(1, right + extra)
    recall = mean(recalls) if recalls else right / max(1, right + lost)
    return {"F1": 2 * precision * recall / max(.0001, precision + recall), "precision": precision, "recall": recall}


def words(text):
    return re.findall(r"\w+", text)


def shingles(text):
    tokens = words(text)
    return Counter(tuple(tokens[at:at + 4]) for at in range(max(1, len(tokens) - 3))) if tokens else Counter()


def differences(wanted, got):
    """The three longest passages that are missing, and that are too much."""
    a, b = words(wanted), words(got)
    if len(a) * len(b) > 10**8:
        return [], ["far more words"]
    runs = [run[1:] for run in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if run[0] != "equal"]
    longest = lambda texts: [text[:160] for text in sorted(filter(None, texts), key=len, reverse=True)[:3]]
    return longest(" ".join(a[i:j]) for i, j, _, _ in runs), longest(" ".join(b[k:l]) for _, _, k, l in runs)


def score_fact(kind, attribute, right, pages, run, notes):
    """How often a fact is right, wrong, and there although the page has none."""
    counts, stated = Counter(), 0
    for name, page in pages.items():
        wanted, got = getattr(page, attribute), getattr(run.found.get(name, Found()), kind)
        if wanted is None:
            continue
        got = [part for part in got if part] if isinstance(got, list) else got
        verdict = ("wrong" if got else "missing") if wanted else ("invented" if got else "rightly none")
        verdict = "right" if wanted and got and right(got, wanted) else verdict
        counts[verdict] += 1
        stated += bool(wanted)
        notes.append((kind, name, verdict, [] if verdict.startswith("right") else [f"got {got!r}", f"not {wanted!r}"]))
    return {kind: counts["right"], f"{kind} stated": stated, f"{kind} wrong": counts["wrong"],
            f"{kind} invented": counts["invented"]} if stated else {}


def same_title(got, wanted):
    return normal(got) in map(normal, wanted)


def same_author(got, wanted):
    """All names, in any order."""
    names = lambda authors: set(words(" ".join(authors).lower())) - JOINERS
    return names(got) == names(wanted)


def same_day(got, wanted):
    """The day as written."""
    return got[:10] == wanted
