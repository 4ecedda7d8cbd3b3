"""What changed among the sources or the parties of a file."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from claimtrack.model.record import Claim, Party, Position, Source

    Entry = Source | Party


class EntryChange(NamedTuple):
    """One change of a source, or of a party of the registry."""

    what: Literal["added", "removed", "edited", "renamed"]  # an entry that is edited keeps its id
    id: str  # the last one if it was removed
    was: str | None = None  # the id before, if it was renamed
    fields: tuple[str, ...] = ()  # those that were edited


def entry_changes(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[EntryChange, ...]:
    """Return what changed among the sources or the parties of a file, in the order of their ids."""
    before, now = ({entry.id: entry for entry in entries} for entries in (old, new))
    changed = []
    removed: dict[Entry, list[str]] = defaultdict(list)  # by what they say, without their ids
    for key in sorted(before.keys() - now.keys(), reverse=True):
        removed[before[key]._replace(id="")].append(key)
    for key in sorted(now):
        if key in before:
            if edited := edited_fields(before[key], now[key], but=("id",)):
                changed.append(EntryChange("edited", key, fields=edited))
            continue
        if same := removed.get(now[key]._replace(id="")):
            changed.append(EntryChange("renamed", key, was=same.pop()))
        else:
            changed.append(EntryChange("added", key))
    return (*changed, *(EntryChange("removed", key) for key in sorted(chain.from_iterable(removed.values()))))


def edited_fields(
    old: Claim | Position | Entry, new: Claim | Position | Entry, but: Container[str] = ()
) -> tuple[str, ...]:
    """Return the fields in which two records differ, except some."""
    return tuple(field for field in old._fields if field not in but and getattr(old, field) != getattr(new, field))
