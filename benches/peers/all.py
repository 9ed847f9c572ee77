#!/usr/bin/env python3
"""Measure all that README.md says of margent's speed: builds of 300 to 200,000 articles, cold and after edits, and the servers.

    python3 all.py --disk ~/scratch

It takes about half an hour and 15 GB of the disk; with --million two hours and 60 GB.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DAILY, SERVE = "daily.py", "serve.py"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--disk", required=True, help="a folder on a disk, for the largest sites")
    parser.add_argument("--million", action="store_true", help="also build a million articles")
    args = parser.parse_args()
    equal, alone = ["--sites", "equal pages"], ["--peers", "margent", "--runs", "1"]
    short = [*alone, *equal, "--short", "--work", args.disk]
    parts = [
        (DAILY, "--n", "10000", "--runs", "3"),
        (DAILY, "--n", "300", "--runs", "5", "--peers", "margent", "--sites", "defaults, search off", "defaults"),
        (DAILY, "--n", "100000", "--runs", "1", *equal),
        (DAILY, "--n", "30000", *alone, "--sites", "defaults"),
        (DAILY, "--n", "200000", *short),
        (SERVE, "--n", "10000"),
        (SERVE, "--n", "100000", "--peers", "margent"),
    ]
    parts += [(DAILY, "--n", "1000000", *short)] * args.million
    for script, *options in parts:
        print(f"\n## {script} {' '.join(options)}\n", flush=True)
        subprocess.run([sys.executable, HERE / script, *options], check=True)


if __name__ == "__main__":
    main()
