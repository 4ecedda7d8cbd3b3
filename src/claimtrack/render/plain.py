"""Tab-separated lines, never cut to a width: what a pipe gets. Only columns that depend on the rows have a header.

Promised: a record's text breaks no line and no cell, and does not control a terminal. Not promised: that a spreadsheet
finds no formula in it, since programs read these lines and expect the text as it is. CSV is for spreadsheets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.model.vocabulary import is_url
from claimtrack.render import citations, phrases, reasons
from claimtrack.render.escape import one_line, one_line_each
from claimtrack.render.position_rows import columns, rows_of
from claimtrack.render.view import Cell, Pages, Profiles, View, batches, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.rules.claim_state import ClaimState


def render(view: View) -> Iterator[str]:
    """Yield the lines of a view, many in one piece, without the last newline."""
    if isinstance(view, Pages):
        for state in view.states:
            yield from _claim(state, view)
        return
    if isinstance(view, Profiles):
        yield from _profiles(view)
        return
    shown = [column for column in view.columns if column.name and not column.csv_only]
    if view.header and view.rows:
        yield _line(*(column.name for column in shown))
    for rows in batches(view.rows, shown, one_line_each):
        yield "\n".join(map("\t".join, rows))


def _profiles(view: Profiles) -> Iterator[str]:
    """Yield the lines of parties or sources; the first word of each says what it is about."""
    for profile in view.profiles:
        yield _line(view.word, profile.id, profile.title)
        for label, text in profile.facts:
            yield _line(label, profile.id, text)
        for section in profile.sections:
            shown = [column for column in section.listing.columns if column.name and not column.csv_only]
            for rows in batches(section.listing.rows, shown, one_line_each):
                yield "\n".join("\t".join((section.word, one_line(profile.id), *row)) for row in rows)


def _line(*cells: Cell) -> str:
    return "\t".join(one_line(text_of(cell)) for cell in cells)


def _claim(state: ClaimState, view: Pages) -> Iterator[str]:
    """Yield the lines of a claim; the first word of each says what it is about."""
    yield from _head(state, view)
    claim = state.claim
    for lines in state.reason.sides.values():
        for line in lines:
            value, date = phrases.amount(line.value, claim.unit), phrases.when(line.position)
            about = line.about.written if line.about else None
            known = (line.position.party, line.standing, line.position.recorded.date_of, about, line.rating)
            yield _line("line", claim.id, line.party, line.side, value, date, *known)
    for silent in state.silent:
        yield _line("silent", claim.id, silent.principal, silent.silence)
    shown = [column for column in columns() if not column.csv_only]
    for row in rows_of([state], view.person):
        yield _line("position", *(column.get(row) for column in shown))
    for source_id in citations.cited(state):
        source = state.lookup.get(state.lookup.key(source_id))
        url = source.url if source else source_id if is_url(source_id) else None
        said = (source.quote, source.note) if source else ("", "")
        yield _line("source", claim.id, source_id, citations.reference(source, source_id), url, *said)


def _head(state: ClaimState, view: Pages) -> Iterator[str]:
    """Yield the lines of what is said of a claim itself, and its status."""
    claim = state.claim
    yield _line("claim", claim.id, claim.title)
    if claim.statement:
        yield _line("statement", claim.id, claim.statement)
    if claim.original:
        yield _line("original", claim.id, claim.original, claim.lang)
    if claim.place:
        yield _line("place", claim.id, claim.place)
    yield _line("status", claim.id, state.reason.status, reasons.why(state, view.name))
    for each in state.rests_on:
        yield _line("rests_on", claim.id, each.position.place + 1, each.without)
    if state.reviews:
        yield _line("reviews", claim.id, len(state.reviews), state.without_reviews.reason.status)
