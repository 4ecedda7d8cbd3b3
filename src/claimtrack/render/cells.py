"""The cells of many rows as texts: a column at a time, since most columns hold nothing that needs treating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimtrack.render.view import Cell, Column, Row

    Texts = list[tuple[str, ...]]

BATCH: Final = 1000  # rows that are treated, and written, at once


def batches(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    treat: Callable[[list[str]], list[str]],
    link: Callable[[str], str] | None = None,
) -> Iterator[Texts]:
    """Give the cells of the rows as texts, some rows at a time.

    Args:
        rows: all of them.
        columns: whose cells to give.
        treat: makes the texts of a column fit the format. It is not asked about numbers.
        link: makes a cell that is the address that it leads to fit the format; None treats it as any text.
    """
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        yield list(zip(*(_column(some, column, treat, link) for column in columns), strict=True))


def _column(
    rows: Sequence[Row],
    column: Column[Row],
    treat: Callable[[list[str]], list[str]],
    link: Callable[[str], str] | None,
) -> list[str]:
    cells = [*map(column.get, rows)]
    texts = _texts(cells, treat)
    if link is None or column.link is None:
        return texts
    addresses = zip(cells, map(column.link, rows), texts, strict=True)
    return [link(address) if address and address == cell else text for cell, address, text in addresses]


def _texts(cells: list[Cell], treat: Callable[[list[str]], list[str]]) -> list[str]:
    kinds = set(map(type, cells))
    if kinds == {int}:
        return [*map(str, cells)]
    if kinds == {str}:
        return treat(cast("list[str]", cells))
    return treat(["" if cell is None else str(cell) for cell in cells])
