"""A shown claim as rows, one position a row, for the formats that know only rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases
from claimtrack.render.view import Column

if TYPE_CHECKING:
    from claimtrack.render.view import Pages
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

CaseAct = tuple["ClaimState", "ResolvedPosition"]


def positions(pages: Pages) -> tuple[list[CaseAct], list[Column[CaseAct]]]:
    """Give every position of the claims, in the order in which they count, and the columns to show them in."""
    rows = [(case, position) for case in pages.cases for position in case.positions]
    columns: list[Column[CaseAct]] = [
        Column("claim", lambda row: row[0].claim.id),
        Column("date", lambda row: row[1].date.written if row[1].date else ""),
        Column("principal", lambda row: row[1].principal),
        Column("party", lambda row: row[1].party),
        Column("stance", lambda row: row[1].stance),
        Column("value", lambda row: phrases.amount(row[1].value, None)),
        Column("standing", lambda row: row[1].standing),
        Column("line", lambda row: "line" if _sets_line(*row) else ""),
        Column("quote", lambda row: row[1].recorded.quote),
        Column("sources", lambda row: " ".join(ref.id for ref in row[1].recorded.sources)),
    ]
    return rows, columns


def _sets_line(case: ClaimState, position: ResolvedPosition) -> bool:
    line = case.lines.get(position.principal)
    return line is not None and line.position is position
