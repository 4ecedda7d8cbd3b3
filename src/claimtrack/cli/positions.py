"""``claimtrack positions``: who said what, in order."""

from typing import Annotated

import typer

from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, Reverse, RowOptions, read_options, row_options
from claimtrack.model.vocabulary import Standing
from claimtrack.render import positions as render
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    undated: Annotated[bool, typer.Option("--undated", help="Only positions without a date.")] = False,
    unsourced: Annotated[bool, typer.Option("--unsourced", help="Only positions that cite no source.")] = False,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Only positions whose speaker is not named.")] = False,
    relayed: Annotated[
        bool, typer.Option("--relayed", help="Only positions that are known through somebody else.")
    ] = False,
    reverse: Reverse = False,
) -> None:
    """List positions in the order of their dates: everything that somebody said, with the words.

    --party, --stance, --source, --since, --until and the options of this command choose positions. The other filters, such as
    --search, choose claims, of which the positions are then listed.

    Examples:
        claimtrack positions --party trump
        claimtrack positions --party trump --since 2025-06 --search mediat
        claimtrack positions --unsourced
        claimtrack positions --format csv   # everything, one position a row
    """
    wanted: dict[Standing, bool] = {"anonymous": anonymous, "relayed": relayed}
    standing = frozenset(name for name, is_wanted in wanted.items() if is_wanted)
    with options.open_book() as book:
        asked = filters(book)._replace(undated=undated, unsourced=unsourced, standing=standing)
        if rows.only_count:
            options.write(render.bare(book.count_positions(asked)), book, rows)
            return
        texts = book.positions(asked, render.row_text(book), reverse=reverse, slice_=rows.slice)
        options.write(render.positions(book, texts), book, rows._replace(slice=Slice()))
