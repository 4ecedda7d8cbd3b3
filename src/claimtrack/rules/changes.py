"""What changed in the record of a claim: which positions are new, removed or corrected, and which lines moved."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from claimtrack.rules.line import Line, line, lines
from claimtrack.rules.matching import left_over, partners, places_now, replaced
from claimtrack.rules.resolve import by_principal, resolve
from claimtrack.rules.shifts import Shift, is_order_certain, shifts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from claimtrack.model.record import Claim, Party, Position, Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.matching import Registries
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shifts import Move

    Entry = Source | Party

# `shift` (a new position moved its principal's line), `position` (a new one, the line stayed), `correction` (an
# existing one was edited), `removal`, `claim` (the claim's own fields were edited), and if none of these explains why
# a line differs: `order` (positions of one date changed places) or `registry` (the parties file changed).
What = Literal["shift", "position", "correction", "removal", "claim", "order", "registry"]
# A principal with its line before and now.
Moved = tuple[str, Line | None, Line | None]

# The fields of a claim that are not its own words: positions and sources are compared one by one.
_NOT_WORDS: Final = ("id", "path", "positions", "sources")
# The fields of a position on which no line depends.
_WORDING: Final = frozenset({"date_of", "quote", "original", "lang", "note", "sources"})


class Change(NamedTuple):
    """One change of a claim's positions, or of its lines without one."""

    what: What
    old: Position | None = None  # the position before, if there was one
    new: Position | None = None  # the position now, if there is one
    fields: tuple[str, ...] = ()  # those that were edited, of a correction or of the claim
    shift: Shift | None = None  # how the line moved, of a shift
    moved: tuple[Moved, ...] = ()  # the lines that are others for it
    replaces: Position | None = None  # the removed position of the same party instead of which there is a new one
    replaced_by: Position | None = None  # the new position that a removed one was replaced by


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
    """Return what changed in a claim, with shifts and corrections distinguished.

    A removed position that was replaced stands before the one that replaces it.
    """
    registries = (old_registry, new_registry)
    compared = _Compared(old, new, registries)
    edits = _position_changes(old, new, compared)
    if edited := _edited(old, new, but=_NOT_WORDS):
        edits.append(Change("claim", fields=edited))
    before, now = compared.before, compared.now
    explained = {moved[0] for change in edits for moved in change.moved}
    explained |= {change.shift.party for change in edits if change.shift}
    unexplained = _moved((before.keys() | now.keys()) - explained, before, now)
    reread = _lines(old, new_registry) if unexplained else {}
    others: dict[What, list[Moved]] = defaultdict(list)
    for moved in unexplained:
        party = moved[0]
        causes = [number for number, change in enumerate(edits) if _may_move(change, party, registries)]
        if _moved([party], before, reread):
            others["registry"].append(moved)
        elif causes:
            # If each of several changes would have moved the line alone, it is reported with the last one; a new
            # position that moved it would be a shift.
            last = max(causes, key=lambda number: (edits[number].what != "position", number))
            edits[last] = edits[last]._replace(moved=(*edits[last].moved, moved))
        else:
            others["order"].append(moved)
    return (*edits, *(Change(what, moved=tuple(moves)) for what, moves in others.items()))


def _position_changes(old: Claim, new: Claim, compared: _Compared) -> list[Change]:
    partner, replaces = compared.partner, compared.replaces
    edits = []
    for place, position in enumerate(new.positions):
        if place in partner:
            was = old.positions[partner[place]]
            if was != position:
                edited = _edited(was, position)
                moved = () if _WORDING.issuperset(edited) else compared.moved_by(place, was, place)
                edits.append(Change("correction", was, position, edited, moved=moved))
            continue
        shift = compared.shift(place)
        moved = compared.moved_by(place, None, place)
        change = Change("shift" if shift else "position", new=position, shift=shift, moved=moved)
        if place in replaces:
            removal = _removal(old, replaces[place], compared)
            edits.append(removal._replace(replaced_by=position))
            change = change._replace(replaces=removal.old)
        edits.append(change)
    taken = set(replaces.values())
    gone = (place for place in left_over(len(old.positions), partner) if place not in taken)
    return [*edits, *(_removal(old, place, compared) for place in gone)]


def _removal(old: Claim, place: int, compared: _Compared) -> Change:
    was = old.positions[place]
    return Change("removal", was, moved=compared.moved_by(None, was, compared.at[place]))


class _Compared:
    """A claim before and now: which positions are the same, and the lines."""

    def __init__(self, old: Claim, new: Claim, registries: Registries) -> None:
        old_registry, self._registry = registries
        renamed = _renamed(*registries)
        self._claim = new
        # The old place of each position that was there before, and of the one that a new one replaces.
        self.partner = partners(old.positions, new.positions, registries, renamed)
        self.replaces = replaced(old.positions, new.positions, self.partner, registries, renamed)
        self._old_number = len(old.positions)
        ids = {was: now for now, was in renamed.items()}
        old_groups = by_principal(resolve(old, old_registry))
        self._old_groups = {ids.get(principal, principal): group for principal, group in old_groups.items()}
        self._groups = by_principal(resolve(new, self._registry))
        self._principals = {position.place: position.principal for group in self._groups.values() for position in group}
        self._withdrawn = {principal for principal, group in self._groups.items() if any(map(_withdraws, group))}
        self.before, self.now = lines(self._old_groups), lines(self._groups)

    @cached_property
    def at(self) -> list[float]:
        """The place now of each old position, by its old place."""
        return places_now(self._old_number, self.partner)

    @cached_property
    def _shifts(self) -> dict[int, Shift]:
        """Each shift of the lines as they are now, by the place of the position that made it."""
        moves = (shift for principal, group in self._groups.items() for shift in shifts(principal, group))
        return {shift.position.place: shift for shift in moves}

    @cached_property
    def _last(self) -> dict[str, int]:
        """The place of the last shift of each principal."""
        return {shift.party: place for place, shift in self._shifts.items()}

    def shift(self, place: int) -> Shift | None:
        """Return how a new position moved the line of its principal, from what the line was before this change.

        If the line has moved again since, that is the line before at the position's own date. None if it was the same,
        unless another new position had moved it in between.
        """
        found = self._shifts.get(place)
        if found is None:
            return None
        party = found.party
        was, now = self.before.get(party), self.now.get(party)
        if self._last[party] != place or _said(was) == _said(now):
            was = self._line_before(found)
        else:
            side, valued, standing = _told(now)
            found = found._replace(after=side, valued_after=valued, standing_after=standing)
        if (was is None and found.before is None) or (
            was is not None and _said(was) != (found.after, found.value_after)
        ):
            side, valued, standing = _told(was)
            certain = was is None or is_order_certain(was.position, found.position)
            return found._replace(
                move=_move(side, found.after),
                before=side,
                valued_before=valued,
                standing_before=standing,
                order_certain=certain,
            )
        group = self._groups[party]
        previous = line(party, group[: group.index(found.position)])
        return found if previous is not None and previous.position.place not in self.partner else None

    def _line_before(self, shift: Shift) -> Line | None:
        """Return the line before this change at the date of a new position."""
        made = shift.position
        group = self._old_groups.get(shift.party, ())
        return line(
            shift.party, [each for each in group if (each.at, self.at[each.place]) < (made.at, float(made.place))]
        )

    def moved_by(self, place: int | None, was: Position | None, at: float) -> tuple[Moved, ...]:
        """Return the lines that moved and would be others without the position at a place, and with one at another."""
        restored = resolve(self._claim._replace(positions=(was,)), self._registry) if was else ()
        touched = {position.principal for position in restored}
        if place is not None:
            touched.add(self._principals[place])
        moved = _moved(touched, self.before, self.now)
        differ = {principal for principal, *_ in moved if self._would_differ(principal, place, restored, at)}
        return tuple(each for each in moved if each[0] in differ)

    def _would_differ(self, principal: str, place: int | None, restored: Sequence[ResolvedPosition], at: float) -> bool:
        """Return whether a line would be another without the position at a place, and with those that were at another."""
        now, instead = self.now.get(principal), [each for each in restored if each.principal == principal]
        if now is not None and principal not in self._withdrawn and _is_beside(now, place, instead, at):
            return False
        group = [
            (position.at, float(position.place), position)
            for position in self._groups.get(principal, ())
            if position.place != place
        ]
        group += [(position.at, at, position) for position in instead]
        group.sort(key=itemgetter(0, 1))
        return _content(line(principal, [position for *_, position in group])) != _content(now)


@lru_cache(maxsize=2)
def _renamed(old: Registry, new: Registry) -> Mapping[str, str]:
    """Return the ids before of the parties that were renamed, by their ids now."""
    return {change.id: change.was for change in entry_changes(old, new) if change.was is not None}


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


def _withdraws(position: ResolvedPosition) -> bool:
    return position.stance == "withdraws"


def _is_beside(now: Line, place: int | None, instead: Sequence[ResolvedPosition], at: float) -> bool:
    """Return whether it is plain that a line depends neither on the position at a place nor on what was instead of it.

    That saves deriving the line once for each of the changes of a party with thousands of positions.
    """
    setter, valued = now.position, now.valued or now.position
    first = min((setter.at, setter.place), (valued.at, valued.place))
    return place not in {setter.place, valued.place} and all(
        setter.on_record
        and (each.at, at) < first
        and not _withdraws(each)
        and (now.valued is not None or each.value is None)
        for each in instead
    )


def _said(line: Line | None) -> tuple[Side | None, Value | None]:
    return (line.side, line.value) if line else (None, None)


def _told(line: Line | None) -> tuple[Side | None, ResolvedPosition | None, Standing | None]:
    return (line.side, line.valued, line.standing) if line else (None, None, None)


def _move(before: Side | None, after: Side | None) -> Move:
    if before is None:
        return "first"
    if after is None:
        return "lapse"
    return "value" if before == after else "side"


def _content(line: Line | None) -> tuple[Any, ...] | None:
    return (line.side, line.value, line.about, line.standing) if line else None
