"""What changed among the sources or the parties of a file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimtrack.model.names import slug
from claimtrack.model.record import Party, Source

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from claimtrack.model.record import Claim, Position

    Entry = Source | Party


class EntryChange(NamedTuple):
    """One change of a source, or of a party of the registry."""

    what: Literal["added", "removed", "edited", "renamed"]  # an entry that is edited keeps its id
    id: str  # the last one if it was removed
    was: str | None = None  # the id before, if it was renamed
    fields: tuple[str, ...] = ()  # those that were edited


def entry_changes(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[EntryChange, ...]:
    """Return what changed among the sources or the parties of a file, in the order of their ids.

    That an entry names another one by its new id is no change.
    """
    before, now = ({entry.id: entry for entry in entries} for entries in (old, new))
    renamed = _renamed(before, now)
    ids = {was: key for key, was in renamed.items()}
    changed = []
    for key in sorted(now):
        if key in renamed:
            changed.append(EntryChange("renamed", key, was=renamed[key]))
        elif key not in before:
            changed.append(EntryChange("added", key))
        elif edited := edited_fields(_with_ids_now(before[key], ids, now[key]), now[key], but=("id",)):
            changed.append(EntryChange("edited", key, fields=edited))
    return (*changed, *(EntryChange("removed", key) for key in sorted(before.keys() - now.keys() - ids.keys())))


def ids_now(changes: Iterable[EntryChange]) -> dict[str, str]:
    """Return the ids now of the entries that were renamed, by their ids before."""
    return {change.was: change.id for change in changes if change.was is not None}


def _renamed(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> dict[str, str]:
    """Return the ids before of the entries that were renamed, by their ids now: they say the same as they did."""
    renamed: dict[str, str] = {}
    number = -1
    while number != len(renamed):  # what is found helps to find others, which name it
        number = len(renamed)
        ids = {was: key for key, was in renamed.items()}
        removed: dict[Entry, list[str]] = defaultdict(list)  # by what they say, without their ids
        for key in sorted(before.keys() - now.keys() - ids.keys(), reverse=True):
            removed[_with_ids_now(before[key]._replace(id=""), ids)].append(key)
        for key in sorted(now.keys() - before.keys() - renamed.keys()):
            if same := removed.get(now[key]._replace(id="")):
                renamed[key] = same.pop()
    return renamed


def _with_ids_now(entry: Entry, ids: Mapping[str, str], now: Entry | None = None) -> Entry:
    """Return an entry before, in which others have their ids of now; a name that it has `now` too is not an id."""
    if not ids:
        return entry
    if isinstance(entry, Source):
        parent = entry.derived_from
        return entry._replace(derived_from=parent if parent is None else ids.get(parent, parent))
    written = {tenure.party for tenure in now.speaks_for} if isinstance(now, Party) else set()
    tenures = [
        tenure if tenure.party in written else tenure._replace(party=ids.get(slug(tenure.party), tenure.party))
        for tenure in entry.speaks_for
    ]
    return entry._replace(speaks_for=tuple(tenures))


def edited_fields(
    old: Claim | Position | Entry, new: Claim | Position | Entry, but: Container[str] = ()
) -> tuple[str, ...]:
    """Return the fields in which two records differ, except some."""
    return tuple(field for field in old._fields if field not in but and getattr(old, field) != getattr(new, field))
