"""Imports the parties and the shared sources of a record in Parquet: all, or those that the chosen claims need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.book.registry_writing import RegistryKind, add_entries
from claimtrack.exchange.drafts import Place, RowError, valid
from claimtrack.exchange.into_folder import PlannedFile
from claimtrack.exchange.parquet_rows import read_party, read_source, take_names
from claimtrack.exchange.record_blocks import party_block, source_block
from claimtrack.model.registry import Registry
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import ClaimtrackError
from claimtrack.rules.addresses import address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from claimtrack.exchange.from_parquet import RecordFiles
    from claimtrack.exchange.into_folder import Existing
    from claimtrack.exchange.parquet_rows import Row
    from claimtrack.exchange.report import ImportReport
    from claimtrack.files.append import Block
    from claimtrack.model.record import Party, Source


class RecordRegistries:
    """The parties and the shared sources that come in; they are held in memory."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report
        self.parties: dict[str, tuple[Place, Party]] = {}
        self.sources: dict[str, tuple[Place, Source]] = {}

    def read_parties(self, record: RecordFiles, names: Collection[str] | None) -> None:
        """Read the parties that some names mean, and those for whom they speak; all parties if it is None."""
        owners: dict[str, str] = {}
        read: dict[str, tuple[Place, Party]] = {}
        for place, row in record.rows("parties"):
            try:
                party = read_party(valid(row))
                take_names(party, owners)
            except RowError as error:
                self._report.rows += 1
                self._report.refuse(place, error)
            else:
                read[party.id] = place, party
        if names is not None:
            wanted = _speaking(names, Registry(party for _, party in read.values()))
            read = {party_id: each for party_id, each in read.items() if party_id in wanted}
        self._report.rows += len(read)
        self.parties = read

    def read_cited(self, record: RecordFiles, cited: Collection[str]) -> None:
        """Read the shared sources that some ids or URLs mean, and those from which they derive."""
        seen: set[Place] = set()
        while cited:
            before = {*self.sources}
            addresses = {address(each) for each in cited if is_url(each)}
            for place, row in record.rows("sources", "claim", [None]):
                if place not in seen and _is_cited(row, cited, addresses):
                    seen.add(place)
                    self.add_source(place, row)
            found = (source for source_id, (_, source) in self.sources.items() if source_id not in before)
            cited = {source.derived_from for source in found if source.derived_from}

    def add_source(self, place: Place, row: Row | RowError) -> None:
        """Add a shared source, or refuse it."""
        self._report.rows += 1
        try:
            source = read_source(valid(row))
            if source.id in self.sources:
                self._report.refuse(place, RowError(f'another row is the source "{source.id}"', "give one another id"))
            else:
                self.sources[source.id] = place, source
        except RowError as error:
            self._report.refuse(place, error)

    def changes(self, found: Existing) -> Iterator[PlannedFile]:
        """Yield the registries with what they lack."""
        owners = {key: found.registry.party(key) for key in found.registry.names}
        new: list[tuple[Place, Block]] = []
        for place, party in self.parties.values():
            there = found.registry.get(party.id)
            try:
                if there is None:
                    take_names(party, owners)
                    new.append((place, party_block(party)))
                else:
                    self._present(place, same=there == party, what="party, other than parties.toml has")
            except RowError as error:
                self._report.refuse(place, error)
        yield from self._extended(found.folder, "parties", new)
        new = []
        for place, source in self.sources.values():
            known = found.shared.get(source.id)
            if known is None:
                new.append((place, source_block(source)))
            elif is_other(source, known):
                self._report.refuse(place, other_source(source, "sources.toml"))
            else:
                self._present(place, same=known == source, what="source, other than sources.toml has")
        yield from self._extended(found.folder, "sources", new)

    def has_others(self, shared: Mapping[str, Source]) -> bool:
        """Return whether an id means another source in the folder than in the record."""
        return any(each in shared and is_other(source, shared[each]) for each, (_, source) in self.sources.items())

    def _present(self, place: Place, *, same: bool, what: str) -> None:
        self._report.outcome(place, "imported", "")
        if not same:
            self._report.homeless[what] += 1

    def _extended(self, folder: str, kind: RegistryKind, new: Sequence[tuple[Place, Block]]) -> Iterator[PlannedFile]:
        if not new:
            return
        try:
            change = add_entries(folder, kind, [block for _, block in new])
        except ClaimtrackError as error:
            for place, _ in new:
                self._report.refuse(place, RowError(error.message, error.hint))
            return
        for place, _ in new:
            self._report.outcome(place, "imported", "")
        one = {"parties": "party", "sources": "source"}[kind]
        self._report.notes.append(f"{len(new):,} {one if len(new) == 1 else kind} new in {change.path}")
        yield PlannedFile(change.path, None if change.is_new else change.old, change.new)


def is_other(source: Source, there: Source) -> bool:
    """Return whether two sources of one id are at different addresses."""
    return bool(source.url and there.url and address(source.url) != address(there.url))


def other_source(source: Source, where: str) -> RowError:
    """Return why a source is refused of which a file has another one of the same id."""
    return RowError(f'the source "{source.id}" of {where} has another address', "give one of them another id")


def _speaking(names: Iterable[str], registry: Registry) -> set[str]:
    """Return the ids of the parties that names mean, and of those for whom they speak."""
    wanted: set[str] = set()
    waiting = [*map(registry.party, names)]
    while waiting:
        party = waiting.pop()
        entry = registry.get(party)
        if party not in wanted and entry is not None:
            wanted.add(party)
            waiting += [registry.party(tenure.party) for tenure in entry.speaks_for]
    return wanted


def _is_cited(row: Row | RowError, cited: Collection[str], addresses: Collection[str]) -> bool:
    """Return whether a row, or the error of one, is wanted."""
    if isinstance(row, RowError):
        return True
    urls = (row.get(key) for key in ("url", "archive_url"))
    return row["id"] in cited or any(isinstance(url, str) and address(url) in addresses for url in urls)
