"""What changed in the record of a claim: which positions are new, removed or corrected, and which lines moved."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from claimtrack.rules.entry_changes import edited_fields, entry_changes, ids_now
from claimtrack.rules.line import Line, RunningLine, lines
from claimtrack.rules.matching import left_over, partners, places_now, replaced
from claimtrack.rules.renames import with_parties_now
from claimtrack.rules.resolve import by_principal, resolve
from claimtrack.rules.shifts import Shift, is_order_certain, move_between, shifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.model.record import Claim, Position
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.matching import Registries
    from claimtrack.rules.resolve import ResolvedPosition

# `shift` (a new position moved its principal's line), `position` (a new one, the line stayed), `correction` (an
# existing one was edited), `removal`, `claim` (the claim's own fields were edited), and if none of these explains why
# a line differs: `order` (positions of one date changed places) or `registry` (the parties file changed).
What = Literal["shift", "position", "correction", "removal", "claim", "order", "registry"]
# A principal with its line before and now.
Moved = tuple[str, Line | None, Line | None]

# The fields of a claim that are not its own words: positions and sources are compared one by one.
_NOT_WORDS: Final = ("id", "path", "positions", "sources")
# The fields of a position on which no line depends.
_WORDING: Final = frozenset({"date_of", "rating", "quote", "original", "lang", "note", "sources"})

_NO_CAUSE: Final = (False, -1)


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


def changes(old: Claim, old_registry: Registry, new: Claim, new_registry: Registry) -> tuple[Change, ...]:
    """Return what changed in a claim, with shifts and corrections distinguished.

    A removed position that was replaced stands before the one that replaces it.
    """
    registries = (old_registry, new_registry)
    compared = _Compared(old, new, registries)
    edits = _position_changes(old, new, compared)
    if edited := edited_fields(old, new, but=_NOT_WORDS):
        edits.append(Change("claim", fields=edited))
    before, now = compared.before, compared.now
    explained = {moved[0] for change in edits for moved in change.moved}
    explained |= {change.shift.party for change in edits if change.shift}
    unexplained = _moved((before.keys() | now.keys()) - explained, before, now)
    reread = _lines(compared.old, new_registry) if unexplained else {}
    others: dict[What, list[Moved]] = defaultdict(list)
    by_edit: dict[int, list[Moved]] = defaultdict(list)
    causes = _causes(edits, registries) if unexplained else {}
    for moved in unexplained:
        party = moved[0]
        # If each of several changes would have moved the line alone, it is reported with the last one; a new position
        # that moved it would be a shift.
        cause = max(causes.get(party, _NO_CAUSE), causes.get(None, _NO_CAUSE))
        if _moved([party], before, reread):
            others["registry"].append(moved)
        elif cause != _NO_CAUSE:
            by_edit[cause[1]].append(moved)
        else:
            others["order"].append(moved)
    for number, moves in by_edit.items():
        edits[number] = edits[number]._replace(moved=(*edits[number].moved, *moves))
    return (*edits, *(Change(what, moved=tuple(moves)) for what, moves in others.items()))


def _position_changes(old: Claim, new: Claim, compared: _Compared) -> list[Change]:
    partner, replaces = compared.partner, compared.replaces
    edits = []
    for place, position in enumerate(new.positions):
        if place in partner:
            was = compared.old.positions[partner[place]]
            if was != position:
                edited = edited_fields(was, position)
                moved = () if _WORDING.issuperset(edited) else compared.moved_by(place, was, place)
                edits.append(Change("correction", old.positions[partner[place]], position, edited, moved=moved))
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
    moved = compared.moved_by(None, compared.old.positions[place], compared.at[place])
    return Change("removal", old.positions[place], moved=moved)


@lru_cache(maxsize=2)
def _renamed(old: Registry, new: Registry) -> Mapping[str, str]:
    """Return the ids now of the parties that were renamed, by their ids before."""
    return ids_now(entry_changes(old, new))


class _Compared:
    """A claim before and now: which positions are the same, and the lines."""

    def __init__(self, old: Claim, new: Claim, registries: Registries) -> None:
        old_registry, self._registry = registries
        ids = _renamed(*registries)
        renamed = {now: was for was, now in ids.items()}
        self._claim = new
        self.old = with_parties_now(old, new, ids)
        # The old place of each position that was there before, and of the one that a new one replaces.
        self.partner = partners(self.old.positions, new.positions, registries, renamed)
        self.replaces = replaced(self.old.positions, new.positions, self.partner, registries, renamed)
        self._old_number = len(old.positions)
        old_groups = by_principal(resolve(old, old_registry))
        self._old_groups = {ids.get(principal, principal): group for principal, group in old_groups.items()}
        self._groups = by_principal(resolve(new, self._registry))
        self._by_place = {position.place: position for group in self._groups.values() for position in group}
        self.before, self.now = lines(self._old_groups), lines(self._groups)
        self._running: dict[str, RunningLine] = {}

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

    @cached_property
    def _lines_before(self) -> dict[int, Line | None]:
        """The line before each shift, by the place of the position that made it."""
        found = {}
        for principal, group in self._groups.items():
            running = RunningLine(principal)
            for position in group:
                if position.place in self._shifts:
                    found[position.place] = running.line
                running.add(position)
        return found

    @cached_property
    def _old_lines(self) -> dict[int, Line | None]:
        """What the line was before this change at the date of each shift by a new position, by its place."""
        dates: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, shift in self._shifts.items():
            if place not in self.partner:
                dates[shift.party].append((shift.position.at, place))
        found: dict[int, Line | None] = {}
        for party, made in dates.items():
            running = RunningLine(party)
            group = [(position.at, self.at[position.place], position) for position in self._old_groups.get(party, ())]
            # The earliest stands last, where it is taken first.
            group.sort(key=itemgetter(0, 1), reverse=True)
            for at, place in sorted(made):
                while group and group[-1][:2] < (at, place):
                    running.add(group.pop()[2])
                found[place] = running.line
        return found

    def _running_line(self, principal: str) -> RunningLine:
        """Return the line of a principal to which all its positions now have been added."""
        running = self._running.get(principal)
        if running is None:
            running = self._running[principal] = RunningLine(principal)
            for position in self._groups.get(principal, ()):
                running.add(position)
        return running

    def shift(self, place: int) -> Shift | None:
        """Return how a new position moved the line of its principal; None if it did not move it.

        The line is compared with what it was before this change; if it has moved again since, with what it was then at
        the position's own date.
        """
        found = self._shifts.get(place)
        if found is None:
            return None
        party = found.party
        was: Line | None = self.before.get(party)
        now = self.now.get(party)
        if self._last[party] != place or _said(was) == _said(now):
            was = self._old_lines[place]
        else:
            side, valued, standing = _told(now)
            found = found._replace(after=side, valued_after=valued, standing_after=standing)
        if (was is None and found.before is None) or (
            was is not None and _said(was) != (found.after, found.value_after)
        ):
            side, valued, standing = _told(was)
            certain = was is None or is_order_certain(was.position, found.position)
            return found._replace(
                move=move_between(side, found.after),
                before=side,
                valued_before=valued,
                standing_before=standing,
                order_certain=certain,
            )
        previous = self._lines_before[place]
        return found if previous is not None and previous.position.place not in self.partner else None

    def moved_by(self, place: int | None, was: Position | None, at: float) -> tuple[Moved, ...]:
        """Return the lines that moved and would be others without the position at a place, and with one at another."""
        restored = resolve(self._claim._replace(positions=(was,)), self._registry) if was else ()
        replaced_now = [self._by_place[place]] if place is not None else []
        moved = _moved({position.principal for position in (*replaced_now, *restored)}, self.before, self.now)
        if not moved:
            return ()
        running = self._running_line
        for position in replaced_now:
            running(position.principal).take_out(position)
        for position in restored:
            running(position.principal).add(position, at)
        differ = {principal for principal, _, now in moved if _content(running(principal).line) != _content(now)}
        for position in restored:
            running(position.principal).take_out(position, at)
        for position in replaced_now:
            running(position.principal).add(position)
        return tuple(each for each in moved if each[0] in differ)


def _causes(edits: Iterable[Change], registries: Registries) -> dict[str | None, tuple[bool, int]]:
    """Return the last change that may move the line of each principal, or of every one (None).

    A change is given by its number, behind whether it is more than a new position: such a one comes last.
    """
    causes: dict[str | None, tuple[bool, int]] = {}
    for number, change in enumerate(edits):
        principals: set[str | None] = set()
        if change.what == "claim":
            principals = {None} if "date" in change.fields else set()
        elif change.what != "correction" or not _WORDING.issuperset(change.fields):
            for position, registry in zip((change.old, change.new), registries, strict=True):
                if position is not None:
                    principals.add(registry.principal(registry.party(position.party), position.date))
        for principal in principals:
            causes[principal] = max(causes.get(principal, _NO_CAUSE), (change.what != "position", number))
    return causes


def _lines(claim: Claim, registry: Registry) -> dict[str, Line]:
    return lines(by_principal(resolve(claim, registry)))


def _moved(
    principals: Iterable[str], before: Mapping[str, Line | None], now: Mapping[str, Line | None]
) -> tuple[Moved, ...]:
    pairs = ((principal, before.get(principal), now.get(principal)) for principal in sorted(principals))
    return tuple((principal, old, new) for principal, old, new in pairs if _content(old) != _content(new))


def _said(line: Line | None) -> tuple[Side | None, Value | None]:
    return (line.side, line.value) if line else (None, None)


def _told(line: Line | None) -> tuple[Side | None, ResolvedPosition | None, Standing | None]:
    return (line.side, line.valued, line.standing) if line else (None, None, None)


def _content(line: Line | None) -> tuple[Any, ...] | None:
    return (line.side, line.value, line.about, line.standing) if line else None
