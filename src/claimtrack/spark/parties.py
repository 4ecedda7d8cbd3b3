"""The registry of parties, and the names of some that are not in it: what each worker gets a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.parquet_rows import read_party
from claimtrack.model.dates import Span
from claimtrack.model.names import composed, slug
from claimtrack.model.registry import Registry
from claimtrack.rules.claim_state import Person
from claimtrack.spark.claims import SetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyspark.sql import Column, DataFrame

    from claimtrack.model.record import Party, Position
    from claimtrack.spark.tables import Tables

# A name of a party that is not registered, and where the record first has it.
_NAMED: Final = pa.schema(
    {"party": pa.string(), "name": pa.string(), "claim": pa.string(), "number": pa.int32(), "pos": pa.int32()}
)


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
            read.append(_party(read_party(row.asDict(recursive=True)), owners))
        except RowError as error:
            wrong.append(SetAside(None, None, f'the party "{row["id"]}": {error}', 0))
    return Registered(Registry(read), tuple(wrong))


def _party(party: Party, owners: dict[str, str]) -> Party:
    names = {slug(name): name for name in (party.id, party.name or party.id, *party.aliases)}
    for key, name in names.items():
        if key in owners:
            raise RowError(f'the name "{name}" belongs to "{owners[key]}" already')
    owners.update(dict.fromkeys(names, party.id))
    return party


class Broadcast:
    """What each task gets a copy of: the registered parties, the names of some others, and the date of `as_of`.

    A party that is not registered, and is written in one way in the record, is named by the claim in hand.
    """

    def __init__(self, registry: Registry, names: Mapping[str, str], as_of: Span | None) -> None:
        self.registry = registry
        self.as_of = as_of
        self._names = names

    @classmethod
    def of(cls, tables: Tables, as_of: str | None, *asked: str) -> Broadcast:
        """Return what the tasks of an answer need.

        Args:
            tables: the record.
            as_of: a date; None if all counts.
            asked: ids of parties that have a name wherever they are shown.

        Raises:
            DateError: `as_of` is no date.
        """
        when = Span.typed(as_of) if as_of is not None else None
        registry = tables.registered.registry
        more = {party for party in asked if party not in registry} - tables.named.keys()
        names = {**tables.named, **_collected(tables, f.col("party").isin(*more))} if more else tables.named
        return cls(registry, names, when)

    def people(self, told: Iterable[Position]) -> Callable[[str], Person]:
        """Return what gives a party (an id) as it is shown: with its registered name, or as the record first writes it.

        `told` are the positions in hand, in the order of the record.
        """
        here: dict[str, str] = {}

        def person(party: str) -> Person:
            registered = Person.registered(party, self.registry)
            if registered is not None:
                return registered
            if party in self._names:
                return Person(party, self._names[party])
            if not here:
                names = [name for position in told for name in (position.party, *position.via)]
                here.update((self.registry.party(name), name) for name in reversed(names))
            return Person(party, here.get(party, party))

        return person


def read_names(tables: Tables) -> dict[str, str]:
    """Return the names of those parties, by id, that a claim alone cannot name as the record does.

    They are not registered, and are written in several ways, or a registered party speaks for them.
    """
    registry = tables.registered.registry
    principals = {registry.party(tenure.party) for party in registry for tenure in party.speaks_for}
    return _collected(tables, (f.col("ways") > 1) | f.col("party").isin(*principals))


def _collected(tables: Tables, chosen: Column) -> dict[str, str]:
    """Return by id the names, as the record first writes them, of those parties that are chosen and not registered."""
    places = ("claim", "number", "pos")
    positions = tables.positions
    parties = positions.select(f.col("party").alias("name"), "claim", "number", f.lit(-1).alias("pos"))
    relays = positions.select(f.posexplode("via").alias("pos", "name"), "claim", "number").select("name", *places)
    written = (
        parties.union(relays).where(f.col("name").isNotNull()).groupBy("name").agg(f.min(f.struct(*places)).alias("at"))
    )
    everywhere = tables.session.sparkContext.broadcast(tables.registered.registry)

    def unregistered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield pa.RecordBatch.from_pylist([*_by_id(batch.to_pylist(), everywhere.value)], _NAMED)

    named = written.select("name", "at.*").mapInArrow(unregistered, from_arrow_schema(_NAMED))
    first = f.min_by("name", f.struct(*places)).alias("name")
    found = named.groupBy("party").agg(first, f.countDistinct("name").alias("ways")).where(chosen)
    return {row["party"]: row["name"] for row in found.toLocalIterator()}


def _by_id(rows: Iterable[dict[str, Any]], registry: Registry) -> Iterator[dict[str, Any]]:
    for row in rows:
        party = registry.party(row["name"])
        if party and party not in registry:
            yield {**row, "party": party, "name": composed(row["name"])}
