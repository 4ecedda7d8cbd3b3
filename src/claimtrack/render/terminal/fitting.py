"""Which columns of a table there is room for, and how wide each is.

Nothing that may not be broken is broken. What there is no room for is, in this order: left out, if it can be spared; put
on a line of its own below its row; left out, if nobody needs it there; or, on the narrowest screens, everything in a row
follows its id, with labels.
"""

from __future__ import annotations

from itertools import accumulate, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.render.escape import one_line, one_line_each
from claimtrack.render.terminal.cells import width, widths
from claimtrack.render.view import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from claimtrack.render.view import Column, Listing

_WIDE: Final = 120  # cells from which a row that shows as many columns as fit has room for a title too
_NARROW: Final = 60  # cells below which columns are closer together
_ENOUGH: Final = 32  # cells that a text should have before another column is shown beside it
_HEADER: Final = 20  # cells; a word of a header that is longer may be broken
_FITS: Final = 16  # cells of a column that is shown if there is room
_FEW: Final = 3  # columns that are shown if there is room; fewer are not worth a table
_ODD: Final = 15  # in a hundred rows, as many may have an id that has no room in its column


class Shown(NamedTuple):
    """A column that may be shown: its header and its texts, all escaped, and the cells that they take."""

    column: Column[Any]
    label: str
    introduction: str  # to a text below its row
    texts: list[str]
    needed: list[int]  # cells of each text
    least: int  # cells, with which its texts are readable
    most: int  # cells, with which none is cut or wraps


class Layout(NamedTuple):
    """How a table is drawn: its columns and their widths, and what goes below each row."""

    columns: list[tuple[Shown, int]]
    below: list[Shown]
    gap: int  # cells between columns
    left_out: tuple[str, ...]
    fitting: tuple[int, int]  # how many of the columns that are shown if there is room, of how many
    listed: bool = False  # whether there are no columns: the texts of a row follow each other, with labels


def lay_out(view: Listing[Any], room: int, escape: Callable[[str], str]) -> Layout:
    """Return how to draw a listing in some width, with its texts escaped."""
    columns = [column for column in view.columns if column.label is not None]
    every = {column: shown for column in columns if not column.fits and (shown := _shown(column, view, escape))}
    needed = [shown for shown in every.values() if not shown.column.wide]
    fits = [column for column in columns if column.fits]
    gap = 2 if room >= _NARROW else 1
    row, below = next(_choices(needed, room, gap), ([], []))
    wide = [shown for shown in every.values() if shown.column.wide] if len(row) == len(needed) else []
    if fits and room >= _WIDE:
        row = _with_wide(row, wide, room, gap, enough=0)
    fitting = _that_fit((_shown(column, view, escape) for column in fits), room - _taken(row, gap), gap)
    ids = sum(shown.most - shown.least for shown in row if shown.column.whole)
    with_ids = _that_fit(fitting, room - _taken(row, gap) - ids, gap)  # beside all ids, odd ones too
    if len(with_ids) >= min(len(fits), _FEW):
        fitting = with_ids
    if len(fitting) == len(fits):
        row = _with_wide([*row, *fitting], [shown for shown in wide if shown not in row], room, gap, _ENOUGH)
    if not row or len(fitting) < min(len(fits), _FEW):  # the texts of a row follow each other, with labels
        listed = [*needed, *filter(None, (_shown(column, view, escape) for column in fits))]
        return Layout([(shown, shown.most) for shown in listed], [], gap, _left_out(every, listed), (0, 0), listed=True)
    row = sorted(
        [*row, *(shown for shown in fitting if shown not in row)], key=lambda shown: columns.index(shown.column)
    )
    sized = [*zip(row, _shared(row, room - gap * (len(row) - 1)), strict=True)]
    return Layout(sized, below, gap, _left_out(every, [*row, *below]), (len(fitting), len(fits)))


def _left_out(every: Mapping[Column[Any], Shown], drawn: Collection[Shown]) -> tuple[str, ...]:
    return tuple(shown.label for shown in every.values() if shown not in drawn)


def _shown(column: Column[Any], view: Listing[Any], escape: Callable[[str], str]) -> Shown | None:
    """Return a column with its texts; None if there are none and nobody would miss it."""
    label = escape(column.label or "")
    texts = one_line_each([text_of(column.get(row)) for row in view.rows])
    if escape is not one_line:
        texts = [*map(escape, texts)]
    if not any(texts) and (column.wide or not label):
        return None
    needed = widths(texts)
    word = max(widths(label.split()), default=0)
    longest = max(needed, default=0)
    if column.right or (column.whole and column.below is None and column is not view.columns[0]):
        least = most = max(longest, word)
    elif column.whole:
        least, most = max(_usual(needed), word), max(longest, word)
    elif column.fits:
        least = most = max(min(longest, _FITS), word)
    else:
        most = max(longest, width(label))
        least = max(min(longest, _readable(column, texts, longest)), min(word, _HEADER))
    return Shown(column, label, escape(column.below or ""), texts, needed, least, most)


def _usual(needed: Sequence[int]) -> int:
    """Return the cells that are enough for all texts but some odd ones."""
    return sorted(needed)[-1 - len(needed) * _ODD // 100]


def _readable(column: Column[Any], texts: list[str], longest: int) -> int:
    """Return the least width of a column of texts: what it asks for, or that of its ids, which are never broken."""
    if longest <= column.least or column.ids is None:
        return column.least
    return max(_usual([max(widths(text.split(" "))) for text in texts]), column.least)


def _choices(needed: list[Shown], room: int, gap: int) -> Iterator[tuple[list[Shown], list[Shown]]]:
    """Yield each choice of columns for which there is room, the best first: those in the row and those below it."""
    for even_kept, moved in product((False, True), [*_moved(needed)]):
        stay = [shown for shown in needed if shown not in moved]
        spare = [shown for shown in reversed(stay) if shown.column.spare or (even_kept and shown.column.kept)]
        for number in range(len(spare) + 1):
            row = [shown for shown in stay if shown not in spare[:number]]
            if _taken(row, gap) <= room:
                yield row, moved


def _moved(needed: list[Shown]) -> Iterator[list[Shown]]:
    """Yield which columns go below their row: none, the last text, and so on; then ids.

    Texts that have an introduction there belong together.
    """
    yield []
    movable = [shown for shown in reversed(needed[1:]) if shown.column.below is not None]
    groups: list[list[Shown]] = []
    for shown in sorted(movable, key=lambda shown: shown.column.whole):
        if shown.column.below and not shown.column.whole and groups and groups[-1][0].column.below:
            groups[-1].append(shown)
        else:
            groups.append([shown])
    for moved in accumulate(groups):
        yield [shown for shown in needed if shown in moved]


def _with_wide(row: list[Shown], wide: list[Shown], room: int, gap: int, enough: int) -> list[Shown]:
    """Return a row with the columns added for which there is room while each text has enough."""
    for shown in wide:
        more = [*row, shown]
        if sum(max(each.least, min(each.most, enough)) for each in more) + gap * (len(more) - 1) <= room:
            row = more
    return row


def _that_fit(columns: Iterable[Shown | None], room: int, gap: int) -> list[Shown]:
    """Return the first of some columns, as many as there is room for beside others."""
    fitting = []
    for shown in columns:
        if shown is None:
            continue
        room -= gap + shown.least
        if room < 0:
            break
        fitting.append(shown)
    return fitting


def _taken(row: Sequence[Shown], gap: int) -> int:
    return sum(shown.least for shown in row) + gap * (len(row) - 1)


def _shared(row: Sequence[Shown], room: int) -> list[int]:
    """Return the width of each column: ids get what they need, texts share what is left."""
    sizes = [shown.least for shown in row]
    left = room - sum(sizes)
    for number, shown in enumerate(row):
        if shown.column.whole:
            more = min(shown.most - shown.least, left)
            sizes[number] += more
            left -= more
    while growing := [number for number, shown in enumerate(row) if left > 0 and sizes[number] < shown.most]:
        sizes[min(growing, key=sizes.__getitem__)] += 1
        left -= 1
    return sizes
