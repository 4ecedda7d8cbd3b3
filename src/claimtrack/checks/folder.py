"""The checks of the folder as a whole: file names, the registry, and how claims imply each other."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from claimtrack.checks.finding import Finding, of_folder
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder


@of_folder(Code.TWIN_NAME)
def twin_name(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find ids that differ only in case or in how letters are encoded."""
    first: dict[str, str] = {}
    for claim in sorted(folder.claims.values(), key=lambda claim: claim.path):
        form = unicodedata.normalize("NFKC", claim.id).casefold()
        if form in first:
            message = f'the id "{claim.id}" differs from that of {first[form]} only in case or encoding'
            yield Finding(claim.path, (), message, "some file systems take the two for one: rename one")
        first.setdefault(form, claim.path)


@of_folder(Code.IMPLIES_CYCLE)
def implies_cycle(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find claims that imply themselves, by way of others."""

    def implied(claim: str) -> Iterable[str]:
        return folder.claims[claim].implies if claim in folder.claims else ()

    graph = {claim.id: claim.implies for claim in folder.claims.values()}
    for claim in [folder.claims[each] for each in _leading_round(graph)]:
        for item, step in enumerate(claim.implies):
            if way := _way(step, claim.id, implied):
                message = f'"{claim.id}" implies itself: {" → ".join((claim.id, *way))}'
                hint = "where one only presupposes the other, that belongs in see_also"
                yield Finding(claim.path, ("implies", item), message, hint)


@of_folder(Code.SPEAKS_FOR_CYCLE)
def speaks_for_cycle(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find parties that speak for themselves, by way of others, whatever the dates."""
    registry = folder.registry

    def spoken_for(party: str) -> Iterable[str]:
        entry = registry.get(party)
        return [registry.party(tenure.party) for tenure in entry.speaks_for] if entry else ()

    graph = {party.id: spoken_for(party.id) for party in registry}
    for party in filter(None, map(registry.get, _leading_round(graph))):
        for item, step in enumerate(spoken_for(party.id)):
            if way := _way(step, party.id, spoken_for):
                message = f'"{party.id}" speaks for itself: {" → ".join((party.id, *way))}'
                at = (folder.party_keys[party.id], "speaks_for", item, "party")
                hint = "one of them is the principal: it speaks for nobody else"
                yield Finding(folder.parties_path, at, message, hint)


def _leading_round(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Give those from which some way leads into a circle: all but those from which every way ends."""
    waiting: dict[str, set[str]] = {
        each: {other for other in onward if other in graph} for each, onward in graph.items()
    }
    before: dict[str, list[str]] = {}
    for each, onward in waiting.items():
        for other in onward:
            before.setdefault(other, []).append(each)
    ended = [each for each, onward in waiting.items() if not onward]
    for other in ended:
        for each in before.get(other, ()):
            waiting[each].discard(other)
            if not waiting[each]:
                ended.append(each)
    return [each for each, onward in waiting.items() if onward]


def _way(start: str, goal: str, onward: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Give the shortest way from one to another, both named; nothing where there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = [start]
    for step in queue:
        if step == goal:
            return ways[step]
        for other in onward(step):
            if other not in ways:
                ways[other] = (*ways[step], other)
                queue.append(other)
    return ()


@of_folder(Code.TENURE_BACKWARDS)
def tenure_backwards(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find tenures that end before they begin."""
    for party in folder.registry:
        for item, tenure in enumerate(party.speaks_for):
            if (
                tenure.since is not None
                and tenure.until is not None
                and tenure.until.end < tenure.since.start
            ):
                message = f"the tenure ends ({tenure.until}) before it begins ({tenure.since})"
                yield Finding(
                    folder.parties_path, (folder.party_keys[party.id], "speaks_for", item, "until"), message
                )
