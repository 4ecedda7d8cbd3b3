"""What a book reads from: the index of a folder, or a folder that was read as a whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from claimtrack.files.discover import stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimtrack.files.folder import Folder, Progress
    from claimtrack.index.positions import PackedRows
    from claimtrack.index.queries import Index
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.filters import ClaimFilter, Slice
    from claimtrack.rules.origins import Citations


class FolderRecords:
    """A folder that was read as a whole, or some claims of it. It answers what `Index` answers.

    What may be stored in an index is None here: then the book derives it from the claims.
    """

    def __init__(
        self,
        claims: Mapping[str, Claim],
        registry: Registry,
        shared: Mapping[str, Source],
        problems: tuple[Problem, ...],
        unread: tuple[str, ...] = (),
    ) -> None:
        """Take the claims by id, in the order of their ids, the registries, and what could not be read."""
        self._claims = claims
        self.registry = registry
        from claimtrack.rules.origins import SharedSources  # noqa: PLC0415 - a list from the index needs none

        self.shared = SharedSources(shared)
        self.problems = problems
        self.unread = unread
        self.size = len(claims)

    @classmethod
    def of(cls, read: Folder) -> FolderRecords:
        """Return the records of a folder that was read."""
        return cls(read.claims, read.registry, read.sources, read.problems, read.unread)

    def claim(self, claim_id: str) -> Claim | None:
        """Return a claim by its id."""
        return self._claims.get(claim_id)

    def select(self, claim_filter: ClaimFilter, as_of: Span | None) -> Iterable[Claim]:  # noqa: ARG002
        """Return all claims."""
        return self._claims.values()

    def linked(self) -> Iterable[Claim]:
        """Return all claims."""
        return self._claims.values()

    def ids(self, prefix: str) -> Mapping[str, str]:
        """Return the ids that begin with a casefolded text."""
        folded = ((claim_id.casefold(), claim_id) for claim_id in self._claims)
        return {key: claim_id for key, claim_id in folded if key.startswith(prefix)}

    def is_named(self, party: str) -> bool:
        """Return whether some claim names a party."""
        return party in self.names

    def citations(self) -> Iterable[Citations]:
        """Return what each claim cites, in the order of the ids."""
        from claimtrack.rules.origins import Citations  # noqa: PLC0415

        return map(Citations.of, self._claims.values())

    def rows(self, claim_filter: ClaimFilter, slice_: Slice) -> None:
        """Return None, as all below: no answer is stored."""

    def parties(self) -> None:
        """See above."""

    def topics(self) -> None:
        """See above."""

    def shifts(self) -> None:
        """See above."""

    def find_sources(self, name: str) -> None:
        """See above."""

    def position_rows(self, claim_filter: ClaimFilter, pack: Callable[[Claim], PackedRows]) -> None:
        """See above."""

    def release(self) -> None:
        """Do nothing: nobody waits."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each party in any claim, as the first claim writes it, by the party's id; in the order of ids."""
        names: dict[str, str] = {}
        for claim in self._claims.values():
            for position in claim.positions:
                for name in (position.party, *position.via):
                    names.setdefault(self.registry.party(name), name)
        return dict(sorted(names.items()))


if TYPE_CHECKING:
    Records = Index | FolderRecords


def is_unread(claim_id: str, records: Records) -> bool:
    """Return whether the file of this claim could not be read."""
    return any(stem_of(path) == claim_id for path in records.unread)


# -- opening them; each way loads only the modules that it needs


def open_records(
    folder: str,
    *,
    revision: str | None,
    only: Sequence[str],
    ignore_reviews: bool,
    cache: bool,
    progress: Progress | None,
) -> Records:
    """Open the records of a folder; see `Book`.

    Raises:
        GitError: there is no such revision, or nothing in it.
    """
    if revision is not None:
        return _read_revision(folder, revision)
    read = _read_some(folder, only, cache=cache) if only else None
    return read or _open_all(folder, progress, ignore_reviews=ignore_reviews, cache=cache)


def _read_revision(folder: str, revision: str) -> Records:
    from claimtrack.files.folder import read_tree  # noqa: PLC0415
    from claimtrack.history.revision import open_revision  # noqa: PLC0415

    return FolderRecords.of(read_tree(open_revision(folder, revision)))


def _read_some(folder: str, ids: Sequence[str], *, cache: bool) -> Records | None:
    """Read some claims and the registries; return None if one of them is not a whole id."""
    if cache:
        from claimtrack.index.unchanged import read_unchanged  # noqa: PLC0415

        stored = read_unchanged(folder, ids)
        if stored is not None:
            return FolderRecords(*stored)
    from claimtrack.files.folder import read_claims  # noqa: PLC0415

    read = read_claims(folder, ids)
    return None if read is None else FolderRecords.of(read)


def _open_all(folder: str, progress: Progress | None, *, ignore_reviews: bool, cache: bool) -> Records:
    if cache:
        from claimtrack.index.queries import open_index  # noqa: PLC0415

        index = open_index(folder, progress, ignore_reviews=ignore_reviews)
        if index is not None:
            return index
    from claimtrack.files.folder import read_folder  # noqa: PLC0415

    return FolderRecords.of(read_folder(folder, progress=progress))
