"""The help of a command: how it is called, what it does, examples, and the options in groups."""

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from typer.core import TyperArgument, TyperCommand, TyperOption

# The headings of the options that several commands share.
FILTERS: Final = "Filters"
PAGING: Final = "Paging"
INPUT_AND_OUTPUT: Final = "Input and output"
_ORDER: Final = ("Arguments", "Options", FILTERS, PAGING, INPUT_AND_OUTPUT)
_EXAMPLES: Final = "Examples:\n"
_WIDEST: Final = 20  # cells for the names of an option; longer ones have a line of their own

_Row = tuple[str, str]  # what is explained, and the explanation


class Command(TyperCommand):
    """A command whose help is plain text, made from its docstring.

    Paragraphs are reflowed. A paragraph that begins with "Examples:" stays as it is, and what comes after it is printed
    below the options.
    """

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer does not export the types
        """Write the help."""
        paragraphs = (self.help or "").split("\n\n")
        place = next((at for at, text in enumerate(paragraphs) if text.startswith(_EXAMPLES)), len(paragraphs))
        usage = " ".join([ctx.command_path, "[OPTIONS]", *map(_usage, self._arguments())])
        blocks = [
            f"Usage: {usage}\n",
            *(_paragraph(text, formatter.width) for text in paragraphs[:place]),
            *(_examples(text, formatter.width) for text in paragraphs[place : place + 1]),
            *(_group(heading, rows, formatter.width) for heading, rows in self._groups(ctx)),
            *(_paragraph(text, formatter.width) for text in paragraphs[place + 1 :]),
        ]
        formatter.write("\n".join(blocks))

    def _arguments(self) -> list[TyperArgument]:
        return [each for each in self.params if isinstance(each, TyperArgument) and not each.hidden]

    def _groups(self, ctx: Any) -> Iterator[tuple[str, list[_Row]]]:  # noqa: ANN401 - as above
        groups: dict[str, list[_Row]] = {heading: [] for heading in _ORDER}
        groups["Arguments"] = [*dict.fromkeys((_name(each), each.help or "") for each in self._arguments())]
        for option in self.get_params(ctx):
            if isinstance(option, TyperOption) and not option.hidden:
                groups.setdefault(option.rich_help_panel or "Options", []).append(_option(option, ctx))
        return ((heading, rows) for heading, rows in groups.items() if rows)


def _usage(argument: TyperArgument) -> str:
    name = argument.human_readable_name
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _name(argument: TyperArgument) -> str:
    """Return what an argument is called, without the signs that say how often it is given."""
    name = argument.human_readable_name.removesuffix("...")
    return name[1:-1] if name.startswith("[") else name


def _option(option: TyperOption, ctx: Any) -> _Row:  # noqa: ANN401 - as above
    """Return the names of an option with what it takes, and what it does."""
    names, text = ", ".join(sorted(option.opts, key=lambda each: each.startswith("--"))), option.help or ""
    if not option.is_flag:
        names += f" {option.make_metavar(ctx).strip('<>')}"
        default = option.get_default(ctx)
        text += f" Default: {default}." if option.show_default and default not in {None, (), ""} else ""
    return names, f"{text} The variable {option.envvar} does the same." if option.envvar else text


def _paragraph(text: str, width: int) -> str:
    return "".join(f"{line}\n" for line in wrap(" ".join(text.split()), width, break_on_hyphens=False))


def _examples(text: str, width: int) -> str:
    lines = [f"  {line.strip()}" for line in text.splitlines()[1:]]
    if max(map(len, lines)) > width:  # what is said about an example then goes below it; no command is broken
        lines = [part for line in lines for part in re.sub(r" +(?=# )", "\n      ", line, count=1).split("\n")]
    return _EXAMPLES + "".join(f"{line}\n" for line in lines)


def _group(heading: str, rows: list[_Row], width: int) -> str:
    lines = [f"{heading}:"]
    column = max((len(names) for names, _ in rows if len(names) <= _WIDEST), default=_WIDEST)
    for names, text in rows:
        first, *others = wrap(text, max(width - column - 4, 20), break_on_hyphens=False) or [""]
        if len(names) > column:
            lines.append(f"  {names}")
            names = ""  # noqa: PLW2901 - it has its line
        lines.append(f"  {names:{column}}  {first}".rstrip())
        lines += [f"{'':{column + 4}}{line}" for line in others]
    return "".join(f"{line}\n" for line in lines)
