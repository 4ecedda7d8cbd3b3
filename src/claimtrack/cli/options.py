"""How commands get the options that several of them have, each written once."""

import inspect
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial, wraps
from typing import Any

import typer

from claimtrack.model.dates import DateError, Span
from claimtrack.model.names import composed, composed_source

Many = list[str] | None

# The headings in --help of the options that commands share, below the command's own.
_PANELS = {"filters": "Which claims", "slice_": "How many", "options": "Where from, and in which form"}


def with_options(**builders: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds the parameters of each builder, which are options, and passes what it returns."""
    signatures = {name: inspect.signature(build, eval_str=True) for name, build in builders.items()}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - whatever the options hold
            for name, build in builders.items():
                values[name] = build(**{key: values.pop(key) for key in signatures[name].parameters})
            command(**values)

        own = inspect.signature(command, eval_str=True).parameters
        parameters = [parameter for name, parameter in own.items() if name not in builders]
        for name, signature in signatures.items():
            for parameter in signature.parameters.values():
                parameter.annotation.__metadata__[0].rich_help_panel = _PANELS[name]
                parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def any_of(metavar: str, words: Sequence[str], meaning: str) -> Any:  # noqa: ANN401 - what Typer takes for an option
    """Return a repeatable option that takes one of some words each time."""

    def parse(text: str) -> str:
        if text not in words:
            near = get_close_matches(text.casefold(), words, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            raise typer.BadParameter(f'"{text}" is not one of {", ".join(words)}{hint}')
        return text

    help_text = f"{meaning}: {', '.join(words[:-1])} or {words[-1]}. Repeat for any of several."
    return typer.Option(parser=parse, metavar=metavar, autocompletion=lambda: list(words), help=help_text)


def _parse_date(text: str) -> Span:
    try:
        return Span.typed(text)
    except DateError as error:
        raise typer.BadParameter(str(error)) from None


# The names of claims and sources are composed as those in files are; those of parties and topics are compared by slugs.
claim_argument = partial(typer.Argument, parser=composed)
claim_option = partial(typer.Option, parser=composed)
source_option = partial(typer.Option, parser=composed_source)
date_option = partial(typer.Option, parser=_parse_date, metavar="DATE")
