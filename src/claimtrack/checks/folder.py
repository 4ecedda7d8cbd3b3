"""The checks of the folder as a whole: file names, the registry, and cycles of implications."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from claimtrack.checks.codes import Finding, of_folder
from claimtrack.problems import Code
from claimtrack.rules.search import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder
    from claimtrack.files.locations import KeyPath


@of_folder(Code.TWIN_NAME)
def twin_name(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find ids that differ only in case or in the encoding of letters."""
    first: dict[str, str] = {}
    for claim in sorted(folder.claims.values(), key=lambda claim: claim.path):
        form = unicodedata.normalize("NFKC", claim.id).casefold()
        if form in first:
            message = f'the id "{claim.id}" differs from that of {first[form]} only in case or encoding'
            yield Finding(claim.path, (), message, "some file systems take the two for one: rename one")
        first.setdefault(form, claim.path)


@of_folder(Code.IMPLIES_CYCLE)
def implies_cycle(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find claims that imply themselves through others."""

    def implied(claim: str) -> Iterable[str]:
        return folder.claims[claim].implies if claim in folder.claims else ()

    graph = {claim.id: claim.implies for claim in folder.claims.values()}
    for claim in map(folder.claims.__getitem__, _leading_to_cycle(graph)):
        for item, step in enumerate(claim.implies):
            if path := _path(step, claim.id, implied):
                message = f'"{claim.id}" implies itself: {" → ".join((claim.id, *path))}'
                hint = "where one only presupposes the other, that belongs in see_also"
                yield Finding(claim.path, ("implies", item), message, hint)


@of_folder(Code.SPEAKS_FOR_CYCLE)
def speaks_for_cycle(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find parties that speak for themselves through others, whatever the dates."""
    registry = folder.registry

    def spoken_for(party: str) -> Iterable[str]:
        entry = registry.get(party)
        return [registry.party(tenure.party) for tenure in entry.speaks_for] if entry else ()

    graph = {party.id: spoken_for(party.id) for party in registry}
    for party in filter(None, map(registry.get, _leading_to_cycle(graph))):
        for item, step in enumerate(spoken_for(party.id)):
            if path := _path(step, party.id, spoken_for):
                message = f'"{party.id}" speaks for itself: {" → ".join((party.id, *path))}'
                at = (folder.party_keys[party.id], "speaks_for", item, "party")
                hint = "one of them is the principal: it speaks for nobody else"
                yield Finding(folder.parties_path, at, message, hint)


def _leading_to_cycle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the nodes from which a path leads into a cycle."""
    waiting = {node: {other for other in onward if other in graph} for node, onward in graph.items()}
    before: dict[str, list[str]] = {}
    for node, onward in waiting.items():
        for other in onward:
            before.setdefault(other, []).append(node)
    ended = [node for node, onward in waiting.items() if not onward]
    for other in ended:  # it grows meanwhile
        for node in before.get(other, ()):
            waiting[node].discard(other)
            if not waiting[node]:
                ended.append(node)
    return [node for node, onward in waiting.items() if onward]


def _path(start: str, goal: str, onward: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return the shortest path from one node to another, both included; empty if there is none."""
    paths: dict[str, tuple[str, ...]] = {start: (start,)}
    queue = [start]
    for step in queue:
        if step == goal:
            return paths[step]
        for other in onward(step):
            if other not in paths:
                paths[other] = (*paths[step], other)
                queue.append(other)
    return ()


@of_folder(Code.TENURE_BACKWARDS)
def tenure_backwards(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find tenures that end before they begin."""
    for party in folder.registry:
        for item, tenure in enumerate(party.speaks_for):
            since, until = tenure.since, tenure.until
            if since is not None and until is not None and until.end < since.start:
                message = f"the tenure ends ({until}) before it begins ({since})"
                at = (folder.party_keys[party.id], "speaks_for", item, "until")
                yield Finding(folder.parties_path, at, message)


@of_folder(Code.SIMILAR_NAMES)
def similar_names(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find parties whose names differ only in what search ignores, such as accents."""
    first: dict[str, tuple[str, str, KeyPath]] = {}  # each name as it is first written, with its file and its place
    for path, at, name in _names(folder):
        first.setdefault(name, (name, path, at))
    similar: dict[str, dict[str, tuple[str, str, KeyPath]]] = {}  # by what search makes of the names, then by party
    for name, written in first.items():
        parties = similar.setdefault(phrase(name), {})
        parties.setdefault(folder.registry.party(name), written)
    for parties in similar.values():
        (name, path, at), *others = parties.values()
        for other, other_path, other_at in others:
            line = folder.source_files[path].at_value(at, Code.SIMILAR_NAMES, "").line
            message = f'"{other}" is another party than "{name}" ({path}:{line}), and is written almost the same'
            hint = "if they are one, write one name, or make one an alias in parties.toml"
            yield Finding(other_path, other_at, message, hint)


def _names(folder: Folder) -> Iterator[tuple[str, KeyPath, str]]:
    """Yield each written name of a party with its file and its place: those of the registry, then those of claims."""
    for party in folder.registry:
        key = folder.party_keys[party.id]
        yield folder.parties_path, (key,), key
        if party.name is not None:
            yield folder.parties_path, (key, "name"), party.name
        yield from ((folder.parties_path, (key, "aliases", item), alias) for item, alias in enumerate(party.aliases))
    for claim in folder.claims.values():
        for place, position in enumerate(claim.positions):
            yield claim.path, ("positions", place, "party"), position.party
            yield from ((claim.path, ("positions", place, "via", n), name) for n, name in enumerate(position.via))
