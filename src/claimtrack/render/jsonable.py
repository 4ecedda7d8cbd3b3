"""Claims, lines, positions and sources as JSON: every key is always there, null where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.cases.case import Case, Person
    from claimtrack.catalog.rows import DiffRow, Stand
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Source
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json
    from claimtrack.rules.act import Act
    from claimtrack.rules.stand import Line


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


def act_json(act: Act, person: Callable[[str], Person]) -> Json:
    """Give a position with what the registry adds to it; `place` is its place in the file, from 1."""
    position = act.position
    return {
        "place": act.place + 1,
        "party": person_json(person(act.party)),
        "principal": person_json(person(act.principal)),
        "stance": position.stance,
        "date": _date(position.date),
        "date_of": position.date_of,
        "value": position.value.written if position.value else None,
        "about": _date(position.about),
        "quote": position.quote,
        "original": position.original,
        "lang": position.lang,
        "note": position.note,
        "standing": act.standing,
        "via": [person_json(person(party)) for party in act.via],
        "sources": [{"id": ref.id, "at": ref.at} for ref in position.sources],
    }


def line_json(line: Line, person: Callable[[str], Person]) -> Json:
    """Give a line; see `stand_json`."""
    from claimtrack.catalog.rows import Stand  # noqa: PLC0415 - rows that are listed have none

    return stand_json(Stand.of(line), person)


def stand_json(stand: Stand, person: Callable[[str], Person]) -> Json:
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


def case_json(case: Case, person: Callable[[str], Person]) -> Json:
    """Give a claim whole."""
    claim = case.claim
    cited = dict.fromkeys(ref.id for act in case.acts for ref in act.position.sources)
    tally = case.tally(case.acts)
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
        "reason": words.why(case, lambda party: person(party).name),
        "divided": case.divided,
        "lines": [line_json(line, person) for lines in case.reason.sides.values() for line in lines],
        "silent": [
            {"party": person_json(person(each.principal)), "silence": each.silence} for each in case.silent
        ],
        "positions": [act_json(act, person) for act in case.acts],
        "sources": [
            {**source_json(case.shelf.get(case.shelf.key(each)), each), "origin": case.shelf.origin(each).id}
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
