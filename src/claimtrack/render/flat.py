"""A shown claim as rows, one position a row, for the formats that know only rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import words
from claimtrack.render.view import Column

if TYPE_CHECKING:
    from claimtrack.cases.case import Case
    from claimtrack.render.view import Pages
    from claimtrack.rules.act import Act

CaseAct = tuple["Case", "Act"]


def positions(pages: Pages) -> tuple[list[CaseAct], list[Column[CaseAct]]]:
    """Give every position of the claims, in the order in which they count, and the columns to show them in."""
    rows = [(case, act) for case in pages.cases for act in case.acts]
    columns: list[Column[CaseAct]] = [
        Column("claim", lambda row: row[0].claim.id),
        Column("date", lambda row: row[1].date.written if row[1].date else ""),
        Column("principal", lambda row: row[1].principal),
        Column("party", lambda row: row[1].party),
        Column("stance", lambda row: row[1].stance),
        Column("value", lambda row: words.amount(row[1].value, None)),
        Column("standing", lambda row: row[1].standing),
        Column("line", lambda row: "line" if _sets_line(*row) else ""),
        Column("quote", lambda row: row[1].position.quote),
        Column("sources", lambda row: " ".join(ref.id for ref in row[1].position.sources)),
    ]
    return rows, columns


def _sets_line(case: Case, act: Act) -> bool:
    line = case.lines.get(act.principal)
    return line is not None and line.act is act
