"""Tab-separated lines without headers, never cut to a width: what a pipe gets.

Promised: a record's text breaks no line and no cell, and steers no terminal. Not promised: that a spreadsheet finds no
formula in it, since programs read these lines and expect the text as it is. CSV is for spreadsheets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.model.tags import is_url
from claimtrack.render import phrases
from claimtrack.render.cells import batches
from claimtrack.render.escape import one_line, one_line_each
from claimtrack.render.position_rows import positions
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.render.view import Cell, View
    from claimtrack.rules.claim_state import ClaimState


def render(view: View) -> Iterator[str]:
    """Give the lines of a view, many in one piece, without the last one's end."""
    if isinstance(view, Pages):
        yield from _pages(view)
        return
    columns = [column for column in view.columns if column.name]
    for rows in batches(view.rows, columns, one_line_each):
        yield "\n".join(map("\t".join, rows))


def _line(cells: Iterable[Cell]) -> str:
    return "\t".join("" if cell is None else one_line(str(cell)) for cell in cells)


def _pages(view: Pages) -> Iterator[str]:
    """Begin each line with what it tells of, so that it can be picked out by that word."""
    for case in view.cases:
        yield from _claim(case, view)
        one = Pages([case], view.person)
        rows, columns = positions(one)
        for row in rows:
            yield _line(["position", *(column.get(row) for column in columns)])
        for source_id in dict.fromkeys(
            ref.id for resolved in case.positions for ref in resolved.recorded.sources
        ):
            source = case.lookup.get(case.lookup.key(source_id))
            url = source.url if source else source_id if is_url(source_id) else None
            yield _line(["source", case.claim.id, source_id, phrases.reference(source, source_id), url])


def _claim(case: ClaimState, view: Pages) -> Iterator[str]:
    claim = case.claim
    yield _line(["claim", claim.id, claim.title])
    if claim.statement:
        yield _line(["statement", claim.id, claim.statement])
    yield _line(["status", claim.id, case.reason.status, phrases.why(case, view.name)])
    for lines in case.reason.sides.values():
        for line in lines:
            value = phrases.amount(line.value, claim.unit)
            yield _line(
                [
                    "line",
                    claim.id,
                    line.party,
                    line.side,
                    value,
                    phrases.when(line.position),
                    line.position.party,
                ]
            )
    for silent in case.silent:
        yield _line(["silent", claim.id, silent.principal, silent.silence])
