"""``claimtrack party add``: one more party in parties.toml."""

from typing import Annotated, Any, Literal

import typer

from claimtrack.book.registry_writing import party_block
from claimtrack.cli.completion import complete_party
from claimtrack.cli.options import Many, date_option, with_options
from claimtrack.cli.prompts import ask, ask_for_more, can_ask, questions
from claimtrack.cli.registry_entry import write_entry
from claimtrack.cli.write_options import WriteOptions, write_options
from claimtrack.files.append import date_value
from claimtrack.model.dates import Span
from claimtrack.model.names import composed


@with_options(writing=write_options)
def command(
    *,
    action: Annotated[Literal["add"], typer.Argument(metavar="add", help="What to do.")],  # noqa: ARG001 - only one
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Its name, as it is to be shown.")] = None,
    party_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; made from the name if not given.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="WORD", help="What it is: state, office, person, company, paper.")
    ] = None,
    alias: Annotated[Many, typer.Option(metavar="NAME", help="Another name for it. Repeat for each.")] = None,
    speaks_for: Annotated[
        str | None, typer.Option(metavar="PARTY", autocompletion=complete_party, help="For whom it speaks.")
    ] = None,
    since: Annotated[Span | None, date_option("--from", help="The first day on which it does.")] = None,
    until: Annotated[Span | None, date_option("--until", help="The last day on which it does.")] = None,
    notes: Annotated[str | None, typer.Option(metavar="TEXT", help="What a reader needs to know about it.")] = None,
    writing: WriteOptions,
) -> None:
    """Add a party to parties.toml, which says who is who and who speaks for whom.

    It is put at the end of the file, which is made if it is not there. On a terminal, what is needed and not given is
    asked for.

    Examples:
        claimtrack party add "Ministry of Fish" --kind office --alias MoF
        claimtrack party add "Ali Envoy" --speaks-for india --from 2025-01-20
    """
    if (since or until) and not speaks_for:
        raise typer.BadParameter("it goes with --speaks-for", param_hint="--from" if since else "--until")
    if name is None:
        if not can_ask():
            raise typer.BadParameter("it is needed", param_hint="NAME")
        with questions():
            name = ask("Its name", str)
            kind = kind or ask_for_more("What it is: state, office, person, company, paper (Enter to leave out)", str)
            speaks_for = speaks_for or ask_for_more("For whom it speaks (Enter if for itself)", str)
    keys: dict[str, Any] = {
        "kind": kind,
        "aliases": [*map(composed, alias or ())] or None,
        "speaks_for": _speaks_for(speaks_for, since, until),
        "notes": notes,
    }
    given = {key: value for key, value in keys.items() if value is not None}
    folder = writing.folder
    block = party_block(folder, composed(name), party_id, given)
    write_entry("parties", block, folder, writing)


def _speaks_for(party: str | None, since: Span | None, until: Span | None) -> Any:  # noqa: ANN401 - a name or tenures
    if party is None or not (since or until):
        return party and composed(party)
    ends = {key: date_value(end) for key, end in (("from", since), ("until", until)) if end is not None}
    return [{"party": composed(party), **ends}]
