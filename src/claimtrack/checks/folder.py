"""The checks of the folder as a whole: file names, the registry, and links between claims."""

from __future__ import annotations

import os
import unicodedata
from operator import attrgetter
from typing import TYPE_CHECKING

from claimtrack.checks.codes import Finding, of_folder
from claimtrack.files.file_names import ignored_files, unportable_names
from claimtrack.files.hints import named
from claimtrack.model.dates import Span
from claimtrack.model.registry import Registry
from claimtrack.problems import Code
from claimtrack.rules.cycles import cycle_edges
from claimtrack.rules.search import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.checks.subjects import CheckedFolder
    from claimtrack.files.file_names import OddName
    from claimtrack.files.locations import KeyPath


@of_folder(Code.TWIN_NAME)
def twin_name(folder: CheckedFolder) -> Iterator[Finding]:
    """Find ids that differ only in case or in the encoding of letters."""
    first: dict[str, str] = {}
    for claim in sorted(folder.claims, key=lambda claim: claim.path):
        form = unicodedata.normalize("NFKC", claim.id).casefold()
        if form in first:
            message = f'the id "{claim.id}" differs from that of {first[form]} only in case or encoding'
            yield Finding(claim.path, (), message, "some file systems cannot tell the two apart: rename one")
        first.setdefault(form, claim.path)


@of_folder(Code.IMPLIES_CYCLE)
def implies_cycle(folder: CheckedFolder) -> Iterator[Finding]:
    """Find claims that imply themselves through others."""
    paths = {claim.id: claim.path for claim in folder.claims if "implies" in claim.notes.links}
    graph = {claim.id: claim.notes.links["implies"] for claim in folder.claims if claim.id in paths}
    for node, item, shown in cycle_edges(graph):
        hint = "if one only presupposes the other, that belongs in see_also"
        yield Finding(paths[node], ("implies", item), f'"{node}" implies itself: {shown}', hint)


@of_folder(Code.UNKNOWN_CLAIM)
def unknown_claim(folder: CheckedFolder) -> Iterator[Finding]:
    """Find references to claims that do not exist."""
    for claim in folder.claims:
        for key, others in claim.notes.links.items():
            for item, other in enumerate(others):
                if not folder.has_claim(other):
                    near = folder.similar_ids.find(other)
                    hint = f'did you mean "{near}"?' if near else ""
                    yield Finding(claim.path, (key, item), f"there is no claim {named(other)}", hint)


@of_folder(Code.WITHOUT_TENURE)
def without_tenure(folder: CheckedFolder) -> Iterator[Finding]:
    """Find persons who speak for a party at all times, with positions before and after a change of its voices."""
    registry = Registry(folder.registers.parties.values())
    changes: dict[str, list[Span]] = {}  # by the party spoken for, when a voice of it began or ended
    for party in registry:
        for tenure in party.speaks_for:
            ends = [end for end in (tenure.since, tenure.until) if end is not None]
            changes.setdefault(registry.party(tenure.party), []).extend(ends)
    dates: dict[str, list[Span]] = {}
    for claim in folder.claims:
        for person, written in claim.notes.said.items():
            dates.setdefault(person, []).extend(map(Span.reread, written))
    for key, party in folder.registers.parties.items():
        said = sorted(dates.get(party.id, ()), key=attrgetter("end"))
        if not said:
            continue
        for item, tenure in enumerate(party.speaks_for):
            between = (
                each for each in changes[registry.party(tenure.party)] if said[0].end < each.start <= said[-1].end
            )
            change = None if tenure.since or tenure.until else next(between, None)
            if change is not None:
                message = (
                    f'"{key}" speaks for "{tenure.party}" at all times, from {said[0]} to {said[-1]}, '
                    f"and who speaks for it changed on {change}"
                )
                at = (key, "speaks_for", item, "party")
                yield Finding(
                    folder.registers.files.parties_path, at, message, "give from and until, if they are known"
                )


@of_folder(Code.SIMILAR_NAMES)
def similar_names(folder: CheckedFolder) -> Iterator[Finding]:
    """Find parties whose names differ only in what search ignores, such as accents."""
    first: dict[str, tuple[str, str, KeyPath]] = {}  # each name as it is first written, with its file and its place
    for path, at, name in _names(folder):
        first.setdefault(name, (name, path, at))
    similar: dict[str, dict[str, tuple[str, str, KeyPath]]] = {}  # by what search makes of the names, then by party
    for name, written in first.items():
        parties = similar.setdefault(phrase(name), {})
        parties.setdefault(folder.registers.registry.party(name), written)
    for parties in similar.values():
        (name, path, at), *others = parties.values()
        for other, other_path, other_at in others:
            source_file = folder.registers.files.get(path)
            line = source_file.at_value(at, Code.SIMILAR_NAMES, "").line if source_file else 1
            message = f'"{other}" is another party than "{name}" ({path}:{line}), and is written almost the same'
            hint = "if they are one, write one name, or make one an alias in parties.toml"
            yield Finding(other_path, other_at, message, hint)


def _names(folder: CheckedFolder) -> Iterator[tuple[str, KeyPath, str]]:
    """Yield each written name of a party with its file and its place: those of the registry, then those of claims."""
    path = folder.registers.files.parties_path
    for key, party in folder.registers.parties.items():
        yield path, (key,), key
        if party.name is not None:
            yield path, (key, "name"), party.name
        yield from ((path, (key, "aliases", item), alias) for item, alias in enumerate(party.aliases))
    for claim in folder.claims:
        for name, place, via in claim.notes.names:
            yield claim.path, ("positions", place, *(("party",) if via < 0 else ("via", via))), name


@of_folder(Code.IGNORED_FILE)
def ignored_file(folder: CheckedFolder) -> Iterator[Finding]:
    """Find files that look like records and are not read, and copies that are read as claims of their own."""
    return _odd_names(folder, ignored_files(folder.names))


@of_folder(Code.UNPORTABLE_NAME)
def unportable_name(folder: CheckedFolder) -> Iterator[Finding]:
    """Find records, and folders of records, with names that not every system can hold."""
    return _odd_names(folder, unportable_names(folder.names))


def _odd_names(folder: CheckedFolder, names: Iterable[OddName]) -> Iterator[Finding]:
    for name in names:
        yield Finding(os.path.join(folder.path, name.path), (), name.message, name.hint)
