"""``claimtrack check``: everything that is wrong, in one run."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from claimtrack.book.checking import Report, check_folder
from claimtrack.book.names import guesses
from claimtrack.checks.codes import examples, explanations
from claimtrack.checks.fixes import FIXABLE, mend
from claimtrack.cli.help_text import INPUT_AND_OUTPUT
from claimtrack.cli.options import Many
from claimtrack.cli.read_options import AsJson, ClaimsDir, ColorWhen, NoCache, given_format
from claimtrack.cli.streams import message, progress
from claimtrack.files.discover import claims_folder, claims_in, is_below, is_hidden, is_record, stem_of
from claimtrack.files.file_names import why_not_read
from claimtrack.files.folder import CONFIG, read_config
from claimtrack.files.load import SourceFile
from claimtrack.files.replace import replace_file
from claimtrack.model.names import composed
from claimtrack.problems import BadRequestError, Code, ExitCode, NotFoundError
from claimtrack.render import phrases
from claimtrack.render import problems as render
from claimtrack.render.escape import logged
from claimtrack.render.view import Color

if TYPE_CHECKING:
    from claimtrack.model.config import CheckConfig

CheckFormat = Literal["excerpt", "plain", "json", "github"]

_FORMATS: Final = {"plain": render.plain, "json": render.json, "github": render.github}
_FIXES: Final = ", ".join(sorted(FIXABLE))


def command(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Report only on these files or folders; all records are read."),
    ] = None,
    select: Annotated[
        Many, typer.Option(metavar="CODE", help="Only codes that begin with CODE. Repeat, or separate by commas.")
    ] = None,
    ignore: Annotated[
        Many, typer.Option(metavar="CODE", help="No codes that begin with CODE. Repeat, or separate by commas.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there are warnings, too.")] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Explain a code, or its name, with a bad and a good example.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help=f"Apply the safe fixes, of {_FIXES}.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: show the fixes, and change nothing.")] = False,
    to: Annotated[
        CheckFormat | None,
        typer.Option(
            "--format",
            help="If not given, excerpt on a terminal and plain in a pipe.",
            rich_help_panel=INPUT_AND_OUTPUT,
        ),
    ] = None,
    as_json: AsJson = False,
    claims_dir: ClaimsDir = None,
    color: ColorWhen = "auto",
    no_cache: NoCache = False,
) -> None:
    """Check all records: syntax, keys, dates, sources, parties, references. Exit with 1 if there are errors.

    A folder can have settings of its own in its .claimtrack.toml.

    Examples:
        claimtrack check
        claimtrack check --ignore CT06 --strict
        claimtrack check --explain CT020   # what a code means, with an example

    A line of plain output is file:line:column: CODE message; hint. Lines and columns count from 1, columns in
    characters.
    """
    if explain is not None:
        _explain(explain)
        return
    to = given_format(to, as_json=as_json)
    if dry_run and not fix:
        raise typer.BadParameter("it goes with --fix", param_hint="--dry-run")
    if claims_dir is None and paths and paths[0].exists():
        claims_dir = _home(paths[0])
    folder = claims_folder(claims_dir)
    only = [_target(path, folder) for path in paths or ()]
    config = _config(folder, select, ignore, strict=strict)
    report = _checked(folder, config, only, cache=not no_cache)
    _refuse_unread(only, report, folder)
    if dry_run:
        message(f"would mend {phrases.count(_fix(report, _show_change), 'problem')}")
    elif fix:
        mended = 0
        # A file that could not be read may be readable now, and have more to mend.
        while step := _fix(report, partial(_replace, folder)):
            mended += step
            report = _checked(folder, config, only, cache=not no_cache)
        message(f"mended {phrases.count(mended, 'problem')}")
    if not dry_run:
        _write(report, to, color)
    _summarize(report)
    if report.count("error") or (config.strict and report.count("warning")):
        raise typer.Exit(ExitCode.FINDINGS)


def _home(path: Path) -> Path:
    """Return the folder of claims that a path is in, or else the one in it, or else the path's own folder."""
    absolute = Path(os.path.abspath(path))  # a link that the user typed is followed
    for above in (absolute, *absolute.parents):
        if above.name == "claims" and above.is_dir():
            return Path(os.path.relpath(above))
    home = path if path.is_dir() else path.parent
    return claims_in(home) or home


def _target(path: Path, folder: str) -> str:
    if os.path.lexists(path):
        target, home = Path(os.path.abspath(path)), Path(os.path.abspath(folder))
        if home.is_relative_to(target):
            return str(path)
        if target.is_relative_to(home):
            below = str(target.relative_to(home))
            if not (is_record(below) or below == CONFIG or (path.is_dir() and not is_hidden(below))):
                raise _not_read(path, below)
            return str(path)
        raise NotFoundError(f"{path} is not in {folder}", "name the folder that holds it with --claims DIR")
    # Of several files with one stem, the claim is the first.
    files = sorted(file for file in Path(folder).rglob("*.toml") if is_record(str(file.relative_to(folder))))
    by_id = {stem_of(str(file)): str(file) for file in reversed(files)}
    claim = composed(str(path))
    if claim in by_id:
        return by_id[claim]
    near = guesses(claim, [(each, each) for each in by_id])
    hint = f"did you mean {', '.join(near)}?" if near else "give a path, or the id of a claim"
    raise NotFoundError(f"no file or folder {path}, nor a claim of that id", hint)


def _not_read(path: Path, below: str) -> NotFoundError:
    why, hint = why_not_read(below)
    return NotFoundError(f"{path} is not checked: {why}", hint)


def _refuse_unread(only: list[str], report: Report, folder: str) -> None:
    """Refuse what the user named and nothing was read of, though its name is that of a record or a folder."""
    if not only:
        return
    home, files = os.path.abspath(folder), report.source_files
    named = (*files.claims, files.parties_path, files.sources_path, *(problem.path for problem in report.problems))
    read = [*map(os.path.abspath, filter(None, named))]
    for path in only:
        target = os.path.abspath(path)
        if target in {*read, os.path.join(home, CONFIG)} or is_below(os.path.join(home, ""), target):
            continue
        if not any(is_below(each, target) for each in read):
            what = "no record is in it" if os.path.isdir(path) else "it was not read"
            raise NotFoundError(f"{path} is not checked: {what}", "name a record, or the folder of claims")


def _config(folder: str, select: Many, ignore: Many, *, strict: bool) -> CheckConfig:
    config = read_config(folder)
    selected, ignored = _codes(select), _codes(ignore)
    if selected:
        config = config._replace(select=selected, ignore=())
    return config._replace(ignore=(*config.ignore, *ignored), strict=config.strict or strict)


def _codes(option: Many) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in ",".join(option or ()).split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in Code):
            raise BadRequestError(f'no code begins with "{code}"', "docs/checks.md lists them all")
    return codes


def _checked(folder: str, config: CheckConfig, only: list[str], *, cache: bool) -> Report:
    with progress("reading claims") as show:
        return check_folder(folder, config, only=only, cache=cache, progress=show)


def _write(report: Report, to: CheckFormat | None, color: Color) -> None:
    to = to or ("excerpt" if sys.stdout.isatty() else "plain")
    if to == "excerpt":
        from claimtrack.render.terminal.draw import draw_problems  # noqa: PLC0415 - rich, for a terminal only

        draw_problems(report, sys.stdout, color)
        return
    for line in _FORMATS[to](report):
        sys.stdout.write(f"{line}\n")


def _summarize(report: Report) -> None:
    counts = [phrases.count(report.count(severity), severity) for severity in ("error", "warning", "notice")]
    fixable = _fix(report, lambda _file, _text: None)
    more = f"; --fix would mend {fixable}" if fixable else ""
    message(f"{phrases.count(report.claims, 'claim')}: {', '.join(counts)}{more}")


def _fix(report: Report, change: Callable[[SourceFile, str], None]) -> int:
    """Call `change` with every file that can be mended and its new text; return how many problems that mends.

    Of several names of one file, of which some are links, only the first is used.
    """
    mended = 0
    done: set[str] = set()
    fixable = [problem for problem in report.problems if problem.code in FIXABLE]
    for path, problems in groupby(fixable, attrgetter("path")):
        source_file, target = report.source_files.get(path), os.path.realpath(path)
        if source_file is not None and target not in done:
            text, count = mend(source_file, problems)
            if count:
                done.add(target)
                mended += count
                change(source_file, text)
    return mended


def _replace(folder: str, source_file: SourceFile, text: str) -> None:
    replace_file(source_file.path, source_file.encode(source_file.text), source_file.encode(text), within=folder)


def _show_change(source_file: SourceFile, text: str) -> None:
    before, after, path = source_file.text.splitlines(), text.splitlines(), source_file.path
    for line in difflib.unified_diff(before, after, path, path, lineterm=""):
        typer.echo(logged(line))


def _explain(code: str) -> None:
    names = {told.name: known for known, told in explanations().items()}
    wanted = names.get(code.casefold(), code.upper())
    if wanted not in set(Code):
        near = [str(known) for known in Code if known.startswith(wanted)][:3]
        near = near or guesses(code, [(str(known), str(known)) for known in Code] + [*names.items()])
        hint = f"did you mean {', '.join(near)}?" if near else "docs/checks.md lists them all"
        raise BadRequestError(f'there is no code "{code}"', hint)
    known = Code(wanted)
    for line in render.explanation(explanations()[known], examples(known, "bad"), examples(known, "good")):
        typer.echo(line)
