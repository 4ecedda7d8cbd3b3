"""From a file to the rows of the index: reads it, validates it, and applies the rules as of now."""

from __future__ import annotations

import marshal
import os
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.folder import claim_of
from claimtrack.files.load import Loader
from claimtrack.index.marks import FOREIGN, bound, cited, parent, passed_on, stands, taken, took
from claimtrack.index.pack import pack_claim
from claimtrack.index.tables import BETWEEN, raw
from claimtrack.index.times import instant
from claimtrack.model.tags import is_url
from claimtrack.model.vocabulary import SIDES, is_side, slug
from claimtrack.problems import Code
from claimtrack.rules.claim_row import claim_row
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.contradictions import within_a_day
from claimtrack.rules.filters import texts
from claimtrack.rules.search import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.files.sources import Shared
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import Stance
    from claimtrack.problems import Problem

Row = tuple[Any, ...]

_STAGED: Final = 32
"""Files that go from one stage to the next together: a tenth faster than one after the other, each through all."""


class Rows(NamedTuple):
    """What the index keeps of some files: rows of the tables of these names, as plain values.

    Attributes:
        people: the ids of all parties named.
        doubtful: the paths of files that an error kept from being read, not what they say.
    """

    claims: list[Row]
    records: list[Row]
    acts: list[Row]
    topics: list[Row]
    sources: list[Row]
    marks: list[Row]
    search: list[Row]
    problems: list[Row]
    people: set[str]
    doubtful: list[str]

    @classmethod
    def none(cls) -> Rows:
        """Give rows of nothing yet."""
        return cls([], [], [], [], [], [], [], [], set(), [])

    def add_problems(self, path: str, problems: Iterable[Problem]) -> None:
        """Add what is wrong with a file, by its path below the folder."""
        told = [
            (line, column, str(code), message, hint)
            for _, line, column, code, message, hint in sorted(problems)
        ]
        if told:
            self.problems.append((raw(path), marshal.dumps(told)))
        if any(code == Code.UNREADABLE for _, _, code, *_ in told):
            self.doubtful.append(path)

    def add_claim(self, claim: Claim, registry: Registry, path: str, n: int) -> None:
        """Add a claim with what the rules make of it; `path` is its file, below the folder, and `n` its number."""
        case = ClaimState(claim, registry, {})
        row, positions = claim_row(case), case.positions
        asserting, qualifying, denying = (row.sides[side] for side in SIDES)
        tied = bool(claim.implies or claim.contradicts) or any(within_a_day(claim.id, positions))
        told = told_positions(case)
        dated = [position.at for position in positions if position.recorded.date is not None]
        self.claims.append(
            (
                n,
                raw(path),
                claim.id,
                claim.id.casefold(),
                row.title,
                row.kind,
                row.status,
                row.divided,
                len(asserting),
                len(qualifying),
                len(denying),
                f"{' '.join(asserting)}|{' '.join(qualifying)}|{' '.join(denying)}",
                None if any(BETWEEN in topic for topic in row.topics) else BETWEEN.join(row.topics),
                row.date,
                row.last,
                row.at,
                row.positions,
                tied,
                instant(positions[0].at) if positions else None,
                instant(dated[0]) if dated else None,
                instant(dated[-1]) if dated else None,
            )
        )
        self.records.append((n, pack_claim(claim)))
        self.search.append((n, searched(claim)))
        self.acts.append((n, marshal.dumps(told)))
        self.marks.append((n, marks(claim, told)))
        self.people.update(
            [position.party for position in positions],
            *[position.via for position in positions if position.via],
        )
        self.topics.extend([(n, *row) for row in {slug(topic): topic for topic in claim.topics}.items()])
        cited_ids = claim.cited
        own: dict[str, Row] = {}
        for source in claim.sources:  # of two with one id, the last is cited
            publisher = slug(source.publisher) if source.publisher else None
            own[source.id] = (n, source.id, source.id in cited_ids, source.url, source.archive_url, publisher)
        self.sources.extend(own.values())


Told = tuple[int, str, str, "Stance", int, bool, bool, tuple[str, ...]]
"""An position as the index keeps it: place, party, principal, stance, the instant from which it counts, whether that is a
date of its own, whether it makes its principal's present line, and those through whom it is known."""


def told_positions(case: ClaimState) -> list[Told]:
    """Give a claim's positions as they are kept, in the order in which they count."""
    setters = {line.position.place for line in case.lines.values()}
    return [
        (
            position.place,
            position.party,
            position.principal,
            position.stance,
            instant(position.at),
            position.recorded.date is not None,
            position.place in setters,
            position.via,
        )
        for position in case.positions
    ]


def marks(claim: Claim, told: Iterable[Told]) -> str:
    """Give the marks of a claim, some of them perhaps twice, with a space before and after each."""
    found: set[str] = set()
    for _, party, principal, stance, _, _, line, through in told:
        found.add(_position_marks(party, principal, stance, line))
        if through:
            found.update(map(passed_on, through))
    own = {source.id for source in claim.sources}
    found.update([_source_marks(cited, source_id) for source_id in claim.cited - own])
    found.update([_source_marks(parent, source_id) for source_id in claim.parents - own])
    return f" {' '.join(found)} "


# A folder has many more positions and citations than ways in which they differ here.
@lru_cache(maxsize=16384)
def _position_marks(party: str, principal: str, stance: Stance, line: bool) -> str:  # noqa: FBT001
    side = is_side(stance)
    marked = [took(party), bound(principal), *([] if side else [taken(stance)])]
    return " ".join([*marked, stands(principal, stance)] if line or not side else marked)


@lru_cache(maxsize=65536)
def _source_marks(mark: Callable[[str], str], source_id: str) -> str:
    # What is no address has to be among the shared sources.
    return mark(source_id) if is_url(source_id) else f"{mark(source_id)} {FOREIGN}"


class Reader:
    """Reads files of one folder into rows."""

    def __init__(self, folder: str, registry: Registry, shared: Shared) -> None:
        """Name the folder, and what its registries say."""
        self._folder = folder
        self._registry = registry
        self._shared = shared

    def read(self, items: Sequence[tuple[str, str]], first: int) -> Rows:
        """Read some files.

        Args:
            items: of each its path below the folder, and the id of its claim.
            first: the number of the first one's claim; each next one has the next number.
        """
        rows = Rows.none()
        for start in range(0, len(items), _STAGED):
            self._read(items[start : start + _STAGED], first + start, rows)
        return rows

    def _read(self, items: Sequence[tuple[str, str]], first: int, rows: Rows) -> None:
        loader = Loader([], keep=False)
        begin = os.path.join(self._folder, "")
        loaded = [loader.load(begin + path, "claim") for path, _ in items]
        claims = [
            None if each is None else claim_of(each, loader, claim_id, self._shared)
            for each, (_, claim_id) in zip(loaded, items, strict=True)
        ]
        for n, (claim, (path, _)) in enumerate(zip(claims, items, strict=True), start=first):
            if claim is not None:
                rows.add_claim(claim, self._registry, path, n)
        for path, problems in groupby(sorted(loader.problems), key=attrgetter("path")):
            rows.add_problems(path.removeprefix(begin), problems)


def searched(claim: Claim) -> str:
    """Give the words of a claim that are searched."""
    return fold(texts(claim, claim.positions))
