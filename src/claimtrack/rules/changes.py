"""What changed in the record of a claim: which positions are new, gone, or the same ones corrected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from claimtrack.rules.acts import acts, by_principal
from claimtrack.rules.lines import Line, lines
from claimtrack.rules.shifts import Shift, shifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model import Claim, Party, Position, Registry, Source

What = Literal["shift", "position", "correction", "removal", "claim", "order", "registry"]

# How much it speaks for two positions being one that was edited, that they say the same, or do not. Something
# has to be the same that outweighs what differs: a party that takes its stance anew, in other words and on
# other sources, took a new position.
_WEIGHTS: Final[dict[str, tuple[int, int]]] = {
    "quote": (4, 2),
    "original": (4, 2),
    "date": (3, 1),
    "sources": (3, 2),
    "note": (2, 0),
    "stance": (2, 1),
    "value": (1, 1),
}
_FIELDS: Final = (
    "party",
    "stance",
    "date",
    "date_of",
    "value",
    "about",
    "quote",
    "original",
    "lang",
    "note",
    "attribution",
    "via",
    "sources",
)
_CLAIM_FIELDS: Final = (
    "title",
    "statement",
    "kind",
    "unit",
    "date",
    "topics",
    "implies",
    "contradicts",
    "see_also",
    "notes",
)
_SOURCE_FIELDS: Final = (
    "title",
    "publisher",
    "author",
    "url",
    "archive_url",
    "date",
    "retrieved",
    "lang",
    "derived_from",
)
_PARTY_FIELDS: Final = ("name", "kind", "aliases", "speaks_for", "notes")


@dataclass(frozen=True, slots=True)
class Change:
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
        moved: the principals whose present line is another one for it, with the line before and now.
    """

    what: What
    old: Position | None = None
    new: Position | None = None
    fields: tuple[str, ...] = ()
    shift: Shift | None = None
    moved: tuple[tuple[str, Line | None, Line | None], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryChange:
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


def match(old: Sequence[Position], new: Sequence[Position]) -> list[tuple[Position | None, Position | None]]:
    """Pair the positions of a claim before and after by what they say, not by where they stand.

    Returns:
        Pairs of old and new in the order of the new ones: the unchanged, the edited, the new (no old), and at
        the end the removed (no new). Taking the old ones out and putting the new ones in turns `old` into `new`.
    """
    left = list(range(len(old)))
    partner: dict[int, int] = {}
    places: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place in left:
        places[_content(old[place])].append(place)
    for place, position in enumerate(new):
        same = places.get(_content(position))
        if same:
            partner[place] = same.pop(0)
    left = [place for place in left if place not in set(partner.values())]
    scored = sorted(
        (
            (_likeness(old[was], position), -abs(was - place), was, place)
            for place, position in enumerate(new)
            if place not in partner
            for was in left
        ),
        reverse=True,
    )
    for score, _, was, place in scored:
        if score > 0 and was in left and place not in partner:
            partner[place] = was
            left.remove(was)
    pairs: list[tuple[Position | None, Position | None]] = [
        (old[partner[place]] if place in partner else None, position) for place, position in enumerate(new)
    ]
    return [*pairs, *((old[place], None) for place in left)]


def changes(
    old: Claim | None, old_registry: Registry, new: Claim | None, new_registry: Registry
) -> tuple[Change, ...]:
    """Tell what changed in a claim, shifts told apart from corrections.

    Args:
        old: the claim before; None where it is new.
        old_registry: the parties before.
        new: the claim now; None where it was removed.
        new_registry: the parties now.
    """
    pairs = match(old.positions if old else (), new.positions if new else ())
    before = _lines(old, old_registry)
    now = _lines(new, new_registry)
    moves = _moves(new, new_registry) if new else {}
    found = []
    blamed: set[str] = set()
    for was, become in pairs:
        change = _change(was, become, moves)
        if change is None:
            continue
        principals = {
            registry.principal(registry.party(position.party), position.date)
            for position, registry in ((was, old_registry), (become, new_registry))
            if position is not None
        }
        moved = _moved(principals, before, now)
        blamed |= principals
        found.append(Change(change.what, was, become, change.fields, change.shift, moved))
    rest = _moved((before.keys() | now.keys()) - blamed, before, now)
    edited = _edited(_CLAIM_FIELDS, old, new) if old and new else ()
    if edited:
        found.append(Change("claim", fields=edited, moved=rest if "date" in edited else ()))
    elif rest:
        by_registry = _moved(before.keys() | now.keys(), before, _lines(old, new_registry))
        found.append(Change("registry" if by_registry else "order", moved=rest))
    return tuple(found)


def _change(was: Position | None, become: Position | None, moves: dict[int, Shift]) -> Change | None:
    if become is None:
        return Change("removal")
    if was is None:
        shift = moves.get(id(become))
        return Change("shift", shift=shift) if shift else Change("position")
    edited = _edited(_FIELDS, was, become)
    return Change("correction", fields=edited) if edited else None


def _moves(claim: Claim, registry: Registry) -> dict[int, Shift]:
    """Give each shift of a claim's lines by the position that made it."""
    groups = by_principal(acts(claim, registry))
    made = [shift for principal, group in groups.items() for shift in shifts(principal, group)]
    return {id(shift.act.position): shift for shift in made}


def _lines(claim: Claim | None, registry: Registry) -> dict[str, Line]:
    return lines(by_principal(acts(claim, registry))) if claim else {}


def _moved(
    principals: Iterable[str], before: dict[str, Line], now: dict[str, Line]
) -> tuple[tuple[str, Line | None, Line | None], ...]:
    pairs = ((principal, before.get(principal), now.get(principal)) for principal in sorted(principals))
    return tuple((principal, was, become) for principal, was, become in pairs if _gist(was) != _gist(become))


def _edited(fields: tuple[str, ...], old: object, new: object) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(old, field) != getattr(new, field))


def _gist(line: Line | None) -> tuple[Any, ...] | None:
    """Give what a line says, whichever position says it."""
    return (line.side, line.value, line.standing) if line else None


def _content(position: Position) -> tuple[Any, ...]:
    return tuple(getattr(position, field) for field in _FIELDS)


def _likeness(old: Position, new: Position) -> int:
    """Weigh what two positions have in common against what differs; 0 or less means two positions."""
    if old.party != new.party and (old.quote is None or old.quote != new.quote):
        return 0
    score = 0
    for field, (same, differs) in _WEIGHTS.items():
        one, other = getattr(old, field), getattr(new, field)
        if one and other:
            score += same if one == other else -differs
    return score
