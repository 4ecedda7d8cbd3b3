"""Imports files into a folder of claims: reads their rows, and writes what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.exchange.cells import CellReader
from claimtrack.exchange.drafts import Place, RowError, valid
from claimtrack.exchange.from_claimreview import ReviewReader
from claimtrack.exchange.from_csv import open_table, read_table
from claimtrack.exchange.from_jsonl import read_object
from claimtrack.exchange.from_positions import draft_of, is_position
from claimtrack.exchange.into_folder import FolderImport
from claimtrack.exchange.json_objects import read_objects
from claimtrack.exchange.plan import Plan
from claimtrack.exchange.spool import Spool
from claimtrack.exchange.text_input import InputFile
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claimtrack.exchange.cell_texts import Cells
    from claimtrack.exchange.columns import Reading
    from claimtrack.exchange.drafts import Draft
    from claimtrack.exchange.into_folder import Existing, PlannedFile, Progress
    from claimtrack.exchange.report import ImportReport
    from claimtrack.exchange.text_input import Format

    # What a row says, by field or as claimtrack prints it, or why it cannot be read; and the columns without a field.
    Row = tuple[Place, Cells | RowError, list[str]]


_STEP: Final = 500  # rows between two looks at how far it is


class Importer(FolderImport):
    """An import: first the files are read, and then the folder is written to."""

    def __init__(self, reading: Reading, report: ImportReport) -> None:
        super().__init__(report)
        self._reading = reading
        self._spool = Spool()
        self._show: Callable[[], None] | None = None

    def read(self, path: str, form: Format | None, progress: Progress | None = None) -> None:
        """Read a file.

        Args:
            path: the file; ``-`` is stdin.
            form: its format, if it is not to be found.
            progress: is called with the number of bytes read so far and the number of bytes to read.

        Raises:
            BadRequestError: it cannot be read as a whole; rows that cannot be read are in the report.
        """
        file = InputFile(path, self._reading.encoding)
        self._show = (lambda: progress(*file.progress)) if progress else None
        try:
            chosen = form or file.format()
            if chosen == "claimreview":
                self._read_reviews(file)
            else:
                self._read_rows(self._objects(file) if chosen == "jsonl" else self._table(file, chosen))
        finally:
            file.close()
        if file.guessed:
            self.report.notes.append(f"{path} was read as {file.guessed}; another encoding: --encoding NAME")

    def close(self) -> None:
        """Remove what was put aside while reading."""
        self._spool.close()

    def _changes(self, found: Existing, home: str, progress: Progress | None) -> Iterator[PlannedFile]:
        return Plan(found, home, self.report).changes(self._spool, progress)

    def _read_rows(self, rows: Iterable[Row]) -> None:
        reader, report = CellReader(self._reading), self.report
        for place, row, unused in rows:
            self._count()
            try:
                cells = valid(row)
                is_own = is_position(cells)
                self._add(draft_of(cells, place, reader.sources) if is_own else reader.draft(cells, place), place)
            except RowError as error:
                report.refuse(place, error)
            else:
                for column in unused:
                    report.homeless[column] += 1
        report.homeless.update(reader.homeless)
        report.understood.update(reader.understood)

    def _table(self, file: InputFile, form: Format) -> Iterator[Row]:
        delimiter = "\t" if form == "tsv" else self._reading.delimiter
        return read_table(file, open_table(file, delimiter, self._reading.columns))

    def _objects(self, file: InputFile) -> Iterator[Row]:
        with file.text() as text:
            for number, value, error in read_objects(text):
                place = Place(file.name, number)
                if error is not None:
                    yield place, error, []
                    continue
                if is_position(value):
                    yield place, value, []
                    continue
                try:
                    cells, unused = read_object(value, self._reading.columns)
                except RowError as wrong:
                    yield place, wrong, []
                else:
                    yield place, cells, unused

    def _read_reviews(self, file: InputFile) -> None:
        reader, report, number = ReviewReader(self._reading), self.report, 0
        with file.text() as text:
            for _, value, error in read_objects(text):
                drafts: Iterable[Draft | RowError] = [error] if error else reader.drafts(value, Place(file.name, 0))
                for draft in drafts:
                    number += 1
                    self._count()
                    place = Place(file.name, number)
                    try:
                        self._add(draft, place)
                    except RowError as wrong:
                        report.refuse(place, wrong)
        if not number:
            raise BadRequestError(f"{file.name} has no ClaimReview in it", "name another format with --from")
        report.homeless.update(reader.homeless)
        report.understood.update(reader.understood)
        report.nobody.update(reader.nobody)

    def _count(self) -> None:
        self.report.rows += 1
        if self._show is not None and self.report.rows % _STEP == 0:
            self._show()

    def _add(self, draft: Draft | RowError, place: Place) -> None:
        """Put a row aside.

        Raises:
            RowError: it cannot be read, or an earlier one contradicts it.
        """
        good = valid(draft)
        good.place = place
        self._spool.add(good)
