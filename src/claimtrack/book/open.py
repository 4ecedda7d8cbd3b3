"""Opens a folder for a catalog: through its index, whole, as a revision has it, or only the claims that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.book.records import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.records import Records


def open_records(
    folder: str,
    *,
    revision: str | None,
    only: Sequence[str],
    cache: bool,
    watch: Callable[[int, int], None] | None,
) -> Records:
    """Open a folder; see `Catalog`.

    Raises:
        GitError: there is no such revision, or nothing in it.
    """
    if revision is not None:
        from claimtrack.files.folder import read_tree  # noqa: PLC0415 - each way loads what it needs
        from claimtrack.history.revision import open_revision  # noqa: PLC0415 - git is rarely asked

        return whole(read_tree(open_revision(folder, revision)))
    return (only and _only(folder, only, cache=cache)) or _all(folder, cache=cache, watch=watch)


def _only(folder: str, only: Sequence[str], *, cache: bool) -> Records | None:
    """Read these claims and the registries; None where one of them is no id."""
    if cache:
        from claimtrack.book.fresh import indexed_claims  # noqa: PLC0415

        found = indexed_claims(folder, only)
        if found is not None:
            return found
    from claimtrack.files.folder import read_claims  # noqa: PLC0415

    some = read_claims(folder, only)
    return None if some is None else whole(some)


def _all(folder: str, *, cache: bool, watch: Callable[[int, int], None] | None) -> Records:
    if cache:
        from claimtrack.book.fresh import indexed  # noqa: PLC0415

        found = indexed(folder, watch)
        if found is not None:
            return found
    from claimtrack.files.folder import read_folder  # noqa: PLC0415

    return whole(read_folder(folder, watch=watch))
