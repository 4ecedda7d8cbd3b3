"""The registry of parties: names, aliases, and for whom a party speaks at a date."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from claimtrack.model.dates import ALWAYS
from claimtrack.model.names import slug
from claimtrack.model.similar import Similar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Party, Tenure

_MOST_STEPS: Final = 1_000_000  # to look for circles date by date; parties that need more are taken to be in one


class Registry:
    """The registered parties, by id, name or alias; it may be empty."""

    def __init__(self, parties: Iterable[Party] = (), unclear: Iterable[str] = ()) -> None:
        """Index the parties; a name that several have means the first of them.

        Args:
            parties: the parties.
            unclear: the ids of those whose principal is unknown, since their `speaks_for` is wrong.
        """
        self.unclear = frozenset(unclear)
        self._parties = {party.id: party for party in parties}
        self._ids: dict[str, str] = {}
        self._constant: dict[str, str] = {}  # the principals that are the same at all dates
        for party in self._parties.values():
            for name in (party.id, party.name or party.id, *party.aliases):
                self._ids.setdefault(slug(name), party.id)

    def __contains__(self, party: str) -> bool:
        """Return whether a party's id is registered."""
        return party in self._parties

    def __iter__(self) -> Iterator[Party]:
        """Iterate over the parties in the file's order."""
        return iter(self._parties.values())

    def __len__(self) -> int:
        return len(self._parties)

    def party(self, name: str) -> str:
        """Return the id of the party that a name, an alias or an id means; the slug of an unknown name is its id."""
        key = slug(name)
        return self._ids.get(key, key)

    def knows(self, key: str) -> bool:
        """Return whether a slug is that of a registered party's id, name or alias."""
        return key in self._ids

    @property
    def names(self) -> Iterable[str]:
        """The slugs of all registered ids, names and aliases."""
        return self._ids

    def get(self, party: str) -> Party | None:
        """Return the party with an id, if it is registered."""
        return self._parties.get(party)

    def is_voice(self, party: str) -> bool:
        """Return whether a party speaks for another one at any date."""
        entry = self._parties.get(party)
        return entry is not None and bool(entry.speaks_for)

    def principal(self, party: str, date: Span | None) -> str:
        """Return the party for which a party (an id) spoke at the date of a position, followed to the end.

        Outside its tenures, a party is its own principal, and so is one that speaks for itself by way of others.
        An undated position is outside a tenure with a first or a last day.
        """
        constant = self._constant.get(party)
        return self._followed(party, date) if constant is None else constant

    def going_in_circles(self, parties: Collection[str]) -> set[str]:
        """Return those of some parties (ids) that speak for themselves by way of others of them, at some date."""
        tenures = [tenure for party in parties for tenure in self._parties[party].speaks_for]
        # Who speaks for whom changes at no other date keys, and is something else for the undated.
        keys: set[int | None] = {None, ALWAYS}
        keys.update(tenure.since.start for tenure in tenures if tenure.since is not None)
        keys.update(tenure.until.end + 1 for tenure in tenures if tenure.until is not None)
        if len(keys) * len(parties) > _MOST_STEPS:
            return {*parties}
        return {party for key in keys for party in self._circles(parties, key)}

    def _circles(self, parties: Iterable[str], key: int | None) -> Iterator[str]:
        """Yield those of some parties that speak for themselves at a date key; each speaks for one party at most."""
        onward = {party: self.party(tenure.party) for party in parties if (tenure := self._tenure(party, key))}
        done: set[str] = set()
        for start in onward:
            way: dict[str, None] = {}
            party = start
            while party in onward and party not in done and party not in way:
                way[party] = None
                party = onward[party]
            if party in way:
                circle = [*way]
                yield from circle[circle.index(party) :]
            done.update(way)

    def _tenure(self, party: str, key: int | None) -> Tenure | None:
        """Return the tenure of a registered party that counts at a date key, or for the undated: the last that covers it."""
        return next((tenure for tenure in reversed(self._parties[party].speaks_for) if _covers(tenure, key)), None)

    def _followed(self, party: str, date: Span | None) -> str:
        seen, always = [party], True
        key = None if date is None else date.end
        while (entry := self._parties.get(seen[-1])) is not None and entry.speaks_for:
            tenure = self._tenure(seen[-1], key)
            always = always and entry.speaks_for[-1].since is None and entry.speaks_for[-1].until is None
            if tenure is None:
                break
            step = self.party(tenure.party)
            if step in seen:
                seen.append(party)
                break
            seen.append(step)
        if always:
            self._constant[party] = seen[-1]
        return seen[-1]

    def probable(self, name: str) -> str | None:
        """Return the registered name that an unknown one probably means, if one is similar."""
        near = self._similar.find(slug(name))
        if not near:
            return None
        entry = self._parties[self._ids[near]]
        return entry.name or entry.id

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self._ids, cutoff=0.75)


def _covers(tenure: Tenure, key: int | None) -> bool:
    if tenure.since is None and tenure.until is None:
        return True
    if key is None:
        return False
    begun = tenure.since is None or tenure.since.start <= key
    return begun and (tenure.until is None or key <= tenure.until.end)
