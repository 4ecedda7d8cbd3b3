"""Styled text, broken into lines for a width. Nothing of rich is needed until the lines are coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.render.terminal.cells import width, wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_ADDRESS: Final = "://"  # what an address has in it
_LEAST: Final = 8  # cells for text, however narrow the terminal is


class Run(NamedTuple):
    """A piece of text in one style, escaped already."""

    text: str
    style: str = ""  # as rich writes it: "bold blue"
    link: str = ""  # the address to which it leads, if it does


Line = tuple[Run, ...]
"""A line of a page, without its line break."""

EMPTY: Final[Line] = ()


def text_of(line: Line) -> str:
    """Return the text of a line."""
    return "".join([run.text for run in line]).rstrip()


def paragraph(
    runs: Sequence[Run], room: int, *, first: Line = (), indent: int = 0, unbroken: Collection[str] = ()
) -> Iterator[Line]:
    """Yield the lines of a paragraph, broken where a run has a line break, and between words.

    Args:
        runs: the text.
        room: the width of the page.
        first: what stands before the text in the first line: as wide as the indent, or narrower.
        indent: the cells before the text.
        unbroken: ids that are never broken. Neither are addresses, so that they can be copied; they are wider than the
            page if they have to be.
    """
    text = "".join([run.text for run in runs])
    room = max(room - indent, _LEAST)
    prefix = (*first, Run(" " * (indent - width("".join([run.text for run in first])))))
    if "\n" not in text and width(text) <= room:
        yield (*prefix, *runs)
        return
    if _ADDRESS in text:
        unbroken = (*unbroken, *(word for word in text.split() if _ADDRESS in word))
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        for words in wrap(part, room, unbroken):
            begin = text.index(words, start, end)
            start = begin + len(words)
            yield (*prefix, *_slice(runs, begin, start))
            prefix = (Run(" " * indent),)
        start = end + 1


def _slice(runs: Sequence[Run], begin: int, end: int) -> Iterator[Run]:
    """Yield the runs between two places in their text."""
    place = 0
    for run in runs:
        after = place + len(run.text)
        if begin <= place and after <= end:
            yield run
        elif after > begin:
            yield Run(run.text[max(begin - place, 0) : end - place], run.style, run.link)
        if after >= end:
            return
        place = after
