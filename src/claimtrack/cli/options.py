"""How commands get the options that several of them have, each written once."""

from __future__ import annotations

import inspect
from difflib import get_close_matches
from functools import wraps
from typing import TYPE_CHECKING, Any

import typer

from claimtrack.model.dates import DateError, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Many = list[str] | None

_PANELS = {"asked": "Which claims", "part": "How many", "reading": "Where from, and in which form"}


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
