"""The registry of parties, and the names of those that are not in it: what each worker gets a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyspark.sql import functions as f

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.parquet_rows import read_party, take_names
from claimtrack.model.dates import Span
from claimtrack.model.registry import Registry
from claimtrack.rules.claim_state import Person
from claimtrack.spark.claims import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import DataFrame

    from claimtrack.model.record import Party
    from claimtrack.spark.tables import Tables


class Registered(NamedTuple):
    """The registry, and the rows of parties that are no part of it."""

    registry: Registry
    set_aside: tuple[SetAside, ...]


def read_registry(parties: DataFrame) -> Registered:
    """Return the registry of a table of parties, which is collected.

    A party whose name or alias another one has already is set aside, as in a file of parties.
    """
    read: list[Party] = []
    wrong: list[SetAside] = []
    owners: dict[str, str] = {}
    for row in parties.toLocalIterator():
        try:
            party = read_party(row.asDict(recursive=True))
            take_names(party, owners)
            read.append(party)
        except RowError as error:
            wrong.append(SetAside(None, None, f'the party "{row["id"]}": {error}', 0))
    return Registered(Registry(read), tuple(wrong))


class Broadcast:
    """What each task gets a copy of: the registered parties, the names of the other parties, and the date of `as_of`."""

    def __init__(self, registry: Registry, names: Mapping[str, str], as_of: Span | None) -> None:
        self.registry = registry
        self.as_of = as_of
        self._names = names

    @classmethod
    def of(cls, tables: Tables, as_of: str | None) -> Broadcast:
        """Collect the parties of some tables.

        Raises:
            DateError: `as_of` is no date.
        """
        when = Span.typed(as_of) if as_of is not None else None
        registry = read_registry(tables.parties).registry
        return cls(registry, dict(_names(tables.positions, registry)), when)

    def person(self, party: str) -> Person:
        """Return a party as it is shown: with its registered name, or as the first claim writes it."""
        return Person.registered(party, self.registry) or Person(party, self._names.get(party, party))


def _names(positions: DataFrame, registry: Registry) -> Iterator[tuple[str, str]]:
    """Yield the ids and names of parties that are not registered.

    If a party is written in several ways, the one that comes first in the record is yielded last.
    """
    places = ("claim", "number")
    parties = positions.select(f.col("party").alias("name"), *places, f.lit(-1).alias("pos"))
    relays = positions.select(f.posexplode("via").alias("pos", "name"), *places).select("name", *places, "pos")
    first = f.min(f.struct(*places, "pos")).alias("first")
    names = parties.union(relays).where(f.col("name").isNotNull()).groupBy("name").agg(first).orderBy(f.desc("first"))
    for row in names.select("name").toLocalIterator():
        party = registry.party(row["name"])
        if party not in registry:
            yield party, row["name"]
