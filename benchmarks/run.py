"""Measure claimtrack against public programs and an older version on generated folders, and write Markdown.

    python benchmarks/run.py [--only NAME,…] [--before PATH] [--runs 7] [--out FILE] [--sizes 20,10000,100000 | --trial]

The claimtrack measured is the one that is installed with the Python that runs this.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import textwrap
import time
from typing import Final

from asking import Asker
from books import FULL, TRIAL, Bench, claimtrack
from bytecode import missing_bytecode, python_of
from generate import SEED
from questions import NAMES, chosen
from report import markdown
from results import Answers


def main() -> int:
    """Read the command line, measure, write; return the exit code."""
    asked = _parser().parse_args()
    path = os.pathsep.join([*asked.peer, os.environ.get("PATH", os.defpath)])
    work = os.path.abspath(asked.work)
    os.makedirs(work, exist_ok=True)
    scale = TRIAL if asked.trial else FULL._replace(sizes=asked.sizes)
    runs = asked.runs or (1 if asked.trial else 7)
    older = os.path.abspath(asked.before) if asked.before else ""
    bench = Bench(work, runs, asked.seed, path, asked.peer_limit, scale, older)
    if wrong := _wrong(bench):
        sys.stderr.write(f"{wrong}\n")
        return 1
    answers = Answers([], [], [], [], [], [])
    text = markdown(bench, Asker(bench, frozenset(asked.only), answers, time.monotonic()).ask_all())
    if asked.out:
        with open(asked.out, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)
    return 0


def _wrong(bench: Bench) -> str:
    """Return in one line why nothing can be measured; empty if it can."""
    if not os.path.exists(claimtrack()):
        return f"no claimtrack beside {sys.executable}: install it there first"
    if bench.older and not os.access(bench.older, os.X_OK):
        return f"{bench.older} is no program: --before needs the path of another claimtrack"
    pythons = (sys.executable, *([python_of(bench.older)] if bench.older else []))
    return next(filter(None, (missing_bytecode(python, bench.env()) for python in pythons)), "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Measure claimtrack against public programs.",
        epilog="Questions:\n" + textwrap.fill(", ".join(NAMES), 100, break_on_hyphens=False),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--sizes", type=_sizes, default=FULL.sizes, help="how many claims (20,10000,100000)")
    size.add_argument("--trial", action="store_true", help="tiny sizes, one run each: does everything work?")
    parser.add_argument("--only", type=_names, default=NAMES, metavar="NAME,…", help="these questions only; * fits any")
    parser.add_argument("--before", metavar="PATH", help="another claimtrack, to be run alternately with this one")
    parser.add_argument("--runs", type=int, help="how often each program is run (7)")
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


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(size) for size in text.split(",")}))


def _names(text: str) -> tuple[str, ...]:
    try:
        return tuple(chosen(text.split(",")))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
