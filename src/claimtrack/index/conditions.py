"""A filter as an SQL condition on the tables of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.index.database import select_in
from claimtrack.index.facts import BOUND, CITES, CITES_OWN, HOLDS, STANCE, TOOK, TOPIC, UNREVIEWED, encode, fact
from claimtrack.model.vocabulary import SIDES, is_side
from claimtrack.rules.search import phrase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from claimtrack.model.dates import Span
    from claimtrack.model.vocabulary import Stance
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.origins import SharedSources, SourceKey


class Condition(NamedTuple):
    """A condition on a row of `claims`."""

    sql: str  # the condition
    values: tuple[Any, ...] = ()  # the values of its placeholders
    # Whether all rows that meet it pass the filter; otherwise some may not. All that pass the filter meet it.
    exact: bool = True

    def only_exact_if(self, *, exact: bool) -> Condition:
        """Return the condition, exact only if it was and `exact` is true."""
        return self._replace(exact=self.exact and exact)


_MAYBE: Final = Condition("1", exact=False)
_MOST: Final = 100  # facts in a condition, and conditions in another; SQLite refuses an expression that is too deep


def all_of(conditions: list[Condition]) -> Condition:
    """Return the condition that all of several are met."""
    return Condition(
        " AND ".join(f"({each.sql})" for each in conditions) or "1",
        tuple(value for each in conditions for value in each.values),
        all(each.exact for each in conditions),
    )


def has_any(*facts: str) -> Condition:
    """Return the condition that a claim has at least one of these facts; a very long list of them is not looked at."""
    if len(facts) > _MOST:
        return _MAYBE
    if not facts:
        return Condition("0")
    # A subquery reads only `facts`, in the order of the table; a join would look up the facts of each claim.
    some = " OR ".join(["instr(facts, ?)"] * len(facts))
    return Condition(f"n IN (SELECT n FROM facts WHERE {some})", facts)


class Conditions:
    """Turns filters into conditions.

    What is true now is stored. As of an earlier date a stored fact may be too new, so a condition is then not exact.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        is_voice: Callable[[str], bool],
        shared: Callable[[], SharedSources],
        as_of: Span | None,
        *,
        has_words: bool,
        ignore_reviews: bool,
    ) -> None:
        """Prepare to build conditions.

        Args:
            db: the index.
            is_voice: returns whether a party speaks for another one; then only its own positions count for it.
            shared: returns the shared sources.
            as_of: count only what had been said by the end of this date.
            has_words: whether the index has the words of all claims.
            ignore_reviews: whether the conditions are on rows of claims without their reviews.
        """
        self._db = db
        self._is_voice = is_voice
        self._shared = shared
        self._as_of = as_of
        self._has_words = has_words
        self._ignore_reviews = ignore_reviews

    def of(self, claim_filter: ClaimFilter) -> Condition:
        """Return the condition for a filter."""
        parts = [*self._parts(claim_filter)]
        return all_of(parts if len(parts) <= _MOST else [*parts[:_MOST], _MAYBE])

    def _parts(self, given: ClaimFilter) -> Iterator[Condition]:
        yield from self._fixed(given)
        if self._as_of is not None:
            yield Condition("begins <= ?", (self._as_of.end,))
        yield from self._parties(given)
        # A stored fact tells of some position. It does not tell whether one and the same meets two conditions, nor, but
        # for its stance, whose it is.
        asked, bound = given.asks_of_positions, given.party or given.either
        if asked > 1 or (given.search and (asked or bound)) or (bound and asked and not given.stance):
            yield _MAYBE
        yield from self._positions(given)
        if given.quiet_since is not None:
            # What is stored is when anybody took the latest position, and not when one party did.
            yield _MAYBE if bound or self._as_of is not None else Condition("at < ?", (given.quiet_since.start,))
        if given.search:
            yield from self._contains(given.search)
        if self._as_of is None:
            yield from self._present(given)
        elif given.status or given.divided or given.values_differ or given.thin or given.stance:
            yield _MAYBE

    def _fixed(self, given: ClaimFilter) -> Iterator[Condition]:
        if given.kind:
            yield Condition(f"kind IN ({_marks(len(given.kind))})", tuple(given.kind))
        if given.topic:
            yield has_any(*(fact(TOPIC, topic) for topic in given.topic))

    def _positions(self, given: ClaimFilter) -> Iterator[Condition]:
        if given.standing or given.undated or given.unsourced:  # of which nothing is stored
            yield _MAYBE
        if given.since is not None or given.until is not None:
            yield self._within(given.since, given.until)
        if given.source:
            yield self._now(self._cites(given.source))
        if given.rating:
            yield self._now(_rated(given.rating))
        elif given.reviewed:
            yield self._now(Condition("ratings IS NOT NULL"))

    def _parties(self, given: ClaimFilter) -> Iterator[Condition]:
        for party in given.party:
            yield self._now(has_any(self._took(party)))
        for party in given.silent:
            spoke = has_any(self._took(party))
            # A party that has spoken by now may not have spoken by an earlier date.
            yield _MAYBE if self._as_of is not None else spoke._replace(sql=f"NOT ({spoke.sql})")
        if given.either:
            yield self._now(has_any(*map(self._took, given.either)))

    def _now(self, condition: Condition) -> Condition:
        return condition.only_exact_if(exact=self._as_of is None)

    def _took(self, party: str) -> str:
        return fact(TOOK if self._is_voice(party) else BOUND, party)

    def _within(self, since: Span | None, until: Span | None) -> Condition:
        """Return the condition that a dated position is between two dates. There may be none between the first and the last."""
        ends = [each.end for each in (until, self._as_of) if each is not None]
        parts = [Condition("first_dated <= ?", (min(ends),))] if ends else []
        if since is not None:
            parts.append(Condition("at >= ?", (since.start,)))
        return all_of(parts)._replace(exact=len(parts) == 1)

    def _cites(self, keys: frozenset[SourceKey]) -> Condition:
        """Return the condition that a claim cites one of these sources, which may be thousands by one publisher."""
        shared = [fact(CITES, each) for key in keys if not key.claim for each in self._shared().written(key.id)]
        own: dict[str, list[str]] = {}
        for key in keys:
            own.setdefault(key.claim, []).append(fact(CITES_OWN, key.id))
        numbers = [
            n
            for n, claim, facts in select_in(
                self._db, "SELECT n, id, facts FROM claims JOIN facts USING (n) WHERE id IN", own
            )
            if any(each in facts for each in own[claim])
        ]
        if len(shared) > _MOST:
            wanted = frozenset(line.strip("\n") for line in shared)
            stored = self._db.execute("SELECT n, facts FROM facts")
            numbers += [n for n, facts in stored if not wanted.isdisjoint(facts.split("\n"))]
            shared = []
        others = has_any(*dict.fromkeys(shared))
        # One value, however many claims there are: SQLite limits the length of a statement.
        return Condition(f"{others.sql} OR n IN (SELECT value FROM json_each(?))", (*others.values, encode(numbers)))

    def _contains(self, texts: tuple[str, ...]) -> Iterator[Condition]:
        for text in filter(phrase, texts):  # a text without a word asks for nothing
            words = Condition("n IN (SELECT n FROM words WHERE instr(words, ?))", (f" {phrase(text)}",))
            yield self._now(words) if self._has_words else _MAYBE

    def _present(self, given: ClaimFilter) -> Iterator[Condition]:
        if given.status:
            yield Condition(f"status IN ({_marks(len(given.status))})", tuple(given.status))
        # What is stored is true of some line, and perhaps not of that of a party that is named.
        some = not (given.party or given.either)
        if given.divided:
            yield Condition("divided", exact=some)
        if given.values_differ:
            yield Condition("values_differ", exact=some)
        if given.thin:
            yield Condition("thin")
        if given.stance and given.party:
            for party in given.party:
                yield self._stands(given.stance, party)
        elif given.stance and given.either:
            yield self._stands(given.stance, *given.either)
        elif given.stance:
            others = has_any(*(fact(STANCE, stance) for stance in given.stance if not is_side(stance)))
            sides = [f"{side} > 0" for side in SIDES if side in given.stance]
            yield Condition(" OR ".join([*sides, others.sql]), others.values)

    def _stands(self, stances: frozenset[Stance], *parties: str) -> Condition:
        """Return the condition that one of some parties has such a line, or took such a stance without a side."""

        def held(holds: str) -> Condition:
            # The line of a voice is not stored.
            facts = [
                fact(TOOK, party) if self._is_voice(party) else fact(holds, party, stance)
                for party in parties
                for stance in stances
            ]
            return has_any(*facts).only_exact_if(exact=not any(map(self._is_voice, parties)))

        if not self._ignore_reviews:
            return held(HOLDS)
        unreviewed, others = held(UNREVIEWED), held(HOLDS)
        sql = f"CASE WHEN ratings IS NULL THEN {others.sql} ELSE {unreviewed.sql} END"
        return Condition(sql, (*others.values, *unreviewed.values), others.exact)


def _rated(ratings: tuple[str, ...]) -> Condition:
    """Return the condition that one of some phrases occurs in a rating."""
    if len(ratings) > _MOST:
        return _MAYBE
    return Condition(" OR ".join(["instr(ratings, ?)"] * len(ratings)), tuple(f" {phrase(text)}" for text in ratings))


def _marks(number: int) -> str:
    return ", ".join("?" * number)
