"""The positions of many claims in the order of their dates, in little memory."""

from __future__ import annotations

from array import array
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.index.positions import PackedRows
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.filters import Slice
    from claimtrack.rules.resolve import ResolvedPosition

    # Returns the row of a position as one line of text in UTF-8. What it says depends on nothing but the claim's file
    # and the registries, so that it can be stored.
    RowText = Callable[[ClaimState, ResolvedPosition], bytes]

MEMORY: Final = 100_000_000  # bytes of rows that are held in memory; if there are more, all are in a temporary file
_TOGETHER: Final = 1000  # rows that are read at once


def packed(state: ClaimState, positions: Iterable[ResolvedPosition], text: RowText) -> PackedRows:
    """Return the rows of some positions of a claim, and the date keys from which they count."""
    some = [*positions]
    return [position.at for position in some], [text(state, position) for position in some]


class PositionTexts:
    """Rows of positions, added claim by claim, and then put in the order of their dates."""

    def __init__(self, claims: Iterable[PackedRows], slice_: Slice, *, reverse: bool) -> None:
        """Take the rows of each claim, in the order of the claims' ids, and which rows are wanted in which order."""
        self._rows: list[bytes] | _RowFile = []
        keys = array("q")
        size = 0
        for some_keys, rows in claims:
            keys.extend(some_keys)
            self._rows.extend(rows)
            size += sum(map(len, rows))
            if size > MEMORY and isinstance(self._rows, list):
                self._rows = _RowFile(self._rows)
        self.total = len(keys)
        order = array("q", sorted(range(len(keys)), key=keys.__getitem__))
        self._order: Sequence[int] = (order[::-1] if reverse else order)[slice_.part]

    def __len__(self) -> int:
        return len(self._order)

    def batches(self, which: slice = slice(None)) -> Iterator[bytes]:
        """Yield the wanted rows, or some of them, many at a time, each followed by a newline."""
        numbers = iter(self._order[which])
        while some := [*map(self._rows.__getitem__, islice(numbers, _TOGETHER))]:
            yield b"\n".join([*some, b""])


class _RowFile:
    """Rows in a temporary file."""

    def __init__(self, rows: Iterable[bytes]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - open as long as the rows are
        finalize(self, self._file.close)
        self._ends = array("q", [0])
        self.extend(rows)

    def extend(self, rows: Iterable[bytes]) -> None:
        """Add rows at the end."""
        self._file.seek(self._ends[-1])
        for row in rows:
            self._file.write(row)
            self._ends.append(self._ends[-1] + len(row))

    def __getitem__(self, number: int) -> bytes:
        start = self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - start)
