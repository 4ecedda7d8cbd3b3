"""``claimtrack help``: what a command does, with examples."""

from typing import Annotated

import typer


def _complete_command(ctx: typer.Context, incomplete: str) -> list[str]:
    group = ctx.find_root().command
    return [name for name in group.list_commands(ctx) if name.startswith(incomplete)]  # type: ignore[attr-defined]


def command(
    *,
    ctx: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND]", autocompletion=_complete_command, help="All commands, if none is named."),
    ] = None,
) -> None:
    """Explain a command, with examples: the same as `claimtrack COMMAND --help`.

    Examples:
        claimtrack help            # all commands
        claimtrack help list       # list, and all filters
    """
    root = ctx.find_root()
    if not name:
        typer.echo(root.get_help())
        return
    known, found, rest = root.command.resolve_command(root, name)  # type: ignore[attr-defined]
    if rest:
        raise typer.BadParameter(f'no command has the name "{" ".join(name)}"', param_hint="COMMAND")
    found.make_context(known, ["--help"], parent=root)
