"""What the commands that import have in common: where to write, and what they say at the end."""

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.read_options import ClaimsDir, NoCache
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import WriteOptions, say
from claimtrack.exchange.report import ImportReport
from claimtrack.problems import BadRequestError, ExitCode

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be imported; write nothing.")]
Into = Annotated[
    str,
    typer.Option(metavar="DIR", help="The folder, inside the folder of claims, for new claims.", show_default=False),
]
ReportFile = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write what became of each row to a file.")]


def import_options(dry_run: DryRun = False, claims_dir: ClaimsDir = None, no_cache: NoCache = False) -> WriteOptions:
    """Return where an import writes, and whether it does."""
    return WriteOptions(claims_dir, dry_run, "auto", not no_cache)


def finish(report: ImportReport, path: Path | None, *, dry_run: bool) -> None:
    """Say what an import did, write it to a file as well if one is named, and end the command if rows were refused."""
    say(report.summary(dry_run=dry_run))
    for line in report.refusals():
        message(line)
    for line in report.remarks():
        say(line)
    if path is not None:
        try:
            with open(path, "w", encoding="utf-8", newline="") as file:
                report.write_csv(file)
        except OSError as error:
            raise BadRequestError(f"{path} cannot be written: {error.strerror}", "name another file") from None
    if report.refused:
        raise typer.Exit(ExitCode.UNREADABLE)
