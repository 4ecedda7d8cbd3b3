"""The cells of many rows as texts: a column at a time, since most columns hold nothing that needs treating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimtrack.render.view import Cell, Column, Row

    Texts = list[tuple[str, ...]]

BATCH: Final = 1000  # rows that are treated, and written, at once


def batches(
    rows: Sequence[Row], columns: Sequence[Column[Row]], treat: Callable[[list[str]], list[str]]
) -> Iterator[Texts]:
    """Give the cells of the rows as texts, some rows at a time.

    Args:
        rows: all of them.
        columns: whose cells to give.
        treat: makes the texts of a column fit the format. It is not asked about numbers.
    """
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        yield list(zip(*(_texts([*map(column.get, some)], treat) for column in columns), strict=True))


def _texts(cells: list[Cell], treat: Callable[[list[str]], list[str]]) -> list[str]:
    kinds = set(map(type, cells))
    if kinds == {int}:
        return [*map(str, cells)]
    if kinds == {str}:
        return treat(cast("list[str]", cells))
    return treat(["" if cell is None else str(cell) for cell in cells])
