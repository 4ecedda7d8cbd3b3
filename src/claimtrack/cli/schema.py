"""``claimtrack schema``: the JSON Schema of records, for editors, and of answers, for programs."""

import json
from typing import Annotated, Any, Literal

import typer

from claimtrack.files.schema import schema
from claimtrack.problems import BadRequestError


def command(
    *,
    kind: Annotated[
        Literal["claim", "parties", "sources"],
        typer.Option("--for", help="The schema of a claim, of parties.toml or of sources.toml."),
    ] = "claim",
    output: Annotated[
        str | None, typer.Option(metavar="COMMAND", help="The schema of what COMMAND --json prints.")
    ] = None,
) -> None:
    """Print the JSON Schema of a record, with which an editor checks and completes it as you type.

    Save it as claims/claim.schema.json. A record names it in its first line: `#:schema claim.schema.json`.

    With --output, print the JSON Schema of what a command prints as JSON. What it calls row is one line of --format jsonl.

    Examples:
        claimtrack schema
        claimtrack schema --for parties
        claimtrack schema --output list
    """
    document = schema(kind) if output is None else _of_answer(output)
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _of_answer(command: str) -> dict[str, Any]:
    from claimtrack.render.schemas import ANSWERS, schema  # noqa: PLC0415 - editors ask for records only

    if command not in ANSWERS:
        raise BadRequestError(f'"{command}" prints no JSON', f"these commands do: {', '.join(ANSWERS)}")
    return schema(command)
