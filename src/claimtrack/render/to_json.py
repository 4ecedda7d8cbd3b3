"""Claims, lines, positions and sources as JSON: every key is always there, null if nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import citations, phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.book.rows import LineSummary
    from claimtrack.model.record import Claim, Source
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json
    from claimtrack.rules.claim_row import ClaimSummary
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import SideSummary

    PersonOf = Callable[[str], Person]


def fields_json(record: object, *names: str) -> Json:
    """Return some fields of a record, dates and values as written."""
    return {name: getattr(value := getattr(record, name), "written", value) for name in names}


def problem_json(problem: Problem) -> Json:
    """Return a problem."""
    return {**problem._asdict(), "code": str(problem.code), "hint": problem.hint or None, "costs": str(problem.costs)}


def person_json(person: Person) -> Json:
    """Return a party by id and name."""
    return {"id": person.id, "name": person.name}


def source_json(source: Source | None, source_id: str) -> Json:
    """Return all that is recorded of a source; of a bare URL, the URL."""
    if source is None:
        from claimtrack.model.record import Source  # noqa: PLC0415 - rows that are listed have none
        from claimtrack.model.vocabulary import is_url  # noqa: PLC0415

        source = Source(id=source_id, url=source_id if is_url(source_id) else None)
    return fields_json(source, *source._fields)


def position_json(resolved: ResolvedPosition, person: PersonOf) -> Json:
    """Return a position with what the registry adds to it; `place` is its place in the file, from 1."""
    position = resolved.recorded
    return {
        "place": resolved.place + 1,
        "party": person_json(person(resolved.party)),
        "principal": person_json(person(resolved.principal)),
        "principal_known": person(resolved.principal).principal_known,
        **fields_json(position, "stance", "date", "date_of", "value", "about", "quote", "original", "lang", "note"),
        "standing": resolved.standing,
        "via": [person_json(person(party)) for party in resolved.via],
        "sources": [ref._asdict() for ref in position.sources],
    }


def line_json(line: Line | None, person: PersonOf) -> Json | None:
    """Return a line as `summary_json` does; of none, None."""
    from claimtrack.book.rows import LineSummary  # noqa: PLC0415 - rows that are listed have none

    return None if line is None else summary_json(LineSummary.of(line), person)


def summary_json(line: LineSummary, person: PersonOf) -> Json:
    """Return a line: the side, and the places, from 1, of the positions that set it, gave its value, or mark it."""
    return {
        "party": person_json(person(line.party)),
        **fields_json(line, "side", "value", "about", "standing", "date", "date_of"),
        "voice": person_json(person(line.voice)),
        "set_by": line.set_by + 1,
        "value_from": None if line.value_from is None else line.value_from + 1,
        "dissent": [place + 1 for place in line.dissent],
        "withdrawals": [place + 1 for place in line.withdrawals],
    }


def state_json(state: ClaimState, person: PersonOf) -> Json:
    """Return a claim whole."""
    lookup = state.lookup
    return {
        **fields_json(
            state.claim, "id", "title", "statement", "kind", "unit", "date", "topics", "implies", "contradicts"
        ),
        **fields_json(state.claim, "see_also", "notes", "path"),
        "status": state.reason.status,
        "reason": phrases.why(state, lambda party: person(party).name),
        "rests_on": [{"place": each.position.place + 1, "status_without": each.without} for each in state.rests_on],
        "divided": state.divided,
        "values_differ": state.values_differ,
        "lines": [line_json(line, person) for lines in state.reason.sides.values() for line in lines],
        "silent": [{"party": person_json(person(each.principal)), "silence": each.silence} for each in state.silent],
        "positions": [
            {
                **position_json(position, person),
                "clock_order_differs": position.place in state.against_clock,
                "order_certain": position.place not in state.order_uncertain,
            }
            for position in state.positions
        ],
        "sources": [
            {**source_json(lookup.get(lookup.key(source_id)), source_id), "origin": citations.origin(state, source_id)}
            for source_id in citations.cited(state)
        ],
        "tally": state.tally(state.positions)._asdict(),
    }


def heading_json(claim: Claim | ClaimSummary) -> Json:
    """Return what a row of many says of its claim."""
    return {"id": claim.id, "title": claim.title, "kind": claim.kind, "unit": claim.unit}


def side_json(side: SideSummary | None) -> Json | None:
    """Return a side with its value, the time that this is about, and how it is known; of none, None."""
    return None if side is None else fields_json(side, *side._fields)
