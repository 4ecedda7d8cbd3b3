"""Claims, lines, positions and sources as JSON: every key is always there, null if nothing is known.

A name means one thing in all answers, JSON and CSV; docs/json.md lists them, and render/schemas.py declares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import citations, phrases, reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.book.rows import ActSummary, LineSummary
    from claimtrack.model.record import Claim, Position, Source
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json
    from claimtrack.rules.claim_row import ClaimSummary
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line, Silence
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import SideSummary

    PersonOf = Callable[[str], Person]

# What a claim and a position have too, or what a position has too.
_SOURCE_NAMES: Final = {
    "id": "source",
    **{name: f"source_{name}" for name in ("title", "date", "lang", "quote", "note")},
}
_CLAIM_NAMES: Final = {name: f"claim_{name}" for name in ("original", "lang", "place")}
_NO_VALUE: Final = {"value": None, "min": None, "max": None}


def fields_json(record: object, *names: str) -> Json:
    """Return some fields of a record, dates and values as written."""
    return {name: getattr(value := getattr(record, name), "written", value) for name in names}


def problem_json(problem: Problem) -> Json:
    """Return a problem, with what is known of its code."""
    from claimtrack.checks.codes import explanations  # noqa: PLC0415 - most answers have no problems
    from claimtrack.checks.fixes import FIXABLE  # noqa: PLC0415

    code = explanations()[problem.code]
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": str(problem.code),
        "code_name": code.name,
        "severity": code.severity,
        "message": problem.message,
        "hint": problem.hint or None,
        "costs": str(problem.costs),
        "fixable": problem.code in FIXABLE,
    }


def party_json(person: Person) -> Json:
    """Return a party by id and name."""
    return {"party": person.id, "party_name": person.name}


def principal_json(person: Person) -> Json:
    """Return by id and name the party whose line something is."""
    return {"principal": person.id, "principal_name": person.name}


def _named_json(person: Person) -> Json:
    """Return a party with what is not known of it."""
    return {**party_json(person), "doubt": phrases.doubt(person) or None}


def value_json(value: Value | None) -> Json:
    """Return a value as written, and the smallest and the largest number that it means."""
    return {"value": value.written, "min": value.low, "max": value.high} if value else _NO_VALUE


def source_json(source: Source | None, source_id: str) -> Json:
    """Return all that is recorded of a source; of a bare URL, the URL."""
    if source is None:
        from claimtrack.model.record import Source  # noqa: PLC0415 - rows that are listed have none
        from claimtrack.model.vocabulary import is_url  # noqa: PLC0415

        source = Source(id=source_id, url=source_id if is_url(source_id) else None)
    return {_SOURCE_NAMES.get(name, name): value for name, value in fields_json(source, *source._fields).items()}


def cited_json(state: ClaimState, source_id: str) -> Json:
    """Return all that is recorded of a source that a claim cites, and its origin."""
    source = state.lookup.get(state.lookup.key(source_id))
    return {**source_json(source, source_id), "origin": citations.origin(state, source_id)}


def recorded_json(position: Position, side: Side | None, party: Person, via: list[Person]) -> Json:
    """Return what is recorded of a position."""
    return {
        **party_json(party),
        "stance": position.stance,
        "side": side,
        **fields_json(position, "date", "date_of"),
        **value_json(position.value),
        **fields_json(position, "about", "rating", "quote", "original", "lang", "note", "attribution"),
        "via": [party_json(each) for each in via],
        "sources": [{"source": ref.id, "at": ref.at} for ref in position.sources],
    }


def position_json(resolved: ResolvedPosition, person: PersonOf) -> Json:
    """Return a position with what the registry adds to it; `place` is its place in the file, from 1."""
    principal = person(resolved.principal)
    return {
        "place": resolved.place + 1,
        **principal_json(principal),
        "principal_known": principal.principal_known,
        "standing": resolved.standing,
        **recorded_json(resolved.recorded, resolved.side, person(resolved.party), [*map(person, resolved.via)]),
    }


def line_json(line: Line, person: PersonOf) -> Json:
    """Return a line as `summary_json` does."""
    from claimtrack.book.rows import LineSummary  # noqa: PLC0415 - rows that are listed have none

    return summary_json(LineSummary.of(line), person)


def summary_json(line: LineSummary, person: PersonOf) -> Json:
    """Return a line: the side, and the positions that set it, gave its value, or mark it."""
    return {
        **principal_json(person(line.party)),
        "side": line.side,
        **value_json(line.value),
        **fields_json(line, "about", "standing", "date", "date_of", "rating"),
        **party_json(person(line.voice)),
        "place": line.set_by + 1,
        "value_place": None if line.value_from is None else line.value_from + 1,
        "dissent": [_act_json(each, person) for each in line.dissent],
        "withdrawals": [_act_json(each, person) for each in line.withdrawals],
    }


def _act_json(act: ActSummary, person: PersonOf) -> Json:
    known = fields_json(act, "stance", "date", "date_of")
    return {"place": act.place + 1, **party_json(person(act.party)), **known}


_NO_LINE: Final = {
    "side": None,
    **_NO_VALUE,
    **dict.fromkeys(("about", "standing", "date", "date_of", "rating", "party", "party_name", "place", "value_place")),
}


def compared_json(party: Person, line: Line | None, silence: Silence | None, person: PersonOf) -> Json:
    """Return the line of a party that is compared with another, or what it did instead."""
    if line is not None:
        return {**line_json(line, person), "silence": None}
    return {**principal_json(party), **_NO_LINE, "dissent": [], "withdrawals": [], "silence": silence}


def page_json(state: ClaimState, person: PersonOf) -> Json:
    """Return what the page of a claim says of the claim itself, and which no row of a list says."""
    return {
        **fields_json(state.claim, "statement"),
        **{key: getattr(state.claim, name) for name, key in _CLAIM_NAMES.items()},
        **fields_json(state.claim, "implies", "contradicts", "see_also", "notes"),
        "reason": reasons.why(state, lambda party: person(party).name),
        "divided": state.divided,
        "values_differ": state.values_differ,
    }


def state_json(state: ClaimState, person: PersonOf) -> Json:
    """Return a claim whole."""
    tally = state.tally(state.positions)
    lines = [line for lines in state.reason.sides.values() for line in lines]
    named = [line.party for line in lines] + [silent.principal for silent in state.silent]
    named += [party for position in state.positions for party in (position.party, *position.via)]
    return {
        **claim_json(state.claim),
        **dated_json(state.claim),
        "topics": state.claim.topics,
        "path": state.claim.path,
        "status": state.reason.status,
        **page_json(state, person),
        "rests_on": [{"place": each.position.place + 1, "status_without": each.without} for each in state.rests_on],
        "review_count": len(state.reviews),
        "status_without_reviews": state.without_reviews.reason.status,
        "parties": [_named_json(person(party)) for party in dict.fromkeys(named)],
        "lines": [line_json(line, person) for line in lines],
        "silent": [{**principal_json(person(each.principal)), "silence": each.silence} for each in state.silent],
        "positions": [
            {**position_json(position, person), **place_json(state, position, person)} for position in state.positions
        ],
        "sources": [cited_json(state, source_id) for source_id in citations.cited(state)],
        "source_count": tally.sources,
        "origin_count": tally.origins,
    }


def place_json(state: ClaimState, position: ResolvedPosition, person: PersonOf) -> Json:
    """Return what a position is among the others of its claim: the line or not, withdrawn or not, in which order."""
    from claimtrack.book.rows import ActSummary  # noqa: PLC0415 - rows that are listed have none

    return {
        "sets_line": sets_line(state, position),
        "order": phrases.order(state, position) or None,
        "order_certain": position.place not in state.order_uncertain,
        "clock_order_differs": position.place in state.against_clock,
        "withdrawals": [_act_json(ActSummary.of(each), person) for each in state.withdrawals_of(position)],
    }


def sets_line(state: ClaimState, position: ResolvedPosition) -> bool:
    """Return whether a position sets the line of its principal."""
    line = state.lines.get(position.principal)
    return line is not None and line.position is position


def claim_json(claim: Claim | ClaimSummary) -> Json:
    """Return what every row about a claim says of it."""
    return {"claim": claim.id, "title": claim.title, "kind": claim.kind, "unit": claim.unit}


def dated_json(claim: Claim) -> Json:
    """Return when the thing claimed happened."""
    return {"claim_date": claim.date.written if claim.date else None}


def side_json(side: SideSummary | None) -> Json | None:
    """Return a side with its value, the time that this is about, and how it is known; of none, None."""
    if side is None:
        return None
    return {"side": side.side, **value_json(side.value), "about": side.about, "standing": side.standing}
