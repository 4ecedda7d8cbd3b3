"""``claimtrack schema``: the JSON Schema that editors check and complete records with."""

import json
from typing import Annotated, Literal

import typer

from claimtrack.files.schema import schema


def command(
    *,
    kind: Annotated[
        Literal["claim", "parties", "sources"],
        typer.Option("--for", help="A claim's file, parties.toml or sources.toml."),
    ] = "claim",
) -> None:
    """Print the JSON Schema of a record, for editors.

    Save it as claims/claim.schema.json; a record finds it by its first line, `#:schema claim.schema.json`.
    """
    typer.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
