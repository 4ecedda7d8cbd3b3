"""Reads a record before as it would read with the ids of now: what only follows from a rename is no change of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.model.names import slug
from claimtrack.rules.entry_changes import entry_changes, ids_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimtrack.model.record import Claim, Position


def with_links_now(old: Claim, claims: Mapping[str, str], shared: Mapping[str, str]) -> Claim:
    """Return a claim before, in which links and the sources of its own name other claims and shared sources as of now.

    Args:
        old: the claim.
        claims: the ids now of the claims that were renamed, by their ids before.
        shared: the same of the shared sources.
    """
    own = {source.id for source in old.sources}
    shared = {was: now for was, now in shared.items() if was not in own}
    if claims:
        implies, contradicts, see_also = (
            tuple([claims.get(each, each) for each in ids]) for ids in (old.implies, old.contradicts, old.see_also)
        )
        old = old._replace(implies=implies, contradicts=contradicts, see_also=see_also)
    if shared:
        sources = [source._replace(derived_from=_now(source.derived_from, shared)) for source in old.sources]
        old = old._replace(sources=tuple(sources), positions=_citing(old.positions, shared))
    return old


def with_citations_now(old: Claim, new: Claim) -> Claim:
    """Return a claim before, in which the positions cite the sources of its own as of now."""
    ids = ids_now(entry_changes(old.sources, new.sources))
    return old._replace(positions=_citing(old.positions, ids)) if ids else old


def with_parties_now(old: Claim, new: Claim, parties: Mapping[str, str]) -> Claim:
    """Return a claim before, in which positions name the parties that were renamed as of now.

    A spelling that the claim has still is the name of a party, and no id that had to follow.
    """
    if not parties:
        return old
    written = {name for position in new.positions for name in (position.party, *position.via)}

    def now(name: str) -> str:
        return name if name in written else parties.get(slug(name), name)

    positions = [
        position._replace(party=now(position.party), via=tuple(map(now, position.via))) for position in old.positions
    ]
    return old._replace(positions=tuple(positions))


def _citing(positions: tuple[Position, ...], ids: Mapping[str, str]) -> tuple[Position, ...]:
    return tuple(
        [
            position._replace(sources=tuple([ref._replace(id=ids.get(ref.id, ref.id)) for ref in position.sources]))
            for position in positions
        ]
    )


def _now(name: str | None, ids: Mapping[str, str]) -> str | None:
    return name if name is None else ids.get(name, name)
