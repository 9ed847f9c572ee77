#!/usr/bin/env python3
"""Build sites with more and more of one thing, and print how processor time and memory grow.

    python3 run.py --program target/release/margent
    python3 run.py --sizes 25000,50000 footnotes outlets

A size counts what the case names. The ratio is the processor time (user + system, of all threads) beside that of the size
before. Memory is the peak of the process, also as a multiple of the input. See README.md beside this file.
"""

import argparse
import os
import shutil
import signal
import tempfile
import threading
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FRONT = 'title = "A"\ndate = 2019-01-01\n'
SOURCE = '[[source]]\nid = "s"\noutlet = "s"\ntitle = "R"\nsnapshot = "s.txt"\n'


def words(count, first=0):
    return " ".join(f"word{number}" for number in range(first, first + count))


def article(body, snapshot="Nothing."):
    return {
        "content/articles/a.md": f"+++\n{FRONT}{SOURCE}+++\n{body}",
        "content/outlets/s.md": '+++\nname = "S"\n+++\n',
        "content/snapshots/s.txt": snapshot,
    }


def excerpt(text, source="s"):
    return f"> {text}\n>\n> — [S](source:{source})\n\n"


def footnotes(n):
    return article("".join(f"Words.[^n{i}]\n\n[^n{i}]: A note.\n\n" for i in range(n)))


def block(n, passage):
    text = " ".join(f"word{i}.[^n{i}]" for i in range(n))
    return article(text + "\n\n" + "".join(f'[^n{i}]: "{passage(i)}": a note.\n\n' for i in range(n)))


def passages(n):
    return block(n, lambda i: f"word{i}.")


def wrong_passages(n):
    return block(n, lambda i: f"wort{i} and others")


def omissions(n):
    parts = " ".join(f"word{i * 5} word{i * 5 + 1} […] [so]" for i in range(n))
    return article(excerpt(f"{parts} word{n * 5 + 1}"), words(n * 5 + 10))


def wrong_words(n):
    return article(excerpt(words(n).replace("5 ", "5s ")), words(n))


def excerpts(n):
    return article("".join(excerpt(words(6, i * 20)) for i in range(n)), words(n * 20))


def wrong_excerpts(n):
    return article("".join(excerpt(words(3, i * 20) + " others") for i in range(n)), words(n * 20))


def snapshots(n):
    """As many sources with a snapshot each, and an excerpt of each."""
    files = {"content/outlets/s.md": '+++\nname = "S"\n+++\n'}
    for first in range(0, n, 100):
        numbers = range(first, min(n, first + 100))
        sources = "".join(
            f'[[source]]\nid = "s{i}"\noutlet = "s"\ntitle = "R"\nsnapshot = "s{i}.txt"\n' for i in numbers
        )
        body = "".join(excerpt(words(6, i), f"s{i}") for i in numbers)
        files[f"content/articles/a{first}.md"] = f"+++\n{FRONT}{sources}+++\n{body}"
        files.update({f"content/snapshots/s{i}.txt": words(100, i) for i in numbers})
    return files


def outlets(n):
    source = '[[source]]\nid = "x{0}"\noutlet = "out{0}"\ntitle = "R"\nurl = "https://out{0}.example/"\n'
    sources = "".join(source.format(i) for i in range(n))
    body = "".join(f"> Some words.\n>\n> — [out{i}](source:x{i})\n\n" for i in range(n))
    return {"content/articles/a.md": f"+++\n{FRONT}{sources}+++\n{body}"}


def wrong_outlets(n):
    """As many declared outlets, and excerpts that are attributed to the next one."""
    source = '[[source]]\nid = "x{0}"\noutlet = "out{0}"\ntitle = "R"\n'
    sources = "".join(source.format(i) for i in range(n))
    body = "".join(f"> Some words.\n>\n> — [Outlet {i + 1}](source:x{i})\n\n" for i in range(n))
    files = {f"content/outlets/out{i}.md": f'+++\nname = "Outlet {i}"\n+++\n' for i in range(n)}
    return {"content/articles/a.md": f"+++\n{FRONT}{sources}+++\n{body}", **files}


def tags(n):
    names = ", ".join(f'"tag {i}"' for i in range(n))
    return {"content/articles/a.md": f"+++\n{FRONT}tags = [{names}]\n+++\nText.\n"}


def headings(n):
    return article("".join(f"## Part {i}\n\n[Part](#pert-{i})\n\n" for i in range(n)))


def missing_snapshots(n):
    source = '[[source]]\nid = "x{0}"\noutlet = "s"\ntitle = "R"\nsnapshot = "copy{0}.txt"\n'
    files = {f"content/snapshots/kopy{i}.txt": "Words." for i in range(n)}
    front = FRONT + "".join(source.format(i) for i in range(n))
    return {**article(""), "content/articles/a.md": f"+++\n{front}+++\nText.\n", **files}


def code(n):
    return article("```js\n" + "f(a);" * n + "\n```\n")


def plain(n):
    return article("".join(f"Paragraph {i} has some words of its own.\n\n" for i in range(n)))


def undefined(n):
    return article("".join(f"Words.[^n{i}]\n\n" for i in range(n)))


CASES = {
    "footnotes": footnotes,
    "notes on passages of one block": passages,
    "notes whose passage is not there": wrong_passages,
    "references to no note": undefined,
    "omissions and insertions": omissions,
    "words of an excerpt with wrong ones": wrong_words,
    "excerpts of one snapshot": excerpts,
    "wrong excerpts of one snapshot": wrong_excerpts,
    "excerpts of as many snapshots": snapshots,
    "undeclared outlets quoted by one article": outlets,
    "attributions to other outlets": wrong_outlets,
    "tags of one article": tags,
    "links to missing headings": headings,
    "missing snapshots": missing_snapshots,
    "calls in one line of code": code,
    "paragraphs of one article": plain,
}


def write(site, case, count):
    """Write a site in a process of its own, for a child's peak counts that of its parent before it became the program."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.write(writer, str(write_files(site, case(count))).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as size:
        return int(size.read())


def write_files(site, files):
    base = {"site.toml": 'title = "S"\nbase_url = "https://s.example"\n'}
    size = 0
    for name, text in {**base, **files}.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_text(text) or 0
    return size


def build(program, site, seconds):
    """The processor time in seconds and the peak memory in MB; none if it takes too long."""
    with open(os.devnull, "w") as null:
        command = [program, "build", "--root", str(site), "--out", str(site / "public")]
        actions = [(os.POSIX_SPAWN_DUP2, null.fileno(), fd) for fd in (1, 2)]
        child = os.posix_spawn(program, command, os.environ, file_actions=actions)
        timer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(child, 0)
        timer.cancel()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", help="words in the names of the cases to run (default: all)")
    parser.add_argument("--program", default=str(REPOSITORY / "target/release/margent"))
    parser.add_argument("--sizes", default="25000,50000,100000")
    parser.add_argument("--seconds", type=float, default=300, help="that a build may take")
    parser.add_argument("--work", default="/dev/shm", help="where sites are written, and removed")
    options = parser.parse_args()
    print(f"{'what':36} {'how many':>9} {'seconds':>8} {'ratio':>6} {'input MB':>9} {'peak MB':>8} {'times':>6}")
    for name, files in CASES.items():
        if options.cases and not any(word in name for word in options.cases):
            continue
        before = None
        for size in map(int, options.sizes.split(",")):
            site = Path(tempfile.mkdtemp(dir=options.work))
            try:
                megabytes = write(site, files, size) / 1e6
                cost = build(options.program, site, options.seconds)
            finally:
                shutil.rmtree(site)
            if cost is None:
                print(f"{name:36} {size:9} did not end in time, or failed")
                break
            ratio = f"{cost[0] / before:6.1f}" if before else f"{'':6}"
            times = cost[1] / megabytes
            print(f"{name:36} {size:9} {cost[0]:8.2f} {ratio} {megabytes:9.1f} {cost[1]:8.0f} {times:6.1f}", flush=True)
            before = cost[0]


if __name__ == "__main__":
    main()
