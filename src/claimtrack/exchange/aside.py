"""Keeps the rows of a record in Parquet on disk, as the TOML that they will be, and gives them back claim by claim."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.exchange.drafts import Place, RowError
from claimtrack.exchange.spool import OnDisk

if TYPE_CHECKING:
    from collections.abc import Iterator

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class AsideRow(NamedTuple):
    """A row: where it is, and what it says as TOML."""

    place: Place
    toml: str


class AsideClaim(NamedTuple):
    """A claim, with its positions in the order of their numbers, and its own sources."""

    id: str
    head: AsideRow
    positions: list[AsideRow]
    sources: list[AsideRow]
    twice: list[AsideRow]  # positions with the number of another one; they are no part of the claim

    @property
    def rows(self) -> list[AsideRow]:
        """All rows that are part of it."""
        return [self.head, *self.positions, *self.sources]

    def text(self, head: str) -> str:
        """Return the text of its file, below a first line or none."""
        return "\n".join([head + self.head.toml, *(row.toml for row in (*self.positions, *self.sources))])


class _Places(NamedTuple):
    """Where the rows of a claim are on disk."""

    head: tuple[int, int]
    positions: array[int]  # three of each: its number, where it begins and where it ends
    sources: array[int]  # two of each
    names: set[str]  # the ids of its own sources


class Aside:
    """The claims of a record, on disk; in memory is where each row is, and the id of each source of a claim's own."""

    def __init__(self) -> None:
        self._rows = OnDisk()
        self._claims: dict[str, _Places] = {}
        self.refused: set[str] = set()  # the ids of claims that are refused

    def __len__(self) -> int:
        return len(self._claims)

    @property
    def ids(self) -> set[str]:
        """The ids of the claims, also of those that are refused."""
        return self._claims.keys() | self.refused

    def add_claim(self, claim_id: str, place: Place, toml: str) -> None:
        """Add a claim.

        Raises:
            RowError: there is one of this id.
        """
        if claim_id in self._claims:
            raise RowError(f'another row is the claim "{claim_id}"', "give one of them another id")
        self._claims[claim_id] = _Places(self._put(place, toml), array("q"), array("q"), set())

    def add_position(self, claim_id: object, number: int, place: Place, toml: str) -> None:
        """Add a position to its claim.

        Raises:
            RowError: there is no such claim.
        """
        self._find(claim_id).positions.extend((number, *self._put(place, toml)))

    def add_source(self, claim_id: object, source_id: str, place: Place, toml: str) -> None:
        """Add a claim's own source.

        Raises:
            RowError: there is no such claim, or it has a source of this id.
        """
        claim = self._find(claim_id)
        if source_id in claim.names:
            raise RowError(f'another row is the source "{source_id}" of the claim', "give one of them another id")
        claim.names.add(source_id)
        claim.sources.extend(self._put(place, toml))

    def claims(self) -> Iterator[AsideClaim]:
        """Yield the claims in the order of their rows."""
        for claim_id, places in self._claims.items():
            told, cited = iter(places.positions), iter(places.sources)
            numbered: dict[int, AsideRow] = {}
            twice = []
            for number, start, end in sorted(zip(told, told, told, strict=True)):
                row = self._get(start, end)
                if numbered.setdefault(number, row) is not row:
                    twice.append(row)
            sources = [self._get(*each) for each in zip(cited, cited, strict=True)]
            yield AsideClaim(claim_id, self._get(*places.head), [*numbered.values()], sources, twice)

    def close(self) -> None:
        """Remove it from the disk."""
        self._rows.close()

    def _find(self, claim_id: object) -> _Places:
        if not isinstance(claim_id, str):
            raise RowError("it names no claim", "claim is the id of its claim")
        if claim_id in self._claims:
            return self._claims[claim_id]
        if claim_id in self.refused:
            raise RowError(f'its claim "{claim_id}" is refused', "correct the claim")
        raise RowError(f'there is no claim "{claim_id}"', "add it to the table of claims")

    def _put(self, place: Place, toml: str) -> tuple[int, int]:
        return self._rows.add(_encode((place, toml)).encode())

    def _get(self, start: int, end: int) -> AsideRow:
        place, toml = json.loads(self._rows.read(start, end))
        return AsideRow(Place(*place), toml)
