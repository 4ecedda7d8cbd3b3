"""The checks of the folder as a whole: file names, the registry, and cycles of implications."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from claimtrack.checks.codes import Finding, of_folder
from claimtrack.files.file_names import ignored_files, unportable_names
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from claimtrack.files.file_names import OddName
    from claimtrack.files.folder import Folder


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


@of_folder(Code.IGNORED_FILE)
def ignored_file(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find files that look like records and are not read, and copies that are read as claims of their own."""
    return _odd_names(folder, ignored_files(folder.path))


@of_folder(Code.UNPORTABLE_NAME)
def unportable_name(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find records, and folders of records, with names that not every system can hold."""
    return _odd_names(folder, unportable_names(folder.path))


def _odd_names(folder: Folder, names: Iterable[OddName]) -> Iterator[Finding]:
    for name in names:
        yield Finding(os.path.join(folder.path, name.path), (), name.message, name.hint)
