"""What the line of a party rests on while positions are added and taken out, each in little more than constant time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from claimtrack.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.resolve import ResolvedPosition

# A position behind what decides its order: its date key, and its place or where it would stand between two places.
Entry = tuple[int, float, "ResolvedPosition"]
_Edit: TypeAlias = "Callable[[list[Entry], Entry], None]"

# Each side, on the record and off it.
_GROUPS: Final = tuple((side, on_record) for side in SIDES for on_record in (True, False))


def entry_of(position: ResolvedPosition, place: float | None = None) -> Entry:
    """Return a position with what decides its order: its own place in the file, or another one."""
    return position.at, position.place if place is None else place, position


class Basis(NamedTuple):
    """What a line rests on."""

    position: ResolvedPosition  # the position that set the line
    side: Side
    valued: ResolvedPosition | None  # the position that gave its value, as in `Line`

    @property
    def value(self) -> Value | None:
        """The line's value, if it has one."""
        return self.valued.recorded.value if self.valued else None

    @property
    def about(self) -> Span | None:
        """The time that the line's value is about, if recorded."""
        return self.valued.recorded.about if self.valued else None

    @property
    def standing(self) -> Standing:
        """How the line is known: on the record, anonymous or relayed."""
        return self.position.standing


class Withdrawals:
    """Withdrawals by their authors, in the order in which they count."""

    def __init__(self, positions: Iterable[ResolvedPosition] = ()) -> None:
        # By the author, and whether only those on the record are meant.
        self._by_author: dict[tuple[str, bool], list[Entry]] = {}
        for position in positions:
            self.change(insort, entry_of(position))

    def change(self, how: _Edit, entry: Entry) -> None:
        """Add a withdrawal or take it out."""
        position = entry[2]
        for only_on_record in {False, position.on_record}:
            how(self._by_author.setdefault((position.party, only_on_record), []), entry)

    def first_of(self, entry: Entry) -> Entry | None:
        """Return the first that voids a position; only a withdrawal on the record voids what is on the record."""
        found = self._by_author.get((entry[2].party, entry[2].on_record))
        return found[bisect_right(found, entry)] if found and entry < found[-1] else None


class RunningLine:
    """What the line of a party rests on, by those of its positions that have been added.

    Whatever the order in which they are added, they count in that of their dates and places.
    """

    def __init__(self) -> None:
        self._withdrawals = Withdrawals()
        # The positions that take a side, by whether they are on record.
        self._sides: dict[bool, list[Entry]] = {True: [], False: []}
        # Those with a value, by their author, their side and whether they are on record.
        self._values: dict[tuple[str, Side, bool], list[Entry]] = {}
        # The latest of each author among those, if it has not been withdrawn; by side and whether on record.
        self._in_force: dict[tuple[Side, bool], list[Entry]] = {}

    def add(self, position: ResolvedPosition, place: float | None = None) -> None:
        """Add a position, at its own place in the file or at another one."""
        self._change(insort, position, place)

    def take_out(self, position: ResolvedPosition, place: float | None = None) -> None:
        """Take out a position that was added at a place."""
        self._change(_delete, position, place)

    @property
    def basis(self) -> Basis | None:
        """What the line rests on; None if there is no line.

        The latest on-record side sets the line. A withdrawal of it restores nothing: only what came after that can set
        a line. If there is no such side, or it is withdrawn, the latest anonymous or relayed one sets it.
        """
        since = None
        for on_record in (True, False):
            sides = self._sides[on_record]
            setter = sides[-1] if sides else None
            if setter is None or (side := setter[2].side) is None:
                continue
            if since is not None and setter < since:
                return None
            withdrawal = self._withdrawals.first_of(setter)
            if withdrawal is None:
                valued = self._in_force.get((side, on_record))
                has_value = valued and (since is None or since < valued[-1])
                return Basis(setter[2], side, valued[-1][2] if valued and has_value else None)
            since = withdrawal
        return None

    def _change(self, how: _Edit, position: ResolvedPosition, place: float | None) -> None:
        entry = entry_of(position, place)
        if position.side is not None:
            how(self._sides[position.on_record], entry)
            if position.recorded.value is not None:
                group = (position.side, position.on_record)
                self._update(_delete, position.party, group)
                how(self._values.setdefault((position.party, *group), []), entry)
                self._update(insort, position.party, group)
        elif position.stance == "withdraws":
            for group in _GROUPS:
                self._update(_delete, position.party, group)
            self._withdrawals.change(how, entry)
            for group in _GROUPS:
                self._update(insort, position.party, group)

    def _update(self, how: _Edit, party: str, group: tuple[Side, bool]) -> None:
        """Take the latest value of an author out of those in force or add it again, unless it is withdrawn."""
        values = self._values.get((party, *group))
        if values and self._withdrawals.first_of(values[-1]) is None:
            how(self._in_force.setdefault(group, []), values[-1])


def _delete(entries: list[Entry], entry: Entry) -> None:
    del entries[bisect_left(entries, entry)]
