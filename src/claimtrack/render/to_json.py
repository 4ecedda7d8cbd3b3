"""Claims, lines, positions and sources as JSON: every key is always there, null if nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.book.rows import ClaimSummary, DiffRow, LineSummary, ShiftRow
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position, Source
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json
    from claimtrack.rules.changes import Change, EntryChange
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


def problem_json(problem: Problem) -> Json:
    """Return a problem."""
    return {**problem._asdict(), "code": str(problem.code), "hint": problem.hint or None}


def person_json(person: Person) -> Json:
    """Return a party by id and name."""
    return {"id": person.id, "name": person.name}


def source_json(source: Source | None, source_id: str) -> Json:
    """Return all that is recorded of a source; of a bare URL, the URL."""
    if source is None:
        from claimtrack.model.record import Source  # noqa: PLC0415 - rows that are listed have none
        from claimtrack.model.vocabulary import is_url  # noqa: PLC0415

        source = Source(id=source_id, url=source_id if is_url(source_id) else None)
    return {key: _written(value) if key in {"date", "retrieved"} else value for key, value in source._asdict().items()}


def position_json(resolved: ResolvedPosition, person: Callable[[str], Person]) -> Json:
    """Return a position with what the registry adds to it; `place` is its place in the file, from 1."""
    position = resolved.recorded
    return {
        "place": resolved.place + 1,
        "party": person_json(person(resolved.party)),
        "principal": person_json(person(resolved.principal)),
        "stance": position.stance,
        "date": _written(position.date),
        "date_of": position.date_of,
        "value": _written(position.value),
        "about": _written(position.about),
        "quote": position.quote,
        "original": position.original,
        "lang": position.lang,
        "note": position.note,
        "standing": resolved.standing,
        "via": [person_json(person(party)) for party in resolved.via],
        "sources": [{"id": ref.id, "at": ref.at} for ref in position.sources],
    }


def recorded_json(position: Position | None) -> Json | None:
    """Return what is recorded of a position, without what the registry adds; of none, None."""
    if position is None:
        return None
    return {
        "party": position.party,
        "stance": position.stance,
        "date": _written(position.date),
        "value": _written(position.value),
        "quote": position.quote,
        "sources": [ref.id for ref in position.sources],
    }


def line_json(line: Line | None, person: Callable[[str], Person]) -> Json | None:
    """Return a line as `summary_json` does; of none, None."""
    from claimtrack.book.rows import LineSummary  # noqa: PLC0415 - rows that are listed have none

    return None if line is None else summary_json(LineSummary.of(line), person)


def summary_json(line: LineSummary, person: Callable[[str], Person]) -> Json:
    """Return a line: the side, and the places, from 1, of the positions that set it and that gave its value."""
    return {
        "party": person_json(person(line.party)),
        **side_json(line.side, line.value),
        "standing": line.standing,
        "date": line.date,
        "voice": person_json(person(line.voice)),
        "set_by": line.set_by + 1,
        "value_from": None if line.value_from is None else line.value_from + 1,
        "dissent": [place + 1 for place in line.dissent],
    }


def side_json(side: Side, value: Value | None) -> Json:
    """Return a side with its value."""
    return {"side": side, "value": _written(value)}


def state_json(state: ClaimState, person: Callable[[str], Person]) -> Json:
    """Return a claim whole."""
    claim = state.claim
    return {
        "id": claim.id,
        "title": claim.title,
        "statement": claim.statement,
        "kind": claim.kind,
        "unit": claim.unit,
        "date": _written(claim.date),
        "topics": list(claim.topics),
        "implies": list(claim.implies),
        "contradicts": list(claim.contradicts),
        "see_also": list(claim.see_also),
        "notes": claim.notes,
        "path": claim.path,
        "status": state.reason.status,
        "reason": phrases.why(state, lambda party: person(party).name),
        "divided": state.divided,
        "lines": [line_json(line, person) for lines in state.reason.sides.values() for line in lines],
        "silent": [
            {"party": person_json(person(silent.principal)), "silence": silent.silence} for silent in state.silent
        ],
        "positions": [position_json(position, person) for position in state.positions],
        "sources": [
            {
                **source_json(state.lookup.get(state.lookup.key(source_id)), source_id),
                "origin": state.lookup.origin(source_id).id,
            }
            for source_id in phrases.cited(state)
        ],
        "tally": state.tally(state.positions)._asdict(),
    }


def heading_json(claim: Claim | ClaimSummary) -> Json:
    """Return what a row of many says of its claim."""
    return {"id": claim.id, "title": claim.title, "kind": claim.kind, "unit": claim.unit}


def comparison_json(row: DiffRow, person: Callable[[str], Person]) -> Json:
    """Return two parties' lines on one claim."""
    comparison = row.comparison
    return {
        **heading_json(row.state.claim),
        "relation": comparison.relation,
        "a": line_json(comparison.a, person),
        "b": line_json(comparison.b, person),
        "silence": comparison.silence,
    }


def shift_json(row: ShiftRow, person: Callable[[str], Person]) -> Json:
    """Return one change of a party's line."""
    shift = row.shift
    return {
        "claim": row.claim.id,
        "party": person_json(person(shift.party)),
        "move": shift.move,
        "from": side_json(shift.before, shift.value_before) if shift.before else None,
        "to": side_json(shift.after, shift.value_after) if shift.after else None,
        "unit": row.claim.unit,
        "position": position_json(shift.position, person),
    }


def change_json(change: Change) -> Json:
    """Return one change of a claim's positions, with the lines that are others for it."""
    return {
        "fields": list(change.fields),
        "old": recorded_json(change.old),
        "new": recorded_json(change.new),
        "lines": [
            {"party": party, "from": _moved_line_json(old), "to": _moved_line_json(new)}
            for party, old, new in change.moved
        ],
    }


def _moved_line_json(line: Line | None) -> Json | None:
    return {**side_json(line.side, line.value), "standing": line.standing} if line else None


def entry_change_json(entry: EntryChange) -> Json:
    """Return one change of a source, or of a party of the registry."""
    return {"id": entry.id, "entry": entry.what, "was": entry.was, "fields": list(entry.fields)}


def _written(value: Span | Value | None) -> object:
    return value.written if value else None
