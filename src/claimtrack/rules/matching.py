"""Which position of a claim before is which one now, judged by what they say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.model.record import Position
    from claimtrack.model.registry import Registry

    Registries = tuple[Registry, Registry]

# The weight of each field in deciding whether one position is an edit of another: for equal values, and against
# it for different ones. A party that repeats its stance in other words and on other sources took a new position.
_WEIGHTS: Final[dict[str, tuple[int, int]]] = {
    "quote": (4, 2),
    "original": (4, 2),
    "date": (3, 1),
    "sources": (3, 2),
    "note": (2, 0),
    "stance": (2, 1),
    "value": (1, 1),
}


def partners(old: Sequence[Position], new: Sequence[Position], registries: Registries) -> dict[int, int]:
    """Return the old place of each position that was there before, by its new place; parties may have other names."""
    partner: dict[int, int] = {}
    places: dict[Position, list[int]] = defaultdict(list)
    for place, position in enumerate(old):
        places[position].append(place)
    for place, position in enumerate(new):
        if equal := places.get(position):
            partner[place] = equal.pop(0)
    free = set(left_over(len(old), partner))
    by_key: dict[tuple[str, str], set[int]] = defaultdict(set)
    for was in free:
        for key in _keys(old[was], registries):
            by_key[key].add(was)
    scored = sorted(
        (
            (_likeness(old[was], position), -abs(was - place), was, place)
            for place, position in enumerate(new)
            if place not in partner
            for was in {was for key in _keys(position, registries) for was in by_key.get(key, ())}
        ),
        reverse=True,
    )
    for score, _, was, place in scored:
        if score > 0 and was in free and place not in partner:
            partner[place] = was
            free.remove(was)
    return partner


def left_over(number: int, partner: Mapping[int, int]) -> list[int]:
    """Return the old places of the positions that have no partner."""
    taken = set(partner.values())
    return [place for place in range(number) if place not in taken]


def _keys(position: Position, registries: Registries) -> Iterator[tuple[str, str]]:
    """Yield the keys of a position: only positions that share one can be paired."""
    yield from {("party", registry.party(position.party)) for registry in registries}
    if position.quote is not None:
        yield "quote", position.quote


def _likeness(old: Position, new: Position) -> int:
    """Weigh what two positions have in common against what differs; at 0 or less they are not one."""
    score = 0
    for field, (same, differs) in _WEIGHTS.items():
        one, other = getattr(old, field), getattr(new, field)
        if one and other:
            score += same if one == other else -differs
    return score
