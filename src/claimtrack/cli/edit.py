"""``claimtrack edit``: a claim in the user's editor, and what is wrong with it afterwards."""

import os
import shlex
import sys
from typing import Annotated

import typer

from claimtrack.book.checking import Report, check_folder
from claimtrack.book.names import resolve
from claimtrack.checks.codes import explanations
from claimtrack.cli.completion import complete_claim
from claimtrack.cli.editor import editor_words, run_editor
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.prompts import can_ask, confirm
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import WriteOptions, say, write_options
from claimtrack.files.config import read_config
from claimtrack.files.discover import SUFFIX, claim_file, stem_of, unfit_kind
from claimtrack.files.folder import Disk
from claimtrack.problems import ExitCode, NotFoundError
from claimtrack.render import problems as render
from claimtrack.render.view import Color


@with_options(writing=write_options)
def command(
    *,
    claim: Annotated[
        str,
        claim_argument(
            metavar="CLAIM",
            autocompletion=complete_claim,
            help="The id of a claim, or the beginning of an id if only one begins so; or parties or sources, the registries.",
        ),
    ],
    writing: WriteOptions,
) -> None:
    """Open a claim in $VISUAL or $EDITOR, at its first problem, and check it when the editor is closed.

    While it has an error, you are asked whether to open it again. The exit code is 1 if you leave one.

    Examples:
        claimtrack edit jets
        claimtrack edit jets --dry-run    # only print what would be run
    """
    folder = writing.folder
    path = _find(claim, folder)
    report = _check(path, folder, writing)
    if writing.dry_run:
        say(shlex.join(editor_words(path, _line(report))))
        return
    while True:
        before = _read(path)
        _refuse_link(path, folder)
        run_editor(editor_words(path, _line(report)))
        report = _check(path, folder, writing)
        _show(report, writing.color)
        say(f"{path}:{_line(report)}: {'left as it was' if _read(path) == before else 'edited'}")
        if not report.count("error"):
            return
        if not (can_ask() and confirm("It has an error. Open it again?")):
            raise typer.Exit(ExitCode.FINDINGS)


def _find(name: str, folder: str) -> str:
    """Return the path of a claim or a registry, whether it can be read or not."""
    found = Disk(folder).find_files()
    registries = {"parties": found.parties, "sources": found.sources}
    stem = os.path.relpath(name, folder if os.path.dirname(name) else "").removesuffix(SUFFIX)
    if registry := registries.get(stem):
        return registry
    below = claim_file(name, folder)
    path = os.path.join(folder, below) if below else name
    if path in {*found.claims.values(), *(problem.path for problem in found.problems)} and os.path.isfile(path):
        return path
    ids = {claim_id.casefold(): claim_id for claim_id in found.claims}
    if stem in registries:
        command = "party" if stem == "parties" else "source"
        raise NotFoundError(f"{folder} has no {stem}{SUFFIX}", f"`claimtrack {command} add` makes one")
    key = stem_of(below).casefold() if below else name.casefold()
    return found.claims[name if name in found.claims else resolve("claim", name, key, ids)]


def _refuse_link(path: str, folder: str) -> None:
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        raise NotFoundError(str(unfit._replace(path=os.path.relpath(path, folder)).problem(folder)))


def _check(path: str, folder: str, writing: WriteOptions) -> Report:
    configured = read_config(folder)
    return check_folder(folder, configured.check, configured, only=[path], cache=writing.cache)


def _line(report: Report) -> int:
    """Return the line of the first problem; of an error, if there is one."""
    lines = [problem.line for problem in report.problems]
    errors = [problem.line for problem in report.problems if explanations()[problem.code].severity == "error"]
    return next(iter(errors or lines), 1)


def _show(report: Report, color: Color) -> None:
    if sys.stdout.isatty():
        from claimtrack.render.terminal.draw import draw_problems  # noqa: PLC0415 - rich, for a terminal only

        draw_problems(report, sys.stdout, color)
        return
    for line in render.plain(report):
        say(line)


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:  # the editor may have removed it
        message(f"{path} is gone")
        return None
