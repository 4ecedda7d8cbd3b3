"""Reads a claim from its parsed file, without what is wrong with it, and finds the sources that nobody defines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.fast_validation import fast_claim
from claimtrack.files.registries import right_places, underived, unknown_source, written_ids
from claimtrack.model.record import Source
from claimtrack.model.similar import Similar
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.files.load import ParsedFile, SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.files.registries import Shared
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem

_OF_A_SOURCE: Final = [field for field in Source._fields if field != "id"]


class ReadClaim(NamedTuple):
    """What a claim's file says, without what is wrong with it."""

    claim: Claim | None  # None if a mistake hides it
    table: dict[str, Any]  # what the claim was read from, as the parser would have returned it
    problems: list[Problem]  # what is wrong; sources that nobody defines are not looked for
    # The claim, even if a mistake hides it, and its sources, even those that are left out: they may have more mistakes.
    checked: Claim
    left_out: set[str]  # the ids of its own sources that were left out for their own mistakes


def read_table(parsed: ParsedFile, claim_id: str) -> ReadClaim:
    """Read a claim from its parsed file."""
    table, source_file = parsed
    problems: list[Problem] = []
    hidden, left_out = False, set[str]()
    claim = fast_claim(table, claim_id, source_file.path)
    if claim is not None and len({source.id for source in claim.sources}) == len(claim.sources):
        return ReadClaim(claim, table, problems, claim, left_out)
    if claim is None:
        from claimtrack.files.validate import validate_claim  # noqa: PLC0415 - only if something is wrong

        claim, (_, rest, costs) = validate_claim(table, claim_id, source_file, problems)
        left_out = written_ids({key: value for key, value in table.items() if key != "positions"})
        table, hidden = rest, Cost.RECORD in costs
    right = right_places(claim.sources, source_file, problems)
    if hidden:
        return ReadClaim(None, table, problems, claim, left_out)
    if len(right) == len(claim.sources):
        return ReadClaim(claim, table, problems, claim, left_out)
    table = {**table, "sources": [table["sources"][place] for place in right]}
    whole = claim._replace(sources=tuple([claim.sources[place] for place in right]))
    return ReadClaim(whole, table, problems, claim, left_out)


def needed_sources(read: ReadClaim) -> set[str]:
    """Return the ids that a claim uses and does not define: each must be a shared source."""
    claim = read.checked
    used = (claim.cited | claim.parents) - {source.id for source in claim.sources}
    return {source_id for source_id in used - read.left_out if not is_url(source_id)} if used else used


def missing_sources(read: ReadClaim, shared: Shared, source_file: SourceFile) -> Iterator[Problem]:
    """Find the sources that a claim uses and nobody defines."""
    needed = needed_sources(read)
    if shared.define(needed):
        return
    own = {source.id for source in read.checked.sources}
    missing = needed - shared.by_id.keys() - shared.left_out
    similar = Similar(own, beyond=shared.similar)
    for place, position in enumerate(read.checked.positions):
        for item, cited in enumerate(position.sources):
            at: KeyPath = ("positions", place, "sources", item)
            if cited.id in missing and not _is_described(at, source_file):
                yield unknown_source(cited.id, similar.find(cited.id), source_file, (*at, "id"))
    yield from underived(read.checked.sources, (read.checked.parents | own) - missing, similar, source_file)


def _is_described(at: KeyPath, source_file: SourceFile) -> bool:
    """Return whether a source is described where it is cited, which was reported."""
    written = source_file.left_out.as_written(at)
    return any((*written, field) in source_file.left_out for field in _OF_A_SOURCE)
