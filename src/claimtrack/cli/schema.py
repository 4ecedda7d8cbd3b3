"""``claimtrack schema``: the JSON Schema that editors check and complete records with."""

import json
from typing import Annotated, Literal

import typer

from claimtrack.files.schema import schema


def command(
    *,
    kind: Annotated[
        Literal["claim", "parties", "sources"],
        typer.Option("--for", help="The schema of a claim, of parties.toml or of sources.toml."),
    ] = "claim",
) -> None:
    """Print the JSON Schema of a record, with which an editor checks and completes it as you type.

    Save it as claims/claim.schema.json. A record names it in its first line: `#:schema claim.schema.json`.

    Examples:
        claimtrack schema
        claimtrack schema --for parties
    """
    typer.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
