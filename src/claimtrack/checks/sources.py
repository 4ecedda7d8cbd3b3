"""The checks of sources: a claim's own and the shared ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from claimtrack.checks.codes import Finding, Subject, of_claim, of_folder
from claimtrack.problems import Code
from claimtrack.rules.origins import SourceLookup, description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder
    from claimtrack.model.record import Source
    from claimtrack.rules.origins import SourceKey

Placed = tuple[int, "Source"]  # a source with its index in its file

_SHOWN: Final = 100  # sources of a cycle in its message, which is cut to one line


def _own(subject: Subject) -> Iterable[Placed]:
    return enumerate(subject.claim.sources)


def _shared(folder: Folder) -> tuple[str, Iterable[Placed]]:
    """Return the path of the shared sources, and these in the file's order."""
    return folder.sources_path, enumerate(folder.listed_sources)


def _same_archive(path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if source.archive_url is not None and source.archive_url == source.url:
            hint = "archive it elsewhere, or leave archive_url out"
            yield Finding(path, ("sources", place, "archive_url"), "archive_url is the page itself", hint)


def _without(key: str, hint: str, path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if getattr(source, key) is None:
            yield Finding(path, ("sources", place), f'the source "{source.id}" has no {key}', hint, on_key=True)


def _unarchived(path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if source.url is not None and source.archive_url is None:
            message = f'the source "{source.id}" has no archived copy'
            hint = 'archive the page, then add archive_url = "https://…"'
            yield Finding(path, ("sources", place, "url"), message, hint)


def _derived_cycle(path: str, sources: Iterable[Placed], lookup: SourceLookup) -> Iterator[Finding]:
    cycles: dict[SourceKey, list[SourceKey]] = {}  # by each source in one, which only one can be
    seen: set[SourceKey] = set()
    for place, source in sources:
        trail: dict[SourceKey, None] = {}  # an ordered set
        step: SourceKey | None = lookup.key(source.id)
        while step is not None and step not in seen:
            seen.add(step)
            trail[step] = None
            step = lookup.parent(step)
        if step in trail:
            steps = list(trail)
            cycle = steps[steps.index(step) :]
            cycles.update(dict.fromkeys(cycle, cycle))
        if cycle := cycles.get(start := lookup.key(source.id), []):
            at = cycle.index(start)
            chain = " → ".join(key.id for key in [*cycle[at:], *cycle[:at], start][:_SHOWN])
            message = f'"{source.id}" derives from itself: {chain}'
            hint = "one of them is the origin: it has no derived_from"
            yield Finding(path, ("sources", place, "derived_from"), message, hint)


def _everywhere(code: Code, check: Callable[[str, Iterable[Placed]], Iterator[Finding]]) -> None:
    """Register a check for the sources of claims and for the shared ones."""
    of_claim(code)(lambda subject: check(subject.claim.path, _own(subject)))
    of_folder(code)(lambda folder, _: check(*_shared(folder)))


_everywhere(Code.SAME_ARCHIVE, _same_archive)
_everywhere(Code.SOURCE_WITHOUT_URL, partial(_without, "url", 'add url = "https://…", if it is on the web'))
_everywhere(Code.SOURCE_WITHOUT_DATE, partial(_without, "date", 'add date = …, if need be a year: "2025"'))
_everywhere(Code.UNARCHIVED, _unarchived)


@of_claim(Code.DERIVED_CYCLE)
def derived_cycle(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that derive from themselves."""
    return _derived_cycle(subject.claim.path, _own(subject), subject.lookup)


@of_folder(Code.DERIVED_CYCLE)
def shared_derived_cycle(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find shared sources that derive from themselves."""
    return _derived_cycle(*_shared(folder), SourceLookup("", (), folder.sources))


@of_folder(Code.FUTURE_DATE)
def shared_future_date(folder: Folder, latest: datetime) -> Iterator[Finding]:
    """Find shared sources published or read in the future."""
    path, sources = _shared(folder)
    for place, source in sources:
        for key in ("date", "retrieved"):
            date = getattr(source, key)
            if date is not None and date.start > latest:
                yield Finding(path, ("sources", place, key), f"{date} is in the future")


@of_claim(Code.UNUSED_SOURCE)
def unused_source(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that nothing cites or derives from."""
    claim = subject.claim
    yield from _unused(claim.path, _own(subject), claim.cited | claim.parents)


@of_folder(Code.UNUSED_SOURCE)
def unused_shared_source(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find shared sources that no claim cites and no source derives from."""
    used = {source.derived_from for source in folder.sources.values() if source.derived_from}
    for claim in folder.claims.values():
        used |= (claim.cited | claim.parents) - {source.id for source in claim.sources}
    yield from _unused(*_shared(folder), used)


def _unused(path: str, sources: Iterable[Placed], used: set[str]) -> Iterator[Finding]:
    for place, source in sources:
        if source.id not in used:
            message = f'nothing cites the source "{source.id}"'
            yield Finding(path, ("sources", place, "id"), message, "cite it, or leave it out")


@of_claim(Code.SHADOWED_SOURCE)
def shadowed_source(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources with the id of a shared source."""
    for place, source in _own(subject):
        if source.id in subject.folder.sources:
            message = f'"{source.id}" is the id of a shared source too'
            yield Finding(subject.claim.path, ("sources", place, "id"), message, "give this one another id")


def _same_address(path: str, sources: Iterable[Placed], shared: Mapping[object, str]) -> Iterator[Finding]:
    first: dict[object, str] = {}
    for place, source in sources:
        described = description(source)
        if described is None:
            continue
        other, home = first.get(described), ""
        if other is None and (other := shared.get(described)):
            home = " in sources.toml"
        # Two sources of one id have a code of their own.
        if other is not None and other != source.id:
            message = f'"{source.id}" is the page that is described as "{other}"{home}'
            hint = f'cite "{other}" in its place; two versions of a page differ in date, title or archive_url'
            yield Finding(path, ("sources", place, "url"), message, hint)
        first.setdefault(described, source.id)


@of_claim(Code.SAME_ADDRESS)
def same_address(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that are described twice, in the claim or also in sources.toml."""
    return _same_address(subject.claim.path, _own(subject), subject.lookup.shared.alike)


@of_folder(Code.SAME_ADDRESS)
def same_shared_address(folder: Folder, _: datetime) -> Iterator[Finding]:
    """Find shared sources that are described twice."""
    return _same_address(*_shared(folder), {})
