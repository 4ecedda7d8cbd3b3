"""The options that reading commands share: where the folder is, in which format to answer, which claims are meant."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from claimtrack.catalog import Catalog, ClaimFilter, claims_folder
from claimtrack.cli.completion import complete_party, complete_topic
from claimtrack.cli.streams import tell
from claimtrack.model import KINDS, STANCES, STATUSES, DateError, Span
from claimtrack.render import Color, Format, View, write
from claimtrack.render.view import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.model import Kind, Stance, Status

UNREADABLE = 4

Many = list[str] | None

_PANELS = {"asked": "Which claims", "reading": "Where from, and in which form"}


def grouped(**builders: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of each builder; what the builder makes of them is passed under its name.

    A builder is a function whose parameters are Typer options. So an option that many commands have is
    written once.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signatures = {name: inspect.signature(build, eval_str=True) for name, build in builders.items()}
        own = inspect.signature(command, eval_str=True)

        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the options hold
            for name, build in builders.items():
                given[name] = build(**{key: given.pop(key) for key in signatures[name].parameters})
            command(**given)

        for name, signature in signatures.items():
            for parameter in signature.parameters.values():
                # In --help, the options that commands share stand below those of the command's own.
                parameter.annotation.__metadata__[0].rich_help_panel = _PANELS[name]
        parameters = [parameter for name, parameter in own.parameters.items() if name not in builders]
        for signature in signatures.values():
            parameters += [
                each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values()
            ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reading command was asked to read and answer."""

    claims_dir: Path | None
    to: Format
    color: Color

    def catalog(self) -> Catalog:
        """Open the folder.

        Raises:
            NotFoundError: there is none.
        """
        return Catalog(claims_folder(self.claims_dir))

    def emit(self, view: View, catalog: Catalog) -> None:
        """Write the answer to stdout and the words about it to stderr.

        Raises:
            typer.Exit: with code 4, when some records could not be read.
        """
        report(catalog)
        write(view, self.to, sys.stdout, self.color)
        sys.stdout.flush()
        if (
            isinstance(view, Listing)
            and self.to in {"table", "plain"}
            and (not view.rows or self.to == "table")
        ):
            tell(view.words)
            if self.to == "table" and view.legend:
                tell(view.legend)
        if not catalog.size and not catalog.problems:
            tell(
                f"{catalog.path} holds no claims yet: a claim is a file {catalog.path}/its-id.toml with a title"
            )
        if catalog.problems:
            raise typer.Exit(UNREADABLE)


def report(catalog: Catalog) -> None:
    """Say on stderr what was wrong with the files, a line each, and how much is missing for it."""
    for problem in catalog.problems:
        tell(str(problem))
    if catalog.unread:
        what = "1 record" if catalog.unread == 1 else f"{catalog.unread} records"
        tell(f"claimtrack: {what} could not be read and {'is' if catalog.unread == 1 else 'are'} left out")


def any_of(metavar: str, words: Sequence[str], told: str) -> Any:  # noqa: ANN401 - what Typer takes for an option
    """Make a repeatable option that takes one of some words each time."""

    def parse(given: str) -> str:
        if given not in words:
            near = get_close_matches(given.casefold(), words, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            raise typer.BadParameter(f'"{given}" is not one of {", ".join(words)}{hint}')
        return given

    told = f"{told}: {', '.join(words[:-1])} or {words[-1]}. Repeat for any of several."
    return typer.Option(parser=parse, metavar=metavar, autocompletion=lambda: list(words), help=told)


def a_date(given: str) -> Span:
    """Read a date from the command line.

    Raises:
        typer.BadParameter: it is not one.
    """
    try:
        return Span.parse(given)
    except DateError as error:
        raise typer.BadParameter(str(error)) from None


def reading(
    claims_dir: Annotated[
        Path | None,
        typer.Option("--claims", metavar="DIR", envvar="CLAIMTRACK_CLAIMS", help="The folder of claims."),
    ] = None,
    to: Annotated[
        Format | None, typer.Option("--format", help="How to answer: a table on a terminal, else plain.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    color: Annotated[Color, typer.Option(help="When to use colour; NO_COLOR is heeded.")] = "auto",
) -> Reading:
    """Read the options that every reading command has."""
    if as_json and to not in {None, "json"}:
        raise typer.BadParameter(f"--json and --format {to} contradict each other", param_hint="--json")
    if as_json:
        to = "json"
    return Reading(claims_dir, to or ("table" if sys.stdout.isatty() else "plain"), color)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claims are meant, in the words of the user; names are looked up once the folder is open."""

    fixed: ClaimFilter
    party: tuple[str, ...]
    silent: tuple[str, ...]
    topic: tuple[str, ...]
    source: tuple[str, ...]

    def filter(self, catalog: Catalog) -> ClaimFilter:
        """Look the names up.

        Raises:
            NotFoundError: one of them means nothing in this folder, or several things.
        """
        fixed = self.fixed
        return ClaimFilter(
            status=fixed.status,
            party=tuple(map(catalog.find_party, self.party)),
            stance=fixed.stance,
            silent=tuple(map(catalog.find_party, self.silent)),
            divided=fixed.divided,
            topic=frozenset(map(catalog.find_topic, self.topic)),
            kind=fixed.kind,
            source=frozenset().union(*map(catalog.find_sources, self.source)),
            since=fixed.since,
            until=fixed.until,
            search=fixed.search,
        )


def asked(
    disputed: Annotated[bool, typer.Option("--disputed", help="Short for --status disputed.")] = False,
    status: Annotated[Many, any_of("STATUS", STATUSES, "With this status")] = None,
    party: Annotated[
        Many,
        typer.Option(
            metavar="PARTY",
            autocompletion=complete_party,
            help="On which PARTY took a position; a principal includes its voices. Repeat to require each.",
        ),
    ] = None,
    stance: Annotated[
        Many,
        any_of(
            "STANCE",
            STANCES,
            "On which somebody (with --party, that party) stands so now, or for a stance without a side ever did so",
        ),
    ] = None,
    silent: Annotated[
        Many,
        typer.Option(
            metavar="PARTY",
            autocompletion=complete_party,
            help="On which PARTY has no position at all. Repeat to require each.",
        ),
    ] = None,
    divided: Annotated[
        bool, typer.Option("--divided", help="On which some principal's own voices differ.")
    ] = False,
    topic: Annotated[
        Many,
        typer.Option(
            metavar="TOPIC",
            autocompletion=complete_topic,
            help="Filed under TOPIC. Repeat for any of several.",
        ),
    ] = None,
    kind: Annotated[Many, any_of("KIND", KINDS, "Of this kind")] = None,
    source: Annotated[
        Many,
        typer.Option(
            metavar="SOURCE", help="Citing SOURCE: its id, URL or publisher. Repeat for any of several."
        ),
    ] = None,
    since: Annotated[
        Span | None,
        typer.Option(
            parser=a_date,
            metavar="DATE",
            help="With a position of DATE (2025-05-07, 2025-05 or 2025) or later.",
        ),
    ] = None,
    until: Annotated[
        Span | None, typer.Option(parser=a_date, metavar="DATE", help="With a position of DATE or earlier.")
    ] = None,
    search: Annotated[
        Many,
        typer.Option(metavar="TEXT", help="With TEXT in its words, quotes or notes. Repeat to require each."),
    ] = None,
) -> Asked:
    """Read the options that say which claims are meant."""
    fixed = ClaimFilter(
        status=frozenset(cast("list[Status]", [*(status or ()), *(["disputed"] if disputed else ())])),
        stance=frozenset(cast("list[Stance]", stance or ())),
        divided=divided,
        kind=frozenset(cast("list[Kind]", kind or ())),
        since=since,
        until=until,
        search=tuple(search or ()),
    )
    return Asked(fixed, tuple(party or ()), tuple(silent or ()), tuple(topic or ()), tuple(source or ()))
