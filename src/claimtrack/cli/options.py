"""How commands get the options that several of them have, each written once."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any

import typer

from claimtrack.cli.help_text import FILTERS, INPUT_AND_OUTPUT, PAGING
from claimtrack.model.dates import DateError, Span
from claimtrack.model.names import composed, composed_source
from claimtrack.render import phrases

Many = list[str] | None

# The headings in --help of the options that commands share.
_PANELS = {"filters": FILTERS, "rows": PAGING, "options": INPUT_AND_OUTPUT, "writing": INPUT_AND_OUTPUT}


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


def any_of(
    metavar: str,
    words: Sequence[str],
    meaning: str,
    shown: Mapping[str, Sequence[str]] | None = None,
    begin: str | None = None,
    explained: str = "",
) -> Any:  # noqa: ANN401 - what Typer takes for an option
    """Return a repeatable option that takes one of some words each time.

    Args:
        metavar: what stands for the word in the help.
        words: the words.
        meaning: what the option does with them, for the help.
        shown: what the screen says for each word, which is taken too.
        begin: how other words begin that the command itself understands.
        explained: the words in the help, if they have to be explained there.
    """
    parse, listed, completed = _words(metavar, words, shown, begin)
    help_text = f"{meaning}: {explained or listed}. Repeat for any of several."
    return typer.Option(parser=parse, metavar=metavar, autocompletion=lambda: completed, help=help_text)


def one_of(
    metavar: str,
    words: Sequence[str],
    meaning: str,
    shown: Mapping[str, Sequence[str]] | None = None,
    explained: str = "",
) -> Any:  # noqa: ANN401 - what Typer takes for an option
    """Return an option that takes one of some words, or what the screen says for it; see `any_of`."""
    parse, listed, completed = _words(metavar, words, shown)
    return typer.Option(
        parser=parse,
        metavar=metavar,
        autocompletion=lambda: completed,
        help=f"{meaning}: {explained or listed}.",
        show_default=False,
    )


def words_of(
    metavar: str, words: Sequence[str], shown: Mapping[str, Sequence[str]] | None = None
) -> Callable[[str], str]:
    """Return what reads one of some words, as the options do that `any_of` and `one_of` return."""
    return _words(metavar, words, shown)[0]


def _words(
    metavar: str, words: Sequence[str], shown: Mapping[str, Sequence[str]] | None = None, begin: str | None = None
) -> tuple[Callable[[str], str], str, list[str]]:
    """Return what reads one of some words, the words as a list for the help, and what completes them."""
    known = {phrases.typed(each): word for word in words for each in (*(shown or {}).get(word, ()), word)}
    policy = {word: phrases.POLICY.get(word) if shown else None for word in words}
    listed = [f"{word} ({said})" if said else word for word, said in policy.items()]
    if "qualified" in words:
        listed[words.index("qualified")] = "partly (qualified)"  # what the screen says comes first

    def parse(text: str) -> str:
        form = phrases.typed(text) or text
        if form in known or (begin is not None and form.startswith(begin)):
            return known.get(form, text)
        from claimtrack.files.hints import near_word  # noqa: PLC0415 - only if something is wrong

        near = near_word(metavar.casefold(), form, known)
        hint = f'; did you mean "{near}"?' if near else ""
        raise typer.BadParameter(f'"{text}" is not one of {", ".join(listed)}{hint}')

    return parse, f"{', '.join(listed[:-1])} or {listed[-1]}", [*words, *filter(None, policy.values())]


def parse_date(text: str) -> Span:
    """Read a date that a user typed.

    Raises:
        BadParameter: it is none; the message says what to write.
    """
    try:
        return Span.typed(text)
    except DateError as error:
        from claimtrack.files.date_hints import date_hint  # noqa: PLC0415 - only if something is wrong

        message, hint = str(error), date_hint(text).removesuffix(", without quotes").replace('"', "")
        message = f"{message.partition('; ')[0]}; {hint}" if hint.startswith("write ") else message
        raise typer.BadParameter(message) from None


# The names of claims and sources are composed as those in files are; those of parties and topics are compared by slugs.
claim_argument = partial(typer.Argument, parser=composed)
claim_option = partial(typer.Option, parser=composed)
source_argument = partial(typer.Argument, parser=composed_source)
source_option = partial(typer.Option, parser=composed_source)
date_option = partial(typer.Option, parser=parse_date, metavar="DATE")
