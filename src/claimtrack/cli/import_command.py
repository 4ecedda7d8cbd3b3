"""``claimtrack import``: other people's tables and feeds become claims."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from claimtrack.cli.import_options import Into, ReportFile, finish, import_options
from claimtrack.cli.options import Many, with_options
from claimtrack.cli.streams import progress
from claimtrack.cli.write_options import WriteOptions
from claimtrack.exchange.importing import Importer
from claimtrack.exchange.into_folder import home_of
from claimtrack.exchange.mapping_file import load_reading, save_reading
from claimtrack.exchange.report import ImportReport


@with_options(writing=import_options)
def command(
    *,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="What to import; - is stdin.")],
    source_format: Annotated[
        Literal["csv", "tsv", "jsonl", "claimreview"] | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="csv, tsv, jsonl or claimreview. If not given, the name and the text of the file decide.",
        ),
    ] = None,
    into: Into = "",
    map_: Annotated[
        Many,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD|FILE",
            help="What a column is: title, party, stance, date, quote, source and so on; or a file made by --save-map. Repeat.",
        ),
    ] = None,
    stance: Annotated[
        Many,
        typer.Option(metavar="WORD=STANCE,...", help='What words in cells mean: "for=asserts,against=denies".'),
    ] = None,
    day_first: Annotated[bool, typer.Option("--day-first", help="05/07/2025 is 5 July.")] = False,
    month_first: Annotated[bool, typer.Option("--month-first", help="05/07/2025 is 7 May.")] = False,
    decimal: Annotated[
        Literal["point", "comma"] | None,
        typer.Option(metavar="MARK", help="point or comma: which mark of 1.234 and 1,234 is the decimal one."),
    ] = None,
    delimiter: Annotated[
        str, typer.Option(metavar="CHAR", help="What separates cells, if it is not found.", show_default=False)
    ] = "",
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="The encoding, if it is not recognised.", show_default=False)
    ] = "",
    save_map: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what --map and the other options say to a file.")
    ] = None,
    report: ReportFile = None,
    writing: WriteOptions,
) -> None:
    """Import tables and feeds: a claim for each title, a position for each row.

    CSV, TSV and JSONL have one position a row. A row that was imported before adds nothing. `claimtrack import parquet DIR`
    is another command, with its own --help: it takes claims from what `export parquet` wrote.

    Examples:
        claimtrack import statements.csv --dry-run
        claimtrack import statements.csv --map Speaker=party --day-first
    """
    reading = load_reading(map_ or (), stance or ())
    if day_first and month_first:
        raise typer.BadParameter("it contradicts --day-first", param_hint="--month-first")
    if day_first or month_first:
        reading.date_order = "day" if day_first else "month"
    reading.decimal = decimal or reading.decimal
    reading.delimiter = delimiter.replace("\\t", "\t") or reading.delimiter
    reading.encoding = encoding or reading.encoding
    if len(reading.delimiter) > 1:
        raise typer.BadParameter("it is one character", param_hint="--delimiter")
    folder = writing.folder
    home = home_of(folder, into)
    importer = Importer(reading, ImportReport(outcomes=[] if report else None))
    try:
        for path in files:
            with progress("bytes read") as show:
                importer.read(path, source_format, show)
        with progress("importing claims") as show:
            importer.write(folder, home, dry_run=writing.dry_run, cache=writing.cache, progress=show)
    finally:
        importer.close()
    if save_map is not None:
        save_reading(reading, save_map)
    finish(importer.report, report, dry_run=writing.dry_run)
