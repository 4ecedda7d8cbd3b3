"""Claims, lines, positions and sources as JSON: every key is always there, null where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.book.rows import DiffRow, LineSummary
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Source
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


def problem_json(problem: Problem) -> Json:
    """Give a problem."""
    return {**problem._asdict(), "code": str(problem.code), "hint": problem.hint or None}


def person_json(person: Person) -> Json:
    """Give a party by id and name."""
    return {"id": person.id, "name": person.name}


def source_json(source: Source | None, source_id: str) -> Json:
    """Give all that is recorded of a source; of a bare URL, the URL."""
    if source is None:
        from claimtrack.model.record import Source  # noqa: PLC0415 - rows that are listed have none
        from claimtrack.model.tags import is_url  # noqa: PLC0415

        source = Source(id=source_id, url=source_id if is_url(source_id) else None)
    return {
        key: _date(value) if key in {"date", "retrieved"} else value
        for key, value in source._asdict().items()
    }


def position_json(resolved: ResolvedPosition, person: Callable[[str], Person]) -> Json:
    """Give a position with what the registry adds to it; `place` is its place in the file, from 1."""
    position = resolved.recorded
    return {
        "place": resolved.place + 1,
        "party": person_json(person(resolved.party)),
        "principal": person_json(person(resolved.principal)),
        "stance": position.stance,
        "date": _date(position.date),
        "date_of": position.date_of,
        "value": position.value.written if position.value else None,
        "about": _date(position.about),
        "quote": position.quote,
        "original": position.original,
        "lang": position.lang,
        "note": position.note,
        "standing": resolved.standing,
        "via": [person_json(person(party)) for party in resolved.via],
        "sources": [{"id": ref.id, "at": ref.at} for ref in position.sources],
    }


def line_json(line: Line, person: Callable[[str], Person]) -> Json:
    """Give a line; see `stand_json`."""
    from claimtrack.book.rows import LineSummary  # noqa: PLC0415 - rows that are listed have none

    return stand_json(LineSummary.of(line), person)


def stand_json(stand: LineSummary, person: Callable[[str], Person]) -> Json:
    """Give a line: the side, and the places, from 1, of the positions that set it and that gave its value."""
    return {
        "party": person_json(person(stand.party)),
        "side": stand.side,
        "value": stand.value.written if stand.value else None,
        "standing": stand.standing,
        "date": stand.date,
        "voice": person_json(person(stand.voice)),
        "set_by": stand.set_by + 1,
        "value_from": None if stand.value_from is None else stand.value_from + 1,
        "dissent": [place + 1 for place in stand.dissent],
    }


def case_json(case: ClaimState, person: Callable[[str], Person]) -> Json:
    """Give a claim whole."""
    claim = case.claim
    cited = dict.fromkeys(ref.id for position in case.positions for ref in position.recorded.sources)
    tally = case.tally(case.positions)
    return {
        "id": claim.id,
        "title": claim.title,
        "statement": claim.statement,
        "kind": claim.kind,
        "unit": claim.unit,
        "date": _date(claim.date),
        "topics": list(claim.topics),
        "implies": list(claim.implies),
        "contradicts": list(claim.contradicts),
        "see_also": list(claim.see_also),
        "notes": claim.notes,
        "path": claim.path,
        "status": case.reason.status,
        "reason": phrases.why(case, lambda party: person(party).name),
        "divided": case.divided,
        "lines": [line_json(line, person) for lines in case.reason.sides.values() for line in lines],
        "silent": [
            {"party": person_json(person(each.principal)), "silence": each.silence} for each in case.silent
        ],
        "positions": [position_json(position, person) for position in case.positions],
        "sources": [
            {
                **source_json(case.lookup.get(case.lookup.key(each)), each),
                "origin": case.lookup.origin(each).id,
            }
            for each in cited
        ],
        "tally": tally._asdict(),
    }


def comparison_json(row: DiffRow, person: Callable[[str], Person]) -> Json:
    """Give two parties' lines on one claim."""
    claim, found = row.case.claim, row.comparison
    return {
        "id": claim.id,
        "title": claim.title,
        "kind": claim.kind,
        "unit": claim.unit,
        "relation": found.relation,
        "a": line_json(found.a, person) if found.a else None,
        "b": line_json(found.b, person) if found.b else None,
        "silence": found.silence,
    }


def _date(span: Span | None) -> str | None:
    return span.written if span else None
