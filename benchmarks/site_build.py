"""Measure `claimtrack site`: a build and a rebuild after one edit, each beside a bare Jinja2 render of such pages.

    python benchmarks/site_build.py [N] [--runs R]

The book has N claims with about twenty positions each: the claims of generate.py, each with those of the next three.
A run does the bare render, the build and the rebuild after one another; the figures are medians of the runs. The index
is up to date before a build. The bare render writes as many pages as the build, each of as many bytes: a loop over
rows of a link and a text, autoescaped.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generate import SEED, claim_toml, registries, save
from jinja2 import DictLoader, Environment
from stories import stories

if TYPE_CHECKING:
    from collections.abc import Sequence

_MERGED: Final = 4  # claims of the generator in one of this book
_BARE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><h1>{{ title }}</h1><ul>
{% for row in rows %}<li class="{{ row.kind }}"><a href="{{ row.link }}">{{ row.text }}</a></li>
{% endfor %}</ul></body></html>
"""
_TEXT: Final = 40  # characters of a row's text; with its tags, a row is about twice that


def write_book(folder: str, count: int) -> Path:
    """Write the book into a folder, and return the path of the claim to edit."""
    registries(folder, count * _MERGED, SEED, "default")
    told = list(stories(count * _MERGED, SEED))
    for first in range(0, len(told), _MERGED):
        merged = told[first : first + _MERGED]
        story = merged[0]._replace(
            positions=tuple(position for each in merged for position in each.positions),
            sources=tuple(source for each in merged for source in each.sources),
            implies="",
            contradicts="",
            see_also=told[first - _MERGED].id if first else "",
        )
        os.makedirs(os.path.join(folder, story.folder), exist_ok=True)
        save(f"{folder}/{story.folder}/{story.id}.toml", claim_toml(story))
    middle = told[count // 2 * _MERGED]
    return Path(folder, middle.folder, f"{middle.id}.toml")


def render_bare(pages: Sequence[tuple[str, Sequence[dict[str, str]]]], folder: str) -> None:
    """Render pages with Jinja2 and nothing else, and write each to a file."""
    template = Environment(loader=DictLoader({"page": _BARE}), autoescape=True).get_template("page")
    os.makedirs(folder)
    for number, (title, rows) in enumerate(pages):
        with open(os.path.join(folder, f"{number}.html"), "wb") as file:
            file.write(template.render(title=title, rows=rows).encode())


def pages_like(site: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what a bare render makes pages from that have the sizes of a site's pages."""
    found = []
    for path in sorted(Path(site).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        words = " ".join(re.sub(r"<[^>]*>", " ", text).split())
        rows: list[dict[str, str]] = []
        size = 0
        while size < len(text):
            start = len(rows) * _TEXT % max(len(words) - _TEXT, 1)
            row = {"kind": "side", "link": f"../parties/{len(rows)}.html", "text": words[start : start + _TEXT]}
            rows.append(row)
            size += sum(map(len, row.values())) + len('<li class=""><a href=""></a></li>\n')
        found.append((path.stem, rows))
    return found


def _seconds(command: Sequence[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=env)
    return time.perf_counter() - start


def _measure(count: int, runs: int, folder: str) -> None:
    env = {**os.environ, "CLAIMTRACK_CACHE_DIR": f"{folder}/cache"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    claims, site, bare = f"{folder}/claims", f"{folder}/site", f"{folder}/bare"
    edited = write_book(claims, count)
    build = [sys.executable, "-m", "claimtrack", "site", "--claims", claims, "-o", site]
    _seconds(build, env)  # writes the index and the bytecode, and says how large the pages are
    pages = pages_like(site)
    times: dict[str, list[float]] = {"bare": [], "build": [], "rebuild": []}
    for run in range(runs):
        start = time.perf_counter()
        render_bare(pages, bare)
        times["bare"].append(time.perf_counter() - start)
        shutil.rmtree(bare)
        shutil.rmtree(site)
        times["build"].append(_seconds(build, env))
        edited.write_text(f"# edited {run}\n{edited.read_text(encoding='utf-8').replace(' was ', ' was then ', 1)}")
        times["rebuild"].append(_seconds(build, env))
    medians = {name: statistics.median(each) for name, each in times.items()}
    print(f"{count:,} claims, {len(pages):,} pages, {runs} runs")
    for name, seconds in medians.items():
        print(f"{name:8}{seconds:8.2f} s")
    print(f"build / bare     {medians['build'] / medians['bare']:.2f}")
    print(f"rebuild / build  {medians['rebuild'] / medians['build']:.3f}")


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=2000, metavar="N", help="how many claims (2000)")
    parser.add_argument("--runs", type=int, default=3, metavar="R", help="how many runs (3)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(args.count, args.runs, folder)


if __name__ == "__main__":
    main()
