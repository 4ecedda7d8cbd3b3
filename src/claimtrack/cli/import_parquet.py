"""``claimtrack import parquet``: claims from a record in Parquet, to be edited by hand."""

from typing import Annotated

import typer

from claimtrack.cli.import_options import Into, ReportFile, finish, import_options
from claimtrack.cli.options import Many, claim_argument, with_options
from claimtrack.cli.streams import progress
from claimtrack.cli.write_options import WriteOptions
from claimtrack.exchange.into_folder import home_of
from claimtrack.exchange.report import ImportReport


@with_options(writing=import_options)
def command(
    *,
    record: Annotated[str, typer.Argument(metavar="DIR", help="The folder that export parquet wrote.")],
    claims: Annotated[
        list[str] | None, claim_argument(metavar="[CLAIM]...", help="Only these claims, by their whole ids.")
    ] = None,
    topic: Annotated[Many, typer.Option(metavar="TOPIC", help="Claims under TOPIC. Repeat for any of several.")] = None,
    into: Into = "",
    report: ReportFile = None,
    writing: WriteOptions,
) -> None:
    """Import claims from Parquet: what `export parquet` wrote, or another program in the same shape.

    A claim gets a file with all its positions and its own sources. One that is there, by its id, gets the positions and
    sources that it lacks. parties.toml and sources.toml get what they lack: if only some claims are meant, what these use.
    Nothing is overwritten.

    A row that is malformed is refused, and the others are imported. Rows wait on disk for the rest of their claim; in memory
    are the ids of the claims, where each row is, and the parties and shared sources that come in.

    Examples:
        claimtrack import parquet out --dry-run
        claimtrack import parquet out jets ceasefire --claims selected
        claimtrack import parquet out --topic water --into water
    """
    from claimtrack.exchange.parquet_import import RecordImport  # noqa: PLC0415 - needs pyarrow, which --help does not

    folder = writing.folder
    home = home_of(folder, into)
    importer = RecordImport(ImportReport(outcomes=[] if report else None))
    try:
        with progress("rows read") as show:
            importer.read(record, frozenset(claims or ()), topic or (), show)
        with progress("importing claims") as show:
            importer.write(folder, home, dry_run=writing.dry_run, cache=writing.cache, progress=show)
    finally:
        importer.close()
    finish(importer.report, report, dry_run=writing.dry_run)
