"""Where a party stands: its line, what set it, which of its people disagree, and the status that follows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from claimtrack.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Stance, Standing, Status
    from claimtrack.rules.resolve import ResolvedPosition

Silence = Literal["silent", "declined", "commented", "reports", "withdrew"]

# A position behind what decides its order: its date key, and its place or where it would stand between two places.
Entry = tuple[int, float, "ResolvedPosition"]
_Edit: TypeAlias = "Callable[[list[Entry], Entry], None]"

# Each side, on the record and off it.
_GROUPS: Final = tuple((side, on_record) for side in SIDES for on_record in (True, False))

_SILENCES: Final[dict[Stance, Silence]] = {"declines": "declined", "comments": "commented", "reports": "reports"}
_STATUSES: Final[dict[Side, Status]] = {"asserts": "asserted", "qualifies": "qualified", "denies": "denied"}


class Line(NamedTuple):
    """Where a party stands on a claim."""

    party: str  # the id of the principal, or of the voice that the user named
    side: Side
    position: ResolvedPosition  # the position that set the line
    valued: ResolvedPosition | None  # the position that gave its value: an earlier one if `position` gave none
    dissent: tuple[ResolvedPosition, ...] = ()  # of each other voice that differs, its own latest on-record side
    # By whoever set the line or gave its value: later withdrawals for nobody or for another principal, which leave it.
    withdrawals: tuple[ResolvedPosition, ...] = ()

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

    @property
    def rating(self) -> str | None:
        """The rating of the position that set the line, if that is a review."""
        return self.position.recorded.rating

    @property
    def divided(self) -> bool:
        """Whether another voice differs, or somebody withdrew what the line rests on and spoke for others by then."""
        return bool(self.dissent or self.withdrawals)


class Reason(NamedTuple):
    """A status and the lines that make it."""

    status: Status
    sides: dict[Side, tuple[Line, ...]]  # for each side taken, the lines that take it, most recently set first


class _Withdrawals:
    """Withdrawals by their authors, in the order in which they count."""

    def __init__(self, positions: Iterable[ResolvedPosition] = ()) -> None:
        # By the author, and whether only those on the record are meant.
        self._by_author: dict[tuple[str, bool], list[Entry]] = {}
        for position in positions:
            self.change(insort, _entry_of(position))

    def change(self, how: _Edit, entry: Entry) -> None:
        """Add a withdrawal to those that are in force, or take one out."""
        position = entry[2]
        for only_on_record in {False, position.on_record}:
            how(self._by_author.setdefault((position.party, only_on_record), []), entry)

    def first_of(self, entry: Entry) -> Entry | None:
        """Return the first that voids a position; only a withdrawal on the record voids what is on the record."""
        found = self._by_author.get((entry[2].party, entry[2].on_record))
        return found[bisect_right(found, entry)] if found and entry < found[-1] else None


class RunningLine:
    """The line of a party while its positions are added and taken out, each in little more than constant time.

    Whatever the order in which they are added, they count in that of their dates and places.
    """

    def __init__(self, party: str) -> None:
        self._party = party
        self._withdrawals = _Withdrawals()
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
    def line(self) -> Line | None:
        """The line, without its dissent and the withdrawals that mark it; None if there is no line.

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
                return Line(self._party, side, setter[2], valued[-1][2] if valued and has_value else None)
            since = withdrawal
        return None

    def _change(self, how: _Edit, position: ResolvedPosition, place: float | None) -> None:
        entry = _entry_of(position, place)
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


def line(
    party: str, positions: Sequence[ResolvedPosition], withdrawals: Iterable[ResolvedPosition] = ()
) -> Line | None:
    """Return the line of a party (an id), by the positions that count for it, in order.

    All withdrawals on the claim, whomever they bind, are needed only for those that leave the line and mark it.

    The latest on-record side sets it, or if there is none, the latest anonymous or relayed one. There is no line if
    nobody took a side, or if the voice that set it has withdrawn and no side was taken since.
    """
    return _line(party, positions, _Withdrawals(withdrawals))


def lines(
    groups: Mapping[str, Sequence[ResolvedPosition]], withdrawals: Iterable[ResolvedPosition] = ()
) -> dict[str, Line]:
    """Return the line of every principal that has one; `withdrawals` as in `line`."""
    ordered = _Withdrawals(withdrawals)
    found = ((principal, _line(principal, group, ordered)) for principal, group in groups.items())
    return {principal: its_line for principal, its_line in found if its_line is not None}


def voided(
    positions: Iterable[ResolvedPosition], withdrawals: Iterable[ResolvedPosition]
) -> dict[int, ResolvedPosition]:
    """Return the first withdrawal that voids each position that one does, by the place of what it voids."""
    ordered = _Withdrawals(withdrawals)
    found = ((each.place, ordered.first_of(_entry_of(each))) for each in positions if each.stance != "withdraws")
    return {place: entry[2] for place, entry in found if entry is not None}


def silence(positions: Sequence[ResolvedPosition]) -> Silence:
    """Return what a party without a line did last, if anything."""
    return _SILENCES.get(positions[-1].stance, "withdrew") if positions else "silent"


def reason(by_principal: Mapping[str, Line]) -> Reason:
    """Derive the status: disputed if principals take more than one side, else the one side, else open."""
    sides: dict[Side, tuple[Line, ...]] = {}
    for side in SIDES:
        taken = [line for line in by_principal.values() if line.side == side]
        if taken:
            sides[side] = tuple(sorted(taken, key=attrgetter("position.at"), reverse=True))
    return Reason(status_of(sides), sides)


def status_of(sides: Collection[Side]) -> Status:
    """Return the status where the lines take these different sides."""
    if len(sides) > 1:
        return "disputed"
    return next((_STATUSES[side] for side in sides), "open")


def _line(party: str, positions: Sequence[ResolvedPosition], withdrawals: _Withdrawals) -> Line | None:
    found = _without_marks(party, positions)
    if found is None:
        return None
    # One for the same principal that voids either of the two would have counted above.
    left = [withdrawals.first_of(_entry_of(each)) for each in (found.position, found.valued) if each is not None]
    marks = {place: position for _, place, position in filter(None, left)}
    return found._replace(dissent=_dissent(found.position, positions), withdrawals=tuple(marks.values()))


def _without_marks(party: str, positions: Sequence[ResolvedPosition]) -> Line | None:
    """Return the line as `RunningLine` does; it takes less time where nobody withdraws anything."""
    if any(position.stance == "withdraws" for position in positions):
        running = RunningLine(party)
        for position in positions:
            running.add(position)
        return running.line
    setter = valued = None
    for position in positions:
        if position.side is not None and (position.on_record or setter is None or not setter.on_record):
            setter = position
    if setter is None or setter.side is None:
        return None
    for position in positions:
        if position.side == setter.side and position.on_record == setter.on_record and position.value is not None:
            valued = position
    return Line(party, setter.side, setter, valued)


def _dissent(setter: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return the latest on-record position of each other voice whose side differs from the line's."""
    latest: dict[str, ResolvedPosition | None] = {}  # the side in force of each voice
    for position in positions:
        if position.on_record and position.side is not None:
            latest[position.party] = position
        elif position.on_record and position.stance == "withdraws":
            latest[position.party] = None
        else:
            latest.setdefault(position.party, None)
    latest[setter.party] = None
    return tuple([each for each in latest.values() if each is not None and each.side != setter.side])


def _entry_of(position: ResolvedPosition, place: float | None = None) -> Entry:
    """Return a position with what decides its order: its own place in the file, or another one."""
    return position.at, position.place if place is None else place, position


def _delete(entries: list[Entry], entry: Entry) -> None:
    del entries[bisect_left(entries, entry)]
