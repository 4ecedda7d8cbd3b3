"""Which positions of a claim before and now are one, told by what they say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from claimtrack.model.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.model.record import Position

Registries = tuple[Registry, Registry]

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
_NOBODY: Final = Registry()


def match(
    old: Sequence[Position], new: Sequence[Position], registries: Registries = (_NOBODY, _NOBODY)
) -> list[tuple[Position | None, Position | None]]:
    """Pair the positions of a claim before and after by what they say, not by where they stand.

    Args:
        old: the positions before.
        new: the positions now.
        registries: the parties before and now: two names of one party are one party.

    Returns:
        Pairs of old and new in the order of the new ones: the unchanged, the edited, the new (no old), and at
        the end the removed (no new). Taking the old ones out and putting the new ones in turns `old` into `new`.
    """
    partner = partners(old, new, registries)
    pairs: list[tuple[Position | None, Position | None]] = [
        (old[partner[place]] if place in partner else None, position) for place, position in enumerate(new)
    ]
    return [*pairs, *((old[place], None) for place in left_over(len(old), partner))]


def partners(old: Sequence[Position], new: Sequence[Position], registries: Registries) -> dict[int, int]:
    """Give the place before of each position that was there before, by its place now."""
    partner: dict[int, int] = {}
    places: dict[Position, list[int]] = defaultdict(list)
    for place, position in enumerate(old):
        places[position].append(place)
    for place, position in enumerate(new):
        same = places.get(position)
        if same:
            partner[place] = same.pop(0)
    left = left_over(len(old), partner)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for was in left:
        for key in _keys(old[was], registries):
            alike[key].append(was)
    scored = sorted(
        (
            (_likeness(old[was], position), -abs(was - place), was, place)
            for place, position in enumerate(new)
            if place not in partner
            for was in {was for key in _keys(position, registries) for was in alike.get(key, ())}
        ),
        reverse=True,
    )
    free = set(left)
    for score, _, was, place in scored:
        if score > 0 and was in free and place not in partner:
            partner[place] = was
            free.remove(was)
    return partner


def left_over(number: int, partner: Mapping[int, int]) -> list[int]:
    """Give the places before of the positions that have no partner now."""
    taken = set(partner.values())
    return [place for place in range(number) if place not in taken]


def _keys(position: Position, registries: Registries) -> Iterator[tuple[str, str]]:
    """Give what two positions need one of in common to be one: the party, by either registry, or the quote."""
    yield from {("party", registry.party(position.party)) for registry in registries}
    if position.quote is not None:
        yield "quote", position.quote


def _likeness(old: Position, new: Position) -> int:
    """Weigh what two positions have in common against what differs; 0 or less means two positions."""
    score = 0
    for field, (same, differs) in _WEIGHTS.items():
        one, other = getattr(old, field), getattr(new, field)
        if one and other:
            score += same if one == other else -differs
    return score
