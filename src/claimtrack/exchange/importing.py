"""Imports files into a folder of claims: reads their rows, and writes what is new."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from claimtrack.book.book import Book
from claimtrack.exchange.cells import CellReader
from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.from_csv import open_table, read_table
from claimtrack.exchange.plan import Existing, KnownClaim, Plan, PlannedFile
from claimtrack.exchange.spool import Spool
from claimtrack.exchange.text_input import InputFile
from claimtrack.files.folder import Disk
from claimtrack.files.source_files import SourceFiles
from claimtrack.files.write_many import write_many
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.exchange.columns import Reading
    from claimtrack.exchange.report import ImportReport
    from claimtrack.exchange.text_input import Format

    Progress = Callable[[int, int], None]


class Importer:
    """An import: first the files are read, and then the folder is written to."""

    def __init__(self, reading: Reading, report: ImportReport) -> None:
        self._reading = reading
        self.report = report
        self._spool = Spool()

    def read(self, path: str, form: Format | None) -> None:
        """Read a file.

        Raises:
            BadRequestError: it cannot be read as a whole; rows that cannot be read are in the report.
        """
        file = InputFile(path, self._reading.encoding)
        try:
            self._read(file, form or file.format())
        finally:
            file.close()
        if file.guessed:
            self.report.notes.append(f"{path} was read as {file.guessed}; another encoding: --encoding NAME")

    def write(self, folder: str, home: str, *, dry_run: bool, cache: bool, progress: Progress | None) -> None:
        """Write what is new to a folder of claims; claims without a file get one in the folder `home`.

        Raises:
            ConflictError: somebody else changed a file meanwhile.
            OSError: a file cannot be written. What is written by then is whole.
        """
        if dry_run:
            for _ in self._changes(folder, home, cache=cache, progress=progress):
                pass
            return
        os.makedirs(home, exist_ok=True)
        folders = {home, *(os.path.dirname(path) for path in Disk(folder).find_files().claims.values())}
        with write_many(sorted(folders), within=folder) as files:
            for change in self._changes(folder, home, cache=cache, progress=progress):
                files.write(*change)

    def close(self) -> None:
        """Remove what was put aside while reading."""
        self._spool.close()

    def _changes(self, folder: str, home: str, *, cache: bool, progress: Progress | None) -> Iterable[PlannedFile]:
        plan = Plan(existing(folder, cache=cache), home, self.report)
        return plan.changes(self._spool, progress)

    def _read(self, file: InputFile, form: Format) -> None:
        cells = CellReader(self._reading, lambda _: "reports")
        table = open_table(file, "\t" if form == "tsv" else self._reading.delimiter, self._reading.columns)
        for place, row, unused in read_table(file, table):
            self.report.rows += 1
            if isinstance(row, RowError):
                self.report.refuse(place, row)
                continue
            try:
                self._spool.add(cells.draft(row, place))
            except RowError as error:
                self.report.refuse(place, error)
                continue
            for column in unused:
                self.report.homeless[column] += 1
        self.report.homeless.update(cells.homeless)
        self.report.understood.update(cells.understood)


def existing(folder: str, *, cache: bool) -> Existing:
    """Return what a folder of claims holds."""
    files, sources = Disk(folder).find_files(), SourceFiles(folder)
    if not files.claims:
        claims: Sequence[KnownClaim] = ()
    else:
        with Book(folder, cache=cache) as book:
            claims = [KnownClaim(row.id, row.title, row.path) for row in book.rows().rows]
    paths = [*files.paths, *(problem.path for problem in files.problems)]
    return Existing(folder, claims, paths, sources.parties.registry, sources.shared.by_id)


def home_of(folder: str, below: str) -> str:
    """Return the folder in which new claims get their files.

    Raises:
        BadRequestError: it is no folder below that of the claims, or is not read.
    """
    home = folder
    for part in below.replace(os.sep, "/").strip("/").split("/") if below else ():
        home = os.path.join(home, part)
        if part in {"", ".", ".."} or part.startswith("."):
            raise BadRequestError(f'"{below}" leads out of {folder}, or to what is not read', "name a folder in it")
        if os.path.lexists(home) and (os.path.islink(home) or not os.path.isdir(home)):
            raise BadRequestError(f"{home} is a link or a file, and no folder", "name another folder")
    return home
