"""From a file to the rows of the index: reads it, validates it, and applies the rules as of now."""

from __future__ import annotations

import marshal
import os
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.cases import Case, claim_row, fold, texts
from claimtrack.files import Loader, claim_of
from claimtrack.index.pack import pack_claim
from claimtrack.index.tables import BETWEEN, raw
from claimtrack.index.times import instant
from claimtrack.model import SIDES, is_url, slug
from claimtrack.problems import Code
from claimtrack.rules import within_a_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.files import Shared
    from claimtrack.model import Claim, Registry
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
    via: list[Row]
    topics: list[Row]
    sources: list[Row]
    citations: list[Row]
    search: list[Row]
    problems: list[Row]
    people: set[str]
    doubtful: list[str]

    @classmethod
    def none(cls) -> Rows:
        """Give rows of nothing yet."""
        return cls([], [], [], [], [], [], [], [], [], set(), [])

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
        case = Case(claim, registry, {})
        row, acts = claim_row(case), case.acts
        asserting, qualifying, denying = (row.sides[side] for side in SIDES)
        tied = bool(claim.implies or claim.contradicts) or any(within_a_day(claim.id, acts))
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
            )
        )
        self.records.append((n, pack_claim(claim)))
        self.search.append((n, searched(claim)))
        setters = {line.act.place for line in case.lines.values()}
        self.acts.extend(
            [
                (
                    n,
                    act.place,
                    act.party,
                    act.principal,
                    act.stance,
                    instant(act.at),
                    act.position.date is not None,
                    act.place in setters,
                )
                for act in acts
            ]
        )
        through = {party for act in acts for party in act.via}
        self.via.extend([(n, party) for party in through])
        self.people.update(through, [act.party for act in acts])
        self.topics.extend([(n, *row) for row in {slug(topic): topic for topic in claim.topics}.items()])
        self._add_sources(claim, n)

    def _add_sources(self, claim: Claim, n: int) -> None:
        """Add a claim's own sources, and the ids of others that it names, directly or as what its own derive from."""
        cited = {ref.id for position in claim.positions for ref in position.sources}
        own: dict[str, Row] = {}
        for source in claim.sources:  # of two with one id, the last is cited
            publisher = slug(source.publisher) if source.publisher else None
            own[source.id] = (n, source.id, source.id in cited, source.url, source.archive_url, publisher)
        self.sources.extend(own.values())
        parents = {source.derived_from for source in claim.sources if source.derived_from is not None}
        others = sorted((cited | parents) - own.keys())
        self.citations.extend([(n, source_id, source_id in cited) for source_id in others])


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


def needs(source_id: str) -> bool:
    """Tell whether a source that is not a claim's own has to be among the shared ones."""
    return not is_url(source_id)
