"""``claimtrack source add``: one more source in sources.toml."""

from typing import Annotated, Any, Literal

import typer

from claimtrack.book.registry_writing import source_block
from claimtrack.cli.options import date_option, parse_date, with_options
from claimtrack.cli.prompts import ask, ask_for_more, can_ask, questions
from claimtrack.cli.registry_entry import write_entry
from claimtrack.cli.write_options import WriteOptions, write_options
from claimtrack.files.append import date_value
from claimtrack.model.dates import Span
from claimtrack.model.names import composed, composed_source


@with_options(writing=write_options)
def command(
    *,
    action: Annotated[Literal["add"], typer.Argument(metavar="add", help="What to do.")],  # noqa: ARG001 - only one
    named: Annotated[
        str | None,
        typer.Argument(metavar="[URL|ID]", help="Its URL, from which an id is made, or an id for it."),
    ] = None,
    source_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="With a URL: an id for it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its headline or title.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote it.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="With an id: where it is on the web.")] = None,
    archive_url: Annotated[str | None, typer.Option(metavar="URL", help="An archived copy.")] = None,
    date: Annotated[Span | None, date_option("--date", help="When it was published.")] = None,
    retrieved: Annotated[Span | None, date_option("--retrieved", help="When it was read.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="TAG", help="Its language, such as en.")] = None,
    derived_from: Annotated[
        str | None, typer.Option(metavar="ID", help="The source that it is a copy of, or rests on.")
    ] = None,
    writing: WriteOptions,
) -> None:
    """Add a source to sources.toml, for sources that several claims cite.

    It is put at the end of the file, which is made if it is not there. On a terminal, what is needed and not given is
    asked for.

    Examples:
        claimtrack source add https://example.org/a --title "A page"
        claimtrack source add gazette-p4 --publisher "Example Gazette" --dry-run
    """
    if named is None:
        if not can_ask():
            raise typer.BadParameter("it is needed", param_hint="URL|ID")
        with questions():
            named = ask("Its URL, or an id if it has none", str)
            title = title or ask_for_more("Its title (Enter to leave out)", str)
            publisher = publisher or ask_for_more("Its publisher", str)
            date = date or ask_for_more("When it was published, as 2025-05-07", parse_date)
    keys: dict[str, Any] = {
        "title": title,
        "publisher": publisher and composed(publisher),
        "author": author and composed(author),
        "url": url,
        "archive_url": archive_url,
        "date": date and date_value(date),
        "retrieved": retrieved and date_value(retrieved),
        "lang": lang,
        "derived_from": derived_from and composed_source(derived_from),
    }
    given = {key: value for key, value in keys.items() if value is not None}
    folder = writing.folder
    write_entry("sources", source_block(folder, named, source_id, given), folder, writing)
