"""Write a folder of invented claims: the same seed gives the same folder, byte for byte.

    python benchmarks/generate.py DIR N [--seed S] [--kind KIND]

Kinds of books: default; unregistered (the same claims, with parties named as people write them, and no parties.toml);
long (records of about 6 KB); voices (ten claims with N voices of one party).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from registers import PARTY, parties_toml, sources_toml
from special_books import long_parties, long_stories, unregistered_stories, voices_parties, voices_stories
from stories import Position, Source, Story, stories, story_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["KINDS", "PARTY", "SEED", "Kind", "claim_toml", "registries", "save", "story_id", "write"]

SEED: Final = 1


class Kind(NamedTuple):
    """A kind of book.

    Attributes:
        stories: the claims, by how many (or how many voices) there are and the seed.
        parties: the text of parties.toml, by how many there are; empty if there is no such file.
    """

    stories: Callable[[int, int], Iterator[Story]]
    parties: Callable[[int], str]


KINDS: Final = {
    "default": Kind(stories, lambda _: parties_toml()),
    "unregistered": Kind(unregistered_stories, lambda _: ""),
    "long": Kind(long_stories, lambda _: long_parties()),
    "voices": Kind(voices_stories, voices_parties),
}


def write(folder: str, count: int, seed: int = SEED, kind: str = "default") -> None:
    """Write so many claims and the registries below a folder, which is made if need be.

    Args:
        folder: where; nothing in it is removed.
        count: how many claims; in a book with voices, how many voices.
        seed: two folders of one seed are the same, and the smaller is the start of the larger.
        kind: the kind of book.
    """
    registries(folder, count, seed, kind)
    lookup = ""
    for story in KINDS[kind].stories(count, seed):
        if story.folder != lookup:
            lookup = story.folder
            os.makedirs(os.path.join(folder, lookup), exist_ok=True)
        save(f"{folder}/{lookup}/{story.id}.toml", claim_toml(story))


def registries(folder: str, count: int, seed: int, kind: str) -> None:
    """Write the registries of a book: sources.toml, and parties.toml if its kind has one."""
    os.makedirs(folder, exist_ok=True)
    if parties := KINDS[kind].parties(count):
        save(os.path.join(folder, "parties.toml"), parties)
    save(os.path.join(folder, "sources.toml"), sources_toml(seed))


def claim_toml(story: Story) -> str:
    """Return the text of a claim's file."""
    parts = ["\n".join(_head(story)), *(_position(each) for each in story.positions)]
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


def _position(told: Position) -> str:
    lines = {
        f'party = "{told.party}"': True,
        f'stance = "{told.stance}"': True,
        f"date = {told.date}": told.date,
        'date_of = "report"': told.by_report,
        f"value = {told.value}": told.value,
        f'about = "{told.about}"': told.about,
        f"quote = {_text(told.quote)}": told.quote,
        f'original = "{told.original}"': told.original,
        f'lang = "{told.lang}"': told.original,
        f'note = "{told.note}"': told.note,
        'attribution = "anonymous"': told.anonymous,
        f'via = ["{told.via}"]': told.via,
        f"sources = [{', '.join(told.sources)}]": told.sources,
    }
    return "\n".join(["[[positions]]", *(line for line, is_told in lines.items() if is_told)])


def _text(text: str) -> str:
    """Return a text without quotation marks and backslashes as a TOML string."""
    return f'"""\n{text}"""' if "\n" in text else f'"{text}"'


def _source(cited: Source) -> Iterator[str]:
    yield "[[sources]]"
    yield f'id = "{cited.id}"'
    yield f'title = "{cited.title}"'
    yield f'publisher = "{cited.publisher}"'
    yield f'url = "https://papers.example.org/{cited.id}"'
    yield f"date = {cited.date}"
    if cited.derived_from:
        yield f'derived_from = "{cited.derived_from}"'


def save(path: str, text: str) -> None:
    """Write a text to a file, whole."""
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
    parser.add_argument("count", metavar="N", type=int, help="how many claims, or voices")
    parser.add_argument("--seed", metavar="S", type=int, default=SEED, help="default: %(default)s")
    parser.add_argument("--kind", choices=[*KINDS], default="default", help="default: %(default)s")
    asked = parser.parse_args()
    began = time.perf_counter()
    write(asked.folder, asked.count, asked.seed, asked.kind)
    sys.stderr.write(f"{asked.folder}: {time.perf_counter() - began:.1f} s\n")


if __name__ == "__main__":
    main()
