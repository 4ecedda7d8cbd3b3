"""What all imports do with a folder of claims: see what it holds, add to its claims, and write."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.book.book import Book
from claimtrack.book.writing import OpenClaim, open_claim
from claimtrack.exchange.drafts import RowError
from claimtrack.files.folder import Disk
from claimtrack.files.source_files import SourceFiles
from claimtrack.files.write_many import write_many
from claimtrack.model.record import Claim
from claimtrack.problems import BadRequestError, ClaimtrackError
from claimtrack.rules.claim_state import ClaimState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.exchange.report import ImportReport
    from claimtrack.files.append import Block
    from claimtrack.model.record import Position, Source
    from claimtrack.model.registry import Registry

    Progress = Callable[[int, int], None]


class KnownClaim(NamedTuple):
    """A claim that is in the folder."""

    id: str
    title: str
    path: str


class Existing(NamedTuple):
    """What a folder holds before the import."""

    folder: str
    claims: Sequence[KnownClaim]
    paths: Sequence[str]  # of all files, readable or not
    registry: Registry
    shared: Mapping[str, Source]

    def open(self, known: KnownClaim) -> OpenClaim:
        """Read the file of a claim, to add to it.

        Raises:
            RowError: it cannot be added to.
        """
        state = ClaimState(Claim(known.id, known.path, known.title), self.registry, {})
        try:
            return open_claim(state, self.folder)
        except ClaimtrackError as error:
            raise _not_added(known.path, error) from None


class PlannedFile(NamedTuple):
    """A file as it is before the import, and as it is after it."""

    path: str
    old: bytes | None  # None if the file is new
    new: bytes


def existing(folder: str, report: ImportReport, *, cache: bool) -> Existing:
    """Return what a folder of claims holds; the report says how many of its claims cannot be read."""
    files, sources = Disk(folder).find_files(), SourceFiles(folder)
    claims: Sequence[KnownClaim] = ()
    unread = 0
    if files.claims:
        with Book(folder, cache=cache) as book:
            claims = [KnownClaim(row.id, row.title, row.path) for row in book.rows().rows]
            unread = book.unread
    if unread:
        what = "record" if unread == 1 else "records"
        report.notes.append(
            f"{unread} {what} of {folder} could not be read, so nothing was added there; claimtrack check says why"
        )
    paths = [*files.paths, *(problem.path for problem in files.problems)]
    return Existing(folder, claims, paths, sources.parties.registry, sources.shared.by_id)


def extended(opened: OpenClaim, blocks: Sequence[Block]) -> PlannedFile:
    """Return the file of a claim with blocks at its end.

    Raises:
        RowError: it cannot be added to.
    """
    try:
        change = opened.extend(blocks).file
    except ClaimtrackError as error:
        raise _not_added(opened.state.claim.path, error) from None
    return PlannedFile(change.path, change.old, change.new)


def identity(position: Position, registry: Registry) -> Any:  # noqa: ANN401 - something to compare
    """Return what makes two positions one: who said what and when; not the sources, nor the notes on it."""
    return (
        registry.party(position.party),
        position.date and position.date.written,
        *(" ".join((text or "").split()) for text in (position.quote, position.original)),
        *position._replace(party="", date=None, quote=None, original=None, lang=None, note=None, sources=(), via=()),
        *map(registry.party, position.via),
    )


def refuse_other_unit(own: str | None, unit: str | None) -> None:
    """Refuse a value that counts something else than the values of a claim.

    Raises:
        RowError: it does; `own` is what it counts, or None if that is not said, and `unit` is the claim's.
    """
    if own not in {None, unit}:
        counts = f"the claim counts {unit}" if unit else "the claim has no unit"
        raise RowError(f"the value counts {own}, and {counts}", "correct the unit")


def by_identity(positions: Iterable[Position], registry: Registry) -> dict[Any, list[Position]]:
    """Return positions by what makes two of them one."""
    found: dict[Any, list[Position]] = {}
    for position in positions:
        found.setdefault(identity(position, registry), []).append(position)
    return found


class FolderImport(ABC):
    """An import: first it is read, and then the folder is written to."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report

    def write(self, folder: str, home: str, *, dry_run: bool, cache: bool, progress: Progress | None) -> None:
        """Write what is new to a folder of claims; claims without a file get one in the folder `home`.

        Raises:
            ConflictError: somebody else changed a file meanwhile.
            OSError: a file cannot be written. What is written by then is whole.
        """
        if dry_run:
            for _ in self._changes(existing(folder, self.report, cache=cache), home, progress):
                pass
            return
        os.makedirs(home, exist_ok=True)
        folders = {folder, home, *(os.path.dirname(path) for path in Disk(folder).find_files().claims.values())}
        with write_many(sorted(folders), within=folder) as files:
            for change in self._changes(existing(folder, self.report, cache=cache), home, progress):
                files.write(*change)

    @abstractmethod
    def close(self) -> None:
        """Remove what was put aside while reading."""

    @abstractmethod
    def _changes(self, found: Existing, home: str, progress: Progress | None) -> Iterator[PlannedFile]:
        """Yield the files that the import adds or extends in a folder that holds `found`."""


def home_of(folder: str, below: str) -> str:
    """Return the folder in which new claims get their files.

    Raises:
        BadRequestError: it is no folder below that of the claims, or is not read.
    """
    home = folder
    for part in below.replace(os.sep, "/").strip("/").split("/") if below else ():
        home = os.path.join(home, part)
        if part in {"", ".", ".."} or part.startswith("."):
            raise BadRequestError(f'"{below}" leads out of {folder}, or to what is not read', "name a folder in it")
        if os.path.lexists(home) and (os.path.islink(home) or not os.path.isdir(home)):
            raise BadRequestError(f"{home} is a link or a file, and no folder", "name another folder")
    return home


def _not_added(path: str, error: ClaimtrackError) -> RowError:
    return RowError(f"{path} cannot be added to: {error.message}", error.hint)
