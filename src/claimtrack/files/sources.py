"""Reads the shared sources, and finds what is wrong with how sources are defined and cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.fast_validation import fast_sources
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from claimtrack.files.load import Loader
    from claimtrack.files.locations import KeyPath
    from claimtrack.files.source_file import SourceFile
    from claimtrack.model.record import Claim, Source
    from claimtrack.problems import Problem


class Shared(NamedTuple):
    """The shared sources, in the file's order and by id (of two with one id, the first).

    Attributes:
        known: whether the file could be read, so that a claim may be blamed for citing what is not in it.
    """

    listed: tuple[Source, ...]
    by_id: dict[str, Source]
    known: bool


def read_sources(loader: Loader, path: str | None) -> Shared:
    """Read the shared sources."""
    if path is None:
        return Shared((), {}, known=True)
    loaded = loader.load(path, "sources")
    if loaded is None:
        return Shared((), {}, known=False)
    data, source_file = loaded
    shared = fast_sources(data)
    if shared is None:
        from claimtrack.files.validate import validate_sources  # noqa: PLC0415 - only where something is odd

        shared = validate_sources(data, source_file, loader.problems)
    if shared is None:
        return Shared((), {}, known=False)
    by_id = {source.id: source for source in reversed(shared)}
    loader.problems.extend(_defined_twice(shared, source_file))
    loader.problems.extend(_underived(shared, by_id.keys(), source_file))
    return Shared(shared, by_id, known=True)


def duplicate_sources(claim: Claim, source_file: SourceFile) -> Iterator[Problem]:
    """Find the sources that a claim defines twice."""
    if len({source.id for source in claim.sources}) < len(claim.sources):
        yield from _defined_twice(claim.sources, source_file)


def needed_sources(claim: Claim) -> set[str]:
    """Return the ids that a claim uses and does not define: each must be a shared source."""
    used = (claim.cited | claim.parents) - {source.id for source in claim.sources}
    return {source_id for source_id in used if not is_url(source_id)} if used else used


def missing_sources(claim: Claim, shared: Shared, source_file: SourceFile) -> Iterator[Problem]:
    """Find the sources that a claim uses and nobody defines."""
    if not shared.known or needed_sources(claim) <= shared.by_id.keys():
        return
    known = {source.id for source in claim.sources} | shared.by_id.keys()
    for place, position in enumerate(claim.positions):
        for item, cited in enumerate(position.sources):
            yield from _unknown(cited.id, known, source_file, ("positions", place, "sources", item, "id"))
    yield from _underived(claim.sources, known, source_file)


def _defined_twice(sources: Sequence[Source], source_file: SourceFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, source in enumerate(sources):
        if source.id in seen:
            message = f'the source "{source.id}" is defined twice'
            at = ("sources", place, "id")
            yield source_file.at_value(at, Code.DUPLICATE_SOURCE, message, "give one of them another id")
        seen.add(source.id)


def _underived(sources: Sequence[Source], known: AbstractSet[str], source_file: SourceFile) -> Iterator[Problem]:
    for place, source in enumerate(sources):
        if source.derived_from is not None:
            others = known - {source.id} if source.derived_from != source.id else known
            yield from _unknown(source.derived_from, others, source_file, ("sources", place, "derived_from"))


def _unknown(source_id: str, known: Collection[str], source_file: SourceFile, at: KeyPath) -> Iterator[Problem]:
    if source_id in known or is_url(source_id):
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    near = get_close_matches(source_id, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "define it below [[sources]], or cite its http(s) URL"
    yield source_file.at_value(at, Code.UNKNOWN_SOURCE, f'there is no source "{source_id}"', hint)
