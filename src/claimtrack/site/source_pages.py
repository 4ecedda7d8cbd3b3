"""What the pages of sources say: what rests on each, and its origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.render import citations, listings, phrases
from claimtrack.render.escape import is_link
from claimtrack.site.file_names import href
from claimtrack.site.templates import anchor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.book.overview import Overview, RestingLine
    from claimtrack.book.rows import SourceRow
    from claimtrack.rules.origins import SourceKey
    from claimtrack.site.claim_page import ClaimPages
    from claimtrack.site.claim_parts import Related

PER_PAGE: Final = 500
_MOST: Final = 40  # claims and lines that an entry names


class Resting(NamedTuple):
    """A line that a position set which cites the source."""

    claim: Related
    party: str
    side: str
    on_record: bool
    word: str
    alone: bool  # whether that position cites nothing else


class SourceEntry(NamedTuple):
    """A source with what rests on it."""

    anchor: str
    id: str
    words: str
    lang: str
    address: str
    url: str | None
    archive_url: str | None
    origin_word: str  # how it relates to its origin
    origin: str
    origin_href: str | None
    cited: str
    claims: Sequence[Related]
    resting: Sequence[Resting]
    more: int


def source_path(number: int) -> str:
    """Return the path of a page of sources, by its number from 0."""
    return "sources.html" if number == 0 else f"sources-{number + 1}.html"


def addresses(found: Sequence[tuple[Sequence[SourceKey], SourceRow]]) -> dict[SourceKey, str]:
    """Return the address of each source's entry."""
    places: dict[SourceKey, str] = {}
    for number, (keys, row) in enumerate(found):
        where = f"{source_path(number // PER_PAGE)}#{href(_anchor(row))}"
        places.update(dict.fromkeys(keys, where))
    return places


def entries(
    found: Sequence[tuple[Sequence[SourceKey], SourceRow]],
    overview: Overview,
    claims: ClaimPages,
    places: Mapping[SourceKey, str],
) -> list[SourceEntry]:
    """Return the entries of some sources."""
    return [_entry(keys, row, overview, claims, places) for keys, row in found]


def _entry(
    keys: Sequence[SourceKey],
    row: SourceRow,
    overview: Overview,
    claims: ClaimPages,
    places: Mapping[SourceKey, str],
) -> SourceEntry:
    source, url = row.source, listings.source_url(row)
    archived = source.archive_url if source else None
    lines = [line for key in keys for line in overview.resting.get(key, ())]
    is_copy = row.origin_id != row.id
    cited = f"cited by {phrases.count(row.positions, 'position')} on {phrases.count(len(row.claims), 'claim')}"
    return SourceEntry(
        _anchor(row),
        row.id,
        citations.reference(source, row.id),
        (source.lang or "") if source else "",
        url or "",
        url if url and is_link(url) else None,
        archived if archived and is_link(archived) else None,
        "copy of" if source and source.derived_from else "same origin as",
        row.origin_id if is_copy else "",
        places.get(row.origin) if is_copy else None,
        cited if row.positions else "cited by no position",
        [*map(claims.related, row.claims[:_MOST])],
        [_resting(line, claims) for line in lines[:_MOST]],
        max(0, len(row.claims) - _MOST),
    )


def _resting(line: RestingLine, claims: ClaimPages) -> Resting:
    word = phrases.side_word(line.line.side, line.claim.kind)
    taken = line.line
    on_record = taken.standing == "on-record"
    return Resting(
        claims.related(line.claim.id), claims.name(taken.party), taken.side, on_record, word, line.sources == 1
    )


def _anchor(row: SourceRow) -> str:
    return anchor(f"{row.claim}/{row.id}" if row.claim else row.id)
