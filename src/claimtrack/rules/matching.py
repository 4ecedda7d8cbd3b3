"""Finds which position of an older version of a claim is which one of the newer version, by what they say.

Equal positions are the same one. Of what is left, an old and a new position of one party are the same if they share a
source, a quote, the original words or the date; of several, those that share most. They are also the same if each is
the only one left of that party and one of them has no date. A position whose party was corrected has kept its words
and its date.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.rules.likeness import alike, plain

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.registry import Registry

    Registries = tuple[Registry, Registry]

# Each pair of an old and a new position is weighed, if there are no more pairs of one party. Of more, only those pairs
# are weighed that have a rare word in common, or about the same rank among those with the same date or source.
_FEW: Final = 400
_RARE: Final = 4  # positions that have a word
_MANY: Final = 12  # words
_NEAR: Final = 2  # ranks
# What two positions have in common decides between several, and if that is equal, the fields that do not identify.
_CONTEXT: Final = ("stance", "value", "rating", "note", "about", "via", "attribution", "date_of", "lang", "party")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class _Party(NamedTuple):
    """The places of the positions of one party that are not matched yet."""

    old: list[int]
    new: list[int]


def partners(
    old: Sequence[Position], new: Sequence[Position], registries: Registries, renamed: Mapping[str, str] = _NONE
) -> dict[int, int]:
    """Return the old place of each position that was there before, by its new place.

    Args:
        old: the positions before.
        new: the positions now.
        registries: the parties before and now; two names mean one party if they do in either.
        renamed: the ids before of the parties that were renamed, by their ids now.
    """
    partner = _equal(old, new)
    if len(partner) in {len(old), len(new)}:
        return partner
    texts: dict[str, str] = {}
    at = places_now(len(old), partner)
    for party in _by_party(old, new, partner, registries, renamed):
        partner |= _of_one_party(old, new, party, at, texts)
    by_words: dict[Hashable, list[int]] = defaultdict(list)
    for was in left_over(len(old), partner):
        for words in _words_and_date(old[was]):
            by_words[words].append(was)
    taken: set[int] = set()
    for place in _unmatched(len(new), partner):
        same = (was for words in _words_and_date(new[place]) for was in by_words[words] if was not in taken)
        for match in same:
            partner[place] = match
            taken.add(match)
            break
    return partner


def is_same_claim(old: Claim, new: Claim) -> bool:
    """Return whether a claim with another id has the same title, the same statement, or a position in common."""
    same_words = old.title == new.title or (old.statement is not None and old.statement == new.statement)
    return same_words or not {*old.positions}.isdisjoint(new.positions)


def left_over(number: int, partner: Mapping[int, int]) -> list[int]:
    """Return the old places of the positions that have no partner."""
    taken = set(partner.values())
    return [place for place in range(number) if place not in taken]


def replaced(
    old: Sequence[Position],
    new: Sequence[Position],
    partner: Mapping[int, int],
    registries: Registries,
    renamed: Mapping[str, str] = _NONE,
) -> dict[int, int]:
    """Return the old place of each removed position that a new one of the same party replaces, by its new place.

    Of several that were removed, the one is taken that was nearest in the file.
    """
    pairs: dict[int, int] = {}
    if len(partner) in {len(old), len(new)}:
        return pairs
    at = places_now(len(old), partner)
    for party in _by_party(old, new, partner, registries, renamed):
        removed = sorted((at[was], was) for was in party.old)
        for place in party.new[: len(removed)]:
            after = bisect_left(removed, (place, 0))
            nearest = min(
                range(max(after - 1, 0), min(after + 1, len(removed))), key=lambda n: abs(removed[n][0] - place)
            )
            pairs[place] = removed.pop(nearest)[1]
    return pairs


def places_now(number: int, partner: Mapping[int, int]) -> list[float]:
    """Return the place now of each old position; a removed one is behind the nearest one that was before it."""
    now = {was: place for place, was in partner.items()}
    places: list[float] = []
    behind = -1
    for was in range(number):
        behind = now.get(was, behind)
        places.append(behind if was in now else behind + 0.5)
    return places


def _equal(old: Sequence[Position], new: Sequence[Position]) -> dict[int, int]:
    places: dict[Position, list[int]] = defaultdict(list)
    for place in reversed(range(len(old))):
        places[old[place]].append(place)
    return {place: places[position].pop() for place, position in enumerate(new) if places.get(position)}


def _unmatched(number: int, partner: Mapping[int, int]) -> list[int]:
    return [place for place in range(number) if place not in partner]


def _by_party(
    old: Sequence[Position],
    new: Sequence[Position],
    partner: Mapping[int, int],
    registries: Registries,
    renamed: Mapping[str, str],
) -> list[_Party]:
    """Group the positions that are not matched by their party, if it has some before and now."""
    same: dict[Hashable, Hashable] = {}

    def first(key: Hashable) -> Hashable:
        """Return one key for all names that mean the same party."""
        while (leads := same.setdefault(key, key)) != key:
            same[key] = key = same[leads]
        return key

    def party(position: Position, own: Registry) -> Hashable:
        keys = _keys(position.party, own, registries, renamed)
        one = first(next(keys))
        for key in keys:
            same[first(key)] = one
        return one

    before = [(party(old[was], registries[0]), was) for was in left_over(len(old), partner)]
    now = [(party(new[place], registries[1]), place) for place in _unmatched(len(new), partner)]
    groups: dict[Hashable, _Party] = defaultdict(lambda: _Party([], []))
    for key, was in before:
        groups[first(key)].old.append(was)
    for key, place in now:
        groups[first(key)].new.append(place)
    return [group for group in groups.values() if group.old and group.new]


def _keys(written: str, own: Registry, registries: Registries, renamed: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield each id that a party has: in either registry, by the name in the record and by its registered name."""
    entry = own.get(own.party(written))
    for name in (written, entry.name if entry else None):
        if name is not None:
            before, now = (registry.party(name) for registry in registries)
            yield from ((0, before), (1, now))
            if now in renamed:
                yield 0, renamed[now]


def _of_one_party(
    old: Sequence[Position], new: Sequence[Position], party: _Party, at: Sequence[float], texts: dict[str, str]
) -> dict[int, int]:
    """Match the positions of one party: the pairs that share most come first.

    Of pairs that share as much, the nearest comes first if positions were added, since a new one has its own place.
    Otherwise a place says less: what was next may have been removed.
    """
    added = len(party.new) > len(party.old)
    scored = []
    for was, place in _candidates(old, new, party, texts):
        if evidence := _evidence(old[was], new[place], texts):
            context = sum(getattr(old[was], field) == getattr(new[place], field) for field in _CONTEXT)
            distance = abs(at[was] - place)
            nearest = (distance, -context) if added else (-context, distance)
            scored.append((-evidence, *nearest, abs(was - place), was, place))
    scored.sort()
    partner: dict[int, int] = {}
    free_old, free_new = set(party.old), set(party.new)
    for *_, was, place in scored:
        if was in free_old and place in free_new:
            partner[place] = was
            free_old.remove(was)
            free_new.remove(place)
    if len(free_old) == len(free_new) == 1:
        was, place = free_old.pop(), free_new.pop()
        if old[was].date is None or new[place].date is None:
            partner[place] = was
    return partner


def _evidence(old: Position, new: Position, texts: dict[str, str]) -> int:
    """Weigh what tells that two positions of one party are the same; 0 if nothing does."""
    quote = _compared(old.quote, new.quote, texts)
    original = _compared(old.original, new.original, texts)
    date = None if old.date is None or new.date is None else _is_same_date(old.date, new.date)
    cited = {ref.id for ref in old.sources}
    source = None if not cited or not new.sources else any(ref.id in cited for ref in new.sources)
    if not (quote or original or date or source):
        undated = old.date is None and new.date is None
        return int(undated or _extends(old, new) or _extends(new, old))
    weights = ((quote, 12), (original, 12), (date, 5), (source, 4))
    total = sum(weight if same else -1 for same, weight in weights if same is not None)
    return 2 * total + (quote is True and old.quote == new.quote)


def _is_same_date(old: Span, new: Span) -> bool:
    """Return whether two dates are the same, or one moment with two offsets."""
    return old == new or (old.is_moment and new.is_moment and old.instant == new.instant)


def _compared(old: str | None, new: str | None, texts: dict[str, str]) -> bool | None:
    """Return whether two texts are alike; None if one of them is missing."""
    if old is None or new is None:
        return None
    return old == new or alike(_plain(old, texts), _plain(new, texts))


def _plain(text: str, texts: dict[str, str]) -> str:
    if text not in texts:
        texts[text] = plain(text)
    return texts[text]


def _extends(old: Position, new: Position) -> bool:
    """Return whether one position says all that another says, and has a date that the other does not have."""
    return (
        old.date is None
        and new.date is not None
        and all(
            not said or said == getattr(new, field)
            for field, said in zip(old._fields, old, strict=True)
            if field != "party"
        )
    )


def _words_and_date(position: Position) -> Iterator[Hashable]:
    """Yield what a position keeps when its party is corrected."""
    if position.quote is not None:
        yield "quote", position.quote, position.date
    if position.original is not None:
        yield "original", position.original, position.date


def _candidates(
    old: Sequence[Position], new: Sequence[Position], party: _Party, texts: dict[str, str]
) -> Iterable[tuple[int, int]]:
    """Return the pairs of an old and a new position that may be the same: all of a few, or a few for each."""
    if len(party.old) * len(party.new) <= _FEW:
        return [(was, place) for was in party.old for place in party.new]
    before: dict[Hashable, list[int]] = defaultdict(list)
    for was in party.old:
        for mark in (*_marks(old[was]), *_words(old[was], texts)):
            before[mark].append(was)
    marks = {place: [mark for mark in _marks(new[place]) if mark in before] for place in party.new}
    number = Counter(mark for some in marks.values() for mark in some)
    rank: Counter[Hashable] = Counter()
    pairs: dict[tuple[int, int], None] = {}
    for place, some in marks.items():
        for mark in some:
            same = before[mark]
            # Some may have been added or removed at the beginning or at the end.
            for middle in (rank[mark], len(same) - number[mark] + rank[mark]):
                near = same[max(middle - _NEAR, 0) : max(middle + _NEAR + 1, 0)]
                pairs |= dict.fromkeys((was, place) for was in near)
            rank[mark] += 1
        rare = [same for word in _words(new[place], texts) if len(same := before.get(word, [])) <= _RARE]
        for same in sorted(rare, key=len)[:_MANY]:
            pairs |= dict.fromkeys((was, place) for was in same)
    return pairs


def _marks(position: Position) -> set[Hashable]:
    """Return the date and the sources of a position."""
    return {("date", position.date), *(("source", ref.id) for ref in position.sources)}


def _words(position: Position, texts: dict[str, str]) -> list[Hashable]:
    """Return the words of a position's quote and original, and each text as a whole, without repetition."""
    said = [_plain(text, texts) for text in (position.quote, position.original) if text is not None]
    return [*dict.fromkeys(("word", word) for text in said for word in (text, *text.split()))]
