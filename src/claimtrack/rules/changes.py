"""What changed in the record of a claim: which positions are new, removed or corrected, and which lines moved."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from claimtrack.rules.line import Line, line, lines
from claimtrack.rules.matching import left_over, partners
from claimtrack.rules.resolve import by_principal, resolve
from claimtrack.rules.shifts import Shift, shifts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from claimtrack.model.record import Claim, Party, Position, Source
    from claimtrack.model.registry import Registry
    from claimtrack.rules.matching import Registries

    Entry = Source | Party

# `shift` (a new position moved its principal's line), `position` (a new one, the line stayed), `correction` (an
# existing one was edited), `removal`, `claim` (the claim's own fields were edited), and if none of these explains why
# a line differs: `order` (positions of one date changed places) or `registry` (the parties file changed).
What = Literal["shift", "position", "correction", "removal", "claim", "order", "registry"]
# A principal with its line as it would be without the change, or as it was before if no position was changed; and now.
Moved = tuple[str, Line | None, Line | None]

# The fields of a claim that are not its own words: positions and sources are compared one by one.
_NOT_WORDS: Final = ("id", "path", "positions", "sources")
# The fields of a position on which no line depends.
_WORDING: Final = frozenset({"date_of", "about", "quote", "original", "lang", "note", "sources"})


class Change(NamedTuple):
    """One change of a claim's positions, or of its lines without one."""

    what: What
    old: Position | None = None  # the position before, if there was one
    new: Position | None = None  # the position now, if there is one
    fields: tuple[str, ...] = ()  # those that were edited, of a correction or of the claim
    shift: Shift | None = None  # how the line moved, of a shift
    moved: tuple[Moved, ...] = ()  # the lines that are others for it


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
    removed = {key: before[key] for key in sorted(before.keys() - now.keys())}
    for key in sorted(now):
        if key in before:
            if edited := _edited(before[key], now[key], but=("id",)):
                changed.append(EntryChange("edited", key, fields=edited))
            continue
        was = next((was for was, entry in removed.items() if not _edited(entry, now[key], but=("id",))), None)
        if was is None:
            changed.append(EntryChange("added", key))
        else:
            del removed[was]
            changed.append(EntryChange("renamed", key, was=was))
    return (*changed, *(EntryChange("removed", key) for key in removed))


def changes(old: Claim, old_registry: Registry, new: Claim, new_registry: Registry) -> tuple[Change, ...]:
    """Return what changed in a claim, with shifts and corrections distinguished."""
    registries = (old_registry, new_registry)
    present = _Present(new, new_registry)
    edits = _position_changes(old, new, registries, present)
    if edited := _edited(old, new, but=_NOT_WORDS):
        edits.append(Change("claim", fields=edited))
    before = _lines(old, old_registry)
    explained = {moved[0] for change in edits for moved in change.moved}
    explained |= {change.shift.party for change in edits if change.shift}
    unexplained = _moved((before.keys() | present.lines.keys()) - explained, before, present.lines)
    reread = _lines(old, new_registry) if unexplained else {}
    others: dict[What, list[Moved]] = defaultdict(list)
    for moved in unexplained:
        party = moved[0]
        causes = [number for number, change in enumerate(edits) if _may_move(change, party, registries)]
        if _moved([party], before, reread):
            others["registry"].append(moved)
        elif causes:
            # If each of several changes would have moved the line alone, it is reported with the last one.
            last = edits[causes[-1]]
            edits[causes[-1]] = last._replace(moved=(*last.moved, moved))
        else:
            others["order"].append(moved)
    return (*edits, *(Change(what, moved=tuple(moves)) for what, moves in others.items()))


def _position_changes(old: Claim, new: Claim, registries: Registries, present: _Present) -> list[Change]:
    partner = partners(old.positions, new.positions, registries)
    edits = []
    for place, position in enumerate(new.positions):
        was = old.positions[partner[place]] if place in partner else None
        if was is None:
            shift = present.shifts.get(place)
            moved = present.without(place, None, place)
            edits.append(Change("shift" if shift else "position", new=position, shift=shift, moved=moved))
        elif edited := _edited(was, position):
            moved = () if _WORDING.issuperset(edited) else present.without(place, was, place)
            edits.append(Change("correction", was, position, edited, moved=moved))
    for removed in left_over(len(old.positions), partner):
        # Its place now would be behind the nearest remaining one of those that were before it.
        behind = max(((was, place) for place, was in partner.items() if was < removed), default=(-1, -1))[1]
        was = old.positions[removed]
        edits.append(Change("removal", was, moved=present.without(None, was, behind + 0.5)))
    return edits


class _Present:
    """The lines of a claim as they are now, and as they would be without one change."""

    def __init__(self, claim: Claim, registry: Registry) -> None:
        self._claim = claim
        self._registry = registry
        self._groups = by_principal(resolve(claim, registry))
        self._principals = {position.place: position.principal for group in self._groups.values() for position in group}
        self.lines = lines(self._groups)

    @cached_property
    def shifts(self) -> dict[int, Shift]:
        """Each shift of the lines, by the place of the position that made it."""
        moves = (shift for principal, group in self._groups.items() for shift in shifts(principal, group))
        return {shift.position.place: shift for shift in moves}

    def without(self, place: int | None, was: Position | None, at: float) -> tuple[Moved, ...]:
        """Return the lines that would differ without the position at a place, and with one that was at another."""
        restored = resolve(self._claim._replace(positions=(was,)), self._registry) if was else ()
        touched = {position.principal for position in restored}
        if place is not None:
            touched.add(self._principals[place])
        would_be = {}
        for principal in touched:
            group = [
                (position.at, float(position.place), position)
                for position in self._groups.get(principal, ())
                if position.place != place
            ]
            group += [(position.at, at, position) for position in restored if position.principal == principal]
            group.sort(key=itemgetter(0, 1))
            would_be[principal] = line(principal, [position for *_, position in group])
        return _moved(touched, would_be, self.lines)


def _may_move(change: Change, party: str, registries: Registries) -> bool:
    """Return whether a change is of a kind that moves the line of a principal."""
    if change.what == "claim":
        return "date" in change.fields
    if change.what == "correction" and _WORDING.issuperset(change.fields):
        return False
    return any(
        position is not None and registry.principal(registry.party(position.party), position.date) == party
        for position, registry in zip((change.old, change.new), registries, strict=True)
    )


def _lines(claim: Claim, registry: Registry) -> dict[str, Line]:
    return lines(by_principal(resolve(claim, registry)))


def _moved(
    principals: Iterable[str], before: Mapping[str, Line | None], now: Mapping[str, Line | None]
) -> tuple[Moved, ...]:
    pairs = ((principal, before.get(principal), now.get(principal)) for principal in sorted(principals))
    return tuple((principal, old, new) for principal, old, new in pairs if _content(old) != _content(new))


def _edited(old: Claim | Position | Entry, new: Claim | Position | Entry, but: Container[str] = ()) -> tuple[str, ...]:
    """Return the fields in which two records differ, except some."""
    return tuple(field for field in old._fields if field not in but and getattr(old, field) != getattr(new, field))


def _content(line: Line | None) -> tuple[Any, ...] | None:
    return (line.side, line.value, line.standing) if line else None
