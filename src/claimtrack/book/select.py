"""Which claims are asked for, as a condition on the tables of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.index.marks import bound, cited, having, stands, taken, took
from claimtrack.index.times import instant, until
from claimtrack.model.vocabulary import SIDES, is_side
from claimtrack.rules.search import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.origins import SourceKey

    IsVoice = Callable[[str], bool]


class Part(NamedTuple):
    """One condition.

    Attributes:
        sql: a condition on a row of the table of claims.
        values: what stands for the marks in it.
        exact: whether all that meet it are asked for; else all that are asked for meet it, and others may too.
    """

    sql: str
    values: tuple[Any, ...] = ()
    exact: bool = True


class Condition(NamedTuple):
    """All of it; see `Part`."""

    sql: str
    values: tuple[Any, ...]
    exact: bool


def condition(asked: ClaimFilter, is_voice: IsVoice, as_of: Span | None, *, search: bool) -> Condition:
    """Turn what is asked for into a condition.

    Args:
        asked: which claims.
        is_voice: tells whether a party, by its id, speaks for another: a voice means its own positions only.
        as_of: only what had been said by the end of this date counts.
        search: whether the index can look for words.
    """
    parts = [*_fixed(asked), *_Said(is_voice, as_of, search=search).parts(asked)]
    if asked.search:
        parts += _searched(asked, as_of) if search else [Part("1", exact=False)]
    return Condition(
        " AND ".join(f"({part.sql})" for part in parts) or "1",
        tuple(value for part in parts for value in part.values),
        all(part.exact for part in parts),
    )


def _fixed(asked: ClaimFilter) -> Iterator[Part]:
    """What does not change with time."""
    if asked.kind:
        yield Part(f"kind IN {_places(asked.kind)}", tuple(asked.kind))
    if asked.topic:
        yield Part(
            f"n IN (SELECT claim FROM topics WHERE topic IN {_places(asked.topic)})", tuple(asked.topic)
        )


class _Said:
    """What was said, and what follows from it: of now it is known; of a date, who said something at all is."""

    def __init__(self, is_voice: IsVoice, as_of: Span | None, *, search: bool) -> None:
        self._is_voice = is_voice
        self._as_of = as_of
        self._search = search

    def parts(self, asked: ClaimFilter) -> Iterator[Part]:
        if self._as_of is not None:
            yield Part("begins <= ?", (until(self._as_of),))
        for party in asked.party:
            yield self._having(self._acted(party))
        for party in asked.silent:
            yield self._silent(party)
        if asked.either:
            yield self._having(*map(self._acted, asked.either))
        if asked.since is not None or asked.until is not None:
            yield self._within(asked.since, asked.until)
        if asked.source:
            yield self._citing(sorted(asked.source))
        if self._as_of is None:
            yield from self._derived(asked)
        elif asked.status or asked.divided or asked.stance:
            yield Part("1", exact=False)

    def _having(self, *marks: str, exact: bool = True) -> Part:
        return Part(*having(marks, search=self._search), exact=exact and self._as_of is None)

    def _acted(self, party: str) -> str:
        return took(party) if self._is_voice(party) else bound(party)

    def _silent(self, party: str) -> Part:
        if self._as_of is not None:  # who has spoken may have done so later
            return Part("1", exact=False)
        spoke = self._having(self._acted(party))
        return spoke._replace(sql=f"NOT ({spoke.sql})")

    def _within(self, since: Span | None, last: Span | None) -> Part:
        """Some dated position lies between the first instant of one date and the last one of another."""
        ends = [until(each) for each in (last, self._as_of) if each is not None]
        parts = [Part("first_dated <= ?", (min(ends),))] if ends else []
        if since is not None:
            parts.append(Part("last_dated >= ?", (instant(since.start),)))
        # Between the first and the last there may be none.
        return Part(
            " AND ".join(part.sql for part in parts),
            tuple(value for part in parts for value in part.values),
            exact=len(parts) == 1,
        )

    def _citing(self, keys: Sequence[SourceKey]) -> Part:
        either = [
            Part(_OWN, (key.id, key.claim)) if key.claim else self._having(cited(key.id)) for key in keys
        ]
        return Part(
            " OR ".join(f"({part.sql})" for part in either),
            tuple(value for part in either for value in part.values),
            exact=self._as_of is None,
        )

    def _derived(self, asked: ClaimFilter) -> Iterator[Part]:
        if asked.status:
            yield Part(f"status IN {_places(asked.status)}", tuple(asked.status))
        if asked.divided:
            yield Part("divided")
        if not asked.stance:
            return
        if asked.party:
            # A voice's own line is worked out.
            exact = not any(map(self._is_voice, asked.party))
            standing = [
                took(party) if self._is_voice(party) else stands(party, stance)
                for party in asked.party
                for stance in asked.stance
            ]
            yield self._having(*standing, exact=exact)
            return
        either = [Part(f"{side} > 0") for side in SIDES if side in asked.stance]
        others = [taken(stance) for stance in asked.stance if not is_side(stance)]
        if others:
            either.append(self._having(*others))
        yield Part(
            " OR ".join(part.sql for part in either), tuple(value for part in either for value in part.values)
        )


_OWN: Final = "n IN (SELECT claim FROM sources WHERE cited AND id = ?) AND claims.id = ?"


def _searched(asked: ClaimFilter, as_of: Span | None) -> Iterator[Part]:
    for text in filter(phrase, asked.search):  # where there is no word, nothing is asked for
        # As of a date, a quote that is found may be a later one.
        yield Part(
            "n IN (SELECT rowid FROM search WHERE search MATCH ?)",
            (f'"{phrase(text)}" *',),
            exact=as_of is None,
        )


def _places(values: Collection[object]) -> str:
    return f"({', '.join('?' * len(values))})"
