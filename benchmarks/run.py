"""Measure claimtrack against public programs on generated folders, and write the results as Markdown.

    python benchmarks/run.py [--sizes 20,10000,100000] [--runs 7] [--work DIR] [--out FILE] [--peer DIR]

The claimtrack measured is the one that is installed with the Python that runs this.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from typing import Final

from books import Bench, claimtrack
from generate import SEED
from questions import LARGE, MIDDLING, Answers, ask_growth, ask_large, ask_middling, ask_small
from report import markdown

_SMALLEST: Final = 20


def main() -> int:
    """Read the command line, measure, write; give the exit code."""
    asked = _parser().parse_args()
    if not os.path.exists(claimtrack()):
        sys.stderr.write(f"no claimtrack beside {sys.executable}: install it there first\n")
        return 1
    path = os.pathsep.join([*asked.peer, os.environ.get("PATH", os.defpath)])
    work = os.path.abspath(asked.work)
    os.makedirs(work, exist_ok=True)
    bench = Bench(work, asked.runs, asked.seed, path, asked.peer_limit)
    text = markdown(bench, asked.sizes, measured(bench, asked.sizes))
    if asked.out:
        with open(asked.out, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)
    return 0


def measured(bench: Bench, sizes: list[int]) -> Answers:
    """Ask every question that the sizes are large enough for, the small ones first."""
    answers = Answers([], [], [], [], [])
    began = time.monotonic()
    for size in sizes:
        _say(f"{size:,} claims", began)
        book = bench.book(size)
        if size < MIDDLING:
            ask_small(bench, book, answers)
        elif size < LARGE:
            ask_middling(bench, book, answers)
        else:
            ask_large(bench, book, bench.book(min(_SMALLEST, *sizes)), answers)
    grown = [size for size in sizes if size >= MIDDLING][-2:]
    if len(grown) == 2:
        _say("growth", began)
        ask_growth(bench, bench.book(grown[0]), bench.book(grown[1]), answers)
    _say("done", began)
    return answers


def _say(what: str, began: float) -> None:
    sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {what}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure claimtrack against public programs.")
    parser.add_argument("--sizes", type=_sizes, default="20,10000,100000", help="how many claims (%(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="how often each program is run (%(default)s)")
    parser.add_argument(
        "--work",
        metavar="DIR",
        default=os.path.join(tempfile.gettempdir(), "claimtrack-benchmarks"),
        help="where folders are generated, and found again by the next run (%(default)s)",
    )
    parser.add_argument("--out", metavar="FILE", help="write the results here instead of to stdout")
    parser.add_argument(
        "--peer", metavar="DIR", action="append", default=[], help="look for programs here too, before PATH"
    )
    parser.add_argument("--peer-limit", metavar="N", type=int, default=10_000, help=_LIMITED)
    parser.add_argument("--seed", metavar="S", type=int, default=SEED, help="of the claims (%(default)s)")
    return parser


_LIMITED: Final = "the largest folder that todoman and taskwarrior are given: they read it in for minutes (%(default)s)"


def _sizes(text: str) -> list[int]:
    return sorted({int(size) for size in text.split(",")})


if __name__ == "__main__":
    sys.exit(main())
