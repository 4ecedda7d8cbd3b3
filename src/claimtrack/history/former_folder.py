"""Where the folder of claims was when it had another name."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.discover import is_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Prefixes(NamedTuple):
    """The paths from the top of the repository to the folder before and now, with a slash at their ends."""

    old: str
    new: str

    @property
    def differ(self) -> bool:
        """Whether the folder was renamed."""
        return self.old != self.new


def former_prefix(records: Iterable[str], files: Iterable[str], remains: Callable[[str], bool]) -> str | None:
    """Return the path to the folder in a tree in which it has another name; None if it is not there.

    It is the folder that had most of the records, if it had few others and the records are not there any more.

    Args:
        records: the records of the folder now, by their paths below it.
        files: the files of the tree, by their paths from the top.
        remains: returns whether a file is still there now.
    """
    paths = [path for path in files if is_record(posixpath.basename(path))]
    below = defaultdict(list)
    for record in records:
        below[posixpath.basename(record)].append(record)
    gone: Counter[str] = Counter()
    for path in paths:
        prefixes = [path.removesuffix(record) for record in below[posixpath.basename(path)] if path.endswith(record)]
        whole = [prefix for prefix in prefixes if not prefix or prefix.endswith("/")]
        if whole and not remains(path):
            gone.update(whole)
    for prefix, number in sorted(gone.items(), key=lambda item: (-item[1], item[0])):
        all_records = sum(path.startswith(prefix) and is_record(path.removeprefix(prefix)) for path in paths)
        if 2 * number >= all_records:
            return prefix
    return None


def below(prefix: str, path: str) -> str | None:
    """Return a path below the folder; None if it is elsewhere."""
    return path.removeprefix(prefix) if path.startswith(prefix) else None
