"""``claimtrack check``: everything that is wrong, in one run."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from claimtrack.book.checking import Report, check_folder
from claimtrack.book.names import guesses
from claimtrack.checks.codes import SEVERITIES, examples, explanations
from claimtrack.checks.fixes import FIXABLE
from claimtrack.cli.answers import write_answer
from claimtrack.cli.check_fix import count_fixable, fix_all, show_changes
from claimtrack.cli.check_report import CheckFormat, listed_format, write_report
from claimtrack.cli.check_targets import home_of, refuse_unread, target_of
from claimtrack.cli.completion import complete_code, complete_revision
from claimtrack.cli.help_text import INPUT_AND_OUTPUT, Command
from claimtrack.cli.options import Many
from claimtrack.cli.read_options import AsJson, ClaimsDir, ColorWhen, Excel, NoCache, given_format
from claimtrack.cli.streams import message, progress
from claimtrack.cli.write_options import finish_interrupted
from claimtrack.files.config import read_config
from claimtrack.files.discover import claims_folder
from claimtrack.files.required_version import refuse_older_program
from claimtrack.problems import BadRequestError, Code, ExitCode
from claimtrack.render import phrases
from claimtrack.render.codes import code_list, explanation, most_frequent
from claimtrack.render.codes import statistics as code_statistics
from claimtrack.render.view import Color, Format

if TYPE_CHECKING:
    from claimtrack.book.new_problems import Before
    from claimtrack.model.config import CheckConfig

_FIXES: Final = ", ".join(sorted(FIXABLE))
_MANY: Final = 20  # problems on a terminal, below which their codes are counted
_EVERY: Final = ""  # what --explain without a code explains
_AS_TEXT: Final = frozenset({None, "excerpt", "plain", "table"})  # formats in which a diff and an explanation are text


class _Check(Command):
    """The command, of which --explain may go without a code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer does not export the type
        """Parse the words of the command line."""
        pairs = pairwise([*args, "--"])
        words = (f"{word}={_EVERY}" if word == "--explain" and after.startswith("-") else word for word, after in pairs)
        return super().parse_args(ctx, [*words])


COMMAND_CLASS: Final = _Check


def command(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Report only on these files or folders. All claims are read, whatever is given."
        ),
    ] = None,
    select: Annotated[
        Many,
        typer.Option(
            metavar="CODE",
            autocompletion=complete_code,
            help="Only codes that begin with CODE. Repeat, or separate by commas.",
        ),
    ] = None,
    ignore: Annotated[
        Many,
        typer.Option(
            metavar="CODE",
            autocompletion=complete_code,
            help="No codes that begin with CODE. Repeat, or separate by commas.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there are warnings, too.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="[CODE]",
            autocompletion=complete_code,
            help="Explain a code, or its name, with a bad and a good example. Without CODE, list all.",
        ),
    ] = None,
    new_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            autocompletion=complete_revision,
            help="Only what is new since the git revision REV. Lines that moved and files that were renamed are not new. "
            "With three dots, main... means since your branch left main.",
        ),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the problems of each code, the most frequent first.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=f"Correct what can be corrected without changing what a record means: {_FIXES}."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: show the fixes, and change nothing.")] = False,
    to: Annotated[
        CheckFormat | None,
        typer.Option(
            "--format",
            help="If not given, excerpt on a terminal and plain in a pipe. In all others, paths begin at the top of the "
            "git repository.",
            rich_help_panel=INPUT_AND_OUTPUT,
        ),
    ] = None,
    as_json: AsJson = False,
    excel: Excel = False,
    claims_dir: ClaimsDir = None,
    color: ColorWhen = "auto",
    no_cache: NoCache = False,
) -> None:
    """Check all records: syntax, keys, dates, sources, parties, references. Exit with 1 if there are errors.

    A folder can have settings of its own in its .claimtrack.toml.

    Examples:
        claimtrack check
        claimtrack check --ignore CT06 --strict   # without CT060 to CT069
        claimtrack check --new-since main  # only what your branch adds
        claimtrack check --statistics      # how many problems of each code
        claimtrack check --explain CT020   # what a code means, with an example

    A line of plain output is file:line:column: CODE message; hint. Lines and columns count from 1, columns in
    characters.
    """
    to = given_format(to, as_json=as_json, excel=excel)
    if explain is not None:
        _explain(explain, to, color, excel=excel)
        return
    if dry_run:
        _refuse_dry_run(to, fix=fix, statistics=statistics)
    to = listed_format(to, "--statistics") if statistics else to
    if claims_dir is None and paths and paths[0].exists():
        claims_dir = home_of(paths[0])
    folder = claims_folder(claims_dir)
    refuse_older_program(folder)
    finish_interrupted(folder, dry_run=dry_run)
    only = [target_of(path, folder) for path in paths or ()]
    configured = read_config(folder)
    config = _config(configured.check, select, ignore, strict=strict)

    before = _before(folder, new_since) if new_since is not None else None

    def check() -> Report:
        with progress("reading claims") as show:
            report = check_folder(folder, config, configured, only=only, cache=not no_cache, progress=show)
        refuse_unread(only, report, folder)
        return report if before is None else before.left_in(report)

    report = check()
    if dry_run:
        message(f"would fix {phrases.count(show_changes(report, color), 'problem')}")
    elif fix:
        report, fixed = fix_all(report, folder, check)
        message(f"fixed {phrases.count(fixed, 'problem')}")
    if statistics:
        write_answer(code_statistics(report), cast("Format", to), color, paged=False, excel=excel)
    elif not dry_run:
        write_report(report, to, color, folder, excel=excel)
    counted = not (statistics or dry_run) and to in {None, "excerpt"} and sys.stdout.isatty()
    _summarize(report, counted=counted)
    if report.count("error") or (config.strict and report.count("warning")):
        raise typer.Exit(ExitCode.FINDINGS)


def _refuse_dry_run(to: CheckFormat | None, *, fix: bool, statistics: bool) -> None:
    """Refuse --dry-run where it changes nothing, and with what is no diff."""
    if not fix:
        raise typer.BadParameter("it goes with --fix", param_hint="--dry-run")
    if statistics or to not in _AS_TEXT:
        other = "--statistics" if statistics else f"--format {to}"
        raise typer.BadParameter(f"it shows a diff, so that it does not go with {other}", param_hint="--dry-run")


def _before(folder: str, revision: str) -> Before:
    from claimtrack.book.new_problems import Before  # noqa: PLC0415 - what asks git is loaded only if it is asked

    with progress(f"reading {revision}") as show:
        return Before(folder, revision, show)


def _config(config: CheckConfig, select: Many, ignore: Many, *, strict: bool) -> CheckConfig:
    selected, ignored = _codes(select), _codes(ignore)
    if selected:
        config = config._replace(select=selected, ignore=())
    return config._replace(ignore=(*config.ignore, *ignored), strict=config.strict or strict)


def _codes(option: Many) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in ",".join(option or ()).split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in Code):
            raise BadRequestError(f'no code begins with "{code}"', "claimtrack check --explain lists them all")
    return codes


def _summarize(report: Report, *, counted: bool) -> None:
    """Write to stderr how many problems there are; if very many, and if they are to be `counted`, of which codes."""
    counts = [phrases.count(report.count(severity), severity) for severity in SEVERITIES]
    fixable = count_fixable(report)
    older = phrases.count(report.older, "older problem")
    new = f" that are new since {report.since}; {older}" if report.since is not None else ""
    more = f"; {fixable} can be fixed with --fix" if fixable else ""
    message(f"{phrases.count(report.claims, 'claim')}: {', '.join(counts)}{new}{more}")
    if counted and len(report.problems) > _MANY:
        for line in most_frequent(report):
            message(line)


def _explain(code: str, to: CheckFormat | None, color: Color, *, excel: bool) -> None:
    """Write what a code means, or the list of all codes."""
    if code == _EVERY:
        write_answer(code_list(), listed_format(to, "--explain without a code"), color, paged=False, excel=excel)
        return
    names = {told.name: known for known, told in explanations().items()}
    wanted = names.get(code.casefold(), code.upper())
    if wanted not in set(Code):
        near = [str(known) for known in Code if known.startswith(wanted)][:3]
        near = near or guesses(code, [(str(known), str(known)) for known in Code] + [*names.items()])
        hint = f"did you mean {', '.join(near)}?" if near else "claimtrack check --explain lists them all"
        raise BadRequestError(f'there is no code "{code}"', hint)
    known = Code(wanted)
    if to not in _AS_TEXT:
        write_answer(code_list(known), listed_format(to, "--explain"), color, paged=False, excel=excel)
        return
    for line in explanation(explanations()[known], examples(known, "bad"), examples(known, "good")):
        typer.echo(line)
