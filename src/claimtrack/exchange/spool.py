"""Keeps the rows of an import on disk until all are read, and gives them back claim by claim."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from claimtrack.exchange.drafts import Draft, RowError
from claimtrack.model.names import composed, slug

if TYPE_CHECKING:
    from collections.abc import Iterator


_AT_ONCE: Final = 1 << 20  # bytes


@dataclass(slots=True)
class Group:
    """The rows about one claim."""

    claim_id: str = ""  # as a row names it; empty if none does
    title: str = ""  # in the form in which titles are compared
    places: list[int] = field(default_factory=list)  # where each row begins and ends in the file


class OnDisk:
    """Pieces of data that are kept on disk until they are asked for."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
        self._waiting = bytearray()  # what is to be written at the end of the file
        self._size = 0

    def add(self, data: bytes) -> tuple[int, int]:
        """Keep a piece, and return where it begins and ends."""
        start = self._size
        self._waiting += data
        self._size += len(data)
        if len(self._waiting) > _AT_ONCE:
            self._flush()
        return start, self._size

    def read(self, start: int, end: int) -> bytes:
        """Return the piece that begins and ends there."""
        if self._waiting:
            self._flush()
        self._file.seek(start)
        return self._file.read(end - start)

    def close(self) -> None:
        """Remove it from the disk."""
        self._file.close()

    def _flush(self) -> None:
        self._file.seek(0, os.SEEK_END)
        while self._waiting:
            written = self._file.write(self._waiting)
            del self._waiting[:written]


class Spool:
    """The rows of an import, on disk."""

    def __init__(self) -> None:
        self._rows = OnDisk()
        self._by_id: dict[str, Group] = {}
        self._by_title: dict[str, Group] = {}
        self._groups: list[Group] = []

    def __len__(self) -> int:
        return len(self._groups)

    def add(self, draft: Draft) -> None:
        """Add a row.

        Raises:
            RowError: an earlier row gives the claim another title.
        """
        group = self._group(composed(draft.claim_id), title_form(draft.title))
        group.places += self._rows.add(draft.packed())

    def groups(self) -> Iterator[tuple[Group, list[Draft]]]:
        """Yield the claims in the order of their first rows, each with its rows."""
        for group in self._groups:
            places = iter(group.places)
            yield group, [Draft.unpacked(self._rows.read(*each)) for each in zip(places, places, strict=True)]

    def close(self) -> None:
        """Remove it from the disk."""
        self._rows.close()

    def _group(self, claim_id: str, title: str) -> Group:
        group = self._by_id.get(claim_id) if claim_id else None
        if group is not None:
            if title and group.title and title != group.title:
                raise RowError(
                    f'the claim "{claim_id}" has another title in an earlier row', "use one title for each id"
                )
        elif title:
            group = self._by_title.get(title)
            if group is not None and claim_id and group.claim_id:
                group = None  # two claims of one title
        if group is None:
            group = Group()
            self._groups.append(group)
        if claim_id:
            group.claim_id = claim_id
            self._by_id[claim_id] = group
        if title:
            group.title = title
            self._by_title.setdefault(title, group)
        return group


def title_form(title: str) -> str:
    """Return the form in which titles are compared: names that are one are one title."""
    return slug(title) or composed(title.strip())
