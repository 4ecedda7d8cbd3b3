"""The checks of sources: a claim's own and the shared ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claimtrack.checks.codes import Finding, Subject, of_claim, of_folder
from claimtrack.model.similar import Similar
from claimtrack.problems import Code
from claimtrack.rules.cycles import cycle_edges
from claimtrack.rules.origins import description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.checks.subjects import CheckedFolder
    from claimtrack.model.record import Source

Placed = tuple[int, "Source"]  # a source with its index in its file


def _own(subject: Subject) -> Iterable[Placed]:
    return enumerate(subject.claim.sources)


def _shared(folder: CheckedFolder) -> tuple[str, Iterable[Placed]]:
    """Return the path of the shared sources, and these in the file's order."""
    return folder.registers.files.sources_path, enumerate(folder.registers.sources)


def _same_archive(path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if source.archive_url is not None and source.archive_url == source.url:
            hint = "archive it elsewhere, or leave archive_url out"
            yield Finding(path, ("sources", place, "archive_url"), "archive_url is the page itself", hint)


def _without(key: str, hint: str, path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if getattr(source, key) is None:
            yield Finding(
                path, ("sources", place), f'the source "{source.id}" has no {key}', hint, on_key=True, missing=key
            )


def _unarchived(path: str, sources: Iterable[Placed]) -> Iterator[Finding]:
    for place, source in sources:
        if source.url is not None and source.archive_url is None:
            message = f'the source "{source.id}" has no archived copy'
            hint = 'archive the page, then add archive_url = "https://…"'
            yield Finding(path, ("sources", place, "url"), message, hint)


def _derived_cycle(path: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Find sources of a file that derive from themselves; one of a claim and a shared one never form a cycle."""
    places: dict[str, int] = {}
    graph: dict[str, list[str]] = {}
    for place, source in enumerate(sources):
        if source.id not in places:  # of two with one id, the first counts
            places[source.id] = place
            graph[source.id] = [source.derived_from] if source.derived_from else []
    for node, _, shown in cycle_edges(graph):
        hint = "one of them is the origin: it has no derived_from"
        yield Finding(path, ("sources", places[node], "derived_from"), f'"{node}" derives from itself: {shown}', hint)


def _everywhere(code: Code, check: Callable[[str, Iterable[Placed]], Iterator[Finding]]) -> None:
    """Register a check for the sources of claims and for the shared ones."""
    of_claim(code)(lambda subject: check(subject.claim.path, _own(subject)))
    of_folder(code)(lambda folder: check(*_shared(folder)))


_everywhere(Code.SAME_ARCHIVE, _same_archive)
_everywhere(Code.SOURCE_WITHOUT_URL, partial(_without, "url", 'add url = "https://…", if it is on the web'))
_everywhere(Code.SOURCE_WITHOUT_DATE, partial(_without, "date", 'add date = …; a year alone will do: "2025"'))
_everywhere(Code.UNARCHIVED, _unarchived)


@of_claim(Code.DERIVED_CYCLE)
def derived_cycle(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that derive from themselves."""
    return _derived_cycle(subject.claim.path, subject.claim.sources)


@of_folder(Code.DERIVED_CYCLE)
def shared_derived_cycle(folder: CheckedFolder) -> Iterator[Finding]:
    """Find shared sources that derive from themselves."""
    return _derived_cycle(folder.registers.files.sources_path, folder.registers.files.shared.listed)


@of_folder(Code.FUTURE_DATE)
def shared_future_date(folder: CheckedFolder) -> Iterator[Finding]:
    """Find shared sources published or read in the future."""
    path, sources = _shared(folder)
    for place, source in sources:
        for key in ("date", "retrieved"):
            date = getattr(source, key)
            if date is not None and date.start > folder.today.end:
                yield Finding(path, ("sources", place, key), f"{date} is in the future")


@of_claim(Code.UNUSED_SOURCE)
def unused_source(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that nothing cites or derives from."""
    claim, shared = subject.claim, subject.registers.shared
    used = claim.cited | claim.parents
    own = Similar(source.id for source in claim.sources)
    meant = map(own.find, used - {source.id for source in claim.sources} - shared.keys())
    yield from _unused(claim.path, _own(subject), {*used, *meant, *subject.source_file.left_out.texts()})


@of_folder(Code.UNUSED_SOURCE)
def unused_shared_source(folder: CheckedFolder) -> Iterator[Finding]:
    """Find shared sources that no claim cites and no source derives from."""
    sources = folder.registers.shared
    used = {source.derived_from for source in folder.registers.sources if source.derived_from}
    for claim in folder.claims:
        used.update(claim.notes.used)
    # A source that is cited by a misspelt id is not unused.
    used.update(map(Similar(sources).find, used - sources.keys()))
    yield from _unused(*_shared(folder), used)


def _unused(path: str, sources: Iterable[Placed], used: set[str]) -> Iterator[Finding]:
    for place, source in sources:
        if source.id not in used:
            message = f'nothing cites the source "{source.id}"'
            yield Finding(path, ("sources", place, "id"), message, "cite it, or leave it out", missing="id")


@of_claim(Code.SHADOWED_SOURCE)
def shadowed_source(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources with the id of a shared source."""
    for place, source in _own(subject):
        if source.id in subject.registers.shared:
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
            hint = f'cite "{other}" instead; two versions of a page differ in date, title or archive_url'
            yield Finding(path, ("sources", place, "url"), message, hint)
        first.setdefault(described, source.id)


@of_claim(Code.SAME_ADDRESS)
def same_address(subject: Subject) -> Iterator[Finding]:
    """Find the claim's sources that are described twice, in the claim or also in sources.toml."""
    return _same_address(subject.claim.path, _own(subject), subject.lookup.shared.alike)


@of_folder(Code.SAME_ADDRESS)
def same_shared_address(folder: CheckedFolder) -> Iterator[Finding]:
    """Find shared sources that are described twice."""
    return _same_address(*_shared(folder), {})
