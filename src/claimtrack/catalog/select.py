"""Which claims are asked for, as a condition on the tables of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.cases import phrase
from claimtrack.index import instant, until
from claimtrack.model import SIDES, is_side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from claimtrack.cases import ClaimFilter
    from claimtrack.model import Span

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
    parts = [*_fixed(asked), *_said(asked, is_voice, as_of), *_derived(asked, is_voice, as_of)]
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
        yield Part(f"kind IN {_marks(asked.kind)}", tuple(asked.kind))
    if asked.topic:
        yield Part(
            f"n IN (SELECT claim FROM topics WHERE topic IN {_marks(asked.topic)})", tuple(asked.topic)
        )


def _said(asked: ClaimFilter, is_voice: IsVoice, as_of: Span | None) -> Iterator[Part]:
    """What was said by then, whoever's line it makes."""
    if as_of is not None:
        yield Part("n IN (SELECT claim FROM acts WHERE at <= ?)", (until(as_of),))
    for party in asked.party:
        yield _acted(party, is_voice, as_of)
    for party in asked.silent:
        acted = _acted(party, is_voice, as_of)
        yield acted._replace(sql=f"NOT ({acted.sql})")
    if asked.either:
        acted_by = [_acted(party, is_voice, as_of) for party in asked.either]
        yield Part(
            " OR ".join(each.sql for each in acted_by),
            tuple(value for each in acted_by for value in each.values),
        )
    if asked.since is not None or asked.until is not None:
        begin = instant(asked.since.start) if asked.since else 0
        ends = [until(each) for each in (asked.until, as_of) if each is not None]
        values = (begin, *([min(ends)] if ends else []))
        yield Part(
            f"n IN (SELECT claim FROM acts WHERE dated AND at >= ?{' AND at <= ?' if ends else ''})", values
        )
    if asked.source:
        keys = sorted(asked.source)
        yield Part(
            " OR ".join(_OWN if key.claim else _SHARED for key in keys),
            tuple(value for key in keys for value in (key.id, *([key.claim] if key.claim else []))),
            exact=as_of is None,
        )


_OWN: Final = "n IN (SELECT claim FROM sources WHERE cited AND id = ?) AND claims.id = ?"
_SHARED: Final = "n IN (SELECT claim FROM citations WHERE direct AND id = ?)"


def _derived(asked: ClaimFilter, is_voice: IsVoice, as_of: Span | None) -> Iterator[Part]:
    """What follows from the lines: as of now it is known, as of a date it has to be worked out."""
    if as_of is not None:
        if asked.status or asked.divided or asked.stance:
            yield Part("1", exact=False)
        return
    if asked.status:
        yield Part(f"status IN {_marks(asked.status)}", tuple(asked.status))
    if asked.divided:
        yield Part("divided")
    if not asked.stance:
        return
    stances = tuple(asked.stance)
    if not asked.party:
        sides = [side for side in SIDES if side in asked.stance]
        others = tuple(stance for stance in stances if not is_side(stance))
        either = [f"{side} > 0" for side in sides]
        if others:
            either.append(f"n IN (SELECT claim FROM acts WHERE stance IN {_marks(others)})")
        yield Part(" OR ".join(either), others)
        return
    # A voice's own line is worked out; whoever stands so took that stance at some time.
    column = {party: "party" if is_voice(party) else "principal" for party in asked.party}
    either = [
        f"n IN (SELECT claim FROM acts WHERE {column[party]} = ?"
        f" AND stance IN {_marks(stances)}"
        f"{_in_force() if column[party] == 'principal' else ''})"
        for party in asked.party
    ]
    values = tuple(value for party in asked.party for value in (party, *stances))
    yield Part(" OR ".join(either), values, exact="party" not in column.values())


def _in_force() -> str:
    sides = ", ".join(f"'{side}'" for side in SIDES)
    return f" AND (line OR stance NOT IN ({sides}))"


def _acted(party: str, is_voice: IsVoice, as_of: Span | None) -> Part:
    column = "party" if is_voice(party) else "principal"
    by = " AND at <= ?" if as_of is not None else ""
    return Part(
        f"n IN (SELECT claim FROM acts WHERE {column} = ?{by})",
        (party, *([until(as_of)] if as_of is not None else [])),
    )


def _searched(asked: ClaimFilter, as_of: Span | None) -> Iterator[Part]:
    for text in filter(phrase, asked.search):  # where there is no word, nothing is asked for
        # As of a date, a quote that is found may be a later one.
        yield Part(
            "n IN (SELECT rowid FROM search WHERE search MATCH ?)",
            (f'"{phrase(text)}" *',),
            exact=as_of is None,
        )


def _marks(values: Collection[object]) -> str:
    return f"({', '.join('?' * len(values))})"
