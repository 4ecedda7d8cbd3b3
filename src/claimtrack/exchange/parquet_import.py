"""Imports a record in Parquet, or some claims of it, into a folder of claims; what is there already stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.exchange.aside import Aside
from claimtrack.exchange.drafts import Place, RowError, valid
from claimtrack.exchange.from_parquet import RecordFiles
from claimtrack.exchange.into_folder import FolderImport
from claimtrack.exchange.parquet_rows import read_claim, read_number, read_position, read_source
from claimtrack.exchange.record_blocks import claim_body, position_block, source_block
from claimtrack.exchange.record_plan import RecordPlan
from claimtrack.exchange.record_registries import RecordRegistries
from claimtrack.files.discover import SUFFIX, unfit_name
from claimtrack.files.file_names import unportable
from claimtrack.model.names import composed, slug
from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from claimtrack.exchange.into_folder import Existing, PlannedFile, Progress
    from claimtrack.exchange.parquet_rows import Row
    from claimtrack.exchange.report import ImportReport


class RecordImport(FolderImport):
    """An import: first the record is read, and then the folder is written to."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report)
        self._aside = Aside()
        self._registries = RecordRegistries(report)
        # What the chosen claims name, if not all are meant: parties by their names, sources by their ids and URLs.
        self._chosen = False
        self._names: set[str] = set()
        self._cited: set[str] = set()

    def read(self, folder: str, claims: Collection[str], topics: Collection[str], progress: Progress | None) -> None:
        """Read a record.

        Args:
            folder: the folder of its tables.
            claims: the ids of the claims that are meant; all if there are none.
            topics: topics; of several, a claim has any. All claims are meant if there are none.
            progress: is called with the number of rows read so far and the number of rows to read.

        Raises:
            BadRequestError: the folder cannot be read as a whole; rows that cannot be read are in the report.
            NotFoundError: a claim is not in it.
        """
        record = RecordFiles(folder, progress)
        self._chosen = bool(claims or topics)
        self._read_claims(record, claims, {slug(topic): topic for topic in topics})
        if self._chosen:
            chosen = self._aside.ids
            for place, row in record.rows("positions", "claim", chosen):
                self._add(self._position, place, row)
            for place, row in record.rows("sources", "claim", chosen):
                self._add(self._source, place, row)
            self._registries.read_cited(record, self._cited)
            self._registries.read_parties(record, self._names)
            return
        for place, row in record.rows("positions"):
            self._add(self._position, place, row)
        for place, row in record.rows("sources"):
            if isinstance(row, dict) and row["claim"] is None:
                self._registries.add_source(place, row)
            else:
                self._add(self._source, place, row)
        self._registries.read_parties(record, None)

    def close(self) -> None:
        """Remove what was put aside while reading."""
        self._aside.close()

    def _changes(self, found: Existing, home: str, progress: Progress | None) -> Iterator[PlannedFile]:
        yield from self._registries.changes(found)
        plan = RecordPlan(found, home, self._registries, self.report)
        yield from plan.changes(self._aside, progress)

    def _read_claims(self, record: RecordFiles, claims: Collection[str], topics: Mapping[str, str]) -> None:
        missing = {*claims}
        for place, row in record.rows("claims", "id", claims or None):
            claim_id = row["id"] if isinstance(row, dict) else ""
            missing.discard(claim_id)
            try:
                claim = read_claim(valid(row), (), ())
                if topics and topics.keys().isdisjoint(map(slug, claim.topics)):
                    continue
                _refuse_unfit(claim.id)
                self._aside.add_claim(claim.id, place, claim_body(claim))
            except RowError as error:
                self.report.refuse(place, error)
                self._aside.refused.add(claim_id)
            self.report.rows += 1
        if missing:
            raise NotFoundError(f'no claim "{min(missing)}" in {record.folder}', "its whole id is needed")
        if topics and not self._aside.ids:
            raise NotFoundError(f"no claim in {record.folder} is about {' or '.join(topics.values())}")

    def _add(self, add: Callable[[Place, Row], None], place: Place, row: Row | RowError) -> None:
        self.report.rows += 1
        try:
            add(place, valid(row))
        except RowError as error:
            self.report.refuse(place, error)

    def _position(self, place: Place, row: Row) -> None:
        number, position = read_number(row), read_position(row)
        self._aside.add_position(row["claim"], number, place, position_block(position).text)
        if self._chosen:
            self._names.update((position.party, *position.via))
            self._cited.update(ref.id for ref in position.sources)

    def _source(self, place: Place, row: Row) -> None:
        source = read_source(row)
        self._aside.add_source(row["claim"], source.id, place, source_block(source).text)
        if self._chosen and source.derived_from is not None:
            self._cited.add(source.derived_from)


def _refuse_unfit(claim_id: str) -> None:
    """Refuse an id that cannot be the name of a file on every system."""
    stem = composed(claim_id)
    name = f"{stem}{SUFFIX}"
    if unfit_name(name, stem) is not None:
        raise RowError(
            f'"{claim_id}" cannot be a claim\'s id',
            "use letters, digits, hyphens, underscores and dots, and start with a letter or digit",
        )
    if reason := unportable(name):
        raise RowError(f"{name} is a name that {reason}", "give the claim another id")
