"""What changed in the record of a claim: which positions are new, gone, or the same ones corrected."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from claimtrack.model.record import Claim, Party, Position, Source
from claimtrack.rules.line import Line, line, lines
from claimtrack.rules.matching import left_over, partners
from claimtrack.rules.resolve import by_principal, resolve
from claimtrack.rules.shifts import Shift, shifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.model.registry import Registry
    from claimtrack.rules.matching import Registries

What = Literal["shift", "position", "correction", "removal", "claim", "order", "registry"]
Moved = tuple[str, Line | None, Line | None]

# A claim's positions and sources are compared on their own, and an id names what is compared.
_CLAIM_FIELDS: Final = tuple(
    field for field in Claim._fields if field not in {"id", "path", "positions", "sources"}
)
_SOURCE_FIELDS: Final = tuple(field for field in Source._fields if field != "id")
_PARTY_FIELDS: Final = tuple(field for field in Party._fields if field != "id")
# The fields of a position on which no line depends.
_WORDING: Final = frozenset({"date_of", "about", "quote", "original", "lang", "note", "sources"})


class Change(NamedTuple):
    """One change of a claim's positions, or of a line without any.

    Attributes:
        what: `shift` (a new position moved its principal's line), `position` (a new one, the line stayed),
            `correction` (an existing one was edited), `removal`, `claim` (the claim's own words, date or links
            were edited), and where none of these explains why a line is another one: `order` (positions of
            one date changed places) or `registry` (the parties file changed).
        old: the position before; None where there was none.
        new: the position now; None where there is none.
        fields: which keys were edited, of a correction or of the claim.
        shift: how the line moved, of a shift.
        moved: the principals whose present line is another one for it: the line as it would be without the
            change, or where no position was changed as it was before; and as it is now.
    """

    what: What
    old: Position | None = None
    new: Position | None = None
    fields: tuple[str, ...] = ()
    shift: Shift | None = None
    moved: tuple[Moved, ...] = ()


class EntryChange(NamedTuple):
    """One change of what is defined by id: a source, or a party of the registry.

    Attributes:
        what: it is new, gone, another one under the same id, or the same one under another id.
        id: its id, now or last.
        was: the id before, of a renamed one.
        fields: which keys were edited.
    """

    what: Literal["added", "removed", "edited", "renamed"]
    id: str
    was: str | None = None
    fields: tuple[str, ...] = ()


def source_changes(old: Iterable[Source], new: Iterable[Source]) -> tuple[EntryChange, ...]:
    """Tell what changed among the sources of a file, in the order of their ids."""
    return _entry_changes({each.id: each for each in old}, {each.id: each for each in new}, _SOURCE_FIELDS)


def party_changes(old: Iterable[Party], new: Iterable[Party]) -> tuple[EntryChange, ...]:
    """Tell what changed in the registry, in the order of the ids."""
    return _entry_changes({each.id: each for each in old}, {each.id: each for each in new}, _PARTY_FIELDS)


def _entry_changes(
    before: Mapping[str, object], now: Mapping[str, object], fields: tuple[str, ...]
) -> tuple[EntryChange, ...]:
    found = []
    gone = {entry: before[entry] for entry in sorted(before.keys() - now.keys())}
    for entry in sorted(now):
        if entry in before:
            edited = _edited(fields, before[entry], now[entry])
            if edited:
                found.append(EntryChange("edited", entry, fields=edited))
            continue
        twin = next((was for was, each in gone.items() if not _edited(fields, each, now[entry])), None)
        if twin is None:
            found.append(EntryChange("added", entry))
        else:
            del gone[twin]
            found.append(EntryChange("renamed", entry, was=twin))
    return (*found, *(EntryChange("removed", entry) for entry in gone))


def changes(old: Claim, old_registry: Registry, new: Claim, new_registry: Registry) -> tuple[Change, ...]:
    """Tell what changed in a claim, shifts told apart from corrections.

    Args:
        old: the claim before.
        old_registry: the parties before.
        new: the claim now.
        new_registry: the parties now.
    """
    registries = (old_registry, new_registry)
    present = _Present(new, new_registry)
    found = _edits(old, new, registries, present)
    edited = _edited(_CLAIM_FIELDS, old, new)
    if edited:
        found.append(Change("claim", fields=edited))
    before = _lines(old, old_registry)
    told = {moved[0] for change in found for moved in change.moved}
    told |= {change.shift.party for change in found if change.shift}
    untold = _moved((before.keys() | present.lines.keys()) - told, before, present.lines)
    renamed = _lines(old, new_registry) if untold else {}
    others: dict[What, list[Moved]] = defaultdict(list)
    for moved in untold:
        party = moved[0]
        # Of several changes each of which would have moved the line alone, the last one is told of.
        able = [number for number, change in enumerate(found) if _may_move(change, party, registries)]
        if _moved([party], before, renamed):
            others["registry"].append(moved)
        elif able:
            found[able[-1]] = found[able[-1]]._replace(moved=(*found[able[-1]].moved, moved))
        else:
            others["order"].append(moved)
    return (*found, *(Change(what, moved=tuple(each)) for what, each in others.items()))


def _edits(old: Claim, new: Claim, registries: Registries, present: _Present) -> list[Change]:
    """Give the changes of a claim's positions, each with the lines that would be other ones without it."""
    partner = partners(old.positions, new.positions, registries)
    found = []
    for place, position in enumerate(new.positions):
        was = old.positions[partner[place]] if place in partner else None
        if was is None:
            shift = present.shifts.get(place)
            moved = present.without(place, None, place)
            found.append(Change("shift" if shift else "position", new=position, shift=shift, moved=moved))
        elif edited := _edited(Position._fields, was, position):
            moved = () if _WORDING.issuperset(edited) else present.without(place, was, place)
            found.append(Change("correction", was, position, edited, moved=moved))
    for gone in left_over(len(old.positions), partner):
        # It would stand behind the nearest of those that stood before it and still stand.
        behind = max(((was, place) for place, was in partner.items() if was < gone), default=(-1, -1))[1]
        was = old.positions[gone]
        found.append(Change("removal", was, moved=present.without(None, was, behind + 0.5)))
    return found


class _Present:
    """The lines of a claim as they are now, and as they would be if one change had not been made."""

    def __init__(self, claim: Claim, registry: Registry) -> None:
        self._claim = claim
        self._registry = registry
        self._groups = by_principal(resolve(claim, registry))
        self._principals = {
            position.place: position.principal for group in self._groups.values() for position in group
        }
        self.lines = lines(self._groups)

    @cached_property
    def shifts(self) -> dict[int, Shift]:
        """Each shift of the lines, by the place of the position that made it."""
        made = (shift for principal, group in self._groups.items() for shift in shifts(principal, group))
        return {shift.position.place: shift for shift in made}

    def without(self, place: int | None, was: Position | None, at: float) -> tuple[Moved, ...]:
        """Give the lines that would be other ones, as they would be, and as they are.

        Args:
            place: where the position stands that would not be there.
            was: the position that would be there.
            at: where it would stand.
        """
        restored = resolve(self._claim._replace(positions=(was,)), self._registry) if was else ()
        touched = {position.principal for position in restored}
        if place is not None:
            touched.add(self._principals[place])
        would_be = {}
        for principal in touched:
            group = [
                (position.at, float(position.place), position) for position in self._groups.get(principal, ())
            ]
            group = [each for each in group if each[2].place != place]
            group += [(position.at, at, position) for position in restored if position.principal == principal]
            would_be[principal] = line(
                principal, [position for *_, position in sorted(group, key=itemgetter(0, 1))]
            )
        return _moved(touched, would_be, self.lines)


def _may_move(change: Change, party: str, registries: Registries) -> bool:
    """Tell whether a change is of the kind that moves the line of a principal."""
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
    return tuple((principal, was, become) for principal, was, become in pairs if _gist(was) != _gist(become))


def _edited(fields: tuple[str, ...], old: object, new: object) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(old, field) != getattr(new, field))


def _gist(line: Line | None) -> tuple[Any, ...] | None:
    """Give what a line says, whichever position says it."""
    return (line.side, line.value, line.standing) if line else None
