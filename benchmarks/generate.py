"""Write a folder of invented claims: the same seed gives the same folder, byte for byte.

python benchmarks/generate.py DIR N [--seed S]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from registers import PARTY, parties_toml, sources_toml
from stories import Position, Source, Story, stories, story_id

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PARTY", "SEED", "claim_toml", "story_id", "write"]

SEED: Final = 1


def write(folder: str, count: int, seed: int = SEED) -> None:
    """Write so many claims and the two registers below a folder, which is made if need be.

    Args:
        folder: where; nothing in it is removed.
        count: how many claims.
        seed: two folders of one seed are the same, and the smaller is the start of the larger.
    """
    os.makedirs(folder, exist_ok=True)
    _save(os.path.join(folder, "parties.toml"), parties_toml())
    _save(os.path.join(folder, "sources.toml"), sources_toml(seed))
    lookup = ""
    for story in stories(count, seed):
        if story.folder != lookup:
            lookup = story.folder
            os.makedirs(os.path.join(folder, lookup), exist_ok=True)
        _save(f"{folder}/{lookup}/{story.id}.toml", claim_toml(story))


def claim_toml(story: Story) -> str:
    """Give the text of a claim's file."""
    parts = ["\n".join(_head(story)), *("\n".join(_position(each)) for each in story.positions)]
    parts += ["\n".join(_source(each)) for each in story.sources]
    return "\n\n".join(parts) + "\n"


def _head(story: Story) -> Iterator[str]:
    yield f'title = "{story.title}"'
    yield f'statement = "{story.statement}"'
    if story.kind != "fact":
        yield f'kind = "{story.kind}"'
    if story.unit:
        yield f'unit = "{story.unit}"'
    yield f"date = {story.date}"
    yield "topics = [{}]".format(", ".join(f'"{topic}"' for topic in story.topics))
    for key in ("implies", "contradicts", "see_also"):
        if named := getattr(story, key):
            yield f'{key} = ["{named}"]'
    yield 'notes = """'
    yield from story.notes
    yield '"""'


def _position(told: Position) -> Iterator[str]:
    yield "[[positions]]"
    lines = {
        f'party = "{told.party}"': True,
        f'stance = "{told.stance}"': True,
        f"date = {told.date}": told.date,
        'date_of = "report"': told.by_report,
        f"value = {told.value}": told.value,
        f'about = "{told.about}"': told.about,
        f'quote = "{told.quote}"': told.quote,
        f'original = "{told.original}"': told.original,
        f'lang = "{told.lang}"': told.original,
        f'note = "{told.note}"': told.note,
        'attribution = "anonymous"': told.anonymous,
        f'via = ["{told.via}"]': told.via,
        f"sources = [{', '.join(told.sources)}]": told.sources,
    }
    yield from (line for line, is_told in lines.items() if is_told)


def _source(cited: Source) -> Iterator[str]:
    yield "[[sources]]"
    yield f'id = "{cited.id}"'
    yield f'title = "{cited.title}"'
    yield f'publisher = "{cited.publisher}"'
    yield f'url = "https://papers.example.org/{cited.id}"'
    yield f"date = {cited.date}"
    if cited.derived_from:
        yield f'derived_from = "{cited.derived_from}"'


def _save(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        data = memoryview(text.encode())
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(description="Write a folder of invented claims.")
    parser.add_argument("folder", metavar="DIR", help="the folder to write below")
    parser.add_argument("count", metavar="N", type=int, help="how many claims")
    parser.add_argument("--seed", metavar="S", type=int, default=SEED, help="default: %(default)s")
    asked = parser.parse_args()
    began = time.perf_counter()
    write(asked.folder, asked.count, asked.seed)
    sys.stderr.write(f"{asked.count:,} claims in {time.perf_counter() - began:.1f} s\n")


if __name__ == "__main__":
    main()
