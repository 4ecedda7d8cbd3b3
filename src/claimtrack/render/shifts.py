"""The listing of shifts: when parties moved, from what to what."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, cast

from claimtrack.render import phrases
from claimtrack.render.listings import side_style
from claimtrack.render.position_rows import position_columns, rating_column, value_columns
from claimtrack.render.to_json import claim_json, position_json, principal_json, side_json
from claimtrack.render.view import BATCH, Cell, Column, Json, Listing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow, SideSummary

    SideOf = Callable[[ShiftRow], SideSummary | None]

# By the key in JSON and the beginning of the columns' names.
_SIDES: Final[dict[str, SideOf]] = {
    "from": lambda row: row.before,
    "to": lambda row: row.after,
    "now": lambda row: row.now,
}
# What a row says of the position that moved the line, even if it was made without that position.
_KNOWN: Final = frozenset({"date", "party", "date_of", "standing", "sources"})


def shifts(book: Book, rows: Sequence[ShiftRow]) -> Listing[ShiftRow]:
    """List every change of a line, oldest first; for JSON and CSV each row has the position that moved the line."""

    def name(party: str) -> str:
        return book.person(party).name

    @lru_cache(maxsize=2 * BATCH)  # the columns are read one after the other, for many rows at once
    def position_of(row: ShiftRow) -> Json:
        return position_json(cast("ResolvedPosition", row.position), book.person)

    columns: list[Column[ShiftRow]] = [
        Column("date", lambda row: row.date),
        Column("", lambda row: phrases.day_shown(row.date, row.date_of), "date", whole=True, style=lambda _: "dim"),
        Column("claim", lambda row: row.claim.id, "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("title", lambda row: row.claim.title, csv_only=True),
        Column("kind", lambda row: row.claim.kind, csv_only=True),
        Column("unit", lambda row: row.claim.unit, csv_only=True),
        Column("principal", lambda row: row.party),
        Column("principal_name", lambda row: name(row.party), csv_only=True),
        Column("", lambda row: _who(row, name), "who", least=16, below=""),
        Column("move", lambda row: row.move),
        Column("", _move, "line", least=18, below="", style=lambda row: side_style(row.after and row.after.side)),
        *chain.from_iterable(_side_columns(key, side_of) for key, side_of in _SIDES.items()),
        Column(
            "",
            lambda row: ", ".join(row.sources),
            "sources",
            wide=True,
            below="sources: ",
            ids=lambda row: row.sources,
        ),
        Column("order", _doubt),
        Column("party", lambda row: row.voice),
        Column("date_of", lambda row: row.date_of),
        Column("standing", lambda row: row.standing),
        Column("sources", lambda row: listed(row.sources)),
        *(column._replace(csv_only=True) for column in position_columns("", position_of) if column.name not in _KNOWN),
        rating_column("", position_of)._replace(csv_only=True),
    ]

    def to_json(row: ShiftRow) -> Json:
        return shift_row_json(row, position_of(row), book.person)

    return Listing("shifts", rows, columns, to_json, words=phrases.count(len(rows), "shift"))


def shift_row_json(row: ShiftRow, position: Json, person: PersonOf) -> Json:
    """Return one change of a line, given the JSON of the position that moved it."""
    return {
        **claim_json(row.claim),
        **position,
        **principal_json(person(row.party)),
        "move": row.move,
        **{key: side_json(side_of(row)) for key, side_of in _SIDES.items()},
        "order_certain": row.order_certain,
    }


def _side_columns(key: str, side_of: SideOf) -> Sequence[Column[ShiftRow]]:
    """Return the columns of a side with its value."""

    def column(name: str, get: Callable[[SideSummary], Cell]) -> Column[ShiftRow]:
        return Column(f"{key}_{name}", lambda row: get(side) if (side := side_of(row)) else None)

    return (
        column("side", lambda side: side.side),
        *value_columns(f"{key}_", lambda row: side.value if (side := side_of(row)) else None),
        column("about", lambda side: side.about),
        column("standing", lambda side: side.standing),
    )


def _words(row: ShiftRow, side: SideSummary | None) -> str:
    return phrases.stance(side.side, side.value, row.claim.kind, None, side.about, side.standing) if side else ""


def value_now(row: ShiftRow) -> str:
    """Return the value now, where a newer one contradicts none before; nothing if the shift set it."""
    return (phrases.amount(row.now.value, None, row.now.about) or "no value") if row.now else ""


def _move(row: ShiftRow) -> str:
    before, after = _words(row, row.before), _words(row, row.after)
    moved = f"{before} → {after or 'none'}" if before else after
    moved = phrases.joined(", now ", moved, value_now(row))
    return phrases.joined(", ", moved, phrases.rated(row.rating), _doubt(row))


def _doubt(row: ShiftRow) -> str:
    return "" if row.order_certain else phrases.ORDER_UNCERTAIN


def _who(row: ShiftRow, name: Callable[[str], str]) -> str:
    """Return who moved; of a line that lapsed, with the mark of what is not on record."""
    mover = phrases.mover(row.party, row.voice, name)
    return mover if row.after else f"{mover}{phrases.mark(row.standing)}"
