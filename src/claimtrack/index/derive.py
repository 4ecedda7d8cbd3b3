"""From a file to the rows of the index: reads it, validates it, and applies the rules as of now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.cases import Case, claim_row, haystack, texts
from claimtrack.files import Loader, read_claim
from claimtrack.index.pack import pack_claim
from claimtrack.index.tables import BETWEEN
from claimtrack.index.times import instant
from claimtrack.model import SIDES, is_url, slug
from claimtrack.rules import within_a_day

if TYPE_CHECKING:
    from claimtrack.files import Shared
    from claimtrack.model import Claim, Registry

Row = tuple[Any, ...]


class Derived(NamedTuple):
    """What the index keeps of one file, as plain values.

    Attributes:
        path: the file, below the folder.
        id: the claim's id.
        problems: what is wrong with it, each without the path.
        claim: its row; None where it could not be read.
        packed: the record.
        acts: of each position: place, party, principal, stance, instant, whether dated, whether it sets a line.
        via: the parties named as those through whom something is known.
        topics: of each topic its slug and its name.
        sources: of each source: id, whether it is the claim's own, whether cited, address, archived copy, publisher.
        text: the words to search.
    """

    path: str
    id: str
    problems: list[Row]
    claim: Row | None = None
    packed: bytes = b""
    acts: list[Row] = []  # noqa: RUF012 - never changed
    via: list[str] = []  # noqa: RUF012
    topics: list[Row] = []  # noqa: RUF012
    sources: list[Row] = []  # noqa: RUF012
    text: str = ""


class Reader:
    """Reads files of one folder into rows."""

    def __init__(self, folder: str, registry: Registry, shared: Shared) -> None:
        """Name the folder, and what its registries say."""
        self._folder = folder
        self._registry = registry
        self._shared = shared

    def read(self, path: str, claim_id: str) -> Derived:
        """Read one file; `path` is below the folder."""
        loader = Loader([], keep=False)
        claim = read_claim(loader, claim_id, os.path.join(self._folder, path), self._shared)
        problems = [tuple(problem[1:]) for problem in sorted(loader.problems)]
        if claim is None:
            return Derived(path, claim_id, problems)
        return derive(claim, self._registry, path)._replace(problems=problems)


def derive(claim: Claim, registry: Registry, path: str) -> Derived:
    """Apply the rules to a claim; `path` is its file, below the folder."""
    case = Case(claim, registry, {})
    row = claim_row(case)
    setters = {id(line.act) for line in case.lines.values()}
    tied = bool(claim.implies or claim.contradicts) or any(within_a_day(claim.id, case.acts))
    topics = None if any(BETWEEN in topic for topic in row.topics) else BETWEEN.join(row.topics)
    sides = "|".join(" ".join(row.sides[side]) for side in SIDES)
    return Derived(
        path=path,
        id=claim.id,
        problems=[],
        claim=(
            claim.id,
            claim.id.casefold(),
            row.title,
            row.kind,
            row.status,
            row.divided,
            *(len(row.sides[side]) for side in SIDES),
            sides,
            topics,
            row.date,
            row.last,
            row.at,
            row.positions,
            tied,
        ),
        packed=pack_claim(claim),
        acts=[
            (
                act.place,
                act.party,
                act.principal,
                act.stance,
                instant(act.at),
                act.date is not None,
                id(act) in setters,
            )
            for act in case.acts
        ],
        via=list({party for act in case.acts for party in act.via}),
        topics=list({slug(topic): topic for topic in claim.topics}.items()),
        sources=_sources(claim),
        text=searched(claim),
    )


def searched(claim: Claim) -> str:
    """Give the words of a claim that are searched."""
    return haystack(texts(claim, claim.positions))


def _sources(claim: Claim) -> list[Row]:
    cited = {ref.id for position in claim.positions for ref in position.sources}
    rows: dict[str, Row] = {}
    for source in claim.sources:
        publisher = slug(source.publisher) if source.publisher else None
        row = (source.id, 1, source.id in cited, source.url, source.archive_url, publisher)
        rows[source.id] = row  # of two with one id, the last is cited
    own = set(rows)
    for source_id in cited - own:
        rows[source_id] = (source_id, 0, 1, None, None, None)
    for source in claim.sources:
        parent = source.derived_from
        if parent is not None and parent not in rows:
            rows[parent] = (parent, 0, 0, None, None, None)
    return [rows[each] for each in sorted(rows)]


def needs(source_id: str) -> bool:
    """Tell whether a source that is not a claim's own has to be among the shared ones."""
    return not is_url(source_id)
