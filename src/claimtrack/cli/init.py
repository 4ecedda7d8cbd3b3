"""``claimtrack init``: a folder of claims, ready to use."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.read_options import ColorWhen
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import DryRun, say, show_diff
from claimtrack.files.discover import FOLDER
from claimtrack.files.new_folder import EXAMPLE, MERGE_LINE, first_records, is_free, make_folder, others
from claimtrack.files.replace import create_file
from claimtrack.problems import BadRequestError
from claimtrack.render.view import Color

_DRIVER = "claimtrack merge-driver %O %A %B %P"


def command(
    *,
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to make claims/; the working directory if not given.")
    ] = None,
    merge_driver: Annotated[
        bool, typer.Option("--merge-driver", help="In this clone, let claimtrack merge claims for git.")
    ] = False,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Have pre-commit check the claims before each commit.")
    ] = False,
    dry_run: DryRun = False,
    color: ColorWhen = "auto",
) -> None:
    """Make a folder of claims: an example, the registries, the schemas for editors, and a configuration.

    What is there already is left as it is.

    Examples:
        claimtrack init my-book
        claimtrack init my-book --pre-commit --dry-run
    """
    top = _top(directory or Path())
    folder = os.path.join(top, FOLDER) if top else FOLDER
    free = is_free(folder)
    if not free and not (merge_driver or pre_commit):
        raise BadRequestError(f"{folder} is there already and is left as it is", "claimtrack new makes a claim in it")
    if merge_driver:
        from claimtrack.history.run_git import run_in_repository  # noqa: PLC0415 - starts git

        run_in_repository(top or os.curdir, "rev-parse", "--git-dir")  # before anything is written
    records = first_records() if free else {}
    if dry_run:
        for name, text in records.items():
            _show(os.path.join(folder, name), text, color)
    elif records:
        make_folder(folder, records)
        for name in records:
            say(f"{os.path.join(folder, name)}:1: added")
    for path, text in others(top, hook=pre_commit).items():
        _add_beside(path, text, color, dry_run=dry_run)
    if merge_driver and not dry_run:
        run_in_repository(top or os.curdir, "config", "merge.claimtrack.name", "claimtrack's merge of claims")
        run_in_repository(top or os.curdir, "config", "merge.claimtrack.driver", _DRIVER)
        message("git merges claims with claimtrack in this clone now")
    if free and not dry_run:
        where = f"cd {shlex.quote(top)} && " if top else ""
        message(f"next: {where}claimtrack show {EXAMPLE}, then claimtrack new")


def _top(directory: Path) -> str:
    """Return the folder that is to hold the folder of claims; an empty text for the working directory."""
    if directory.name == FOLDER:  # the user named the folder of claims itself
        directory = directory.parent
    path = os.path.normpath(directory)
    if os.path.lexists(path) and not os.path.isdir(path):
        raise BadRequestError(f"{path} is a file, not a folder", "name a folder, or one that is to be made")
    return "" if path == os.curdir else path


def _show(path: str, text: str, color: Color) -> None:
    show_diff(path, "", text, color)


def _add_beside(path: str, text: str, color: Color, *, dry_run: bool) -> None:
    """Make a file beside the folder of claims; if there is one, say what to put into it."""
    if os.path.lexists(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            there = file.read()
        if MERGE_LINE in there or "claimtrack" in there:
            return
        message(f"{path} is there already and is left as it is; what claimtrack would put there:")
        message(text.rstrip())
    elif dry_run:
        _show(path, text, color)
    else:
        create_file(path, text.encode(), within=os.path.dirname(path) or os.curdir)
        say(f"{path}:1: added")
